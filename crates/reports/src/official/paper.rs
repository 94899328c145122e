//! One table as PDF/A: its numbers as values for the template of the pack.

use engine::figures::FilledTable;
use serde_json::{Value as Json, json};
use standards::layouts::TableLayout;
use vocab::Language;

use super::Report;
use super::head::head;
use super::notes::notes;
use super::words::{numbers, shown};
use crate::letters::printable;
use crate::typesetting::{NotPrinted, typeset};

/// Columns beyond which a table needs the larger sheet.
const FITS_A4: usize = 17;

/// A table as PDF/A-2b, set by a template of the pack.
///
/// # Errors
/// The template is at fault.
pub fn table_paper(
    report: &Report<'_>,
    layout: &TableLayout,
    table: &FilledTable,
    template: &str,
) -> Result<Vec<u8>, NotPrinted> {
    typeset(("table.typ", template), &[], &values(report, layout, table), report.made_on, true)
}

fn values(report: &Report<'_>, layout: &TableLayout, table: &FilledTable) -> Json {
    let language = report.language;
    let head = head(report, table);
    let cells: Vec<Json> = head
        .cells
        .iter()
        .map(|cell| {
            json!({
                "row": cell.row, "column": cell.column, "rows": cell.rows, "columns": cell.columns,
                "words": printable(&cell.words),
            })
        })
        .collect();
    let stt = numbers(report.lines);
    let rows: Vec<Json> = table
        .rows
        .iter()
        .map(|row| {
            let line = report.lines.get(row.line);
            let kind = row.of_people.map(|people| match (people, language) {
                (false, Language::Vi) => "Hộ",
                (true, Language::Vi) => "Nhân khẩu",
                (false, Language::En) => "Households",
                (true, Language::En) => "People",
            });
            json!({
                "number": stt.get(row.line),
                "place": report.names.get(row.line).map(|name| printable(name)),
                "kind": kind,
                "is_second": row.of_people == Some(true),
                "is_strong": line.is_some_and(|line| !line.of.is_empty()),
                "cells": row.cells.iter().map(|cell| printable(&shown(cell, language))).collect::<Vec<_>>(),
            })
        })
        .collect();
    let letterhead = report.letterhead;
    let signatures = report.set.signatures.iter().map(|one| {
        json!({
            "title": printable(one.title.get(language)),
            "role": one.role.as_ref().map(|role| printable(role.get(language))),
            "how": printable(one.how.get(language)),
        })
    });
    let below = notes(report.set, layout, table, language).into_iter().chain(report.remarks.iter().cloned());
    json!({
        "language": if language == Language::Vi { "vi" } else { "en" },
        "number": layout.number,
        "title": printable(layout.title.get(language)),
        "about": printable(&letterhead.about),
        "parent": letterhead.parent.as_deref().map(printable),
        "agency": letterhead.agency.iter().map(|line| printable(line)).collect::<Vec<_>>(),
        "place": printable(&letterhead.place),
        "is_wide": head.before + table.headings.len() > FITS_A4,
        "before": head.before,
        "columns": table.headings.len(),
        "head": cells,
        "codes": head.codes.iter().map(|code| printable(code)).collect::<Vec<_>>(),
        "rows": rows,
        "notes": below.map(|note| printable(&note)).collect::<Vec<_>>(),
        "signatures": signatures.collect::<Vec<_>>(),
        "digest": report.set.digest.chars().take(8).collect::<String>(),
    })
}
