//! The paper form of a standard as PDF: its layout as values for the template, one copy a household.

use forms::paper::{Before, Copy, Paper, Preliminary, Question, Room, Section};
use serde_json::{Value as Json, json};
use standards::questionnaire::QuestionIndex;
use vocab::{Day, Language};

use crate::code::code;
use crate::letters::printable;
use crate::typesetting::{NotPrinted, typeset};

/// So many copies go into one PDF at most: some ten pages each.
pub const MOST_COPIES: usize = 60;

/// Longer lists of choices stand at the end of the form instead of in the table of members.
const LONGEST_IN_TABLE: usize = 12;

/// Copies of a form as PDF/A-2b, made on a day, each beginning with a page of its own.
///
/// # Errors
/// The template is at fault.
pub fn paper_form(paper: &Paper, copies: &[Copy], made_on: Day) -> Result<Vec<u8>, NotPrinted> {
    let copies: Vec<Json> = copies.iter().take(MOST_COPIES).map(copy).collect();
    let in_roster = |question: &&Question| question.room == Room::Words;
    let of_members = || paper.member.iter().flat_map(|section| &section.questions);
    let grid = paper.member.iter().map(|section| Section {
        heading: section.heading.clone(),
        questions: section.questions.iter().filter(|question| !in_roster(question)).cloned().collect(),
    });
    let grid: Vec<Json> =
        grid.filter(|section| !section.questions.is_empty()).map(|one| part(&one, true)).collect();
    let lists = of_members().filter(|question| question.room.picks().len() > LONGEST_IN_TABLE);
    let language = match paper.language {
        Language::Vi => "vi",
        Language::En => "en",
    };
    let values = json!({
        "language": language,
        "standard": printable(&paper.standard),
        "standard_id": printable(&paper.id),
        "digest": paper.digest.chars().take(8).collect::<String>(),
        "note": paper.note.as_deref().map(printable),
        "zone": question(&paper.zone, false),
        "household": paper.household.iter().map(|section| part(section, false)).collect::<Vec<_>>(),
        "roster": of_members().filter(in_roster).map(|one| question(one, true)).collect::<Vec<_>>(),
        "grid": grid,
        "lists": lists.map(|one| question(one, false)).collect::<Vec<_>>(),
        "result": preliminary(&paper.preliminary),
        "copies": copies,
    });
    typeset(("paper_form.typ", include_str!("../typst/paper_form.typ")), &[], &values, made_on, true)
}

fn part(section: &Section, in_table: bool) -> Json {
    let questions: Vec<Json> = section.questions.iter().map(|one| question(one, in_table)).collect();
    json!({ "heading": printable(&section.heading), "questions": questions })
}

fn question(question: &Question, in_table: bool) -> Json {
    let picks = question.room.picks();
    let (kind, whole, decimals, unit) = match &question.room {
        Room::One(_) | Room::Any(_) if in_table && picks.len() > LONGEST_IN_TABLE => ("list", 0, 0, ""),
        Room::YesNo(_) => ("yes_no", 0, 0, ""),
        Room::One(_) => ("one", 0, 0, ""),
        Room::Any(_) => ("any", 0, 0, ""),
        Room::Digits(whole, decimals, unit) => ("digits", *whole, *decimals, unit.as_str()),
        Room::Day => ("day", 0, 0, ""),
        Room::Words => ("words", 0, 0, ""),
    };
    let picks: Vec<Json> = picks
        .iter()
        .map(|pick| json!({ "number": printable(&pick.number), "label": printable(&pick.label) }))
        .collect();
    json!({
        "at": question.at.0.to_string(),
        "number": question.number.to_string(),
        "label": printable(&question.label),
        "hint": question.hint.as_deref().map(printable),
        "only_if": question.only_if.as_deref().map(printable),
        "kind": kind,
        "whole": whole,
        "decimals": decimals,
        "unit": printable(unit),
        "picks": picks,
    })
}

fn preliminary(of: &Preliminary) -> Json {
    let indicators = of.indicators.iter().map(|one| {
        json!({ "number": one.number, "label": printable(&one.label), "when": printable(&one.when), "source": printable(&one.source) })
    });
    let totals = of.totals.iter().map(|one| {
        json!({
            "label": printable(&one.label), "words": printable(&one.words), "source": printable(&one.source),
            "digits": one.digits, "is_test": one.is_test,
        })
    });
    let outcomes = of.outcomes.iter().map(|one| {
        json!({ "label": printable(&one.label), "when": one.when.as_deref().map(printable), "source": printable(&one.source) })
    });
    json!({
        "indicators": indicators.collect::<Vec<_>>(),
        "totals": totals.collect::<Vec<_>>(),
        "outcomes": outcomes.collect::<Vec<_>>(),
    })
}

fn copy(copy: &Copy) -> Json {
    let text = |words: &Option<String>| words.as_deref().map(printable);
    let is_filled = !copy.answers.is_empty() || copy.members.iter().any(|member| !member.is_empty());
    json!({
        "household": text(&copy.household),
        // The id alone, nothing about people.
        "code": copy.household.as_deref().and_then(code),
        "number": text(&copy.number),
        "head": text(&copy.head),
        "address": text(&copy.address),
        "village": text(&copy.village),
        "commune": text(&copy.commune),
        "province": text(&copy.province),
        "surveyor": text(&copy.surveyor),
        "is_filled": is_filled,
        "answers": answers(&copy.answers),
        "members": copy.members.iter().map(|member| answers(member)).collect::<Vec<_>>(),
    })
}

/// Last year's answers by question.
fn answers(of: &[(QuestionIndex, Before)]) -> Json {
    let said = of.iter().map(|(at, before)| {
        let words = json!({ "words": printable(&before.words), "short": printable(&before.short), "picks": before.picks });
        (at.0.to_string(), words)
    });
    Json::Object(said.collect())
}
