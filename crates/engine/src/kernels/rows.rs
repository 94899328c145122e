//! Tests of 64 rows into a word, written so that they become vector code.

use crate::bits::words_for;

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
