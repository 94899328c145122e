//! The columnar classifier and the interpreter of one household give the same answer to every rule.
//!
//! Rules, households and missing answers are random; the interpreter is the deliberately plain back end.

#![allow(clippy::indexing_slicing, clippy::expect_used)] // a test

mod invented;

use engine::classify::{Classified, Plan, UNDETERMINED};
use engine::intake::{Answers, Intake};
use engine::judge::Judge;
use invented::{Dice, households, rules, standard, table};
use proptest::prelude::*;
use standards::questionnaire::{QuestionIndex, Subject};
use standards::standard::{ParamValues, PovertyStandard};
use standards::{AgeQuestions, HouseholdAnswers};
use vocab::Day;

/// Classifies in one batch, after another batch that must leave no trace.
fn classified(
    standard: &PovertyStandard,
    params: &ParamValues,
    asked: Option<usize>,
    points: Option<&standards::points::PointTable>,
    age_day: Day,
    all: &[HouseholdAnswers],
) -> (Classified, Vec<HouseholdAnswers>) {
    let plan = Plan::new(standard, params, asked, points);
    let every: Vec<QuestionIndex> = standard.questionnaire.iter().map(|(index, _)| index).collect();
    let intake = Intake::new(standard, &every, age_day);
    let mut problems = Vec::new();
    let read = |of: Subject, problems: &mut Vec<_>| {
        let batch = table(standard, of, all);
        let (binding, missing) = intake.bind(of, &batch.schema()).expect("the types fit");
        assert!(missing.is_empty(), "{missing:?}");
        let mut answers = Answers::new(&intake, binding);
        answers.append(&batch, 0, batch.num_rows().min(3), 1, problems);
        answers.clear();
        let half = batch.num_rows() / 2;
        answers.append(&batch, 0, half, 1, problems);
        answers.append(&batch, half, batch.num_rows() - half, half as u64 + 1, problems);
        answers
    };
    let (households, members) =
        (read(Subject::Household, &mut problems), read(Subject::Member, &mut problems));
    assert_eq!(problems, Vec::new());
    let mut offsets = vec![0_u32];
    let mut rows = Vec::new();
    for (at, household) in all.iter().enumerate() {
        let start = *offsets.last().expect("one") as usize;
        let end = start + household.members.len();
        offsets.push(end as u32);
        rows.push(HouseholdAnswers {
            household: households.row(at),
            members: (start..end).map(|row| members.row(row)).collect(),
        });
    }
    let (mut scratch, mut out) = (plan.scratch(), Classified::default());
    for _ in 0..2 {
        plan.classify(&mut scratch, &households, &members, &offsets, &mut out);
    }
    (out, rows)
}

fn position(at: Option<usize>) -> u8 {
    at.map_or(UNDETERMINED, |at| at as u8)
}

fn check(seed: u64) -> Result<(), TestCaseError> {
    let dice = &mut Dice::new(seed);
    let standard = rules(standard(), dice);
    let params = standard.on(Day::from_epoch_days(19_000)).expect("covered");
    let asked = (dice.below(3) == 0).then(|| dice.below(2));
    let points = invented::points(&standard, dice);
    let age_day = Day::from_civil(2025, 12, 31).expect("a day").next();
    let all = households(&standard, dice, age_day);
    let (out, rows) = classified(&standard, &params, asked, points.as_ref(), age_day, &all);
    let judge = Judge::new(&standard, params, asked, points.as_ref());
    let ages = AgeQuestions::of(&standard.questionnaire).expect("members have an age");
    for (at, household) in all.iter().enumerate() {
        let mut household = household.clone();
        household.members.iter_mut().for_each(|member| ages.derive(member, age_day));
        prop_assert_eq!(&rows[at], &household, "what was read of household {}", at);
        let judged = judge.judge(&household);
        let context = || format!("seed {seed} household {at}: {household:#?}");
        for (indicator, truth) in judged.deprived.iter().enumerate() {
            let rule = &standard.indicators[indicator].deprived;
            let found = (out.deprived[indicator].certain.get(at), out.deprived[indicator].possible.get(at));
            prop_assert_eq!(found, (truth.is_certain(), truth.is_possible()), "{:?} {}", rule, context());
        }
        prop_assert_eq!(usize::from(out.deprivation_count[at]), judged.deprivation_count());
        prop_assert_eq!(usize::from(out.deprivation_count_max[at]), judged.deprivation_count_max());
        prop_assert_eq!(out.income_test[at], position(judged.income_test), "{}", context());
        let line = judged.at_or_below_income_line.expect("there are income tests");
        prop_assert_eq!(out.at_or_below_income_line.certain.get(at), line.is_certain(), "{}", context());
        prop_assert_eq!(out.at_or_below_income_line.possible.get(at), line.is_possible(), "{}", context());
        prop_assert_eq!(out.outcome[at], position(judged.outcome()), "{}", context());
        prop_assert_eq!(out.income_band[at], position(judged.income_band), "{}", context());
        prop_assert_eq!(out.disagree.get(at), judged.income_tests_disagree, "{}", context());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_batch_is_classified_as_its_households_are_judged_one_by_one(seed in any::<u64>()) {
        check(seed)?;
    }
}
