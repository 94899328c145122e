//! Results as CSV: UTF-8, comma, a header; cells that a spreadsheet would run as a formula are defused.

use std::borrow::Cow;
use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, Schema};

use vocab::said;

use crate::failure::Failure;

/// A text that no spreadsheet takes for a formula: `'` stands before `=`, `+`, `-`, `@`, tab and carriage return.
pub(crate) fn formula_safe(text: &str) -> Cow<'_, str> {
    match text.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => Cow::Owned(format!("'{text}")),
        _ => Cow::Borrowed(text),
    }
}

/// The header row.
pub(crate) fn header(schema: &Schema) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = schema.fields().iter().map(|field| formula_safe(field.name()).into_owned());
    writer.write_record(names).map_err(|e| could_not_write(&e))?;
    writer.into_inner().map_err(|e| could_not_write(&e.into_error().into()))
}

/// The rows of a batch, appended to `into`.
pub(crate) fn rows(batch: &RecordBatch, into: &mut Vec<u8>) -> Result<(), Failure> {
    let failed = |e: &ArrowError| {
        Failure::could_not_run(
            said!("không ghi được một cột: {e}", "could not write a column: {e}"),
            said!("bỏ cột đó khỏi --keep", "leave it out of --keep"),
        )
    };
    let cells =
        batch.columns().iter().map(Cells::new).collect::<Result<Vec<_>, _>>().map_err(|e| failed(&e))?;
    let mut writer = csv::Writer::from_writer(into);
    let mut cell = Vec::new();
    for row in 0..batch.num_rows() {
        for column in &cells {
            cell.clear();
            column.write(row, &mut cell).map_err(|e| failed(&e))?;
            writer.write_field(&cell).map_err(|e| could_not_write(&e))?;
        }
        writer.write_record(None::<&[u8]>).map_err(|e| could_not_write(&e))?;
    }
    writer.flush().map_err(|e| could_not_write(&e.into()))
}

fn could_not_write(error: &csv::Error) -> Failure {
    Failure::could_not_run(
        said!("không ghi được CSV: {error}", "could not write CSV: {error}"),
        said!("thử Parquet", "try Parquet"),
    )
}

/// A column that is written cell by cell.
pub(crate) enum Cells<'a> {
    Integers(ArrayRef),
    Flags(&'a arrow_array::BooleanArray),
    Numbers(&'a arrow_array::Float64Array),
    Texts(ArrayRef),
    /// Texts that repeat: the key of each row and the texts.
    Words(ArrayRef, ArrayRef),
    Lists(ArrayRef),
    Others(Box<ArrayFormatter<'a>>, &'a ArrayRef),
}

impl<'a> Cells<'a> {
    pub(crate) fn new(column: &'a ArrayRef) -> Result<Cells<'a>, ArrowError> {
        let cast = |to: &DataType| arrow_cast::cast(column, to);
        Ok(match column.data_type() {
            DataType::UInt64 => Cells::Texts(cast(&DataType::Utf8)?),
            found if found.is_integer() => Cells::Integers(cast(&DataType::Int64)?),
            DataType::Boolean => Cells::Flags(column.as_boolean()),
            DataType::Float64 => Cells::Numbers(column.as_primitive::<Float64Type>()),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Cells::Texts(cast(&DataType::Utf8)?),
            DataType::Dictionary(_, value) if value.is_string() => match column.as_any_dictionary_opt() {
                Some(coded) => Cells::Words(
                    arrow_cast::cast(coded.keys(), &DataType::Int32)?,
                    arrow_cast::cast(coded.values(), &DataType::Utf8)?,
                ),
                None => Cells::Texts(cast(&DataType::Utf8)?),
            },
            DataType::List(of) if of.data_type().is_string() => Cells::Lists(column.clone()),
            _ => {
                let options = FormatOptions::new();
                Cells::Others(
                    Box::new(ArrayFormatter::try_new(column.as_ref(), &options.with_null(""))?),
                    column,
                )
            }
        })
    }

    /// The text of a cell that holds text; `None` for numbers and for missing cells.
    pub(crate) fn text(&self, row: usize) -> Option<Cow<'_, str>> {
        match self {
            Cells::Texts(texts) => {
                texts.is_valid(row).then(|| Cow::Borrowed(texts.as_string::<i32>().value(row)))
            }
            Cells::Words(keys, words) => {
                let key = keys.is_valid(row).then(|| keys.as_primitive::<Int32Type>().value(row))?;
                Some(Cow::Borrowed(words.as_string::<i32>().value(usize::try_from(key).ok()?)))
            }
            Cells::Lists(lists) => lists.is_valid(row).then(|| {
                let items = arrow_cast::cast(&lists.as_list::<i32>().value(row), &DataType::Utf8);
                let items = items
                    .map(|items| items.as_string::<i32>().iter().flatten().collect::<Vec<_>>().join(";"));
                Cow::Owned(items.unwrap_or_default())
            }),
            Cells::Others(shown, column) => {
                column.is_valid(row).then(|| Cow::Owned(shown.value(row).to_string()))
            }
            _ => None,
        }
    }

    fn write(&self, row: usize, cell: &mut Vec<u8>) -> Result<(), ArrowError> {
        let missing = match self {
            Cells::Integers(column) => column.is_null(row),
            Cells::Flags(column) => column.is_null(row),
            Cells::Numbers(column) => column.is_null(row),
            _ => false,
        };
        match self {
            _ if missing => {}
            Cells::Integers(column) => write!(cell, "{}", column.as_primitive::<Int64Type>().value(row))?,
            Cells::Flags(column) => cell.extend(if column.value(row) { &b"true"[..] } else { b"false" }),
            Cells::Numbers(column) => write!(cell, "{}", column.value(row))?,
            text => cell.extend(text.text(row).as_deref().map(formula_safe).unwrap_or_default().as_bytes()),
        }
        Ok(())
    }
}
