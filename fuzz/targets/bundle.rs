//! A part of a bundle, and the content of a report: what another instance sends, before anything of it is believed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use registry::reporting::{Content, ExchangeKey, PartFile};

fuzz_target!(|input: &[u8]| {
    if let Ok(part) = PartFile::read(input) {
        assert!(part.part <= part.parts && part.offset + part.content.len() <= part.bytes);
    }
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let Ok(key) = text.parse::<ExchangeKey>() {
        assert_eq!(key.to_string(), text);
    }
    let Ok(json) = serde_json::from_str(text) else { return };
    if let Some(content) = Content::of_json(&json) {
        assert_eq!(content.json(), json);
        let _ = content.whole();
    }
});
