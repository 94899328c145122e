//! Every answer is possible and was asked for, whatever the standard.

use std::collections::BTreeSet;

use standards::questionnaire::{AnswerKind, Subject};
use standards::standard::PovertyStandard;

use super::{pack, population, ten_minutes};
use crate::columns::MISSING;
use crate::household::Household;

/// Makes households and checks each answer against its question and its rule.
fn check(standard: &PovertyStandard, households: u64) -> usize {
    let population = population(standard, households, true);
    let mut answered = BTreeSet::new();
    let mut household =
        Household::new(population.places.village_of(0), "", standard.questionnaire.questions.len());
    for number in 0..households {
        population.make(number, std::slice::from_mut(&mut household));
        for (index, question) in standard.questionnaire.iter() {
            let rows = if question.of == Subject::Household { 0..=0 } else { 1..=household.members.len() };
            for row in rows {
                let cell = household.cell(row, index);
                if cell == MISSING {
                    continue;
                }
                answered.insert(question.id.clone());
                let possible = match &question.kind {
                    AnswerKind::Number { min, max, .. } => (*min..=*max).contains(&cell),
                    AnswerKind::Boolean => cell == 0 || cell == 1,
                    AnswerKind::Date => (-30_000..30_000).contains(&cell),
                    AnswerKind::Text => crate::roles::Role::of_cell(cell).is_some(),
                    AnswerKind::Choice(choices) => (0..choices.len() as i64).contains(&cell),
                    AnswerKind::Choices(choices) => choices.len() > 63 || (cell as u64) >> choices.len() == 0,
                };
                assert!(possible, "{} of household {number} is {cell}", question.id);
                let asked = question
                    .relevant
                    .as_ref()
                    .is_none_or(|rule| population.rules.holds(rule, &household, row) == Some(true));
                assert!(asked, "{} of household {number} was not asked but is {cell}", question.id);
            }
        }
    }
    answered.len()
}

#[test]
fn every_standard_of_the_pack_gets_possible_answers_to_what_it_asks() {
    let files = pack();
    let mut checked = 0;
    for id in files.standards() {
        // What does not load is reported by the tests of the packs.
        let Some(standard) = standards::load(&files, &format!("standards/{id}")).standard else { continue };
        assert!(check(&standard, 1_500) > 3, "{id}");
        checked += 1;
    }
    assert!(checked > 0);
}

#[test]
fn a_standard_written_in_ten_minutes_gets_a_population() {
    assert_eq!(check(&ten_minutes(), 500), 4);
}

#[test]
fn questions_that_no_assumption_knows_are_answered_within_their_ranges() {
    let label = "label = { vi = \"…\", en = \"…\" }\n";
    let question = |id: &str, of: &str, rest: &str| {
        format!("[[question]]\nid = \"{id}\"\nof = \"{of}\"\n{rest}\n{label}")
    };
    let questionnaire = [
        question("far", "household", "type = \"integer\""),
        question("cold", "household", "type = \"decimal\"\nscale = 2\nmin = -40\nmax = -1.5"),
        question("spent", "household", "type = \"integer\"\nunit = \"vnd_per_month\"\nmin = 0"),
        question(
            "kinds",
            "household",
            "type = \"choices\"\nchoices = [{ code = \"a\", label = { vi = \"a\", en = \"a\" } }, { code = \"b\", label = { vi = \"b\", en = \"b\" } }]",
        ),
        question("words", "household", "type = \"text\""),
        question("since", "household", "type = \"date\"\nrelevant = \"members.exists(m, m.hurt)\""),
        question("age", "member", "type = \"integer\"\nmin = 0\nmax = 120"),
        question("hurt", "member", "type = \"boolean\"\nrelevant = \"m.age >= 10 && far > 2\""),
    ];
    let readme = |name: &str, content: String| (name.to_owned(), content.into_bytes());
    let source = "source = { doc = \"none\", confidence = \"invented\" }";
    let files = standards::PackFiles::new([
        readme("questionnaire.toml", questionnaire.concat()),
        readme(
            "standard.toml",
            format!(
                "id = \"t\"\nstatus = \"example\"\ncovers = {{ from = \"2030-01-01\", until = \"2031-01-01\" }}\n{label}{source}\n[[outcome]]\nid = \"all\"\n{label}when = \"true\"\n{source}\n"
            ),
        ),
        readme(
            "indicators.toml",
            format!(
                "[[dimension]]\nid = \"d\"\n{label}[[indicator]]\nid = \"i\"\ndimension = \"d\"\n{label}deprived = \"far > 3\"\n{source}\n"
            ),
        ),
    ]);
    let loaded = standards::load(&files, "");
    let standard = loaded.standard.unwrap_or_else(|| panic!("{:#?}", loaded.findings));
    assert_eq!(check(&standard, 800), 9, "all questions and the zone");
    assert_eq!(population(&standard, 1, false).age_day().to_string(), "2029-12-31");
}

#[test]
fn every_assumed_answer_fits_a_question_of_the_standard_in_force() {
    let standard = super::standard("vn-2022");
    let files = pack();
    let reading = crate::reading::Reading::new(&files);
    let mut wrong = Vec::new();
    reading.rows("synthetic/answers.csv", |row| {
        let asked = standard.questionnaire.iter().find(|(_, question)| question.id == row.text("question"));
        let fits =
            asked.is_some_and(|(_, question)| crate::answering::fits(row.text("answer"), &question.kind));
        if !fits {
            wrong.push(format!("{} {}", row.text("question"), row.text("answer")));
        }
    });
    assert!(wrong.is_empty() && reading.into_findings().is_empty(), "{wrong:?}");
}
