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
mod figures;
mod households;
mod import;
mod lives;
mod place;
mod points;
mod review;
mod session;
mod snapshot;
mod taken_back;
mod town;
mod users;
mod villages;
