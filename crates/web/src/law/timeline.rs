//! Which standard covers which years, as bars on a line of years.

use vocab::Day;

use crate::format;
use crate::law::Library;
use crate::visit::Visit;
use standards::standard::{PovertyStandard, Status};

/// One bar.
#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) days: String,
    /// What stands on the bar: the years, or that it is an example.
    pub(crate) years: String,
    /// Left edge and width, in thousandths of the drawing.
    pub(crate) x: i64,
    pub(crate) width: i64,
    pub(crate) y: usize,
    pub(crate) in_force: bool,
    pub(crate) example: bool,
}

/// A year under the line.
#[derive(Debug)]
pub(crate) struct Tick {
    pub(crate) x: i64,
    pub(crate) year: i32,
}

/// The drawing.
#[derive(Debug)]
pub(crate) struct Timeline {
    pub(crate) bars: Vec<Bar>,
    pub(crate) ticks: Vec<Tick>,
    /// Where the chosen day stands, if it is in the drawing.
    pub(crate) day_x: Option<i64>,
    pub(crate) height: usize,
}

const WIDTH: i64 = 1000;
const ROW: usize = 44;

/// Draws the standards of a library around a day.
pub(crate) fn timeline(library: &Library, day: Day, visit: &Visit) -> Timeline {
    let spans = library.standards.iter().map(|shelved| shelved.standard.covers);
    let first = spans.clone().filter_map(|span| span.from).min().unwrap_or(day).year();
    let last = spans.filter_map(|span| span.until).max().unwrap_or(day).year();
    let edge = |year: i32| Day::from_civil(year, 1, 1).map_or(0, |d| i64::from(d.epoch_days()));
    let (start, end) = (edge(first), edge(last.max(first + 1)));
    let x = |days: i64| (days - start) * WIDTH / (end - start).max(1);
    let in_force = library.in_force(day).map(|shelved| shelved.standard.id.as_str());
    let bars = library.standards.iter().enumerate().map(|(row, shelved)| {
        let standard = &shelved.standard;
        let from = standard.covers.from.map_or(0, |from| x(i64::from(from.epoch_days())));
        let until = standard.covers.until.map_or(WIDTH, |until| x(i64::from(until.epoch_days())));
        Bar {
            id: standard.id.clone(),
            label: standard.label.get(visit.language).to_owned(),
            days: format::span(standard.covers, visit.language),
            years: years(standard, visit),
            x: from,
            width: (until - from).max(1),
            y: row * ROW,
            in_force: in_force == Some(standard.id.as_str()),
            example: standard.status == Status::Example,
        }
    });
    let at = x(i64::from(day.epoch_days()));
    let bars: Vec<Bar> = bars.collect();
    Timeline {
        height: bars.len() * ROW,
        bars,
        ticks: (first..=last).map(|year| Tick { x: x(edge(year)), year }).collect(),
        day_x: (0..=WIDTH).contains(&at).then_some(at),
    }
}

fn years(standard: &PovertyStandard, visit: &Visit) -> String {
    if standard.status == Status::Example {
        return visit.t("status-example");
    }
    let year = |day: Option<Day>| day.map(|day| day.year().to_string()).unwrap_or_default();
    format!("{}–{}", year(standard.covers.from), year(standard.covers.until.map(Day::previous)))
}
