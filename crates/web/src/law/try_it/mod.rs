//! `/law/try`: one household's answers, the result, why, and what would change it. Nothing is stored.
//!
//! Answers come only in the body of a POST: no address, no log and no cache ever holds them.

pub(crate) mod answers;
pub(crate) mod fields;
pub(crate) mod form;
mod result;

use askama::Template;
use axum::extract::RawForm;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use engine::judge::Judge;
use standards::HouseholdAnswers;
use standards::cases::Case;
use vocab::Day;

use crate::error::Refusal;
use crate::law::{Shelved, find};
use crate::layout::Page;
use crate::visit::{Visit, render};

use answers::Typed;
use form::Form;
pub(crate) use result::Verdict;

#[derive(Template)]
#[template(path = "law/try.html")]
struct TryIt {
    page: Page,
    choices: Vec<(String, String)>,
    standard: String,
    label: String,
    provisional: bool,
    day: String,
    /// Why the day is not decided by this standard.
    not_covered: Option<String>,
    form: Option<Form>,
    verdict: Option<Verdict>,
    examples: Vec<(usize, String)>,
    answered: bool,
}

/// An empty form.
pub(crate) async fn page(visit: Visit) -> Result<Response, Refusal> {
    let shelved = match visit.asked("standard") {
        Some(id) => find(&visit, id)?,
        None => {
            let library = &visit.site.library;
            library
                .in_force((visit.site.today)())
                .or_else(|| library.standards.first())
                .ok_or(Refusal::NoPage)?
        }
    };
    let day =
        visit.asked("day").and_then(|day| day.parse().ok()).unwrap_or_else(|| default_day(shelved, &visit));
    let standard = &shelved.standard;
    let answers = HouseholdAnswers::unanswered(&standard.questionnaire, 1);
    Ok(shown(&visit, shelved, day, Typed { answers, ..Typed::default() }, false))
}

/// A form with answers: the same page with what follows from them.
pub(crate) async fn answered(mut visit: Visit, RawForm(body): RawForm) -> Result<Response, Refusal> {
    let pairs = form::pairs(&body).ok_or(Refusal::Unreadable)?;
    let text = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
    // The language switch of a filled form is one of its buttons, so that nothing typed is lost.
    if let Some(language) = text("lang").and_then(crate::language::of_code) {
        visit.language = language;
    }
    let shelved = find(&visit, text("standard").unwrap_or_default())?;
    let day = text("day").and_then(|day| day.parse().ok()).unwrap_or_else(|| default_day(shelved, &visit));
    // A worked case is loaded into the form instead of what was typed.
    let case =
        text("case").and_then(|number| number.parse::<usize>().ok()).and_then(|at| shelved.cases.get(at));
    let (day, typed) = match case {
        Some(case) => (case.result_day, Typed { answers: case.answers.clone(), ..Typed::default() }),
        None => {
            (day, answers::read(&shelved.standard, &fields::asked(&shelved.standard), &pairs, visit.language))
        }
    };
    Ok(shown(&visit, shelved, day, typed, true))
}

/// Today where the standard covers it, else the first day that it covers.
fn default_day(shelved: &Shelved, visit: &Visit) -> Day {
    let (today, covers) = ((visit.site.today)(), shelved.standard.covers);
    if covers.contains(today) { today } else { covers.from.unwrap_or(today) }
}

fn shown(visit: &Visit, shelved: &Shelved, day: Day, mut typed: Typed, answered: bool) -> Response {
    let (standard, language) = (&shelved.standard, visit.language);
    let (mut form, mut verdict, mut not_covered) = (None, None, None);
    match standard.on(day) {
        Err(_) => not_covered = Some(crate::format::span(standard.covers, language)),
        Ok(params) => {
            let judge = Judge::new(standard, params, None, None);
            let questions = fields::asked(standard);
            answers::drop_unasked(&judge, &questions, &mut typed.answers);
            verdict = answered.then(|| Verdict::of(&judge, &typed.answers, day, visit));
            form = Some(Form::of(&judge, &questions, &typed, verdict.as_ref(), visit));
        }
    }
    let library = &visit.site.library;
    let label = standard.label.get(language).to_owned();
    let page = visit.page(visit.t("try-title")).crumb("/law", visit.t("nav-standards"));
    let template = TryIt {
        page: Page { holds_form: answered, ..page },
        choices: library
            .standards
            .iter()
            .map(|s| (s.standard.id.clone(), s.standard.label.get(language).to_owned()))
            .collect(),
        standard: standard.id.clone(),
        label,
        provisional: standard.status != standards::standard::Status::InForce,
        day: day.to_string(),
        not_covered,
        form,
        verdict,
        examples: examples(shelved),
        answered,
    };
    let mut response = render(&template);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// One worked case for each result, as a start for whoever wants to see first.
fn examples(shelved: &Shelved) -> Vec<(usize, String)> {
    let standard = &shelved.standard;
    let outcomes = standard.outcomes.iter().map(|outcome| outcome.id.as_str()).chain(["undetermined"]);
    let is = |case: &Case, outcome: &str| {
        case.expect.outcome.as_deref() == Some(outcome) && standard.covers.contains(case.result_day)
    };
    // The one with most members tells most.
    let found = outcomes.filter_map(|outcome| {
        let cases = shelved.cases.iter().enumerate().filter(|(_, case)| is(case, outcome));
        cases.max_by_key(|(at, case)| (case.answers.members.len().min(4), std::cmp::Reverse(*at)))
    });
    found.map(|(at, case)| (at, case.name.clone())).collect()
}
