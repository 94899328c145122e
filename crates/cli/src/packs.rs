//! `chungtay packs …`: the law as data, checked, listed, read and tried.

use std::io::{self, Write};
use std::path::Path;

use standards::load;
use standards::standard::PovertyStandard;
use vocab::{Finding, Severity};

use crate::failure::Failure;
use crate::shelf::{Chosen, Shelf};

/// Prints every mistake of a pack or a standard's folder.
pub(crate) fn check(dir: Option<&Path>, packs: Option<&Path>, out: &mut dyn Write) -> Result<(), Failure> {
    let chosen = match dir {
        Some(dir) if dir.join("standard.toml").is_file() => vec![Shelf::folder(dir)?],
        Some(dir) => of_pack(|| Shelf::open(Some(dir)))?,
        None => of_pack(|| Shelf::open(packs))?,
    };
    if chosen.is_empty() {
        return Err(Failure::could_not_run(
            "there is no standard here",
            "name a pack (with standards/ in it) or a standard's folder (with standard.toml in it)",
        ));
    }
    let mut findings: Vec<Finding> = Vec::new();
    let mut good = 0;
    for chosen in &chosen {
        let loaded = load(&chosen.shelf.files, &chosen.folder);
        findings.extend(loaded.findings);
        if let Some(standard) = &loaded.standard {
            good += 1;
            let (_, of_cases) = standards::cases::cases(&chosen.shelf.files, &chosen.folder, standard);
            findings.extend(of_cases);
        }
    }
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    findings.dedup();
    for finding in &findings {
        write_line(out, &finding.to_string())?;
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = findings.len() - errors;
    write_line(out, &format!("{good} of {} standards sound; {errors} errors, {warnings} warnings", chosen.len()))?;
    if errors > 0 { Err(Failure::Input) } else { Ok(()) }
}

/// All standards of a pack.
fn of_pack(open: impl Fn() -> Result<Shelf, Failure>) -> Result<Vec<Chosen>, Failure> {
    let ids = open()?.files.standards();
    ids.iter().map(|id| Ok(Chosen { shelf: open()?, folder: format!("standards/{id}") })).collect()
}

/// Runs worked households and prints those that come out differently.
pub(crate) fn cases(
    standard: Option<&str>,
    packs: Option<&Path>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let chosen = match standard {
        Some(standard) => vec![Shelf::choose(standard, packs)?],
        None => of_pack(|| Shelf::open(packs))?,
    };
    let (mut passed, mut failed) = (0, 0);
    for chosen in &chosen {
        let standard = loaded(chosen)?;
        let (cases, findings) = standards::cases::cases(&chosen.shelf.files, &chosen.folder, &standard);
        for finding in &findings {
            write_line(out, &finding.to_string())?;
            failed += usize::from(finding.severity == Severity::Error);
        }
        let mut failed_here = 0;
        for case in &cases {
            let differences = engine::cases::differences(&standard, case, None);
            if !differences.is_empty() {
                failed_here += 1;
                write_line(out, &format!("FAILED {}: {}", case.place, case.name))?;
                for difference in differences {
                    write_line(out, &format!("  {difference}"))?;
                }
            }
        }
        write_line(out, &format!("{}: {} cases, {failed_here} failed", standard.id, cases.len()))?;
        passed += cases.len() - failed_here;
        failed += failed_here;
    }
    write_line(out, &format!("{passed} passed, {failed} failed"))?;
    if failed > 0 { Err(Failure::Input) } else { Ok(()) }
}

/// The checked standard, or all its mistakes printed to standard error.
pub(crate) fn loaded(chosen: &Chosen) -> Result<PovertyStandard, Failure> {
    let loaded = load(&chosen.shelf.files, &chosen.folder);
    let mut errors = io::stderr().lock();
    for finding in loaded.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        let _ = writeln!(errors, "{finding}");
    }
    loaded.standard.ok_or(Failure::Input)
}

pub(crate) fn write_line(out: &mut dyn Write, line: &str) -> Result<(), Failure> {
    writeln!(out, "{line}").map_err(|error| {
        Failure::could_not_run(format!("cannot write to standard output: {error}"), "check the pipe or the disk")
    })
}
