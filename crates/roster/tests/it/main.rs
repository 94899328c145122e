//! The reader of commune lists from outside: real workbooks in, people and findings out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod bad_input;
mod csv_files;
mod fixture;
mod forms;
mod households;
mod matching;
