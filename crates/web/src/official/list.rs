//! `/reports`: the yearly reviews with what is sealed of each.

use askama::Template;
use axum::response::Response;
use registry::access::Right;

use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::render;

#[derive(Template)]
#[template(path = "official/list.html")]
struct Reviews {
    page: Page,
    rows: Vec<Row>,
    /// Whether the caller may seal one.
    seals: bool,
}

/// A review in the list.
struct Row {
    label: String,
    year: i32,
    /// Its tables; `None` where it was not sealed or the pack has none for its standard.
    href: Option<String>,
    /// When it was sealed, by whom, and how many households.
    sealed: Option<(String, String, String)>,
    /// Whether the year before was sealed.
    has_before: bool,
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    let visit = &who.visit;
    let scope = who.scope(Right::SeeFigures)?;
    let reviews = who.registry.yearly_reviews(&scope).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let row = |one: registry::official::YearlyReview| {
        let has_tables = visit.site.official.of(&one.campaign.terms.standard).is_some();
        let is_open = one.sealed.is_some() && has_tables;
        Row {
            href: is_open.then(|| format!("/reports/{}", one.campaign.id)),
            label: one.campaign.label,
            year: one.campaign.year,
            sealed: one.sealed.map(|sealed| {
                (
                    time::shown(sealed.at, visit.language),
                    sealed.by_name.unwrap_or_else(|| visit.t("audit-program")),
                    format::whole(sealed.manifest.households(), visit.language),
                )
            }),
            has_before: one.before.is_some(),
        }
    };
    Ok(render(&Reviews {
        rows: reviews.into_iter().map(row).collect(),
        seals: who.scope(Right::SealResults).is_ok(),
        page: visit.page(visit.t("reports-title")),
    }))
}
