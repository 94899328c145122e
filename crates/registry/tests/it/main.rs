//! The registry on SQLite and on PostgreSQL: the same stories.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod audit;
mod households;
mod import;
mod lives;
mod place;
mod session;
mod users;
