//! Reading `questionnaire.toml`.

use std::collections::BTreeSet;

use vocab::{Decimal, LocalText, Place, Zone, pow10};

use crate::load::PackFiles;
use crate::questionnaire::{AnswerKind, Choice, Phrase, Question, Questionnaire, Section, Subject, UnitName};
use crate::reading::{Context, Source, Table, Written};
use crate::rule::{Names, RuleSource, check};
use crate::standard::Param;

/// The range of a number whose question gives none.
const WIDEST: i64 = 1_000_000_000_000;
/// A choices answer is kept as bits.
const MOST_CHOICES: usize = 64;

/// A questionnaire whose `relevant` rules still have to be checked.
pub(crate) struct Draft {
    pub(crate) questionnaire: Questionnaire,
    relevant: Vec<(usize, Written)>,
}

/// Reads the questionnaire of the nearest folder that has one.
pub(crate) fn read(files: &PackFiles, chain: &[String], context: &Context) -> Option<Draft> {
    let Some((path, bytes)) = super::nearest(files, chain, "questionnaire.toml") else {
        super::standard::missing_file(chain, "questionnaire.toml", context);
        return None;
    };
    let source = Source::new(&path, bytes, context)?;
    source.read(|table| {
        let mut draft = Draft { questionnaire: Questionnaire::default(), relevant: Vec::new() };
        draft.questionnaire.questions.push(zone_question());
        for unit in table.tables("unit") {
            if let (Some(id), Some(label)) = (unit.required_text("id"), unit.required_local_text("label")) {
                draft.questionnaire.units.push(UnitName { id, label });
            }
            unit.report_unknown_keys();
        }
        for section in table.tables("section") {
            if let (Some(id), Some(label)) =
                (section.required_text("id"), section.required_local_text("label"))
            {
                draft.questionnaire.sections.push(Section { id, label });
            }
            let _ = section.local_text("note");
            section.report_unknown_keys();
        }
        let mut ids = BTreeSet::from(["zone".to_owned(), "household_id".to_owned(), "member_no".to_owned()]);
        for question in table.tables("question") {
            let relevant = question.written("relevant");
            if let Some(read) = read_question(&question, &draft.questionnaire.sections) {
                if !ids.insert(read.id.clone()) {
                    let message = format!("the id `{}` is taken", read.id);
                    question.error_at_key(
                        "id",
                        message,
                        "choose another; zone, household_id and member_no are built in",
                    );
                }
                if let Some(relevant) = relevant {
                    draft.relevant.push((draft.questionnaire.questions.len(), relevant));
                }
                draft.questionnaire.questions.push(read);
            }
            question.report_unknown_keys();
        }
        draft
    })
}

impl Draft {
    /// Checks when each question is asked.
    pub(crate) fn finish(self, params: &[Param], context: &Context) -> Questionnaire {
        let mut questionnaire = self.questionnaire;
        let mut checked = Vec::new();
        for (at, written) in &self.relevant {
            let names =
                Names { questionnaire: &questionnaire, params, indicators: None, has_income_test: false };
            let of_member = questionnaire.questions.get(*at).is_some_and(|q| q.of == Subject::Member);
            let source = RuleSource { text: &written.text, place: &written.place, of_member };
            checked.push((*at, check(source, &names, &mut context.findings.borrow_mut())));
        }
        for (at, relevant) in checked {
            if let Some(question) = questionnaire.questions.get_mut(at) {
                question.relevant = relevant;
            }
        }
        questionnaire
    }
}

fn read_question(table: &Table<'_>, sections: &[Section]) -> Option<Question> {
    let id = table.required_text("id");
    let of = table.word("of", &[("household", Subject::Household), ("member", Subject::Member)]);
    if of.is_none() && !table.has("of") {
        table.error("`of` is missing", "write of = \"household\" or of = \"member\"");
    }
    let kind = read_kind(table);
    let section = table.text("section");
    if let Some(section) = &section
        && !sections.iter().any(|known| known.id == *section)
    {
        table.error_at_key("section", format!("no section `{section}`"), "declare it with [[section]] above");
    }
    let unit = table.text("unit");
    if unit.is_some() && !matches!(kind, None | Some(AnswerKind::Number { .. })) {
        table.error_at_key("unit", "only numbers have a unit", "take it out");
    }
    let label = table.required_local_text("label");
    let hint = table.local_text("hint");
    let phrase = read_phrase(table);
    let sensitive = table.boolean("sensitive").unwrap_or(false);
    let _ = (table.local_text("note"), table.has("source").then(|| table.citation("source")));
    let id = id?;
    if !is_id(&id) {
        table.error_at_key(
            "id",
            format!("`{id}` is not an id"),
            "use a-z, 0-9 and _, beginning with a letter",
        );
    }
    let (of, kind, label) = (of?, kind?, label?);
    (!table.is_broken()).then(|| Question {
        id,
        of,
        section,
        kind,
        unit,
        relevant: None,
        label,
        hint,
        phrase,
        sensitive,
        place: table.place(),
    })
}

fn read_kind(table: &Table<'_>) -> Option<AnswerKind> {
    let kind = table.required_text("type")?;
    let scale = table.integer("scale", 0, 9);
    let (min, max) = (table.decimal("min"), table.decimal("max"));
    let choices = read_choices(table);
    let number = matches!(kind.as_str(), "integer" | "decimal");
    if !number && (min.is_some() || max.is_some()) {
        table.error("`min` and `max` are for numbers", "take them out");
    }
    if scale.is_some() && kind != "decimal" {
        table.error_at_key("scale", "`scale` is for decimals", "take it out, or write type = \"decimal\"");
    }
    let is_choice = matches!(kind.as_str(), "choice" | "choices");
    if is_choice == choices.is_empty() {
        let hint = "choice and choices questions list their answers; others do not";
        table.error("`type` and `choices` do not fit", hint);
    }
    Some(match kind.as_str() {
        "integer" => number_kind(table, 0, min, max, false)?,
        "decimal" => number_kind(table, scale.unwrap_or(2) as u8, min, max, true)?,
        "boolean" => AnswerKind::Boolean,
        "date" => AnswerKind::Date,
        "text" => AnswerKind::Text,
        "choice" => AnswerKind::Choice(choices),
        "choices" => {
            if choices.len() > MOST_CHOICES {
                table.error(format!("more than {MOST_CHOICES} choices"), "split the question");
            }
            AnswerKind::Choices(choices)
        }
        other => {
            let message = format!("`{other}` is not a type");
            table.error_at_key("type", message, "integer, decimal, boolean, date, text, choice or choices");
            return None;
        }
    })
}

fn number_kind(
    table: &Table<'_>,
    scale: u8,
    min: Option<Decimal>,
    max: Option<Decimal>,
    decimal: bool,
) -> Option<AnswerKind> {
    let widest = WIDEST.saturating_mul(pow10(scale)?.min(1_000_000));
    let bound = |key: &str, value: Option<Decimal>, otherwise: i64| match value {
        None => Some(otherwise),
        Some(value) => match value.at_scale(scale) {
            Some(units) if (-widest..=widest).contains(&units) => Some(units),
            _ => {
                let hint = format!("at most {scale} decimals, and no more than ±{WIDEST}");
                table.error_at_key(key, format!("`{key}` does not fit the question"), hint);
                None
            }
        },
    };
    let (min, max) = (bound("min", min, -widest)?, bound("max", max, widest)?);
    if min > max {
        table.error_at_key("min", "`min` is above `max`", "exchange them");
    }
    Some(AnswerKind::Number { scale, min, max, decimal })
}

fn read_choices(table: &Table<'_>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for item in table.tables("choices") {
        let code = match item.value("code") {
            Some(toml::de::DeValue::String(code)) => Some(code.to_string()),
            Some(toml::de::DeValue::Integer(code)) => Some(code.to_string()),
            _ => {
                item.error("`code` is missing or not a text", "add code = \"…\"");
                None
            }
        };
        let order = item.integer("order", i64::from(i16::MIN), i64::from(i16::MAX));
        let label = item.required_local_text("label");
        let _ = item.local_text("note");
        item.report_unknown_keys();
        if let (Some(code), Some(label)) = (code, label) {
            if code.is_empty() || code.contains(';') || code.trim() != code {
                item.error("a code may not be empty or hold `;` or outer spaces", "choose another code");
            }
            if choices.iter().any(|known| known.code == code) {
                item.error(format!("the code `{code}` stands twice"), "give every choice its own code");
            }
            choices.push(Choice { code, order, label });
        }
    }
    if choices.iter().all(|choice| choice.order.is_none() && choice.code.parse::<i16>().is_ok()) {
        for choice in &mut choices {
            choice.order = choice.code.parse().ok();
        }
    }
    let ordered = choices.iter().filter(|choice| choice.order.is_some()).count();
    if ordered != 0 && ordered != choices.len() {
        table.error("some choices have an `order` and some have none", "give it to all or to none");
    }
    choices
}

fn read_phrase(table: &Table<'_>) -> Option<Phrase> {
    let phrase = table.table("phrase")?;
    let read = if phrase.has("yes") || phrase.has("no") {
        let (yes, no) = (phrase.required_local_text("yes"), phrase.required_local_text("no"));
        Phrase::YesNo { yes: yes?, no: no? }
    } else {
        Phrase::Noun(LocalText { vi: phrase.required_text("vi")?, en: phrase.required_text("en")? })
    };
    phrase.report_unknown_keys();
    Some(read)
}

pub(crate) fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn zone_question() -> Question {
    let text = |vi: &str, en: &str| LocalText { vi: vi.to_owned(), en: en.to_owned() };
    let label = |zone: Zone| match zone {
        Zone::Rural => text("Nông thôn", "Rural"),
        Zone::Urban => text("Thành thị", "Urban"),
    };
    let choices =
        Zone::ALL.map(|zone| Choice { code: zone.code().to_owned(), order: None, label: label(zone) });
    Question {
        id: "zone".to_owned(),
        of: Subject::Household,
        section: None,
        kind: AnswerKind::Choice(choices.to_vec()),
        unit: None,
        relevant: None,
        label: text("Khu vực", "Zone"),
        hint: None,
        phrase: Some(Phrase::Noun(text("khu vực", "zone"))),
        sensitive: false,
        place: Place::default(),
    }
}
