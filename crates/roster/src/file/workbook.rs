//! An XLSX workbook as a grid: cell by cell, so that a sheet that claims to be huge costs nothing.
//!
//! calamine's `worksheet_range` was rejected: it allocates the rectangle between the first and the last cell, 550 GB for a
//! sheet with two cells.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxError};

use crate::file::extras::{self, Area, Extras};
use crate::file::{Budget, Refusal};
use crate::grid::{Cell, FileKind, Grid, Row, Sheet, Value};
use crate::problem::Problem;

/// Merged areas give their value to at most so many cells of a sheet.
const MAX_FILLED: usize = 300_000;

pub(super) fn read(bytes: &[u8]) -> Result<Grid, Refusal> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
    let mut extras = extras::read(bytes)?;
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for meta in workbook.sheets_metadata().to_vec() {
        let extra = extras.remove(&meta.name).unwrap_or_default();
        let rows = match rows(&mut workbook, &meta.name, &mut budget) {
            Ok(rows) => rows,
            // A sheet that is only a chart.
            Err(Failure::Sheet(XlsxError::NotAWorksheet(_))) => BTreeMap::new(),
            Err(Failure::Sheet(error)) => return Err(refusal(error)),
            Err(Failure::Budget(problem)) => return Err(problem),
        };
        sheets.push(sheet(meta.name, meta.visible == SheetVisible::Visible, rows, extra, &mut budget)?);
    }
    Ok(Grid { kind: FileKind::Workbook, from_1904: workbook.has_1904_epoch(), sheets })
}

fn refusal(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Problem::OldWorkbook,
        XlsxError::FileNotFound(_) => Problem::NotATable,
        _ => Problem::Damaged,
    }
}

enum Failure {
    Sheet(XlsxError),
    Budget(Problem),
}

type Rows = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// The cells by row and column, both from 0.
fn rows(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, budget: &mut Budget) -> Result<Rows, Failure> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(Failure::Sheet)?;
    let mut rows: Rows = BTreeMap::new();
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(Failure::Sheet)? {
        let formula = record.formula.is_some();
        let value = value(&record.value);
        if value.is_blank() && !formula {
            continue;
        }
        let (row, column) = record.pos;
        let cell = Cell { column, value, formula, merged_from: None };
        budget.take(&cell).map_err(Failure::Budget)?;
        rows.entry(row).or_default().insert(column, cell);
    }
    Ok(rows)
}

fn value(read: &DataRef<'_>) -> Value {
    match read {
        DataRef::Empty => Value::Nothing,
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) if !number.is_finite() => Value::Fault(number.to_string()),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::String(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Bool(flag) => Value::Flag(*flag),
        DataRef::DateTime(day) if !day.as_f64().is_finite() => Value::Fault(day.as_f64().to_string()),
        DataRef::DateTime(day) => Value::Serial(day.as_f64()),
        DataRef::DateTimeIso(text) => Value::Text(text.split('T').next().unwrap_or_default().to_owned()),
        DataRef::DurationIso(text) => Value::Text(text.clone()),
        DataRef::Error(error) => Value::Fault(error.to_string()),
    }
}

fn sheet(
    name: String,
    visible: bool,
    mut rows: Rows,
    extras: Extras,
    budget: &mut Budget,
) -> Result<Sheet, Refusal> {
    let mut filled = 0;
    for area in &extras.merged {
        fill(&mut rows, *area, &mut filled, budget)?;
    }
    let rows = rows
        .into_iter()
        .map(|(row, cells)| {
            let number = row.saturating_add(1);
            Row { number, hidden: extras.hidden_rows.contains(&number), cells: cells.into_values().collect() }
        })
        .collect();
    Ok(Sheet { name, visible, hidden_columns: extras.hidden_columns, rows })
}

/// Gives the value of a merged area to its cells in all rows that hold anything; only down its first column, because
/// across a row the other columns mean something else.
fn fill(rows: &mut Rows, area: Area, filled: &mut usize, budget: &mut Budget) -> Result<(), Refusal> {
    let (top, left) = (area.rows.0, area.columns.0);
    if area.rows.1 == top {
        return Ok(());
    }
    let Some(anchor) = rows.get(&top).and_then(|row| row.get(&left)).cloned() else { return Ok(()) };
    for (_, row) in rows.range_mut(top.saturating_add(1)..=area.rows.1) {
        *filled += 1;
        if *filled > MAX_FILLED {
            return Err(Problem::TooManyCells);
        }
        let cell = Cell { merged_from: Some((top.saturating_add(1), left)), ..anchor.clone() };
        budget.take(&cell)?;
        row.entry(left).or_insert(cell);
    }
    Ok(())
}
