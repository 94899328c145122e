//! The registry on both databases.

// A helper that meets the unexpected fails its test.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod answers;
mod figures;
mod review;
mod town;
