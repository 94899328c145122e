//! Papers of the review as people hold them: read back from PDF with poppler, and from DOCX with LibreOffice.

mod batch;
mod certificate;
mod docx;
mod explanation;
mod hostile;
mod pages;
mod posting;
mod templates;

use std::path::Path;

use reports::papers::{Format, Paper, PaperKind, Papers, Printed as Made, sample};
use standards::PackFiles;
use vocab::{Day, Finding};

use crate::printed::Pdf;

/// The papers of the pack, with texts replaced in its files.
pub(super) fn read(replaced: &[(&str, &str)]) -> (Option<Papers>, Vec<Finding>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    for folder in ["reports/papers", "law"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap().flatten() {
            let mut text = std::fs::read_to_string(entry.path()).unwrap();
            for (from, to) in replaced.iter().filter(|_| folder != "law") {
                text = text.replace(from, to);
            }
            files.push((format!("{folder}/{}", entry.file_name().to_string_lossy()), text.into_bytes()));
        }
    }
    let read = Papers::read(&PackFiles::new(files));
    (read.papers, read.findings)
}

pub(super) fn papers() -> Papers {
    let (papers, findings) = read(&[]);
    papers.unwrap_or_else(|| panic!("{findings:#?}"))
}

pub(super) fn day() -> Day {
    "2026-10-20".parse().unwrap()
}

pub(super) fn make(paper: &Paper, format: Format) -> Made {
    papers().make(paper, format, day()).unwrap_or_else(|why| panic!("{why:?}"))
}

/// The paper as PDF, read back.
pub(super) fn pdf(paper: &Paper) -> Pdf {
    Pdf::of(make(paper, Format::Pdf).bytes)
}

pub(super) fn many(kind: PaperKind, households: usize) -> Paper {
    sample(kind, households)
}
