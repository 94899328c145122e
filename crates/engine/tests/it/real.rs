//! The standards that are shipped, over random households.

use engine::judge::Judge;
use proptest::prelude::*;
use standards::standard::PovertyStandard;
use standards::{AgeQuestions, Answer, HouseholdAnswers, PackFiles, load};

use crate::columnar;
use crate::dice::{Dice, cases};
use crate::households::{Cell, complete, with_gaps};
use crate::missing::contradictions;

fn read() -> Vec<PovertyStandard> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(&root).expect("inside").to_str().expect("UTF-8").to_owned();
                files.push((name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    let files = PackFiles::new(files);
    let of = |id: &String| {
        load(&files, &format!("standards/{id}")).standard.unwrap_or_else(|| panic!("{id} is refused"))
    };
    files.standards().iter().map(of).collect()
}

/// All standards of `packs/vn`.
pub(crate) fn standards() -> Vec<PovertyStandard> {
    thread_local!(static READ: Vec<PovertyStandard> = read());
    READ.with(Clone::clone)
}

/// The household with ages as answered, not from births, which have tests of their own.
pub(crate) fn answers_births(
    standard: &PovertyStandard,
    mut household: HouseholdAnswers,
) -> HouseholdAnswers {
    if let Some(ages) = AgeQuestions::of(&standard.questionnaire) {
        for member in 0..household.members.len() {
            for birth in [ages.birth_date, ages.birth_year].into_iter().flatten() {
                household.set(birth, Some(member), Answer::Missing);
            }
        }
    }
    household
}

proptest! {
    #![proptest_config(cases(25))]

    #[test]
    fn the_shipped_standards_judge_one_by_one_as_in_columns(seed in any::<u64>()) {
        let dice = &mut Dice::new(seed);
        for standard in standards() {
            let params = standard.on(standard.covers.from.expect("a first day")).expect("covered");
            let test = dice.below(standard.income_tests.len() + 1).checked_sub(1);
            let percent = dice.one_of(&[0, 5, 40]);
            let all: Vec<HouseholdAnswers> = (0..40)
                .map(|_| answers_births(&standard, with_gaps(&standard, &complete(&standard, dice), percent, dice).0))
                .collect();
            let judge = Judge::new(&standard, params.clone(), test, None);
            let batch = columnar::classified(&standard, &params, test, &all);
            for (at, household) in all.iter().enumerate() {
                let found = columnar::differences(&batch, at, &judge.judge(household));
                prop_assert!(found.is_empty(), "{}: {found:#?}", standard.id);
            }
        }
    }

    #[test]
    fn the_shipped_standards_never_take_back_what_was_certain(seed in any::<u64>()) {
        let dice = &mut Dice::new(seed);
        for standard in standards() {
            let params = standard.on(standard.covers.from.expect("a first day")).expect("covered");
            // A test that was asked for: a later answer to another test changes nothing.
            let judge = Judge::new(&standard, params, (!standard.income_tests.is_empty()).then_some(0), None);
            for _ in 0..20 {
                let whole = answers_births(&standard, complete(&standard, dice));
                let percent = dice.one_of(&[5, 20, 60]);
                let (household, _): (HouseholdAnswers, Vec<Cell>) = with_gaps(&standard, &whole, percent, dice);
                let found = contradictions(&judge.judge(&household), &judge.judge(&whole));
                prop_assert!(found.is_empty(), "{}: {found:#?}", standard.id);
            }
        }
    }
}
