//! How long the explanation of one household takes: every worked case of a standard, in both languages, many times.
//!
//! `explain_time PACK STANDARD` prints one line of JSON, in microseconds: the median household, the one that 95 % are
//! not slower than, and the slowest. A household's time is the median of its repetitions.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use engine::judge::Judge;
use standards::{PackFiles, load};
use vocab::Language;

const REPETITIONS: usize = 51;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pack, id] = arguments.as_slice() else { panic!("usage: explain_time PACK STANDARD") };
    let mut files = Vec::new();
    collect(Path::new(pack), Path::new(pack), &mut files);
    let files = PackFiles::new(files);
    let folder = format!("standards/{id}");
    let standard = load(&files, &folder).standard.expect("a standard without mistakes");
    let (cases, _) = standards::cases::cases(&files, &folder, &standard);
    let mut times = Vec::new();
    for case in &cases {
        let Ok(params) = standard.on(case.result_day) else { continue };
        let asked = case.income_test.as_ref();
        let income_test = asked.and_then(|id| standard.income_tests.iter().position(|test| test.id == *id));
        let judge = Judge::new(&standard, params, income_test, None);
        for language in [Language::Vi, Language::En] {
            let once = || {
                let start = Instant::now();
                black_box(judge.explain(black_box(&case.answers), language));
                start.elapsed().as_nanos()
            };
            times.push((median((0..REPETITIONS).map(|_| once()).collect()), case.answers.members.len()));
        }
    }
    times.sort_unstable();
    let (slowest, members) = *times.last().expect("worked households");
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].0;
    let micro = |nanoseconds: u128| nanoseconds as f64 / 1000.0;
    println!(
        r#"{{"households": {}, "median_us": {:.1}, "p95_us": {:.1}, "slowest_us": {:.1}, "slowest_members": {members}}}"#,
        cases.len(),
        micro(at(50)),
        micro(at(95)),
        micro(slowest)
    );
}

fn median(mut times: Vec<u128>) -> u128 {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The files of a pack, by their path inside it.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "toml" || ending == "csv") {
            let inside = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
            files.push((inside, fs::read(&path).expect("a file")));
        }
    }
}
