//! Cells of files become answers, or are reported with what to do; a bad cell is missing, never a guess.

#![allow(clippy::indexing_slicing, clippy::expect_used, dead_code, unused_imports)] // a test; the invented rules are for another one

mod invented;

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int8Array, Int64Array, RecordBatch,
    StringArray, UInt64Array,
};
use engine::answers::Answer;
use engine::intake::{Answers, Intake, Problem};
use invented::standard;
use standards::questionnaire::{QuestionIndex, Subject};
use vocab::Day;

/// Answers of one column of the questionnaire, and the problems found in it.
fn read(of: Subject, id: &str, cells: ArrayRef, text_cells: bool) -> (Vec<Answer>, Vec<Problem>) {
    read_all(of, id, vec![(id, cells)], text_cells, false)
}

fn read_all(
    of: Subject,
    id: &str,
    columns: Vec<(&str, ArrayRef)>,
    text_cells: bool,
    sensitive: bool,
) -> (Vec<Answer>, Vec<Problem>) {
    let mut standard = standard();
    standard.questionnaire.questions.iter_mut().for_each(|question| question.sensitive = sensitive);
    let question = standard.questionnaire.find(of, id).expect("a question");
    let age_day = Day::from_civil(2025, 12, 31).expect("a day");
    let intake = Intake::new(&standard, &[question], age_day).with_text_cells(text_cells);
    let batch = RecordBatch::try_from_iter(columns).expect("a table");
    let (binding, _) = intake.bind(of, &batch.schema()).expect("types that fit");
    let mut answers = Answers::new(&intake, binding);
    let mut problems = Vec::new();
    answers.append(&batch, 0, batch.num_rows(), 1, &mut problems);
    let at = usize::from(question.0);
    ((0..batch.num_rows()).map(|row| answers.row(row)[at].clone()).collect(), problems)
}

fn texts(cells: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

/// Row, value and remedy of every problem.
fn remedies(problems: &[Problem]) -> Vec<(u64, &str, &str)> {
    problems.iter().map(|p| (p.row, p.value.as_str(), p.remedy.en.as_str())).collect()
}

#[test]
fn whole_numbers_of_any_width_are_read_and_those_outside_are_reported() {
    use Answer::{Missing, Number};
    let range = "write a number from 0 to 6, or leave it empty if it is not known";
    for (cells, shown) in [
        (Arc::new(Int64Array::from(vec![Some(1), None, Some(7), Some(6)])) as ArrayRef, "7"),
        (Arc::new(Int8Array::from(vec![Some(1), None, Some(-1), Some(6)])), "-1"),
        (Arc::new(UInt64Array::from(vec![Some(1), None, Some(u64::MAX), Some(6)])), "18446744073709551615"),
        (Arc::new(Int64Array::from(vec![Some(1), None, Some(1 << 32), Some(6)])), "4294967296"),
    ] {
        let (answers, problems) = read(Subject::Household, "rooms", cells, false);
        assert_eq!(answers, [Number(1), Missing, Missing, Number(6)]);
        assert_eq!(remedies(&problems), [(3, shown, range)]);
    }
}

#[test]
fn floats_stand_for_the_decimal_that_was_written() {
    let cells =
        Float64Array::from(vec![Some(8.1), Some(0.30000000000000004), Some(f64::NAN), Some(90.0), None]);
    let (answers, problems) = read(Subject::Household, "area", Arc::new(cells), false);
    assert_eq!(
        answers,
        [Answer::Number(81), Answer::Missing, Answer::Missing, Answer::Number(900), Answer::Missing]
    );
    let rows: Vec<u64> = problems.iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [2, 3]);
}

#[test]
fn many_rows_with_one_bad_cell_are_all_read() {
    let cells: Int64Array = (0..1000).map(|row| if row % 3 == 0 { None } else { Some(row % 7) }).collect();
    let mut values: Vec<Option<i64>> = cells.iter().collect();
    values[700] = Some(99);
    let (answers, problems) =
        read(Subject::Household, "rooms", Arc::new(values.iter().copied().collect::<Int64Array>()), false);
    assert_eq!(problems.len(), 1);
    for (row, value) in values.iter().enumerate() {
        let expected = value.filter(|value| *value <= 6).map_or(Answer::Missing, Answer::Number);
        assert_eq!(answers[row], expected, "row {row}");
    }
}

#[test]
fn text_cells_are_parsed_and_refused_forms_get_the_right_form() {
    let cells = texts(&["1500000", "", " 7 ", "1.500.000", "12,5"]);
    let (answers, problems) = read(Subject::Household, "income", cells, true);
    let missing = Answer::Missing;
    assert_eq!(
        answers,
        [Answer::Number(1_500_000), missing.clone(), Answer::Number(7), missing.clone(), missing.clone()]
    );
    assert_eq!(
        remedies(&problems),
        [
            (4, "1.500.000", "write 1500000 without separators"),
            (5, "12,5", "write digits only, for example 1500000")
        ]
    );
    let (answers, problems) = read(Subject::Household, "toilet", texts(&["1", "false", "", "có"]), true);
    assert_eq!(answers, [Answer::Flag(true), Answer::Flag(false), missing.clone(), missing.clone()]);
    assert_eq!(problems[0].row, 4);
    let (answers, problems) = read(Subject::Household, "assets", texts(&["tv; bike", "", "tv;car"]), true);
    assert_eq!(answers, [Answer::Choices(0b101), missing.clone(), missing]);
    assert_eq!(problems[0].remedy.en, "use one of tv, phone, bike");
}

#[test]
fn numbers_in_text_columns_of_a_typed_file_are_a_wrong_type() {
    let standard = standard();
    let rooms = standard.questionnaire.find(Subject::Household, "rooms").expect("a question");
    let intake = Intake::new(&standard, &[rooms], Day::from_epoch_days(20_000));
    let batch = RecordBatch::try_from_iter([("rooms", texts(&["1"]))]).expect("a table");
    let problems = intake.bind(Subject::Household, &batch.schema()).expect_err("a wrong type");
    assert_eq!((problems[0].row, problems[0].value.as_str()), (0, "Utf8"));
    assert!(problems[0].remedy.en.contains("whole numbers"), "{:?}", problems[0]);
    let other = RecordBatch::try_from_iter([("other", texts(&["1"]))]).expect("a table");
    let (_, missing) = intake.bind(Subject::Household, &other.schema()).expect("nothing wrong");
    assert_eq!(missing, ["rooms"]);
}

#[test]
fn codes_are_found_in_dictionaries_texts_and_numbers() {
    let dictionary: DictionaryArray<Int32Type> =
        [Some("urban"), None, Some("city"), Some(" rural"), Some("")].into_iter().collect();
    for cells in [
        Arc::new(dictionary) as ArrayRef,
        Arc::new(StringArray::from(vec![Some("urban"), None, Some("city"), Some(" rural"), Some("")])),
    ] {
        let (answers, problems) = read(Subject::Household, "zone", cells, false);
        let missing = Answer::Missing;
        assert_eq!(
            answers,
            [Answer::Choice(1), missing.clone(), missing.clone(), Answer::Choice(0), missing]
        );
        assert_eq!(remedies(&problems), [(3, "city", "use one of rural, urban")]);
    }
}

#[test]
fn ages_come_from_the_birth_date_else_the_year_else_the_column() {
    let day = |text: &str| text.parse::<Day>().expect("a day").epoch_days();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("birth_date", Arc::new(Date32Array::from(vec![Some(day("2010-06-01")), None, None, None, None]))),
        ("birth_year", Arc::new(Int64Array::from(vec![Some(1950), Some(2010), None, None, Some(2026)]))),
        ("age", Arc::new(Int64Array::from(vec![Some(3), Some(4), Some(5), None, None]))),
    ];
    let (answers, problems) = read_all(Subject::Member, "age", columns, false, false);
    // The age day is 31 December, so that a birth year gives one age.
    assert_eq!(
        answers,
        [Answer::Number(15), Answer::Number(15), Answer::Number(5), Answer::Missing, Answer::Missing]
    );
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!((problems[0].row, problems[0].column.as_str()), (5, "birth_year"));
    assert_eq!(problems[0].value, "2026");

    let late: ArrayRef =
        Arc::new(Date32Array::from(vec![day("2026-01-01"), day("1800-01-01"), day("2000-01-01")]));
    let (answers, problems) = read_all(Subject::Member, "age", vec![("birth_date", late)], false, false);
    assert_eq!(answers, [Answer::Missing, Answer::Missing, Answer::Number(25)]);
    let found: Vec<(u64, &str)> = problems.iter().map(|p| (p.row, p.value.as_str())).collect();
    assert_eq!(found, [(1, "2026-01-01"), (2, "1800-01-01")]);
}

#[test]
fn values_of_sensitive_questions_are_never_shown() {
    let birth: ArrayRef = texts(&["31/12/1980"]);
    let (_, problems) = read_all(Subject::Member, "age", vec![("birth_date", birth)], false, true);
    assert_eq!(problems[0].value, "…");
    assert!(!format!("{problems:?}").contains("1980"), "{problems:?}");
}

#[test]
fn booleans_may_be_numbers() {
    let cells = Int8Array::from(vec![Some(1), Some(0), None, Some(2)]);
    let (answers, problems) = read(Subject::Household, "toilet", Arc::new(cells), false);
    assert_eq!(answers, [Answer::Flag(true), Answer::Flag(false), Answer::Missing, Answer::Missing]);
    assert_eq!(problems[0].value, "2");
    let cells: BooleanArray = (0..200).map(|row| (row % 5 > 0).then_some(row % 2 == 0)).collect();
    let (answers, _) = read(Subject::Household, "toilet", Arc::new(cells.slice(3, 150)), false);
    for (at, answer) in answers.iter().enumerate() {
        let row = at + 3;
        let expected = if row % 5 > 0 { Answer::Flag(row % 2 == 0) } else { Answer::Missing };
        assert_eq!(*answer, expected, "row {row}");
    }
}

#[test]
fn the_questions_of_a_rule_are_the_columns_that_are_read() {
    let standard = standard();
    let every: Vec<QuestionIndex> = standard.questionnaire.iter().map(|(index, _)| index).collect();
    let intake = Intake::new(&standard, &every, Day::from_epoch_days(20_000));
    let names: Vec<String> = intake.columns(Subject::Member).into_iter().map(|column| column.name).collect();
    assert_eq!(names, ["birth_date", "birth_year", "age", "attending", "school", "wage", "hours"]);
}
