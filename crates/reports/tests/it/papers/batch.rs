//! Batches of certificates: whole parts, taken up again after an interruption.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};

use reports::papers::{Batch, CertificatePart, NotMade, Paper, PaperKind, PovertyCertificate, Shift};

use super::{day, many, papers};
use crate::printed::{Pdf, bare};

fn batch(parts_done: usize) -> (Batch, Vec<PovertyCertificate>) {
    let Paper::Certificates { frame, certificates } = many(PaperKind::Certificate, 25) else { panic!() };
    let batch =
        Batch { frame, only_row: false, shift: Shift::default(), a_part: 10, parts_done, made_on: day() };
    (batch, certificates)
}

fn all(parts_done: usize) -> Vec<CertificatePart> {
    let (batch, certificates) = batch(parts_done);
    let never = AtomicBool::new(false);
    papers().certificates(&batch, certificates, |_| {}, &never).map(Result::unwrap).collect()
}

#[test]
fn an_interrupted_batch_goes_on_after_its_last_whole_part_with_the_same_bytes() {
    let whole = all(0);
    assert_eq!(
        whole.iter().map(|part| (part.number, part.first, part.count)).collect::<Vec<_>>(),
        [(1, 0, 10), (2, 10, 10), (3, 20, 5)]
    );
    let (batch, certificates) = batch(0);
    let (cancel, told) = (AtomicBool::new(false), RefCell::new(Vec::new()));
    let papers = papers();
    let progress = |done| {
        told.borrow_mut().push(done);
        cancel.store(done == 10, Ordering::Relaxed);
    };
    let interrupted: Vec<_> = papers.certificates(&batch, certificates, progress, &cancel).collect();
    assert_eq!(interrupted.len(), 2);
    assert_eq!(interrupted[0], Ok(whole[0].clone()));
    assert_eq!(interrupted[1], Err(NotMade::Cancelled));
    assert_eq!(*told.borrow(), [10]);
    assert!(all(1) == whole[1..], "parts 2 and 3, byte for byte");
    assert!(all(3).is_empty(), "a batch that is done is done");
}

#[test]
fn every_household_of_a_batch_has_its_certificate_on_a_sheet_of_its_own() {
    let (_, certificates) = batch(0);
    let parts = all(0);
    let pages: Vec<Vec<String>> = parts.iter().map(|part| Pdf::of(part.pdf.clone()).pages()).collect();
    for (at, certificate) in certificates.iter().enumerate() {
        let front = &pages[at / 10][(at % 10) * 2];
        assert!(front.contains(&bare(&format!("Hộ ông/bà: {}", certificate.head))), "{front}");
        assert!(front.contains(&format!("Số:{:03}/GCN-HN.HCN", at + 1)), "{front}");
        for member in &certificate.members {
            assert!(front.contains(&bare(&member.name)), "{}: {front}", member.name);
        }
    }
}

#[test]
fn a_large_household_takes_more_sheets_and_the_next_one_begins_in_front() {
    for people in [8, 25, 40, 60] {
        let Paper::Certificates { frame, mut certificates } = many(PaperKind::Certificate, 3) else {
            panic!()
        };
        let members = certificates[1].members.clone();
        certificates[1].members = members.into_iter().cycle().take(people).collect();
        let pages = super::pdf(&Paper::Certificates { frame, certificates }).pages();
        let with =
            |words: &str| (0..pages.len()).filter(|at| pages[*at].contains(words)).collect::<Vec<usize>>();
        let (fronts, backs) = (with("GIẤYCHỨNGNHẬN"), with("II.KẾTQUẢ"));
        assert_eq!((fronts.len(), backs.len()), (3, 3));
        assert!(fronts.iter().all(|at| at % 2 == 0), "{people} people, in front: {fronts:?}");
        assert!(backs.iter().all(|at| at % 2 == 1), "{people} people, behind: {backs:?}");
    }
}
