//! Rule text: checked or refused; what is checked is judged without a panic.
#![no_main]

use chungtay_fuzz::vn_2022;
use engine::judge::Judge;
use libfuzzer_sys::fuzz_target;
use standards::HouseholdAnswers;
use standards::rule::{Names, RuleSource, check};
use standards::standard::{DeprivationRule, Rule};
use vocab::{Place, Severity};

fuzz_target!(|text: &str| {
    let standard = vn_2022();
    let names = Names {
        questionnaire: &standard.questionnaire,
        params: &standard.params,
        indicators: None,
        has_income_test: false,
    };
    let place = Place { file: "rule".to_owned(), line: 1 };
    let mut findings = Vec::new();
    let condition = check(RuleSource { text, place: &place, of_member: false }, &names, &mut findings);
    let refused = findings.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(condition.is_none(), refused);
    if let Some(condition) = condition {
        let mut standard = standard.clone();
        standard.indicators[0].deprived =
            DeprivationRule::Rule(Rule { written: text.to_owned(), condition, place: place.clone() });
        let params = standard.on(standard.covers.from.expect("a first day")).expect("covered");
        let judge = Judge::new(&standard, params, None, None);
        for members in [0, 1, 3] {
            judge.judge(&HouseholdAnswers::unanswered(&standard.questionnaire, members));
        }
    }
});
