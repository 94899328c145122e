//! `/admin/packs`: the law that this server serves – which standards, how sure we are of their values, whether their worked
//! cases come out. Packs are files: they are changed where the program is started, never here.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use vocab::Confidence;

use crate::cite::Mark;
use crate::error::Refusal;
use crate::law::{Card, Shelved, card};
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::site::Site;
use crate::visit::render;

#[derive(Template)]
#[template(path = "admin/packs.html")]
struct Packs {
    page: Page,
    digest: String,
    documents: usize,
    standards: Vec<Line>,
}

struct Line {
    card: Card,
    digest: String,
    /// Marks, and how many values have them.
    confidences: Vec<(Mark, usize)>,
    cases: usize,
    /// Names of the worked cases that come out differently.
    failed: Vec<String>,
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    let site = who.visit.site.clone();
    // Hundreds of households are judged.
    let failed =
        tokio::task::spawn_blocking(move || failed_cases(&site)).await.map_err(|_| Refusal::Broken)?;
    let (visit, library) = (&who.visit, &who.visit.site.library);
    let standards = library.standards.iter().zip(failed).map(|(shelved, failed)| Line {
        card: card(shelved, None, visit),
        digest: shelved.standard.digest.get(..12).unwrap_or_default().to_owned(),
        confidences: confidences(shelved)
            .into_iter()
            .map(|(confidence, n)| (Mark::of(confidence, visit.language), n))
            .collect(),
        cases: shelved.cases.len(),
        failed,
    });
    let template = Packs {
        digest: library.digest.clone(),
        documents: library.documents.len(),
        standards: standards.collect(),
        page: visit.page(visit.t("admin-packs")).crumb("/admin", visit.t("admin-title")),
    };
    Ok(render(&template))
}

fn failed_cases(site: &Arc<Site>) -> Vec<Vec<String>> {
    let of = |shelved: &Shelved| {
        let failed = shelved
            .cases
            .iter()
            .filter(|case| !engine::cases::differences(&shelved.standard, case, None).is_empty());
        failed.map(|case| case.name.clone()).collect()
    };
    site.library.standards.iter().map(of).collect()
}

/// How many values of a standard are how sure.
fn confidences(shelved: &Shelved) -> Vec<(Confidence, usize)> {
    let standard = &shelved.standard;
    let values = standard.params.iter().flat_map(|param| &param.values).map(|value| &value.source);
    let sources = values
        .chain(standard.indicators.iter().map(|indicator| &indicator.source))
        .chain(standard.income_tests.iter().map(|test| &test.source))
        .chain(standard.outcomes.iter().map(|outcome| &outcome.source));
    let all: Vec<Confidence> = sources.map(|source| source.confidence).collect();
    let counted = Confidence::ALL.map(|kind| (kind, all.iter().filter(|known| **known == kind).count()));
    counted.into_iter().filter(|(_, n)| *n > 0).collect()
}
