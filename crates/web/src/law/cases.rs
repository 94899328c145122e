//! `/law/standards/{id}/cases`: worked households as sentences, with what must come out; each opens in the form.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use standards::cases::Case;

use crate::cite::Cite;
use crate::error::Refusal;
use crate::format;
use crate::law::{find, rules};
use crate::layout::{Page, encoded};
use crate::visit::{Visit, render};
use standards::standard::PovertyStandard;

const SHOWN: usize = 25;

#[derive(Template)]
#[template(path = "law/cases.html")]
struct Cases {
    page: Page,
    id: String,
    total: usize,
    matching: usize,
    shown: Vec<Worked>,
    indicators: Vec<Choice>,
    outcomes: Vec<Choice>,
    earlier: Option<String>,
    later: Option<String>,
    at: usize,
    pages: usize,
}

/// A choice of a filter.
#[derive(Debug)]
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// A case for its card.
#[derive(Debug)]
struct Worked {
    number: usize,
    name: String,
    grade: &'static str,
    outcome: String,
    day: String,
    deprived: Vec<String>,
    cite: Cite,
    /// Whether the form can show it: a refused day has no form.
    opens: bool,
}

pub(crate) async fn page(visit: Visit, Path(id): Path<String>) -> Result<Response, Refusal> {
    let shelved = find(&visit, &id)?;
    let standard = &shelved.standard;
    let indicator = visit.asked("indicator").unwrap_or_default().to_owned();
    let outcome = visit.asked("outcome").unwrap_or_default().to_owned();
    let fits = |case: &Case| {
        let deprived = case.expect.deprived.as_deref().unwrap_or_default();
        (indicator.is_empty() || deprived.contains(&indicator))
            && (outcome.is_empty() || case.expect.outcome.as_deref() == Some(outcome.as_str()))
    };
    let matching: Vec<(usize, &Case)> =
        shelved.cases.iter().enumerate().filter(|(_, case)| fits(case)).collect();
    let pages = matching.len().div_ceil(SHOWN).max(1);
    let at = visit.page_number().min(pages);
    let shown = matching.iter().skip((at - 1) * SHOWN).take(SHOWN);
    let address = |to: usize| {
        format!(
            "/law/standards/{id}/cases?indicator={}&outcome={}&page={to}",
            encoded(&indicator),
            encoded(&outcome)
        )
    };
    let template = Cases {
        total: shelved.cases.len(),
        matching: matching.len(),
        shown: shown.map(|(number, case)| worked(standard, *number, case, &visit)).collect(),
        indicators: indicators(standard, &indicator, &visit),
        outcomes: outcomes(standard, &shelved.cases, &outcome, &visit),
        earlier: (at > 1).then(|| address(at - 1)),
        later: (at < pages).then(|| address(at + 1)),
        at,
        pages,
        page: visit
            .page(visit.t("cases-title"))
            .crumb("/law", visit.t("nav-standards"))
            .crumb(format!("/law/standards/{id}"), standard.label.get(visit.language)),
        id,
    };
    Ok(render(&template))
}

fn worked(standard: &PovertyStandard, number: usize, case: &Case, visit: &Visit) -> Worked {
    let language = visit.language;
    let outcome = case.expect.outcome.as_deref().unwrap_or_default();
    let label = |id: &String| {
        let indicator = standard.indicators.iter().find(|indicator| indicator.id == *id);
        indicator.map_or_else(|| id.clone(), |indicator| indicator.label.get(language).to_owned())
    };
    Worked {
        number,
        name: case.name.clone(),
        grade: rules::grade(standard, outcome),
        outcome: rules::outcome_label(standard, outcome, language),
        day: format::day(case.result_day, language),
        deprived: case.expect.deprived.iter().flatten().map(label).collect(),
        cite: Cite::of(&case.source, &visit.site.library, language),
        opens: standard.covers.contains(case.result_day),
    }
}

fn indicators(standard: &PovertyStandard, chosen: &str, visit: &Visit) -> Vec<Choice> {
    let of = |indicator: &standards::standard::Indicator| Choice {
        value: indicator.id.clone(),
        label: indicator.label.get(visit.language).to_owned(),
        chosen: indicator.id == chosen,
    };
    standard.indicators.iter().map(of).collect()
}

/// Outcomes that some case has, those of the standard first.
fn outcomes(standard: &PovertyStandard, cases: &[Case], chosen: &str, visit: &Visit) -> Vec<Choice> {
    let of_standard = standard.outcomes.iter().map(|outcome| outcome.id.as_str());
    let known = of_standard.chain(["undetermined", "refused"]);
    let used = known.filter(|id| cases.iter().any(|case| case.expect.outcome.as_deref() == Some(*id)));
    let choice = |id: &str| Choice {
        value: id.to_owned(),
        label: rules::outcome_label(standard, id, visit.language),
        chosen: id == chosen,
    };
    used.map(choice).collect()
}
