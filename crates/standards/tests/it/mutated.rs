//! Files that were damaged: whatever the bytes are, reading ends soon, without a panic, in findings or a standard.
//!
//! The damage is drawn from a fixed seed, so that a failure here is the same failure everywhere.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use standards::points::{PointRow, reread};
use standards::{PackFiles, cases, load};
use vocab::Severity;

use crate::dice::{Dice, effort};
use crate::pack::Pack;
use crate::real::vn;

/// Pieces that mean something to one of the readers.
const PIECES: [&str; 40] = [
    "\"",
    "'''",
    "\"\"\"",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    "\n",
    "#",
    "\\",
    "0",
    "-1",
    "9223372036854775807",
    "1e309",
    "0.1",
    "nan",
    "true",
    "m.age",
    "members.map(m, ",
    ").sum()",
    "(",
    ")",
    "? 1 : ",
    " && ",
    " || ",
    "!",
    " in [",
    "/ ",
    "% ",
    "param.",
    "\u{300}",
    "\u{feff}",
    "\0",
    "2022-02-30",
    "extends = \"vn-2016\"\n",
    "[[param.x]]\n",
    "\"missing\"",
    "source = {}",
    ", ",
];

/// The bytes with one to eight places damaged.
pub(crate) fn damaged(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + dice.below(8) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + 1 + dice.below(40)).min(bytes.len());
        match dice.below(8) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] = dice.next() as u8,
            2 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let piece = bytes[at..end].to_vec();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            _ => drop(bytes.splice(at..at, dice.one_of(&PIECES).bytes())),
        }
    }
    bytes
}

/// Runs it; a panic names the input, and so does a run of more than five seconds.
fn bounded<T>(what: &str, input: &[u8], run: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = catch_unwind(AssertUnwindSafe(run))
        .unwrap_or_else(|_| panic!("{what} panicked on:\n{}", String::from_utf8_lossy(input)));
    let taken = started.elapsed();
    assert!(taken < Duration::from_secs(5), "{what} took {taken:?} on:\n{}", String::from_utf8_lossy(input));
    done
}

/// Loads the folder: either a standard or a mistake with a line of a file.
fn loads(files: &PackFiles, folder: &str, input: &[u8]) {
    let loaded = bounded("load", input, || load(files, folder));
    let refused = loaded.findings.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(refused, loaded.standard.is_none(), "{:#?}", loaded.findings);
    assert!(
        loaded.findings.iter().all(|finding| !finding.message.is_empty() && !finding.place.file.is_empty())
    );
}

#[test]
fn damaged_files_of_the_real_standard_are_findings_never_panics() {
    let files = vn();
    let folder = "standards/vn-2022";
    let inside: Vec<(String, Vec<u8>)> = files
        .list(folder, ".toml")
        .filter(|path| !path.contains("/cases/"))
        .map(|path| (path.to_owned(), files.get(path).expect("listed").to_vec()))
        .collect();
    let dice = &mut Dice::new(1);
    for _ in 0..60 * effort() {
        let (path, bytes) = dice.one_of(&inside);
        let bytes = damaged(bytes, dice);
        let others = inside.iter().filter(|(other, _)| other != path).cloned();
        let pack = PackFiles::new(others.chain([(path.clone(), bytes.clone())]));
        loads(&pack, folder, &bytes);
    }
}

#[test]
fn damaged_small_packs_are_findings_never_panics() {
    let small = Pack::small();
    let dice = &mut Dice::new(2);
    for _ in 0..400 * effort() {
        let (file, bytes) = dice.one_of(&small.0).clone();
        let bytes = damaged(&bytes, dice);
        loads(&small.clone().with(&file, &bytes).files(), "", &bytes);
    }
}

#[test]
fn damaged_rules_are_findings_never_panics() {
    let rules = [
        "members.exists(m, m.age >= 3 && m.age < 16 && !(m.reads && m.age >= (m.age < 6 ? 1 : m.age < 12 ? 2 : 3)))",
        "area / members.size() <= 8.5 && water in [\"tap\", \"well\"] || 'tv' in assets && moved_on < date(\"2010-01-01\")",
        "members.filter(m, m.reads).map(m, m.wage).sum() / 12 % 7 + rooms * -3 > income - param.line",
    ];
    let dice = &mut Dice::new(3);
    for _ in 0..1_500 * effort() {
        let mut rule = damaged(dice.one_of(&rules).as_bytes(), dice);
        rule.retain(|byte| *byte != 0);
        let Ok(rule) = String::from_utf8(rule) else { continue };
        if !rule.contains("'''") {
            loads(&Pack::small().with_rule(&rule).files(), "", rule.as_bytes());
        }
    }
}

#[test]
fn damaged_cases_are_findings_never_panics() {
    let files = vn();
    let standard = load(&files, "standards/vn-2022").standard.expect("sound");
    let texts: Vec<Vec<u8>> = files
        .list("standards/vn-2022/cases", ".toml")
        .map(|path| files.get(path).expect("listed").iter().copied().take(6_000).collect())
        .collect();
    let dice = &mut Dice::new(4);
    for _ in 0..150 * effort() * usize::from(!texts.is_empty()) {
        let text: &Vec<u8> = dice.one_of(&texts);
        let bytes = damaged(text, dice);
        let pack = PackFiles::new([("cases/a.toml".to_owned(), bytes.clone())]);
        let (read, findings) = bounded("cases", &bytes, || cases::cases(&pack, "", &standard));
        let refused = findings.iter().any(|finding| finding.severity == Severity::Error);
        assert!(!refused || read.is_empty());
    }
}

#[test]
fn damaged_tables_of_points_are_findings_never_panics() {
    let files = vn();
    let standard = load(&files, "standards/vn-2022").standard.expect("sound");
    let Some(structure) = standard.points else { return };
    let mut text = String::new();
    for region in &structure.regions {
        for item in &structure.items {
            item.options
                .iter()
                .for_each(|option| text += &format!("{},{},{},5\n", region.id, item.id, option.id));
        }
    }
    let rows = |bytes: &[u8]| -> Vec<PointRow> {
        reread(&format!("region,item,option,points\n{}", String::from_utf8_lossy(bytes))).unwrap_or_default()
    };
    assert!(structure.table(&rows(text.as_bytes())).is_ok());
    let dice = &mut Dice::new(5);
    for _ in 0..300 * effort() {
        let bytes = damaged(text.as_bytes(), dice);
        if let Ok(table) = bounded("table", &bytes, || structure.table(&rows(&bytes))) {
            let complete = table
                .points
                .iter()
                .zip(&structure.regions)
                .all(|(items, _)| items.len() == structure.items.len());
            assert!(complete);
        }
    }
}

#[test]
fn damaged_law_and_unit_files_are_findings_never_panics() {
    let files = vn();
    let dice = &mut Dice::new(6);
    let texts: Vec<(String, Vec<u8>)> = ["law", "units"]
        .iter()
        .flat_map(|folder| files.list(folder, ""))
        .map(|path| (path.to_owned(), files.get(path).expect("listed").iter().copied().take(4_000).collect()))
        .collect();
    for _ in 0..300 * effort() {
        let (path, bytes) = dice.one_of(&texts);
        let bytes = damaged(bytes, dice);
        let pack = PackFiles::new([(path.clone(), bytes.clone())]);
        bounded("law", &bytes, || standards::law::documents(&pack));
        bounded("units", &bytes, || standards::units::Units::read(&pack));
    }
}

#[test]
fn the_damage_is_the_same_everywhere_and_really_damages() {
    let text = crate::pack::STANDARD.as_bytes();
    assert_eq!(damaged(text, &mut Dice::new(7)), damaged(text, &mut Dice::new(7)));
    let dice = &mut Dice::new(8);
    let refused = (0..100)
        .filter(|_| Pack::small().with("standard.toml", damaged(text, dice)).load().standard.is_none())
        .count();
    assert!((50..100).contains(&refused), "{refused} of 100 were refused");
}
