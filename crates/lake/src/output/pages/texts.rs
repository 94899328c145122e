//! A column of texts that seldom repeat and are mostly missing.

use arrow_array::{Array, StringArray};
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescPtr;

use super::chunk::{ColumnChunk, Parts, own};
use super::levels::Levels;

#[derive(Default)]
pub(crate) struct Texts {
    levels: Levels,
    values: Vec<u8>,
}

impl Texts {
    pub(super) fn push(&mut self, texts: &StringArray) {
        self.levels.push(texts.nulls(), texts.len());
        if texts.null_count() == texts.len() {
            return;
        }
        for text in texts.iter().flatten() {
            self.values.extend_from_slice(&(text.len() as u32).to_le_bytes());
            self.values.extend_from_slice(text.as_bytes());
        }
    }

    pub(super) fn finish(self, leaf: &ColumnDescPtr) -> Result<ColumnChunk, ParquetError> {
        let mut data = Vec::new();
        self.levels.write(leaf.max_def_level() > 0, &mut data);
        data.extend_from_slice(&self.values);
        own(leaf, Parts { data, rows: self.levels.rows(), ..Parts::default() })
    }
}
