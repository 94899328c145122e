//! Where villages lay on a day: by it figures of villages are read in old or new borders, and narrowed to somebody's places.

use std::collections::BTreeMap;

use store::{Fault, Queries, Value, places};
use uuid::Uuid;
use vocab::Day;

use crate::facts::{self, Fact};
use crate::official::pieces;
use crate::{Registry, VillageId};

/// A village as it lay on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageLay {
    /// Its name.
    pub name: String,
    /// Code of the commune.
    pub commune: String,
    /// Code of the province.
    pub province: String,
}

impl Registry {
    /// Every village as it lay on a day. One that ended before lies where it lay last, one that began later where it began.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lay_of_villages(&self, day: Day) -> Result<BTreeMap<VillageId, VillageLay>, Fault> {
        Ok(self.lays_of_villages([day]).await?.remove(&day).unwrap_or_default())
    }

    /// The same of several days, from one reading.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lays_of_villages(
        &self,
        days: impl IntoIterator<Item = Day>,
    ) -> Result<BTreeMap<Day, BTreeMap<VillageId, VillageLay>>, Fault> {
        let rows = self.store.rows("select id from village", vec![]).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id("id")).collect::<Result<_, _>>()?;
        let mut by_village: BTreeMap<Uuid, Vec<Fact>> = BTreeMap::new();
        for fact in facts::about(&self.store, &ids).await? {
            by_village.entry(fact.subject).or_default().push(fact);
        }
        let on = |day: Day| {
            let of = |(id, facts): (&Uuid, &Vec<Fact>)| Some((VillageId(*id), lay(facts, day)?));
            (day, by_village.iter().filter_map(of).collect())
        };
        Ok(days.into_iter().map(on).collect())
    }
}

impl Registry {
    /// How many households the register has in these villages today.
    ///
    /// # Errors
    /// The database failed.
    pub async fn households_in(&self, villages: &[VillageId]) -> Result<i64, Fault> {
        let mut all = 0;
        for some in pieces(villages) {
            let values: Vec<Value> = some.iter().map(|village| village.0.into()).collect();
            let among = places(1, values.len(), self.store.is_postgres());
            let sql = format!(
                "select count(*) as n from household_now where is_active = true and village_id in ({among})"
            );
            if let Some(row) = self.store.row(&sql, values).await? {
                all += row.get::<i64>("n")?;
            }
        }
        Ok(all)
    }
}

fn lay(facts: &[Fact], day: Day) -> Option<VillageLay> {
    let mut said: Vec<(Day, VillageLay)> = facts
        .iter()
        .filter(|fact| fact.attribute == "details")
        .filter_map(|fact| {
            let text = |key: &str| fact.value.as_ref()?.get(key)?.as_str().map(str::to_owned);
            let lay = VillageLay {
                name: text("name")?,
                commune: text("commune_code")?,
                province: text("province_code")?,
            };
            Some((fact.valid.from?, lay))
        })
        .collect();
    // Of two facts from one day on, the one recorded later counts: it stands last.
    said.sort_by_key(|(from, _)| *from);
    let then = said.iter().rfind(|(from, _)| *from <= day).or_else(|| said.first());
    then.map(|(_, lay)| lay.clone())
}
