//! Columns of codes, read as dictionaries: a code is looked at once, its key often.

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray};

/// What each code says, as bits.
pub struct Codes<'a> {
    column: &'a DictionaryArray<Int32Type>,
    says: Vec<u8>,
    /// All bits that a missing code could have.
    missing: u8,
}

impl<'a> Codes<'a> {
    pub fn new(column: &'a ArrayRef, bits: impl Fn(&str) -> u8, missing: u8) -> Codes<'a> {
        let column = column.as_dictionary::<Int32Type>();
        let codes = column.values().as_string::<i32>();
        Codes { column, says: codes.iter().map(|code| code.map_or(0, &bits)).collect(), missing }
    }

    /// Adds the bits to what is certain and what is possible of each row.
    pub fn add(&self, [certain, possible]: &mut [Vec<u8>; 2]) {
        let says = |key: i32| self.says.get(key as usize).copied().unwrap_or(0);
        let keys = self.column.keys();
        match keys.nulls().filter(|nulls| nulls.null_count() > 0) {
            None => {
                for ((certain, possible), key) in certain.iter_mut().zip(possible).zip(keys.values()) {
                    *certain |= says(*key);
                    *possible |= says(*key);
                }
            }
            Some(nulls) => {
                let rows = keys.values().iter().zip(nulls.inner());
                for ((certain, possible), (key, known)) in certain.iter_mut().zip(possible).zip(rows) {
                    *certain |= if known { says(*key) } else { 0 };
                    *possible |= if known { says(*key) } else { self.missing };
                }
            }
        }
    }

    /// What the code at a position says, whatever row it belongs to.
    pub fn at(&self, at: usize) -> u8 {
        let key = self.column.keys().value(at);
        self.says.get(key as usize).copied().unwrap_or(0)
    }
}
