//! The households behind a figure: what was decided about them in a year, whatever was decided later.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use store::{Fault, Value};

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

impl Registry {
    /// Adds what was decided. The condition counts as [`Registry::overview`](crate::figures) does.
    pub(super) async fn and_decided(
        &self,
        scope: &Scope,
        decided: &Decided,
        wanted: &mut Wanted,
    ) -> Result<(), Fault> {
        let count = Count { store: &self.store, scope };
        let campaigns = count.campaigns(&decided.standard).await?;
        let of = |year: i32| -> BTreeMap<i32, Vec<uuid::Uuid>> {
            campaigns.get(&year).map(|ids| (year, ids.clone())).into_iter().collect()
        };
        if let Some((year, outcome)) = &decided.from {
            and_of_year(&count, &of(*year), outcome, None, wanted);
        }
        let more = (decided.deprived.is_some() || decided.commune.is_some() || decided.village.is_some())
            .then_some(decided);
        and_of_year(&count, &of(decided.year), &decided.outcome, more, wanted);
        Ok(())
    }
}

fn and_of_year(
    count: &Count<'_>,
    campaigns: &BTreeMap<i32, Vec<uuid::Uuid>>,
    outcome: &OfYear,
    more: Option<&Decided>,
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
    wanted.and(&format!(
        "h.household_id {not}in ({newest} select n.household_id from newest n {today} where {})",
        one.sql
    ));
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
