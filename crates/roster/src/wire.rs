//! How the child process hands cells to its parent: one JSON line for the file, each sheet and each row, and a last one.
//!
//! Lines rather than one document: the parent reads them one by one into cells and never holds a tree of JSON values,
//! which would take many times the memory.

use std::io::{self, BufRead, Write};

use serde_json::{Value as Json, json};

use crate::file::Refusal;
use crate::grid::{Cell, FileKind, Grid, Row, Sheet, Value};
use crate::problem::Problem;

/// Writes what came out of a file.
pub(crate) fn write(result: &Result<Grid, Refusal>, out: &mut impl Write) -> io::Result<()> {
    match result {
        Err(problem) => writeln!(out, "{}", json!({ "refused": problem.code() })),
        Ok(grid) => write_grid(grid, out),
    }
}

fn write_grid(grid: &Grid, out: &mut impl Write) -> io::Result<()> {
    let csv = grid.kind == FileKind::Csv;
    writeln!(out, "{}", json!({ "csv": csv, "from_1904": grid.from_1904 }))?;
    for sheet in &grid.sheets {
        let line = json!({ "sheet": sheet.name, "visible": sheet.visible, "hidden": sheet.hidden_columns });
        writeln!(out, "{line}")?;
        for row in &sheet.rows {
            let cells: Vec<Json> = row.cells.iter().map(cell_to_json).collect();
            writeln!(out, "{}", json!({ "row": row.number, "hidden": row.hidden, "cells": cells }))?;
        }
    }
    writeln!(out, "{}", json!({ "end": grid.sheets.len() }))
}

fn cell_to_json(cell: &Cell) -> Json {
    let (kind, value) = match &cell.value {
        Value::Nothing => ("-", Json::Null),
        Value::Text(text) => ("t", json!(text)),
        Value::Number(number) => ("n", json!(number)),
        Value::Serial(days) => ("d", json!(days)),
        Value::Flag(flag) => ("b", json!(flag)),
        Value::Fault(fault) => ("e", json!(fault)),
    };
    json!([cell.column, kind, value, cell.formula, cell.merged_from])
}

/// Reads what [`write`] wrote. Anything else, or an end before the last line, is `ReaderFailed`.
pub(crate) fn read(lines: impl BufRead) -> Result<Grid, Refusal> {
    let mut grid: Option<Grid> = None;
    for line in lines.lines() {
        let line = line.map_err(|_| Problem::ReaderFailed)?;
        let line: Json = serde_json::from_str(&line).map_err(|_| Problem::ReaderFailed)?;
        if let Some(code) = line.get("refused").and_then(Json::as_str) {
            let known = Problem::ALL.iter().find(|problem| problem.code() == code);
            return Err(known.copied().unwrap_or(Problem::ReaderFailed));
        }
        match &mut grid {
            None => grid = Some(grid_from_json(&line).ok_or(Problem::ReaderFailed)?),
            Some(_) if line.get("end").is_some() => return grid.ok_or(Problem::ReaderFailed),
            Some(grid) => add_line(grid, &line).ok_or(Problem::ReaderFailed)?,
        }
    }
    Err(Problem::ReaderFailed)
}

fn grid_from_json(line: &Json) -> Option<Grid> {
    let kind = if line.get("csv")?.as_bool()? { FileKind::Csv } else { FileKind::Workbook };
    Some(Grid { kind, from_1904: line.get("from_1904")?.as_bool()?, sheets: Vec::new() })
}

fn add_line(grid: &mut Grid, line: &Json) -> Option<()> {
    if let Some(name) = line.get("sheet") {
        let hidden_columns = line.get("hidden")?.as_array()?.iter().map(number).collect::<Option<_>>()?;
        let visible = line.get("visible")?.as_bool()?;
        let name = name.as_str()?.to_owned();
        grid.sheets.push(Sheet { name, visible, hidden_columns, rows: Vec::new() });
        return Some(());
    }
    let cells = line.get("cells")?.as_array()?.iter().map(cell_from_json).collect::<Option<_>>()?;
    let row = Row { number: number(line.get("row")?)?, hidden: line.get("hidden")?.as_bool()?, cells };
    grid.sheets.last_mut()?.rows.push(row);
    Some(())
}

fn number(json: &Json) -> Option<u32> {
    u32::try_from(json.as_u64()?).ok()
}

fn cell_from_json(cell: &Json) -> Option<Cell> {
    let [column, kind, value, formula, merged] = cell.as_array()?.as_slice() else { return None };
    let value = match kind.as_str()? {
        "-" => Value::Nothing,
        "t" => Value::Text(value.as_str()?.to_owned()),
        "n" => Value::Number(value.as_f64()?),
        "d" => Value::Serial(value.as_f64()?),
        "b" => Value::Flag(value.as_bool()?),
        "e" => Value::Fault(value.as_str()?.to_owned()),
        _ => return None,
    };
    let merged_from = match merged.as_array().map(Vec::as_slice) {
        Some([row, column]) => Some((number(row)?, number(column)?)),
        _ => None,
    };
    Some(Cell { column: number(column)?, value, formula: formula.as_bool()?, merged_from })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let cell = |column, value| Cell { column, value, formula: column == 2, merged_from: Some((1, 2)) };
        let cells = vec![
            cell(0, Value::Text("Hồ “A”\n".to_owned())),
            cell(1, Value::Number(68_190_001_234.0)),
            cell(2, Value::Nothing),
            cell(3, Value::Serial(45_000.5)),
            cell(4, Value::Flag(true)),
            cell(5, Value::Fault("#REF!".to_owned())),
        ];
        let rows = vec![Row { number: 8, hidden: true, cells }];
        let sheet = Sheet { name: "Thôn 1".to_owned(), visible: false, hidden_columns: vec![3], rows };
        Grid { kind: FileKind::Workbook, from_1904: true, sheets: vec![sheet] }
    }

    #[test]
    fn cells_come_out_as_they_went_in_and_half_of_the_lines_are_refused() {
        let mut bytes = Vec::new();
        write(&Ok(grid()), &mut bytes).expect("written");
        assert_eq!(read(bytes.as_slice()), Ok(grid()));
        let cut = bytes.len() - 12;
        assert_eq!(read(&bytes[..cut]), Err(Problem::ReaderFailed));
        let mut refused = Vec::new();
        write(&Err(Problem::Damaged), &mut refused).expect("written");
        assert_eq!(read(refused.as_slice()), Err(Problem::Damaged));
    }
}
