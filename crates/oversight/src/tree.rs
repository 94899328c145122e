//! The tree itself: hashes of leaves and nodes, and the few complete subtrees from which a log grows.

use sha2::{Digest, Sha256};

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// Where the hash of a complete subtree stands: it covers the leaves from `position << level` on, `1 << level` of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Height of the subtree; a leaf is 0.
    pub level: u8,
    /// Number of the subtree within its level, from 0.
    pub position: u64,
}

/// The hash of one leaf (RFC 9162, 2.1.1).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// The hash of a node above two others (RFC 9162, 2.1.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// What an empty log has for a root.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// The complete subtrees that cover a log of this size, largest first.
pub fn peaks(size: u64) -> Vec<Place> {
    let levels = (0..64u8).rev().filter(|level| size >> level & 1 == 1);
    levels.map(|level| Place { level, position: (size >> level) - 1 }).collect()
}

/// A log that grows: its size and the hashes of its [`peaks`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

impl Frontier {
    /// A log of `size` entries from the hashes of its [`peaks`], largest first. `None` if their number does not fit.
    pub fn new(size: u64, hashes: Vec<Hash>) -> Option<Frontier> {
        (hashes.len() as u32 == size.count_ones()).then_some(Frontier { size, hashes })
    }

    /// How many entries the log has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends an entry; returns the complete subtrees that came into being, from the leaf up.
    pub fn append(&mut self, entry: &[u8]) -> Vec<(Place, Hash)> {
        let mut hash = leaf_hash(entry);
        let mut place = Place { level: 0, position: self.size };
        let mut made = vec![(place, hash)];
        while place.position & 1 == 1 {
            let Some(left) = self.hashes.pop() else { break };
            hash = node_hash(&left, &hash);
            place = Place { level: place.level + 1, position: place.position >> 1 };
            made.push((place, hash));
        }
        self.hashes.push(hash);
        self.size += 1;
        made
    }

    /// The root of the log as it is.
    pub fn root(&self) -> Hash {
        let mut hashes = self.hashes.iter().rev();
        let Some(last) = hashes.next() else { return empty_root() };
        hashes.fold(*last, |right, left| node_hash(left, &right))
    }
}
