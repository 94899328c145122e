//! The files of a standard's folder (`=== standard.toml` begins one): a standard, or mistakes with places.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standards::{PackFiles, law, load, units};
use vocab::Severity;

fuzz_target!(|input: &[u8]| {
    let files = PackFiles::new(chungtay_fuzz::parts(input));
    let loaded = load(&files, "");
    let refused = loaded.findings.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(loaded.standard.is_none(), refused);
    law::documents(&files);
    units::Units::read(&files);
});
