//! `/admin/points`: bảng điểm B1 – which imported table counts, and importing another: sent, looked at, confirmed.
//!
//! Nothing is kept between looking and confirming: the page carries the table, and what is confirmed is checked again.

use askama::Template;
use axum::extract::{Multipart, Path};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::Scope;
use registry::access::{Area, Right};
use registry::points::ImportedPoints;
use registry::store::dates::Instant;
use roster::Grid;
use standards::points::{PointMistake, PointStructure, PointTable, WrongPoints, reread, rows, written};
use standards::standard::PovertyStandard;

use crate::admin::time;
use crate::error::Refusal;
use crate::imports::{file_and_fields, grid};
use crate::language::say_with;
use crate::law::Shelved;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{attachment, no_store, render_as};

#[derive(Template)]
#[template(path = "admin/points.html")]
struct Points {
    page: Page,
    recorded: Option<String>,
    problem: Option<String>,
    /// Mistakes of the file that was sent: the address of the cell and what to do; and how many more there are.
    wrong: Vec<String>,
    more_wrong: usize,
    standards: Vec<OfStandard>,
    keeps: bool,
    sees_acts: bool,
    source: String,
    preview: Option<Preview>,
}

/// A standard with a proxy score, and its tables.
#[derive(Debug)]
struct OfStandard {
    id: String,
    label: String,
    tables: Vec<Imported>,
    /// Why the newest table cannot be used.
    unusable: Option<String>,
    is_chosen: bool,
}

#[derive(Debug)]
struct Imported {
    act_seq: i64,
    at: String,
    by: String,
    source: String,
    sha256: String,
    rows: usize,
}

/// An item with its options, each with its points by region.
type Item = (String, Vec<(String, Vec<i64>)>);

/// A table that waits to be confirmed.
#[derive(Debug)]
struct Preview {
    standard: String,
    label: String,
    source: String,
    csv: String,
    regions: Vec<String>,
    items: Vec<Item>,
}

/// So many mistakes are listed.
const SHOWN_WRONG: usize = 50;

/// What a page shows beside what is imported.
#[derive(Default)]
struct Said {
    problem: Option<String>,
    wrong: Vec<WrongPoints>,
    standard: String,
    source: String,
    preview: Option<Preview>,
}

/// The scope of whoever may import: a table counts everywhere.
fn may_import(who: &SignedIn) -> Option<Scope> {
    who.scope(Right::KeepReference).ok().filter(|scope| scope.areas() == [Area::Everywhere])
}

pub(crate) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    shown(&who, Said::default()).await
}

/// Reads a file and shows what would be imported, or every mistake with its cell.
pub(crate) async fn look(who: SignedIn, multipart: Multipart) -> Result<Response, Refusal> {
    may_import(&who).ok_or(Refusal::NotYours)?;
    let (file, fields) = file_and_fields(multipart).await?;
    let said = Said {
        standard: fields.text("standard").to_owned(),
        source: fields.text("source").to_owned(),
        ..Said::default()
    };
    let refused = |said: Said, key: &str| Said { problem: Some(who.visit.t(key)), ..said };
    let Some(structure) = structure(&who, &said.standard) else {
        return shown(&who, refused(said, "points-choose")).await;
    };
    if file.is_empty() {
        return shown(&who, refused(said, "points-no-file")).await;
    }
    if said.source.is_empty() {
        return shown(&who, refused(said, "points-no-source")).await;
    }
    let cells = match grid(&who.visit.site, file).await {
        Ok(grid) => cells_of(&grid),
        Err(finding) => {
            let problem = Some(finding.on_screen(who.visit.language));
            return shown(&who, Said { problem, ..said }).await;
        }
    };
    let Some(rows) = rows(&cells) else { return shown(&who, refused(said, "points-no-header")).await };
    match structure.1.table(&rows) {
        Err(wrong) => shown(&who, Said { wrong, ..said }).await,
        Ok(table) => {
            let preview = preview(&who, structure, &table, (&said.source, written(&rows)));
            shown(&who, Said { preview: Some(preview), ..said }).await
        }
    }
}

/// Imports the table that was looked at.
pub(crate) async fn confirm(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let scope = may_import(&who).ok_or(Refusal::NotYours)?;
    let (standard, source) = (typed.text("standard").to_owned(), typed.text("source").to_owned());
    let said = Said { standard, source, ..Said::default() };
    let Some((shelved, structure)) = structure(&who, &said.standard) else {
        let problem = Some(who.visit.t("points-choose"));
        return shown(&who, Said { problem, ..said }).await;
    };
    // A browser sends lines of a text field with CR LF.
    let csv = typed.raw("csv").replace('\r', "");
    if let Err(wrong) = structure.table(&reread(&csv).unwrap_or_default()) {
        return shown(&who, Said { wrong, ..said }).await;
    }
    let imported =
        who.registry.import_points(&scope, &shelved.standard, (&csv, &said.source), Instant::now());
    match who.told(imported.await)? {
        Ok(done) => Ok(Redirect::to(&format!("/admin/points?recorded={}", done.seq)).into_response()),
        Err(words) => shown(&who, Said { problem: Some(words), ..said }).await,
    }
}

/// An imported table to take away, for `chungtay classify --points`.
pub(crate) async fn table(who: SignedIn, Path(seq): Path<i64>) -> Result<Response, Refusal> {
    for (shelved, _) in with_points(&who) {
        let all = who.registry.imported_points(&shelved.standard.id).await;
        let all = all.map_err(|fault| Refusal::of_fault(&fault))?;
        if let Some(one) = all.into_iter().find(|one| one.act_seq == seq) {
            let name = format!("{}-{seq}.csv", one.standard);
            return Ok(attachment(one.csv.into_bytes(), &name, "text/csv; charset=utf-8"));
        }
    }
    Err(Refusal::NoPage)
}

type OfPack<'w> = (&'w Shelved, &'w PointStructure);

fn with_points(who: &SignedIn) -> Vec<OfPack<'_>> {
    let all = who.visit.site.library.standards.iter();
    all.filter_map(|shelved| Some((shelved, shelved.standard.points.as_ref()?))).collect()
}

fn structure<'w>(who: &'w SignedIn, id: &str) -> Option<OfPack<'w>> {
    with_points(who).into_iter().find(|(shelved, _)| shelved.standard.id == id)
}

/// The cells of the first sheet that holds any, as texts, each where it stands.
fn cells_of(grid: &Grid) -> Vec<Vec<String>> {
    let Some(sheet) = grid.sheets.iter().find(|sheet| !sheet.rows.is_empty()) else { return Vec::new() };
    let mut cells: Vec<Vec<String>> = Vec::new();
    for row in &sheet.rows {
        // Row numbers are bounded by what a spreadsheet can hold, columns too.
        let at = (row.number as usize).saturating_sub(1);
        cells.resize(at.max(cells.len()), Vec::new());
        let width = row.cells.iter().map(|cell| cell.column as usize + 1).max().unwrap_or(0);
        let mut line = vec![String::new(); width];
        for cell in &row.cells {
            if let Some(place) = line.get_mut(cell.column as usize) {
                *place = cell.value.written();
            }
        }
        cells.push(line);
    }
    cells
}

fn preview(
    who: &SignedIn,
    (shelved, structure): OfPack<'_>,
    table: &PointTable,
    (source, csv): (&str, String),
) -> Preview {
    let language = who.visit.language;
    let points = |item: usize, option: usize| {
        let of_region = table.points.iter();
        of_region.filter_map(|region| region.get(item)?.get(option).copied()).collect::<Vec<i64>>()
    };
    let items = structure.items.iter().enumerate().map(|(item, of)| {
        let options = of.options.iter().enumerate();
        let options = options.map(|(at, option)| (option.label.get(language).to_owned(), points(item, at)));
        (of.label.get(language).to_owned(), options.collect())
    });
    Preview {
        standard: shelved.standard.id.clone(),
        label: shelved.standard.label.get(language).to_owned(),
        source: source.to_owned(),
        csv,
        regions: structure.regions.iter().map(|region| region.label.get(language).to_owned()).collect(),
        items: items.collect(),
    }
}

/// `F12: …`, what is wrong and what to do.
fn in_words(who: &SignedIn, wrong: &WrongPoints) -> String {
    let key = match wrong.mistake {
        PointMistake::NotInStructure => "points-not-in-structure",
        PointMistake::Twice => "points-twice",
        PointMistake::NotPoints => "points-not-points",
        PointMistake::Missing => "points-missing",
    };
    let row = &wrong.row;
    let ids = [row.region.as_str(), row.item.as_str(), row.option.as_str()].join(", ");
    let words = [("ids", ids.into()), ("points", row.points.clone().into())];
    let said = say_with(who.visit.language, key, &words);
    match wrong.cell() {
        None => said,
        Some((line, column)) => {
            let place = roster::Place {
                sheet: 1,
                name: "".into(),
                row: u32::try_from(line).unwrap_or(u32::MAX),
                column: u32::try_from(column).ok(),
            };
            format!("{}: {said}", place.to_string().trim_start_matches('!'))
        }
    }
}

async fn of_standard(
    who: &SignedIn,
    standard: &PovertyStandard,
    chosen: &str,
) -> Result<OfStandard, Refusal> {
    let language = who.visit.language;
    let unusable = who.told(who.registry.points_in_use(standard).await)?.err();
    let all = who.registry.imported_points(&standard.id).await;
    let imported = |one: ImportedPoints| Imported {
        act_seq: one.act_seq,
        at: time::shown(one.at, language),
        rows: one.rows(),
        by: one.by_name.unwrap_or_else(|| who.visit.t("audit-program")),
        source: one.source,
        sha256: one.sha256,
    };
    Ok(OfStandard {
        id: standard.id.clone(),
        label: standard.label.get(language).to_owned(),
        tables: all.map_err(|fault| Refusal::of_fault(&fault))?.into_iter().map(imported).collect(),
        unusable,
        is_chosen: standard.id == chosen,
    })
}

async fn shown(who: &SignedIn, said: Said) -> Result<Response, Refusal> {
    let mut standards = Vec::new();
    for (shelved, _) in with_points(who) {
        standards.push(of_standard(who, &shelved.standard, &said.standard).await?);
    }
    let is_refused = said.problem.is_some() || !said.wrong.is_empty();
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let visit = &who.visit;
    let template = Points {
        recorded: visit.asked("recorded").map(str::to_owned),
        problem: said.problem,
        more_wrong: said.wrong.len().saturating_sub(SHOWN_WRONG),
        wrong: said.wrong.iter().take(SHOWN_WRONG).map(|wrong| in_words(who, wrong)).collect(),
        standards,
        keeps: may_import(who).is_some(),
        sees_acts: who.scope(Right::SeeAudit).is_ok(),
        source: said.source,
        preview: said.preview,
        page: visit.page(visit.t("points-title")).crumb("/admin", visit.t("admin-title")),
    };
    Ok(no_store(render_as(status, &template)))
}
