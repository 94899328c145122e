//! Hộ của đợt trong sổ: what the register says of the households of a proceeding – their names for lists, and who of them is not
//! any more what the roster took them for.

use std::collections::BTreeMap;

use ::review::{Campaign, HouseholdRef, VillageRef};
use store::{Fault, Queries, places};
use uuid::Uuid;
use vocab::{LocalText, said};

use super::household_id;
use crate::{HouseholdId, Registry, Scope};

/// A household of the register today.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registered {
    pub(crate) number: i64,
    pub(crate) head: String,
    pub(crate) birth_year: Option<i64>,
    pub(crate) village: Option<VillageRef>,
    pub(crate) commune: Option<String>,
    pub(crate) is_active: bool,
}

pub(crate) type Register = BTreeMap<HouseholdRef, Registered>;

/// Looks households up.
pub(crate) async fn of(on: &impl Queries, households: &[HouseholdRef]) -> Result<Register, Fault> {
    let mut found = Register::new();
    for chunk in households.chunks(1000) {
        let places = places(1, chunk.len(), on.is_postgres());
        let sql = format!(
            "select h.household_id, h.number, h.head_name, p.birth_year, h.village_id, h.commune_code, h.is_active \
             from household_now h left join person_now p on p.person_id = h.head_id where h.household_id in ({places})"
        );
        let values = chunk.iter().map(|one| Uuid::from_u128(one.0).into()).collect();
        for row in on.rows(&sql, values).await? {
            let household = HouseholdRef(row.id("household_id")?.as_u128());
            let village: Option<Uuid> = row.get("village_id")?;
            let registered = Registered {
                number: row.get("number")?,
                head: row.get::<Option<String>>("head_name")?.unwrap_or_default(),
                birth_year: row.get("birth_year")?,
                village: village.map(|village| VillageRef(village.as_u128())),
                commune: row.get("commune_code")?,
                is_active: row.get("is_active")?,
            };
            found.insert(household, registered);
        }
    }
    Ok(found)
}

/// Something about a household of a proceeding that is not any more as the roster has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// It merged, was dissolved or left, or nobody of it is alive: it must leave the proceeding, with its reason, before
    /// anything is signed.
    NotInRegister,
    /// It lives in another commune: the same.
    LivesElsewhere,
    /// It lives in another village of the commune. It stays where it was enrolled, and hangs there.
    OtherVillage,
    /// Another result was recorded than the one that counts here: survey it again, or re-check it by a complaint.
    NewerResult,
}

impl Doubt {
    /// Whether no decision can be proposed or signed with it.
    pub const fn hinders(self) -> bool {
        !matches!(self, Doubt::OtherVillage)
    }

    /// What people read.
    pub fn words(self) -> LocalText {
        match self {
            Doubt::NotInRegister => said!(
                "trong sổ hộ đã nhập, chuyển đi hoặc không còn ai: đưa hộ ra khỏi đợt, kèm lý do",
                "by the register the household merged, left, or nobody is left of it: take it out, with the reason"
            ),
            Doubt::LivesElsewhere => said!(
                "hộ nay ở xã khác: đưa hộ ra khỏi đợt (chuyển đi)",
                "the household lives in another commune now: take it out (moved)"
            ),
            Doubt::OtherVillage => said!(
                "hộ nay ở thôn khác của xã: vẫn rà soát, niêm yết ở thôn đã lập danh sách",
                "the household lives in another village of the commune now: it stays with the village of the roster"
            ),
            Doubt::NewerResult => said!(
                "đã ghi kết quả mới hơn kết quả đang dùng: khảo sát lại, hoặc phúc tra theo khiếu nại",
                "a newer result was recorded than the one that counts here: survey again, or re-check by a complaint"
            ),
        }
    }
}

impl Registry {
    /// Households of a proceeding that are not any more as its roster has them. Outside the scope there are none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn proceeding_doubts(
        &self,
        scope: &Scope,
        walk: &super::Walk,
    ) -> Result<Vec<(HouseholdId, i64, Doubt)>, Fault> {
        if !self.reaches_proceeding(scope, walk.proceeding.id).await? {
            return Ok(Vec::new());
        }
        let campaign = walk.campaign().map_err(|_| super::deed::unsound())?;
        let found = doubts(&self.store, walk, &campaign).await?;
        Ok(found
            .into_iter()
            .map(|(household, number, doubt)| (household_id(household), number, doubt))
            .collect())
    }
}

/// See [`Registry::proceeding_doubts`].
pub(crate) async fn doubts(
    on: &impl Queries,
    walk: &super::Walk,
    campaign: &Campaign<'_>,
) -> Result<Vec<(HouseholdRef, i64, Doubt)>, Fault> {
    let cases: Vec<_> = campaign.cases().filter(|case| case.is_active()).collect();
    let ids: Vec<HouseholdRef> = cases.iter().map(|case| case.household).collect();
    let register = of(on, &ids).await?;
    let lie = super::offices::Lie::of(on, &walk.terms.villages).await?;
    let results = super::found::standing(on, walk.proceeding.campaign, &ids).await?;
    let bases = walk.bases();
    let mut found = Vec::new();
    for case in cases {
        let Some(registered) = register.get(&case.household) else {
            found.push((case.household, 0, Doubt::NotInRegister));
            continue;
        };
        let is_here = registered.village.is_some_and(|village| walk.terms.villages.contains(&village))
            || lie.lies_in(registered.commune.as_deref());
        let standing = results.get(&case.household).map(|result| result.assessment);
        let basis = bases.get(&case.household).copied();
        let doubt = if !registered.is_active {
            Some(Doubt::NotInRegister)
        } else if !is_here {
            Some(Doubt::LivesElsewhere)
        } else if case.outcome().is_some() && basis.is_some() && standing != basis {
            Some(Doubt::NewerResult)
        } else if registered.village != Some(case.village) {
            Some(Doubt::OtherVillage)
        } else {
            None
        };
        found.extend(doubt.map(|doubt| (case.household, registered.number, doubt)));
    }
    Ok(found)
}
