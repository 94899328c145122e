//! Typed answers by column: what a question's answers look like in memory once they were judged.
//!
//! A missing number is the whole range of its question, so that kernels need no special case for it; the second lane
//! exists only while some row of the batch is not exact.

mod numbers;

pub(crate) use self::numbers::{Lane, Numbers, NumbersRef};
use crate::bits::Bits;

/// Yes or no; while nothing is missing, `possible` is not used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flags {
    pub(crate) certain: Bits,
    possible: Bits,
    bounded: bool,
}

impl Flags {
    pub(crate) fn possible(&self) -> Option<&Bits> {
        self.bounded.then_some(&self.possible)
    }

    pub(crate) fn clear(&mut self) {
        self.certain.clear();
        self.possible.clear();
        self.bounded = false;
    }

    pub(crate) fn push_missing(&mut self, mut count: usize) {
        while count > 0 {
            let step = count.min(64);
            self.push_words(0, u64::MAX, step);
            count -= step;
        }
    }

    /// Appends the lowest bits of two words.
    pub(crate) fn push_words(&mut self, certain: u64, possible: u64, count: usize) {
        if certain != possible && !self.bounded {
            self.possible.clone_from(&self.certain);
            self.bounded = true;
        }
        self.certain.push_word(certain, count);
        if self.bounded {
            self.possible.push_word(possible, count);
        }
    }
}

/// The position of a choice that is not known.
pub(crate) const NO_CHOICE: u16 = u16::MAX;

/// Positions of choices, [`NO_CHOICE`] where missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Codes {
    pub(crate) codes: Vec<u16>,
    /// How many are missing.
    pub(crate) missing: usize,
}

/// Sets of choices, one bit a choice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sets {
    pub(crate) sets: Vec<u64>,
    pub(crate) known: Bits,
}

/// Texts, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    bytes: String,
    ends: Vec<usize>,
    pub(crate) known: Bits,
}

impl Texts {
    pub(crate) fn push(&mut self, text: Option<&str>) {
        self.bytes.push_str(text.unwrap_or_default());
        self.ends.push(self.bytes.len());
        self.known.push(text.is_some());
    }

    /// The text of a row; `None` is missing.
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        let start = if row == 0 { 0 } else { *self.ends.get(row - 1)? };
        let text = self.bytes.get(start..*self.ends.get(row)?)?;
        self.known.get(row).then_some(text)
    }
}

/// The answers to one question.
#[derive(Clone, Debug)]
pub(crate) enum Column {
    Narrow(Numbers<i32>),
    Wide(Numbers<i64>),
    Flags(Flags),
    Codes(Codes),
    Sets(Sets),
    Texts(Texts),
}

impl Column {
    pub(crate) fn clear(&mut self) {
        match self {
            Column::Narrow(numbers) => numbers.clear(),
            Column::Wide(numbers) => numbers.clear(),
            Column::Flags(flags) => flags.clear(),
            Column::Codes(codes) => {
                codes.codes.clear();
                codes.missing = 0;
            }
            Column::Sets(sets) => {
                sets.sets.clear();
                sets.known.clear();
            }
            Column::Texts(texts) => {
                texts.bytes.clear();
                texts.ends.clear();
                texts.known.clear();
            }
        }
    }

    /// Appends missing answers; a number is then anywhere in the range.
    pub(crate) fn push_missing(&mut self, range: (i64, i64), count: usize) {
        match self {
            Column::Narrow(numbers) => numbers.push_repeated(range.0 as i32, range.1 as i32, count),
            Column::Wide(numbers) => numbers.push_repeated(range.0, range.1, count),
            Column::Flags(flags) => flags.push_missing(count),
            Column::Codes(codes) => {
                codes.codes.resize(codes.codes.len() + count, NO_CHOICE);
                codes.missing += count;
            }
            Column::Sets(sets) => {
                sets.sets.resize(sets.sets.len() + count, 0);
                sets.known.push_repeated(false, count);
            }
            Column::Texts(texts) => (0..count).for_each(|_| texts.push(None)),
        }
    }
}
