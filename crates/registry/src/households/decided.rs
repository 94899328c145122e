//! The households behind a figure: what was decided about them in a year, whatever was decided later.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use store::{Fault, Queries, Value};

use crate::figures::{Borders, Count};
use crate::households::wanted::Wanted;
use crate::{Registry, Scope, VillageId};

/// A decision that households have, of one standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Id of the standard.
    pub standard: String,
    /// The year.
    pub year: i32,
    /// What was decided then.
    pub outcome: OfYear,
    /// What was decided in an earlier year.
    pub from: Option<(i32, OfYear)>,
    /// Id of an indicator in which the household was found deprived.
    pub deprived: Option<String>,
    /// Code of the commune where it was decided.
    pub commune: Option<String>,
    /// The village where it was decided.
    pub village: Option<VillageId>,
    /// In which borders the commune is meant.
    pub borders: Borders,
}

/// What was decided in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfYear {
    /// Anything or nothing.
    Whatever,
    /// One of these outcomes.
    OneOf(Vec<String>),
    /// Nothing.
    Nothing,
}

impl Decided {
    /// For the audit log.
    pub(crate) fn described(&self) -> Json {
        json!({
            "standard": self.standard,
            "year": self.year,
            "outcome": self.outcome.described(),
            "from": self.from.as_ref().map(|(year, outcome)| json!([year, outcome.described()])),
            "deprived": self.deprived,
            "commune": self.commune,
            "village": self.village.map(|village| village.to_string()),
            "is_in_borders_of_the_time": self.borders == Borders::OfTheTime,
        })
    }
}

impl OfYear {
    fn described(&self) -> Json {
        match self {
            OfYear::Whatever => Json::Null,
            OfYear::OneOf(outcomes) => json!(outcomes),
            OfYear::Nothing => json!([]),
        }
    }
}

/// A list behind a figure whose households are gone through in its order and asked one by one what was decided: what is frequent soon
/// fills a page.
#[derive(Clone, Debug)]
pub(super) struct Behind {
    /// All other conditions.
    plain: Wanted,
    /// The years of the newest outcome that such a household may have.
    years: Vec<i64>,
    /// What was decided, about the household `h`; its values follow those of `plain`.
    asked: Wanted,
}

/// So many households are asked one by one at most.
const MOST_ASKED: i64 = 10_000;

impl Behind {
    /// The ids of a page, or some of them, or none: the first of those that were asked. The total says whether these are all.
    pub(super) fn page(&self, per_page: i64, skip: i64) -> Wanted {
        let plain = &self.plain.sql;
        // Gone ones, too: a decision stays. Each of these lists is in its order already.
        let lists = self.years.iter().flat_map(|year| ["true", "false"].map(|is_active| (year, is_active)));
        let lists = lists.map(|(year, is_active)| {
            format!(
                "select * from (select h.household_id, h.head_search from household_now h where {plain} \
                 and h.is_active = {is_active} and h.outcome_year = {year} \
                 order by h.head_search, h.household_id limit {MOST_ASKED}) p{year}{is_active}"
            )
        });
        let lists: Vec<String> = lists.collect();
        let by = "order by h.head_search, h.household_id";
        let mut wanted = self.asked.clone();
        wanted.sql = format!(
            "select h.household_id from (select h.household_id, h.head_search from ({}) h {by} limit {MOST_ASKED}) h \
             where {} {by} limit {per_page} offset {skip}",
            lists.join(" union all "),
            self.asked.sql
        );
        wanted
    }
}

/// How a household's decision is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// All such households at once.
    Together,
    /// Of the household `h`.
    OneByOne,
}

impl Registry {
    /// Adds what was decided. The condition counts as [`Registry::overview`](crate::figures) does.
    pub(super) async fn and_decided(
        &self,
        scope: &Scope,
        decided: &Decided,
        wanted: &mut Wanted,
    ) -> Result<Option<Behind>, Fault> {
        let count = Count { store: &self.store, scope };
        let campaigns = count.campaigns(&decided.standard).await?;
        let of = |year: i32| -> BTreeMap<i32, Vec<uuid::Uuid>> {
            campaigns.get(&year).map(|ids| (year, ids.clone())).into_iter().collect()
        };
        let more = (decided.deprived.is_some() || decided.commune.is_some() || decided.village.is_some())
            .then_some(decided);
        let and = |ask: Ask, wanted: &mut Wanted| {
            if let Some((year, outcome)) = &decided.from {
                and_of_year(&count, &of(*year), outcome, None, ask, wanted);
            }
            and_of_year(&count, &of(decided.year), &decided.outcome, more, ask, wanted);
        };
        let plain = wanted.clone();
        let since = decided.since();
        let years = match since {
            Some(year) => self.years_since(year).await?,
            None => Vec::new(),
        };
        if let Some(year) = since {
            // True of whoever was decided about: the newest outcome is of that year or a later one.
            wanted.and(&format!("h.is_active in (true, false) and h.outcome_year >= {year}"));
        }
        and(Ask::Together, wanted);
        if years.is_empty() {
            return Ok(None);
        }
        let mut asked = Wanted { sql: "true".to_owned(), values: plain.values.clone() };
        and(Ask::OneByOne, &mut asked);
        Ok(Some(Behind { plain, years, asked }))
    }

    async fn years_since(&self, year: i32) -> Result<Vec<i64>, Fault> {
        let sql = "select distinct year from campaign where year >= $1 order by year";
        let rows = self.store.rows(sql, vec![year.into()]).await?;
        rows.iter().map(|row| row.get("year")).collect()
    }
}

impl Decided {
    /// The newest year in which something must have been decided.
    fn since(&self) -> Option<i32> {
        let is_something = |outcome: &OfYear| matches!(outcome, OfYear::OneOf(_));
        let from = self.from.as_ref().filter(|(_, outcome)| is_something(outcome)).map(|(year, _)| *year);
        from.into_iter().chain(is_something(&self.outcome).then_some(self.year)).max()
    }
}

fn and_of_year(
    count: &Count<'_>,
    campaigns: &BTreeMap<i32, Vec<uuid::Uuid>>,
    outcome: &OfYear,
    more: Option<&Decided>,
    ask: Ask,
    wanted: &mut Wanted,
) {
    if *outcome == OfYear::Whatever && more.is_none() {
        return;
    }
    let columns: &[&str] = if more.is_some() { &["village_id", "commune_code", "deprived"] } else { &[] };
    let Some(newest) = count.newest(campaigns, columns, &mut wanted.values) else {
        if *outcome != OfYear::Nothing {
            wanted.and("false");
        }
        return;
    };
    let mut one = Wanted { sql: "true".to_owned(), values: std::mem::take(&mut wanted.values) };
    if let OfYear::OneOf(outcomes) = outcome {
        let places: Vec<String> = outcomes.iter().map(|id| one.place(id.clone().into())).collect();
        one.and(&if places.is_empty() {
            "false".to_owned()
        } else {
            format!("n.outcome in ({})", places.join(", "))
        });
    }
    if let Some(decided) = more {
        and_more(count, decided, &mut one);
    }
    wanted.values = one.values;
    let not = if *outcome == OfYear::Nothing { "not " } else { "" };
    let today = if more.is_some() { "join village_now t on t.village_id = n.village_id" } else { "" };
    let decided = one.sql;
    // Otherwise PostgreSQL would collect all decisions first.
    let each = if count.is_postgres() { " limit 1 offset 0" } else { "" };
    wanted.and(&match ask {
        Ask::Together => format!(
            "h.household_id {not}in ({newest} select n.household_id from newest n {today} where {decided})"
        ),
        Ask::OneByOne => format!(
            "{not}exists ({newest} select 1 from newest n {today} where n.household_id = h.household_id and {decided}{each})"
        ),
    });
}

fn and_more(count: &Count<'_>, decided: &Decided, one: &mut Wanted) {
    if let Some(indicator) = &decided.deprived {
        let has = if count.is_postgres() {
            let at = one.place(Value::from(indicator.clone()));
            format!("jsonb_exists(n.deprived, {at})")
        } else {
            let at = one.place(Value::from(indicator.clone()));
            format!("exists (select 1 from json_each(n.deprived) d where d.value = {at})")
        };
        one.and(&has);
    }
    if let Some(commune) = &decided.commune {
        let column = if decided.borders == Borders::OfTheTime { "n.commune_code" } else { "t.commune_code" };
        one.and_equals(column, commune.clone().into());
    }
    if let Some(village) = decided.village {
        one.and_equals("n.village_id", village.0.into());
    }
}
