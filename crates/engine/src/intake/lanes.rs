//! Cells of Arrow columns into number lanes, 64 at a time.

use std::fmt::Display;

use arrow_array::cast::AsArray;
use arrow_array::types::ArrowPrimitiveType;
use arrow_array::{Array, ArrayRef, PrimitiveArray, StringArray};
use arrow_buffer::BooleanBuffer;
use arrow_schema::DataType;
use vocab::pow10;

use super::append::Report;
use super::cells::Bad;
use crate::bits::low_mask;
use crate::columns::{Lane, Numbers};

/// Words of 64 rows of a bitmap, with how many rows the last one has.
pub(super) fn words(bits: &BooleanBuffer) -> impl Iterator<Item = (u64, usize)> + '_ {
    let chunks = bits.bit_chunks();
    let rest = chunks.remainder_len();
    let last = (rest > 0).then(|| (chunks.remainder_bits(), rest));
    chunks.iter().map(|word| (word, 64)).chain(last)
}

/// An array in the nearest type that is read directly.
pub(super) fn cast(array: &ArrayRef, to: &DataType) -> Option<ArrayRef> {
    if array.data_type() == to {
        return Some(array.clone());
    }
    let strict = arrow_cast::CastOptions { safe: false, ..Default::default() };
    arrow_cast::cast_with_options(array, to, &strict).ok()
}

/// A raw number in 64 bits; one that does not fit becomes the least of all, which no question allows.
pub(super) trait Raw: Copy {
    fn raw(self) -> i64;
}

impl Raw for i32 {
    #[inline(always)]
    fn raw(self) -> i64 {
        i64::from(self)
    }
}

impl Raw for i64 {
    #[inline(always)]
    fn raw(self) -> i64 {
        self
    }
}

impl Raw for i128 {
    #[inline(always)]
    fn raw(self) -> i64 {
        let low = self as i64;
        if i128::from(low) == self { low } else { i64::MIN }
    }
}

/// Numbers being appended; a missing one is the whole `range`.
pub(super) struct Cells<'a, 'r, T> {
    pub(super) range: (i64, i64),
    pub(super) into: &'a mut Numbers<T>,
    pub(super) report: &'a mut Report<'r>,
}

impl<T: Lane> Cells<'_, '_, T> {
    fn push(&mut self, value: Option<i64>) {
        let (least, greatest) = value.map_or(self.range, |value| (value, value));
        self.into.push_between(T::truncated(least), T::truncated(greatest));
    }

    fn judged(&mut self, row: usize, value: impl Display, judged: Result<i64, Bad>) {
        let value = match judged {
            Ok(value) => Some(value),
            Err(bad) => {
                self.report.bad(row, value, bad);
                None
            }
        };
        self.push(value);
    }

    pub(super) fn each<P: ArrowPrimitiveType>(
        &mut self,
        array: &PrimitiveArray<P>,
        judge: impl Fn(P::Native) -> Result<i64, Bad>,
    ) where
        P::Native: Display,
    {
        self.each_shown(array, |value| value.to_string(), judge);
    }

    pub(super) fn each_shown<P: ArrowPrimitiveType>(
        &mut self,
        array: &PrimitiveArray<P>,
        show: impl Fn(P::Native) -> String,
        judge: impl Fn(P::Native) -> Result<i64, Bad>,
    ) {
        for (row, value) in array.iter().enumerate() {
            match value.map(|value| (value, judge(value))) {
                None => self.push(None),
                Some((_, Ok(value))) => self.push(Some(value)),
                Some((value, bad)) => self.judged(row, show(value), bad),
            }
        }
    }

    pub(super) fn text(&mut self, array: &ArrayRef, judge: impl Fn(&str) -> Result<i64, Bad>) -> bool {
        let Some(array) = cast(array, &DataType::Utf8) else { return false };
        let array: &StringArray = array.as_string();
        for (row, text) in array.iter().enumerate() {
            match text.map(str::trim).filter(|text| !text.is_empty()) {
                None => self.push(None),
                Some(text) => self.judged(row, text, judge(text)),
            }
        }
        true
    }

    /// Whole numbers, as answers of this scale.
    pub(super) fn whole<P: ArrowPrimitiveType>(&mut self, array: &PrimitiveArray<P>, scale: u8)
    where
        P::Native: Display + Raw,
    {
        let range = self.range;
        let factor = pow10(scale).unwrap_or(i64::MAX);
        let limits = (
            range.0.div_euclid(factor) + i64::from(range.0.rem_euclid(factor) != 0),
            range.1.div_euclid(factor),
        );
        let judge = |value: P::Native| {
            let value = value.raw();
            if value < limits.0 || value > limits.1 {
                Err(Bad::outside(scale, range))
            } else {
                Ok(value * factor)
            }
        };
        self.fast(array, limits, factor, |value| value.to_string(), judge);
    }

    /// 64 rows at a time: narrowed and checked without branches; a chunk with a bad cell is judged cell by cell.
    pub(super) fn fast<P: ArrowPrimitiveType>(
        &mut self,
        array: &PrimitiveArray<P>,
        limits: (i64, i64),
        factor: i64,
        show: impl Fn(P::Native) -> String,
        judge: impl Fn(P::Native) -> Result<i64, Bad>,
    ) where
        P::Native: Raw,
    {
        let values: &[P::Native] = array.values();
        let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
        let mut valid = nulls.map(|nulls| words(nulls.inner()));
        if limits.0 > limits.1 {
            return self.each_shown(array, show, judge);
        }
        for (at, chunk) in values.chunks(64).enumerate() {
            let all = low_mask(chunk.len());
            let known = valid.as_mut().and_then(Iterator::next).map_or(all, |(word, _)| word);
            let good = if known == all {
                self.chunk(chunk, limits, factor)
            } else if known == 0 {
                let (least, greatest) = (T::truncated(self.range.0), T::truncated(self.range.1));
                self.into.push_repeated(least, greatest, chunk.len());
                true
            } else {
                self.holey(chunk, known, limits, factor)
            };
            if !good {
                for (bit, value) in chunk.iter().enumerate() {
                    match (known >> bit & 1 == 1).then(|| judge(*value)) {
                        None => self.push(None),
                        Some(Ok(value)) => self.push(Some(value)),
                        Some(bad) => self.judged(at * 64 + bit, show(*value), bad),
                    }
                }
            }
        }
    }

    /// A chunk without missing cells. False: it holds a bad cell, and nothing was appended.
    fn chunk<S: Raw>(&mut self, chunk: &[S], limits: (i64, i64), factor: i64) -> bool {
        let from = self.into.least.len();
        let (least, greatest) = (T::truncated(limits.0), T::truncated(limits.1));
        let (mut lost, mut outside) = (0_i64, false);
        for value in chunk {
            let value = value.raw();
            let narrow = T::truncated(value);
            lost |= narrow.wide() ^ value;
            outside |= (narrow < least) | (narrow > greatest);
        }
        if lost != 0 || outside {
            return false;
        }
        if factor == 1 {
            self.into.least.extend(chunk.iter().map(|value| T::truncated(value.raw())));
        } else {
            self.into.least.extend(chunk.iter().map(|value| T::truncated(value.raw() * factor)));
        }
        debug_assert_eq!(self.into.least.len(), from + chunk.len());
        self.into.settle();
        true
    }

    /// The same for a chunk with missing cells, whose slots may hold anything.
    fn holey<S: Raw>(&mut self, chunk: &[S], known: u64, limits: (i64, i64), factor: i64) -> bool {
        let bad = |value: i64| value < limits.0 || value > limits.1;
        let any_bad = chunk
            .iter()
            .enumerate()
            .fold(false, |any, (bit, value)| any | ((known >> bit & 1 == 1) & bad(value.raw())));
        if any_bad {
            return false;
        }
        let range = self.range;
        let (least, greatest) = self.into.bounded();
        let lane = |bit: usize, value: S, missing: i64| {
            T::truncated(if known >> bit & 1 == 1 { value.raw().wrapping_mul(factor) } else { missing })
        };
        least.extend(chunk.iter().enumerate().map(|(bit, value)| lane(bit, *value, range.0)));
        greatest.extend(chunk.iter().enumerate().map(|(bit, value)| lane(bit, *value, range.1)));
        true
    }
}
