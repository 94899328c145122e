//! Proofs that an entry is in a log, and that a log has only grown (RFC 9162, 2.1.3 and 2.1.4).

use std::ops::Range;

use crate::tree::{Hash, Place, node_hash};

/// A place whose hash the keeper of the log could not give: the log is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing(pub Place);

/// The proof that entry `index` is in the log of `size` entries; `None` if there is no such entry.
///
/// # Errors
/// A hash is missing.
pub fn inclusion(
    index: u64,
    size: u64,
    hash: &impl Fn(Place) -> Option<Hash>,
) -> Result<Option<Vec<Hash>>, Missing> {
    if index >= size {
        return Ok(None);
    }
    let mut path = Vec::new();
    let mut range = 0..size;
    while range.end - range.start > 1 {
        let middle = range.start + split(range.end - range.start);
        let (inside, beside) = if index < middle {
            (range.start..middle, middle..range.end)
        } else {
            (middle..range.end, range.start..middle)
        };
        path.push(root_of(beside, hash)?);
        range = inside;
    }
    path.reverse();
    Ok(Some(path))
}

/// The root of the log of `size` entries that this proof leads to from the hash of leaf `index`.
pub fn root_of_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    for beside in path {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(beside, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

/// The root of a log's first `size` entries, from the hashes that are kept.
///
/// # Errors
/// A hash is missing.
pub fn root(size: u64, hash: &impl Fn(Place) -> Option<Hash>) -> Result<Hash, Missing> {
    if size == 0 { Ok(crate::tree::empty_root()) } else { root_of(0..size, hash) }
}

/// The proof that the log of `size` entries begins with the log of `earlier` entries.
///
/// # Errors
/// A hash is missing.
pub fn consistency(
    earlier: u64,
    size: u64,
    hash: &impl Fn(Place) -> Option<Hash>,
) -> Result<Vec<Hash>, Missing> {
    let mut path = Vec::new();
    if earlier == 0 || earlier >= size {
        return Ok(path);
    }
    let (mut range, mut is_whole, mut beside) = (0..size, true, Vec::new());
    while earlier != range.end {
        let middle = range.start + split(range.end - range.start);
        if earlier <= middle {
            beside.push(middle..range.end);
            range = range.start..middle;
        } else {
            beside.push(range.start..middle);
            range = middle..range.end;
            is_whole = false;
        }
    }
    if !is_whole {
        path.push(root_of(range, hash)?);
    }
    for range in beside.into_iter().rev() {
        path.push(root_of(range, hash)?);
    }
    Ok(path)
}

/// Whether the proof shows that the log with root `new` of `size` entries begins with the log with root `old` of
/// `earlier` entries.
pub fn is_consistent(earlier: u64, size: u64, old: Hash, new: Hash, path: &[Hash]) -> bool {
    if earlier > size || earlier == 0 {
        return earlier == 0 && path.is_empty();
    }
    if earlier == size {
        return path.is_empty() && old == new;
    }
    let mut path: Vec<Hash> = path.to_vec();
    if earlier.is_power_of_two() {
        path.insert(0, old);
    }
    let Some((first, rest)) = path.split_first() else { return false };
    let (mut at, mut last) = (earlier - 1, size - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut before, mut after) = (*first, *first);
    for beside in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            before = node_hash(beside, &before);
            after = node_hash(beside, &after);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            after = node_hash(&after, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    before == old && after == new && last == 0
}

/// The largest power of two below a size of at least 2.
fn split(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

/// The hash over a range of leaves that the tree has as a node or as its right edge.
fn root_of(range: Range<u64>, hash: &impl Fn(Place) -> Option<Hash>) -> Result<Hash, Missing> {
    let size = range.end - range.start;
    if size.is_power_of_two() {
        let level = size.trailing_zeros() as u8;
        let place = Place { level, position: range.start >> level };
        return hash(place).ok_or(Missing(place));
    }
    let middle = range.start + split(size);
    Ok(node_hash(&root_of(range.start..middle, hash)?, &root_of(middle..range.end, hash)?))
}
