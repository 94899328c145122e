//! Loops over whole columns, written so that the compiler turns them into vector code on any x86-64.
//!
//! Comparisons fill 64 bytes with 0 or 1, which vectorises, and a multiplication gathers eight of them into a byte.

mod numbers;
mod rows;
mod segments;

pub(crate) use self::numbers::{
    Arithmetic, arithmetic, bytes_of, choose_numbers, count_true, extreme, pick, scale, spread_numbers, sum,
    widen,
};
pub(crate) use self::rows::{Rows, in_ranges, test_each, test_pairs};
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
