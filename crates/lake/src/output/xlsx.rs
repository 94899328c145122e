//! Results as one sheet of an Excel workbook, row by row with constant memory. Texts are written as texts, so that none
//! becomes a formula.

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};
use arrow_schema::SchemaRef;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use vocab::said;

use super::csv::Cells;
use crate::failure::Failure;
use crate::output_file::OutputFile;

/// Rows of a sheet below the header.
const MOST_ROWS: u32 = 1_048_575;

/// Beyond this, a spreadsheet changes the last digits of a number.
const EXACT: i64 = 999_999_999_999_999;

/// A workbook being written.
pub(crate) struct XlsxOutput {
    workbook: Workbook,
    file: OutputFile,
    rows: u32,
}

impl XlsxOutput {
    pub(crate) fn create(
        file: OutputFile,
        schema: &SchemaRef,
        metadata: &[(String, String)],
    ) -> Result<XlsxOutput, Failure> {
        let mut workbook = Workbook::new();
        let about: Vec<String> = metadata.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        workbook.set_properties(&DocProperties::new().set_comment(about.join("\n")));
        let mut output = XlsxOutput { workbook, file, rows: 0 };
        let mut header = || {
            let sheet = output.workbook.add_worksheet_with_constant_memory()?;
            sheet.set_name("households")?;
            sheet.set_freeze_panes(1, 1)?;
            for (column, field) in (0..).zip(schema.fields()) {
                sheet.write_string(0, column, field.name())?;
            }
            Ok(())
        };
        let written = header();
        written.map_err(|e| could_not_write(&output.file, &e))?;
        Ok(output)
    }

    pub(crate) fn append(&mut self, batch: &RecordBatch) -> Result<(), Failure> {
        if batch.num_rows() > (MOST_ROWS - self.rows) as usize {
            return Err(Failure::could_not_run(
                said!(
                    "một trang tính chứa được {MOST_ROWS} hộ, dữ liệu có nhiều hơn",
                    "a sheet of a workbook holds {MOST_ROWS} households, and there are more"
                ),
                said!(
                    "ghi Parquet hoặc CSV (--format parquet, --format csv), hoặc phân loại riêng từng tỉnh",
                    "write Parquet or CSV (--format parquet, --format csv), or classify each province on its own"
                ),
            ));
        }
        let mut write = || -> Result<(), XlsxError> {
            let sheet = self.workbook.worksheet_from_index(0)?;
            let failed = |e: arrow_schema::ArrowError| XlsxError::ParameterError(e.to_string());
            let columns =
                batch.columns().iter().map(Cells::new).collect::<Result<Vec<_>, _>>().map_err(failed)?;
            for row in 0..batch.num_rows() {
                self.rows += 1;
                for (at, column) in (0..).zip(&columns) {
                    match column {
                        Cells::Integers(column) if column.is_valid(row) => {
                            let value = column.as_primitive::<Int64Type>().value(row);
                            if value.abs() <= EXACT {
                                sheet.write_number(self.rows, at, value as f64)?;
                            } else {
                                sheet.write_string(self.rows, at, value.to_string())?;
                            }
                        }
                        Cells::Numbers(column) if column.is_valid(row) && column.value(row).is_finite() => {
                            sheet.write_number(self.rows, at, column.value(row))?;
                        }
                        Cells::Flags(column) if column.is_valid(row) => {
                            sheet.write_boolean(self.rows, at, column.value(row))?;
                        }
                        column => {
                            if let Some(text) = column.text(row) {
                                sheet.write_string(self.rows, at, text.as_ref())?;
                            }
                        }
                    }
                }
            }
            Ok(())
        };
        let written = write();
        written.map_err(|e| could_not_write(&self.file, &e))
    }

    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        let saved = self.workbook.save_to_writer(&mut self.file);
        saved.map_err(|e| could_not_write(&self.file, &e))?;
        self.file.keep()
    }
}

fn could_not_write(file: &OutputFile, error: &XlsxError) -> Failure {
    let shown = file.shown();
    match error {
        XlsxError::IoError(e) => Failure::io(said!("không ghi được {shown}", "could not write {shown}"), e),
        other => Failure::could_not_run(
            said!("không ghi được {shown}: {other}", "could not write {shown}: {other}"),
            said!("thử Parquet hoặc CSV", "try Parquet or CSV"),
        ),
    }
}
