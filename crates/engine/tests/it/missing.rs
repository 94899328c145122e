//! What is certain stays, whatever the missing answers turn out to be.
//!
//! One exception is law, not logic: among several income tests the first whose answer is there is used, so that a
//! later answer to an earlier test changes which one counts. Those answers are left missing here.

use engine::bounds::Truth;
use engine::judge::{Judge, Judgement};
use proptest::prelude::*;
use standards::{Answer, HouseholdAnswers};

use crate::agreement::context;
use crate::dice::{Dice, cases};
use crate::households::{Cell, candidates, complete, with, with_gaps, without};
use crate::oracle::{Oracle, Verdict};
use crate::world::{Shape, World};

/// Up to so many completions are tried.
const COMPLETIONS: usize = 80;

/// Which claims of a judgement a completion contradicts; empty is a pass.
pub(crate) fn contradictions(claimed: &Judgement, completed: &Judgement) -> Vec<String> {
    let mut found = Vec::new();
    for (at, (before, after)) in claimed.deprived.iter().zip(&completed.deprived).enumerate() {
        if *before != Truth::Unknown && before != after {
            found.push(format!("i{at} was {before:?} and became {after:?}"));
        }
    }
    let (before, after) = (claimed.at_or_below_income_line, completed.at_or_below_income_line);
    if before != Some(Truth::Unknown) && before != after {
        found.push(format!("the income line was {before:?} and became {after:?}"));
    }
    if let Some(stray) = completed.possible_outcomes.iter().find(|at| !claimed.possible_outcomes.contains(at))
    {
        found.push(format!("outcome {stray} was not possible: {:?}", claimed.possible_outcomes));
    }
    let bounds = claimed.deprivation_count()..=claimed.deprivation_count_max();
    if !bounds.contains(&completed.deprivation_count())
        || !bounds.contains(&completed.deprivation_count_max())
    {
        found.push(format!("the count left {bounds:?}: {}", completed.deprivation_count()));
    }
    found
}

/// The questions of income tests that come before the one that is used, or beside the one that was asked for.
pub(crate) fn settled(world: &World, judged: &Judgement) -> Vec<Cell> {
    let tests = &world.standard.income_tests;
    let before = if world.asked.is_some() { 0 } else { judged.income_test.unwrap_or(0) };
    tests.iter().take(before).map(|test| (test.question, None)).collect()
}

/// The household with its gaps filled in as many different ways as are few.
pub(crate) fn completions(
    world: &World,
    household: &HouseholdAnswers,
    gaps: &[Cell],
    dice: &mut Dice,
) -> Vec<HouseholdAnswers> {
    let choices: Vec<Vec<Answer>> = gaps
        .iter()
        .map(|(question, _)| candidates(world.standard.questionnaire.get(*question), dice))
        .collect();
    let all = choices
        .iter()
        .try_fold(1_usize, |all, one| all.checked_mul(one.len()))
        .filter(|all| *all <= COMPLETIONS);
    let fill = |pick: &mut dyn FnMut(usize) -> usize| {
        let filled = gaps.iter().zip(&choices).enumerate();
        filled.fold(household.clone(), |household, (at, (cell, answers))| {
            with(&household, *cell, answers[pick(at)].clone())
        })
    };
    match all {
        Some(all) => (0..all)
            .map(|mut number| {
                fill(&mut |at| {
                    let answers = choices[at].len();
                    let digit = number % answers;
                    number /= answers;
                    digit
                })
            })
            .collect(),
        None => (0..COMPLETIONS).map(|_| fill(&mut |at| dice.below(choices[at].len()))).collect(),
    }
}

fn check(seed: u64, depth: usize) -> Result<(), TestCaseError> {
    let dice = &mut Dice::new(seed);
    let world = World::draw(dice, Shape { depth, extremes: true });
    let oracle = Oracle::new(&world);
    let judge = Judge::new(&world.standard, world.params.clone(), world.asked, None);
    for _ in 0..6 {
        let whole = complete(&world.standard, dice);
        let percent = dice.one_of(&[4, 8, 30]);
        let (_, mut gaps) = with_gaps(&world.standard, &whole, percent, dice);
        let judged = judge.judge(&without(&whole, &gaps));
        let settled = settled(&world, &judged);
        gaps.retain(|gap| !settled.contains(gap));
        let household = without(&whole, &gaps);
        let judged = judge.judge(&household);
        for completed in completions(&world, &household, &gaps, dice) {
            let mut found = contradictions(&judged, &judge.judge(&completed));
            found.extend(against_oracle(&judged, &oracle.judge(&world, &completed)));
            prop_assert!(
                found.is_empty(),
                "{found:#?}\n{}\ncompleted:\n{}",
                context(&world, &household),
                context(&world, &completed)
            );
        }
    }
    Ok(())
}

/// The same, with the oracle instead of the interpreter for the completed household.
fn against_oracle(claimed: &Judgement, oracle: &Verdict) -> Vec<String> {
    let mut found = Vec::new();
    for (at, (before, after)) in claimed.deprived.iter().zip(&oracle.deprived).enumerate() {
        if after.is_some_and(|after| *before == Truth::known(!after)) {
            found.push(format!("i{at} was {before:?}, the oracle says {after:?} of a completion"));
        }
    }
    if oracle.outcome.is_some_and(|outcome| !claimed.possible_outcomes.contains(&outcome)) {
        found.push(format!(
            "the oracle gives {:?}, possible were {:?}",
            oracle.outcome, claimed.possible_outcomes
        ));
    }
    found
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn no_completion_of_missing_answers_contradicts_what_was_certain(seed in any::<u64>(), depth in 1_usize..5) {
        check(seed, depth)?;
    }
}

#[test]
fn a_household_that_answered_nothing_is_undetermined_more_often_than_one_with_a_gap() {
    let dice = &mut Dice::new(3);
    let mut undetermined = [0, 0, 0];
    for _ in 0..60 {
        let world = World::draw(dice, Shape { depth: 3, extremes: false });
        let judge = Judge::new(&world.standard, world.params.clone(), world.asked, None);
        let whole = complete(&world.standard, dice);
        for (count, percent) in undetermined.iter_mut().zip([0, 10, 100]) {
            let household = with_gaps(&world.standard, &whole, percent, dice).0;
            *count += usize::from(judge.judge(&household).outcome().is_none());
        }
    }
    let [none, some, all] = undetermined;
    assert!(none == 0 && some > 5 && all > some, "{undetermined:?}");
}
