//! Numbers within bounds, in lanes of 32 or 64 bits.

use std::fmt::Debug;
use std::ops::{Add, Mul, Sub};

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
