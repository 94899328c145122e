//! A column of counts: whole numbers that are small and repeat.

use std::collections::HashMap;

use arrow_array::Int32Array;
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescPtr;

use super::chunk::{ColumnChunk, Parts, own};
use super::hybrid;

/// Numbers below this have their key in a table.
const TABLE: usize = 1024;

pub(crate) struct Counts {
    keys: Vec<u32>,
    words: Vec<u8>,
    entries: u32,
    /// Key + 1 of each small number; 0 is none yet.
    table: Vec<u32>,
    others: HashMap<i32, u32>,
}

impl Default for Counts {
    fn default() -> Counts {
        let (keys, words, others) = (Vec::new(), Vec::new(), HashMap::new());
        Counts { keys, words, entries: 0, table: vec![0; TABLE], others }
    }
}

impl Counts {
    pub(super) fn push(&mut self, counts: &Int32Array) {
        self.keys.reserve(counts.values().len());
        for count in counts.values() {
            let slot = usize::try_from(*count).ok().and_then(|at| self.table.get_mut(at));
            let slot = match slot {
                Some(slot) => slot,
                None => self.others.entry(*count).or_insert(0),
            };
            if *slot == 0 {
                self.entries += 1;
                *slot = self.entries;
                self.words.extend_from_slice(&count.to_le_bytes());
            }
            self.keys.push(*slot - 1);
        }
    }

    pub(super) fn finish(self, leaf: &ColumnDescPtr) -> Result<ColumnChunk, ParquetError> {
        let mut data = Vec::new();
        let entries = self.entries as usize;
        hybrid::keys(&self.keys, hybrid::width(entries), &mut data);
        let dictionary = Some((self.words, entries));
        own(leaf, Parts { dictionary, data, rows: self.keys.len(), ..Parts::default() })
    }
}
