//! Danh sách hộ: search, filters, order and pages, within a scope.
//!
//! A text is a person's name in any order without marks, the last word perhaps unfinished; a village; the household's
//! number; or a whole ID or telephone number, found through its keyed index.

mod decided;
mod names;
mod sought;
mod wanted;

use std::collections::BTreeMap;

use store::{Fault, Queries, Row, Value, places};
use uuid::Uuid;

use crate::{HouseholdId, Registry, Scope, VillageId};

pub use decided::{Decided, OfYear};
pub use sought::{SEARCH_HOURS, Sought};

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
    /// What was decided in a year, whatever came later: the households behind a figure.
    pub decided: Option<Decided>,
    /// Order.
    pub order: Order,
}

/// Order of the list; equal ones by id, so that pages do not overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By the head's name; after a name was looked for, heads whose name begins with it come first.
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
    /// More than anybody counts.
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

/// Of a name that more households have, nobody reads all pages: more letters help.
const MOST_OF_A_NAME: i64 = 300;
/// Counting stops here.
const MOST_COUNTED: i64 = 100_000;

impl Registry {
    /// A page of the list, pages from 1. Of a name that very many have, only the first pages can be reached; the total
    /// says so.
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
        let Some(mut asked) = self.asked(scope, filter).await? else { return Ok(Found::nothing()) };
        let skip = (page.max(1) - 1).saturating_mul(per_page);
        let (ids, total) = if let Some(names) = asked.names.take() {
            // Looking for a name costs as much as counting it: once is enough.
            let all = self.named(asked, names, filter.order).await?;
            let total = total(i64::try_from(all.len()).unwrap_or(i64::MAX), MOST_OF_A_NAME);
            let most = usize::try_from(MOST_OF_A_NAME).unwrap_or(usize::MAX);
            let (skip, here) =
                (usize::try_from(skip).unwrap_or(most), usize::try_from(per_page).unwrap_or(0));
            (all.into_iter().take(most).skip(skip).take(here).collect(), total)
        } else if let Some(behind) = asked.behind.as_ref().filter(|_| filter.order == Order::Name) {
            let (first, total) =
                tokio::try_join!(self.ids_of(behind.page(per_page, skip)), self.total(&asked))?;
            let (Total::Exactly(all) | Total::MoreThan(all)) = total;
            if i64::try_from(first.len()).unwrap_or(i64::MAX) == (all - skip).clamp(0, per_page) {
                (first, total)
            } else {
                (self.ids(&asked, filter.order, per_page, skip).await?, total)
            }
        } else {
            tokio::try_join!(self.ids(&asked, filter.order, per_page, skip), self.total(&asked))?
        };
        Ok(Found { lines: self.lines(&ids).await?, total })
    }

    /// Every household of a filter, in order; `None` if there are more than `most`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn every_household(
        &self,
        scope: &Scope,
        filter: &Filter,
        most: i64,
    ) -> Result<Option<Vec<Line>>, Fault> {
        let Some(asked) = self.asked(scope, filter).await? else { return Ok(Some(Vec::new())) };
        let ids = self.ids(&asked, filter.order, most.saturating_add(1), 0).await?;
        if i64::try_from(ids.len()).unwrap_or(i64::MAX) > most {
            return Ok(None);
        }
        self.lines(&ids).await.map(Some)
    }

    /// The villages of a scope, for choosing one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn villages(&self, scope: &Scope) -> Result<Vec<VillageName>, Fault> {
        let mut values = Vec::new();
        let inside = scope.condition("v", &mut values);
        let sql = format!(
            "select v.village_id, v.name, v.commune_code from village_now v where {inside} order by v.commune_code, length(v.name), v.name, v.village_id"
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

    async fn ids(
        &self,
        asked: &wanted::Asked,
        order: Order,
        limit: i64,
        skip: i64,
    ) -> Result<Vec<Uuid>, Fault> {
        let mut query = asked.ordered(order, limit.saturating_add(skip));
        query.values.extend([limit.into(), skip.into()]);
        let (limit, skip) = (query.values.len() - 1, query.values.len());
        query.sql = format!("{} limit ${limit} offset ${skip}", query.sql);
        self.ids_of(query).await
    }

    async fn ids_of(&self, query: wanted::Wanted) -> Result<Vec<Uuid>, Fault> {
        self.store.rows(&query.sql, query.values).await?.iter().map(|row| row.id("household_id")).collect()
    }

    /// The first of a name, one more than are shown.
    async fn named(
        &self,
        mut asked: wanted::Asked,
        mut names: names::Names,
        order: Order,
    ) -> Result<Vec<Uuid>, Fault> {
        let most = MOST_OF_A_NAME + 1;
        if order == Order::Name {
            // Heads come first: often there are enough of them.
            let mut heads = asked.heads(&names);
            heads.sql = format!("{} limit {most}", heads.sql);
            let heads = self.ids_of(heads).await?;
            if i64::try_from(heads.len()).is_ok_and(|found| found >= most) {
                return Ok(heads);
            }
        }
        if !asked.is_narrow {
            self.choose(&mut names, most).await?;
        }
        asked.names = Some(names);
        self.ids(&asked, order, most, 0).await
    }

    async fn total(&self, asked: &wanted::Asked) -> Result<Total, Fault> {
        let query = asked.all();
        let sql = format!("select count(*) as n from ({} limit {}) x", query.sql, MOST_COUNTED + 1);
        let row = self.store.row(&sql, query.values).await?;
        Ok(total(row.map(|row| row.get("n")).transpose()?.unwrap_or(0), MOST_COUNTED))
    }

    /// The lines of households, in the order of their ids here. Only ids that were found within a scope come here.
    pub(crate) async fn lines(&self, ids: &[Uuid]) -> Result<Vec<Line>, Fault> {
        let mut found: BTreeMap<Uuid, Line> = BTreeMap::new();
        for chunk in ids.chunks(1000) {
            let sql = format!(
                "select h.household_id, h.number, h.head_name, v.name as village, h.commune_code, h.address, h.members, \
                 h.is_ethnic_minority, h.outcome, h.outcome_year, h.deprivation_count from household_now h \
                 left join village_now v on v.village_id = h.village_id where h.household_id in ({})",
                places(1, chunk.len(), self.store.is_postgres())
            );
            let values: Vec<Value> = chunk.iter().map(|id| (*id).into()).collect();
            for row in self.store.rows(&sql, values).await? {
                let line = line(&row)?;
                found.insert(line.id.0, line);
            }
        }
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }
}

fn total(n: i64, most: i64) -> Total {
    if n > most { Total::MoreThan(most) } else { Total::Exactly(n) }
}

impl Found {
    fn nothing() -> Found {
        Found { lines: Vec::new(), total: Total::Exactly(0) }
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
