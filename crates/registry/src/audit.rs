//! The audit log, read: acts, proofs, checkpoints.
