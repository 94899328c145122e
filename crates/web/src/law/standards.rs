//! `/law`: all standards on a line of years, and which of them decides on a chosen day.

use askama::Template;
use axum::response::Response;
use standards::standard::Status;
use vocab::{Day, Zone};

use crate::cite::Cite;
use crate::error::Refusal;
use crate::format;
use crate::language::say;
use crate::law::timeline::{Timeline, timeline};
use crate::law::{Shelved, rules};
use crate::layout::Page;
use crate::visit::{Visit, render};

#[derive(Template)]
#[template(path = "law/standards.html")]
struct Standards {
    page: Page,
    day: Day,
    timeline: Timeline,
    in_force: Option<Card>,
    all: Vec<Card>,
    lines: Vec<Row>,
    /// JSON for the drawing beside the table.
    series: String,
}

/// A standard in short.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) days: String,
    pub(crate) status: String,
    pub(crate) status_code: &'static str,
    pub(crate) note: Option<String>,
    pub(crate) cite: Cite,
    pub(crate) indicators: usize,
    pub(crate) cases: usize,
    /// The value behind the first income test by zone, on the chosen day or the first of the standard.
    pub(crate) line: Vec<(String, String)>,
}

/// The income line of one standard by zone.
#[derive(Debug)]
struct Row {
    id: String,
    label: String,
    days: String,
    rural: String,
    urban: String,
}

pub(crate) async fn page(visit: Visit) -> Result<Response, Refusal> {
    let day = visit.day();
    let library = &visit.site.library;
    let lines = library.standards.iter().filter(|s| s.standard.status != Status::Example);
    let lines: Vec<&Shelved> = lines.collect();
    let template = Standards {
        day,
        timeline: timeline(library, day, &visit),
        in_force: library.in_force(day).map(|shelved| card(shelved, Some(day), &visit)),
        all: library.standards.iter().map(|shelved| card(shelved, None, &visit)).collect(),
        series: series(&lines, &visit),
        lines: lines.iter().map(|shelved| row(shelved, &visit)).collect(),
        page: visit.page(visit.t("standards-title")),
    };
    Ok(render(&template))
}

/// A standard in short.
pub(crate) fn card(shelved: &Shelved, day: Option<Day>, visit: &Visit) -> Card {
    let (standard, language) = (&shelved.standard, visit.language);
    let status_code = standard.status.code();
    let zones = Zone::ALL.map(|zone| {
        let amount = line_in(shelved, zone, day.or(standard.covers.from), visit).unwrap_or_default();
        (rules::zone(Some(zone), language), amount)
    });
    Card {
        id: standard.id.clone(),
        label: standard.label.get(language).to_owned(),
        days: format::span(standard.covers, language),
        status: say(language, &format!("status-{}", status_code.replace('_', "-"))),
        status_code,
        note: standard.note.as_ref().map(|note| note.get(language).to_owned()),
        cite: Cite::of(&standard.source, &visit.site.library, language),
        indicators: standard.indicators.len(),
        cases: shelved.cases.len(),
        line: zones.into_iter().filter(|(_, amount)| !amount.is_empty()).collect(),
    }
}

/// The parameter that says the income line in money: the one that an income test compares with.
fn income_param(shelved: &Shelved) -> Option<usize> {
    use standards::rule::{Condition, NumberKind};
    let standard = &shelved.standard;
    // Points come first where there are any; money is what people understand. The last test is in money.
    standard.income_tests.iter().rev().find_map(|test| match &test.at_or_below_line.condition {
        Condition::Compare(_, a, b) => [a, b].into_iter().find_map(|side| match side.kind {
            NumberKind::Param(at) => Some(usize::from(at.0)),
            _ => None,
        }),
        _ => None,
    })
}

fn line_in(shelved: &Shelved, zone: Zone, day: Option<Day>, visit: &Visit) -> Option<String> {
    let standard = &shelved.standard;
    let param = standard.params.get(income_param(shelved)?)?;
    let day = day?;
    let value = param.values.iter().find(|v| v.valid.contains(day) && v.zone.is_none_or(|z| z == zone))?;
    let speaker = standards::rule::text::Speaker::new(standard, None, visit.language);
    Some(speaker.amount(value.value, param.scale, param.unit.as_deref()))
}

fn row(shelved: &Shelved, visit: &Visit) -> Row {
    let from = shelved.standard.covers.from;
    let amount = |zone| line_in(shelved, zone, from, visit).unwrap_or_else(|| "–".to_owned());
    Row {
        id: shelved.standard.id.clone(),
        label: shelved.standard.label.get(visit.language).to_owned(),
        days: format::span(shelved.standard.covers, visit.language),
        rural: amount(Zone::Rural),
        urban: amount(Zone::Urban),
    }
}

/// The lines as steps over the years, for the drawing.
fn series(standards: &[&Shelved], visit: &Visit) -> String {
    let of = |zone: Zone| {
        let mut points = Vec::new();
        for shelved in standards {
            let Some(param) = income_param(shelved).and_then(|at| shelved.standard.params.get(at)) else {
                continue;
            };
            for value in param.values.iter().filter(|v| v.zone.is_none_or(|z| z == zone)) {
                let from = value.valid.from.or(shelved.standard.covers.from);
                let until = value.valid.until.or(shelved.standard.covers.until).map(Day::previous);
                for day in [from, until].into_iter().flatten() {
                    points.push(serde_json::json!([day.to_string(), value.value]));
                }
            }
        }
        serde_json::json!({ "name": rules::zone(Some(zone), visit.language), "points": points })
    };
    let series = Zone::ALL.map(of);
    let drawing = serde_json::json!({
        "unit": visit.t("unit-dong"),
        "locale": crate::language::code(visit.language),
        "series": series,
    });
    // `<` would end the script element.
    drawing.to_string().replace('<', "\\u003c")
}
