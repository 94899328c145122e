//! Phiếu: a questionnaire as a form on a phone or on paper, and what comes back.
//!
//! Pure: documents are values in and values out.

pub mod answers;
pub mod instance;
pub mod openrosa;
pub mod xml;
