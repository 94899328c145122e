//! What is true today (`…_now`), made anew from facts and assessments and compared row by row.
//!
//! Today is the day of the newest act. A thing of which a fact was recorded ahead of its day is passed over where it
//! differs: its row says what was true on the day of its last act.

use std::collections::BTreeMap;

use standards::groups::HouseholdGroups;
use store::{Fault, Queries, Row, Value};
use uuid::Uuid;

use crate::facts::{Fact, about};
use crate::proceedings::{OTHER_STATUS, STATUS};
use crate::projection::Now;
use crate::projection::rows::{self, TOGETHER, by_subject, select};
use crate::projection::table::{HOUSEHOLD_NOW, NowTable, PERSON_NOW, VILLAGE_NOW};
use crate::verify::Findings;
use crate::verify::cursor::Cursor;
use crate::verify::words::What;
use crate::villages::today;

/// Compares all three tables.
pub(crate) async fn compare(
    on: &impl Queries,
    groups: &HouseholdGroups,
    found: &mut Findings,
) -> Result<(), Fault> {
    let newest = on.row("select at from act order by seq desc limit 1", vec![]).await?;
    let Some(newest) = newest.map(|row| row.instant("at")).transpose()?.flatten() else {
        return nothing(on, found).await;
    };
    let now = Now { day: today(newest), groups };
    let villages = Cursor::new("village", "id, act_seq, ordinal".to_owned(), &["act_seq", "ordinal"]);
    let people = Cursor::new("person", "id, number, act_seq".to_owned(), &["number"]);
    let households = Cursor::new("household", "id, number, act_seq".to_owned(), &["number"]);
    for (table, mut cursor, number) in [
        (&VILLAGE_NOW, villages, "ordinal"),
        (&PERSON_NOW, people, "number"),
        (&HOUSEHOLD_NOW, households, "number"),
    ] {
        let mut there = 0;
        loop {
            let mut things = BTreeMap::new();
            while things.len() < TOGETHER
                && let Some(row) = cursor.next(on).await?
            {
                things.insert(row.id("id")?, (row.get::<i64>("act_seq")?, row.get::<i64>(number)?));
            }
            if things.is_empty() {
                break;
            }
            there += some(on, table, &things, now, found).await?;
        }
        if there != count(on, table).await? {
            found.add(What::NotAsFacts, None, Some(table.name), None);
        }
    }
    Ok(())
}

/// Without an act nothing is true.
async fn nothing(on: &impl Queries, found: &mut Findings) -> Result<(), Fault> {
    for table in [&VILLAGE_NOW, &PERSON_NOW, &HOUSEHOLD_NOW] {
        if count(on, table).await? > 0 {
            found.add(What::NotAsFacts, None, Some(table.name), None);
        }
    }
    Ok(())
}

/// Compares the rows of some things; says how many rows they have.
async fn some(
    on: &impl Queries,
    table: &'static NowTable,
    things: &BTreeMap<Uuid, (i64, i64)>,
    now: Now<'_>,
    found: &mut Findings,
) -> Result<i64, Fault> {
    let ids: Vec<Uuid> = things.keys().copied().collect();
    let facts = by_subject(about(on, &ids).await?);
    let given = match table.name {
        "village_now" => rows::villages(&facts, now),
        "person_now" => rows::people(on, &facts, &ids, now).await?,
        _ => rows::households(on, &facts, &ids, now).await?,
    };
    let read = select(on, table.name, &table.names().join(", "), table.key(), &ids).await?;
    let mut stored: BTreeMap<Uuid, Vec<Value>> = BTreeMap::new();
    for row in &read {
        stored.insert(row.id(table.key())?, table.read(row)?);
    }
    for (id, (act_seq, number)) in things {
        let is_ahead = || facts.get(id).is_some_and(|facts| facts.iter().any(ahead));
        if given.get(id) != stored.get(id) && !is_ahead() {
            found.add(What::NotAsFacts, Some(*act_seq), Some(table.name), Some(*number));
        }
    }
    Ok(stored.len() as i64)
}

/// Whether a fact begins or ends after the day on which it was recorded. What a household was recognised as is in no table of
/// today, and often said ahead.
fn ahead(fact: &Fact) -> bool {
    if matches!(fact.attribute.as_str(), STATUS | OTHER_STATUS) {
        return false;
    }
    let recorded = today(fact.recorded_at);
    let later = |day: Option<vocab::Day>| day.is_some_and(|day| day > recorded);
    later(fact.valid.from) || later(fact.valid.until)
}

async fn count(on: &impl Queries, table: &NowTable) -> Result<i64, Fault> {
    let row = on.row(&format!("select count(*) as n from {}", table.name), vec![]).await?;
    row.map(|row: Row| row.get("n")).transpose().map(|n| n.unwrap_or(0))
}
