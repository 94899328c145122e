//! The paper form as somebody holds it: what stands on it is read back from the PDF with poppler.

// A helper that meets the unexpected fails its test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod paper_form;
mod papers;
mod printed;
