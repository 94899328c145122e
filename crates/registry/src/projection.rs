//! What is true today, made from the facts: villages, households and people as lists and searches need them.
//!
//! Everything here can be made anew; nothing is said here that no fact says.

use std::collections::{BTreeMap, BTreeSet};

use store::{Fault, Queries, Row, Tx, Value, places};
use uuid::Uuid;
use vocab::{Day, search_key};

use crate::facts::{AsOf, Fact, Standing, about, standing};

/// The code of the majority in the official list of ethnic groups; everybody else is of a minority.
const KINH: &str = "01";
/// So many ids are looked up at once.
const TOGETHER: usize = 1000;

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
pub(crate) async fn refresh(tx: &Tx, mut touched: Touched, day: Day) -> Result<(), Fault> {
    let as_of = AsOf { day, known_at: None };
    let villages: Vec<Uuid> = touched.villages.iter().copied().collect();
    if !villages.is_empty() {
        refresh_villages(tx, &villages, as_of).await?;
        touched.households.extend(ids(tx, "household_now", "household_id", "village_id", &villages).await?);
    }
    let people: Vec<Uuid> = touched.people.iter().copied().collect();
    touched.households.extend(ids(tx, "person_now", "household_id", "person_id", &people).await?);
    refresh_people(tx, &touched, &people, as_of).await?;
    touched.households.extend(ids(tx, "person_now", "household_id", "person_id", &people).await?);
    let households: Vec<Uuid> = touched.households.iter().copied().collect();
    for chunk in households.chunks(TOGETHER) {
        refresh_households(tx, &touched, chunk, as_of).await?;
    }
    Ok(())
}

async fn refresh_villages(tx: &Tx, villages: &[Uuid], as_of: AsOf) -> Result<(), Fault> {
    let facts = by_subject(about(tx, villages).await?);
    let mut rows = Vec::new();
    for (id, facts) in &facts {
        let standing = standing(facts, as_of);
        let Some(details) = standing.get("details") else { continue };
        let text = |key: &str| -> Value { details.text(key).unwrap_or_default().to_owned().into() };
        let search: Value = search_key(details.text("name").unwrap_or_default()).into();
        rows.push(vec![
            (*id).into(),
            text("name"),
            text("kind"),
            text("commune_code"),
            text("province_code"),
            text("zone"),
            text("zone_source"),
            search,
        ]);
    }
    delete(tx, "village_now", "village_id", villages).await?;
    let columns =
        ["village_id", "name", "kind", "commune_code", "province_code", "zone", "zone_source", "search"];
    tx.insert("village_now", &columns, rows).await
}

async fn refresh_people(tx: &Tx, touched: &Touched, people: &[Uuid], as_of: AsOf) -> Result<(), Fault> {
    for chunk in people.chunks(TOGETHER) {
        let facts = touched.facts(tx, chunk).await?;
        let numbers: BTreeMap<Uuid, i64> = pairs(tx, "person", "id", "number", chunk).await?;
        let mut rows = Vec::new();
        for (id, facts) in &facts {
            let standing = standing(facts, as_of);
            let (Some(details), Some(number)) = (standing.get("details"), numbers.get(id)) else { continue };
            let died = facts.iter().rfind(|fact| fact.attribute == "death" && fact.valid.contains(as_of.day));
            rows.push(person_row(*id, *number, details, standing.get("membership"), died));
        }
        delete(tx, "person_now", "person_id", chunk).await?;
        let columns = [
            "person_id",
            "number",
            "household_id",
            "relation",
            "name",
            "search",
            "sex",
            "birth_date",
            "birth_year",
            "ethnicity",
            "died_on",
            "id_index",
            "phone_index",
        ];
        tx.insert("person_now", &columns, rows).await?;
    }
    Ok(())
}

fn person_row(
    id: Uuid,
    number: i64,
    details: &Standing,
    membership: Option<&Standing>,
    died: Option<&Fact>,
) -> Vec<Value> {
    let text = |key: &str| details.text(key).map(str::to_owned);
    let birth: Option<Day> = details.text("birth_date").and_then(|date| date.parse().ok());
    let year = details.value.get("birth_year").and_then(serde_json::Value::as_i64);
    let index = |key: &str| details.text(key).and_then(crate::keys::unhex);
    let name = text("name").unwrap_or_default();
    vec![
        id.into(),
        number.into(),
        membership.and_then(|membership| membership.object).into(),
        membership.and_then(|membership| membership.text("relation")).map(str::to_owned).into(),
        name.clone().into(),
        search_key(&name).into(),
        text("sex").into(),
        store::dates::optional_day(birth.map(Day::epoch_days)),
        birth.map(|day| i64::from(day.year())).or(year).into(),
        text("ethnic_group").into(),
        store::dates::optional_day(died.and_then(|fact| fact.valid.from).map(Day::epoch_days)),
        index("id_number_index").into(),
        index("phone_index").into(),
    ]
}

struct Member {
    name: String,
    is_minority: bool,
}

async fn refresh_households(
    tx: &Tx,
    touched: &Touched,
    households: &[Uuid],
    as_of: AsOf,
) -> Result<(), Fault> {
    let facts = touched.facts(tx, households).await?;
    let numbers: BTreeMap<Uuid, i64> = pairs(tx, "household", "id", "number", households).await?;
    let mut members: BTreeMap<Uuid, BTreeMap<Uuid, Member>> = BTreeMap::new();
    for row in
        select(tx, "person_now", "household_id, person_id, name, ethnicity", "household_id", households)
            .await?
    {
        let ethnicity: Option<String> = row.get("ethnicity")?;
        let member =
            Member { name: row.get("name")?, is_minority: ethnicity.is_some_and(|code| code != KINH) };
        members.entry(row.id("household_id")?).or_default().insert(row.id("person_id")?, member);
    }
    let places = village_places(tx, facts.values().flatten()).await?;
    let results = results(tx, households).await?;
    let mut rows = Vec::new();
    for (id, facts) in &facts {
        let standing = standing(facts, as_of);
        let Some(number) = numbers.get(id) else { continue };
        let none = BTreeMap::new();
        let people = members.get(id).unwrap_or(&none);
        let place = standing.get("place");
        let village = place.and_then(|place| place.object);
        let unit = village.and_then(|village| places.get(&village));
        let head_id = standing.get("head").and_then(|head| head.object);
        let head = head_id.and_then(|id| people.get(&id));
        let is_active = standing
            .get("state")
            .and_then(|state| state.value.get("is_active")?.as_bool())
            .unwrap_or(!people.is_empty());
        let head_name = head.map(|head| head.name.clone());
        let mut row: Vec<Value> = vec![
            (*id).into(),
            (*number).into(),
            is_active.into(),
            village.into(),
            unit.map(|unit| unit.commune_code.clone()).into(),
            unit.map(|unit| unit.province_code.clone()).into(),
            unit.map(|unit| unit.zone.clone()).into(),
            place.and_then(|place| place.text("address")).map(str::to_owned).into(),
            head_id.into(),
            head_name.clone().into(),
            head_name.map(|name| search_key(&name)).into(),
            (people.len() as i64).into(),
            head.is_some_and(|head| head.is_minority).into(),
            names(people).into(),
        ];
        row.extend(results.get(id).cloned().unwrap_or_else(no_result));
        rows.push(row);
    }
    delete(tx, "household_now", "household_id", households).await?;
    let columns = [
        "household_id",
        "number",
        "is_active",
        "village_id",
        "commune_code",
        "province_code",
        "zone",
        "address",
        "head_id",
        "head_name",
        "head_search",
        "members",
        "is_ethnic_minority",
        "names",
        "outcome",
        "outcome_year",
        "deprivation_count",
        "assessment_id",
    ];
    tx.insert("household_now", &columns, rows).await
}

/// The names of people to look for words in, as step 3 of the migrations made it of older rows.
fn names(people: &BTreeMap<Uuid, Member>) -> Option<String> {
    let keys: Vec<String> = people.values().map(|member| search_key(&member.name)).collect();
    (!keys.is_empty()).then(|| format!(" {} ", keys.join(" | ")))
}

#[derive(Clone, Debug)]
struct UnitOfVillage {
    commune_code: String,
    province_code: String,
    zone: String,
}

async fn village_places<'a>(
    tx: &Tx,
    facts: impl Iterator<Item = &'a Fact>,
) -> Result<BTreeMap<Uuid, UnitOfVillage>, Fault> {
    let villages: BTreeSet<Uuid> =
        facts.filter(|fact| fact.attribute == "place").filter_map(|fact| fact.object).collect();
    let villages: Vec<Uuid> = villages.into_iter().collect();
    let columns = "village_id, commune_code, province_code, zone";
    let mut found = BTreeMap::new();
    for row in select(tx, "village_now", columns, "village_id", &villages).await? {
        let unit = UnitOfVillage {
            commune_code: row.get("commune_code")?,
            province_code: row.get("province_code")?,
            zone: row.get("zone")?,
        };
        found.insert(row.id("village_id")?, unit);
    }
    Ok(found)
}

/// The newest result of each household, as the row has it already: reviews write it, facts do not touch it.
async fn results(tx: &Tx, households: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Value>>, Fault> {
    let columns = "household_id, outcome, outcome_year, deprivation_count, assessment_id";
    let mut found = BTreeMap::new();
    for row in select(tx, "household_now", columns, "household_id", households).await? {
        let values: Vec<Value> = vec![
            row.get::<Option<String>>("outcome")?.into(),
            row.get::<Option<i64>>("outcome_year")?.into(),
            row.get::<Option<i64>>("deprivation_count")?.into(),
            row.get::<Option<Uuid>>("assessment_id")?.into(),
        ];
        found.insert(row.id("household_id")?, values);
    }
    Ok(found)
}

fn no_result() -> Vec<Value> {
    vec![None::<String>.into(), None::<i64>.into(), None::<i64>.into(), None::<Uuid>.into()]
}

fn by_subject(facts: Vec<Fact>) -> BTreeMap<Uuid, Vec<Fact>> {
    let mut by: BTreeMap<Uuid, Vec<Fact>> = BTreeMap::new();
    for fact in facts {
        by.entry(fact.subject).or_default().push(fact);
    }
    by
}

async fn select(
    on: &impl Queries,
    table: &str,
    columns: &str,
    key: &str,
    keys: &[Uuid],
) -> Result<Vec<Row>, Fault> {
    let mut rows = Vec::new();
    for chunk in keys.chunks(TOGETHER) {
        let sql = format!(
            "select {columns} from {table} where {key} in ({})",
            places(1, chunk.len(), on.is_postgres())
        );
        rows.extend(on.rows(&sql, chunk.iter().map(|id| (*id).into()).collect()).await?);
    }
    Ok(rows)
}

async fn ids(
    on: &impl Queries,
    table: &str,
    column: &str,
    key: &str,
    keys: &[Uuid],
) -> Result<Vec<Uuid>, Fault> {
    let mut found = Vec::new();
    for row in select(on, table, column, key, keys).await? {
        found.extend(row.get::<Option<Uuid>>(column)?);
    }
    Ok(found)
}

async fn pairs(
    on: &impl Queries,
    table: &str,
    key: &str,
    column: &str,
    keys: &[Uuid],
) -> Result<BTreeMap<Uuid, i64>, Fault> {
    let rows = select(on, table, &format!("{key}, {column}"), key, keys).await?;
    rows.iter().map(|row| Ok((row.id(key)?, row.get(column)?))).collect()
}

async fn delete(tx: &Tx, table: &str, key: &str, keys: &[Uuid]) -> Result<(), Fault> {
    for chunk in keys.chunks(TOGETHER) {
        let sql =
            format!("delete from {table} where {key} in ({})", places(1, chunk.len(), tx.is_postgres()));
        tx.execute(&sql, chunk.iter().map(|id| (*id).into()).collect()).await?;
    }
    Ok(())
}
