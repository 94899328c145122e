//! The engine against independent judges: rules are random CEL text, so that parser, checker, interpreter and columnar
//! compiler all take part; the `cel` crate's own interpreter says what they should say, and completing missing answers
//! says whether *certain* is certain.
//!
//! Random, but the same everywhere: seeds are fixed. `CHUNGTAY_TEST_EFFORT=50 cargo test -p engine --test it` draws 50
//! times as much.

// A helper that meets the unexpected fails its test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod ages;
mod agreement;
mod asked;
mod columnar;
mod deep;
mod dice;
mod flow;
mod households;
mod missing;
mod needs;
mod numbers;
mod oracle;
mod order;
mod planted;
mod real;
mod text;
mod world;
mod worse;
mod writer;
