//! Hồ sơ hộ: everything about one household, as of a day, as known at an instant.

use std::collections::{BTreeMap, BTreeSet};

use store::dates::Instant;
use store::{Fault, Queries, places};
use uuid::Uuid;
use vocab::Day;

use crate::facts::{AsOf, Fact, Standing, about, ever_about, ever_naming, naming, standing};
use crate::{HouseholdId, PersonId, Registry, Scope, VillageId};

/// The file of one household.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The household.
    pub id: HouseholdId,
    /// The number that people use.
    pub number: i64,
    /// Whether it is in the registry on that day.
    pub is_active: bool,
    /// The household that it became part of.
    pub merged_into: Option<Other>,
    /// Households that became part of it, also by acts that were undone: the time line tells of them.
    pub merged_from: Vec<Other>,
    /// Village, by id and name.
    pub village: Option<(VillageId, String)>,
    /// Code of the commune of the village on that day.
    pub commune_code: Option<String>,
    /// Code of its province.
    pub province_code: Option<String>,
    /// `rural` or `urban`, with who says so.
    pub zone: Option<(String, String)>,
    /// Address.
    pub address: Option<String>,
    /// Its people on that day, the head first.
    pub people: Vec<Member>,
    /// What was recorded, newest first.
    pub time_line: Vec<Entry>,
    /// Number of the last act about it, for the question whether somebody changed it meanwhile.
    pub seen: i64,
}

/// Another household that the file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Other {
    /// The household.
    pub id: HouseholdId,
    /// The number that people use; `None` if it lies outside the scope, and then nothing more is said of it.
    pub number: Option<i64>,
}

/// Somebody in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The person.
    pub id: PersonId,
    /// Relation to the head.
    pub relation: Option<String>,
    /// Whether this is the head.
    pub is_head: bool,
    /// What is said of the person.
    pub details: Standing,
}

/// One act on the time line.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Number in the log.
    pub seq: i64,
    /// Kind of the act.
    pub kind: String,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Who recorded it; `None` is the program.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Number of the act that took it back, if one did.
    pub undone_by: Option<i64>,
    /// What it said: attribute, keys, and the days for which it holds.
    pub said: Vec<Fact>,
}

impl Registry {
    /// The file of a household in the scope; `None` if there is none there.
    ///
    /// # Errors
    /// The database failed.
    pub async fn file(&self, scope: &Scope, id: HouseholdId, as_of: AsOf) -> Result<Option<File>, Fault> {
        let mut values = vec![id.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!("select h.number from household_now h where h.household_id = $1 and {inside}");
        let Some(row) = self.store.row(&sql, values).await? else { return Ok(None) };
        let number = row.get("number")?;
        let store = &self.store;
        let of_household = about(store, &[id.0]).await?;
        let people: BTreeSet<Uuid> = naming(store, &[id.0])
            .await?
            .into_iter()
            .filter(|fact| fact.attribute == "membership")
            .map(|fact| fact.subject)
            .collect();
        let of_people = about(store, &people.iter().copied().collect::<Vec<_>>()).await?;
        let household = standing(&of_household, as_of);
        let place = household.get("place");
        let village = place.and_then(|place| place.object);
        let of_village = about(store, &village.into_iter().collect::<Vec<_>>()).await?;
        let unit = standing(&of_village, as_of).remove("details").unwrap_or_default();
        let head = household.get("head").and_then(|head| head.object);
        let members = members(&of_people, id, head, as_of);
        let all = self.ever_said(id, &people).await?;
        let text = |key: &str| unit.text(key).map(str::to_owned);
        let merged_into = household.get("state").and_then(|state| state.object);
        let merged = all.iter().filter(|fact| fact.attribute == "state" && fact.object == Some(id.0));
        let merged: BTreeSet<Uuid> = merged.map(|fact| fact.subject).collect();
        let mut merged_from = Vec::new();
        for other in merged {
            merged_from.push(self.other(scope, other).await?);
        }
        Ok(Some(File {
            id,
            number,
            is_active: household.get("state").is_none_or(|state| {
                state.value.get("is_active").and_then(serde_json::Value::as_bool).unwrap_or(true)
            }),
            merged_into: match merged_into {
                Some(other) => Some(self.other(scope, other).await?),
                None => None,
            },
            merged_from,
            village: village.map(|village| (VillageId(village), text("name").unwrap_or_default())),
            commune_code: text("commune_code"),
            province_code: text("province_code"),
            zone: text("zone").zip(text("zone_source")),
            address: place.and_then(|place| place.text("address")).map(str::to_owned),
            people: members,
            seen: all.iter().map(|fact| fact.act_seq).max().unwrap_or(-1),
            time_line: self.time_line(id, all).await?,
        }))
    }

    /// A number of a person in clear text, for whoever may see the household.
    pub fn clear(&self, details: &Standing, key: &str) -> Option<String> {
        self.keys.decrypt(key, details.text(key)?)
    }

    /// Everything that was ever said of a household and its people, also what was taken back.
    async fn ever_said(&self, id: HouseholdId, people: &BTreeSet<Uuid>) -> Result<Vec<Fact>, Fault> {
        let named = ever_naming(&self.store, &[id.0]).await?;
        let acts: BTreeSet<i64> = named.iter().map(|fact| fact.act_seq).collect();
        let subjects: BTreeSet<Uuid> = named.iter().map(|fact| fact.subject).chain([id.0]).collect();
        let mut all = ever_about(&self.store, &subjects.into_iter().collect::<Vec<_>>()).await?;
        // A household that became part of this one has a file of its own: here belongs only that it did.
        let merged: BTreeSet<Uuid> =
            named.iter().filter(|fact| fact.attribute == "state").map(|fact| fact.subject).collect();
        // Whoever came in only by an act that was undone has a life elsewhere that is not this household's.
        all.retain(|fact| {
            if merged.contains(&fact.subject) && fact.subject != id.0 {
                return fact.attribute == "state" && fact.object == Some(id.0);
            }
            fact.subject == id.0 || people.contains(&fact.subject) || acts.contains(&fact.act_seq)
        });
        Ok(all)
    }

    async fn other(&self, scope: &Scope, id: Uuid) -> Result<Other, Fault> {
        let mut values = vec![id.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!("select h.number from household_now h where h.household_id = $1 and {inside}");
        let row = self.store.row(&sql, values).await?;
        Ok(Other { id: HouseholdId(id), number: row.map(|row| row.get("number")).transpose()? })
    }

    async fn time_line(&self, id: HouseholdId, facts: Vec<Fact>) -> Result<Vec<Entry>, Fault> {
        let mut said: BTreeMap<i64, Vec<Fact>> = BTreeMap::new();
        for fact in &facts {
            // What somebody did in another household before or after belongs to that one; that they left belongs to this.
            let is_of_another =
                fact.attribute == "membership" && fact.object.is_some_and(|object| object != id.0);
            if !is_of_another || ends_here(fact, &facts, id) {
                said.entry(fact.act_seq).or_default().push(fact.clone());
            }
        }
        let seqs: Vec<i64> = said.keys().copied().collect();
        let mut entries = Vec::new();
        for chunk in seqs.chunks(1000) {
            let places = places(1, chunk.len(), self.store.is_postgres());
            let sql = format!(
                "select a.seq, a.kind, a.at, a.reason, u.name as by_name, (select min(b.seq) from act b where b.undoes = a.seq) as undone_by from act a left join user_account u on u.id = a.actor where a.seq in ({places})"
            );
            for row in self.store.rows(&sql, chunk.iter().map(|seq| (*seq).into()).collect()).await? {
                let seq: i64 = row.get("seq")?;
                entries.push(Entry {
                    seq,
                    kind: row.get("kind")?,
                    recorded_at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
                    by: row.get("by_name")?,
                    reason: row.get("reason")?,
                    undone_by: row.get("undone_by")?,
                    said: said.remove(&seq).unwrap_or_default(),
                });
            }
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
        Ok(entries)
    }
}

/// Whether somebody's membership elsewhere ends the one in this household.
fn ends_here(elsewhere: &Fact, all: &[Fact], household: HouseholdId) -> bool {
    let of_person =
        || all.iter().filter(|fact| fact.attribute == "membership" && fact.subject == elsewhere.subject);
    let before = of_person().filter(|fact| {
        fact.act_seq < elsewhere.act_seq
            && fact.valid.from < elsewhere.valid.from
            && fact.valid.until.is_none()
    });
    let last = before.max_by_key(|fact| (fact.valid.from, fact.act_seq));
    last.is_some_and(|last| last.object == Some(household.0))
}

fn members(facts: &[Fact], household: HouseholdId, head: Option<Uuid>, as_of: AsOf) -> Vec<Member> {
    let mut by: BTreeMap<Uuid, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        by.entry(fact.subject).or_default().push(fact);
    }
    let mut members: Vec<Member> = by
        .into_iter()
        .filter_map(|(id, facts)| {
            let mut standing = standing(facts, as_of);
            let membership = standing.remove("membership")?;
            if membership.object != Some(household.0) {
                return None;
            }
            Some(Member {
                id: PersonId(id),
                relation: membership.text("relation").map(str::to_owned),
                is_head: Some(id) == head,
                details: standing.remove("details").unwrap_or_default(),
            })
        })
        .collect();
    members.sort_by_key(|member| (!member.is_head, birth(member), member.id));
    members
}

fn birth(member: &Member) -> Option<Day> {
    let date = member.details.text("birth_date").and_then(|date| date.parse().ok());
    let year = member.details.value.get("birth_year").and_then(serde_json::Value::as_i64);
    date.or_else(|| Day::from_civil(i32::try_from(year?).ok()?, 1, 1))
}
