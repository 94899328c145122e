//! Writes an XLSForm: the sheets of a form as a workbook.

use std::path::Path;

use forms::Form;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use vocab::said;

use crate::failure::Failure;

/// Writes the workbook under its name.
pub(crate) fn write(form: &Form, file: &Path) -> Result<(), Failure> {
    let bytes = workbook(form).map_err(|error| {
        Failure::could_not_run(
            said!("không làm được bảng tính: {error}", "the workbook cannot be made: {error}"),
            said!("báo cho người phát triển", "report it to the developers"),
        )
    })?;
    std::fs::write(file, bytes).map_err(|error| Failure::writing(file, &error))
}

fn workbook(form: &Form) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let head = Format::new().set_bold();
    for sheet in form.sheets() {
        let written = workbook.add_worksheet().set_name(sheet.name)?;
        written.set_freeze_panes(1, 0)?;
        for (row, cells) in (0..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                // Always text: `01` is a code, and a rule may begin with `=` or a point.
                match row {
                    0 => written.write_string_with_format(row, column, cell, &head)?,
                    _ => written.write_string(row, column, cell)?,
                };
            }
        }
    }
    workbook.save_to_buffer()
}
