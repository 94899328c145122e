//! Our own Parquet pages for the columns that we hold ready to be written: packed flags, small counts, coded words.
//!
//! The general writer takes every value apart again: it hashes words that come as dictionaries, and spreads packed
//! flags over bytes. Here each column of a row group becomes one data page, with a dictionary page before it where
//! values repeat (docs/decisions/0008). All other columns go through the general writer.

mod chunk;
mod codes;
mod counts;
mod flags;
mod hybrid;
mod levels;
mod numbers;
mod texts;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, new_null_array};
use arrow_schema::{DataType, Field};
use parquet::arrow::arrow_writer::{ArrowColumnWriter, compute_leaves};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnDescPtr;

pub(crate) use chunk::ColumnChunk;
use codes::Codes;
use counts::Counts;
use flags::Flags;
use numbers::Numbers;
use texts::Texts;

/// One column of a row group being encoded.
pub(crate) enum Column {
    Flags(Flags),
    Counts(Counts),
    Codes(Codes),
    Numbers(Numbers),
    Texts(Texts),
    Other(Box<Other>),
}

/// A column of the general writer, which is not woken while there is nothing but missing values.
pub(crate) struct Other {
    writer: ArrowColumnWriter,
    /// Missing values so far; `None` once it writes.
    asleep: Option<usize>,
}

impl Column {
    /// The encoder that suits a column; `writer` serves where none of ours does.
    pub(crate) fn new(
        field: &Field,
        leaf: &ColumnDescPtr,
        properties: &WriterProperties,
        writer: ArrowColumnWriter,
    ) -> Column {
        let has_dictionary = properties.dictionary_enabled(leaf.path());
        // Only the pages of ids count their least and greatest.
        let has_statistics = properties.statistics_enabled(leaf.path()) != EnabledStatistics::None;
        match field.data_type() {
            DataType::Int64 if !field.is_nullable() && !has_dictionary => Column::Numbers(Numbers::default()),
            _ if has_statistics => Column::Other(Box::new(Other { writer, asleep: None })),
            DataType::Boolean => Column::Flags(Flags::default()),
            DataType::Dictionary(_, words) if **words == DataType::Utf8 => Column::Codes(Codes::default()),
            DataType::Int32 if !field.is_nullable() && has_dictionary => Column::Counts(Counts::default()),
            DataType::Utf8 if !has_dictionary => Column::Texts(Texts::default()),
            _ => Column::Other(Box::new(Other { writer, asleep: field.is_nullable().then_some(0) })),
        }
    }

    /// Appends a batch of values.
    pub(crate) fn push(&mut self, field: &Field, values: &ArrayRef) -> Result<(), ParquetError> {
        match self {
            Column::Flags(flags) => flags.push(values.as_boolean()),
            Column::Counts(counts) => counts.push(values.as_primitive::<Int32Type>()),
            Column::Codes(codes) => codes.push(values),
            Column::Numbers(numbers) => numbers.push(values.as_primitive()),
            Column::Texts(texts) => texts.push(values.as_string()),
            Column::Other(other) => return other.push(field, values),
        }
        Ok(())
    }

    /// The encoded column.
    pub(crate) fn finish(self, field: &Field, leaf: &ColumnDescPtr) -> Result<ColumnChunk, ParquetError> {
        match self {
            Column::Flags(flags) => flags.finish(leaf),
            Column::Counts(counts) => counts.finish(leaf),
            Column::Codes(codes) => codes.finish(leaf),
            Column::Numbers(numbers) => numbers.finish(leaf),
            Column::Texts(texts) => texts.finish(leaf),
            Column::Other(other) => other.finish(field, leaf),
        }
    }
}

impl Other {
    fn push(&mut self, field: &Field, values: &ArrayRef) -> Result<(), ParquetError> {
        if let Some(missing) = &mut self.asleep {
            if values.null_count() == values.len() {
                *missing += values.len();
                return Ok(());
            }
            self.wake(field)?;
        }
        self.write(field, values)
    }

    fn wake(&mut self, field: &Field) -> Result<(), ParquetError> {
        match self.asleep.take() {
            Some(missing) if missing > 0 => self.write(field, &new_null_array(field.data_type(), missing)),
            _ => Ok(()),
        }
    }

    fn write(&mut self, field: &Field, values: &ArrayRef) -> Result<(), ParquetError> {
        compute_leaves(field, values)?.iter().try_for_each(|leaf| self.writer.write(leaf))
    }

    fn finish(mut self, field: &Field, leaf: &ColumnDescPtr) -> Result<ColumnChunk, ParquetError> {
        let is_flat = leaf.max_rep_level() == 0 && leaf.max_def_level() == 1;
        match self.asleep {
            Some(missing) if is_flat => chunk::all_missing(leaf, missing),
            _ => {
                self.wake(field)?;
                Ok(ColumnChunk::General(Box::new(self.writer.close()?)))
            }
        }
    }
}

#[cfg(test)]
mod tests;
