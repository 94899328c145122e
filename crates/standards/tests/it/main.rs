//! Packs are read strictly: every mistake is found at once, with its file, its line and a remedy, and no text can make
//! the reading panic, overflow the stack or run on.
//!
//! A faulty line is marked with the word HERE, in a comment; [`pack::check`] wants exactly the findings of those lines.

// A helper that meets the unexpected fails its test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod cases;
mod days;
mod depth;
mod dice;
mod extended;
mod files;
mod indicators;
mod layouts;
mod mutated;
mod pack;
mod params;
mod points;
mod questions;
mod real;
mod rules;
mod standard;
mod units;
