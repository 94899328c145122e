//! Arithmetic on bounds, choices between numbers, and sums and extremes over members.

use super::{Segments, TruthsRef};
use crate::columns::{Lane, NO_CHOICE, Numbers, NumbersRef};

/// An arithmetic operation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

fn pairs<'a, T: Lane, U>(a: &'a [T], b: &'a [T], f: impl Fn(T, T) -> U + 'a) -> impl Iterator<Item = U> + 'a {
    a.iter().zip(b).map(move |(a, b)| f(*a, *b))
}

pub(crate) fn arithmetic<T: Lane>(
    op: Arithmetic,
    a: NumbersRef<'_, T>,
    b: NumbersRef<'_, T>,
    out: &mut Numbers<T>,
) {
    let exact = a.is_exact() && b.is_exact();
    let (least, greatest) = out.restart(exact);
    match op {
        Arithmetic::Add => {
            least.extend(pairs(a.least, b.least, |a, b| a + b));
            if !exact {
                greatest.extend(pairs(a.upper(), b.upper(), |a, b| a + b));
            }
        }
        Arithmetic::Subtract => {
            least.extend(pairs(a.least, b.upper(), |a, b| a - b));
            if !exact {
                greatest.extend(pairs(a.upper(), b.least, |a, b| a - b));
            }
        }
        Arithmetic::Multiply if exact => least.extend(pairs(a.least, b.least, |a, b| a * b)),
        Arithmetic::Divide if exact => least.extend(pairs(a.least, b.least, T::quotient)),
        Arithmetic::Remainder if exact => least.extend(pairs(a.least, b.least, T::rest)),
        _ => {
            for (a, b) in bounds(a).zip(bounds(b)) {
                let (low, high) = match op {
                    Arithmetic::Multiply => corners(a, b, |a, b| a * b),
                    Arithmetic::Divide => corners(a, b, T::quotient),
                    _ => remainder(a, b),
                };
                least.push(low);
                greatest.push(high);
            }
        }
    }
}

fn bounds<T: Lane>(numbers: NumbersRef<'_, T>) -> impl Iterator<Item = (T, T)> + '_ {
    numbers.least.iter().copied().zip(numbers.upper().iter().copied())
}

fn corners<T: Lane>(a: (T, T), b: (T, T), f: impl Fn(T, T) -> T) -> (T, T) {
    let (w, x, y, z) = (f(a.0, b.0), f(a.0, b.1), f(a.1, b.0), f(a.1, b.1));
    (w.min(x).min(y).min(z), w.max(x).max(y).max(z))
}

/// Any remainder that the largest divisor allows, with the sign of the dividend, unless both are known.
fn remainder<T: Lane>(a: (T, T), b: (T, T)) -> (T, T) {
    if a.0 == a.1 && b.0 == b.1 {
        let rest = a.0.rest(b.0);
        return (rest, rest);
    }
    let most = b.0.wide().saturating_abs().max(b.1.wide().saturating_abs()).saturating_sub(1);
    let least = if a.0.wide() < 0 { a.0.wide().max(-most) } else { 0 };
    let greatest = if a.1.wide() > 0 { a.1.wide().min(most) } else { 0 };
    (T::truncated(least), T::truncated(greatest))
}

/// Times a constant.
pub(crate) fn scale<T: Lane>(a: NumbersRef<'_, T>, factor: T, out: &mut Numbers<T>) {
    let negative = factor < T::default();
    let (from, to) = if negative { (a.upper(), a.least) } else { (a.least, a.upper()) };
    let (least, greatest) = out.restart(a.is_exact());
    least.extend(from.iter().map(|a| *a * factor));
    if !a.is_exact() {
        greatest.extend(to.iter().map(|a| *a * factor));
    }
}

/// The same numbers in 64 bits.
pub(crate) fn widen(a: NumbersRef<'_, i32>, out: &mut Numbers<i64>) {
    let (least, greatest) = out.restart(a.is_exact());
    least.extend(a.least.iter().map(|a| i64::from(*a)));
    if let Some(upper) = a.greatest {
        greatest.extend(upper.iter().map(|a| i64::from(*a)));
    }
}

/// Where the condition is certain the first, where it is impossible the second, else both together.
pub(crate) fn choose_numbers<T: Lane>(
    when: TruthsRef<'_>,
    a: NumbersRef<'_, T>,
    b: NumbersRef<'_, T>,
    out: &mut Numbers<T>,
) {
    let exact = when.possible.is_none() && a.is_exact() && b.is_exact();
    let (least, greatest) = out.restart(exact);
    select(when, a.least, b.least, T::min, least);
    if !exact {
        select(when, a.upper(), b.upper(), T::max, greatest);
    }
}

fn select<T: Lane>(when: TruthsRef<'_>, a: &[T], b: &[T], both: impl Fn(T, T) -> T, out: &mut Vec<T>) {
    let words = when.certain.iter().zip(when.upper());
    for ((certain, possible), (a, b)) in words.zip(a.chunks(64).zip(b.chunks(64))) {
        if certain == possible {
            let choose = |(bit, (a, b)): (usize, (&T, &T))| if certain >> bit & 1 == 1 { *a } else { *b };
            match *certain {
                0 => out.extend_from_slice(b),
                u64::MAX => out.extend_from_slice(a),
                _ => out.extend(a.iter().zip(b).enumerate().map(choose)),
            }
        } else {
            out.extend(a.iter().zip(b).enumerate().map(|(bit, (a, b))| {
                match (certain >> bit & 1, possible >> bit & 1) {
                    (1, _) => *a,
                    (_, 0) => *b,
                    _ => both(*a, *b),
                }
            }));
        }
    }
}

/// A value by choice.
pub(crate) fn pick<T: Lane>(
    codes: &[u16],
    values: &[T],
    missing: (T, T),
    any_missing: bool,
    out: &mut Numbers<T>,
) {
    let exact = !any_missing;
    let value = |code: u16, otherwise: T| values.get(usize::from(code)).copied().unwrap_or(otherwise);
    let (least, greatest) = out.restart(exact);
    least.extend(codes.iter().map(|code| value(*code, missing.0)));
    if !exact {
        greatest.extend(
            codes.iter().map(|code| if *code == NO_CHOICE { missing.1 } else { value(*code, missing.1) }),
        );
    }
}

/// By byte: its bits as bytes 0 or 1.
#[allow(clippy::indexing_slicing)] // at compile time
const BYTES_OF_BITS: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            table[byte] |= ((byte >> bit & 1) as u64) << (8 * bit);
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// The bits of a word as 64 bytes 0 or 1, eight to a word.
pub(crate) fn bytes_of(word: u64) -> [u64; 8] {
    word.to_le_bytes().map(|byte| BYTES_OF_BITS.get(usize::from(byte)).copied().unwrap_or(0))
}

/// How many of the conditions hold.
pub(crate) fn count_true<'a>(
    parts: impl Iterator<Item = TruthsRef<'a>> + Clone,
    rows: usize,
    out: &mut Numbers<i32>,
) {
    let exact = parts.clone().all(|part| part.possible.is_none());
    let (least, greatest) = out.restart(exact);
    count_words(parts.clone().map(|part| part.certain), rows, least);
    if !exact {
        count_words(parts.map(|part| part.upper()), rows, greatest);
    }
}

fn count_words<'a>(parts: impl Iterator<Item = &'a [u64]> + Clone, rows: usize, out: &mut Vec<i32>) {
    for word in 0..crate::bits::words_for(rows) {
        let mut counts = [0_i32; 64];
        let mut bytes = [0_u64; 8];
        let flush = |bytes: &mut [u64; 8], counts: &mut [i32; 64]| {
            let lanes = bytes.iter().flat_map(|bytes| bytes.to_le_bytes());
            counts.iter_mut().zip(lanes).for_each(|(count, byte)| *count += i32::from(byte));
            *bytes = [0; 8];
        };
        for (at, part) in parts.clone().enumerate() {
            let more = bytes_of(part.get(word).copied().unwrap_or(0));
            bytes.iter_mut().zip(more).for_each(|(bytes, more)| *bytes += more);
            if at % 255 == 254 {
                flush(&mut bytes, &mut counts);
            }
        }
        flush(&mut bytes, &mut counts);
        out.extend_from_slice(counts.get(..(rows - word * 64).min(64)).unwrap_or_default());
    }
}

/// Every member gets the number of its household.
pub(crate) fn spread_numbers<T: Lane>(segments: &Segments, of: NumbersRef<'_, T>, out: &mut Numbers<T>) {
    let (least, greatest) = out.restart(of.is_exact());
    let fill = |from: &[T], into: &mut Vec<T>| {
        for ((start, end), value) in segments.ranges().zip(from) {
            into.extend(std::iter::repeat_n(*value, end - start));
        }
    };
    fill(of.least, least);
    if let Some(upper) = of.greatest {
        fill(upper, greatest);
    }
}

fn bit(words: &[u64], row: usize) -> bool {
    words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
}

/// Certain and possible membership with both bounds, of the members that are possibly kept.
fn kept<'a, T: Lane>(
    keep: Option<TruthsRef<'a>>,
    of: NumbersRef<'a, T>,
    (start, end): (usize, usize),
) -> impl Iterator<Item = (bool, T, T)> + 'a {
    let least = of.least.get(start..end).unwrap_or_default();
    let greatest = of.upper().get(start..end).unwrap_or_default();
    least.iter().zip(greatest).enumerate().filter_map(move |(at, (least, greatest))| {
        let Some(keep) = keep else { return Some((true, *least, *greatest)) };
        bit(keep.upper(), start + at).then(|| (bit(keep.certain, start + at), *least, *greatest))
    })
}

/// Sum over the kept members; one that is only possibly kept adds its number or nothing.
pub(crate) fn sum<T: Lane>(
    segments: &Segments,
    keep: Option<TruthsRef<'_>>,
    of: NumbersRef<'_, T>,
    out: &mut Numbers<i64>,
) {
    let exact = of.is_exact() && keep.is_none_or(|keep| keep.possible.is_none());
    let (least, greatest) = out.restart(exact);
    for range in segments.ranges() {
        let (mut low, mut high) = (0, 0);
        for (certain, a, b) in kept(keep, of, range) {
            let (a, b) = (a.wide(), b.wide());
            low += if certain { a } else { a.min(0) };
            high += if certain { b } else { b.max(0) };
        }
        least.push(low);
        if !exact {
            greatest.push(high);
        }
    }
}

/// Least (or greatest) of the kept members; without a certain one, anything in `whole`.
pub(crate) fn extreme<T: Lane>(
    segments: &Segments,
    keep: Option<TruthsRef<'_>>,
    of: NumbersRef<'_, T>,
    whole: (T, T),
    is_least: bool,
    out: &mut Numbers<T>,
) {
    out.restart(true);
    for range in segments.ranges() {
        let mut all: Option<(T, T)> = None;
        let mut certain: Option<(T, T)> = None;
        let closer =
            |known: Option<(T, T)>, a: T, b: T| {
                Some(known.map_or(
                    (a, b),
                    |(x, y)| if is_least { (x.min(a), y.min(b)) } else { (x.max(a), y.max(b)) },
                ))
            };
        for (is_certain, a, b) in kept(keep, of, range) {
            all = closer(all, a, b);
            if is_certain {
                certain = closer(certain, a, b);
            }
        }
        let (low, high) = match (all, certain) {
            (Some(all), Some(certain)) if is_least => (all.0, certain.1),
            (Some(all), Some(certain)) => (certain.0, all.1),
            _ => whole,
        };
        out.push_between(low, high);
    }
}
