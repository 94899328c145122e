//! What a list is asked for, as conditions of SQL; `h` is the household.

use store::{Fault, Queries, Value};

use crate::access::{Area, Right};
use crate::households::decided::Behind;
use crate::households::names::{Names, Way};
use crate::households::{Filter, Order};
use crate::{Registry, Scope};

/// Digits of a personal ID number.
const ID_DIGITS: usize = 12;
/// Digits from which on a number is looked for among telephones.
const PHONE_DIGITS: usize = 9;

/// Conditions with their values.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

/// Everything but names, and the names.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) base: Wanted,
    pub(super) names: Option<Names>,
    /// The same list by another way, if it is one behind a figure.
    pub(super) behind: Option<Behind>,
    /// So few households are in question that each can be looked at.
    pub(super) is_narrow: bool,
    is_postgres: bool,
}

/// The conditions, of which SQLite takes none about being active for a way to find few: it would go through a whole list
/// or sort one where something else leads to the rows. A sign before a column hides it from the choice of an index.
pub(super) fn unindexed(sql: &str) -> String {
    sql.replacen("h.is_active = true", "+h.is_active = true", 1)
}

impl Wanted {
    pub(super) fn and(&mut self, condition: &str) {
        self.sql.push_str(" and ");
        self.sql.push_str(condition);
    }

    pub(super) fn and_equals(&mut self, column: &str, value: Value) {
        let at = self.place(value);
        self.and(&format!("{column} = {at}"));
    }

    /// Keeps a value; says where it stands.
    pub(super) fn place(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }
}

impl Registry {
    /// What a filter means within a scope; `None` is nothing at all.
    pub(super) async fn asked(&self, scope: &Scope, filter: &Filter) -> Result<Option<Asked>, Fault> {
        if !matches!(scope.right(), Right::SeeHouseholds | Right::ExportHouseholds | Right::ChangeHouseholds)
        {
            return Ok(None);
        }
        let is_postgres = self.store.is_postgres();
        let mut base = Wanted { sql: String::new(), values: Vec::new() };
        // `= true`: SQLite looks into an index for a comparison only. A decision stays one of a household that is gone.
        base.sql.push_str(if filter.decided.is_some() { "true" } else { "h.is_active = true" });
        let inside = scope.condition("h", &mut base.values);
        base.and(&inside);
        if let Some(commune) = &filter.commune {
            base.and_equals("h.commune_code", commune.clone().into());
        }
        if let Some(village) = filter.village {
            base.and_equals("h.village_id", village.0.into());
        }
        match filter.outcome.as_deref() {
            Some("none") => base.and("h.outcome is null"),
            Some(outcome) => base.and_equals("h.outcome", outcome.to_owned().into()),
            None => {}
        }
        if let Some(year) = filter.year {
            base.and_equals("h.outcome_year", year.into());
        }
        if let Some(minority) = filter.minority {
            // Written out: the index of this list holds minorities only.
            base.and(if minority { "h.is_ethnic_minority = true" } else { "h.is_ethnic_minority = false" });
        }
        let behind = match &filter.decided {
            Some(decided) => self.and_decided(scope, decided, &mut base).await?,
            None => None,
        };
        let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(Some(Asked { base, names: None, behind, is_narrow: false, is_postgres }));
        };
        if self.and_number(text, &mut base) {
            if !is_postgres {
                base.sql = unindexed(&base.sql);
            }
            return Ok(Some(Asked { base, names: None, behind: None, is_narrow: false, is_postgres }));
        }
        let names = self.names(text, scope).await?;
        let is_narrow = is_narrow(scope, filter);
        Ok(names.map(|names| Asked { base, names: Some(names), behind: None, is_narrow, is_postgres }))
    }

    /// Adds what a typed number means; `false` if the text is none.
    fn and_number(&self, text: &str, base: &mut Wanted) -> bool {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || " .-+".contains(c)) {
            return false;
        }
        let (place, column) = match digits.len() {
            ID_DIGITS => ("id_number", "id_index"),
            PHONE_DIGITS.. => ("phone", "phone_index"),
            _ => {
                base.and_equals("h.number", digits.parse::<i64>().unwrap_or(-1).into());
                return true;
            }
        };
        let at = base.place(self.keys.index(place, &digits).into());
        base.and(&format!(
            "h.household_id in (select p.household_id from person_now p where p.{column} = {at})"
        ));
        true
    }
}

/// Whether so few households are in question that each can be looked at.
fn is_narrow(scope: &Scope, filter: &Filter) -> bool {
    let is_small = |area: &Area| matches!(area, Area::Commune(_) | Area::Village(_));
    filter.commune.is_some() || filter.village.is_some() || scope.areas().iter().all(is_small)
}

impl Asked {
    /// The ids of all, in no order.
    pub(super) fn all(&self) -> Wanted {
        let Wanted { sql, values } = self.base.clone();
        Wanted { sql: format!("select h.household_id from household_now h where {sql}"), values }
    }

    /// The ids in order; of each way to have a name no more than `most`.
    pub(super) fn ordered(&self, order: Order, most: i64) -> Wanted {
        let by = match order {
            Order::Name => "h.head_search, h.household_id",
            Order::Number => "h.number",
            Order::Deprivations => "h.deprivation_count desc nulls last, h.household_id",
        };
        let mut wanted = self.base.clone();
        let Some(names) = &self.names else {
            let sql = self.in_order(wanted.sql, order);
            wanted.sql = format!("select h.household_id from household_now h where {sql} order by {by}");
            return wanted;
        };
        let key = match order {
            Order::Name => "h.head_search",
            Order::Number => "h.number",
            Order::Deprivations => "h.deprivation_count",
        };
        let base = wanted.sql.clone();
        let parts = names.parts(order, &mut wanted);
        let parts = parts.into_iter().enumerate().map(|(at, part)| {
            let base = match part.way {
                Way::LookedUp if !self.is_postgres => unindexed(&base),
                Way::LookedUp | Way::Heads => base.clone(),
                Way::InOrder => self.in_order(base.clone(), order),
            };
            format!(
                "select * from (select {} as part, h.household_id, {key} from household_now h where {base} and {} \
                 order by {by} limit {most}) p{at}",
                part.rank, part.sql
            )
        });
        let parts: Vec<String> = parts.collect();
        wanted.sql =
            format!("select h.household_id from ({}) h order by h.part, {by}", parts.join(" union "));
        wanted
    }

    /// The ids of heads who are called so, in the order of names.
    pub(super) fn heads(&self, names: &Names) -> Wanted {
        let mut wanted = self.base.clone();
        let heads = names.heads(&mut wanted);
        wanted.sql = format!(
            "select h.household_id from household_now h where {} and {heads} order by h.head_search, h.household_id",
            wanted.sql
        );
        wanted
    }

    /// By number SQLite would collect all active households and sort them, where the numbers have an index.
    fn in_order(&self, sql: String, order: Order) -> String {
        if order == Order::Number && !self.is_postgres { unindexed(&sql) } else { sql }
    }
}
