//! The audit of an interview as a phone sends it, and what a form says of its times.
#![no_main]

use chungtay_fuzz::parts;
use forms::paradata::{Paradata, audit_file};
use forms::xml::Element;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let parts = parts(input);
    let part = |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.as_slice());
    let form = part("form").and_then(|bytes| Element::read(bytes).ok()).unwrap_or_default();
    let _ = audit_file(&form);
    let paradata = Paradata::read(&form, Some(part("audit").unwrap_or(input)));
    assert!(paradata.seconds().is_none_or(|seconds| seconds >= 0));
    for arrived in [i64::MIN, 0, 1_795_741_200_000, i64::MAX] {
        assert!(paradata.clock(arrived).len() <= 4);
    }
});
