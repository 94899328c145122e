//! Câu trả lời bằng lời: stored answers as people read them, by the questions of their standard.

use serde_json::Value as Json;
use standards::questionnaire::{AnswerKind, Question, Subject, ZONE};
use standards::standard::PovertyStandard;
use vocab::{Day, Decimal};

use crate::format;
use crate::visit::Visit;

/// Answers under one heading.
pub(super) struct Section {
    pub(super) label: String,
    pub(super) lines: Vec<Line>,
}

/// A question with its answer.
pub(super) struct Line {
    pub(super) question: String,
    pub(super) answer: String,
    /// It is no possible answer of the question and stands as it was written.
    pub(super) is_wrong: bool,
}

/// The answers of the household, in the order of the questionnaire; what was not answered is left out.
pub(super) fn of_household(standard: &PovertyStandard, answers: &Json, visit: &Visit) -> Vec<Section> {
    let mut sections = sections(standard, Subject::Household, answers.get("household"), visit);
    if let Some(zone) = answers.get("zone") {
        let question = standard.questionnaire.get(ZONE);
        let line = line(standard, question, zone, visit);
        match sections.first_mut() {
            Some(first) => first.lines.insert(0, line),
            None => sections.push(Section { label: visit.t("try-household"), lines: vec![line] }),
        }
    }
    sections
}

/// The answers of each member.
pub(super) fn of_members(standard: &PovertyStandard, answers: &Json, visit: &Visit) -> Vec<Vec<Section>> {
    let members = answers.get("members").and_then(Json::as_array);
    let each = members.into_iter().flatten();
    each.map(|member| sections(standard, Subject::Member, Some(member), visit)).collect()
}

fn sections(standard: &PovertyStandard, of: Subject, answers: Option<&Json>, visit: &Visit) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (_, question) in
        standard.questionnaire.iter().filter(|(at, question)| question.of == of && *at != ZONE)
    {
        let Some(answer) = answers.and_then(|all| all.get(&question.id)) else { continue };
        let label = section_label(standard, question, visit);
        let line = line(standard, question, answer, visit);
        match sections.iter_mut().find(|section| section.label == label) {
            Some(section) => section.lines.push(line),
            None => sections.push(Section { label, lines: vec![line] }),
        }
    }
    sections
}

/// The heading under which a question stands.
pub(super) fn section_label(standard: &PovertyStandard, question: &Question, visit: &Visit) -> String {
    let sections = &standard.questionnaire.sections;
    let section = sections.iter().find(|section| Some(&section.id) == question.section.as_ref());
    section.map_or_else(|| visit.t("try-household"), |section| section.label.get(visit.language).to_owned())
}

fn line(standard: &PovertyStandard, question: &Question, answer: &Json, visit: &Visit) -> Line {
    let read = in_words(standard, question, answer, visit);
    Line {
        question: question.label.get(visit.language).to_owned(),
        is_wrong: read.is_none(),
        answer: read.unwrap_or_else(|| as_written(answer)),
    }
}

/// What cannot be an answer, as it was written.
pub(super) fn as_written(answer: &Json) -> String {
    match answer {
        Json::String(text) => text.clone(),
        Json::Array(all) => all.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// An answer in words; `None` if it is no possible answer of the question.
pub(super) fn in_words(
    standard: &PovertyStandard,
    question: &Question,
    answer: &Json,
    visit: &Visit,
) -> Option<String> {
    let language = visit.language;
    let choice = |code: &str| {
        let found = question.kind.choices().iter().find(|choice| choice.code == code);
        found.map(|choice| choice.label.get(language).to_owned())
    };
    let unit = || {
        let units = &standard.questionnaire.units;
        let unit = units.iter().find(|unit| Some(&unit.id) == question.unit.as_ref());
        unit.map(|unit| format!(" {}", unit.label.get(language))).unwrap_or_default()
    };
    match (&question.kind, answer) {
        (AnswerKind::Boolean, Json::Bool(yes)) => Some(visit.t(if *yes { "yes" } else { "no" })),
        // A number without a unit is the name of something: of a year.
        (AnswerKind::Number { .. }, Json::Number(_) | Json::String(_)) if question.unit.is_none() => {
            Some(as_written(answer).parse::<Decimal>().ok()?.to_string())
        }
        (AnswerKind::Number { scale, .. }, Json::Number(_) | Json::String(_)) => {
            let text = as_written(answer);
            let value = text.parse::<Decimal>().ok()?.at_scale(*scale)?;
            Some(format!("{}{}", format::decimal(value, *scale, language), unit()))
        }
        (AnswerKind::Date, Json::String(text)) => Some(format::day(text.parse::<Day>().ok()?, language)),
        (AnswerKind::Text, Json::String(text)) => Some(text.clone()),
        (AnswerKind::Choice(_), Json::String(code)) => choice(code),
        (AnswerKind::Choices(_), Json::Array(codes)) if codes.is_empty() => Some(visit.t("none-of-these")),
        (AnswerKind::Choices(_), Json::Array(codes)) => {
            let labels: Option<Vec<String>> = codes.iter().map(|code| choice(code.as_str()?)).collect();
            Some(labels?.join(", "))
        }
        _ => None,
    }
}
