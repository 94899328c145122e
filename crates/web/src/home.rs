//! `/`: what a visitor can do here.

use askama::Template;
use axum::response::Response;

use crate::law::Card;
use crate::law::card_of_today;
use crate::layout::Page;
use crate::routes::{Policy, Routes};
use crate::visit::{Visit, render};

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    in_force: Option<Card>,
    day: String,
    standards: usize,
    documents: usize,
    units: usize,
    cases: usize,
}

pub(crate) fn routes() -> Routes {
    Routes::new().get("/", Policy::Everybody, page)
}

async fn page(visit: Visit) -> Response {
    let library = &visit.site.library;
    let today = (visit.site.today)();
    let template = Home {
        in_force: card_of_today(&visit),
        day: crate::format::day(today, visit.language),
        standards: library.standards.len(),
        documents: library.documents.len(),
        units: visit.site.gazetteer.units.all_on(standards::units::Level::Commune, today).count(),
        cases: library.standards.iter().map(|shelved| shelved.cases.len()).sum(),
        page: visit.page(visit.t("home-title")),
    };
    render(&template)
}
