//! A column of words that comes as dictionaries: each word is looked at once a dictionary, its key once a row.

use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowDictionaryKeyType, Int32Type, UInt8Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, StringArray};
use arrow_buffer::ArrowNativeType;
use arrow_schema::DataType;
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescPtr;

use super::chunk::{ColumnChunk, Parts, all_missing, own};
use super::hybrid;
use super::levels::Levels;

#[derive(Default)]
pub(crate) struct Codes {
    levels: Levels,
    keys: Vec<u32>,
    words: Vec<u8>,
    entries: HashMap<Box<str>, u32>,
    /// The dictionary of the last batch, and the key that each of its words has here.
    last: Option<(ArrayRef, Vec<u32>)>,
}

impl Codes {
    pub(super) fn push(&mut self, codes: &ArrayRef) {
        match codes.data_type() {
            DataType::Dictionary(key, _) if **key == DataType::UInt8 => {
                self.add(codes.as_dictionary::<UInt8Type>());
            }
            _ => self.add(codes.as_dictionary::<Int32Type>()),
        }
    }

    fn add<K: ArrowDictionaryKeyType>(&mut self, codes: &DictionaryArray<K>) {
        let own = self.keys_of(codes.values());
        // A word may itself be missing from its dictionary; such rows are rare enough to go the slow way.
        let words = codes.values().as_string::<i32>();
        let nulls = if words.null_count() > 0 { codes.logical_nulls() } else { codes.nulls().cloned() };
        self.levels.push(nulls.as_ref(), codes.len());
        let keys = codes.keys().values().iter().map(|key| own.get(key.as_usize()).copied().unwrap_or(0));
        match nulls.filter(|nulls| nulls.null_count() > 0) {
            None => self.keys.extend(keys),
            Some(nulls) => {
                let known = keys.zip(nulls.inner()).filter(|(_, known)| *known);
                self.keys.extend(known.map(|(key, _)| key));
            }
        }
        self.last = Some((codes.values().clone(), own));
    }

    fn keys_of(&mut self, dictionary: &ArrayRef) -> Vec<u32> {
        if let Some((last, keys)) = self.last.take()
            && last.to_data().ptr_eq(&dictionary.to_data())
        {
            return keys;
        }
        let words: &StringArray = dictionary.as_string();
        words.iter().map(|word| word.map_or(0, |word| self.key(word))).collect()
    }

    fn key(&mut self, word: &str) -> u32 {
        if let Some(key) = self.entries.get(word) {
            return *key;
        }
        let key = self.entries.len() as u32;
        self.entries.insert(word.into(), key);
        self.words.extend_from_slice(&(word.len() as u32).to_le_bytes());
        self.words.extend_from_slice(word.as_bytes());
        key
    }

    pub(super) fn finish(self, leaf: &ColumnDescPtr) -> Result<ColumnChunk, ParquetError> {
        if self.entries.is_empty() {
            return all_missing(leaf, self.levels.rows());
        }
        let mut data = Vec::new();
        self.levels.write(leaf.max_def_level() > 0, &mut data);
        hybrid::keys(&self.keys, hybrid::width(self.entries.len()), &mut data);
        let dictionary = Some((self.words, self.entries.len()));
        own(leaf, Parts { dictionary, data, rows: self.levels.rows(), ..Parts::default() })
    }
}
