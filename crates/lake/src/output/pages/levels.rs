//! Which values of a column are there.

use arrow_buffer::NullBuffer;
use engine::bits::Bits;

use super::hybrid;

/// One bit a row: set where there is a value.
#[derive(Default)]
pub(super) struct Levels {
    present: Bits,
    missing: usize,
}

impl Levels {
    pub(super) fn push(&mut self, nulls: Option<&NullBuffer>, rows: usize) {
        let nulls = nulls.filter(|nulls| nulls.null_count() > 0);
        let Some(nulls) = nulls else { return self.present.push_repeated(true, rows) };
        self.missing += nulls.null_count();
        words(nulls.inner(), |word, count| self.present.push_word(word, count));
    }

    pub(super) fn rows(&self) -> usize {
        self.present.len()
    }

    /// Appends the levels with their length, as a data page begins.
    pub(super) fn write(&self, is_nullable: bool, into: &mut Vec<u8>) {
        if !is_nullable {
            return;
        }
        let start = into.len();
        into.extend_from_slice(&[0; 4]);
        hybrid::bits(&self.present, into);
        let length = (into.len() - start - 4) as u32;
        if let Some(place) = into.get_mut(start..start + 4) {
            place.copy_from_slice(&length.to_le_bytes());
        }
    }
}

/// The bits of an Arrow buffer, 64 at a time.
pub(super) fn words(bits: &arrow_buffer::BooleanBuffer, mut each: impl FnMut(u64, usize)) {
    let chunks = bits.bit_chunks();
    chunks.iter().for_each(|word| each(word, 64));
    if chunks.remainder_len() > 0 {
        each(chunks.remainder_bits(), chunks.remainder_len());
    }
}
