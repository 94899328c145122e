//! Bits of sixty-four rows at a time: columns of bits to bytes of rows and back.

use arrow_array::{Array, BooleanArray};
use arrow_buffer::BooleanBuffer;

/// What is certain and what is possible of one condition, for sixty-four rows; three-valued logic on whole words.
#[derive(Clone, Copy, Default)]
pub struct Truths {
    pub certain: u64,
    pub possible: u64,
}

impl Truths {
    pub fn and(self, other: Truths) -> Truths {
        Truths { certain: self.certain & other.certain, possible: self.possible & other.possible }
    }

    pub fn or(self, other: Truths) -> Truths {
        Truths { certain: self.certain | other.certain, possible: self.possible | other.possible }
    }

    pub fn not(self) -> Truths {
        Truths { certain: !self.possible, possible: !self.certain }
    }
}

/// The bits of an Arrow buffer as words; bits beyond the end are zero.
pub fn words(bits: &BooleanBuffer, into: &mut Vec<u64>) {
    into.clear();
    let chunks = bits.bit_chunks();
    into.extend(chunks.iter());
    into.push(chunks.remainder_bits());
}

/// A boolean column of which null is unknown.
#[derive(Default)]
pub struct Flags {
    values: Vec<u64>,
    known: Vec<u64>,
}

impl Flags {
    pub fn load(&mut self, column: &BooleanArray) {
        words(column.values(), &mut self.values);
        match column.nulls() {
            Some(nulls) => words(nulls.inner(), &mut self.known),
            None => {
                self.known.clear();
                self.known.resize(self.values.len(), u64::MAX);
            }
        }
    }

    #[inline]
    pub fn at(&self, word: usize) -> Truths {
        let (value, known) = (self.values[word], self.known[word]);
        Truths { certain: value & known, possible: value | !known }
    }
}

/// Turns a square of eight rows of eight bits.
#[inline]
pub fn transpose(x: u64) -> u64 {
    let t = (x ^ (x >> 7)) & 0x00AA_00AA_00AA_00AA;
    let x = x ^ t ^ (t << 7);
    let t = (x ^ (x >> 14)) & 0x0000_CCCC_0000_CCCC;
    let x = x ^ t ^ (t << 14);
    let t = (x ^ (x >> 28)) & 0x0000_0000_F0F0_F0F0;
    x ^ t ^ (t << 28)
}

/// One byte a row to one word a bit.
#[inline]
pub fn columns_of(rows: &[u8; 64]) -> [u64; 8] {
    let mut columns = [0; 8];
    for (group, eight) in rows.as_chunks::<8>().0.iter().enumerate() {
        let turned = transpose(u64::from_le_bytes(*eight)).to_le_bytes();
        for (column, byte) in columns.iter_mut().zip(turned) {
            *column |= u64::from(byte) << (8 * group);
        }
    }
    columns
}

/// One word a bit to one byte a row.
#[inline]
pub fn rows_of(columns: [u64; 8]) -> [u8; 64] {
    let mut rows = [0; 64];
    for (group, eight) in rows.as_chunks_mut::<8>().0.iter_mut().enumerate() {
        let bytes = columns.map(|column| (column >> (8 * group)) as u8);
        *eight = transpose(u64::from_le_bytes(bytes)).to_le_bytes();
    }
    rows
}
