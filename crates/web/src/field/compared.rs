//! Two or three sets of answers beside each other, question by question, in words.

use forms::merge::{Field, Merge, Pick, Side};
use serde_json::{Map, Value as Json};
use standards::questionnaire::{Question, Subject};
use standards::standard::PovertyStandard;

use crate::field::answers::{as_written, in_words};
use crate::visit::Visit;

/// A question with what each side answers.
pub(super) struct Row {
    /// Whom it is about, where it is a person.
    pub(super) person: Option<String>,
    pub(super) question: String,
    /// Empty is not answered.
    pub(super) a: String,
    pub(super) b: String,
}

/// Two sets of answers against each other, people by their place.
pub(super) fn positional(a: &Json, b: &Json) -> Merge {
    let numbers = |side: &Json| -> Vec<Option<usize>> {
        let members = side.get("members").and_then(Json::as_array).map_or(0, Vec::len);
        (1..=members).map(Some).collect()
    };
    let (of_a, of_b) = (numbers(a), numbers(b));
    Merge::of(None, Side { answers: a, known: &of_a }, Side { answers: b, known: &of_b })
}

/// The answers in which two sets differ, people by their place; and how many are the same.
pub(super) fn by_row(standard: &PovertyStandard, a: &Json, b: &Json, visit: &Visit) -> (Vec<Row>, usize) {
    let merge = positional(a, b);
    let mut rows = Vec::new();
    let mut same = 0;
    for field in &merge.fields {
        if field.a == field.b {
            same += usize::from(!field.place.question.is_empty());
            continue;
        }
        rows.push(Row {
            person: field.place.person.map(|person| named(&merge, standard, person, visit)),
            question: question_of(standard, field, visit),
            a: said(standard, field, Pick::A, visit),
            b: said(standard, field, Pick::B, visit),
        });
    }
    (rows, same)
}

/// How a person of a merge is called: the number, and the name if a side has one.
pub(super) fn named(merge: &Merge, standard: &PovertyStandard, person: usize, visit: &Visit) -> String {
    let number = visit.page(String::new()).count("person-number", person + 1);
    let sides = [Pick::A, Pick::B, Pick::Base].into_iter().filter_map(|of| merge.said(Some(person), of));
    let told: Vec<Map<String, Json>> = sides.collect();
    let first = |id: &str| {
        let question = of_member(standard, id)?;
        let answer = told.iter().find_map(|answers| answers.get(id))?;
        in_words(standard, question, answer, visit)
    };
    let about: Vec<String> = ["full_name", "relationship", "birth_date", "birth_year"]
        .into_iter()
        .filter_map(first)
        .take(2)
        .collect();
    if about.is_empty() { number } else { format!("{number} ({})", about.join(", ")) }
}

fn of_member<'a>(standard: &'a PovertyStandard, id: &str) -> Option<&'a Question> {
    standard.questionnaire.find(Subject::Member, id).map(|at| standard.questionnaire.get(at))
}

/// The question of a field.
pub(super) fn asked<'a>(standard: &'a PovertyStandard, field: &Field) -> Option<&'a Question> {
    let of = if field.place.person.is_some() { Subject::Member } else { Subject::Household };
    standard.questionnaire.find(of, &field.place.question).map(|at| standard.questionnaire.get(at))
}

/// Its words; of a person without a question, whether she belongs to the household.
pub(super) fn question_of(standard: &PovertyStandard, field: &Field, visit: &Visit) -> String {
    if field.place.question.is_empty() {
        return visit.t("sides-person");
    }
    asked(standard, field).map_or_else(
        || field.place.question.clone(),
        |question| question.label.get(visit.language).to_owned(),
    )
}

/// What a side answers, in words; empty is not answered.
pub(super) fn said(standard: &PovertyStandard, field: &Field, of: Pick, visit: &Visit) -> String {
    let answer = field.of(of);
    if field.place.question.is_empty() {
        return visit.t(if answer.is_some() { "sides-there" } else { "sides-not-there" });
    }
    let Some(answer) = answer else { return String::new() };
    let read = asked(standard, field).and_then(|question| in_words(standard, question, answer, visit));
    read.unwrap_or_else(|| as_written(answer))
}
