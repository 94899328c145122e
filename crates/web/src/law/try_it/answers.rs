//! What was typed, read as answers: forgiving about the form, strict about the meaning.
//!
//! What cannot be an answer counts as missing and is shown at its field with what to do; it is never guessed.

use std::collections::{BTreeMap, BTreeSet};

use engine::bounds::Truth;
use engine::judge::Judge;
use standards::questionnaire::{AnswerKind, Question, QuestionIndex, Subject};
use standards::rule::Condition;
use standards::standard::PovertyStandard;
use standards::{Answer, HouseholdAnswers};
use vocab::{Day, Decimal, Language};

use crate::format;
use crate::language::{say, say_with};
use crate::law::try_it::fields;

/// The answers of a form with what was typed and could not be read.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    pub(crate) answers: HouseholdAnswers,
    /// By field name: what was typed, and what to do about it.
    pub(crate) mistakes: BTreeMap<String, (String, String)>,
}

/// A household of a form has at most this many people: a technical limit.
pub(crate) const MOST_MEMBERS: usize = 30;
/// The value of the box that says "none of these".
pub(crate) const NONE_OF_THESE: &str = "-";

/// Reads the fields of a form. `do` is `add` or `remove-2`, pressed beside a person.
pub(crate) fn read(
    standard: &PovertyStandard,
    asked: &[(QuestionIndex, &Question)],
    pairs: &[(String, String)],
    language: Language,
) -> Typed {
    let values = |name: &str| -> Vec<&str> {
        pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim()).collect()
    };
    let members =
        values("members").first().and_then(|n| n.parse::<usize>().ok()).unwrap_or(1).clamp(1, MOST_MEMBERS);
    let mut typed = Typed {
        answers: HouseholdAnswers::unanswered(&standard.questionnaire, members),
        mistakes: BTreeMap::new(),
    };
    for (at, question) in asked {
        let of: Vec<Option<usize>> = match question.of {
            Subject::Household => vec![None],
            Subject::Member => (0..members).map(Some).collect(),
        };
        for member in of {
            let name = fields::name(question, member);
            match one(question, &values(&name), language) {
                Ok(answer) => typed.answers.set(*at, member, answer),
                Err((written, what_to_do)) => drop(typed.mistakes.insert(name, (written, what_to_do))),
            }
        }
    }
    let press = values("do").first().copied().unwrap_or_default();
    pressed(press, standard, &mut typed);
    typed
}

fn pressed(press: &str, standard: &PovertyStandard, typed: &mut Typed) {
    let members = &mut typed.answers.members;
    if press == "add" && members.len() < MOST_MEMBERS {
        members.push(vec![Answer::Missing; standard.questionnaire.questions.len()]);
    }
    let removed =
        press.strip_prefix("remove-").and_then(|n| n.parse::<usize>().ok()).and_then(|n| n.checked_sub(1));
    if let Some(at) = removed
        && at < members.len()
        && members.len() > 1
    {
        members.remove(at);
        // Field names count people: mistakes of those behind would stand at the wrong one.
        typed.mistakes.retain(|name, _| !name.starts_with('m'));
    }
}

/// Answers to questions that are not asked are taken back, and those that hang on them: nothing unseen may decide.
pub(crate) fn drop_unasked(
    judge: &Judge<'_>,
    questions: &[(QuestionIndex, &Question)],
    answers: &mut HouseholdAnswers,
) {
    let mut taken: BTreeSet<(QuestionIndex, Option<usize>)> = BTreeSet::new();
    // An answer taken back may end the asking of another: at most as often as there are answers.
    loop {
        let mut unasked = Vec::new();
        for (at, question) in questions {
            let of: Vec<Option<usize>> = match question.of {
                Subject::Household => vec![None],
                Subject::Member => (0..answers.members.len()).map(Some).collect(),
            };
            for member in of.into_iter().filter(|member| *answers.get(*at, *member) != Answer::Missing) {
                let hangs_on =
                    |on: &QuestionIndex| taken.contains(&(*on, None)) || taken.contains(&(*on, member));
                let hangs =
                    || question.relevant.iter().flat_map(Condition::questions).any(|on| hangs_on(&on));
                match judge.is_asked(*at, member, answers) {
                    Truth::No => unasked.push((*at, member)),
                    Truth::Unknown if hangs() => unasked.push((*at, member)),
                    Truth::Unknown | Truth::Yes => {}
                }
            }
        }
        if unasked.is_empty() {
            return;
        }
        unasked.iter().for_each(|(at, member)| answers.set(*at, *member, Answer::Missing));
        taken.extend(unasked);
    }
}

/// What was typed, and what to do about it.
type Mistake = (String, String);

/// One field, read.
pub(crate) fn one(question: &Question, values: &[&str], language: Language) -> Result<Answer, Mistake> {
    let given: Vec<&str> = values.iter().copied().filter(|value| !value.is_empty()).collect();
    let Some(first) = given.first().copied() else { return Ok(Answer::Missing) };
    let wrong = |key: &str| (first.to_owned(), say(language, key));
    let position = |code: &str| question.kind.choices().iter().position(|choice| choice.code == code);
    match &question.kind {
        AnswerKind::Boolean => match first {
            "yes" => Ok(Answer::Flag(true)),
            "no" => Ok(Answer::Flag(false)),
            _ => Err(wrong("mistake-choice")),
        },
        AnswerKind::Choice(_) => {
            position(first).map(|at| Answer::Choice(at as u16)).ok_or_else(|| wrong("mistake-choice"))
        }
        AnswerKind::Choices(_) => {
            let mut bits = 0_u64;
            for code in given.iter().filter(|code| **code != NONE_OF_THESE) {
                bits |= 1 << position(code).ok_or_else(|| wrong("mistake-choice"))?;
            }
            Ok(Answer::Choices(bits))
        }
        AnswerKind::Date => {
            let day: Day = first.parse().map_err(|_| wrong("mistake-day"))?;
            Ok(Answer::Number(i64::from(day.epoch_days())))
        }
        AnswerKind::Number { scale, min, max, .. } => number(first, *scale, (*min, *max), language),
        AnswerKind::Text => Ok(Answer::Text(first.to_owned())),
    }
}

fn number(text: &str, scale: u8, (min, max): (i64, i64), language: Language) -> Result<Answer, Mistake> {
    let bounds = || {
        let shown = |value: i64| format::decimal(value, scale, language);
        say_with(language, "mistake-range", &[("min", shown(min).into()), ("max", shown(max).into())])
    };
    let value = plain(text, scale > 0, language).and_then(|plain| plain.parse::<Decimal>().ok());
    match value.map(|value| value.at_scale(scale)) {
        None => Err((text.to_owned(), say(language, "mistake-number"))),
        Some(None) => Err((text.to_owned(), say(language, "mistake-whole"))),
        Some(Some(value)) if (min..=max).contains(&value) => Ok(Answer::Number(value)),
        Some(Some(_)) => Err((text.to_owned(), bounds())),
    }
}

/// `1.500.000`, `1,500,000`, `1 500 000`, `45,5` as a plain number. What two readers would read differently is none.
fn plain(text: &str, fraction: bool, language: Language) -> Option<String> {
    let text: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let text = text.trim_end_matches(['đ', '₫']).to_owned();
    let marks: Vec<(usize, char)> =
        text.char_indices().filter(|(_, sign)| matches!(sign, '.' | ',')).collect();
    let Some((last, mark)) = marks.last().copied() else { return Some(text) };
    let after = text.len() - last - 1;
    let alike = marks.iter().filter(|(_, other)| *other == mark).count();
    let own_decimal = if language == Language::Vi { ',' } else { '.' };
    // One mark of its kind is the decimal one if it is the reader's own, or cannot stand before a group of three.
    let is_decimal = fraction && alike == 1 && (mark == own_decimal || after != 3);
    let (whole, end) = if is_decimal { text.split_at(last) } else { (text.as_str(), "") };
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let well_grouped = groups.iter().skip(1).all(|group| group.len() == 3)
        && (groups.len() == 1 || groups.first().is_some_and(|first| (1..=3).contains(&first.len())));
    let one_mark =
        marks.iter().filter(|(at, _)| *at < whole.len()).all(|(_, m)| Some(*m) == marks.first().map(|f| f.1));
    if !well_grouped || !one_mark {
        return None;
    }
    let end = end.get(1..).filter(|end| !end.is_empty()).map(|end| format!(".{end}")).unwrap_or_default();
    Some(format!("{}{end}", groups.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them_and_never_guessed() {
        for (text, fraction, language, expected) in [
            ("1500000", false, Language::Vi, Some("1500000")),
            ("1.500.000", false, Language::Vi, Some("1500000")),
            ("1.500.000 đ", false, Language::Vi, Some("1500000")),
            ("1,500,000", false, Language::En, Some("1500000")),
            ("1 500 000", false, Language::Vi, Some("1500000")),
            ("45,5", true, Language::Vi, Some("45.5")),
            ("45.5", true, Language::Vi, Some("45.5")),
            ("45.5", true, Language::En, Some("45.5")),
            ("1.234,5", true, Language::Vi, Some("1234.5")),
            ("1.500", true, Language::Vi, Some("1500")),
            ("1.500", true, Language::En, Some("1.500")),
            ("1.5", false, Language::Vi, None),
            ("1.50.000", false, Language::Vi, None),
            ("1.500,000", false, Language::Vi, None),
        ] {
            assert_eq!(plain(text, fraction, language).as_deref(), expected, "{text}");
        }
    }

    /// A standard whose rule does not itself ask whether its question applies.
    const TRIAL: [(&str, &str); 3] = [
        (
            "standard.toml",
            r#"id = "trial"
label = { vi = "Thử", en = "Trial" }
status = "example"
covers = { from = "2022-01-01", until = "2027-01-01" }
source = { doc = "none", confidence = "invented" }
[[outcome]]
id = "poor"
label = { vi = "Hộ nghèo", en = "Poor" }
when = "deprivation_count >= 1"
source = { doc = "none", confidence = "invented" }
[[outcome]]
id = "not_poor"
label = { vi = "Không nghèo", en = "Not poor" }
when = "true"
source = { doc = "none", confidence = "invented" }
"#,
        ),
        (
            "questionnaire.toml",
            r#"[[question]]
id = "owner"
of = "household"
type = "boolean"
label = { vi = "Có nhà không?", en = "Owns a house?" }
[[question]]
id = "repaired"
of = "household"
type = "boolean"
relevant = "owner"
label = { vi = "Đã sửa chưa?", en = "Repaired?" }
[[question]]
id = "leaks"
of = "household"
type = "boolean"
relevant = "repaired"
label = { vi = "Có dột không?", en = "Does it leak?" }
"#,
        ),
        (
            "indicators.toml",
            r#"[[dimension]]
id = "home"
label = { vi = "Nhà ở", en = "Home" }
[[indicator]]
id = "roof"
dimension = "home"
label = { vi = "Mái", en = "Roof" }
deprived = "leaks"
source = { doc = "none", confidence = "invented" }
"#,
        ),
    ];

    #[test]
    fn an_answer_that_nobody_sees_is_taken_back_with_those_that_hang_on_it() {
        let files = TRIAL.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let loaded = standards::load(&standards::PackFiles::new(files), "");
        let standard = loaded.standard.unwrap_or_else(|| panic!("{:?}", loaded.findings));
        let typed = |owner: &str| {
            let fields = [("h.owner", owner), ("h.repaired", "yes"), ("h.leaks", "yes")];
            let pairs: Vec<(String, String)> =
                fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let asked = fields::asked(&standard);
            let mut typed = read(&standard, &asked, &pairs, Language::Vi);
            let day = Day::from_civil(2024, 1, 1).expect("a day");
            let judge = Judge::new(&standard, standard.on(day).expect("covered"), None, None);
            drop_unasked(&judge, &asked, &mut typed.answers);
            judge.judge(&typed.answers).outcome()
        };
        assert_eq!(typed("yes"), Some(0));
        assert_eq!(typed("no"), None, "a leak in a house that nobody owns decides nothing");
    }
}
