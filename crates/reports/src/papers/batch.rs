//! Certificates in batches: parts of some hundred that can be printed, kept and taken up again after an interruption.

use std::sync::atomic::{AtomicBool, Ordering};

use vocab::Day;

use super::certificate::{CertificateFrame, PovertyCertificate, Shift};
use super::pack::Papers;
use super::paper::{NotMade, Paper, PaperKind};

/// So many certificates stand in a part unless somebody says otherwise.
pub const CERTIFICATES_A_PART: usize = 250;

/// What a batch prints, and how.
#[derive(Clone, Debug)]
pub struct Batch {
    /// What all certificates share.
    pub frame: CertificateFrame,
    /// Whether only the row of the year is printed, onto certificates that people have.
    pub only_row: bool,
    /// Where printers are off.
    pub shift: Shift,
    /// Certificates in a part; the same number when a batch is taken up again.
    pub a_part: usize,
    /// Parts that are done already: they are passed over.
    pub parts_done: usize,
    /// The day on which it is made; the same day when a batch is taken up again.
    pub made_on: Day,
}

/// A whole part of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificatePart {
    /// Its number, from 1.
    pub number: usize,
    /// Position of its first certificate in the batch, from 0.
    pub first: usize,
    /// Certificates in it.
    pub count: usize,
    /// The PDF.
    pub pdf: Vec<u8>,
}

impl Papers {
    /// The parts of a batch, one after the other: each is made when it is asked for, and of the certificates no more than a part
    /// is in memory. The same certificates give the same parts, byte for byte, also after an interruption. `progress` is told
    /// how many certificates are done; `cancel` stops before the next part.
    pub fn certificates<'a, I>(
        &'a self,
        batch: &'a Batch,
        of: I,
        mut progress: impl FnMut(usize) + 'a,
        cancel: &'a AtomicBool,
    ) -> impl Iterator<Item = Result<CertificatePart, NotMade>> + 'a
    where
        I: IntoIterator<Item = PovertyCertificate>,
        I::IntoIter: 'a,
    {
        let a_part = batch.a_part.max(1);
        let mut first = batch.parts_done.saturating_mul(a_part);
        let mut rest = of.into_iter().skip(first).fuse();
        let mut is_over = false;
        std::iter::from_fn(move || {
            if is_over {
                return None;
            }
            if cancel.load(Ordering::Relaxed) {
                is_over = true;
                return Some(Err(NotMade::Cancelled));
            }
            let some: Vec<PovertyCertificate> = rest.by_ref().take(a_part).collect();
            if some.is_empty() {
                return None;
            }
            let count = some.len();
            let made = self.part(batch, some).map(|pdf| CertificatePart {
                number: first / a_part + 1,
                first,
                count,
                pdf,
            });
            is_over = made.is_err();
            first += count;
            if made.is_ok() {
                progress(first);
            }
            Some(made)
        })
    }

    fn part(&self, batch: &Batch, certificates: Vec<PovertyCertificate>) -> Result<Vec<u8>, NotMade> {
        let frame = batch.frame.clone();
        let paper = match batch.only_row {
            true => Paper::CertificateRows { frame, certificates, shift: batch.shift },
            false => Paper::Certificates { frame, certificates },
        };
        debug_assert!(matches!(paper.kind(), PaperKind::Certificate | PaperKind::CertificateRow));
        Ok(self.make(&paper, super::Format::Pdf, batch.made_on)?.bytes)
    }
}
