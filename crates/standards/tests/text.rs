//! Rules in words: golden texts of the 2022 standard here, each form of sentence on a small invented standard below.
//!
//! `UPDATE_GOLDEN=1 cargo test -p standards --test text` writes the golden files again; read the difference.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests are tests

#[path = "text/answers.rs"]
mod answers;
#[path = "text/members.rs"]
mod members;
#[path = "text/random.rs"]
mod random;
#[path = "text/statements.rs"]
mod statements;
#[path = "text/trial.rs"]
mod trial;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use standards::PackFiles;
use standards::rule::Condition;
use standards::rule::text::Speaker;
use standards::standard::{DeprivationRule, PovertyStandard};
use vocab::{Language, Zone};

use trial::loaded;

const LANGUAGES: [(Language, &str); 2] = [(Language::Vi, "vi"), (Language::En, "en")];

fn pack() -> PackFiles {
    fn read(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
        for entry in std::fs::read_dir(folder).expect("the pack's folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read(root, &path, files);
            } else {
                let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    read(&root, &root, &mut files);
    PackFiles::new(files)
}

fn rules(standard: &PovertyStandard) -> Vec<(String, &Condition)> {
    let mut rules = Vec::new();
    for indicator in &standard.indicators {
        if let DeprivationRule::Rule(rule) = &indicator.deprived {
            rules.push((format!("indicator {}", indicator.id), &rule.condition));
        }
    }
    rules.extend(
        standard
            .income_tests
            .iter()
            .map(|t| (format!("income test {}", t.id), &t.at_or_below_line.condition)),
    );
    rules.extend(standard.income_bands.iter().map(|b| (format!("income band {}", b.id), &b.when.condition)));
    rules.extend(standard.outcomes.iter().map(|o| (format!("outcome {}", o.id), &o.when.condition)));
    rules
}

fn golden(standard: &PovertyStandard, language: Language) -> String {
    let day = "2022-01-01".parse().expect("a day");
    let values = standard.on(day).expect("covered");
    let anywhere = Speaker::new(standard, None, language);
    let urban = Speaker::new(standard, Some((&values, Some(Zone::Urban))), language);
    let mut text = String::new();
    for (name, rule) in rules(standard) {
        writeln!(text, "# {name}\n{}", anywhere.rule(rule)).expect("a text");
        writeln!(text, "line:     {}", anywhere.condition(rule)).expect("a text");
        writeln!(text, "opposite: {}", anywhere.negation(rule)).expect("a text");
        if urban.condition(rule) != anywhere.condition(rule) {
            writeln!(text, "urban:    {}", urban.condition(rule)).expect("a text");
        }
        text.push('\n');
    }
    for (_, question) in standard.questionnaire.iter() {
        if let Some(relevant) = &question.relevant {
            writeln!(text, "# question {}\n{}", question.id, anywhere.condition(relevant)).expect("a text");
        }
    }
    text
}

#[test]
fn the_2022_standard_reads_as_it_was_last_read_by_a_person() {
    let standard = loaded(&pack(), "standards/vn-2022");
    for (language, code) in LANGUAGES {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/vn-2022.{code}.txt"));
        let text = golden(&standard, language);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &text).expect("the golden file");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text == expected, "{} differs; UPDATE_GOLDEN=1 writes it again.\n{text}", path.display());
    }
}
