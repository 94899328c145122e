//! `/units/communes/{code}`: what a code meant on a day, what it came from, what it became, step by step to today.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use standards::units::{Level, Unit};
use vocab::{Day, Language, LocalText};

use crate::cite::both;
use crate::error::Refusal;
use crate::format;
use crate::layout::{Link, Page};
use crate::units::{Named, named};
use crate::visit::{Visit, render};

#[derive(Template)]
#[template(path = "units/commune.html")]
struct Commune {
    page: Page,
    day: Day,
    code: String,
    unit: Named,
    periods: Vec<(Named, bool)>,
    /// What came before and after: anchor, keys of the heading and of nothing, the change.
    changes: Vec<(&'static str, (&'static str, &'static str), Option<Step>)>,
    /// Where all of it, or parts of it, lie today; empty if it is of today.
    now: Vec<Link>,
}

/// One change: the day and the units on its other side.
#[derive(Debug)]
struct Step {
    on: String,
    units: Vec<Piece>,
}

/// A unit on the other side of a change.
#[derive(Debug)]
struct Piece {
    href: String,
    name: String,
    code: String,
    within: String,
    whole: bool,
}

pub(crate) async fn page(visit: Visit, Path(code): Path<String>) -> Result<Response, Refusal> {
    let units = &visit.site.gazetteer.units;
    let day = visit.day();
    let unit = units.on(Level::Commune, &code, day).ok_or_else(|| elsewhen(&visit, &code))?;
    let province = units.on(Level::Province, &unit.province_code, day);
    let mut page = visit.page(unit.name.clone()).crumb("/units", visit.t("units-title"));
    if let Some(province) = province {
        page = page.crumb(format!("/units/provinces/{}?day={day}", province.code), province.name.clone());
    }
    let template = Commune {
        unit: named(unit, &visit),
        periods: periods(&code, unit, &visit),
        changes: vec![
            ("before", ("unit-before", "unit-before-none"), before(unit, &visit)),
            ("after", ("unit-after", "unit-after-none"), after(unit, day, &visit)),
        ],
        now: now(unit, day, &visit),
        page,
        day,
        code,
    };
    Ok(render(&template))
}

/// The code meant something on other days, or nothing at all.
fn elsewhen(visit: &Visit, code: &str) -> Refusal {
    let periods = visit.site.gazetteer.units.periods(Level::Commune, code).iter();
    let mut next: Vec<(String, LocalText)> = periods
        .filter_map(|unit| {
            let day = unit.valid.until.map(Day::previous).or(unit.valid.from)?;
            let text = |language| format!("{} ({})", unit.name, format::span(unit.valid, language));
            Some((
                format!("/units/communes/{code}?day={day}"),
                LocalText { vi: text(Language::Vi), en: text(Language::En) },
            ))
        })
        .collect();
    next.push(("/units".to_owned(), both("units-title")));
    Refusal::NoPart(both("commune-word"), next)
}

/// Everything that the code has meant; a code is a place only together with a day.
fn periods(code: &str, here: &Unit, visit: &Visit) -> Vec<(Named, bool)> {
    let all = visit.site.gazetteer.units.periods(Level::Commune, code);
    all.iter().map(|unit| (named(unit, visit), unit.valid == here.valid)).collect()
}

fn piece(code: &str, day: Day, whole: bool, visit: &Visit) -> Option<Piece> {
    let gazetteer = &visit.site.gazetteer;
    let unit = gazetteer.units.on(Level::Commune, code, day)?;
    Some(Piece {
        href: format!("/units/communes/{code}?day={day}"),
        name: unit.name.clone(),
        code: code.to_owned(),
        within: gazetteer.within(unit, day),
        whole,
    })
}

/// What went into it on its first day.
fn before(unit: &Unit, visit: &Visit) -> Option<Step> {
    let units = &visit.site.gazetteer.units;
    let from = unit.valid.from?;
    let old = units.predecessors(Level::Commune, &unit.code, from);
    let pieces: Vec<Piece> =
        old.into_iter().filter_map(|s| piece(&s.old_code, from.previous(), s.whole, visit)).collect();
    (!pieces.is_empty()).then(|| Step { on: format::day(from, visit.language), units: pieces })
}

/// What it became at the next change.
fn after(unit: &Unit, day: Day, visit: &Visit) -> Option<Step> {
    let units = &visit.site.gazetteer.units;
    let new = units.successors(Level::Commune, &unit.code, day);
    let on = new.first().map(|succession| succession.on)?;
    if unit.valid.until != Some(on) {
        return None;
    }
    let pieces: Vec<Piece> = new.into_iter().filter_map(|s| piece(&s.new_code, on, s.whole, visit)).collect();
    (!pieces.is_empty()).then(|| Step { on: format::day(on, visit.language), units: pieces })
}

/// The units of today that hold it, over all changes between.
fn now(unit: &Unit, day: Day, visit: &Visit) -> Vec<Link> {
    let gazetteer = &visit.site.gazetteer;
    let today = (visit.site.today)();
    if unit.valid.contains(today) {
        return Vec::new();
    }
    let mut open = vec![(unit.code.clone(), day)];
    let mut seen = BTreeSet::new();
    let mut found = BTreeSet::new();
    while let Some((code, on)) = open.pop() {
        if !seen.insert((code.clone(), on)) {
            continue;
        }
        match gazetteer.units.on(Level::Commune, &code, on) {
            Some(unit) if unit.valid.contains(today) => drop(found.insert(code)),
            _ => {
                let next = gazetteer.units.successors(Level::Commune, &code, on);
                open.extend(next.into_iter().map(|succession| (succession.new_code.clone(), succession.on)));
            }
        }
    }
    let link = |code: &String| {
        let unit = gazetteer.units.on(Level::Commune, code, today)?;
        let name = format!("{}, {}", unit.name, gazetteer.within(unit, today));
        Some(Link::new(format!("/units/communes/{code}"), name))
    };
    found.iter().filter_map(link).collect()
}
