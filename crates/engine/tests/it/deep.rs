//! The deepest rules that the checker accepts are judged, explained and compiled on the stack of a small thread.

use engine::judge::Judge;
use standards::HouseholdAnswers;
use standards::rule::{Names, RuleSource, check};
use vocab::{Day, Language, Place};

use crate::columnar;
use crate::dice::Dice;
use crate::households::complete;
use crate::text::Condition;
use crate::world::{empty, standard};

/// `n` levels of one kind.
fn nested(kind: &str, n: usize) -> String {
    match kind {
        "not" => format!("{}toilet{}", "!(".repeat(n), ")".repeat(n)),
        "minus" => format!("{}rooms > 0", "-".repeat(n)),
        "plus" => format!("rooms{} > 3", "+1".repeat(n)),
        "same" => format!("toilet{}", " == power".repeat(n)),
        "conditionals" => format!("{}true", "toilet ? false : ".repeat(n)),
        "conditionals in conditions" => format!("{}toilet{}", "(".repeat(n), " ? power : toilet)".repeat(n)),
        "and in or" => format!("{}toilet{}", "(power || power && ".repeat(n), ")".repeat(n)),
        "macros" => format!("{}m.attending{}", "members.exists(m, m.attending || ".repeat(n), ")".repeat(n)),
        "sums" => format!("{}1{} > 2", "members.map(m, m.age + ".repeat(n), ").sum()".repeat(n)),
        "numbers that choose" => format!("{}1{} > 2", "(toilet ? rooms : ".repeat(n), ")".repeat(n)),
        other => panic!("{other}"),
    }
}

/// The deepest rule of this kind that is accepted.
fn deepest(kind: &str) -> Condition {
    let standard = empty();
    let names = Names {
        questionnaire: &standard.questionnaire,
        params: &standard.params,
        indicators: None,
        has_income_test: false,
    };
    let place = Place { file: "rule".to_owned(), line: 1 };
    let accepted = |n: &usize| {
        let text = nested(kind, *n);
        check(RuleSource { text: &text, place: &place, of_member: false }, &names, &mut Vec::new()).is_some()
    };
    let n = (3..250).rev().find(accepted).expect("some depth is accepted");
    Condition::same(nested(kind, n))
}

fn judge_everything(rule: Condition) {
    let yes = Condition::same("true");
    let standard = standard(&[rule], &[yes.clone(), yes], &[Condition::same("deprivation_count >= 1")]);
    let params = standard.on(Day::from_civil(2025, 1, 1).expect("a day")).expect("covered");
    let dice = &mut Dice::new(1);
    let mut all: Vec<HouseholdAnswers> = (0..3).map(|_| complete(&standard, dice)).collect();
    all.push(HouseholdAnswers::unanswered(&standard.questionnaire, 2));
    let judge = Judge::new(&standard, params.clone(), None, None);
    let batch = columnar::classified(&standard, &params, None, &all);
    for (at, household) in all.iter().enumerate() {
        let found = columnar::differences(&batch, at, &judge.judge(household));
        assert!(found.is_empty(), "{found:#?}");
        judge.alternatives(household);
        for language in [Language::Vi, Language::En] {
            judge.explain(household, language);
        }
    }
}

#[test]
fn the_deepest_rule_of_every_kind_fits_a_small_stack() {
    for kind in [
        "not",
        "minus",
        "plus",
        "same",
        "conditionals",
        "conditionals in conditions",
        "and in or",
        "macros",
        "sums",
        "numbers that choose",
    ] {
        let thread = std::thread::Builder::new().stack_size(2 << 20);
        let started = std::time::Instant::now();
        thread.spawn(move || judge_everything(deepest(kind))).expect("a thread").join().expect("no panic");
        assert!(started.elapsed().as_secs() < 20, "{kind} took {:?}", started.elapsed());
    }
}
