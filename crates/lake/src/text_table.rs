//! A small Parquet file as the texts that the same table has as CSV: for readers that judge what people wrote.
//!
//! Whoever sends a file may mean harm, and a footer may promise anything: call it in a process with limits. Cells are
//! counted while they are read, not believed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type};
use arrow_array::{Array, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::DataType;
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;

/// Rows that are decoded at once; few, because one of them may be large.
const BATCH: usize = 256;

/// A table of texts. A list is written as `a;b`, a day as `2025-12-31`, yes and no as `true` and `false`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextTable {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows; what is missing is `None`.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Why a file gives no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// It is cut off, or contradicts itself.
    Damaged,
    /// It has more cells, or more text, than was permitted.
    TooLarge,
    /// It is compressed or encrypted in a way that is not supported.
    Unsupported,
}

impl TextTable {
    /// Whether a file says that it is Parquet.
    pub fn is_parquet(bytes: &[u8]) -> bool {
        bytes.starts_with(b"PAR1")
    }

    /// Reads a whole file, of at most so many cells and bytes of text.
    ///
    /// # Errors
    /// It cannot be read, or is larger.
    pub fn of_parquet(bytes: Vec<u8>, most: (usize, usize)) -> Result<TextTable, NotText> {
        // The parquet crate still panics on some damaged pages.
        catch_unwind(AssertUnwindSafe(|| read(bytes, most))).unwrap_or(Err(NotText::Damaged))
    }
}

fn read(bytes: Vec<u8>, (cells, text): (usize, usize)) -> Result<TextTable, NotText> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).map_err(|e| refused(&e))?;
    let columns: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let mut left = (cells.checked_sub(columns.len()).ok_or(NotText::TooLarge)?, text);
    let mut table = TextTable { columns, rows: Vec::new() };
    for batch in builder.with_batch_size(BATCH).build().map_err(|e| refused(&e))? {
        let batch = batch.map_err(|e| refused(&ParquetError::from(e)))?;
        append(&batch, &mut table, &mut left)?;
    }
    Ok(table)
}

fn append(
    batch: &RecordBatch,
    table: &mut TextTable,
    (cells, text): &mut (usize, usize),
) -> Result<(), NotText> {
    for row in 0..batch.num_rows() {
        // An empty row costs too.
        *cells = cells.checked_sub(batch.num_columns().max(1)).ok_or(NotText::TooLarge)?;
        let mut texts = Vec::with_capacity(batch.num_columns());
        for column in batch.columns() {
            let written = written(column.as_ref(), row)?;
            let length = written.as_ref().map_or(0, String::len);
            *text = text.checked_sub(length).ok_or(NotText::TooLarge)?;
            texts.push(written);
        }
        table.rows.push(texts);
    }
    Ok(())
}

fn written(column: &dyn Array, row: usize) -> Result<Option<String>, NotText> {
    if column.is_null(row) {
        return Ok(None);
    }
    Ok(Some(match column.data_type() {
        DataType::List(_) => listed(column.as_list::<i32>().value(row).as_ref())?,
        DataType::LargeList(_) => listed(column.as_list::<i64>().value(row).as_ref())?,
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Float32 => column.as_primitive::<Float32Type>().value(row).to_string(),
        _ => {
            let options = FormatOptions::default();
            let formatter = ArrayFormatter::try_new(column, &options).map_err(|_| NotText::Unsupported)?;
            formatter.value(row).try_to_string().map_err(|_| NotText::Unsupported)?
        }
    }))
}

fn listed(items: &dyn Array) -> Result<String, NotText> {
    let items: Result<Vec<_>, _> = (0..items.len()).map(|at| written(items, at)).collect();
    Ok(items?.into_iter().flatten().collect::<Vec<_>>().join(";"))
}

fn refused(error: &ParquetError) -> NotText {
    if matches!(error, ParquetError::NYI(_)) { NotText::Unsupported } else { NotText::Damaged }
}
