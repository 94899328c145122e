//! Số liệu trực tiếp: counts of households and people by place, outcome, year and group, as the registry stands now. They
//! are no sealed figures: they change with every act, and pages say so.
//!
//! All households are those that are active today. What was decided counts by the campaigns of a year: of each household
//! the newest decision, without those of undone acts. A correction is always newer than what it corrects.

mod count;
mod former;
mod place;

use std::collections::BTreeMap;

use store::Fault;

use crate::access::Right;
use crate::{Registry, Scope, VillageId};

pub(crate) use count::Count;
pub use former::FormerCommune;

/// In which borders places are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Borders {
    /// Where the village lies today.
    #[default]
    Today,
    /// Where the village lay when it was decided.
    OfTheTime,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The year of the review; `None` is the newest.
    pub year: Option<i32>,
    /// Id of the standard; figures of two standards are never mixed.
    pub standard: String,
    /// The borders.
    pub borders: Borders,
}

/// Households and the people in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Hộ.
    pub households: i64,
    /// Người.
    pub persons: i64,
}

/// Counts of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// All that are active today; `None` where nobody knows, as of a commune that is gone.
    pub all: Option<Tally>,
    /// By the outcome of the year: `poor`, `near_poor`, `not_poor`, `undetermined`.
    pub by_outcome: BTreeMap<String, Tally>,
}

/// Counts of one place. A village has all three parts, a commune two, a province one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceFigures {
    /// Code of the province.
    pub province: String,
    /// Code of the commune.
    pub commune: Option<String>,
    /// The village and its name.
    pub village: Option<(VillageId, String)>,
    /// The counts.
    pub figures: Figures,
}

/// Counts of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearFigures {
    /// The year.
    pub year: i32,
    /// By outcome.
    pub by_outcome: BTreeMap<String, Tally>,
}

/// Households of one outcome that are deprived in one indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprived {
    /// Id of the indicator.
    pub indicator: String,
    /// Id of the outcome.
    pub outcome: String,
    /// How many.
    pub households: i64,
}

/// Households that went from one outcome to another; `None` is not reviewed in that year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Outcome of the earlier year.
    pub from: Option<String>,
    /// Outcome of the later year.
    pub to: Option<String>,
    /// How many.
    pub households: i64,
}

/// The state of a scope in one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// The year that is shown; `None` if nothing was ever decided by the standard.
    pub year: Option<i32>,
    /// Years with decisions, newest first.
    pub years: Vec<i32>,
    /// The whole scope.
    pub total: Figures,
    /// Of it, households of an ethnic minority, as known today.
    pub minority: Figures,
    /// By province.
    pub provinces: Vec<PlaceFigures>,
    /// By commune.
    pub communes: Vec<PlaceFigures>,
    /// By village.
    pub villages: Vec<PlaceFigures>,
    /// Up to five years, oldest first.
    pub trend: Vec<YearFigures>,
    /// Deprivations in the year.
    pub deprived: Vec<Deprived>,
    /// The year before with decisions, from which households went.
    pub from_year: Option<i32>,
    /// From that year to this one.
    pub flow: Vec<Flow>,
}

impl Figures {
    /// Those of an outcome.
    pub fn of(&self, outcome: &str) -> Tally {
        self.by_outcome.get(outcome).copied().unwrap_or_default()
    }

    /// All that were decided.
    pub fn reviewed(&self) -> Tally {
        self.by_outcome.values().fold(Tally::default(), |sum, tally| sum.plus(*tally))
    }
}

impl Tally {
    /// The sum.
    #[must_use]
    pub fn plus(self, other: Tally) -> Tally {
        Tally { households: self.households + other.households, persons: self.persons + other.persons }
    }
}

/// Years in the trend.
const TREND_YEARS: usize = 5;

impl Registry {
    /// The state of a scope. With a scope for anything but figures there is nothing to see.
    ///
    /// # Errors
    /// The database failed.
    pub async fn overview(&self, scope: &Scope, asked: &Asked) -> Result<Overview, Fault> {
        if scope.right() != Right::SeeFigures {
            return Ok(Overview::default());
        }
        let count = Count { store: &self.store, scope };
        let campaigns = count.campaigns(&asked.standard).await?;
        let mut years: Vec<i32> = campaigns.keys().copied().collect();
        years.reverse();
        let year = asked.year.or(years.first().copied());
        let shown: Vec<i32> =
            years.iter().copied().filter(|known| Some(*known) <= year).take(TREND_YEARS).collect();
        let from_year = shown.iter().copied().find(|known| Some(*known) < year);
        let of = |wanted: &[i32]| -> BTreeMap<i32, Vec<uuid::Uuid>> {
            let of_year = |year: &i32| Some((*year, campaigns.get(year)?.clone()));
            wanted.iter().filter_map(of_year).collect()
        };
        let this: Vec<i32> = year.into_iter().collect();
        let flow_years: Vec<i32> = from_year.into_iter().chain(year).collect();
        let (of_this, of_shown, of_flow) = (of(&this), of(&shown), of(&flow_years));
        let flow = async {
            match (from_year, year) {
                (Some(from), Some(to)) => count.flow(&of_flow, from, to).await,
                _ => Ok(Vec::new()),
            }
        };
        // Side by side: each has a reader of its own.
        let (homes, decided, trend, deprived, flow) = tokio::try_join!(
            count.homes(),
            count.decided(&of_this),
            count.trend(&of_shown),
            count.deprived(&of_this),
            flow
        )?;
        let lay = match asked.borders {
            Borders::Today => None,
            Borders::OfTheTime => count.lay(&homes, &of_this).await?,
        };
        let places = place::Places { homes: &homes, decided: &decided, borders: asked.borders, lay };
        Ok(Overview {
            total: places.total(|_| true),
            minority: places.total(|is_minority| is_minority),
            provinces: places.by(place::Depth::Province),
            communes: places.by(place::Depth::Commune),
            villages: places.by(place::Depth::Village),
            trend,
            deprived,
            from_year,
            flow,
            year,
            years,
        })
    }
}
