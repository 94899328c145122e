//! `/reports/{campaign}`: all tables of one review, what does not agree between them, and everything to take away.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use registry::access::Right;
use registry::snapshot::Snapshot;
use standards::units::Level as Unit;

use super::desk::Made;
use super::differ::{self, Flag, MOST};
use super::filled::Filled;
use super::order::What;
use super::source::Source;
use super::{table, wait};
use crate::admin::time;
use crate::error::Refusal;
use crate::layout::{Link, Page};
use crate::signed_in::SignedIn;
use crate::visit::{Visit, render};

#[derive(Template)]
#[template(path = "official/review.html")]
struct Review {
    page: Page,
    about: String,
    borders: Vec<(Link, bool)>,
    areas: Vec<(Link, bool)>,
    sealed: Sealed,
    before: Option<Sealed>,
    tables: Vec<Row>,
    checks: usize,
    flags: Vec<Flag>,
    more_flags: usize,
    remarks: Vec<String>,
    all: Vec<Link>,
    /// The detailed lists: number and title, a link a commune.
    lists: Vec<(String, Vec<Link>)>,
    takes_lists: bool,
}

/// A snapshot in words.
struct Sealed {
    href: String,
    label: String,
    at: String,
    sha256: String,
}

/// A table in the list.
struct Row {
    number: u16,
    title: String,
    href: String,
    flags: usize,
    files: Vec<Link>,
}

pub(super) async fn page(who: SignedIn, Path(campaign): Path<String>) -> Result<Response, Refusal> {
    let source = Source::of(&who, &campaign, Right::SeeFigures).await?;
    let visit = &who.visit;
    let (form, snapshot) = (source.form()?, source.snapshot()?);
    let title = source.review.campaign.label.clone();
    let framed = || visit.page(title.clone()).crumb("/reports", visit.t("reports-title"));
    let made = match wait::ready(&who, framed, source.get(What::Figures).await?) {
        Ok(made) => made,
        Err(response) => return Ok(*response),
    };
    let Made::Figures(figures) = &*made else { return Err(Refusal::Broken) };
    let filled = Filled::of(&source, figures, visit.language)?;
    let between = differ::between(form, &filled, None, visit);
    let query = source.query(&source.place);
    let file =
        |name: String, words: String| Link::new(format!("{}/files/{name}{query}", source.root()), words);
    let rows = filled.tables.iter().filter_map(|table| {
        let (number, layout) = (table.number, form.set.table(table.number)?);
        let flags = differ::in_table(table, &filled, visit).len();
        Some(Row {
            number,
            title: layout.title.get(visit.language).to_owned(),
            href: format!("{}/tables/{number}{query}", source.root()),
            flags: flags + differ::between(form, &filled, Some(layout), visit).len(),
            files: ["xlsx", "pdf"]
                .map(|ending| file(format!("bieu-{number:02}.{ending}"), ending.to_uppercase()))
                .into(),
        })
    });
    Ok(render(&Review {
        about: filled.letterhead.about.clone(),
        borders: table::borders(&source, "", visit),
        areas: table::areas(&source, "", visit),
        sealed: sealed(snapshot, visit),
        before: source.review.before.as_ref().map(|before| sealed(before, visit)),
        tables: rows.collect(),
        checks: form.set.checks.len(),
        more_flags: between.len().saturating_sub(MOST),
        flags: between.into_iter().take(MOST).collect(),
        remarks: filled.remarks.clone(),
        all: vec![
            file("mau-bieu.xlsx".to_owned(), visit.t("reports-all-xlsx")),
            file("mau-bieu.zip".to_owned(), visit.t("reports-all-pdf")),
        ],
        lists: lists(&source, visit)?,
        takes_lists: who.scope(Right::ExportHouseholds).is_ok(),
        page: framed(),
    }))
}

fn sealed(one: &Snapshot, visit: &Visit) -> Sealed {
    Sealed {
        href: format!("/snapshots/{}", one.id),
        label: one.manifest.label().to_owned(),
        at: time::shown(one.at, visit.language),
        sha256: one.sha256.clone(),
    }
}

/// The detailed lists of the communes that are shown.
fn lists(source: &Source, visit: &Visit) -> Result<Vec<(String, Vec<Link>)>, Refusal> {
    let at = source.inside.iter().filter_map(|id| source.lay.get(id));
    let communes: std::collections::BTreeSet<&String> = at.map(|at| &at.commune).collect();
    let list = |list: &standards::layouts::ListLayout| {
        let word = visit.page(String::new()).named("reports-table", list.number.to_string());
        let link = |code: &&String| {
            let place = source.query_of(source.borders, None, &[None, None, None]);
            Link::new(
                format!("{}/lists/{}/{code}{place}", source.root(), list.number),
                source.unit_name(Unit::Commune, code),
            )
        };
        (format!("{word}. {}", list.title.get(visit.language)), communes.iter().map(link).collect())
    };
    Ok(source.form()?.set.lists.iter().map(list).collect())
}
