//! `/law/standards/{id}`: one standard – outcomes, lines, indicators, values over time – every value with its article.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use standards::rule::text::Speaker;
use standards::standard::PovertyStandard;

use crate::cite::Cite;
use crate::error::Refusal;
use crate::law::rules::{self, Line, Measured, Named};
use crate::law::standards::{Card, card};
use crate::law::{Library, find};
use crate::layout::Page;
use crate::visit::{Visit, render};
use vocab::Language;

#[derive(Template)]
#[template(path = "law/standard.html")]
struct OneStandard {
    page: Page,
    card: Card,
    outcomes: Vec<Ruled>,
    tests: Vec<Test>,
    dimensions: Vec<Group>,
    values: Vec<Named>,
    digest: String,
    questions: usize,
}

/// An outcome with its rule.
#[derive(Debug)]
struct Ruled {
    label: String,
    grade: &'static str,
    /// Empty for the outcome of everybody else.
    rule: Vec<Line>,
    cite: Cite,
}

/// A way to the income test.
#[derive(Debug)]
struct Test {
    label: String,
    rule: Vec<Line>,
    cite: Cite,
}

/// A dimension with its indicators.
#[derive(Debug)]
struct Group {
    id: String,
    label: String,
    indicators: Vec<Measured>,
}

pub(crate) async fn page(visit: Visit, Path(id): Path<String>) -> Result<Response, Refusal> {
    let shelved = find(&visit, &id)?;
    let (standard, library, language) = (&shelved.standard, &visit.site.library, visit.language);
    let title = standard.label.get(language).to_owned();
    let template = OneStandard {
        card: card(shelved, None, &visit),
        outcomes: outcomes(standard, library, language),
        tests: tests(standard, library, language),
        dimensions: dimensions(standard, library, language),
        values: standard
            .params
            .iter()
            .map(|param| rules::named(standard, param, library, language))
            .collect(),
        digest: standard.digest.clone(),
        questions: standard.questionnaire.questions.len(),
        page: visit.page(title).crumb("/law", visit.t("nav-standards")),
    };
    Ok(render(&template))
}

fn outcomes(standard: &PovertyStandard, library: &Library, language: Language) -> Vec<Ruled> {
    let speaker = Speaker::new(standard, None, language);
    let of = |outcome: &standards::standard::Outcome| {
        let always = outcome.when.written.trim() == "true";
        Ruled {
            label: outcome.label.get(language).to_owned(),
            grade: rules::grade(standard, &outcome.id),
            rule: if always { Vec::new() } else { rules::lines(&speaker, &outcome.when.condition) },
            cite: Cite::of(&outcome.source, library, language),
        }
    };
    standard.outcomes.iter().map(of).collect()
}

fn tests(standard: &PovertyStandard, library: &Library, language: Language) -> Vec<Test> {
    let speaker = Speaker::new(standard, None, language);
    let of = |test: &standards::standard::IncomeTest| Test {
        label: test.label.get(language).to_owned(),
        rule: rules::lines(&speaker, &test.at_or_below_line.condition),
        cite: Cite::of(&test.source, library, language),
    };
    standard.income_tests.iter().map(of).collect()
}

fn dimensions(standard: &PovertyStandard, library: &Library, language: Language) -> Vec<Group> {
    let of = |dimension: &standards::standard::Dimension| {
        let inside = standard.indicators.iter().filter(|indicator| indicator.dimension == dimension.id);
        Group {
            id: dimension.id.clone(),
            label: dimension.label.get(language).to_owned(),
            indicators: inside.map(|i| rules::measured(standard, i, library, language)).collect(),
        }
    };
    standard.dimensions.iter().map(of).filter(|group| !group.indicators.is_empty()).collect()
}
