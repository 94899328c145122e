//! A column of whole numbers that do not repeat: ids. Its least and greatest stand in the footer, for readers that divide
//! the work.

use arrow_array::Int64Array;
use parquet::errors::ParquetError;
use parquet::file::statistics::Statistics;
use parquet::schema::types::ColumnDescPtr;

use super::chunk::{ColumnChunk, Parts, own};

#[derive(Default)]
pub(crate) struct Numbers {
    data: Vec<u8>,
    rows: usize,
    bounds: Option<(i64, i64)>,
}

impl Numbers {
    pub(super) fn push(&mut self, numbers: &Int64Array) {
        let values = numbers.values();
        self.data.extend_from_slice(values.inner().as_slice());
        self.rows += values.len();
        let batch = values.iter().copied().min().zip(values.iter().copied().max());
        self.bounds = match (self.bounds, batch) {
            (Some((least, greatest)), Some((low, high))) => Some((least.min(low), greatest.max(high))),
            (known, new) => known.or(new),
        };
    }

    pub(super) fn finish(self, leaf: &ColumnDescPtr) -> Result<ColumnChunk, ParquetError> {
        let statistics = self
            .bounds
            .map(|(least, greatest)| Statistics::int64(Some(least), Some(greatest), None, Some(0), false));
        own(leaf, Parts { data: self.data, rows: self.rows, statistics, dictionary: None })
    }
}
