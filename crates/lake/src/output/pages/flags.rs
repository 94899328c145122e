//! A column of yes and no, packed from the start to the end.

use arrow_array::{Array, BooleanArray};
use engine::bits::Bits;
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescPtr;

use super::chunk::{ColumnChunk, Parts, own};
use super::levels::{Levels, words};

#[derive(Default)]
pub(crate) struct Flags {
    levels: Levels,
    /// Of the rows that have one.
    values: Bits,
}

impl Flags {
    pub(super) fn push(&mut self, flags: &BooleanArray) {
        self.levels.push(flags.nulls(), flags.len());
        let Some(nulls) = flags.nulls().filter(|nulls| nulls.null_count() > 0) else {
            words(flags.values(), |word, count| self.values.push_word(word, count));
            return;
        };
        let mut known = Vec::with_capacity(flags.len().div_ceil(64));
        words(nulls.inner(), |word, _| known.push(word));
        let mut known = known.into_iter();
        words(flags.values(), |word, count| {
            let known = known.next().unwrap_or(0);
            if known.count_ones() as usize == count {
                return self.values.push_word(word, count);
            }
            let (packed, count) = squeezed(word, known);
            self.values.push_word(packed, count);
        });
    }

    pub(super) fn finish(self, leaf: &ColumnDescPtr) -> Result<ColumnChunk, ParquetError> {
        let mut data = Vec::new();
        self.levels.write(leaf.max_def_level() > 0, &mut data);
        let bytes = self.values.words().iter().flat_map(|word| word.to_le_bytes());
        data.extend(bytes.take(self.values.len().div_ceil(8)));
        own(leaf, Parts { data, rows: self.levels.rows(), ..Parts::default() })
    }
}

/// The bits of a word at the set places of another, moved together.
fn squeezed(word: u64, mut places: u64) -> (u64, usize) {
    let (mut packed, mut count) = (0, 0);
    while places != 0 {
        packed |= (word >> places.trailing_zeros() & 1) << count;
        places &= places - 1;
        count += 1;
    }
    (packed, count)
}
