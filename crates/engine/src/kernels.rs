//! Loops over whole columns, written so that the compiler turns them into vector code on any x86-64.
//!
//! Comparisons fill 64 bytes with 0 or 1, which vectorises, and a multiplication gathers eight of them into a byte.

mod numbers;
mod segments;

pub(crate) use self::numbers::{
    Arithmetic, arithmetic, bytes_of, choose_numbers, count_true, extreme, pick, scale, spread_numbers, sum,
    widen,
};
pub(crate) use self::segments::{Segments, spread};

use crate::bits::{mask_tail, words_for};

/// Certainly and possibly true, row by row, in memory that is kept. While `exact`, `possible` is not used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Truths {
    pub(crate) certain: Vec<u64>,
    pub(crate) possible: Vec<u64>,
    pub(crate) exact: bool,
}

/// The same, to read. Without `possible`, what is not certain is not possible.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TruthsRef<'a> {
    pub(crate) certain: &'a [u64],
    pub(crate) possible: Option<&'a [u64]>,
}

impl<'a> TruthsRef<'a> {
    /// Possibly true, known or not.
    pub(crate) fn upper(self) -> &'a [u64] {
        self.possible.unwrap_or(self.certain)
    }
}

impl Truths {
    /// Zeroes the bits after the last row, and forgets the upper bound if it says nothing more.
    pub(crate) fn settle(&mut self, rows: usize) {
        mask_tail(&mut self.certain, rows);
        if !self.exact {
            mask_tail(&mut self.possible, rows);
            self.exact = self.certain == self.possible;
        }
    }

    pub(crate) fn fill(&mut self, certain: bool, possible: bool, rows: usize) {
        let word = |bit: bool| if bit { u64::MAX } else { 0 };
        let words = words_for(rows);
        self.certain.clear();
        self.certain.resize(words, word(certain));
        self.exact = certain == possible;
        if !self.exact {
            self.possible.clear();
            self.possible.resize(words, word(possible));
        }
        self.settle(rows);
    }
}

/// Gathers 64 bytes that are 0 or 1 into a word.
#[inline(always)]
fn pack(bytes: &[u8; 64]) -> u64 {
    let mut word = 0;
    for (at, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        // Byte i is shifted to bit 56 + i; no two partial products meet.
        let byte = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= byte << (8 * at);
    }
    word
}

/// Rows of which 64 are tested into a word, in the form that becomes vector code for their width.
pub(crate) trait Rows: Copy {
    /// Bit `i` is the test of row `i`.
    #[inline(always)]
    fn word(rows: &[Self; 64], test: impl Fn(Self) -> bool) -> u64 {
        let mut bytes = [0_u8; 64];
        for (byte, value) in bytes.iter_mut().zip(rows) {
            *byte = u8::from(test(*value));
        }
        pack(&bytes)
    }

    /// Bit `i` is the test of row `i` of both.
    #[inline(always)]
    fn word_of_pairs(a: &[Self; 64], b: &[Self; 64], test: impl Fn(Self, Self) -> bool) -> u64 {
        let mut bytes = [0_u8; 64];
        for (byte, (x, y)) in bytes.iter_mut().zip(a.iter().zip(b)) {
            *byte = u8::from(test(*x, *y));
        }
        pack(&bytes)
    }
}

impl Rows for u16 {}
impl Rows for u64 {}
impl Rows for i64 {}

/// Eight lanes side by side, each gathering one bit of four bytes: half the instructions of narrowing to bytes.
///
/// Plain counting loops over arrays of known length: iterator adapters here are not always inlined.
#[inline(always)]
#[allow(clippy::indexing_slicing, clippy::needless_range_loop)] // all indices are below the lengths of the arrays
fn word_of_lanes(test: impl Fn(usize) -> bool) -> u64 {
    let mut halves = [0_u32; 2];
    for half in 0..2 {
        let mut lanes = [0_u32; 8];
        for byte in 0..4 {
            for lane in 0..8 {
                let bit = u32::from(test(32 * half + 8 * byte + lane));
                lanes[lane] |= bit << (8 * byte + lane);
            }
        }
        for lane in 0..8 {
            halves[half] |= lanes[lane];
        }
    }
    u64::from(halves[0]) | u64::from(halves[1]) << 32
}

impl Rows for i32 {
    #[inline(always)]
    #[allow(clippy::indexing_slicing)] // rows below 64
    fn word(rows: &[i32; 64], test: impl Fn(i32) -> bool) -> u64 {
        word_of_lanes(|row| test(rows[row]))
    }

    #[inline(always)]
    #[allow(clippy::indexing_slicing)] // rows below 64
    fn word_of_pairs(a: &[i32; 64], b: &[i32; 64], test: impl Fn(i32, i32) -> bool) -> u64 {
        word_of_lanes(|row| test(a[row], b[row]))
    }
}

/// Tests every row.
#[inline(always)]
pub(crate) fn test_each<T: Rows>(rows: &[T], out: &mut Vec<u64>, test: impl Fn(T) -> bool + Copy) {
    let (chunks, rest) = rows.as_chunks::<64>();
    out.clear();
    out.extend(chunks.iter().map(move |chunk| T::word(chunk, test)));
    if !rest.is_empty() {
        let bits = rest.iter().enumerate();
        out.push(bits.fold(0, |word, (bit, value)| word | u64::from(test(*value)) << bit));
    }
}

/// Tests every row of two columns.
#[inline(always)]
pub(crate) fn test_pairs<T: Rows>(a: &[T], b: &[T], out: &mut Vec<u64>, test: impl Fn(T, T) -> bool + Copy) {
    let ((left, rest_left), (right, rest_right)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
    out.clear();
    out.extend(left.iter().zip(right).map(move |(left, right)| T::word_of_pairs(left, right, test)));
    if !rest_left.is_empty() {
        let bits = rest_left.iter().zip(rest_right).enumerate();
        out.push(bits.fold(0, |word, (bit, (x, y))| word | u64::from(test(*x, *y)) << bit));
    }
}

/// Whether choices are in any of these ranges of positions.
pub(crate) fn in_ranges(codes: &[u16], ranges: &[(u16, u16)], out: &mut Vec<u64>) {
    match ranges {
        [] => {
            out.clear();
            out.resize(words_for(codes.len()), 0);
        }
        [(first, last)] if first == last => {
            let first = *first;
            test_each(codes, out, move |code| code == first);
        }
        [(first, last)] => {
            let (first, width) = (*first, *last - *first);
            test_each(codes, out, move |code| code.wrapping_sub(first) <= width);
        }
        [(a, a_last), (b, b_last)] => {
            let (a, a_width, b, b_width) = (*a, *a_last - *a, *b, *b_last - *b);
            test_each(codes, out, move |code| {
                (code.wrapping_sub(a) <= a_width) | (code.wrapping_sub(b) <= b_width)
            });
        }
        more => {
            test_each(codes, out, |code| more.iter().any(|(first, last)| (*first..=*last).contains(&code)))
        }
    }
}

/// Word by word.
#[inline(always)]
pub(crate) fn map_words(a: &[u64], out: &mut Vec<u64>, f: impl Fn(u64) -> u64) {
    out.clear();
    out.extend(a.iter().map(|a| f(*a)));
}

/// Word by word of two.
#[inline(always)]
pub(crate) fn zip_words(a: &[u64], b: &[u64], out: &mut Vec<u64>, f: impl Fn(u64, u64) -> u64) {
    out.clear();
    out.extend(a.iter().zip(b).map(|(a, b)| f(*a, *b)));
}

/// Word by word of three.
#[inline(always)]
fn zip3_words(a: &[u64], b: &[u64], c: &[u64], out: &mut Vec<u64>, f: impl Fn(u64, u64, u64) -> u64) {
    out.clear();
    out.extend(a.iter().zip(b).zip(c).map(|((a, b), c)| f(*a, *b, *c)));
}

pub(crate) fn not(a: TruthsRef<'_>, out: &mut Truths) {
    out.exact = a.possible.is_none();
    map_words(a.upper(), &mut out.certain, |word| !word);
    if !out.exact {
        map_words(a.certain, &mut out.possible, |word| !word);
    }
}

/// All of them, or else any of them.
pub(crate) fn join<'a>(mut parts: impl Iterator<Item = TruthsRef<'a>>, and: bool, out: &mut Truths) {
    let Some(first) = parts.next() else { return };
    out.certain.clear();
    out.certain.extend_from_slice(first.certain);
    out.exact = first.possible.is_none();
    if let Some(possible) = first.possible {
        out.possible.clear();
        out.possible.extend_from_slice(possible);
    }
    let merge = |into: &mut [u64], from: &[u64]| {
        if and {
            into.iter_mut().zip(from).for_each(|(into, from)| *into &= from);
        } else {
            into.iter_mut().zip(from).for_each(|(into, from)| *into |= from);
        }
    };
    for part in parts {
        if out.exact && part.possible.is_some() {
            out.possible.clone_from(&out.certain);
            out.exact = false;
        }
        merge(&mut out.certain, part.certain);
        if !out.exact {
            merge(&mut out.possible, part.upper());
        }
    }
}

pub(crate) fn same(a: TruthsRef<'_>, b: TruthsRef<'_>, out: &mut Truths) {
    out.exact = a.possible.is_none() && b.possible.is_none();
    if out.exact {
        return zip_words(a.certain, b.certain, &mut out.certain, |a, b| !(a ^ b));
    }
    // What is known of both decides; where either is unknown, all is possible.
    zip_words(a.upper(), b.upper(), &mut out.possible, |a, b| !a & !b);
    zip3_words(a.certain, b.certain, &out.possible, &mut out.certain, |a, b, neither| (a & b) | neither);
    zip_words(a.certain, b.certain, &mut out.possible, |a, b| !a & !b);
    let uppers = a.upper().iter().zip(b.upper());
    out.possible.iter_mut().zip(uppers).for_each(|(out, (a, b))| *out |= a & b);
}

pub(crate) fn choose(when: TruthsRef<'_>, a: TruthsRef<'_>, b: TruthsRef<'_>, out: &mut Truths) {
    let select = |when: u64, a: u64, b: u64| (when & a) | (!when & b);
    if when.possible.is_none() {
        zip3_words(when.certain, a.certain, b.certain, &mut out.certain, select);
        out.exact = a.possible.is_none() && b.possible.is_none();
        if !out.exact {
            zip3_words(when.certain, a.upper(), b.upper(), &mut out.possible, select);
        }
        return;
    }
    out.exact = false;
    // (certain & a) | (impossible & b) | (a & b); the last part is where the condition is unknown.
    zip_words(a.certain, b.certain, &mut out.certain, |a, b| a & b);
    merge_choice(&mut out.certain, when.certain, when.upper(), a.certain, b.certain);
    zip_words(when.upper(), a.upper(), &mut out.possible, |when, a| when & a);
    let others = when.certain.iter().zip(b.upper());
    out.possible.iter_mut().zip(others).for_each(|(out, (when, b))| *out |= !when & b);
}

fn merge_choice(into: &mut [u64], certain: &[u64], possible: &[u64], a: &[u64], b: &[u64]) {
    let whens = certain.iter().zip(possible);
    let arms = a.iter().zip(b);
    for (into, ((certain, possible), (a, b))) in into.iter_mut().zip(whens.zip(arms)) {
        *into |= (certain & a) | (!possible & b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_bytes_are_the_bits_of_a_word() {
        for word in [0, 1, u64::MAX, 1 << 63, 0x9e37_79b9_7f4a_7c15, 0x0123_4567_89ab_cdef] {
            let bytes = std::array::from_fn(|bit| (word >> bit & 1) as u8);
            assert_eq!(pack(&bytes), word);
        }
    }

    #[test]
    fn ranges_of_choices_are_tested_row_by_row() {
        let codes: Vec<u16> = (0..200).map(|row| (row * 7 % 11) as u16).chain([u16::MAX]).collect();
        for ranges in [vec![], vec![(3, 3)], vec![(2, 5)], vec![(0, 1), (9, 9)], vec![(0, 0), (2, 2), (4, 6)]]
        {
            let mut out = Vec::new();
            in_ranges(&codes, &ranges, &mut out);
            for (row, code) in codes.iter().enumerate() {
                let expected = ranges.iter().any(|(first, last)| (first..=last).contains(&code));
                assert_eq!(out[row / 64] >> (row % 64) & 1 == 1, expected, "{ranges:?} {code}");
            }
        }
    }
}
