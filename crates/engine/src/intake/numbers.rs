//! Arrow numbers, dates and booleans as answers.

use std::fmt::Display;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int32Type, Int64Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::DataType;
use vocab::{Day, Decimal, pow10};

use super::append::Report;
use super::cells::{self, Bad};
use super::{DAYS, Kind};
use crate::bits::low_mask;
use crate::columns::{Flags, Lane, Numbers};

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

/// Appends numbers or dates. False: the type is not one of those, and nothing was appended.
pub(super) fn append<T: Lane>(
    array: &ArrayRef,
    kind: &Kind,
    into: &mut Numbers<T>,
    report: &mut Report<'_>,
) -> bool {
    let (scale, range) = match kind {
        Kind::Number { scale, range } => (*scale, *range),
        Kind::Date { latest } => return append_dates(array, *latest, into, report),
        _ => return false,
    };
    let mut cells = Cells { range, into, report };
    match array.data_type() {
        DataType::Int64 => cells.whole(array.as_primitive::<Int64Type>(), scale),
        DataType::Int32 => cells.whole(array.as_primitive::<Int32Type>(), scale),
        DataType::Int8 | DataType::Int16 | DataType::UInt8 | DataType::UInt16 | DataType::UInt32 => {
            let Some(array) = cast(array, &DataType::Int64) else { return false };
            cells.whole(array.as_primitive::<Int64Type>(), scale);
        }
        DataType::UInt64 => cells.each(array.as_primitive::<UInt64Type>(), |value| {
            i64::try_from(value)
                .ok()
                .and_then(|value| Decimal { value, scale: 0 }.at_scale(scale))
                .map_or(Err(Bad::outside(scale, range)), |value| within(value, scale, range))
        }),
        DataType::Decimal128(_, found) => {
            let found = *found;
            let show = |value: i128| match (i64::try_from(value), u8::try_from(found)) {
                (Ok(value), Ok(scale)) => Decimal { value, scale }.to_string(),
                _ => format!("{value}e{}", -i32::from(found)),
            };
            let array = array.as_primitive::<Decimal128Type>();
            if i16::from(found) == i16::from(scale) {
                let judge = |value: i128| {
                    let value = i64::try_from(value).map_err(|_| Bad::outside(scale, range))?;
                    within(value, scale, range)
                };
                cells.fast(array, range, 1, show, judge);
            } else {
                cells.each_shown(array, show, |value| {
                    within(rescaled(value, found, scale, range)?, scale, range)
                });
            }
        }
        DataType::Float64 => cells.each(array.as_primitive::<Float64Type>(), |value| {
            exactly(value, scale, range, |rounded, unit| rounded / unit == value)
        }),
        DataType::Float32 => cells.each(array.as_primitive::<Float32Type>(), |value| {
            exactly(f64::from(value), scale, range, |rounded, unit| (rounded / unit) as f32 == value)
        }),
        _ => return cells.text(array, |text| cells::number(text, scale, range)),
    }
    true
}

fn append_dates<T: Lane>(
    array: &ArrayRef,
    latest: Option<Day>,
    into: &mut Numbers<T>,
    report: &mut Report<'_>,
) -> bool {
    let upper = latest.map_or(DAYS.1, |day| i64::from(day.epoch_days()));
    if *array.data_type() == DataType::Date32 {
        let show = |days: i32| Day::from_epoch_days(days).to_string();
        let judge = |days: i32| {
            if i64::from(days) < DAYS.0 || i64::from(days) > DAYS.1 {
                return Err(Bad::new("this is not a day of the years 1 to 9999", "correct the date"));
            }
            cells::check_day(Day::from_epoch_days(days), latest)
        };
        // A missing birth lies anywhere; only given ones must not be later than `latest`.
        Cells { range: DAYS, into, report }.fast(
            array.as_primitive::<Date32Type>(),
            (DAYS.0, upper),
            1,
            show,
            judge,
        );
        return true;
    }
    Cells { range: DAYS, into, report }.text(array, |text| cells::date(text, latest))
}

fn within(value: i64, scale: u8, range: (i64, i64)) -> Result<i64, Bad> {
    if value < range.0 || value > range.1 { Err(Bad::outside(scale, range)) } else { Ok(value) }
}

fn rescaled(value: i128, from: i8, to: u8, range: (i64, i64)) -> Result<i64, Bad> {
    let outside = || Bad::outside(to, range);
    let power = |n: i16| u32::try_from(n).ok().and_then(|n| 10_i128.checked_pow(n));
    let up = i16::from(to) - i16::from(from);
    if up >= 0 {
        let scaled = power(up).and_then(|factor| value.checked_mul(factor));
        return scaled.and_then(|scaled| i64::try_from(scaled).ok()).ok_or_else(outside);
    }
    let factor = power(-up).ok_or_else(outside)?;
    if value % factor != 0 {
        return Err(Bad::too_fine(to));
    }
    i64::try_from(value / factor).map_err(|_| outside())
}

/// A float that is the nearest one to a decimal of this scale stands for that decimal.
fn exactly(value: f64, scale: u8, range: (i64, i64), nearest: impl Fn(f64, f64) -> bool) -> Result<i64, Bad> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53
    if !value.is_finite() {
        return Err(Bad::not_finite());
    }
    let unit = pow10(scale).unwrap_or(1) as f64;
    let rounded = (value * unit).round();
    if rounded.abs() > EXACT {
        return Err(Bad::outside(scale, range));
    }
    if !nearest(rounded, unit) {
        return Err(Bad::too_fine(scale));
    }
    within(rounded as i64, scale, range)
}

/// A raw number in 64 bits; one that does not fit becomes the least of all, which no question allows.
trait Raw: Copy {
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
struct Cells<'a, 'r, T> {
    range: (i64, i64),
    into: &'a mut Numbers<T>,
    report: &'a mut Report<'r>,
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

    fn each<P: ArrowPrimitiveType>(
        &mut self,
        array: &PrimitiveArray<P>,
        judge: impl Fn(P::Native) -> Result<i64, Bad>,
    ) where
        P::Native: Display,
    {
        self.each_shown(array, |value| value.to_string(), judge);
    }

    fn each_shown<P: ArrowPrimitiveType>(
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

    fn text(&mut self, array: &ArrayRef, judge: impl Fn(&str) -> Result<i64, Bad>) -> bool {
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
    fn whole<P: ArrowPrimitiveType>(&mut self, array: &PrimitiveArray<P>, scale: u8)
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
    fn fast<P: ArrowPrimitiveType>(
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

/// Appends booleans, or 0 and 1. False: the type is not one of those.
pub(super) fn append_flags(array: &ArrayRef, into: &mut Flags, report: &mut Report<'_>) -> bool {
    match array.data_type() {
        DataType::Boolean => append_booleans(array.as_boolean(), into),
        found if found.is_integer() => {
            let Some(array) = cast(array, &DataType::Int64) else { return false };
            for (row, value) in array.as_primitive::<Int64Type>().iter().enumerate() {
                let judged = match value {
                    None => None,
                    Some(0) => Some(false),
                    Some(1) => Some(true),
                    Some(other) => {
                        report.bad(row, other, Bad::flag());
                        None
                    }
                };
                push_flag(into, judged);
            }
        }
        _ => {
            let Some(array) = cast(array, &DataType::Utf8) else { return false };
            for (row, text) in array.as_string::<i32>().iter().enumerate() {
                let text = text.map(str::trim).filter(|text| !text.is_empty());
                let judged = text.map(|text| (text, cells::flag(text)));
                let flag = match judged {
                    Some((text, Err(bad))) => {
                        report.bad(row, text, bad);
                        None
                    }
                    Some((_, Ok(flag))) => Some(flag),
                    None => None,
                };
                push_flag(into, flag);
            }
        }
    }
    true
}

fn push_flag(into: &mut Flags, flag: Option<bool>) {
    into.push_words(u64::from(flag == Some(true)), u64::from(flag != Some(false)), 1);
}

fn append_booleans(array: &BooleanArray, into: &mut Flags) {
    let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
    let mut valid = nulls.map(|nulls: &NullBuffer| words(nulls.inner()));
    for (word, count) in words(array.values()) {
        let known = valid.as_mut().and_then(Iterator::next).map_or(u64::MAX, |(word, _)| word);
        let mask = low_mask(count);
        into.push_words(word & known & mask, (word | !known) & mask, count);
    }
}
