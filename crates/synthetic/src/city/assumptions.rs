//! What is assumed of the demo city: `synthetic/city.toml` and the tables beside it.

use toml::de::DeValue;
use vocab::Day;

use crate::reading::{Reading, Settings, whole};
use crate::weighted::Weighted;

/// A village where minorities live together.
#[derive(Clone, Debug)]
pub(super) struct Special {
    pub(super) former_code: String,
    pub(super) number: Option<u32>,
    pub(super) name: Option<String>,
    pub(super) minority_weight: u32,
}

/// How a household of a standing fares.
#[derive(Clone, Debug)]
pub(super) struct Faring {
    /// Percent of the line, least and greatest.
    pub(super) income: (i64, i64),
    /// How many things it lacks.
    pub(super) lacking: Weighted<usize>,
}

/// How often in ten thousand a year.
#[derive(Clone, Debug)]
pub(super) struct LifeRates {
    pub(super) birth: u32,
    pub(super) moving: u32,
    pub(super) within_ward: u32,
    pub(super) split: u32,
    /// Below which age so many die.
    pub(super) deaths: Vec<(i32, u32)>,
}

/// Percentages of how households come to be on the list and leave it.
#[derive(Clone, Debug)]
pub(super) struct Mobility {
    pub(super) poor_entering: usize,
    pub(super) poor_from_near: usize,
    pub(super) poor_falling_back: usize,
    pub(super) poor_to_near: usize,
    pub(super) near_entering: usize,
    pub(super) near_falling_back: usize,
}

/// A yearly review and its rates.
#[derive(Clone, Copy, Debug)]
pub(super) struct YearRates {
    pub(super) year: i32,
    /// Of a hundred thousand households.
    pub(super) poor: u64,
    pub(super) near_poor: u64,
}

/// All assumptions.
#[derive(Clone, Debug)]
pub(super) struct Assumptions {
    pub(super) province_code: String,
    pub(super) before: Day,
    pub(super) merged_on: Day,
    pub(super) minority_weights: [u32; 2],
    pub(super) special: Vec<Special>,
    pub(super) years: Vec<YearRates>,
    pub(super) relative_to_majority: u64,
    pub(super) reviewed: u64,
    pub(super) undetermined: u64,
    pub(super) candidates_times: u64,
    /// Rural, urban.
    pub(super) candidate_weights: [u32; 2],
    pub(super) mobility: Mobility,
    /// Of the poor, the near-poor, the others.
    pub(super) faring: [Faring; 3],
    /// What those lack whose dwelling is small.
    pub(super) room: String,
    pub(super) life: LifeRates,
}

impl Assumptions {
    pub(super) fn read(reading: &Reading<'_>) -> Assumptions {
        let settings = reading.settings("synthetic/city.toml");
        let general = reading.settings("synthetic/assumptions.toml");
        let number = |key: &str| settings.whole(key).max(0) as u64;
        let weight = |key: &str| settings.whole(key).max(1) as u32;
        let day = |key: &str| {
            settings.text(key).parse().unwrap_or_else(|_| {
                reading.error("synthetic/city.toml", 0, format!("`{key}` is not a day"), "write 2025-07-01");
                Day::from_epoch_days(0)
            })
        };
        let mut years = Vec::new();
        reading.rows("synthetic/baoloc_poverty.csv", |row| {
            years.push(YearRates {
                year: row.whole("year_end") as i32,
                poor: row.thousandths("poor_percent").into(),
                near_poor: row.thousandths("near_poor_percent").into(),
            });
        });
        let percent = |key: &str| settings.whole(&format!("course.{key}")).clamp(0, 100) as usize;
        Assumptions {
            province_code: settings.text("places.province_code"),
            before: day("places.before"),
            merged_on: day("places.merged_on"),
            minority_weights: ["rural", "urban"]
                .map(|zone| weight(&format!("places.{zone}_minority_weight"))),
            special: read_special(&settings),
            years,
            relative_to_majority: general.whole("poverty.minority_relative_to_kinh").max(1) as u64,
            reviewed: number("review.reviewed_per_10000"),
            undetermined: number("review.undetermined_per_10000"),
            candidates_times: number("review.candidates_times"),
            candidate_weights: ["rural", "urban"].map(|zone| weight(&format!("review.{zone}_weight"))),
            mobility: Mobility {
                poor_entering: percent("poor_entering"),
                poor_from_near: percent("poor_from_near"),
                poor_falling_back: percent("poor_falling_back"),
                poor_to_near: percent("poor_to_near"),
                near_entering: percent("near_entering"),
                near_falling_back: percent("near_falling_back"),
            },
            faring: ["poor", "near_poor", "not_poor"].map(|standing| read_faring(&settings, standing)),
            room: settings.text("lacking.room"),
            life: read_life(&settings),
        }
    }
}

fn read_special(settings: &Settings<'_>) -> Vec<Special> {
    let tables = settings.tables("village").into_iter();
    let special = tables.map(|table| {
        let text = |key: &str| match table.get(key).map(|value| value.get_ref()) {
            Some(DeValue::String(text)) => Some(text.to_string()),
            _ => None,
        };
        let number = |key: &str| table.get(key).and_then(|value| whole(value.get_ref()));
        Special {
            former_code: text("former_code").unwrap_or_default(),
            number: number("number").map(|number| number as u32),
            name: text("name"),
            minority_weight: number("minority_weight").unwrap_or(1).max(1) as u32,
        }
    });
    special.collect()
}

fn read_faring(settings: &Settings<'_>, standing: &str) -> Faring {
    let key = if standing == "near_poor" { "near" } else { standing };
    let income = settings.wholes(&format!("income.{key}"));
    let lacking = settings.wholes(&format!("lacking.{key}"));
    Faring {
        income: (income.first().copied().unwrap_or(100), income.last().copied().unwrap_or(100)),
        lacking: lacking
            .into_iter()
            .enumerate()
            .map(|(count, weight)| (count, weight.max(0) as u32))
            .collect(),
    }
}

fn read_life(settings: &Settings<'_>) -> LifeRates {
    let rate = |key: &str| settings.whole(&format!("life.{key}")).clamp(0, 10_000) as u32;
    let deaths = settings.tables("life.death").into_iter().filter_map(|table| {
        let number = |key: &str| table.get(key).and_then(|value| whole(value.get_ref()));
        Some((number("until_age")? as i32, number("rate")? as u32))
    });
    LifeRates {
        birth: rate("birth"),
        moving: rate("move"),
        within_ward: rate("move_within_ward"),
        split: rate("split"),
        deaths: deaths.collect(),
    }
}
