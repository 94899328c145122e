//! Invented papers, so that whoever changes a template sees what becomes of it.

mod minutes;
mod people;

use super::paper::{Paper, PaperKind};

/// A paper of a kind with so many invented households.
pub fn sample(kind: PaperKind, households: usize) -> Paper {
    let households = households.max(1);
    match kind {
        PaperKind::Minutes => Paper::Minutes(minutes::minutes(households)),
    }
}
