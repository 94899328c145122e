//! A further deprivation never improves an outcome, in the standards that are shipped.

use engine::bounds::Truth;
use engine::judge::{Judge, Judgement};
use proptest::prelude::*;

use crate::dice::{Dice, cases};
use crate::households::{answer, cells, complete, with, with_gaps};
use crate::real::{answers_births, standards};

/// Whether everything that was deprived still is, and the income line is the same.
fn is_further(before: &Judgement, after: &Judgement) -> bool {
    let pairs = before.deprived.iter().zip(&after.deprived);
    let none_less =
        pairs.clone().all(|(a, b)| a.is_certain() <= b.is_certain() && a.is_possible() <= b.is_possible());
    let line = (before.income_test, before.at_or_below_income_line)
        == (after.income_test, after.at_or_below_income_line);
    none_less && line && before.deprived != after.deprived
}

/// Outcomes stand from worst to best: the worst that is possible is no better, and neither is the one that is certain.
fn is_no_better(before: &Judgement, after: &Judgement) -> bool {
    let certain = before.outcome().zip(after.outcome());
    after.possible_outcomes.first() <= before.possible_outcomes.first() && certain.is_none_or(|(a, b)| b <= a)
}

/// How often one more deprivation was seen, and on how many outcomes it told.
fn check(seed: u64, seen: &mut (usize, usize)) -> Result<(), TestCaseError> {
    let dice = &mut Dice::new(seed);
    for standard in standards() {
        let params = standard.on(standard.covers.from.expect("a first day")).expect("covered");
        let test = dice.below(standard.income_tests.len() + 1).checked_sub(1);
        let judge = Judge::new(&standard, params, test, None);
        let percent = dice.one_of(&[0, 0, 10]);
        let draw = |dice: &mut Dice| {
            let household = with_gaps(&standard, &complete(&standard, dice), percent, dice).0;
            answers_births(&standard, household)
        };
        // Deprivations tell only at or below the income line.
        let all: Vec<_> = (0..12).map(|_| draw(dice)).collect();
        let below = |judged: &Judgement| judged.at_or_below_income_line == Some(Truth::Yes);
        let household = all.iter().find(|household| below(&judge.judge(household))).unwrap_or(&all[0]);
        let before = judge.judge(household);
        for cell in cells(&standard, household.members.len()) {
            if dice.percent(40) {
                continue;
            }
            let other = with(household, cell, answer(standard.questionnaire.get(cell.0), dice));
            let after = judge.judge(&answers_births(&standard, other));
            if is_further(&before, &after) {
                seen.0 += 1;
                seen.1 += usize::from(before.possible_outcomes != after.possible_outcomes);
                prop_assert!(
                    is_no_better(&before, &after),
                    "{}: {:?} became {:?}",
                    standard.id,
                    before,
                    after
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn a_further_deprivation_never_improves_an_outcome(seed in any::<u64>()) {
        check(seed, &mut (0, 0))?;
    }
}

#[test]
fn further_deprivations_that_tell_occur_in_this_test() {
    let mut seen = (0, 0);
    (0..40).for_each(|seed| check(seed, &mut seen).expect("holds"));
    assert!(seen.0 > 100 && seen.1 > 5, "{} further deprivations, {} told", seen.0, seen.1);
}
