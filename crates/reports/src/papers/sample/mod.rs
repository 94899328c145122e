//! Invented papers, so that whoever changes a template sees what becomes of it.

mod certificate;
mod households;
mod letters;
mod minutes;
mod people;

use super::certificate::Shift;
use super::paper::{Paper, PaperKind};

/// A paper of a kind with so many invented households.
pub fn sample(kind: PaperKind, households: usize) -> Paper {
    let households = households.max(1);
    match kind {
        PaperKind::Minutes => Paper::Minutes(minutes::minutes(households)),
        PaperKind::Posting => Paper::Posting(households::posting(households)),
        PaperKind::Decision => Paper::Decision(households::decision(households)),
        PaperKind::Correction => Paper::Correction(households::correction(households)),
        PaperKind::Certificate => Paper::Certificates {
            frame: certificate::frame(),
            certificates: (0..households).map(certificate::certificate).collect(),
        },
        PaperKind::CertificateRow => Paper::CertificateRows {
            frame: certificate::frame(),
            certificates: (0..households).map(certificate::certificate).collect(),
            shift: Shift::default(),
        },
        PaperKind::Refusal => Paper::Refusal(letters::refusal()),
        PaperKind::ComplaintAnswer => Paper::ComplaintAnswer(letters::complaint_answer()),
        PaperKind::Explanation => Paper::Explanation(letters::explanation()),
        PaperKind::ReportLetter => Paper::ReportLetter(letters::report(households)),
    }
}
