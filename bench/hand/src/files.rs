//! The two files: which columns are read in which types, and which row groups belong together.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::Int64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::file::metadata::PageIndexPolicy;
use parquet::file::statistics::Statistics;

/// A Parquet file with the columns that are wanted of it.
pub struct Source {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
    /// Least and greatest id of each row group.
    pub bounds: Vec<(i64, i64)>,
}

impl Source {
    pub fn open(path: &Path, columns: &[&str]) -> Source {
        let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let options = || ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Skip);
        let metadata = ArrowReaderMetadata::load(&file, options()).expect("a Parquet file");
        let fields: Vec<Field> =
            metadata.schema().fields().iter().map(|field| typed(field, columns)).collect();
        let hinted = options().with_schema(Arc::new(Schema::new(fields)));
        let metadata = ArrowReaderMetadata::try_new(metadata.metadata().clone(), hinted)
            .expect("the types of the columns");
        let mask = mask(&metadata, columns);
        let ids =
            metadata.parquet_schema().columns().iter().position(|column| column.name() == "household_id");
        let ids = ids.expect("household_id");
        let bounds =
            metadata.metadata().row_groups().iter().map(|group| match group.column(ids).statistics() {
                Some(Statistics::Int64(of)) => {
                    (*of.min_opt().expect("least"), *of.max_opt().expect("greatest"))
                }
                _ => panic!("{}: household_id needs to be an integer with statistics", path.display()),
            });
        let bounds = bounds.collect();
        Source { path: path.to_owned(), mask, bounds, metadata }
    }

    /// The columns as they are read.
    pub fn schema(&self) -> &SchemaRef {
        self.metadata.schema()
    }

    /// Reads row groups from a row on.
    pub fn read(&self, groups: Range<usize>, skip: usize, rows: usize) -> ParquetRecordBatchReader {
        self.reader(groups, self.mask.clone())
            .with_offset(skip)
            .with_batch_size(rows)
            .build()
            .expect("a reader")
    }

    /// How many rows of a group have ids up to this one.
    pub fn rows_through(&self, group: usize, id: i64) -> usize {
        let mask = mask(&self.metadata, &["household_id"]);
        let reader = self.reader(group..group + 1, mask).with_batch_size(65_536).build().expect("a reader");
        let mut through = 0;
        for batch in reader {
            let batch = batch.expect("a batch");
            let ids: &Int64Array = batch.column(0).as_primitive::<Int64Type>();
            let within = ids.values().partition_point(|other| *other <= id);
            through += within;
            if within < ids.len() {
                break;
            }
        }
        through
    }

    fn reader(&self, groups: Range<usize>, mask: ProjectionMask) -> ParquetRecordBatchReaderBuilder<File> {
        // A file of its own: clones share their position, and two threads read at the same time.
        let file = File::open(&self.path).expect("the file opened before");
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
        builder.with_row_groups(groups.collect()).with_projection(mask)
    }
}

fn mask(metadata: &ArrowReaderMetadata, columns: &[&str]) -> ProjectionMask {
    let fields = metadata.schema().fields().iter().enumerate();
    let roots = fields.filter(|(_, field)| columns.contains(&field.name().as_str())).map(|(at, _)| at);
    ProjectionMask::roots(metadata.parquet_schema(), roots)
}

/// Texts as dictionaries, decimals in 64 bits.
fn typed(field: &Field, columns: &[&str]) -> Field {
    let codes = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let to = match field.data_type() {
        _ if !columns.contains(&field.name().as_str()) => return field.clone(),
        DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 => codes(),
        DataType::List(item) | DataType::LargeList(item) => {
            DataType::List(Arc::new(item.as_ref().clone().with_data_type(codes())))
        }
        DataType::Decimal128(precision, scale) => DataType::Decimal64(*precision, *scale),
        other => other.clone(),
    };
    field.clone().with_data_type(to)
}
