//! `/law/compare`: two standards side by side – what is added, dropped, changed, or not yet known.

use askama::Template;
use axum::response::Response;
use standards::rule::text::Speaker;
use standards::standard::{DeprivationRule, Indicator, PovertyStandard};
use vocab::{Language, Zone};

use crate::error::Refusal;
use crate::law::rules::{self, Line};
use crate::law::standards::{Card, card};
use crate::law::{Shelved, find};
use crate::layout::Page;
use crate::visit::{Visit, render};

#[derive(Template)]
#[template(path = "law/compare.html")]
struct Compare {
    page: Page,
    choices: Vec<(String, String)>,
    left: Card,
    right: Card,
    /// Indicators, then values, under their headings.
    parts: Vec<(String, Vec<Compared>)>,
    summary: Vec<(&'static str, usize)>,
}

/// One thing of both standards.
#[derive(Debug)]
struct Compared {
    label: String,
    left: Side,
    right: Side,
    /// `same`, `added`, `dropped`, `changed`, `unknown`.
    how: &'static str,
}

/// What one standard says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Side {
    /// Where it stands on the standard's page.
    anchor: String,
    present: bool,
    unknown: bool,
    lines: Vec<Line>,
}

impl Compared {
    /// The words for how the two sides differ.
    fn key(&self) -> String {
        format!("compare-{}", self.how)
    }
}

/// How two sides can differ, in the order of a reader's interest.
const HOW: [&str; 5] = ["changed", "added", "dropped", "unknown", "same"];

pub(crate) async fn page(visit: Visit) -> Result<Response, Refusal> {
    let library = &visit.site.library;
    let (left, right) = pair(&visit)?;
    let mut values = values(&left.standard, &right.standard, visit.language);
    let mut indicators = indicators(&left.standard, &right.standard, visit.language);
    // What differs comes first; inside, the order of the law.
    for list in [&mut values, &mut indicators] {
        list.sort_by_key(|compared| HOW.iter().position(|how| *how == compared.how));
    }
    let count = |how: &str| indicators.iter().chain(&values).filter(|c| c.how == how).count();
    let template = Compare {
        choices: library
            .standards
            .iter()
            .map(|s| (s.standard.id.clone(), s.standard.label.get(visit.language).to_owned()))
            .collect(),
        summary: HOW.map(|how| (how, count(how))).to_vec(),
        left: card(left, None, &visit),
        right: card(right, None, &visit),
        parts: vec![(visit.t("standard-indicators"), indicators), (visit.t("standard-values"), values)],
        page: visit.page(visit.t("compare-title")).crumb("/law", visit.t("nav-standards")),
    };
    Ok(render(&template))
}

/// The two standards of the address; without them the one in force today and the one after it.
fn pair(visit: &Visit) -> Result<(&Shelved, &Shelved), Refusal> {
    let library = &visit.site.library;
    let in_force = library.in_force((visit.site.today)()).or_else(|| library.standards.first());
    let left = match visit.asked("a") {
        Some(id) => Some(find(visit, id)?),
        None => in_force,
    };
    let right = match visit.asked("b") {
        Some(id) => Some(find(visit, id)?),
        None => {
            let later =
                |s: &&Shelved| left.is_some_and(|left| s.standard.covers.from > left.standard.covers.from);
            library.standards.iter().find(later).or_else(|| library.standards.first())
        }
    };
    left.zip(right).ok_or(Refusal::NoPage)
}

fn values(left: &PovertyStandard, right: &PovertyStandard, language: Language) -> Vec<Compared> {
    let mut names: Vec<&str> = left.params.iter().map(|param| param.name.as_str()).collect();
    names.extend(
        right
            .params
            .iter()
            .map(|p| p.name.as_str())
            .filter(|name| left.params.iter().all(|p| p.name != *name)),
    );
    let compared = |name: &str| {
        let (left, right) = (value(left, name, language), value(right, name, language));
        let label = left.as_ref().or(right.as_ref()).map(|(label, _)| label.clone()).unwrap_or_default();
        let side = |of: Option<(String, Side)>| of.map(|(_, side)| side).unwrap_or_default();
        of_sides(label, side(left), side(right))
    };
    names.into_iter().map(compared).collect()
}

/// A parameter's value by zone at the end of what the standard covers.
fn value(standard: &PovertyStandard, name: &str, language: Language) -> Option<(String, Side)> {
    let param = standard.params.iter().find(|param| param.name == name)?;
    let day = standard.covers.until.map(|until| until.previous()).or(standard.covers.from)?;
    let speaker = Speaker::new(standard, None, language);
    let in_zone = |zone: Zone| {
        let value =
            param.values.iter().find(|v| v.valid.contains(day) && v.zone.is_none_or(|z| z == zone))?;
        Some((value.zone, speaker.amount(value.value, param.scale, param.unit.as_deref())))
    };
    let mut lines = Vec::new();
    for (zone, amount) in Zone::ALL.into_iter().filter_map(in_zone) {
        let text = match zone {
            None => amount,
            Some(_) => format!("{}: {amount}", rules::zone(zone, language)),
        };
        let line = Line { depth: 0, text };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let anchor = format!("value-{name}");
    Some((rules::label(param, language), Side { anchor, present: true, unknown: false, lines }))
}

/// Indicators of both: the same id, else the same name under a new id – then the law has defined it anew.
fn indicators(left: &PovertyStandard, right: &PovertyStandard, language: Language) -> Vec<Compared> {
    let partner = |of: &Indicator| {
        let by_id = right.indicators.iter().find(|other| other.id == of.id);
        let is_free = |other: &&Indicator| left.indicators.iter().all(|known| known.id != other.id);
        by_id.or_else(|| right.indicators.iter().filter(is_free).find(|other| other.label.vi == of.label.vi))
    };
    let side = |standard: &PovertyStandard, of: Option<&Indicator>| {
        of.map(|of| Side { anchor: format!("indicator-{}", of.id), ..rule(standard, of, language) })
            .unwrap_or_default()
    };
    let pairs: Vec<(&Indicator, Option<&Indicator>)> =
        left.indicators.iter().map(|of| (of, partner(of))).collect();
    let is_paired =
        |of: &&Indicator| pairs.iter().any(|(_, other)| other.is_some_and(|other| other.id == of.id));
    let both = pairs.iter().map(|(of, other)| {
        let label = other.unwrap_or(of).label.get(language);
        of_sides(label.to_owned(), side(left, Some(of)), side(right, *other))
    });
    let new = right.indicators.iter().filter(|of| !is_paired(of));
    let new =
        new.map(|of| of_sides(of.label.get(language).to_owned(), Side::default(), side(right, Some(of))));
    both.chain(new).collect()
}

fn rule(standard: &PovertyStandard, indicator: &Indicator, language: Language) -> Side {
    let speaker = Speaker::new(standard, None, language);
    match &indicator.deprived {
        DeprivationRule::Rule(rule) => {
            Side { present: true, lines: rules::lines(&speaker, &rule.condition), ..Side::default() }
        }
        DeprivationRule::Unknown(why) => {
            let lines = vec![Line { depth: 0, text: why.get(language).to_owned() }];
            Side { present: true, unknown: true, lines, ..Side::default() }
        }
    }
}

fn of_sides(label: String, left: Side, right: Side) -> Compared {
    let how = match (left.present, right.present) {
        (false, _) => "added",
        (_, false) => "dropped",
        _ if left.unknown || right.unknown => "unknown",
        _ if left.lines == right.lines => "same",
        _ => "changed",
    };
    Compared { label, left, right, how }
}
