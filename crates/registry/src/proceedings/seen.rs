//! Đợt rà soát như một người thấy: a proceeding with the names that its pages show, narrowed to the villages of who looks, and the
//! hands that they have there. A page asks the rules with such a hand what it may offer; when something is done, the hand is
//! made anew within the act.

use std::collections::{BTreeMap, BTreeSet};

use ::review::{Campaign, Deed, Hand, HouseholdRef, PersonRef};
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, places};
use uuid::Uuid;

use super::offices::{Lie, hand};
use super::{Walk, household_id, person_ref, place, village_id, village_ref};
use crate::households::VillageName;
use crate::villages::today;
use crate::{Actor, HouseholdId, ProceedingId, Registry, Scope, UserId, VillageId};

/// A proceeding as somebody sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What is fixed, and what was done.
    pub walk: Walk,
    /// Its villages that they may see, as lists show them.
    pub villages: Vec<VillageName>,
    /// Whether that is all of them: what concerns the commune is shown to nobody else.
    pub is_whole: bool,
    /// The households in those villages that have a case, a complaint or feedback.
    pub households: BTreeMap<HouseholdId, HouseholdName>,
    /// Names of those who did something.
    pub people: BTreeMap<UserId, String>,
    hands: BTreeMap<Option<VillageId>, Hand>,
    user: PersonRef,
}

/// How a household is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdName {
    /// The number that people use.
    pub number: i64,
    /// Name of its head.
    pub head: String,
    /// Year of birth of the head.
    pub birth_year: Option<i64>,
    /// How many people live in it.
    pub members: i64,
}

impl Seen {
    /// The hand that they have in a village, or with `None` in the commune.
    pub fn hand(&self, village: Option<VillageId>) -> Hand {
        let none = || Hand { person: self.user, offices: Vec::new() };
        self.hands.get(&village).cloned().unwrap_or_else(none)
    }

    /// A village, if they may see it.
    pub fn village(&self, id: VillageId) -> Option<&VillageName> {
        self.villages.iter().find(|village| village.id == id)
    }
}

/// The village and the household that a deed is about.
pub fn about(deed: &Deed, campaign: &Campaign<'_>) -> (Option<VillageId>, Option<HouseholdId>) {
    (place::village(deed, campaign).map(village_id), place::household(deed, campaign).map(household_id))
}

impl Registry {
    /// A proceeding as somebody sees it; `None`: there is none in their scope.
    ///
    /// # Errors
    /// The database failed, or what it holds was changed.
    pub async fn seen_proceeding(
        &self,
        actor: &Actor,
        scope: &Scope,
        units: &Units,
        id: ProceedingId,
        at: Instant,
    ) -> Result<Option<Seen>, Fault> {
        let Some(walk) = self.proceeding(scope, id).await? else { return Ok(None) };
        self.seen(Some(actor), scope, units, walk, at).await.map(Some)
    }

    /// The same as it was known at a moment of the past: without what was done since, and with no hand to do anything. `None` also
    /// where it was not opened yet.
    ///
    /// # Errors
    /// See [`Registry::seen_proceeding`].
    pub async fn seen_proceeding_as_known(
        &self,
        scope: &Scope,
        units: &Units,
        id: ProceedingId,
        at: Instant,
    ) -> Result<Option<Seen>, Fault> {
        let walk = self.proceeding(scope, id).await?.and_then(|walk| walk.as_known(at));
        let Some(walk) = walk else { return Ok(None) };
        self.seen(None, scope, units, walk, at).await.map(Some)
    }

    async fn seen(
        &self,
        actor: Option<&Actor>,
        scope: &Scope,
        units: &Units,
        walk: Walk,
        at: Instant,
    ) -> Result<Seen, Fault> {
        let campaign = walk.campaign().map_err(|_| super::deed::unsound())?;
        let mut villages = self.villages(scope).await?;
        villages.retain(|village| walk.terms.villages.contains(&village_ref(village.id)));
        let is_whole = villages.len() == walk.terms.villages.len();
        let lie = Lie::of(&self.store, &walk.terms.villages).await?;
        let mut hands = BTreeMap::new();
        for village in villages.iter().map(|village| Some(village.id)).chain([None]) {
            let there = village.map(village_ref);
            let Ok(place) = lie.place(there) else { continue };
            if let Some(actor) = actor.filter(|_| scope.covers(&place.0, &place.1, village)) {
                hands.insert(village, hand(actor, units, today(at), place, there));
            }
        }
        let inside: BTreeSet<_> = villages.iter().map(|village| village_ref(village.id)).collect();
        let of_cases = campaign.cases().map(|case| (case.household, case.village));
        let of_complaints = campaign.complaints().map(|(_, one)| (one.household, one.village));
        let of_feedback =
            campaign.feedback().filter_map(|(_, one)| Some((one.taken.household?, one.taken.village)));
        let mut wanted: Vec<HouseholdRef> = of_cases
            .chain(of_complaints)
            .chain(of_feedback)
            .filter(|(_, village)| inside.contains(village))
            .map(|(household, _)| household)
            .collect();
        wanted.sort();
        wanted.dedup();
        let households = self.names_of_households(&wanted).await?;
        let people = self.names_of_doers(&walk).await?;
        let user = actor.map_or(PersonRef(0), |actor| person_ref(actor.user));
        Ok(Seen { villages, is_whole, households, people, hands, user, walk })
    }

    /// The village of the scope in which an active household lives, for putting it on a roster.
    ///
    /// # Errors
    /// The database failed.
    pub async fn village_of_household(
        &self,
        scope: &Scope,
        household: HouseholdId,
    ) -> Result<Option<VillageId>, Fault> {
        let mut values = vec![household.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select h.village_id from household_now h where h.household_id = $1 and h.is_active = true and {inside}"
        );
        let Some(row) = self.store.row(&sql, values).await? else { return Ok(None) };
        Ok(row.get::<Option<Uuid>>("village_id")?.map(VillageId))
    }

    async fn names_of_households(
        &self,
        wanted: &[HouseholdRef],
    ) -> Result<BTreeMap<HouseholdId, HouseholdName>, Fault> {
        let mut names = BTreeMap::new();
        for chunk in wanted.chunks(1000) {
            let places = places(1, chunk.len(), self.store.is_postgres());
            let sql = format!(
                "select h.household_id, h.number, h.head_name, h.members, p.birth_year from household_now h \
                 left join person_now p on p.person_id = h.head_id where h.household_id in ({places})"
            );
            let values = chunk.iter().map(|one| household_id(*one).0.into()).collect();
            for row in self.store.rows(&sql, values).await? {
                let name = HouseholdName {
                    number: row.get("number")?,
                    head: row.get::<Option<String>>("head_name")?.unwrap_or_default(),
                    birth_year: row.get("birth_year")?,
                    members: row.get("members")?,
                };
                names.insert(HouseholdId(row.id("household_id")?), name);
            }
        }
        Ok(names)
    }

    async fn names_of_doers(&self, walk: &Walk) -> Result<BTreeMap<UserId, String>, Fault> {
        let doers: BTreeSet<Uuid> = walk.events.iter().map(|one| one.by().0).collect();
        let doers: Vec<Uuid> = doers.into_iter().collect();
        let mut names = BTreeMap::new();
        for chunk in doers.chunks(1000) {
            let places = places(1, chunk.len(), self.store.is_postgres());
            let sql = format!("select id, name from user_account where id in ({places})");
            for row in self.store.rows(&sql, chunk.iter().map(|id| (*id).into()).collect()).await? {
                names.insert(UserId(row.id("id")?), row.get("name")?);
            }
        }
        Ok(names)
    }
}
