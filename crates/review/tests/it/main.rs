//! The review by law, as the packs of `packs/vn` say it.

// A helper that meets the unexpected fails its test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod board;
mod calendar;
mod complaint;
mod correction;
mod determine;
mod diagram;
mod feedback;
mod flow;
mod meeting;
mod opinion;
mod permit;
mod posting;
mod procedures;
mod recognition;
mod roster;
mod stage;
mod strict;
mod year;
