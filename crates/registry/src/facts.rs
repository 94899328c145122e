//! Facts: what was said of a household, person or village, and for which days.
//!
//! A fact holds from its first day until the day before its end, and is known from the instant of its act. Of two facts
//! about the same attribute of the same subject on the same day, the later recorded one counts, key by key. Nothing is
//! changed in place: a correction is a later fact, an undoing takes away all facts of an act.
//!
//! | subject | attribute | object | value |
//! |---|---|---|---|
//! | village | `details` | – | `name`, `kind`, `commune_code`, `province_code`, `zone`, `zone_source` |
//! | village | `end` | – | `is_closed`, `successors` (villages) |
//! | household | `place` | village | `address`, `phone` (encrypted) |
//! | household | `head` | person | – |
//! | household | `state` | household, if merged | `is_active`, `why` (`merged`, `split`, `moved_away`, `dissolved`) |
//! | household | `status`, `other_status` | – | `class`, `before`, `movement`, `decision`, `signed_on`, `proceeding` |
//! | person | `details` | – | `name`, `sex`, `birth_date` or `birth_year`, `ethnic_group`, `id_number` (encrypted) |
//! | person | `membership` | household | `relation`; without an object: no household |
//! | person | `death` | – | – |

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use store::dates::Instant;
use store::{Fault, Queries, Row, Value, places};
use uuid::Uuid;
use vocab::{Day, Span};

use crate::act::{Act, FACT};
use crate::cell::{Cell, Kind};

/// A fact to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFact {
    /// What it is about.
    pub subject: Uuid,
    /// Which side of it.
    pub attribute: &'static str,
    /// Another thing that it names.
    pub object: Option<Uuid>,
    /// What is said, by key.
    pub value: Map<String, Json>,
    /// The days for which it is said.
    pub valid: Span,
}

/// A recorded fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Number of the act that recorded it.
    pub act_seq: i64,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// What it is about.
    pub subject: Uuid,
    /// Which side of it.
    pub attribute: String,
    /// Another thing that it names.
    pub object: Option<Uuid>,
    /// What is said, by key; `None` if it was erased by law.
    pub value: Option<Map<String, Json>>,
    /// The days for which it is said.
    pub valid: Span,
}

/// As of which day, as known at which instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The day in the life of people.
    pub day: Day,
    /// Only what was recorded by then; `None` is everything.
    pub known_at: Option<Instant>,
}

/// One attribute as it stood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// The thing that the newest fact names.
    pub object: Option<Uuid>,
    /// The values, key by key.
    pub value: Map<String, Json>,
}

impl Standing {
    /// A text value.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.value.get(key).and_then(Json::as_str)
    }
}

/// What is written for *not known, long ago*: 1800-01-01.
const LONG_AGO: Day = Day::from_epoch_days(-62_091);

impl Act {
    /// The facts about people and households that this act brought into being: those of whom it says where they live
    /// or who they are for the first time. Call it only in acts that register.
    pub(crate) fn of_new_things(&mut self) -> BTreeMap<Uuid, Vec<Fact>> {
        let mut said = std::mem::take(&mut self.said);
        said.retain(|_, facts| {
            facts.iter().any(|fact| matches!(fact.attribute.as_str(), "details" | "place"))
        });
        said
    }

    /// Adds a fact.
    pub(crate) fn say(&mut self, fact: NewFact) {
        let act_seq = self.seq();
        self.said.entry(fact.subject).or_default().push(Fact {
            act_seq,
            recorded_at: self.at,
            subject: fact.subject,
            attribute: fact.attribute.to_owned(),
            object: fact.object,
            value: (!fact.value.is_empty()).then(|| fact.value.clone()),
            valid: fact.valid,
        });
        let value = (!fact.value.is_empty()).then_some(Json::Object(fact.value));
        self.add(
            &FACT,
            vec![
                Cell::Id(fact.subject),
                Cell::Text(fact.attribute.to_owned()),
                Cell::or_null(Kind::Id, fact.object, Cell::Id),
                Cell::or_null(Kind::Json, value, Cell::Json),
                Cell::Day(fact.valid.from.unwrap_or(LONG_AGO).epoch_days()),
                Cell::or_null(Kind::Day, fact.valid.until, |day| Cell::Day(day.epoch_days())),
            ],
        );
    }
}

/// How each attribute of one subject stood; the facts are in the order of recording and those of undone acts left out.
pub fn standing<'a>(facts: impl IntoIterator<Item = &'a Fact>, as_of: AsOf) -> BTreeMap<String, Standing> {
    let mut found: BTreeMap<String, Standing> = BTreeMap::new();
    for fact in facts {
        let is_known = as_of.known_at.is_none_or(|at| fact.recorded_at <= at);
        if !is_known || !fact.valid.contains(as_of.day) {
            continue;
        }
        let standing = found.entry(fact.attribute.clone()).or_default();
        standing.object = fact.object;
        for (key, value) in fact.value.iter().flatten() {
            standing.value.insert(key.clone(), value.clone());
        }
    }
    found
}

const SELECT: &str = "select f.act_seq, a.at, f.subject, f.attribute, f.object, f.value, f.valid_from, f.valid_until from fact f join act a on a.seq = f.act_seq where";
/// What was not taken back.
const STANDS: &str = "not exists (select 1 from act u where u.undoes = f.act_seq) and";

/// All facts about some subjects, in the order of recording, without those of undone acts.
pub(crate) async fn about(on: &impl Queries, subjects: &[Uuid]) -> Result<Vec<Fact>, Fault> {
    found(on, STANDS, "subject", subjects).await
}

/// The same with those of undone acts, for a time line.
pub(crate) async fn ever_about(on: &impl Queries, subjects: &[Uuid]) -> Result<Vec<Fact>, Fault> {
    found(on, "", "subject", subjects).await
}

/// All facts that ever named some things, also in undone acts.
pub(crate) async fn ever_naming(on: &impl Queries, objects: &[Uuid]) -> Result<Vec<Fact>, Fault> {
    found(on, "", "object", objects).await
}

/// All facts that name some things, such as the memberships of a household.
pub(crate) async fn naming(on: &impl Queries, objects: &[Uuid]) -> Result<Vec<Fact>, Fault> {
    found(on, STANDS, "object", objects).await
}

async fn found(on: &impl Queries, which: &str, column: &str, ids: &[Uuid]) -> Result<Vec<Fact>, Fault> {
    let mut facts = Vec::new();
    for chunk in ids.chunks(1000) {
        let places = places(1, chunk.len(), on.is_postgres());
        let sql = format!("{SELECT} {which} f.{column} in ({places}) order by f.act_seq, f.ordinal");
        let values: Vec<Value> = chunk.iter().map(|id| (*id).into()).collect();
        for row in on.rows(&sql, values).await? {
            facts.push(read(&row)?);
        }
    }
    Ok(facts)
}

fn read(row: &Row) -> Result<Fact, Fault> {
    let day = |column: &str| Ok::<_, Fault>(row.day(column)?.map(Day::from_epoch_days));
    let value = match row.get::<Option<Json>>("value")? {
        Some(Json::Object(value)) => Some(value),
        _ => None,
    };
    Ok(Fact {
        act_seq: row.get("act_seq")?,
        recorded_at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
        subject: row.id("subject")?,
        attribute: row.get("attribute")?,
        object: row.get("object")?,
        value,
        valid: Span { from: day("valid_from")?, until: day("valid_until")? },
    })
}
