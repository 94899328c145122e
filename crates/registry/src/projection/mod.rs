//! What is true today, made from the facts: villages, households and people as lists and searches need them.
//!
//! Everything here can be made anew; nothing is said here that no fact and no assessment says. `verify` makes it anew
//! and compares.

mod remake;
pub(crate) mod rows;
pub(crate) mod table;

use std::collections::{BTreeMap, BTreeSet};

use standards::groups::HouseholdGroups;
use store::dates::Instant;
use store::{Fault, Queries, Tx, Value, places};
use uuid::Uuid;
use vocab::Day;

use crate::Registry;
use crate::facts::{AsOf, Fact, about};
use crate::projection::rows::{TOGETHER, by_subject, ids};
use crate::projection::table::{HOUSEHOLD_NOW, NowTable, PERSON_NOW, VILLAGE_NOW};
use crate::villages::today;

/// The day that counts as today, and what the pack says of groups of households.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now<'a> {
    pub(crate) day: Day,
    pub(crate) groups: &'a HouseholdGroups,
}

impl Registry {
    pub(crate) fn now(&self, at: Instant) -> Now<'_> {
        Now { day: today(at), groups: &self.groups }
    }
}

impl Now<'_> {
    pub(crate) fn as_of(self) -> AsOf {
        AsOf { day: self.day, known_at: None }
    }
}

/// What acts said something about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    pub(crate) villages: BTreeSet<Uuid>,
    pub(crate) people: BTreeSet<Uuid>,
    pub(crate) households: BTreeSet<Uuid>,
    /// Everything that is known of things which this act brought into being: it need not be read back.
    pub(crate) fresh: BTreeMap<Uuid, Vec<Fact>>,
}

impl Touched {
    /// The facts about some things, in the order of recording.
    async fn facts(&self, tx: &Tx, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Fact>>, Fault> {
        let older: Vec<Uuid> = ids.iter().copied().filter(|id| !self.fresh.contains_key(id)).collect();
        let mut facts = by_subject(about(tx, &older).await?);
        facts.extend(ids.iter().filter_map(|id| Some((*id, self.fresh.get(id)?.clone()))));
        Ok(facts)
    }
}

/// Makes the rows of everything that was touched, and of what depends on it, anew.
pub(crate) async fn refresh(tx: &Tx, mut touched: Touched, now: Now<'_>) -> Result<(), Fault> {
    let villages: Vec<Uuid> = touched.villages.iter().copied().collect();
    if !villages.is_empty() {
        let rows = rows::villages(&by_subject(about(tx, &villages).await?), now);
        replace(tx, &VILLAGE_NOW, &villages, rows).await?;
        touched.households.extend(ids(tx, "household_now", "household_id", "village_id", &villages).await?);
    }
    let people: Vec<Uuid> = touched.people.iter().copied().collect();
    touched.households.extend(ids(tx, "person_now", "household_id", "person_id", &people).await?);
    for chunk in people.chunks(TOGETHER) {
        let rows = rows::people(tx, &touched.facts(tx, chunk).await?, chunk, now).await?;
        replace(tx, &PERSON_NOW, chunk, rows).await?;
    }
    touched.households.extend(ids(tx, "person_now", "household_id", "person_id", &people).await?);
    let households: Vec<Uuid> = touched.households.iter().copied().collect();
    for chunk in households.chunks(TOGETHER) {
        let rows = rows::households(tx, &touched.facts(tx, chunk).await?, chunk, now).await?;
        replace(tx, &HOUSEHOLD_NOW, chunk, rows).await?;
    }
    Ok(())
}

async fn replace(
    tx: &Tx,
    table: &NowTable,
    keys: &[Uuid],
    rows: BTreeMap<Uuid, Vec<Value>>,
) -> Result<(), Fault> {
    for chunk in keys.chunks(TOGETHER) {
        let in_places = places(1, chunk.len(), tx.is_postgres());
        let sql = format!("delete from {} where {} in ({in_places})", table.name, table.key());
        tx.execute(&sql, chunk.iter().map(|id| (*id).into()).collect()).await?;
    }
    tx.insert(table.name, &table.names(), rows.into_values().collect()).await
}
