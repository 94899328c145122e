//! Nhật ký kiểm toán: the audit log as a Merkle tree of RFC 9162 – append, prove, verify.
//!
//! Pure: the registry keeps the hashes and hands them in. The log never sees what was done, only a commitment to it.

pub mod commitment;
pub mod proof;
pub mod tree;
