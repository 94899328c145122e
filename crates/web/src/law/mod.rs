//! Luật đọc được: standards, their values and rules, worked cases, comparison, documents, and trying it out.

mod cases;
mod compare;
mod documents;
mod library;
pub(crate) mod rules;
mod standard;
mod standards;
mod timeline;
mod try_it;

use axum::Router;
use axum::routing::get;

pub(crate) use library::{Library, Shelved};
pub(crate) use rules::{grade, outcome_label};
pub(crate) use standards::Card;
pub(crate) use try_it::Verdict;

use crate::cite::both;
use crate::error::Refusal;
use crate::site::Shared;
use crate::visit::Visit;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/law", get(standards::page))
        .route("/law/compare", get(compare::page))
        .route("/law/try", get(try_it::page).post(try_it::answered))
        .route("/law/documents", get(documents::list))
        .route("/law/documents/{id}", get(documents::page))
        .route("/law/standards/{id}", get(standard::page))
        .route("/law/standards/{id}/cases", get(cases::page))
}

/// The standard of an address, or a refusal that leads to those there are.
pub(crate) fn find<'a>(visit: &'a Visit, id: &str) -> Result<&'a Shelved, Refusal> {
    let library = &visit.site.library;
    library.standard(id).ok_or_else(|| {
        let next = library.standards.iter().map(|shelved| {
            (format!("/law/standards/{}", shelved.standard.id), shelved.standard.label.clone())
        });
        Refusal::NoPart(both("standard-word"), next.collect())
    })
}

/// The national standard in force today, in short.
pub(crate) fn card_of_today(visit: &Visit) -> Option<Card> {
    let today = (visit.site.today)();
    visit.site.library.in_force(today).map(|shelved| standards::card(shelved, Some(today), visit))
}
