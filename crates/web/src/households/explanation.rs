//! `/households/{id}/explanation.pdf`: phiếu giải thích kết quả – one page for the household in plain words: its newest result, what it
//! lacks by which article and answer, what changed since last year, how to complain and until when.

use axum::extract::Path;
use axum::response::Response;
use engine::bounds::Truth;
use engine::explain::{Explanation, Reason};
use fluent_templates::fluent_bundle::FluentValue;
use registry::access::Right;
use registry::review::Assessment;
use reports::papers::{ExplainedDeprivation, ExplanationSheet, Format, Paper};
use vocab::{Confidence, LocalText};

use super::file::{Look, load, looked_at, reviews};
use super::results;
use super::since::Since;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::language::say_with;
use crate::printer;
use crate::review::print;
use crate::signed_in::SignedIn;
use crate::visit::Visit;

pub(super) async fn sheet(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    let look = Look::today(visit);
    let file = load(&signed_in, Right::SeeHouseholds, &id, look).await?;
    let scope = signed_in.scope(Right::SeeHouseholds)?;
    looked_at(&signed_in, &scope, file.id).await?;
    let reviews = reviews(&signed_in, &scope, &file, look).await?;
    let newest = reviews.first().ok_or(Refusal::NoPage)?;
    let explained = explained(newest, visit).ok_or(Refusal::NoPage)?;
    let posting =
        signed_in.registry.posting_of_household(&scope, file.id, (newest.campaign, newest.id)).await;
    let posting = posting.map_err(|fault| Refusal::of_fault(&fault))?;
    let head = file.people.iter().find(|member| member.is_head);
    let commune = file.commune_code.as_deref().unwrap_or_default();
    let year = i32::try_from(newest.year).unwrap_or_default();
    let at_office = crate::households::commune(visit, commune);
    let sheet = ExplanationSheet {
        office: print::committee(visit, commune),
        language: visit.language,
        year,
        head: head.and_then(|member| member.details.text("name")).unwrap_or_default().to_owned(),
        village: file.village.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        result: LocalText::same(explained.label.as_str()),
        because: LocalText::same(because(&explained, visit)),
        is_preliminary: !posting.is_signed,
        n_indicators: indicators(&explained).count(),
        deprivations: indicators(&explained)
            .filter(|reason| reason.result == Truth::Yes)
            .map(|reason| deprivation(reason, visit))
            .collect(),
        changes: results::since(&reviews, visit).map(|since| changes(&since, visit)),
        complain_until: posting.hangs_until,
        complain_at: LocalText::same(say_with(
            visit.language,
            "explanation-where",
            &[("commune", at_office.into())],
        )),
        telephone: None,
    };
    let sheet = Paper::Explanation(sheet);
    printer::give(visit, sheet, Format::Pdf, "phieu-giai-thich").await
}

fn explained(newest: &Assessment, visit: &Visit) -> Option<Explanation> {
    let (judge, answers) = results::opened(newest, visit)?;
    Some(judge.explain(&answers, visit.language))
}

fn indicators(explained: &Explanation) -> impl Iterator<Item = &Reason> {
    explained.reason.children.iter().filter(|reason| reason.rule.starts_with("indicator:"))
}

/// The words of a reason after its label.
fn after_label(text: &str) -> &str {
    text.split_once(": ").map_or(text, |(_, said)| said)
}

/// What the result follows from: the income, and how many things are lacking.
fn because(explained: &Explanation, visit: &Visit) -> String {
    let income = explained.reason.children.iter().find(|reason| reason.rule.starts_with("income_test:"));
    let income = income.map(|reason| after_label(&reason.text).to_owned()).unwrap_or_default();
    let lacking = indicators(explained).filter(|reason| reason.result == Truth::Yes).count();
    say_with(
        visit.language,
        "explanation-because",
        &[("income", income.into()), ("n", lacking.into()), ("of", indicators(explained).count().into())],
    )
}

fn deprivation(reason: &Reason, visit: &Visit) -> ExplainedDeprivation {
    let label = reason.text.split_once(": ").map_or(reason.text.as_str(), |(label, _)| label);
    let mut said = Vec::new();
    answers(reason, &mut said);
    let cites = reason.cites.iter().map(|cite| Cite::of(cite, &visit.site.library, visit.language).text);
    let part = reason.children.first().map(|part| part.text.clone()).unwrap_or_default();
    ExplainedDeprivation {
        label: LocalText::same(label),
        answer: LocalText::same(if said.is_empty() { part } else { said.join("; ") }),
        article: cites.collect::<Vec<_>>().join("; "),
        is_verified: reason.cites.iter().all(|cite| cite.confidence == Confidence::Verified),
    }
}

/// The answers from which something follows, each once; what is sensitive is not printed.
fn answers(reason: &Reason, said: &mut Vec<String>) {
    for answer in reason.answers.iter().filter(|answer| !answer.text.is_empty()) {
        if !said.contains(&answer.text) {
            said.push(answer.text.clone());
        }
    }
    for child in &reason.children {
        answers(child, said);
    }
}

fn changes(since: &Since, visit: &Visit) -> Vec<LocalText> {
    let mut told = Vec::new();
    let mut tell = |key: &str, values: &[(&'static str, FluentValue<'static>)]| {
        told.push(LocalText::same(say_with(visit.language, key, values)));
    };
    if !since.is_same {
        let (from, to) = (since.from.label.clone(), since.to.label.clone());
        tell("explanation-result", &[("from", from.into()), ("to", to.into())]);
    }
    if !since.lost.is_empty() {
        tell("explanation-lost", &[("name", since.lost.join(", ").into())]);
    }
    if !since.gained.is_empty() {
        tell("explanation-gained", &[("name", since.gained.join(", ").into())]);
    }
    if since.people.0 != since.people.1 {
        tell("explanation-people", &[("from", since.people.0.into()), ("to", since.people.1.into())]);
    }
    told
}
