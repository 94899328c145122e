//! A file of worked cases: cases that run, or mistakes with places.
#![no_main]

use chungtay_fuzz::vn_2022;
use libfuzzer_sys::fuzz_target;
use standards::PackFiles;
use standards::cases::cases;

fuzz_target!(|input: &[u8]| {
    let files = PackFiles::new([("cases/a.toml".to_owned(), input.to_vec())]);
    let (cases, _) = cases(&files, "", vn_2022());
    for case in &cases {
        engine::cases::differences(vn_2022(), case, None);
    }
});
