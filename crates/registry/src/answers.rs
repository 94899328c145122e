//! The answers of a household as they are stored, and as the engine reads them.
//!
//! `{"zone": "urban", "household": {question: answer}, "members": [{question: answer}]}`. A yes or no is a JSON boolean, a
//! whole number a JSON number, a decimal a text such as `"12.5"` (so that both databases keep its digits), a day
//! `"2025-12-31"`, a choice its code, several choices a list of codes. What was not answered is not there: `null` is no
//! answer. Reading is strict, as what is stored has been checked on its way in.

pub(crate) mod sealed;
pub(crate) mod written;
mod wrong;

use serde_json::{Map, Value as Json};
use standards::questionnaire::{AnswerKind, Question, QuestionIndex, Subject, ZONE};
use standards::standard::PovertyStandard;
use standards::{AgeQuestions, Answer, HouseholdAnswers};
use vocab::{Day, Decimal, LocalText, ParseDecimalError, Zone};

use wrong::Wrong;

/// An answer that cannot be read. It does not repeat what was written: that may be personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Id of the question, or the part of the stored form.
    pub question: String,
    /// The member, counted from 1; `None` is the household.
    pub member: Option<usize>,
    /// What is wrong.
    pub why: LocalText,
    /// What to do.
    pub remedy: LocalText,
}

/// Reads stored answers by the questionnaire of a standard; ages are counted on the age day.
///
/// # Errors
/// Everything that cannot be read, all at once.
pub fn read(
    standard: &PovertyStandard,
    json: &Json,
    age_day: Day,
) -> Result<HouseholdAnswers, Vec<Unreadable>> {
    let Json::Object(parts) = json else { return Err(vec![whole("answers", wrong::not_an_object())]) };
    let mut reading = Reading { standard, age_day, wrong: Vec::new() };
    for part in parts.keys().filter(|part| !matches!(part.as_str(), "zone" | "household" | "members")) {
        reading.wrong.push(whole(part, wrong::unknown_part()));
    }
    let members: &[Json] = match parts.get("members") {
        None => &[],
        Some(Json::Array(members)) => members,
        Some(_) => {
            reading.wrong.push(whole("members", wrong::not_a_list()));
            &[]
        }
    };
    let mut answers = HouseholdAnswers::unanswered(&standard.questionnaire, members.len());
    reading.zone(parts.get("zone"), &mut answers);
    let nobody = Json::Object(Map::new());
    reading.all(parts.get("household").unwrap_or(&nobody), None, &mut answers);
    for (at, member) in members.iter().enumerate() {
        reading.all(member, Some(at), &mut answers);
    }
    if !reading.wrong.is_empty() {
        return Err(reading.wrong);
    }
    if let Some(ages) = AgeQuestions::of(&standard.questionnaire) {
        answers.members.iter_mut().for_each(|member| ages.derive(member, age_day));
    }
    Ok(answers)
}

/// Answers in the form in which they are stored; [`read`] gives the same answers again.
pub fn stored(standard: &PovertyStandard, answers: &HouseholdAnswers) -> Json {
    let all = |of: Subject, member: Option<usize>| {
        let questions =
            standard.questionnaire.iter().filter(|(at, question)| question.of == of && *at != ZONE);
        let answered = questions.filter_map(|(at, question)| {
            Some((question.id.clone(), stored_answer(&question.kind, answers.get(at, member))?))
        });
        Json::Object(answered.collect())
    };
    let members = (0..answers.members.len()).map(|member| all(Subject::Member, Some(member))).collect();
    let mut parts = Map::new();
    if let Some(zone) = stored_answer(&standard.questionnaire.get(ZONE).kind, answers.get(ZONE, None)) {
        parts.insert("zone".to_owned(), zone);
    }
    parts.insert("household".to_owned(), all(Subject::Household, None));
    parts.insert("members".to_owned(), Json::Array(members));
    Json::Object(parts)
}

/// One answer in the form in which it is stored; `None` is not answered.
pub fn stored_one(question: &Question, answer: &Answer) -> Option<Json> {
    stored_answer(&question.kind, answer)
}

fn stored_answer(kind: &AnswerKind, answer: &Answer) -> Option<Json> {
    let code = |at: usize| kind.choices().get(at).map(|choice| Json::String(choice.code.clone()));
    Some(match (kind, answer) {
        // An age within bounds was derived, not answered.
        (_, Answer::Missing | Answer::Between(..)) => return None,
        (_, Answer::Flag(yes)) => Json::Bool(*yes),
        (_, Answer::Text(text)) => Json::String(text.clone()),
        (AnswerKind::Date, Answer::Number(days)) => {
            Json::String(Day::from_epoch_days(i32::try_from(*days).ok()?).to_string())
        }
        (AnswerKind::Number { decimal: true, scale, .. }, Answer::Number(value)) => {
            let text = Decimal { value: *value, scale: *scale }.to_string();
            let short =
                if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
            Json::String(short.to_owned())
        }
        (_, Answer::Number(value)) => Json::from(*value),
        (_, Answer::Choice(at)) => code(usize::from(*at))?,
        (_, Answer::Choices(bits)) => {
            let chosen = (0..kind.choices().len()).filter(|at| bits >> at & 1 == 1);
            Json::Array(chosen.filter_map(code).collect())
        }
    })
}

struct Reading<'a> {
    standard: &'a PovertyStandard,
    age_day: Day,
    wrong: Vec<Unreadable>,
}

impl Reading<'_> {
    /// Which line applies is known of every household, as its village has a zone.
    fn zone(&mut self, given: Option<&Json>, answers: &mut HouseholdAnswers) {
        let zone = given.and_then(Json::as_str).and_then(Zone::from_code);
        match Zone::ALL.iter().position(|known| Some(*known) == zone) {
            Some(at) => answers.set(ZONE, None, Answer::Choice(at as u16)),
            None => self.wrong.push(whole("zone", wrong::no_zone())),
        }
    }

    fn all(&mut self, given: &Json, member: Option<usize>, answers: &mut HouseholdAnswers) {
        let number = member.map(|at| at + 1);
        let wrong = |question: &str, (why, remedy): Wrong| Unreadable {
            question: question.to_owned(),
            member: number,
            why,
            remedy,
        };
        let Json::Object(given) = given else {
            let part = if member.is_some() { "members" } else { "household" };
            self.wrong.push(wrong(part, wrong::not_an_object()));
            return;
        };
        let of = if member.is_some() { Subject::Member } else { Subject::Household };
        for (id, value) in given {
            let found = self.standard.questionnaire.find(of, id).filter(|at| *at != ZONE);
            let Some(question) = found else {
                self.wrong.push(wrong(id, wrong::unknown_question()));
                continue;
            };
            match self.one(question, value) {
                Ok(answer) => answers.set(question, member, answer),
                Err(why) => self.wrong.push(wrong(id, why)),
            }
        }
    }

    fn one(&self, question: QuestionIndex, value: &Json) -> Result<Answer, Wrong> {
        let kind = &self.standard.questionnaire.get(question).kind;
        let position =
            |code: &str| kind.choices().iter().position(|choice| choice.code == code).map(|at| at as u16);
        let answer = match (kind, value) {
            (_, Json::Null) => return Err(wrong::null()),
            (AnswerKind::Boolean, Json::Bool(flag)) => Some(Answer::Flag(*flag)),
            (AnswerKind::Number { decimal: false, scale, min, max, .. }, Json::Number(number)) => {
                let number = number.as_i64().ok_or_else(|| wrong::not_of(kind))?;
                return within(Decimal { value: number, scale: 0 }, *scale, (*min, *max));
            }
            (AnswerKind::Number { decimal: true, scale, min, max }, Json::String(text)) => {
                return match text.parse::<Decimal>() {
                    Ok(number) => within(number, *scale, (*min, *max)),
                    Err(ParseDecimalError::Malformed) => Err(wrong::not_of(kind)),
                    Err(ParseDecimalError::TooLarge) => Err(wrong::outside(*scale, (*min, *max))),
                };
            }
            (AnswerKind::Date, Json::String(text)) => {
                let day = text.parse::<Day>().map_err(|_| wrong::not_of(kind))?;
                return self.day(question, day);
            }
            (AnswerKind::Choice(_), Json::String(code)) => position(code).map(Answer::Choice),
            (AnswerKind::Choices(_), Json::Array(codes)) => {
                let bit = |code: &Json| Some(1_u64 << position(code.as_str()?)?);
                codes.iter().try_fold(0, |bits, code| Some(bits | bit(code)?)).map(Answer::Choices)
            }
            (AnswerKind::Text, Json::String(text)) => Some(Answer::Text(text.clone())),
            _ => None,
        };
        answer.ok_or_else(|| wrong::not_of(kind))
    }

    /// A day; nobody is born after the day on which ages are counted, as in data files.
    fn day(&self, question: QuestionIndex, day: Day) -> Result<Answer, Wrong> {
        let births = AgeQuestions::of(&self.standard.questionnaire).and_then(|ages| ages.birth_date);
        if births == Some(question) && day > self.age_day {
            return Err(wrong::born_later(self.age_day));
        }
        Ok(Answer::Number(i64::from(day.epoch_days())))
    }
}

fn within(number: Decimal, scale: u8, range: (i64, i64)) -> Result<Answer, Wrong> {
    let value = number.at_scale(scale).ok_or_else(|| wrong::outside(scale, range))?;
    if value < range.0 || value > range.1 {
        Err(wrong::outside(scale, range))
    } else {
        Ok(Answer::Number(value))
    }
}

fn whole(part: &str, (why, remedy): Wrong) -> Unreadable {
    Unreadable { question: part.to_owned(), member: None, why, remedy }
}
