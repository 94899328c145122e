//! Answers written as a filled form are the same answers when they are read again.

use forms::answers::{Naming, household, read, written};
use forms::instance::Instance;
use serde_json::{Value as Json, json};

use crate::every_construct;

#[track_caller]
fn again(answers: &Json) -> Json {
    let naming =
        Naming { form_id: "phieu \"b\"", version: "2026 & 1", instance_id: "uuid:1", household: "0190-a" };
    let instance = Instance::read(written(naming, answers).as_bytes()).expect("a filled form");
    assert_eq!((instance.form_id.as_str(), instance.version.as_str()), ("phieu \"b\"", "2026 & 1"));
    assert_eq!(household(&instance.content).as_deref(), Some("0190-a"));
    read(&instance.content, &every_construct(None).questionnaire).answers
}

#[test]
fn typed_answers_survive_the_way_through_a_filled_form() {
    let standard = every_construct(None);
    let of = |subject| {
        let questions = standard.questionnaire.iter().filter(move |(_, question)| question.of == subject);
        let answers = questions.filter(|(_, question)| question.id != "zone").map(|(_, question)| {
            use standards::questionnaire::AnswerKind;
            let answer = match &question.kind {
                AnswerKind::Boolean => json!(true),
                AnswerKind::Number { decimal: true, .. } => json!("12.5"),
                AnswerKind::Number { .. } => json!(7),
                AnswerKind::Date => json!("1984-05-01"),
                AnswerKind::Text => json!("thôn <Một> & \"Hai\""),
                AnswerKind::Choice(choices) => json!(choices[0].code),
                AnswerKind::Choices(choices) => json!([choices[0].code]),
            };
            (question.id.clone(), answer)
        });
        Json::Object(answers.collect())
    };
    use standards::questionnaire::Subject::{Household, Member};
    let answers =
        json!({ "zone": "rural", "household": of(Household), "members": [of(Member), {}, of(Member)] });
    assert_eq!(again(&answers), answers);
}

#[test]
fn none_of_the_choices_is_an_answer_and_no_answer_is_none() {
    let standard = every_construct(None);
    let many = standard.questionnaire.iter().find(|(_, question)| {
        question.of == standards::questionnaire::Subject::Household
            && matches!(question.kind, standards::questionnaire::AnswerKind::Choices(_))
    });
    let id = &many.expect("a question with several choices").1.id;
    let mut household = serde_json::Map::new();
    household.insert(id.clone(), json!([]));
    let none = json!({ "household": household, "members": [] });
    assert_eq!(again(&none), none);
    let missing = json!({ "household": {}, "members": [] });
    assert_eq!(again(&missing), missing);
}

#[test]
fn signs_that_no_document_may_hold_are_spaces_and_refuse_no_visit() {
    let sent = "<data id=\"f\u{0}1\" version=\"&#1;\"><head_name>bà\u{b}Hoa&#2;\u{0}</head_name>\
                <meta><instanceID>uuid:1</instanceID></meta></data>";
    let instance = Instance::read(sent.as_bytes()).expect("a filled form");
    assert_eq!((instance.form_id.as_str(), instance.version.as_str()), ("f 1", " "));
    assert_eq!(instance.content.child("head_name").map(|name| name.text.as_str()), Some("bà Hoa"));
}
