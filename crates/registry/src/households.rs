//! Danh sách hộ: search, filters, order and pages, within a scope.
//!
//! A text is a person's name in any order without marks, the last word perhaps unfinished; a village; the household's
//! number; or a whole ID or telephone number, found through its keyed index.

use store::{Fault, Queries, Row, Value};
use uuid::Uuid;
use vocab::search_key;

use crate::access::Right;
use crate::{HouseholdId, Registry, Scope, VillageId};

/// What is looked for. Nothing set is every active household of the scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Name, number, village.
    pub text: Option<String>,
    /// Code of the commune of today.
    pub commune: Option<String>,
    /// Village.
    pub village: Option<VillageId>,
    /// Id of the newest outcome; `none` is *never reviewed*.
    pub outcome: Option<String>,
    /// Year of the newest outcome.
    pub year: Option<i64>,
    /// Only households whose head is of an ethnic minority, or only others.
    pub minority: Option<bool>,
    /// Order.
    pub order: Order,
}

/// Order of the list; equal ones by id, so that pages do not overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By the head's name.
    #[default]
    Name,
    /// By number.
    Number,
    /// Most deprivations first.
    Deprivations,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The household.
    pub id: HouseholdId,
    /// The number that people use.
    pub number: i64,
    /// Name of the head.
    pub head: Option<String>,
    /// Name of its village.
    pub village: Option<String>,
    /// Code of its commune.
    pub commune_code: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// How many people.
    pub members: i64,
    /// Whether the head is of an ethnic minority.
    pub is_minority: bool,
    /// Id of the newest outcome.
    pub outcome: Option<String>,
    /// Its year.
    pub outcome_year: Option<i64>,
    /// Its known deprivations.
    pub deprivation_count: Option<i64>,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// So many.
    Exactly(i64),
    /// More than this; nobody pages so far, and counting them would take longer than the page.
    MoreThan(i64),
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Lines of this page.
    pub lines: Vec<Line>,
    /// Of all pages.
    pub total: Total,
}

/// A village with how it is called in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageName {
    /// The village.
    pub id: VillageId,
    /// Its name.
    pub name: String,
    /// Code of its commune of today.
    pub commune_code: String,
}

/// A text that fits more people than this is a beginning; the nearest ones of so many are shown.
const MOST_MATCHES: i64 = 2000;
/// Counting stops here.
const MOST_COUNTED: i64 = 100_000;
/// Digits of a personal ID number.
const ID_DIGITS: usize = 12;

impl Registry {
    /// A page of the list, pages from 1.
    ///
    /// # Errors
    /// The database failed.
    pub async fn households(
        &self,
        scope: &Scope,
        filter: &Filter,
        page: i64,
        per_page: i64,
    ) -> Result<Found, Fault> {
        let mut wanted = self.wanted(scope, filter);
        let count = format!(
            "select count(*) as n from (select 1 from household_now h where {} limit {}) x",
            wanted.sql,
            MOST_COUNTED + 1
        );
        let row = self.store.row(&count, wanted.values.clone()).await?;
        let n: i64 = row.map(|row| row.get("n")).transpose()?.unwrap_or(0);
        let order = match filter.order {
            Order::Name => "h.head_search, h.household_id",
            Order::Number => "h.number",
            Order::Deprivations => "coalesce(h.deprivation_count, -1) desc, h.household_id",
        };
        let skip = (page.max(1) - 1).saturating_mul(per_page);
        wanted.values.extend([per_page.into(), skip.into()]);
        let (limit, offset) = (wanted.values.len() - 1, wanted.values.len());
        let sql = format!(
            "select h.household_id, h.number, h.head_name, v.name as village, h.commune_code, h.address, h.members, h.is_ethnic_minority, h.outcome, h.outcome_year, h.deprivation_count from household_now h left join village_now v on v.village_id = h.village_id where {} order by {order} limit ${limit} offset ${offset}",
            wanted.sql
        );
        let lines = self.store.rows(&sql, wanted.values).await?;
        Ok(Found {
            lines: lines.iter().map(line).collect::<Result<_, Fault>>()?,
            total: if n > MOST_COUNTED { Total::MoreThan(MOST_COUNTED) } else { Total::Exactly(n) },
        })
    }

    /// The villages of a scope, for choosing one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn villages(&self, scope: &Scope) -> Result<Vec<VillageName>, Fault> {
        let mut values = Vec::new();
        let inside = scope.condition("v", &mut values);
        let sql = format!(
            "select v.village_id, v.name, v.commune_code from village_now v where {inside} order by v.commune_code, length(v.name), v.name"
        );
        let rows = self.store.rows(&sql, values).await?;
        rows.iter()
            .map(|row| {
                Ok(VillageName {
                    id: VillageId(row.id("village_id")?),
                    name: row.get("name")?,
                    commune_code: row.get("commune_code")?,
                })
            })
            .collect()
    }

    fn wanted(&self, scope: &Scope, filter: &Filter) -> Wanted {
        let mut wanted = Wanted { sql: "h.is_active".to_owned(), values: Vec::new() };
        if !matches!(scope.right(), Right::SeeHouseholds | Right::ExportHouseholds | Right::ChangeHouseholds)
        {
            wanted.and("false");
        }
        let inside = scope.condition("h", &mut wanted.values);
        wanted.and(&inside);
        if let Some(commune) = &filter.commune {
            wanted.and_equals("h.commune_code", commune.clone().into());
        }
        if let Some(village) = filter.village {
            wanted.and_equals("h.village_id", village.0.into());
        }
        match filter.outcome.as_deref() {
            Some("none") => wanted.and("h.outcome is null"),
            Some(outcome) => wanted.and_equals("h.outcome", outcome.to_owned().into()),
            None => {}
        }
        if let Some(year) = filter.year {
            wanted.and_equals("h.outcome_year", year.into());
        }
        if let Some(minority) = filter.minority {
            wanted.and_equals("h.is_ethnic_minority", minority.into());
        }
        if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            self.matching(text, scope, &mut wanted);
        }
        wanted
    }

    /// Adds what a typed text means.
    fn matching(&self, text: &str, scope: &Scope, wanted: &mut Wanted) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let is_number = !digits.is_empty() && text.chars().all(|c| c.is_ascii_digit() || " .-+".contains(c));
        if is_number && digits.len() == ID_DIGITS {
            let index = self.keys.index("id_number", &digits);
            wanted.and_in("select p.household_id from person_now p where p.id_index = $", index.into());
        } else if is_number && digits.len() >= 9 {
            let index = self.keys.index("phone", &digits);
            wanted.and_in("select p.household_id from person_now p where p.phone_index = $", index.into());
        } else if is_number {
            wanted.and_equals("h.number", digits.parse::<i64>().unwrap_or(-1).into());
        } else {
            self.named(&search_key(text), scope, wanted);
        }
    }

    fn named(&self, key: &str, scope: &Scope, wanted: &mut Wanted) {
        let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        let Some((last, whole)) = words.split_last() else { return wanted.and("false") };
        let is_postgres = self.store.is_postgres();
        let query = if is_postgres {
            let whole = whole.iter().map(|word| format!("{word} & "));
            format!("{}{last}:*", whole.collect::<String>())
        } else {
            let whole = whole.iter().map(|word| format!("\"{word}\" "));
            format!("{}\"{last}\"*", whole.collect::<String>())
        };
        wanted.values.push(query.into());
        let at = wanted.values.len();
        let inside = scope.condition("g", &mut wanted.values);
        // SQLite takes `cross join` as the order in which to look: first the few who have the name.
        let people = if is_postgres {
            format!(
                "person_now p join household_now g on g.household_id = p.household_id where to_tsvector('simple', p.search) @@ to_tsquery('simple', ${at})"
            )
        } else {
            format!(
                "person_search s cross join person_now p on p.number = s.rowid cross join household_now g on g.household_id = p.household_id where s.words match ${at}"
            )
        };
        wanted.values.push(format!("{key}%").into());
        let village = wanted.values.len();
        wanted.and(&format!(
            "h.household_id in (select m.household_id from (select p.household_id from {people} and {inside} limit {MOST_MATCHES}) m union select w.household_id from village_now v join household_now w on w.village_id = v.village_id where v.search like ${village})"
        ));
    }
}

struct Wanted {
    sql: String,
    values: Vec<Value>,
}

impl Wanted {
    fn and(&mut self, condition: &str) {
        self.sql.push_str(" and ");
        self.sql.push_str(condition);
    }

    fn and_equals(&mut self, column: &str, value: Value) {
        self.values.push(value);
        self.and(&format!("{column} = ${}", self.values.len()));
    }

    /// `query` ends where the place of the value goes.
    fn and_in(&mut self, query: &str, value: Value) {
        self.values.push(value);
        self.and(&format!("h.household_id in ({query}{})", self.values.len()));
    }
}

fn line(row: &Row) -> Result<Line, Fault> {
    Ok(Line {
        id: HouseholdId(row.get::<Uuid>("household_id")?),
        number: row.get("number")?,
        head: row.get("head_name")?,
        village: row.get("village")?,
        commune_code: row.get("commune_code")?,
        address: row.get("address")?,
        members: row.get("members")?,
        is_minority: row.get("is_ethnic_minority")?,
        outcome: row.get("outcome")?,
        outcome_year: row.get("outcome_year")?,
        deprivation_count: row.get("deprivation_count")?,
    })
}
