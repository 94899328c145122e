//! Typed answers by column: what a question's answers look like in memory once they were judged.
//!
//! A missing number is the whole range of its question, so that kernels need no special case for it; the second lane
//! exists only while some row of the batch is not exact.

use std::fmt::Debug;
use std::ops::{Add, Mul, Sub};

use crate::bits::Bits;
use crate::kernels::Rows;

/// A number lane: 32 bits wherever the range of the question fits, else 64.
pub(crate) trait Lane:
    Rows + Ord + Default + Debug + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + 'static
{
    /// The lowest bits; callers have proved or will check that nothing is lost.
    fn truncated(value: i64) -> Self;
    /// As 64 bits.
    fn wide(self) -> i64;
    /// The quotient; 0 where there is none, which the checker has excluded.
    fn quotient(self, divisor: Self) -> Self;
    /// The remainder, in the same way.
    fn rest(self, divisor: Self) -> Self;
}

impl Lane for i32 {
    #[inline(always)]
    fn truncated(value: i64) -> i32 {
        value as i32
    }
    #[inline(always)]
    fn wide(self) -> i64 {
        i64::from(self)
    }
    fn quotient(self, divisor: i32) -> i32 {
        self.checked_div(divisor).unwrap_or(0)
    }
    fn rest(self, divisor: i32) -> i32 {
        self.checked_rem(divisor).unwrap_or(0)
    }
}

impl Lane for i64 {
    #[inline(always)]
    fn truncated(value: i64) -> i64 {
        value
    }
    #[inline(always)]
    fn wide(self) -> i64 {
        self
    }
    fn quotient(self, divisor: i64) -> i64 {
        self.checked_div(divisor).unwrap_or(0)
    }
    fn rest(self, divisor: i64) -> i64 {
        self.checked_rem(divisor).unwrap_or(0)
    }
}

/// Numbers within bounds. While every row is exact, `greatest` is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers<T> {
    pub(crate) least: Vec<T>,
    greatest: Vec<T>,
    bounded: bool,
}

/// Numbers within bounds, to read. Without `greatest`, they are exact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumbersRef<'a, T> {
    pub(crate) least: &'a [T],
    pub(crate) greatest: Option<&'a [T]>,
}

impl<'a, T> NumbersRef<'a, T> {
    /// Upper bounds, known or not.
    pub(crate) fn upper(self) -> &'a [T] {
        self.greatest.unwrap_or(self.least)
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.greatest.is_none()
    }
}

impl<T: Lane> Numbers<T> {
    /// Upper bounds, if they differ from the lower ones somewhere.
    pub(crate) fn greatest(&self) -> Option<&[T]> {
        self.bounded.then_some(&self.greatest)
    }

    pub(crate) fn len(&self) -> usize {
        self.least.len()
    }

    pub(crate) fn clear(&mut self) {
        self.least.clear();
        self.greatest.clear();
        self.bounded = false;
    }

    /// Both lanes, for appending the same number of rows to each.
    pub(crate) fn bounded(&mut self) -> (&mut Vec<T>, &mut Vec<T>) {
        if !self.bounded {
            self.greatest.clear();
            self.greatest.extend_from_slice(&self.least);
            self.bounded = true;
        }
        (&mut self.least, &mut self.greatest)
    }

    /// Both lanes, emptied; of an exact column only the first is to be filled.
    pub(crate) fn restart(&mut self, exact: bool) -> (&mut Vec<T>, &mut Vec<T>) {
        self.least.clear();
        self.greatest.clear();
        self.bounded = !exact;
        (&mut self.least, &mut self.greatest)
    }

    /// The first rows, to read.
    pub(crate) fn first(&self, rows: usize) -> NumbersRef<'_, T> {
        let greatest = self.bounded.then(|| self.greatest.get(..rows).unwrap_or(&self.greatest));
        NumbersRef { least: self.least.get(..rows).unwrap_or(&self.least), greatest }
    }

    /// After exact rows were appended to `least` alone.
    pub(crate) fn settle(&mut self) {
        if self.bounded && self.greatest.len() < self.least.len() {
            let from = self.greatest.len();
            self.greatest.extend_from_slice(self.least.get(from..).unwrap_or_default());
        }
    }

    pub(crate) fn push_between(&mut self, least: T, greatest: T) {
        if least == greatest && !self.bounded {
            return self.least.push(least);
        }
        let lanes = self.bounded();
        lanes.0.push(least);
        lanes.1.push(greatest);
    }

    pub(crate) fn push_repeated(&mut self, least: T, greatest: T, count: usize) {
        let rows = self.least.len() + count;
        if least == greatest && !self.bounded {
            return self.least.resize(rows, least);
        }
        let lanes = self.bounded();
        lanes.0.resize(rows, least);
        lanes.1.resize(rows, greatest);
    }

    /// Both bounds of a row.
    pub(crate) fn get(&self, row: usize) -> Option<(T, T)> {
        let least = *self.least.get(row)?;
        let greatest = if self.bounded { *self.greatest.get(row)? } else { least };
        Some((least, greatest))
    }
}

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
