//! The files of procedures, days off and official tables (`=== procedures/yearly.toml` begins one): what they say, or mistakes with
//! places.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standards::{PackFiles, layouts};
use vocab::{Finding, Language, Severity};

fn is_refused(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

fuzz_target!(|input: &[u8]| {
    let files = PackFiles::new(chungtay_fuzz::parts(input));
    let (procedures, _) = review::procedure::procedures(&files);
    for procedure in &procedures {
        review::diagram::page(procedure, &[], Language::Vi);
    }
    let (calendar, findings) = review::calendar::calendar(&files);
    assert!(calendar.is_none() || !is_refused(&findings));
    for id in layouts::ids(&files) {
        let read = layouts::read(&files, &id, chungtay_fuzz::vn_2022());
        assert!(read.set.is_none() || !is_refused(&read.findings));
    }
});
