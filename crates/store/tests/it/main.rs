//! The store on both databases: what it keeps, what it refuses, and what it survives.

// A helper that meets the unexpected fails its test; a part of a test tells its parent by what it prints.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod backup;
mod child;
mod opening;
mod outage;
mod power;
mod schema;
mod survives;
mod tell;
mod transactions;
mod types;
