//! Ten thousand certificates in parts: seconds, processor seconds and the most memory. `cargo bench -p reports --bench papers_time`,
//! with how many, how many a part, and `row` for only the rows of a year.

#![allow(clippy::print_stdout, clippy::panic, missing_docs)]

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use reports::papers::{Batch, CERTIFICATES_A_PART, Paper, PaperKind, Papers, Shift, sample};
use standards::PackFiles;
use vocab::Day;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let number =
        |at: usize, otherwise: usize| words.get(at).and_then(|word| word.parse().ok()).unwrap_or(otherwise);
    let (all, a_part) = (number(0, 10_000), number(1, CERTIFICATES_A_PART));
    let only_row = words.iter().any(|word| word == "row");
    let Paper::Certificates { frame, certificates } = sample(PaperKind::Certificate, all) else {
        panic!("certificates are certificates")
    };
    let papers = papers();
    let made_on = Day::from_epoch_days(20_800);
    let batch = Batch { frame, only_row, shift: Shift::default(), a_part, parts_done: 0, made_on };
    let never = AtomicBool::new(false);
    let (begin, mut bytes, mut parts) = (Instant::now(), 0, 0);
    for part in papers.certificates(&batch, certificates, |_| {}, &never) {
        let part = part.unwrap_or_else(|why| panic!("{why:?}"));
        bytes += part.pdf.len();
        parts += 1;
        println!(
            "part {}: {} certificates, {:.1} s, {} MB at most",
            part.number,
            part.count,
            begin.elapsed().as_secs_f64(),
            most_memory()
        );
    }
    println!(
        "{all} certificates in {parts} parts: {:.1} s, {} MB of PDF, {} MB at most",
        begin.elapsed().as_secs_f64(),
        bytes >> 20,
        most_memory()
    );
}

/// The greatest resident set so far, in megabytes.
fn most_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kb| kb.parse::<usize>().ok()).unwrap_or(0) >> 10
}

fn papers() -> Papers {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let folder = root.join("reports/papers");
    let files = std::fs::read_dir(&folder).unwrap_or_else(|why| panic!("{why}")).flatten().map(|entry| {
        let name = format!("reports/papers/{}", entry.file_name().to_string_lossy());
        (name, std::fs::read(entry.path()).unwrap_or_else(|why| panic!("{why}")))
    });
    let read = Papers::read(&PackFiles::new(files.collect::<Vec<_>>()));
    read.papers.unwrap_or_else(|| panic!("{:?}", read.findings))
}
