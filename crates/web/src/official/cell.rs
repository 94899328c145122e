//! `/reports/{campaign}/tables/{table}/households`: the households that a cell counts.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use lake::Opened;
use registry::access::Right;
use registry::households::Line;
use registry::snapshot::Snapshot;
use reports::official::shown;

use super::desk::Made;
use super::differ;
use super::filled::Filled;
use super::order::What;
use super::source::Source;
use super::{table, wait};
use crate::error::Refusal;
use crate::households::commune;
use crate::layout::{Page, encoded};
use crate::signed_in::SignedIn;
use crate::visit::{Visit, no_store, render};

const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "official/cell.html")]
struct Cell {
    page: Page,
    /// The column, the place and what stands in the cell.
    column: String,
    place: String,
    value: String,
    found: String,
    /// Counted, but not in the caller's places today.
    elsewhere: usize,
    rows: Vec<Row>,
    back: String,
    at: usize,
    pages: usize,
    earlier: Option<String>,
    later: Option<String>,
}

struct Row {
    href: String,
    number: i64,
    head: String,
    village: String,
    commune: String,
    members: i64,
}

pub(super) async fn page(
    who: SignedIn,
    Path((campaign, table)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::SeeHouseholds)?;
    let source = Source::of(&who, &campaign, Right::SeeHouseholds).await?;
    let visit = &who.visit;
    let form = source.form()?;
    let number: u16 = table.parse().map_err(|_| Refusal::NoPage)?;
    let layout = form.set.table(number).ok_or(Refusal::NoPage)?;
    let column: u16 = visit.asked("column").and_then(|text| text.parse().ok()).ok_or(Refusal::NoPage)?;
    let of_people = visit.asked("rows") == Some("people");
    let row = visit.asked("row");
    let word = visit.page(String::new()).named("reports-table", number.to_string());
    let back = format!("{}/tables/{number}{}", source.root(), source.query(&source.place));
    let framed = || {
        let page = table::crumbs(&source, "", visit.page(visit.t("reports-households-title")), visit);
        page.crumb(back.clone(), format!("{word}. {}", layout.title.get(visit.language)))
    };
    let made = match wait::ready(&who, framed, source.get(What::Figures).await?) {
        Ok(made) => made,
        Err(response) => return Ok(*response),
    };
    let Made::Figures(figures) = &*made else { return Err(Refusal::Broken) };
    // Which groups are named in a column follows from everything that the table shows, not from its row.
    let filled = Filled::of(&source, figures, visit.language)?;
    let filled_table = filled.tables.iter().find(|one| one.number == number).ok_or(Refusal::NoPage)?;
    let heading = filled_table.headings.iter().find(|heading| heading.number == column);
    let heading = heading.filter(|heading| !heading.counts().is_empty()).ok_or(Refusal::NoPage)?;
    let line = filled.lines.iter().position(|line| line.codes.last().and_then(Option::as_deref) == row);
    let line = line.ok_or(Refusal::NoPage)?;
    let cell = filled_table.cell(line, of_people, column).ok_or(Refusal::NoPage)?;
    let villages = source.of_row(row);
    let opened = Opened {
        codes: villages.iter().map(ToString::to_string).collect(),
        figures: heading.counts().to_vec(),
        of_people: heading.counts_people().unwrap_or(of_people),
    };
    if opened.codes.is_empty() {
        return Err(Refusal::NoPage);
    }
    let made = match wait::ready(&who, framed, source.get(What::Opened(opened)).await?) {
        Ok(made) => made,
        Err(response) => return Ok(*response),
    };
    let Made::Opened(pseudonyms) = &*made else { return Err(Refusal::Broken) };
    let pseudonyms: BTreeSet<String> = pseudonyms.iter().cloned().collect();
    let of: Vec<&Snapshot> = source.review.sealed.iter().chain(&source.review.before).collect();
    let at = visit.page_number();
    let behind = who.registry.behind_cell(&scope, &of, (&villages, &pseudonyms), (at, PER_PAGE)).await;
    let behind = behind.map_err(|fault| Refusal::of_fault(&fault))?;
    let pages = behind.inside.div_ceil(PER_PAGE).max(1);
    let label = differ::label(heading, visit);
    let kind = differ::kind(Some(opened_people(heading.counts_people(), of_people))).unwrap_or_default();
    let template = Cell {
        column: format!("{} [{column}] {label}", word),
        place: filled.names.get(line).cloned().unwrap_or_default(),
        value: format!("{} {}", shown(cell, visit.language), visit.t(kind)),
        found: visit.page(String::new()).count("households-found", behind.inside),
        elsewhere: behind.elsewhere,
        rows: behind.lines.iter().map(|line| shown_row(line, visit)).collect(),
        earlier: (at > 1).then(|| here(&source, number, visit, at - 1)),
        later: (at < pages).then(|| here(&source, number, visit, at + 1)),
        at,
        pages,
        page: framed(),
        back,
    };
    Ok(no_store(render(&template)))
}

fn opened_people(of_column: Option<bool>, of_row: bool) -> bool {
    of_column.unwrap_or(of_row)
}

fn shown_row(line: &Line, visit: &Visit) -> Row {
    Row {
        href: format!("/households/{}", line.id),
        number: line.number,
        head: line.head.clone().unwrap_or_else(|| visit.t("head-unknown")),
        village: line.village.clone().unwrap_or_default(),
        commune: line.commune_code.as_deref().map(|code| commune(visit, code)).unwrap_or_default(),
        members: line.members,
    }
}

/// The same cell on another page.
fn here(source: &Source, number: u16, visit: &Visit, page: usize) -> String {
    let kept = visit.query.iter().filter(|(name, _)| name != "page" && name != "lang");
    let query: Vec<String> = kept.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    format!("{}/tables/{number}/households?{}&page={page}", source.root(), query.join("&"))
}
