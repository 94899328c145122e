//! Reading a list of households for the pages: the limited child process on its side of the pipe.

use std::io::{self, Write};

use lake::{NotText, TextTable};
use roster::{Cell, FileKind, Grid, MAX_CELLS, MAX_TEXT, Problem, Row, Sheet, Value};
use vocab::said;

use crate::failure::Failure;

/// Reads limits and a file from standard input and prints its cells.
pub(crate) fn child(out: &mut dyn Write) -> Result<(), Failure> {
    roster::child::serve_reading(io::stdin().lock(), out, read).map_err(|error| {
        Failure::could_not_run(
            said!("không đọc được danh sách: {error}", "the list could not be read: {error}"),
            said!("gửi lại tệp", "send the file again"),
        )
    })
}

/// Parquet where it says so, else what lists are.
fn read(bytes: &[u8]) -> Result<Grid, Problem> {
    if !TextTable::is_parquet(bytes) {
        return roster::read_bytes(bytes);
    }
    let table = TextTable::of_parquet(bytes.to_vec(), (MAX_CELLS, MAX_TEXT)).map_err(|why| match why {
        NotText::Damaged => Problem::Damaged,
        NotText::TooLarge => Problem::TooManyCells,
        NotText::Unsupported => Problem::NotATable,
    })?;
    let row = |(number, cells): (u32, Vec<Option<String>>)| Row {
        number,
        hidden: false,
        cells: (0u32..)
            .zip(cells)
            .filter_map(|(column, text)| {
                let value = Value::Text(text.filter(|text| !text.trim().is_empty())?);
                Some(Cell { column, value, formula: false, merged_from: None })
            })
            .collect(),
    };
    let names = table.columns.into_iter().map(Some).collect();
    let rows = (1u32..).zip(std::iter::once(names).chain(table.rows)).map(row);
    let sheet = Sheet {
        name: "Parquet".to_owned(),
        visible: true,
        hidden_columns: Vec::new(),
        rows: rows.filter(|row| !row.cells.is_empty()).collect(),
    };
    // As in a CSV, every cell is text.
    Ok(Grid { kind: FileKind::Csv, from_1904: false, sheets: vec![sheet] })
}
