//! What the registry knows that a list may mean: villages, households and people of one's own area.

use std::collections::{BTreeMap, BTreeSet};

use roster::matching::{MatchHousehold, MatchPerson};
use roster::{PersonalNumber, Sex};
use store::{Fault, Queries, Value};
use uuid::Uuid;
use vocab::{Day, Zone, said, search_key};

use crate::facts::{AsOf, Standing, about, standing};
use crate::import::listed::Listed;
use crate::{HouseholdId, Keys, Scope, VillageId};

/// So many values are looked up at once.
const TOGETHER: usize = 1000;

/// A village of one's own area.
#[derive(Clone, Debug)]
pub(crate) struct Village {
    pub(crate) id: VillageId,
    pub(crate) name: String,
    pub(crate) commune: String,
    pub(crate) province: String,
    pub(crate) zone: Zone,
}

/// Everything that a list is compared with.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) households: BTreeMap<Uuid, KnownHousehold>,
    /// Whose number it is, by its digits; also of people outside the area, of whom nothing more is told.
    pub(crate) by_number: BTreeMap<String, Uuid>,
    pub(crate) by_name: BTreeMap<String, BTreeSet<Uuid>>,
    /// The household of the area in which a person lives.
    pub(crate) home: BTreeMap<Uuid, Uuid>,
}

/// A household of one's own area.
#[derive(Debug)]
pub(crate) struct KnownHousehold {
    pub(crate) id: HouseholdId,
    pub(crate) number: i64,
    pub(crate) head: Option<Uuid>,
    pub(crate) village: Option<(VillageId, String)>,
    pub(crate) address: Option<String>,
    pub(crate) people: Vec<KnownPerson>,
    pub(crate) last_act: i64,
}

/// Somebody in it.
#[derive(Debug)]
pub(crate) struct KnownPerson {
    pub(crate) id: Uuid,
    pub(crate) details: Standing,
    pub(crate) matched: MatchPerson,
}

impl KnownHousehold {
    pub(crate) fn for_matching(&self) -> MatchHousehold {
        MatchHousehold {
            people: self.people.iter().map(|person| person.matched.clone()).collect(),
            head: self.people.iter().position(|person| Some(person.id) == self.head),
        }
    }
}

/// The villages of an area.
pub(crate) async fn villages(on: &impl Queries, scope: &Scope) -> Result<Vec<Village>, Fault> {
    let mut values = Vec::new();
    let inside = scope.condition("v", &mut values);
    let sql = format!(
        "select v.village_id, v.name, v.commune_code, v.province_code, v.zone from village_now v where {inside} order by v.village_id"
    );
    let rows = on.rows(&sql, values).await?;
    rows.iter()
        .map(|row| {
            let id = VillageId(row.id("village_id")?);
            let zone = Zone::from_code(&row.get::<String>("zone")?);
            Ok(Village {
                id,
                name: row.get("name")?,
                commune: row.get("commune_code")?,
                province: row.get("province_code")?,
                zone: zone.ok_or_else(|| {
                    Fault::damaged(said!("một thôn không có khu vực", "a village has no zone"))
                })?,
            })
        })
        .collect()
}

/// Loads the households in which somebody has a number of the list, or the name of somebody of the list in the same commune.
pub(crate) async fn load(
    on: &impl Queries,
    keys: &Keys,
    scope: &Scope,
    listed: &[Listed],
    today: Day,
) -> Result<Known, Fault> {
    let mut known = Known::default();
    let mut wanted: BTreeSet<Uuid> = numbered(on, keys, listed, &mut known).await?;
    let mut names: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for household in listed {
        let Some((_, _, commune)) = &household.village else { continue };
        let of_commune = names.entry(commune).or_default();
        of_commune.extend(household.people.iter().map(|person| search_key(&person.matched.name)));
    }
    for (commune, names) in names {
        wanted.extend(named(on, scope, commune, names).await?);
    }
    let wanted: Vec<Uuid> = wanted.into_iter().collect();
    filled(on, keys, scope, &wanted, today, known).await
}

/// Loads these households, those of the scope among them, to be compared with each other.
pub(crate) async fn of_households(
    on: &impl Queries,
    keys: &Keys,
    scope: &Scope,
    wanted: &[Uuid],
    today: Day,
) -> Result<Known, Fault> {
    filled(on, keys, scope, wanted, today, Known::default()).await
}

/// The same households with their people, by name.
async fn filled(
    on: &impl Queries,
    keys: &Keys,
    scope: &Scope,
    wanted: &[Uuid],
    today: Day,
    mut known: Known,
) -> Result<Known, Fault> {
    for chunk in wanted.chunks(TOGETHER) {
        households(on, scope, chunk, &mut known).await?;
    }
    people(on, keys, today, &mut known).await?;
    for (id, household) in &known.households {
        for person in &household.people {
            known.by_name.entry(search_key(&person.matched.name)).or_default().insert(*id);
        }
    }
    Ok(known)
}

/// The households of people who have a number of the list, wherever they are.
async fn numbered(
    on: &impl Queries,
    keys: &Keys,
    listed: &[Listed],
    known: &mut Known,
) -> Result<BTreeSet<Uuid>, Fault> {
    let digits: BTreeSet<&str> = listed.iter().flat_map(Listed::numbers).collect();
    let indexed: BTreeMap<Vec<u8>, &str> =
        digits.into_iter().map(|digits| (keys.index("id_number", digits), digits)).collect();
    let indexes: Vec<&Vec<u8>> = indexed.keys().collect();
    let mut households = BTreeSet::new();
    for chunk in indexes.chunks(TOGETHER) {
        let mut values = Vec::new();
        let places = signs(on, chunk.iter().map(|index| (*index).clone()), &mut values);
        let sql = format!(
            "select p.person_id, p.household_id, p.id_index from person_now p where p.id_index in ({places}) order by p.person_id"
        );
        for row in on.rows(&sql, values).await? {
            let index: Vec<u8> = row.get("id_index")?;
            if let Some(digits) = indexed.get(&index) {
                known.by_number.insert((*digits).to_owned(), row.id("person_id")?);
            }
            households.extend(row.get::<Option<Uuid>>("household_id")?);
        }
    }
    Ok(households)
}

async fn named(
    on: &impl Queries,
    scope: &Scope,
    commune: &str,
    names: BTreeSet<String>,
) -> Result<BTreeSet<Uuid>, Fault> {
    let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let mut found = BTreeSet::new();
    for chunk in names.chunks(TOGETHER) {
        let mut values = vec![Value::from(commune.to_owned())];
        let inside = scope.condition("h", &mut values);
        let places = signs(on, chunk.iter().cloned(), &mut values);
        let sql = format!(
            "select distinct p.household_id from household_now h join person_now p on p.household_id = h.household_id where h.commune_code = $1 and h.is_active and {inside} and p.search in ({places})"
        );
        for row in on.rows(&sql, values).await? {
            found.insert(row.id("household_id")?);
        }
    }
    Ok(found)
}

async fn households(
    on: &impl Queries,
    scope: &Scope,
    wanted: &[Uuid],
    known: &mut Known,
) -> Result<(), Fault> {
    let mut values = Vec::new();
    let inside = scope.condition("h", &mut values);
    let places = signs(on, wanted.iter().copied(), &mut values);
    let sql = format!(
        "select h.household_id, h.number, h.head_id, h.village_id, v.name as village, h.address from household_now h left join village_now v on v.village_id = h.village_id where h.is_active and {inside} and h.household_id in ({places})"
    );
    for row in on.rows(&sql, values).await? {
        let id: Uuid = row.id("household_id")?;
        let village = row.get::<Option<Uuid>>("village_id")?.zip(row.get::<Option<String>>("village")?);
        let household = KnownHousehold {
            id: HouseholdId(id),
            number: row.get("number")?,
            head: row.get("head_id")?,
            village: village.map(|(id, name)| (VillageId(id), name)),
            address: row.get("address")?,
            people: Vec::new(),
            last_act: -1,
        };
        known.households.insert(id, household);
    }
    Ok(())
}

async fn people(on: &impl Queries, keys: &Keys, today: Day, known: &mut Known) -> Result<(), Fault> {
    let ids: Vec<Uuid> = known.households.keys().copied().collect();
    let mut home: BTreeMap<Uuid, Uuid> = BTreeMap::new();
    for chunk in ids.chunks(TOGETHER) {
        let mut values = Vec::new();
        let places = signs(on, chunk.iter().copied(), &mut values);
        let sql = format!("select person_id, household_id from person_now where household_id in ({places})");
        for row in on.rows(&sql, values).await? {
            home.insert(row.id("person_id")?, row.id("household_id")?);
        }
    }
    let subjects: Vec<Uuid> = ids.iter().chain(home.keys()).copied().collect();
    let mut said: BTreeMap<Uuid, Vec<crate::facts::Fact>> = BTreeMap::new();
    for fact in about(on, &subjects).await? {
        said.entry(fact.subject).or_default().push(fact);
    }
    let as_of = AsOf { day: today, known_at: None };
    for (subject, facts) in said {
        let household = home.get(&subject).copied().unwrap_or(subject);
        let Some(household) = known.households.get_mut(&household) else { continue };
        let last = facts.iter().map(|fact| fact.act_seq).max().unwrap_or(-1);
        household.last_act = household.last_act.max(last);
        if home.contains_key(&subject) {
            let details = standing(&facts, as_of).remove("details").unwrap_or_default();
            let village = household.village.as_ref().map(|(_, name)| name.clone());
            let matched = matched(keys, &details, village);
            household.people.push(KnownPerson { id: subject, details, matched });
        }
    }
    known.home = home;
    Ok(())
}

fn matched(keys: &Keys, details: &Standing, village: Option<String>) -> MatchPerson {
    let date = details.text("birth_date").and_then(|date| date.parse().ok()).map(roster::Birth::Day);
    let year = details.value.get("birth_year").and_then(serde_json::Value::as_i64);
    let year = year.and_then(|year| i32::try_from(year).ok()).map(roster::Birth::Year);
    let number = details.text("id_number").and_then(|sealed| keys.decrypt("id_number", sealed));
    let digits: String = number.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    MatchPerson {
        name: details.text("name").unwrap_or_default().to_owned(),
        birth: date.or(year),
        sex: match details.text("sex") {
            Some("male") => Some(Sex::Male),
            Some("female") => Some(Sex::Female),
            _ => None,
        },
        village,
        number: PersonalNumber::new(&digits),
    }
}

/// The signs for values in a list; the values are added.
fn signs<T: Into<Value>>(
    on: &impl Queries,
    items: impl Iterator<Item = T>,
    values: &mut Vec<Value>,
) -> String {
    let before = values.len();
    values.extend(items.map(Into::into));
    store::places(before + 1, values.len() - before, on.is_postgres())
}
