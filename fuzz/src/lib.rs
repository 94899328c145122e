//! What the fuzz targets share: the shipped pack, and inputs of several files in one.

use std::path::Path;
use std::sync::OnceLock;

use lake::{ClassifyJob, Format, Progress, classify};
use standards::standard::PovertyStandard;
use standards::{PackFiles, load};

/// The shipped standard that most targets judge by.
pub fn vn_2022() -> &'static PovertyStandard {
    static STANDARD: OnceLock<PovertyStandard> = OnceLock::new();
    STANDARD.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs/vn");
        let mut files = Vec::new();
        for folder in ["law", "standards/vn-2022"] {
            for entry in std::fs::read_dir(root.join(folder)).expect("a folder").flatten() {
                if let Ok(content) = std::fs::read(entry.path()) {
                    files.push((format!("{folder}/{}", entry.file_name().to_string_lossy()), content));
                }
            }
        }
        load(&PackFiles::new(files), "standards/vn-2022").standard.expect("the shipped standard loads")
    })
}

/// The parts of an input: a line `=== NAME` begins each.
pub fn parts(input: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for line in input.split_inclusive(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(b"=== ") {
            parts.push((String::from_utf8_lossy(name).trim().to_owned(), Vec::new()));
        } else if let Some((_, content)) = parts.last_mut() {
            content.extend_from_slice(line);
        }
    }
    parts
}

/// Classifies two files of these names; whatever they hold, it must end with a result or a refusal.
pub fn classified(households: (&str, &[u8]), members: (&str, &[u8])) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path(households.0), households.1).expect("written");
    std::fs::write(path(members.0), members.1).expect("written");
    let standard = vn_2022();
    let day = standard.covers.from.expect("a first day");
    let params = standard.on(day).expect("covered");
    let job = ClassifyJob {
        standard,
        params: &params,
        result_day: day,
        age_day: day,
        income_test: None,
        points: None,
        figuring: None,
        households: path(households.0),
        members: path(members.0),
        out: path("out.csv"),
        format: Format::Csv,
        keep: Vec::new(),
        explain: Some("1".to_owned()),
        every_question: false,
        language: vocab::Language::Vi,
        skip_bad: households.1.len() % 2 == 0,
        problems: None,
        threads: 1,
        metadata: Vec::new(),
    };
    let refused = classify(&job, &Progress::new()).is_err();
    assert!(!refused || !job.out.exists(), "a refused job left a result behind");
}

/// Panics inside a reader that the program catches and reports are no findings: only uncaught ones end the run.
pub fn allow_caught_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|_| {})));
}
