//! The rows that facts and assessments give, in the columns of [`table`](super::table).

use std::collections::{BTreeMap, BTreeSet};

use store::{Fault, Queries, Row, Value, places};
use uuid::Uuid;
use vocab::{Day, search_key};

use crate::facts::{Fact, Standing, standing};
use crate::projection::Now;

/// So many ids are looked up at once.
pub(crate) const TOGETHER: usize = 1000;

type Rows = BTreeMap<Uuid, Vec<Value>>;
type Facts = BTreeMap<Uuid, Vec<Fact>>;

pub(crate) fn villages(facts: &Facts, now: Now<'_>) -> Rows {
    let mut rows = Rows::new();
    for (id, facts) in facts {
        let standing = standing(facts, now.as_of());
        let Some(details) = standing.get("details") else { continue };
        let text = |key: &str| -> Value { details.text(key).unwrap_or_default().to_owned().into() };
        let search: Value = search_key(details.text("name").unwrap_or_default()).into();
        let row = vec![
            (*id).into(),
            text("name"),
            text("kind"),
            text("commune_code"),
            text("province_code"),
            text("zone"),
            text("zone_source"),
            search,
        ];
        rows.insert(*id, row);
    }
    rows
}

pub(crate) async fn people(
    on: &impl Queries,
    facts: &Facts,
    people: &[Uuid],
    now: Now<'_>,
) -> Result<Rows, Fault> {
    let numbers: BTreeMap<Uuid, i64> = pairs(on, "person", "id", "number", people).await?;
    let mut rows = Rows::new();
    for (id, facts) in facts {
        let standing = standing(facts, now.as_of());
        let (Some(details), Some(number)) = (standing.get("details"), numbers.get(id)) else { continue };
        let died = facts.iter().rfind(|fact| fact.attribute == "death" && fact.valid.contains(now.day));
        rows.insert(*id, person_row(*id, *number, details, standing.get("membership"), died));
    }
    Ok(rows)
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
    ethnic_group: Option<String>,
}

/// People and villages must stand as rows already.
pub(crate) async fn households(
    on: &impl Queries,
    facts: &Facts,
    households: &[Uuid],
    now: Now<'_>,
) -> Result<Rows, Fault> {
    let numbers: BTreeMap<Uuid, i64> = pairs(on, "household", "id", "number", households).await?;
    let mut members: BTreeMap<Uuid, BTreeMap<Uuid, Member>> = BTreeMap::new();
    let columns = "household_id, person_id, name, ethnicity";
    for row in select(on, "person_now", columns, "household_id", households).await? {
        let member = Member { name: row.get("name")?, ethnic_group: row.get("ethnicity")? };
        members.entry(row.id("household_id")?).or_default().insert(row.id("person_id")?, member);
    }
    let places = village_places(on, facts.values().flatten()).await?;
    let results = results(on, households).await?;
    let nobody = BTreeMap::new();
    let mut rows = Rows::new();
    for (id, facts) in facts {
        let standing = standing(facts, now.as_of());
        let Some(number) = numbers.get(id) else { continue };
        let people = members.get(id).unwrap_or(&nobody);
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
        let head_group = head.and_then(|head| head.ethnic_group.as_deref());
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
            now.groups.is_ethnic_minority(head_group).into(),
            names(people).into(),
        ];
        row.extend(results.get(id).cloned().unwrap_or_else(no_result));
        rows.insert(*id, row);
    }
    Ok(rows)
}

/// The names of people to look for words in, as step 4 of the migrations made it of older rows.
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
    on: &impl Queries,
    facts: impl Iterator<Item = &'a Fact>,
) -> Result<BTreeMap<Uuid, UnitOfVillage>, Fault> {
    let villages: BTreeSet<Uuid> =
        facts.filter(|fact| fact.attribute == "place").filter_map(|fact| fact.object).collect();
    let villages: Vec<Uuid> = villages.into_iter().collect();
    let columns = "village_id, commune_code, province_code, zone";
    let mut found = BTreeMap::new();
    for row in select(on, "village_now", columns, "village_id", &villages).await? {
        let unit = UnitOfVillage {
            commune_code: row.get("commune_code")?,
            province_code: row.get("province_code")?,
            zone: row.get("zone")?,
        };
        found.insert(row.id("village_id")?, unit);
    }
    Ok(found)
}

/// The result of each household: of the newest year in which it was assessed, the assessment recorded last. A review of
/// an earlier year that is recorded late changes nothing, and what was undone never was.
async fn results(on: &impl Queries, households: &[Uuid]) -> Result<Rows, Fault> {
    let mut found = Rows::new();
    for chunk in households.chunks(TOGETHER) {
        let in_places = places(1, chunk.len(), on.is_postgres());
        let sql = format!(
            "select a.household_id, a.outcome, c.year, a.deprivation_count, a.id from assessment a \
             join campaign c on c.id = a.campaign_id where a.household_id in ({in_places}) \
             and not exists (select 1 from act u where u.undoes = a.act_seq) \
             and not exists (select 1 from act u where u.undoes = c.act_seq) \
             order by c.year, a.act_seq, a.ordinal"
        );
        for row in on.rows(&sql, chunk.iter().map(|id| (*id).into()).collect()).await? {
            let values: Vec<Value> = vec![
                row.get::<Option<String>>("outcome")?.into(),
                row.get::<Option<i64>>("year")?.into(),
                row.get::<Option<i64>>("deprivation_count")?.into(),
                row.get::<Option<Uuid>>("id")?.into(),
            ];
            found.insert(row.id("household_id")?, values);
        }
    }
    Ok(found)
}

fn no_result() -> Vec<Value> {
    vec![None::<String>.into(), None::<i64>.into(), None::<i64>.into(), None::<Uuid>.into()]
}

pub(crate) fn by_subject(facts: Vec<Fact>) -> Facts {
    let mut by = Facts::new();
    for fact in facts {
        by.entry(fact.subject).or_default().push(fact);
    }
    by
}

pub(crate) async fn select(
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

pub(crate) async fn ids(
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
