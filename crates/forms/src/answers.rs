//! Câu trả lời: what a filled form says, in the form in which answers are stored.
//!
//! A question is found by its id wherever the form shows it: in the household everything outside the rows of members, in a
//! member everything of its row. An older version of a form with other sections is read the same. What cannot be an answer
//! stays as it was written, for whoever checks the answers to refuse with its place.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};
use standards::questionnaire::{AnswerKind, Question, Questionnaire, Subject};

use crate::xml::{Element, escaped};

/// The row of a member.
const MEMBER: &str = "member";
/// The node with the household that was chosen from the surveyor's list.
const HOUSEHOLD: &str = "household_id";
/// The node with the person who was chosen from last year's.
const KNOWN_MEMBER: &str = "member_no";
/// The attribute of an answer that is there and chooses nothing.
const NONE: &str = "none";
/// The zone, which is a question of the form and a part of its own among answers.
const ZONE: &str = "zone";

/// What a filled form says.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// Id of the household from the surveyor's list; `None` if none was chosen.
    pub household: Option<String>,
    /// The answers as they are stored: `zone`, `household`, `members`.
    pub answers: Json,
    /// How many people it names.
    pub members: usize,
    /// Of each of them, which of last year's people was chosen, from 1.
    pub known: Vec<Option<usize>>,
}

/// The household that a filled form names, whatever questions it was made from.
pub fn household(content: &Element) -> Option<String> {
    let mut leaves = Vec::new();
    leaves_of(content, &mut leaves);
    let named = leaves.iter().find(|leaf| leaf.name == HOUSEHOLD);
    named.map(|leaf| leaf.text.clone()).filter(|id| !id.is_empty())
}

/// Reads a filled form by the questions that it was made from.
pub fn read(content: &Element, questionnaire: &Questionnaire) -> Filled {
    let household_id = self::household(content);
    let mut household = Map::new();
    let mut leaves = Vec::new();
    leaves_of(content, &mut leaves);
    let text = |name: &str| leaves.iter().find(|leaf| leaf.name == name).map(|leaf| leaf.text.as_str());
    collect(&leaves, Subject::Household, questionnaire, &mut household);
    household.remove(ZONE);
    let rows: Vec<&Element> = content.children.iter().filter(|child| child.name == MEMBER).collect();
    let members: Vec<Json> = rows
        .iter()
        .map(|row| {
            let (mut answers, mut leaves) = (Map::new(), Vec::new());
            leaves_of(row, &mut leaves);
            collect(&leaves, Subject::Member, questionnaire, &mut answers);
            Json::Object(answers)
        })
        .collect();
    let mut answers = Map::new();
    if let Some(zone) = text(ZONE).filter(|zone| !zone.is_empty()) {
        answers.insert(ZONE.to_owned(), zone.into());
    }
    answers.insert("household".to_owned(), Json::Object(household));
    answers.insert("members".to_owned(), Json::Array(members));
    Filled {
        household: household_id,
        answers: Json::Object(answers),
        members: rows.len(),
        known: rows.iter().map(|row| known(row)).collect(),
    }
}

/// Which of last year's people a row is about.
fn known(row: &Element) -> Option<usize> {
    let mut leaves = Vec::new();
    leaves_of(row, &mut leaves);
    let number = leaves.iter().find(|leaf| leaf.name == KNOWN_MEMBER)?;
    number.text.parse().ok().filter(|number| *number > 0)
}

/// What names a filled form that was not filled on a phone.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    /// Id of the form.
    pub form_id: &'a str,
    /// Version of the form.
    pub version: &'a str,
    /// The number of the filled form.
    pub instance_id: &'a str,
    /// The household.
    pub household: &'a str,
}

/// Writes stored answers as a filled form; [`read`] gives the same answers again.
pub fn written(naming: Naming<'_>, answers: &Json) -> String {
    let mut xml = format!(
        "<data id=\"{}\" version=\"{}\"><visit><{HOUSEHOLD}>{}</{HOUSEHOLD}>",
        escaped(naming.form_id),
        escaped(naming.version),
        escaped(naming.household)
    );
    if let Some(zone) = answers.get(ZONE) {
        element(&mut xml, ZONE, zone);
    }
    xml.push_str("</visit>");
    let all = |part: Option<&Json>, xml: &mut String| {
        part.and_then(Json::as_object).into_iter().flatten().for_each(|(id, value)| element(xml, id, value));
    };
    all(answers.get("household"), &mut xml);
    for member in answers.get("members").and_then(Json::as_array).into_iter().flatten() {
        let _ = write!(xml, "<{MEMBER}>");
        all(Some(member), &mut xml);
        let _ = write!(xml, "</{MEMBER}>");
    }
    let number = escaped(naming.instance_id);
    let _ = write!(xml, "<meta><instanceID>{number}</instanceID></meta></data>");
    xml
}

fn element(xml: &mut String, name: &str, value: &Json) {
    let text = match value {
        Json::Null => return,
        Json::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        Json::String(text) => text.clone(),
        Json::Array(codes) if codes.is_empty() => {
            let _ = write!(xml, "<{name} {NONE}=\"1\"/>");
            return;
        }
        Json::Array(codes) => codes.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    let _ = write!(xml, "<{name}>{}</{name}>", escaped(&text));
}

/// Elements that hold no others, outside the rows of members.
fn leaves_of<'a>(element: &'a Element, leaves: &mut Vec<&'a Element>) {
    for child in element.children.iter().filter(|child| child.name != MEMBER) {
        if child.children.is_empty() {
            leaves.push(child);
        } else {
            leaves_of(child, leaves);
        }
    }
}

fn collect(leaves: &[&Element], of: Subject, questionnaire: &Questionnaire, answers: &mut Map<String, Json>) {
    for leaf in leaves {
        // What was not answered is not there.
        let is_answered = !leaf.text.is_empty() || leaf.attribute(NONE).is_some();
        let Some(at) = questionnaire.find(of, &leaf.name).filter(|_| is_answered) else { continue };
        answers.insert(leaf.name.clone(), value(questionnaire.get(at), &leaf.text));
    }
}

/// An answer in its stored type; anything else as text.
fn value(question: &Question, text: &str) -> Json {
    let as_text = || Json::from(text);
    match &question.kind {
        AnswerKind::Number { decimal: false, .. } => {
            let whole = plain(text).and_then(|plain| plain.parse::<i64>().ok());
            whole.map_or_else(as_text, Json::from)
        }
        AnswerKind::Number { decimal: true, .. } => plain(text).map_or_else(as_text, Json::from),
        AnswerKind::Boolean => match text {
            "1" | "true" => true.into(),
            "0" | "false" => false.into(),
            _ => as_text(),
        },
        AnswerKind::Choices(_) => json!(text.split_whitespace().collect::<Vec<_>>()),
        AnswerKind::Date | AnswerKind::Text | AnswerKind::Choice(_) => as_text(),
    }
}

/// More digits than any answer has.
const LONGEST: usize = 40;

/// A number as people write it: ODK's engine writes a whole number that may be large as `20.0`, Java as `2.0E9`. Nothing if
/// it is none.
fn plain(text: &str) -> Option<String> {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (digits, power) = match rest.split_once(['e', 'E']) {
        Some((digits, power)) => (digits, power.parse::<i32>().ok()?),
        None => (rest, 0),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(part) || whole.len() + part.len() > LONGEST {
        return None;
    }
    let mut all = format!("{whole}{part}");
    // Where the point stands, counted from the left.
    let mut point = i32::try_from(whole.len()).ok()?.checked_add(power)?;
    if !(-(LONGEST as i32)..=LONGEST as i32).contains(&point) {
        return None;
    }
    while point < 1 {
        all.insert(0, '0');
        point += 1;
    }
    let point = usize::try_from(point).ok()?;
    while all.len() < point {
        all.push('0');
    }
    let (whole, part) = all.split_at(point);
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_number_of_any_client_is_the_number_that_was_typed() {
        for (written, meant) in [
            ("20", "20"),
            ("20.0", "20"),
            ("2000000000.0", "2000000000"),
            ("2.0E9", "2000000000"),
            ("1.2345678E7", "12345678"),
            ("40.50", "40.5"),
            ("4.05e1", "40.5"),
            ("5E-3", "0.005"),
            ("-0.5", "-0.5"),
            ("007", "7"),
            ("0.0", "0"),
        ] {
            assert_eq!(plain(written).as_deref(), Some(meant), "{written}");
        }
    }

    #[test]
    fn what_is_no_number_stays_for_a_person_to_see() {
        let long = "9".repeat(41);
        for text in
            ["", "-", ".", "1.", ".5", "1,5", "1e", "1e999999999999", "1e99", "٣", "0x1", "--1", "1 2", &long]
        {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
