//! Classification of files through the public functions of the crate, on small real files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod bad_input;
mod damaged;
mod fixture;
mod outputs;
mod same_result;
