//! Ai giữ chức danh nào: which role holds which office of a procedure, and the hand that somebody has for one deed.
//!
//! A hand is made within the act, from the roles that are not ended there and then: a right that was withdrawn while a page lay
//! open is gone. It holds where the villages lie on that day, so that after a merger of communes the officers of the new one go
//! on, and nobody else.

use std::collections::{BTreeMap, BTreeSet};

use ::review::{Hand, PersonRef, VillageRef};
use standards::units::Units;
use store::{Fault, Queries, places};
use uuid::Uuid;
use vocab::{Day, said};

use crate::access::Role;
use crate::{Actor, Stopped, VillageId};

/// The one table of roles and offices.
///
/// The village head and the steering committee have no role of their own: the officer records what they did, with their
/// signed paper as evidence, and the event keeps who recorded. That the head of the programme answers for the province is our
/// reading, of use only where somebody determined that the province gives the opinion.
const OFFICES: [(Role, &[&str]); 5] = [
    (Role::Surveyor, &["surveyor"]),
    (Role::CommuneOfficer, &["commune_officer", "steering_committee", "village_head"]),
    (Role::CommuneLeader, &["commune_chair", "steering_committee"]),
    (Role::DepartmentOfficer, &["province_department"]),
    (Role::ProgramLeader, &["province_chair"]),
];

/// The offices that a role holds; none for most.
pub fn offices_of(role: Role) -> &'static [&'static str] {
    OFFICES.iter().find(|(known, _)| *known == role).map_or(&[], |(_, offices)| offices)
}

/// Where the villages of a proceeding lie today: province and commune.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lie(BTreeMap<VillageRef, (String, String)>);

impl Lie {
    /// Where villages lie.
    pub(crate) async fn of(on: &impl Queries, villages: &[VillageRef]) -> Result<Lie, Fault> {
        let mut found = BTreeMap::new();
        for chunk in villages.chunks(1000) {
            let places = places(1, chunk.len(), on.is_postgres());
            let sql = format!(
                "select village_id, province_code, commune_code from village_now where village_id in ({places})"
            );
            let values = chunk.iter().map(|village| Uuid::from_u128(village.0).into()).collect();
            for row in on.rows(&sql, values).await? {
                let village = VillageRef(row.id("village_id")?.as_u128());
                found.insert(village, (row.get("province_code")?, row.get("commune_code")?));
            }
        }
        Ok(Lie(found))
    }

    /// Whether a commune is one in which villages of the proceeding lie.
    pub(crate) fn lies_in(&self, commune: Option<&str>) -> bool {
        self.0.values().any(|(_, code)| Some(code.as_str()) == commune)
    }

    /// Province and commune in which something is done: those of the village, or the one in which all villages lie.
    pub(crate) fn place(&self, village: Option<VillageRef>) -> Result<&(String, String), Stopped> {
        if let Some(village) = village {
            return self.0.get(&village).ok_or_else(|| {
                Stopped::refused(
                    said!("thôn này không thuộc đợt rà soát", "the village is not of this review"),
                    said!("chọn thôn của xã", "choose a village of the commune"),
                )
            });
        }
        let places: BTreeSet<&(String, String)> = self.0.values().collect();
        let mut places = places.into_iter();
        match (places.next(), places.len()) {
            (Some(place), 0) => Ok(place),
            (first, more) => {
                let n = more + usize::from(first.is_some());
                Err(Stopped::refused(
                    said!(
                        "các thôn của đợt này nay thuộc {n} xã khác nhau, nên không xã nào làm tiếp được việc chung",
                        "the villages of this review lie in {n} communes now, so none can do what concerns all of them"
                    ),
                    said!(
                        "mỗi xã mới mở đợt của mình; việc của từng thôn vẫn xem được ở đây",
                        "let each new commune open its own review; what each village did stays here to be seen"
                    ),
                ))
            }
        }
    }
}

/// The hand that somebody has on a day where something is done.
pub(crate) fn hand(
    actor: &Actor,
    units: &Units,
    day: Day,
    (province, commune): &(String, String),
    village: Option<VillageRef>,
) -> Hand {
    let village = village.map(|village| VillageId(Uuid::from_u128(village.0)));
    let held = actor
        .grants
        .iter()
        .filter(|grant| grant.holds(units, day) && grant.area.covers(province, commune, village));
    let offices: BTreeSet<&str> = held.flat_map(|grant| offices_of(grant.role)).copied().collect();
    Hand {
        person: PersonRef(actor.user.0.as_u128()),
        offices: offices.into_iter().map(str::to_owned).collect(),
    }
}
