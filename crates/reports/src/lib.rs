//! Giấy in: layouts become PDF/A by Typst, with all letters inside, and workbooks. Knows no law and decides nothing.
//!
//! Typst sees one template, of this crate or of a pack, and one file of values; it has no disk, no network, no clock and no packages. Words
//! of packs and people are values and never markup: a label that begins with `#` or `= ` is printed as it is.

mod code;
mod letters;
pub mod official;
mod paper_form;
pub mod papers;
mod typesetting;

pub use paper_form::{MOST_COPIES, paper_form};
pub use typesetting::NotPrinted;
