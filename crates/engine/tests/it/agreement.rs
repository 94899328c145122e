//! Interpreter, columnar compiler and oracle say the same of every rule and household.

use engine::bounds::Truth;
use engine::judge::{Judge, Judgement};
use proptest::prelude::*;
use standards::HouseholdAnswers;

use crate::columnar;
use crate::dice::{Dice, cases};
use crate::households::{complete, with_gaps};
use crate::oracle::{Oracle, Verdict};
use crate::world::{Shape, World};

/// How a judgement differs from the oracle; empty is a pass. Where the oracle has no answer, nothing is compared.
pub(crate) fn differences(judged: &Judgement, oracle: &Verdict) -> Vec<String> {
    let mut found = Vec::new();
    for (at, (truth, holds)) in judged.deprived.iter().zip(&oracle.deprived).enumerate() {
        if holds.is_some_and(|holds| *truth != Truth::known(holds)) {
            found.push(format!("i{at} is {truth:?}, the oracle says {holds:?}"));
        }
    }
    if let Some(below) = oracle.at_or_below_income_line
        && judged.at_or_below_income_line != Some(Truth::known(below))
    {
        found.push(format!(
            "the income line is {:?}, the oracle says {below}",
            judged.at_or_below_income_line
        ));
    }
    if oracle.outcome.is_some() && judged.outcome() != oracle.outcome {
        found.push(format!("the outcome is {:?}, the oracle says {:?}", judged.outcome(), oracle.outcome));
    }
    found
}

/// What a person needs to see of a failure.
pub(crate) fn context(world: &World, household: &HouseholdAnswers) -> String {
    let rules = world.indicators.iter().chain(&world.income_tests).chain(&world.outcomes);
    let rules: String = rules.map(|rule| format!("{}\n  oracle: {}\n", rule.pack, rule.oracle)).collect();
    let answers = world.standard.questionnaire.iter().map(|(index, question)| {
        let members =
            (0..household.members.len()).map(|m| household.get(index, Some(m)).shown(&question.kind));
        let own = household.get(index, None).shown(&question.kind);
        format!("{} = {own} {:?}\n", question.id, members.collect::<Vec<_>>())
    });
    rules + &answers.collect::<String>()
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn of_complete_households_all_three_say_the_same(seed in any::<u64>(), depth in 1_usize..5) {
        let dice = &mut Dice::new(seed);
        let world = World::draw(dice, Shape { depth, extremes: true });
        let oracle = Oracle::new(&world);
        let all: Vec<HouseholdAnswers> = (0..12).map(|_| complete(&world.standard, dice)).collect();
        let judge = Judge::new(&world.standard, world.params.clone(), world.asked, None);
        let batch = columnar::classified(&world.standard, &world.params, world.asked, &all);
        for (at, household) in all.iter().enumerate() {
            let judged = judge.judge(household);
            let mut found = differences(&judged, &oracle.judge(&world, household));
            found.extend(columnar::differences(&batch, at, &judged));
            prop_assert!(found.is_empty(), "{found:#?}\n{}", context(&world, household));
        }
    }

    #[test]
    fn of_households_with_missing_answers_interpreter_and_columns_say_the_same(seed in any::<u64>(), depth in 1_usize..5) {
        let dice = &mut Dice::new(seed);
        let world = World::draw(dice, Shape { depth, extremes: true });
        let percent = dice.one_of(&[3, 15, 50, 100]);
        let all: Vec<HouseholdAnswers> = (0..70)
            .map(|_| {
                let household = complete(&world.standard, dice);
                with_gaps(&world.standard, &household, percent, dice).0
            })
            .collect();
        let judge = Judge::new(&world.standard, world.params.clone(), world.asked, None);
        let batch = columnar::classified(&world.standard, &world.params, world.asked, &all);
        for (at, household) in all.iter().enumerate() {
            let found = columnar::differences(&batch, at, &judge.judge(household));
            prop_assert!(found.is_empty(), "{found:#?}\n{}", context(&world, household));
        }
    }
}

#[test]
fn the_oracle_has_an_answer_nearly_always_and_both_answers_occur() {
    let dice = &mut Dice::new(1);
    let (mut yes, mut no, mut none) = (0, 0, 0);
    let mut outcomes = [0; 3];
    for _ in 0..60 {
        let world = World::draw(dice, Shape { depth: 3, extremes: true });
        let oracle = Oracle::new(&world);
        for _ in 0..5 {
            let verdict = oracle.judge(&world, &complete(&world.standard, dice));
            for deprived in verdict.deprived {
                match deprived {
                    Some(true) => yes += 1,
                    Some(false) => no += 1,
                    None => none += 1,
                }
            }
            if let Some(outcome) = verdict.outcome {
                outcomes[outcome] += 1;
            }
        }
    }
    assert!(yes > 200 && no > 200 && none < 90, "{yes} yes, {no} no, {none} without an answer");
    assert!(outcomes.iter().all(|outcome| *outcome > 20), "{outcomes:?}");
}
