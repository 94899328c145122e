//! The heading of a table as a grid: headings that columns share stand above them, and a heading without any reaches down.

use engine::figures::FilledTable;
use vocab::Language;

use super::Report;
use super::words::code_of;

/// A cell of the heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadCell {
    /// Row of the heading, from 0.
    pub row: usize,
    /// Column, from 0.
    pub column: usize,
    /// Rows that it takes.
    pub rows: usize,
    /// Columns that it takes.
    pub columns: usize,
    /// What stands in it.
    pub words: String,
}

/// The heading of a table, with the columns before its own.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its cells, row by row.
    pub cells: Vec<HeadCell>,
    /// How many rows it has.
    pub rows: usize,
    /// The official row of column numbers.
    pub codes: Vec<String>,
    /// Columns before those of the table: number, place, and what the row counts.
    pub before: usize,
}

/// The heading of a table.
pub fn head(report: &Report<'_>, table: &FilledTable) -> Head {
    let language = report.language;
    let has_kinds = table.rows.iter().any(|row| row.of_people.is_some());
    let mut first = vec![("STT", "No."), ("", "")];
    if has_kinds {
        first.push(("Hộ/ Nhân khẩu", "Households/ people"));
    }
    let say = |(vi, en): (&'static str, &'static str)| if language == Language::Vi { vi } else { en };
    let paths: Vec<Vec<&str>> = table
        .headings
        .iter()
        .map(|heading| {
            let above = heading.under.iter().map(|words| words.get(language));
            above.chain([heading.label.get(language)]).collect()
        })
        .collect();
    let rows = paths.iter().map(Vec::len).max().unwrap_or(1);
    let before = first.len();
    let mut cells: Vec<HeadCell> = Vec::new();
    for (column, words) in first.iter().enumerate() {
        let words = if column == 1 { report.letterhead.places.clone() } else { say(*words).to_owned() };
        cells.push(HeadCell { row: 0, column, rows, columns: 1, words });
    }
    for row in 0..rows {
        let mut at = 0;
        while let Some(path) = paths.get(at) {
            let Some(words) = path.get(row) else {
                at += 1;
                continue;
            };
            let is_leaf = row + 1 == path.len();
            let same = |other: &Vec<&str>| other.len() > row + 1 && other.get(..=row) == path.get(..=row);
            let columns =
                if is_leaf { 1 } else { paths.iter().skip(at).take_while(|other| same(other)).count() };
            cells.push(HeadCell {
                row,
                column: before + at,
                rows: if is_leaf { rows - row } else { 1 },
                columns,
                words: (*words).to_owned(),
            });
            at += columns.max(1);
        }
    }
    let letters = ["A", "B", "C"].into_iter().take(before).map(str::to_owned);
    let codes = letters.chain(table.headings.iter().map(code_of)).collect();
    Head { cells, rows, codes, before }
}
