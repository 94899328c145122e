//! What the log keeps of an act: a salted hash. Without the salt it says nothing, so an erased person leaves no trace in
//! it, and the log stays verifiable.

use sha2::{Digest, Sha256};

use crate::tree::Hash;

/// Commits to the parts of an act in order. Every part is hashed with its length, so that no two lists of parts meet.
pub fn commit<'a>(salt: &[u8], parts: impl IntoIterator<Item = &'a [u8]>) -> Hash {
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    };
    add(salt);
    for part in parts {
        add(part);
    }
    hash.finalize().into()
}
