//! The tables as one workbook: a sheet a table, with the formulas that the form has and the numbers that they give.

mod checks;
mod sheet;

use engine::figures::FilledTable;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use standards::layouts::TableLayout;
use vocab::Language;

use super::Report;
use super::head::{Head, head};

pub(super) use sheet::{merged, text};

/// A workbook that could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotWritten(pub String);

impl std::fmt::Display for NotWritten {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the workbook cannot be made: {}", self.0)
    }
}

impl std::error::Error for NotWritten {}

impl From<XlsxError> for NotWritten {
    fn from(error: XlsxError) -> NotWritten {
        NotWritten(error.to_string())
    }
}

/// Rows above the heading of a table.
const ABOVE: u32 = 9;

/// A table with its place in the workbook.
struct Placed<'a> {
    layout: &'a TableLayout,
    table: &'a FilledTable,
    head: Head,
    name: String,
}

impl Placed<'_> {
    /// The first row of numbers.
    fn first(&self) -> u32 {
        ABOVE + self.head.rows as u32 + 1
    }

    /// The row of a line.
    fn row(&self, line: usize, of_people: Option<bool>) -> u32 {
        self.first() + self.table.row_of(line, of_people.unwrap_or(false)) as u32
    }

    /// The column with this number.
    fn column(&self, number: u16) -> Option<u16> {
        let at = self.table.headings.iter().position(|heading| heading.number == number)?;
        Some((self.head.before + at) as u16)
    }
}

/// The wanted tables as the bytes of one XLSX file; the same figures and day give the same bytes.
///
/// # Errors
/// A text is too long for a cell, or there are more rows than a sheet holds.
pub fn workbook(report: &Report<'_>) -> Result<Vec<u8>, NotWritten> {
    let mut workbook = Workbook::new();
    let title = report.set.label.get(report.language);
    let (year, month, day) = report.made_on.civil();
    let made = ExcelDateTime::from_ymd(year.try_into().unwrap_or(1900), month as u8, day as u8)?;
    let about = format!("{} · {}", report.set.id, report.set.digest);
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_author("Chung Tay")
            .set_comment(about)
            .set_creation_datetime(&made),
    );
    let word = if report.language == Language::Vi { "Biểu" } else { "Table" };
    let placed: Vec<Placed<'_>> = report
        .wanted()
        .map(|(layout, table)| Placed {
            layout,
            table,
            head: head(report, table),
            name: format!("{word} {:02}", table.number),
        })
        .collect();
    for one in &placed {
        let mut of = sheet::Sheet::new(report, &placed, one, workbook.add_worksheet());
        of.write()?;
    }
    checks::write(report, workbook.add_worksheet())?;
    Ok(workbook.save_to_buffer()?)
}
