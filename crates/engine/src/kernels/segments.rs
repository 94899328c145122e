//! Members as segments of their household: reductions and spreading, a word at a time.
//!
//! *Any of a segment* is one addition: with ones everywhere but at the last member of each household, adding the bits
//! of a household's other members carries into its last bit exactly if one of them is set; the carry out of a word is
//! the state of a household that goes on in the next. The last bits are then pushed together into one bit a household.

use crate::bits::{low_mask, mask_tail, words_for};

/// The members of each household of a batch, prepared once for all reductions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Segments {
    offsets: Vec<u32>,
    lasts: Vec<u64>,
    /// Per word, which bits move down by 1, 2, 4 … to gather the last bits (Hacker's Delight 7-4).
    moves: Vec<[u64; 6]>,
    counts: Vec<u8>,
    any_empty: bool,
}

impl Segments {
    /// Takes over offsets: one more than households.
    pub(crate) fn prepare(&mut self, offsets: &[u32]) {
        self.offsets.clear();
        self.offsets.extend_from_slice(offsets);
        let words = words_for(self.members());
        self.lasts.clear();
        self.lasts.resize(words, 0);
        self.any_empty = false;
        for pair in offsets.windows(2) {
            let &[start, end] = pair else { continue };
            if end <= start {
                self.any_empty = true;
                continue;
            }
            let last = end as usize - 1;
            if let Some(word) = self.lasts.get_mut(last / 64) {
                *word |= 1 << (last % 64);
            }
        }
        self.moves.clear();
        self.moves.extend(self.lasts.iter().map(|lasts| moves_of(*lasts)));
        self.counts.clear();
        self.counts.extend(self.lasts.iter().map(|lasts| lasts.count_ones() as u8));
    }

    pub(crate) fn households(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    pub(crate) fn members(&self) -> usize {
        self.offsets.last().copied().unwrap_or(0) as usize
    }

    /// First member, and the one after the last, of each household.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.offsets.windows(2).map(|pair| match *pair {
            [start, end] => (start as usize, end.max(start) as usize),
            _ => (0, 0),
        })
    }

    /// Per household, whether any member's bit is set.
    pub(crate) fn any(&self, bits: &[u64], out: &mut Vec<u64>) {
        out.clear();
        let (mut carry, mut pending, mut filled) = (0, 0_u64, 0_u32);
        let words = self.lasts.iter().zip(&self.moves).zip(&self.counts);
        for (bits, ((lasts, moves), count)) in bits.iter().zip(words) {
            let (sum, over) = (bits & !lasts).overflowing_add(!lasts);
            let (sum, over_again) = sum.overflowing_add(carry);
            carry = u64::from(over | over_again);
            let gathered = gather((sum | bits) & lasts, moves);
            pending |= gathered << filled;
            let total = filled + u32::from(*count);
            if total >= 64 {
                out.push(pending);
                // What did not fit; nothing of a word that fitted exactly.
                pending = if filled == 0 { 0 } else { gathered >> (64 - filled) };
                filled = total - 64;
            } else {
                filled = total;
            }
        }
        if filled > 0 {
            out.push(pending);
        }
        if self.any_empty {
            self.open(out);
        }
        out.resize(words_for(self.households()), 0);
    }

    /// Makes room for the households without members.
    fn open(&self, bits: &mut Vec<u64>) {
        let dense = std::mem::take(bits);
        bits.resize(words_for(self.households()), 0);
        let mut at = 0;
        for (household, (start, end)) in self.ranges().enumerate() {
            if start == end {
                continue;
            }
            let bit = dense.get(at / 64).map_or(0, |word| word >> (at % 64) & 1);
            if let Some(word) = bits.get_mut(household / 64) {
                *word |= bit << (household % 64);
            }
            at += 1;
        }
    }

    /// Per household, how many members' bits are set.
    pub(crate) fn count(&self, bits: &[u64], out: &mut Vec<i32>) {
        out.clear();
        out.extend(self.ranges().map(|(start, end)| {
            let (mut at, mut count) = (start, 0);
            while at < end {
                let length = (end - at).min(64);
                count += window(bits, at, length).count_ones();
                at += length;
            }
            count as i32
        }));
    }

    /// How many members there are.
    pub(crate) fn sizes(&self, out: &mut Vec<i32>) {
        out.clear();
        out.extend(self.ranges().map(|(start, end)| (end - start) as i32));
    }
}

/// Up to 64 bits from any place.
#[inline]
fn window(bits: &[u64], at: usize, length: usize) -> u64 {
    let (word, shift) = (at / 64, at % 64);
    let mut found = bits.get(word).copied().unwrap_or(0) >> shift;
    if shift + length > 64 {
        found |= bits.get(word + 1).copied().unwrap_or(0) << (64 - shift);
    }
    found & low_mask(length)
}

fn moves_of(mask: u64) -> [u64; 6] {
    let mut mask = mask;
    let mut zeros_below = !mask << 1;
    std::array::from_fn(|step| {
        let mut parity = zeros_below;
        for shift in [1, 2, 4, 8, 16, 32] {
            parity ^= parity << shift;
        }
        let moved = parity & mask;
        mask = (mask ^ moved) | (moved >> (1 << step));
        zeros_below &= !parity;
        moved
    })
}

/// The bits under the mask of these moves, pushed together at the low end.
#[inline(always)]
fn gather(bits: u64, moves: &[u64; 6]) -> u64 {
    let mut bits = bits;
    for (step, moved) in moves.iter().enumerate() {
        let moving = bits & moved;
        bits = (bits ^ moving) | (moving >> (1 << step));
    }
    bits
}

/// Every member gets the bit of its household.
pub(crate) fn spread(segments: &Segments, bits: &[u64], out: &mut Vec<u64>) {
    let households = segments.households();
    let start_of = |household: usize| segments.offsets.get(household).copied().unwrap_or(0) as usize;
    out.clear();
    out.resize(words_for(segments.members()), 0);
    let mut at = 0;
    while let Some(first) = next(bits, at, households, false) {
        let end = next(bits, first, households, true).unwrap_or(households);
        set_range(out, start_of(first), start_of(end));
        at = end;
    }
    mask_tail(out, segments.members());
}

/// The first row from `at` whose bit is set (or clear).
fn next(bits: &[u64], at: usize, rows: usize, clear: bool) -> Option<usize> {
    let flip = if clear { u64::MAX } else { 0 };
    let mut word = at / 64;
    let mut found = (bits.get(word)? ^ flip) & !low_mask(at % 64);
    while found == 0 {
        word += 1;
        found = bits.get(word)? ^ flip;
    }
    let row = word * 64 + found.trailing_zeros() as usize;
    (row < rows).then_some(row)
}

fn set_range(words: &mut [u64], start: usize, end: usize) {
    if start >= end {
        return;
    }
    let (first, last) = (start / 64, (end - 1) / 64);
    let (from, until) = (u64::MAX << (start % 64), low_mask((end - 1) % 64 + 1));
    let Some(range) = words.get_mut(first..=last) else { return };
    match range {
        [only] => *only |= from & until,
        [head, middle @ .., tail] => {
            *head |= from;
            middle.fill(u64::MAX);
            *tail |= until;
        }
        [] => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segments_and_bits() -> impl Strategy<Value = (Vec<u32>, Vec<bool>)> {
        let size = prop_oneof![4 => 1_u32..8, 1 => Just(0_u32), 1 => 50_u32..200];
        prop::collection::vec(size, 0..150).prop_flat_map(|sizes| {
            let mut offsets = vec![0];
            offsets.extend(sizes.iter().scan(0, |sum, size| {
                *sum += size;
                Some(*sum)
            }));
            let members = offsets[sizes.len()] as usize;
            (Just(offsets), prop::collection::vec(prop::bool::weighted(0.2), members))
        })
    }

    fn words(bits: &[bool]) -> Vec<u64> {
        bits.iter().copied().collect::<crate::bits::Bits>().words().to_vec()
    }

    proptest! {
        #[test]
        fn reductions_and_spreading_agree_with_the_plain_loop((offsets, bits) in segments_and_bits()) {
            let mut segments = Segments::default();
            segments.prepare(&offsets);
            let of = |pair: &[u32]| bits[pair[0] as usize..pair[1] as usize].to_vec();
            let any: Vec<bool> = offsets.windows(2).map(|pair| of(pair).contains(&true)).collect();
            let counts: Vec<i32> =
                offsets.windows(2).map(|pair| of(pair).iter().filter(|bit| **bit).count() as i32).collect();
            let spread_back: Vec<bool> = offsets
                .windows(2)
                .zip(&any)
                .flat_map(|(pair, any)| vec![*any; (pair[1] - pair[0]) as usize])
                .collect();
            let (mut out, mut counted) = (Vec::new(), Vec::new());
            segments.any(&words(&bits), &mut out);
            prop_assert_eq!(&out, &words(&any));
            segments.count(&words(&bits), &mut counted);
            prop_assert_eq!(counted, counts);
            let mut spreaded = Vec::new();
            spread(&segments, &out, &mut spreaded);
            prop_assert_eq!(spreaded, words(&spread_back));
        }
    }
}
