//! What `report --json` prints: one object, schema `chungtay.report/1`.

use std::path::PathBuf;

use engine::figures::{FilledCell, Value as Shown};
use reports::official::{Report, code_of, notes};
use serde_json::{Value, json};
use vocab::LocalText;

use super::given::Given;
use crate::json::cite;

pub(super) fn object(
    report: &Report<'_>,
    given: &Given,
    (files, opened): (&[PathBuf], Option<&[String]>),
    remarks: &[LocalText],
) -> String {
    let language = report.language;
    let tables = report.wanted().map(|(layout, table)| {
        let columns = table.headings.iter().map(|heading| {
            json!({
                "number": heading.number,
                "code": code_of(heading),
                "under": heading.under.iter().map(|words| words.get(language)).collect::<Vec<_>>(),
                "label": heading.label.get(language),
            })
        });
        let rows = table.rows.iter().map(|row| {
            json!({
                "codes": report.lines.get(row.line).map(|line| &line.codes),
                "name": report.names.get(row.line),
                "rows": row.of_people.map(|people| if people { "people" } else { "households" }),
                "cells": row.cells.iter().map(cell).collect::<Vec<_>>(),
            })
        });
        json!({
            "number": layout.number,
            "title": layout.title.get(language),
            "source": cite(&layout.source),
            "columns": columns.collect::<Vec<_>>(),
            "rows": rows.collect::<Vec<_>>(),
            "notes": notes(report.set, layout, table, language),
        })
    });
    let differences = report.differences.iter().map(|one| {
        let check = report.set.checks.get(one.check);
        json!({
            "check": check.map(|check| check.label.get(language)),
            "codes": report.lines.get(one.line).map(|line| &line.codes),
            "name": report.names.get(one.line),
            "sides": one.sides.iter().map(|(formula, value)| json!({ "cells": formula.to_string(), "value": value })).collect::<Vec<_>>(),
            "unclear": one.unclear,
        })
    });
    let whole = report.lines.first();
    json!({
        "schema": "chungtay.report/1",
        "standard": given.standard.id,
        "digest": given.standard.digest,
        "tables_digest": report.set.digest,
        "result_day": given.days.result.to_string(),
        "age_day": given.days.age.to_string(),
        "units_on": given.days.units.to_string(),
        "borders_on": given.borders.to_string(),
        "households": whole.map_or(0, |line| line.counts.all[0]),
        "people": whole.map_or(0, |line| line.counts.all[1]),
        "undetermined": whole.map_or(0, |line| line.counts.undetermined[0]),
        "checks": report.set.checks.len(),
        "differences": differences.collect::<Vec<_>>(),
        "tables": tables.collect::<Vec<_>>(),
        "notes": remarks.iter().map(|note| note.get(language)).collect::<Vec<_>>(),
        "opened": opened,
        "files": files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>(),
    })
    .to_string()
}

/// A count, a share in percent, or null: never zero for what is not known.
fn cell(cell: &FilledCell) -> Value {
    let value = match cell.value {
        Shown::Missing => Value::Null,
        Shown::Count(count) => json!(count),
        Shown::Percent(..) => json!(cell.value.percent()),
    };
    json!({ "value": value, "unclear": cell.unclear, "true_count": cell.truth })
}
