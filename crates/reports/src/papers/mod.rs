//! Giấy tờ của cuộc rà soát: minutes, posted lists, decisions, certificates, letters and sheets for households, as PDF and DOCX.
//!
//! A paper is values; its words and its looks are files of the pack (`reports/papers`). `Papers::read` checks all of them at
//! once: a hole that no value fills is a mistake with its line, before anything is printed. What a person wrote is only ever a
//! value: it is never read as a template, as Typst or as XML.
//!
//! A newcomer reads `wording.rs` (holes), `sheet.rs` (a paper filled in), then one paper, such as `minutes.rs`.

mod answers;
mod batch;
mod certificate;
mod correction;
mod decision;
mod docx;
mod explanation;
mod layout;
mod minutes;
mod office;
mod pack;
mod paper;
mod posting;
mod report_letter;
mod sample;
mod sheet;
mod template;
mod values;
mod wording;

pub use answers::{ComplaintAnswer, RefusalLetter};
pub use batch::{Batch, CERTIFICATES_A_PART, CertificatePart};
pub use certificate::{
    CertificateFrame, CertificateMember, CertifiedClass, PovertyCertificate, Shift, YearRow,
};
pub use correction::{CorrectedHousehold, CorrectingDecision};
pub use decision::{ListedHousehold, RecognitionDecision};
pub use explanation::{ExplainedDeprivation, ExplanationSheet};
pub use minutes::{Minutes, MinutesHousehold};
pub use office::{Issued, Office, Signatory};
pub use pack::{Papers, ReadPapers};
pub use paper::{Format, NotMade, Paper, PaperKind, Printed};
pub use posting::{PostedHousehold, Posting, SheetSize};
pub use report_letter::{GivenTable, ReportKind, ReportLetter};
pub use sample::sample;
