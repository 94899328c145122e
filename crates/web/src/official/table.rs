//! `/reports/{campaign}/tables/{table}`: one table as its form has it, with its rows by place.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use engine::figures::{FilledCell, FilledTable, Heading, Level, Value};
use registry::access::Right;
use registry::figures::Borders;
use reports::official::{Head, head, notes, numbers, shown};
use uuid::Uuid;

use super::bars::{Bars, bars};
use super::desk::Made;
use super::differ::{self, Flag, MOST};
use super::filled::Filled;
use super::order::What;
use super::source::Source;
use super::wait;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::layout::{Link, Page, encoded};
use crate::signed_in::SignedIn;
use crate::visit::{Visit, render};

#[derive(Template)]
#[template(path = "official/table.html")]
struct Table {
    page: Page,
    about: String,
    cite: Cite,
    /// Where rows lie: in the borders of the review, or of today.
    borders: Vec<(Link, bool)>,
    areas: Vec<(Link, bool)>,
    head: Head,
    rows: Vec<Row>,
    is_wide: bool,
    flags: Vec<Flag>,
    more_flags: usize,
    notes: Vec<String>,
    bars: Option<Bars>,
    files: Vec<Link>,
    opens: bool,
}

/// A row of the table.
struct Row {
    number: String,
    name: String,
    /// The same table of the places inside.
    href: Option<String>,
    /// What it counts, where rows of both kinds stand.
    kind: Option<String>,
    /// Whether it is the second of its place.
    is_second: bool,
    is_strong: bool,
    cells: Vec<Shown>,
}

/// A cell.
struct Shown {
    words: String,
    href: Option<String>,
    /// The column, for those who do not see the heading.
    label: String,
    is_formula: bool,
    /// What was counted, where the formula says another number.
    counted: Option<String>,
}

pub(super) async fn page(
    who: SignedIn,
    Path((campaign, table)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let source = Source::of(&who, &campaign, Right::SeeFigures).await?;
    let visit = &who.visit;
    let form = source.form()?;
    let number: u16 = table.parse().map_err(|_| Refusal::NoPage)?;
    let layout = form.set.table(number).ok_or(Refusal::NoPage)?;
    let title = visit.page(String::new()).named("reports-table", number.to_string());
    let title = format!("{title}. {}", layout.title.get(visit.language));
    let framed = || crumbs(&source, &format!("/tables/{number}"), visit.page(title.clone()), visit);
    let made = match wait::ready(&who, framed, source.get(What::Figures).await?) {
        Ok(made) => made,
        Err(response) => return Ok(*response),
    };
    let Made::Figures(figures) = &*made else { return Err(Refusal::Broken) };
    let filled = Filled::of(&source, figures, visit.language)?;
    let Some(table) = filled.tables.iter().find(|table| table.number == number) else {
        return Err(Refusal::NoPage);
    };
    let wanted = [number];
    let report = filled.report((form, (visit.site.today)()), &wanted, visit.language);
    let mut flags = differ::in_table(table, &filled, visit);
    flags.extend(differ::between(form, &filled, Some(layout), visit));
    let opens = who.scope(Right::SeeHouseholds).is_ok();
    let mut below = notes(&form.set, layout, table, visit.language);
    below.extend(filled.remarks.iter().cloned());
    if source.level == Level::Village && layout.has_row_kinds {
        below.push(visit.t("reports-village-moves"));
    }
    let query = source.query(&source.place);
    let file = |ending: &str| {
        Link::new(format!("{}/files/bieu-{number:02}.{ending}{query}", source.root()), ending.to_uppercase())
    };
    Ok(render(&Table {
        about: filled.letterhead.about.clone(),
        cite: Cite::of(&layout.source, &visit.site.library, visit.language),
        borders: borders(&source, &format!("/tables/{number}"), visit),
        areas: areas(&source, &format!("/tables/{number}"), visit),
        head: head(&report, table),
        rows: rows(&source, &filled, table, opens, visit),
        is_wide: table.headings.len() > 6,
        more_flags: flags.len().saturating_sub(MOST),
        flags: flags.into_iter().take(MOST).collect(),
        notes: below,
        bars: bars(layout, table, (&filled.lines, &filled.names), visit),
        files: vec![file("xlsx"), file("pdf")],
        opens,
        page: framed(),
    }))
}

/// Where one is: the reviews, this review, and the places around the one that is shown.
pub(super) fn crumbs(source: &Source, below: &str, page: Page, visit: &Visit) -> Page {
    let none = [None, None, None];
    let mut page = page.crumb("/reports", visit.t("reports-title"));
    let root = source.root();
    page = page.crumb(format!("{root}{}", source.query(&none)), source.review.campaign.label.clone());
    let [province, commune, _] = &source.place;
    if below.is_empty() || (province.is_none() && commune.is_none()) {
        return page;
    }
    page = page.crumb(format!("{root}{below}{}", source.query(&none)), visit.t("reports-all-places"));
    if let (Some(code), Some(_)) = (province, commune) {
        let name = source.unit_name(standards::units::Level::Province, code);
        page = page.crumb(format!("{root}{below}{}", source.query(&[province.clone(), None, None])), name);
    }
    page
}

/// The two borders, with whether each is shown.
pub(super) fn borders(source: &Source, below: &str, visit: &Visit) -> Vec<(Link, bool)> {
    let area = source.area.as_ref().map(|one| one.area.id);
    let to = |borders: Borders, key: &str| {
        let query = source.query_of(borders, area, &[None, None, None]);
        (Link::new(format!("{}{below}{query}", source.root()), visit.t(key)), source.borders == borders)
    };
    vec![to(Borders::OfTheTime, "reports-borders-then"), to(Borders::Today, "reports-borders-today")]
}

/// Every place, and the programme areas, with whether each is shown; nothing where there is no such area.
pub(super) fn areas(source: &Source, below: &str, visit: &Visit) -> Vec<(Link, bool)> {
    let shown = source.area.as_ref().map(|one| one.area.id);
    let to = |id: Option<Uuid>, name: String| {
        let query = source.query_of(source.borders, id, &[None, None, None]);
        (Link::new(format!("{}{below}{query}", source.root()), name), shown == id)
    };
    let each = source.areas.iter().map(|area| to(Some(area.id), area.name.clone()));
    let none = (!source.areas.is_empty()).then(|| to(None, visit.t("reports-area-none")));
    none.into_iter().chain(each).collect()
}

fn rows(source: &Source, filled: &Filled, table: &FilledTable, opens: bool, visit: &Visit) -> Vec<Row> {
    let stt = numbers(&filled.lines);
    let row = |row: &engine::figures::FilledRow| {
        let line = filled.lines.get(row.line)?;
        let code = line.codes.last().cloned().flatten();
        let below = place_of(source, line.codes.as_slice());
        let href =
            below.map(|place| format!("{}/tables/{}{}", source.root(), table.number, source.query(&place)));
        let cells = table.headings.iter().zip(&row.cells).map(|(heading, cell)| Shown {
            words: shown(cell, visit.language),
            href: households(source, table.number, (heading, cell), (row.of_people, code.as_deref()))
                .filter(|_| opens),
            label: differ::label(heading, visit),
            is_formula: heading.formula.is_some(),
            counted: cell.truth.map(|truth| vocab::written::whole(truth, visit.language)),
        });
        Some(Row {
            number: stt.get(row.line).cloned().unwrap_or_default(),
            name: filled.names.get(row.line).cloned().unwrap_or_default(),
            href: href.filter(|_| row.of_people != Some(true)),
            kind: differ::kind(row.of_people).map(|key| visit.t(key)),
            is_second: row.of_people == Some(true),
            is_strong: !line.of.is_empty(),
            cells: cells.collect(),
        })
    };
    table.rows.iter().filter_map(row).collect()
}

/// The place of a line, where it has places below that are not shown here.
fn place_of(source: &Source, codes: &[Option<String>]) -> Option<[Option<String>; 3]> {
    match (codes, source.level) {
        ([Some(province)], Level::Province | Level::Commune) => Some([Some(province.clone()), None, None]),
        ([Some(province), Some(commune)], Level::Commune) => {
            Some([Some(province.clone()), Some(commune.clone()), None])
        }
        _ => None,
    }
}

/// The address of the households behind a cell: of those that count some.
fn households(
    source: &Source,
    table: u16,
    (heading, cell): (&Heading, &FilledCell),
    (of_people, row): (Option<bool>, Option<&str>),
) -> Option<String> {
    let counts = match cell.value {
        Value::Count(count) => count != 0 || cell.truth.is_some_and(|truth| truth != 0),
        Value::Missing | Value::Percent(..) => false,
    };
    if !counts || heading.counts().is_empty() {
        return None;
    }
    let start = source.query(&source.place);
    let join = if start.is_empty() { "?" } else { "&" };
    let row = row.map(|code| format!("&row={}", encoded(code))).unwrap_or_default();
    let people = if of_people == Some(true) { "&rows=people" } else { "" };
    Some(format!(
        "{}/tables/{table}/households{start}{join}column={}{row}{people}",
        source.root(),
        heading.number
    ))
}
