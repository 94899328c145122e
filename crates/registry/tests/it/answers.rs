//! The stored form of answers.

use registry::answers::read;
use serde_json::{Value as Json, json};
use standards::questionnaire::Subject;
use standards::{Answer, HouseholdAnswers};

use crate::town::{answers, day, standard};

fn read_by_2022(json: &Json) -> Result<HouseholdAnswers, Vec<(String, Option<usize>)>> {
    let read = read(&standard(), json, day(2024, 12, 31));
    read.map_err(|wrong| {
        assert!(wrong.iter().all(|one| !one.why.vi.is_empty() && !one.remedy.en.is_empty()));
        wrong.into_iter().map(|one| (one.question, one.member)).collect()
    })
}

#[test]
fn answers_are_read_exactly_and_ages_are_counted_on_the_age_day() {
    let standard = standard();
    let read = read_by_2022(&answers(Some(1_500_000), true)).expect("readable");
    let get = |id, member: Option<usize>| {
        let of = if member.is_some() { Subject::Member } else { Subject::Household };
        read.get(standard.questionnaire.find(of, id).expect("a question"), member).clone()
    };
    assert_eq!(get("income_per_capita", None), Answer::Number(1_500_000));
    assert_eq!(get("dwelling_area", None).clone(), Answer::Number(605));
    assert_eq!(get("age", Some(0)), Answer::Number(40));
    assert_eq!(get("uses_internet", None), Answer::Flag(false));
    assert_eq!(get("b1_points", None), Answer::Missing, "what is not there is missing, not zero");
}

#[test]
fn a_birth_year_gives_an_age_within_bounds() {
    let read =
        read(&standard(), &json!({ "zone": "rural", "members": [{ "birth_year": 2009 }] }), day(2024, 6, 1));
    let read = read.expect("readable");
    let age = standard().questionnaire.find(Subject::Member, "age").expect("a question");
    assert_eq!(*read.get(age, Some(0)), Answer::Between(14, 15));
}

#[test]
fn everything_that_cannot_be_read_is_named_at_once_and_nothing_is_guessed() {
    let json = json!({
        "zone": "ward",
        "village": "x",
        "household": {
            "income_per_capita": "1500000", "dwelling_area": 60.5, "uses_internet": 1, "no_such": true,
            "information_devices": ["tv", "fax"], "toilet_type": null, "zone": "urban",
        },
        "members": [{ "birth_date": "2025-01-01" }, { "age": 500, "attending": "yes" }, 7],
    });
    let mut wrong = read_by_2022(&json).expect_err("unreadable");
    wrong.sort();
    let expected = [
        ("age", Some(2)),
        ("attending", Some(2)),
        ("birth_date", Some(1)),
        ("dwelling_area", None),
        ("income_per_capita", None),
        ("information_devices", None),
        ("members", Some(3)),
        ("no_such", None),
        ("toilet_type", None),
        ("uses_internet", None),
        ("village", None),
        ("zone", None),
        ("zone", None),
    ];
    let expected: Vec<(String, Option<usize>)> =
        expected.iter().map(|(id, member)| ((*id).to_owned(), *member)).collect();
    assert_eq!(wrong, expected);
}

#[test]
fn a_number_finer_than_its_question_or_outside_of_it_is_no_answer() {
    for area in ["60.555", "-1", "1e3", "60,5", "99999999999999999999", ""] {
        let json = json!({ "zone": "urban", "household": { "dwelling_area": area } });
        assert_eq!(read_by_2022(&json), Err(vec![("dwelling_area".to_owned(), None)]), "{area}");
    }
}
