//! A Parquet file of microdata: which columns and row groups are read, and in which Arrow types.

use std::collections::BTreeSet;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Encoding;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, PageIndexPolicy};
use parquet::file::reader::Length;

use vocab::{LocalText, said};

use super::positioned::PositionedFile;
use super::rows::{FileName, HOUSEHOLD_ID, RowNumbers, RowStream, Rows};
use super::{could_not_read, one_of_two};
use crate::failure::{Failure, Stop};
use crate::ids::IdKind;

/// An open Parquet file whose footer was read and checked.
#[derive(Debug)]
pub(crate) struct ParquetSource {
    pub(crate) name: FileName,
    file: PositionedFile,
    pub(super) metadata: ArrowReaderMetadata,
}

/// A choice of columns with the types in which they are read.
#[derive(Clone, Debug)]
pub(crate) struct Projection {
    metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
    /// What batches will look like.
    pub(crate) schema: SchemaRef,
}

impl ParquetSource {
    /// Reads the footer.
    pub(crate) fn open(name: FileName, file: File) -> Result<ParquetSource, Failure> {
        let could_not = |e: &std::io::Error| could_not_read(&name.shown, e);
        let file = PositionedFile::new(file).map_err(|e| could_not(&e))?;
        let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Skip);
        let metadata = ArrowReaderMetadata::load(&file, options).map_err(|e| damaged(&name, &e))?;
        let source = ParquetSource { name, file, metadata };
        source.check_footer()?;
        let mut names = BTreeSet::new();
        if let Some(twice) = source.schema().fields().iter().find(|field| !names.insert(field.name().clone()))
        {
            let column = twice.name();
            return Err(source.name.refused(
                said!("cột `{column}` xuất hiện hai lần", "the column `{column}` stands twice"),
                one_of_two(),
            ));
        }
        Ok(source)
    }

    /// All columns of the file.
    pub(crate) fn schema(&self) -> &SchemaRef {
        self.metadata.schema()
    }

    /// How many rows the file says it has.
    pub(crate) fn rows(&self) -> u64 {
        self.groups().map(|group| group.num_rows().max(0) as u64).sum()
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = &parquet::file::metadata::RowGroupMetaData> {
        self.metadata.metadata().row_groups().iter()
    }

    /// Readers trust the footer: one that points outside the file, or counts differently in two places, is refused here.
    fn check_footer(&self) -> Result<(), Failure> {
        let sound = |column: &ColumnChunkMetaData, rows: i64| {
            let start = column.dictionary_page_offset().unwrap_or(i64::MAX).min(column.data_page_offset());
            let end = start.checked_add(column.compressed_size());
            let inside = start >= 0
                && column.compressed_size() >= 0
                && end.and_then(|end| u64::try_from(end).ok()).is_some_and(|end| end <= self.file.len());
            let flat = column.column_descr().max_rep_level() == 0;
            inside && (!flat || column.num_values() == rows)
        };
        let all = self.groups().all(|group| {
            group.num_rows() >= 0 && group.columns().iter().all(|column| sound(column, group.num_rows()))
        });
        if all {
            return Ok(());
        }
        Err(self.name.refused(
            said!(
                "tệp Parquet bị hỏng: phần cuối tệp không khớp với kích thước",
                "the Parquet file is damaged: its footer contradicts its size"
            ),
            mend(),
        ))
    }

    /// Which of the wanted columns are there, and how to read them. `plain` asks for texts without dictionaries.
    pub(crate) fn project(&self, wanted: &[String], plain: bool) -> Result<Projection, Failure> {
        let all = self.schema();
        let roots: Vec<usize> = (0..all.fields().len())
            .filter(|&at| all.fields().get(at).is_some_and(|field| wanted.contains(field.name())))
            .collect();
        let hinted: Vec<Field> = all.fields().iter().map(|field| self.hint(field, plain)).collect();
        let options = ArrowReaderOptions::new()
            .with_page_index_policy(PageIndexPolicy::Skip)
            .with_schema(Arc::new(Schema::new(hinted)));
        let footer = self.metadata.metadata().clone();
        // A hint that does not suit the file's own types is no reason to refuse the file.
        let metadata =
            ArrowReaderMetadata::try_new(footer, options).unwrap_or_else(|_| self.metadata.clone());
        let mask = ProjectionMask::roots(metadata.parquet_schema(), roots.iter().copied());
        let schema = metadata.schema().project(&roots).map_err(|_| {
            self.name.refused(
                said!(
                    "tệp Parquet bị hỏng: mô tả các cột mâu thuẫn nhau",
                    "the Parquet file is damaged: its schema contradicts itself"
                ),
                mend(),
            )
        })?;
        Ok(Projection { metadata, mask, schema: Arc::new(schema) })
    }

    /// Texts are read as dictionaries where the file has them as such: codes repeat, and a key is cheaper than a text.
    fn hint(&self, field: &Field, plain: bool) -> Field {
        let is_text = IdKind::of(field.data_type()) == Some(IdKind::Text);
        if !is_text {
            return field.clone();
        }
        let to = if plain {
            DataType::Utf8
        } else if field.name() == HOUSEHOLD_ID {
            DataType::Utf8View
        } else if self.is_dictionary(field.name()) {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
        } else {
            DataType::Utf8
        };
        field.clone().with_data_type(to)
    }

    fn is_dictionary(&self, name: &str) -> bool {
        let mut any = false;
        for group in self.groups() {
            let Some(column) = group.columns().iter().find(|column| column.column_path().parts() == [name])
            else {
                return false;
            };
            let coded = column.dictionary_page_offset().is_some()
                && match column.page_encoding_stats_mask() {
                    Some(mask) => {
                        mask.is_only(Encoding::RLE_DICTIONARY) || mask.is_only(Encoding::PLAIN_DICTIONARY)
                    }
                    None => column
                        .encodings()
                        .any(|e| matches!(e, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY)),
                };
            if !coded {
                return false;
            }
            any = true;
        }
        any
    }

    /// Rows of consecutive row groups, from the row `skip` of the first one.
    pub(crate) fn read(
        &self,
        projection: &Projection,
        groups: std::ops::Range<usize>,
        skip: usize,
        batch_rows: usize,
        kind: IdKind,
    ) -> Result<RowStream<'static>, Stop> {
        let before: u64 = self.groups().take(groups.start).map(|group| group.num_rows().max(0) as u64).sum();
        let mut builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
            self.file.clone(),
            projection.metadata.clone(),
        )
        .with_row_groups(groups.collect())
        .with_projection(projection.mask.clone())
        .with_batch_size(batch_rows);
        if skip > 0 {
            builder = builder.with_offset(skip);
        }
        let batches = builder.build().map_err(|e| damaged(&self.name, &e))?;
        let name = self.name.clone();
        let mut next = before + skip as u64 + 1;
        let (mut batches, mut ended) = (batches, false);
        Ok(Box::new(std::iter::from_fn(move || {
            if ended {
                return None;
            }
            // The parquet crate still panics on some damaged pages. Its reader is not used again after that, and the
            // reading thread must not end quietly: a shorter file would look complete.
            let rows = match catch_unwind(AssertUnwindSafe(|| batches.next())) {
                Ok(batch) => match batch? {
                    Ok(batch) => {
                        let numbers = RowNumbers::From(next);
                        next += batch.num_rows() as u64;
                        Rows::new(batch, numbers, Vec::new(), kind, &name)
                    }
                    Err(e) => Err(damaged(&name, &ParquetError::from(e)).into()),
                },
                Err(_) => Err(name
                    .refused(said!("tệp Parquet bị hỏng", "the Parquet file is damaged"), mend())
                    .into()),
            };
            ended = rows.is_err();
            Some(rows)
        })))
    }
}

fn mend() -> LocalText {
    said!(
        "ghi hoặc sao chép lại tệp; bản sao bị ngắt giữa chừng thì chưa đủ",
        "write or copy the file again; a copy that was interrupted is not complete"
    )
}

/// What the Parquet reader stumbled over. Its own words may quote bytes of the file, so they are not passed on.
pub(super) fn damaged(name: &FileName, error: &ParquetError) -> Failure {
    let (message, remedy) = match error {
        ParquetError::NYI(what) => (
            said!(
                "tệp Parquet dùng một tính năng chưa được hỗ trợ: {what}",
                "the Parquet file uses something that is not supported: {what}"
            ),
            said!(
                "ghi lại tệp với kiểu nén Snappy hoặc Zstandard, không mã hóa",
                "write the file with Snappy or Zstandard compression and without encryption"
            ),
        ),
        ParquetError::EOF(_) | ParquetError::NeedMoreData(_) | ParquetError::NeedMoreDataRange(_) => {
            (said!("tệp Parquet bị cắt cụt", "the Parquet file is truncated"), mend())
        }
        _ => {
            (said!("tệp Parquet bị hỏng hoặc bị cắt cụt", "the Parquet file is damaged or truncated"), mend())
        }
    };
    name.refused(message, remedy)
}
