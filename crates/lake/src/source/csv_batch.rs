//! Rows of a CSV file becoming columns of text.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::builder::{Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Schema, SchemaRef};
use csv::ByteRecord;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use vocab::said;

use super::csv::CsvSource;
use super::rows::{FileName, HOUSEHOLD_ID, RowNumbers, Rows};
use crate::failure::{Failure, Stop, defect};
use crate::ids::{IdKind, canonical_integer};
use crate::problems::Problem;

/// Rows becoming columns.
pub(super) struct CsvBatch<'a> {
    places: &'a [usize],
    ids_at: Option<usize>,
    integers: Option<Int64Builder>,
    texts: Vec<StringBuilder>,
    first: u64,
    pub(super) rows: usize,
    flawed: Vec<usize>,
    problems: Vec<Problem>,
    kind: IdKind,
}

impl<'a> CsvBatch<'a> {
    pub(super) fn new(schema: &Schema, places: &'a [usize], kind: IdKind, first: u64) -> CsvBatch<'a> {
        let ids_at = schema.fields().iter().position(|field| field.name() == HOUSEHOLD_ID);
        CsvBatch {
            places,
            ids_at,
            integers: (kind == IdKind::Integer).then(Int64Builder::new),
            texts: places.iter().map(|_| StringBuilder::new()).collect(),
            first,
            rows: 0,
            flawed: Vec::new(),
            problems: Vec::new(),
            kind,
        }
    }

    pub(super) fn push(&mut self, source: &CsvSource, record: &ByteRecord) -> Result<(), Stop> {
        let row = self.first + self.rows as u64;
        if !record.as_slice().is_ascii()
            && let Some((at, cell)) =
                record.iter().enumerate().find(|(_, cell)| std::str::from_utf8(cell).is_err())
        {
            return Err(source.not_utf8(Some(row), at, cell).into());
        }
        let complete = record.len() == source.header.len();
        if !complete {
            let line = record.position().map_or(0, csv::Position::line);
            let (cells, named) = (record.len(), source.header.len());
            let message = said!(
                "dòng {line} có {cells} ô; dòng tiêu đề có {named} ô",
                "line {line} has {cells} cells; the header has {named}"
            );
            let remedy = said!(
                "đặt ô có chứa dấu phân cách trong ngoặc kép, và điền đủ các ô còn thiếu",
                "put cells that contain the separator into quotation marks, and fill missing cells"
            );
            self.problems.push(source.name.row_problem(Some(row), "", message, remedy));
            self.flawed.push(self.rows);
        }
        for (at, (place, texts)) in self.places.iter().zip(&mut self.texts).enumerate() {
            let is_id = Some(at) == self.ids_at;
            let cell = record.get(*place).filter(|_| complete || is_id).unwrap_or_default();
            let cell = std::str::from_utf8(cell).unwrap_or_default();
            let cell = if is_id { cell.trim() } else { cell };
            match &mut self.integers {
                Some(integers) if is_id => match canonical_integer(cell) {
                    Some(id) => integers.append_value(id),
                    None if cell.is_empty() => integers.append_null(),
                    None => return Err(Stop::TextIds),
                },
                _ if cell.is_empty() => texts.append_null(),
                _ => texts.append_value(normal(cell, &source.normalised)),
            }
        }
        self.rows += 1;
        Ok(())
    }

    pub(super) fn finish(mut self, schema: &SchemaRef, name: &FileName) -> Result<Rows, Stop> {
        let mut integers = self.integers.take();
        let columns = self.texts.iter_mut().enumerate().map(|(at, texts)| -> ArrayRef {
            match &mut integers {
                Some(integers) if Some(at) == self.ids_at => Arc::new(integers.finish()),
                _ => Arc::new(texts.finish()),
            }
        });
        let columns = RecordBatch::try_new(schema.clone(), columns.collect()).map_err(|e| {
            let shown = &name.shown;
            Failure::could_not_run(
                said!("không giữ được các dòng của {shown}: {e}", "could not hold rows of {shown}: {e}"),
                defect(),
            )
        })?;
        let numbers = RowNumbers::From(self.first).with_flaws(self.rows, &self.flawed);
        Rows::new(columns, numbers, self.problems, self.kind, name)
    }
}

/// NFC: the same letters in the same bytes.
fn normal<'a>(cell: &'a str, normalised: &AtomicBool) -> Cow<'a, str> {
    if cell.is_ascii() || is_nfc(cell) {
        return Cow::Borrowed(cell);
    }
    normalised.store(true, Ordering::Relaxed);
    Cow::Owned(cell.nfc().collect())
}
