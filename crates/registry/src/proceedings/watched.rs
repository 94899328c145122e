//! Theo dõi sau khi thoát: households that left a list by a signed decision, for as long as the pack says that they are watched, so that
//! falling back is seen early. By which procedure one left makes no difference.

use std::collections::BTreeMap;

use ::review::Class;
use ::review::procedure::Monitoring;
use store::dates::Instant;
use store::{Fault, Queries, places};
use uuid::Uuid;
use vocab::Day;

use super::status::{STATUS, Status};
use crate::facts::about;
use crate::{HouseholdId, Registry, Scope, VillageId};

/// A household that left a list and is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The household.
    pub household: HouseholdId,
    /// The number that people use.
    pub number: i64,
    /// Name of its head.
    pub head: String,
    /// Its village.
    pub village: Option<VillageId>,
    /// The list that it left.
    pub left: Class,
    /// The first day on which it was on neither list.
    pub since: Day,
    /// The last day on which it is watched.
    pub until: Day,
    /// When a result of it was recorded last.
    pub asked_at: Option<Instant>,
}

impl Registry {
    /// Households of the scope that are watched on a day, those whose time ends first before the others.
    ///
    /// # Errors
    /// The database failed, or what it holds was changed.
    pub async fn watched_households(
        &self,
        scope: &Scope,
        monitoring: &Monitoring,
        on: Day,
    ) -> Result<Vec<Watched>, Fault> {
        if !super::deed::sees(scope) {
            return Ok(Vec::new());
        }
        let mut values = Vec::new();
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select distinct h.household_id, h.number, h.head_name, h.village_id from household_now h \
             join fact f on f.subject = h.household_id where f.attribute = '{STATUS}' and h.is_active = true and {inside}"
        );
        let rows = self.store.rows(&sql, values).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id("household_id")).collect::<Result<_, _>>()?;
        let mut last: BTreeMap<Uuid, Status> = BTreeMap::new();
        for fact in about(&self.store, &ids).await? {
            let status = Status::of_fact(&fact).filter(|status| status.from.is_none_or(|from| from <= on));
            last.extend(status.map(|status| (fact.subject, status)));
        }
        let mut watched = Vec::new();
        for row in rows {
            let id = row.id("household_id")?;
            let Some(status) = last.get(&id).filter(|status| status.class.is_none()) else { continue };
            let (Some(left), Some(since)) = (status.before, status.from) else { continue };
            let Some(until) = monitoring.until(since).filter(|until| on <= *until) else { continue };
            watched.push(Watched {
                household: HouseholdId(id),
                number: row.get("number")?,
                head: row.get::<Option<String>>("head_name")?.unwrap_or_default(),
                village: row.get::<Option<Uuid>>("village_id")?.map(VillageId),
                left,
                since,
                until,
                asked_at: None,
            });
        }
        let asked = self.asked_last(&watched).await?;
        for one in &mut watched {
            one.asked_at = asked.get(&one.household.0).copied();
        }
        watched.sort_by_key(|one| (one.until, one.number));
        Ok(watched)
    }

    async fn asked_last(&self, of: &[Watched]) -> Result<BTreeMap<Uuid, Instant>, Fault> {
        let mut asked = BTreeMap::new();
        for chunk in of.chunks(1000) {
            let places = places(1, chunk.len(), self.store.is_postgres());
            let sql = format!(
                "select a.household_id, c.at from assessment a join act c on c.seq = a.act_seq where a.household_id in ({places}) \
                 and not exists (select 1 from act u where u.undoes = a.act_seq) order by a.act_seq"
            );
            let values = chunk.iter().map(|one| one.household.0.into()).collect();
            for row in self.store.rows(&sql, values).await? {
                let (household, at) = (row.id("household_id")?, row.instant("at")?);
                asked.extend(at.map(|at| (household, at)));
            }
        }
        Ok(asked)
    }
}
