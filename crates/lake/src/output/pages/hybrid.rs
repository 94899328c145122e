//! Runs and packed bits in turn: how Parquet writes levels and the keys of a dictionary ("RLE/bit-packing hybrid").

use engine::bits::Bits;

/// A run shorter than this many groups of eight is cheaper among the packed ones.
const SHORTEST_RUN: usize = 2;

/// Appends bits, one bit a value.
pub(super) fn bits(bits: &Bits, into: &mut Vec<u8>) {
    let bytes: Vec<u8> = bits.words().iter().flat_map(|word| word.to_le_bytes()).collect();
    let groups = bits.len().div_ceil(8);
    let whole = bits.len() / 8;
    let mut rest = bytes.get(..groups).unwrap_or(&bytes);
    let mut whole_left = whole;
    let mut packed = 0;
    while let Some(first) = rest.get(packed).copied().filter(|_| packed < whole_left) {
        let same = if first == 0 || first == 0xff {
            rest.get(packed..whole_left).unwrap_or_default().iter().take_while(|byte| **byte == first).count()
        } else {
            0
        };
        if same < SHORTEST_RUN {
            packed += same.max(1);
            continue;
        }
        let (literal, after) = rest.split_at(packed);
        push_packed(literal.len(), literal, into);
        push_varint((same as u64 * 8) << 1, into);
        into.push(first & 1);
        rest = after.get(same..).unwrap_or_default();
        whole_left -= packed + same;
        packed = 0;
    }
    push_packed(rest.len(), rest, into);
}

/// Appends keys of a dictionary, `width` bits each; the width stands before them.
pub(super) fn keys(keys: &[u32], width: u32, into: &mut Vec<u8>) {
    into.push(width as u8);
    let (groups, tail) = keys.as_chunks::<8>();
    let mut rest = groups;
    let mut packed = 0;
    while let Some(first) = rest.get(packed).map(|group| group[0]) {
        let is_run = |group: &&[u32; 8]| group.iter().all(|key| *key == first);
        let same = rest.get(packed..).unwrap_or_default().iter().take_while(is_run).count();
        if same < SHORTEST_RUN {
            packed += 1;
            continue;
        }
        let (literal, after) = rest.split_at(packed);
        pack(literal, &[], width, into);
        push_varint((same as u64 * 8) << 1, into);
        into.extend(first.to_le_bytes().iter().take(width.div_ceil(8) as usize));
        rest = after.get(same..).unwrap_or_default();
        packed = 0;
    }
    pack(rest, tail, width, into);
}

/// How many bits the keys of a dictionary need.
pub(super) fn width(entries: usize) -> u32 {
    let greatest = entries.saturating_sub(1) as u64;
    (u64::BITS - greatest.leading_zeros()).max(1)
}

fn pack(groups: &[[u32; 8]], tail: &[u32], width: u32, into: &mut Vec<u8>) {
    let mut last = [0; 8];
    last.iter_mut().zip(tail).for_each(|(to, key)| *to = *key);
    let last = (!tail.is_empty()).then_some(&last);
    let count = groups.len() + usize::from(last.is_some());
    if count == 0 {
        return;
    }
    push_varint((count as u64) << 1 | 1, into);
    for group in groups.iter().chain(last) {
        let (mut word, mut used) = (0_u64, 0);
        for key in group {
            word |= u64::from(*key) << used;
            used += width;
            while used >= 8 {
                into.push(word as u8);
                word >>= 8;
                used -= 8;
            }
        }
    }
}

fn push_packed(groups: usize, bytes: &[u8], into: &mut Vec<u8>) {
    if groups > 0 {
        push_varint((groups as u64) << 1 | 1, into);
        into.extend_from_slice(bytes);
    }
}

fn push_varint(mut value: u64, into: &mut Vec<u8>) {
    while value >= 0x80 {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}
