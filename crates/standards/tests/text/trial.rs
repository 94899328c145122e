//! A small invented standard with a question of every kind.

use standards::rule::text::Speaker;
use standards::rule::{Condition, Names, RuleSource, check};
use standards::standard::PovertyStandard;
use standards::{PackFiles, load};
use vocab::{Language, Place};

pub(crate) fn loaded(files: &PackFiles, folder: &str) -> PovertyStandard {
    let loaded = load(files, folder);
    let findings: Vec<String> = loaded.findings.iter().map(ToString::to_string).collect();
    loaded.standard.unwrap_or_else(|| panic!("{}", findings.join("\n")))
}

pub(crate) fn trial() -> PovertyStandard {
    let files = [
        ("standard", include_str!("trial/standard.toml")),
        ("questionnaire", include_str!("trial/questionnaire.toml")),
        ("indicators", include_str!("trial/indicators.toml")),
    ];
    loaded(&PackFiles::new(files.map(|(name, text)| (format!("{name}.toml"), text.as_bytes().to_vec()))), "")
}

pub(crate) fn checked(standard: &PovertyStandard, text: &str) -> Condition {
    try_check(standard, text).unwrap_or_else(|findings| panic!("{text}: {findings}"))
}

pub(crate) fn try_check(standard: &PovertyStandard, text: &str) -> Result<Condition, String> {
    let indicators: Vec<String> = standard.indicators.iter().map(|indicator| indicator.id.clone()).collect();
    let names = Names {
        questionnaire: &standard.questionnaire,
        params: &standard.params,
        indicators: Some(&indicators),
        has_income_test: true,
    };
    let place = Place { file: "rule".to_owned(), line: 1 };
    let mut findings = Vec::new();
    let condition =
        check(RuleSource { text, place: &place, of_member: text.contains("m.") }, &names, &mut findings);
    condition.ok_or_else(|| findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// The rule in both languages, and its opposite in Vietnamese.
pub(crate) fn says(rule: &str, vi: &str, en: &str, opposite: &str) {
    let standard = trial();
    let condition = checked(&standard, rule);
    let said = |language| Speaker::new(&standard, None, language);
    assert_eq!(said(Language::Vi).condition(&condition), vi, "{rule}");
    assert_eq!(said(Language::En).condition(&condition), en, "{rule}");
    assert_eq!(said(Language::Vi).negation(&condition), opposite, "not: {rule}");
}
