//! A CSV text as a grid of one sheet: UTF-8, `;` or `,` between the cells.

use crate::file::{Budget, Refusal};
use crate::grid::{Cell, FileKind, Grid, Row, Sheet, Value};
use crate::problem::Problem;

pub(super) fn read(bytes: &[u8]) -> Result<Grid, Refusal> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // UTF-16, a picture or a PDF has such bytes; a list never.
    if bytes.iter().any(|byte| *byte < 9) {
        return Err(Problem::NotATable);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::NotUtf8)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut budget = Budget::default();
    let mut rows = Vec::new();
    for (record, number) in reader.records().zip(1u32..) {
        let record = record.map_err(|_| Problem::Damaged)?;
        let mut cells = Vec::new();
        for (written, column) in record.iter().zip(0u32..) {
            if written.trim().is_empty() {
                continue;
            }
            let cell =
                Cell { column, value: Value::Text(written.to_owned()), formula: false, merged_from: None };
            budget.take(&cell)?;
            cells.push(cell);
        }
        if !cells.is_empty() {
            rows.push(Row { number, hidden: false, cells });
        }
    }
    let sheet = Sheet { name: "CSV".to_owned(), visible: true, hidden_columns: Vec::new(), rows };
    Ok(Grid { kind: FileKind::Csv, from_1904: false, sheets: vec![sheet] })
}

/// Vietnamese spreadsheets write `;`, because the comma is the decimal sign.
fn delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(12).collect();
    let count = |sign: char| head.iter().map(|line| line.matches(sign).count()).max().unwrap_or(0);
    if count(';') >= count(',') { b';' } else { b',' }
}
