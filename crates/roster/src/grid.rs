//! Ô của bảng tính: the cells of a file as they were written, with their addresses, before anybody says what they mean.

use std::fmt;
use std::sync::Arc;

/// What kind of file the cells came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// An XLSX workbook.
    Workbook,
    /// Text with `;` or `,` between the cells.
    Csv,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing; kept only where a formula has no stored result.
    Nothing,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A number shown as a date: days since the epoch of the workbook.
    Serial(f64),
    /// True or false.
    Flag(bool),
    /// An error of the spreadsheet, such as `#REF!`.
    Fault(String),
}

impl Value {
    /// The value as a person would read it in the cell.
    pub fn written(&self) -> String {
        match self {
            Value::Nothing => String::new(),
            Value::Text(text) | Value::Fault(text) => text.clone(),
            Value::Number(number) | Value::Serial(number) => number.to_string(),
            Value::Flag(flag) => flag.to_string(),
        }
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Nothing => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// One cell. Columns count from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Column, from 0.
    pub column: u32,
    /// What stands in it; for a formula the stored result.
    pub value: Value,
    /// Whether a formula computes it.
    pub formula: bool,
    /// Row and column of the cell whose value a merged area gives to this one.
    pub merged_from: Option<(u32, u32)>,
}

/// One row. Numbers count from 1, as on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Number, from 1.
    pub number: u32,
    /// Whether the spreadsheet hides it, by hand or by a filter.
    pub hidden: bool,
    /// The cells that hold something, in the order of their columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column)
    }
}

/// One sheet: the rows that hold something.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// Whether its tab is shown.
    pub visible: bool,
    /// Columns that the spreadsheet hides.
    pub hidden_columns: Vec<u32>,
    /// Rows in the order of their numbers.
    pub rows: Vec<Row>,
}

/// All sheets of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// What it was read from.
    pub kind: FileKind,
    /// Whether the workbook counts days from 1904 instead of 1900.
    pub from_1904: bool,
    /// The sheets in their order.
    pub sheets: Vec<Sheet>,
}

/// The address of a cell, as `Sheet 1!F12`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Position of the sheet in the file, from 1.
    pub sheet: usize,
    /// Name of the sheet.
    pub name: Arc<str>,
    /// Row, from 1; 0 is the sheet as a whole.
    pub row: u32,
    /// Column, from 0; `None` is the whole row.
    pub column: Option<u32>,
}

impl Place {
    /// The address without the name of the sheet, which somebody typed: for logs.
    pub fn for_log(&self) -> String {
        format!("#{}!{}", self.sheet, self.within_sheet())
    }

    fn within_sheet(&self) -> String {
        match (self.row, self.column) {
            (0, None) => String::new(),
            (0, Some(column)) => column_letters(column),
            (row, None) => row.to_string(),
            (row, Some(column)) => format!("{}{row}", column_letters(column)),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.within_sheet() {
            within if within.is_empty() => f.write_str(&self.name),
            within => write!(f, "{}!{within}", self.name),
        }
    }
}

fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_the_spreadsheet_writes_it_and_logs_do_not_name_the_sheet() {
        let place = |row, column| Place { sheet: 2, name: Arc::from("Thôn 1"), row, column };
        assert_eq!(place(12, Some(5)).to_string(), "Thôn 1!F12");
        assert_eq!(place(8, Some(26)).to_string(), "Thôn 1!AA8");
        assert_eq!(place(1_048_576, Some(16_383)).to_string(), "Thôn 1!XFD1048576");
        assert_eq!(place(8, None).to_string(), "Thôn 1!8");
        assert_eq!(place(0, None).to_string(), "Thôn 1");
        assert_eq!(place(12, Some(5)).for_log(), "#2!F12");
    }
}
