//! Ages from birth dates and birth years, for one household and in columns.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Int64Array, RecordBatch};
use engine::intake::{Answers, Intake};
use proptest::prelude::*;
use standards::questionnaire::{QuestionIndex, Subject};
use standards::{AgeQuestions, Answer};
use vocab::Day;

use crate::dice::{Dice, cases};
use crate::real::standards;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A birth date, a birth year and an age as answered, each possibly missing.
type Given = (Option<Day>, Option<i64>, Option<i64>);

/// The age as the interpreter derives it, and as it is read from columns.
fn ages(given: Given, age_day: Day) -> (Answer, Answer) {
    let standard = standards().into_iter().find(|s| s.id == "vn-2022").expect("shipped");
    let questionnaire = &standard.questionnaire;
    let questions = AgeQuestions::of(questionnaire).expect("members have an age");
    let (date, year) = (questions.birth_date.expect("asked"), questions.birth_year.expect("asked"));
    let mut member = vec![Answer::Missing; questionnaire.questions.len()];
    let mut set = |question: QuestionIndex, value: Option<i64>| {
        member[usize::from(question.0)] = value.map_or(Answer::Missing, Answer::Number);
    };
    set(date, given.0.map(|day| i64::from(day.epoch_days())));
    set(year, given.1);
    set(questions.age, given.2);
    questions.derive(&mut member, age_day);
    let columns: [(&str, ArrayRef); 3] = [
        ("birth_date", Arc::new(Date32Array::from(vec![given.0.map(Day::epoch_days)]))),
        ("birth_year", Arc::new(Int64Array::from(vec![given.1]))),
        ("age", Arc::new(Int64Array::from(vec![given.2]))),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| (name, array, true)))
        .expect("a table");
    let intake = Intake::new(&standard, &[questions.age], age_day);
    let (binding, _) = intake.bind(Subject::Member, &batch.schema()).expect("fits");
    let mut answers = Answers::new(&intake, binding);
    answers.append(&batch, 0, 1, 1, &mut Vec::new());
    let at = usize::from(questions.age.0);
    (member[at].clone(), answers.row(0)[at].clone())
}

#[track_caller]
fn check(given: Given, age_day: &str, expected: Answer) {
    assert_eq!(ages(given, day(age_day)), (expected.clone(), expected));
}

#[test]
fn a_person_completes_a_year_on_the_birthday() {
    let born = |text| (Some(day(text)), None, None);
    check(born("2010-06-15"), "2025-06-14", Answer::Number(14));
    check(born("2010-06-15"), "2025-06-15", Answer::Number(15));
    check(born("2025-12-31"), "2025-12-31", Answer::Number(0));
}

#[test]
fn a_person_born_on_29_february_completes_a_year_on_1_march_of_a_common_year() {
    let born = (Some(day("2008-02-29")), None, None);
    check(born, "2024-02-28", Answer::Number(15));
    check(born, "2024-02-29", Answer::Number(16));
    check(born, "2025-02-28", Answer::Number(16));
    check(born, "2025-03-01", Answer::Number(17));
}

#[test]
fn a_birth_year_leaves_two_ages_except_on_the_last_day_of_a_year() {
    check((None, Some(2010), None), "2025-06-15", Answer::Between(14, 15));
    check((None, Some(2010), None), "2025-12-31", Answer::Number(15));
    check((None, Some(2025), None), "2025-06-15", Answer::Number(0));
}

#[test]
fn the_birth_date_wins_over_the_year_and_the_year_over_the_age() {
    check((Some(day("2010-01-01")), Some(1990), Some(7)), "2025-06-15", Answer::Number(15));
    check((None, Some(2010), Some(7)), "2025-12-31", Answer::Number(15));
    check((None, None, Some(7)), "2025-12-31", Answer::Number(7));
    check((None, None, None), "2025-12-31", Answer::Missing);
}

#[test]
fn an_age_from_a_birth_beyond_the_range_of_the_question_is_missing() {
    check((Some(day("1800-01-01")), None, Some(40)), "2025-12-31", Answer::Missing);
    check((Some(day("1990-01-01")), Some(1800), Some(40)), "2025-12-31", Answer::Number(35));
}

#[test]
fn a_birth_that_lies_ahead_gives_no_age() {
    check((Some(day("2026-01-01")), None, Some(40)), "2025-12-31", Answer::Number(40));
    check((Some(day("2026-01-01")), Some(2010), Some(40)), "2025-12-31", Answer::Number(15));
    check((None, Some(2026), Some(40)), "2025-12-31", Answer::Missing);
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn ages_are_the_same_of_one_household_and_in_columns(seed in any::<u64>()) {
        let dice = &mut Dice::new(seed);
        let age_day = Day::from_epoch_days(dice.between(18_000, 21_000) as i32);
        let date = dice.percent(50).then(|| Day::from_epoch_days(age_day.epoch_days() - dice.between(-400, 48_000) as i32));
        let year = dice.percent(60).then(|| dice.between(1900, i64::from(age_day.year())));
        let age = dice.percent(60).then(|| dice.between(0, 130));
        let (one, columns) = ages((date, year, age), age_day);
        prop_assert_eq!(one, columns, "{:?} on {}", (date, year, age), age_day);
    }

    #[test]
    fn the_ages_of_a_year_hold_the_age_of_every_day_of_it(year in 1960_i32..2025, nth in 0_i32..365, on in 20_454_i32..21_184) {
        let age_day = Day::from_epoch_days(on);
        let birth = Day::from_epoch_days(Day::from_civil(year, 1, 1).expect("a day").epoch_days() + nth);
        let exact = ages((Some(birth), None, None), age_day).0;
        let (Answer::Number(exact), of_year) = (exact, ages((None, Some(i64::from(year)), None), age_day).0) else {
            return Err(TestCaseError::fail("an exact age"));
        };
        let holds = match of_year {
            Answer::Number(age) => age == exact,
            Answer::Between(least, greatest) => (least..=greatest).contains(&exact),
            _ => false,
        };
        prop_assert!(holds, "born on {birth}: {exact} on {age_day}, of the year {of_year:?}");
    }
}
