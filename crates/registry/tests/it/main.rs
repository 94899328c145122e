//! The registry on SQLite and on PostgreSQL: the same stories.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    missing_docs
)]

mod answers;
mod audit;
mod clock;
mod device;
mod documents;
mod encrypted;
mod field_erased;
mod figures;
mod households;
mod import;
mod lives;
mod merge;
mod microdata;
mod passkeys;
mod place;
mod points;
mod proceedings;
mod reporting;
mod review;
mod same_list;
mod session;
mod snapshot;
mod taken_back;
mod town;
mod upgraded;
mod users;
mod villages;
