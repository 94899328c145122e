//! Packed booleans: 64 rows in a word, and the three-valued pair of two of them.

/// A growable row of booleans, 64 in a word, first row in the lowest bit. Bits after the last row are zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: usize,
}

/// Certainly and possibly true, row by row: what is known of a condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TwoBits {
    /// Holds whatever the missing answers are.
    pub certain: Bits,
    /// Could hold.
    pub possible: Bits,
}

/// A word with the lowest `count` bits set.
pub(crate) fn low_mask(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

/// How many words hold this many rows.
pub(crate) fn words_for(rows: usize) -> usize {
    rows.div_ceil(64)
}

/// Zeroes the bits after the last row.
pub(crate) fn mask_tail(words: &mut [u64], rows: usize) {
    if !rows.is_multiple_of(64)
        && let Some(last) = words.get_mut(rows / 64)
    {
        *last &= low_mask(rows % 64);
    }
}

impl Bits {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The words; bits after the last row are zero.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The value of a row; false beyond the end.
    pub fn get(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// How many rows are true.
    pub fn count_ones(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Removes all rows and keeps the memory.
    pub fn clear(&mut self) {
        self.words.clear();
        self.len = 0;
    }

    /// Appends a row.
    pub fn push(&mut self, bit: bool) {
        self.push_word(u64::from(bit), 1);
    }

    /// Appends the lowest `count` bits of a word, at most 64.
    pub fn push_word(&mut self, word: u64, count: usize) {
        let word = word & low_mask(count);
        let used = self.len % 64;
        if count == 0 {
            return;
        }
        if used == 0 {
            self.words.push(word);
        } else {
            if let Some(last) = self.words.last_mut() {
                *last |= word << used;
            }
            if used + count > 64 {
                self.words.push(word >> (64 - used));
            }
        }
        self.len += count;
    }

    /// Appends the same value many times.
    pub fn push_repeated(&mut self, bit: bool, mut count: usize) {
        let word = if bit { u64::MAX } else { 0 };
        while count > 0 {
            let step = count.min(64);
            self.push_word(word, step);
            count -= step;
        }
    }

    /// Takes over whole words that hold this many rows.
    pub(crate) fn assign(&mut self, words: &[u64], rows: usize) {
        self.words.clear();
        self.words.extend_from_slice(words.get(..words_for(rows)).unwrap_or(words));
        self.len = rows;
        mask_tail(&mut self.words, rows);
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(bits: I) -> Bits {
        let mut all = Bits::default();
        bits.into_iter().for_each(|bit| all.push(bit));
        all
    }
}

impl TwoBits {
    /// Yes, no, or not known.
    pub fn get(&self, row: usize) -> Option<bool> {
        match (self.certain.get(row), self.possible.get(row)) {
            (true, _) => Some(true),
            (false, false) => Some(false),
            (false, true) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_pushed_at_any_place_read_back_row_by_row() {
        let mut bits = Bits::default();
        let mut expected = Vec::new();
        for (at, count) in [1, 63, 64, 5, 64, 17, 60].into_iter().enumerate() {
            let word = 0x9e37_79b9_7f4a_7c15_u64.rotate_left(at as u32 * 7);
            bits.push_word(word, count);
            expected.extend((0..count).map(|bit| word >> bit & 1 == 1));
        }
        bits.push_repeated(true, 130);
        expected.extend([true; 130]);
        assert_eq!(bits.len(), expected.len());
        assert!((0..expected.len()).all(|row| bits.get(row) == expected[row]));
        assert_eq!(bits.count_ones(), expected.iter().filter(|bit| **bit).count());
        assert_eq!(bits, expected.into_iter().collect());
    }
}
