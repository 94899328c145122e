//! `/units`: search by name or code, with or without diacritics; without a search, the provinces of a day.

use askama::Template;
use axum::response::Response;
use standards::units::Level;
use vocab::Day;

use crate::layout::{Page, encoded};
use crate::units::{Named, named};
use crate::visit::{Visit, render};

const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "units/search.html")]
struct Search {
    page: Page,
    search: String,
    day: Day,
    found: usize,
    shown: Vec<Named>,
    provinces: Vec<Named>,
    at: usize,
    pages: usize,
    earlier: Option<String>,
    later: Option<String>,
}

pub(crate) async fn page(visit: Visit) -> Response {
    let gazetteer = &visit.site.gazetteer;
    let search = visit.asked("q").unwrap_or_default().to_owned();
    let day = visit.day();
    let found = gazetteer.search(&search, (visit.site.today)());
    let pages = found.len().div_ceil(SHOWN).max(1);
    let at = visit.page_number().min(pages);
    let shown = found.iter().skip((at - 1) * SHOWN).take(SHOWN).map(|unit| named(unit, &visit));
    let provinces = gazetteer.units.all_on(Level::Province, day).map(|unit| {
        // The list stays on its day.
        Named { href: format!("/units/provinces/{}?day={day}", unit.code), ..named(unit, &visit) }
    });
    let address = |to: usize| format!("/units?q={}&page={to}", encoded(&search));
    let template = Search {
        found: found.len(),
        shown: shown.collect(),
        provinces: if search.is_empty() { provinces.collect() } else { Vec::new() },
        earlier: (at > 1).then(|| address(at - 1)),
        later: (at < pages).then(|| address(at + 1)),
        at,
        pages,
        day,
        page: visit.page(visit.t("units-title")),
        search,
    };
    render(&template)
}
