//! Luật đọc được: standards, their values and rules, worked cases, comparison, documents, and trying it out.

mod cases;
mod compare;
mod documents;
mod library;
pub(crate) mod rules;
mod standard;
mod standards;
mod timeline;
pub(crate) mod try_it;

pub(crate) use library::{Library, Shelved};
pub(crate) use rules::{grade, outcome_label};
pub(crate) use standards::{Card, card};
pub(crate) use try_it::Verdict;

use crate::cite::both;
use crate::error::Refusal;
use crate::routes::{Policy, Routes};
use crate::visit::Visit;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/law", Policy::Everybody, standards::page)
        .get("/law/compare", Policy::Everybody, compare::page)
        .get("/law/try", Policy::Everybody, try_it::page)
        .post("/law/try", Policy::Everybody, try_it::answered)
        .get("/law/documents", Policy::Everybody, documents::list)
        .get("/law/documents/{id}", Policy::Everybody, documents::page)
        .get("/law/standards/{id}", Policy::Everybody, standard::page)
        .get("/law/standards/{id}/cases", Policy::Everybody, cases::page)
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
