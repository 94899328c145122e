//! Giấy tờ của cuộc rà soát: minutes, posted lists, decisions, certificates, letters and sheets for households, as PDF and DOCX.
//!
//! A paper is values; its words and its looks are files of the pack (`reports/papers`). `Papers::read` checks all of them at
//! once: a hole that no value fills is a mistake with its line, before anything is printed. What a person wrote is only ever a
//! value: it is never read as a template, as Typst or as XML.
//!
//! A newcomer reads `wording.rs` (holes), `sheet.rs` (a paper filled in), then one paper, such as `minutes.rs`.

mod docx;
mod layout;
mod minutes;
mod office;
mod pack;
mod paper;
mod sample;
mod sheet;
mod template;
mod values;
mod wording;

pub use minutes::{Minutes, MinutesHousehold};
pub use office::{Issued, Office, Signatory};
pub use pack::{Papers, ReadPapers};
pub use paper::{Format, NotMade, Paper, PaperKind, Printed};
pub use sample::sample;
