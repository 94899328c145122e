//! Giám sát: the audit log as a Merkle tree of RFC 9162 – append, prove, verify; samples that can be drawn again; how far
//! two interviews agree.
//!
//! Pure: the registry keeps the hashes and seeds and hands them in. The log never sees what was done, only a commitment to it.

pub mod agreement;
pub mod commitment;
pub mod proof;
pub mod sample;
pub mod tree;
