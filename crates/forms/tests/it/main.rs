//! The form of a small standard as a whole, and what a form refuses. Whether clients calculate what the engine decides is
//! asked of the clients themselves: `e2e/forms/equality.mjs`.

// A helper that meets the unexpected fails its test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod merge;
mod written;

use forms::{Form, Terms, unrunnable};
use standards::standard::PovertyStandard;
use standards::{PackFiles, load};
use vocab::Day;

/// The standard of `e2e/forms/every-construct`, with a text replaced in all its files.
fn every_construct(replaced: Option<(&str, &str)>) -> PovertyStandard {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e/forms/every-construct");
    let files = ["standard.toml", "questionnaire.toml", "indicators.toml"].map(|name| {
        let mut text = std::fs::read_to_string(folder.join(name)).expect("a file");
        if let Some((from, to)) = replaced {
            text = text.replace(from, to);
        }
        (name.to_owned(), text.into_bytes())
    });
    let loaded = load(&PackFiles::new(files), "");
    loaded.standard.unwrap_or_else(|| panic!("{:#?}", loaded.findings))
}

fn form(standard: &PovertyStandard) -> Form {
    let day = Day::from_civil(2026, 12, 31).unwrap();
    let params = standard.on(day).expect("covered");
    let terms = Terms { result_day: day, age_day: day, params: &params, income_test: None, total: None };
    Form::new(standard, &terms).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// Compares with a committed file; `GOLDEN=write` writes it anew.
#[track_caller]
fn golden(name: &str, text: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name);
    if std::env::var("GOLDEN").is_ok_and(|wish| wish == "write") {
        std::fs::write(&file, text).expect("written");
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = known.lines().zip(text.lines()).position(|(a, b)| a != b);
    assert_eq!(known, text, "{name} differs from line {differs:?}; GOLDEN=write cargo test writes it anew");
}

#[test]
fn the_xform_of_a_standard_is_the_one_that_was_looked_at() {
    golden("every-construct.xml", &form(&every_construct(None)).xform());
}

#[test]
fn no_rule_names_a_node_from_the_root_because_a_row_would_read_the_first_row() {
    let xform = form(&every_construct(None)).xform();
    let binds: Vec<&str> = xform.lines().filter(|line| line.contains("<bind ")).collect();
    assert!(binds.len() > 60, "{}", binds.len());
    for bind in binds {
        let (_, rules) = bind.split_once("\" type=").expect("a type");
        let rules = rules.split(" jr:constraintMsg=").next().unwrap_or_default();
        assert!(!rules.contains("/data"), "{bind}");
    }
}

#[test]
fn a_spreadsheet_has_a_row_for_every_value_of_the_form() {
    let form = form(&every_construct(None));
    let survey = &form.sheets()[0].rows;
    let named = survey.iter().filter(|row| !row[1].is_empty() && !row[0].starts_with("begin")).count();
    let binds = form.xform().lines().filter(|line| line.contains("<bind ")).count();
    // The first row names the columns; the two values of `meta` are pyxform's own.
    assert_eq!(named - 1, binds - 2);
}

#[track_caller]
fn refused(from: &str, to: &str, message: &str) {
    let findings = unrunnable(&every_construct(Some((from, to))));
    let messages: Vec<String> = findings.iter().map(|finding| finding.message.clone()).collect();
    assert!(messages.iter().any(|said| said.contains(message)), "{messages:#?}");
    assert!(
        findings.iter().all(|finding| finding.place.line > 0 && !finding.hint.is_empty()),
        "{findings:#?}"
    );
}

#[test]
fn what_no_client_could_run_is_refused_with_its_place() {
    assert_eq!(unrunnable(&every_construct(None)), []);
    refused("code = \"none\"", "code = \"no thing\"", "it has a space");
    refused("min = -20\nmax = 30\n", "", "a number of the rule can reach");
    refused("reads", "outcome", "cannot hold the id `outcome`");
    refused("\"one_reader\"", "\"is_reader\"", "cannot hold the id `is_reader`");
}
