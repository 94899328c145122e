//! An answer in words. Missing is said as missing.

use super::Speaker;
use super::format::{day, joined, quoted};
use crate::Answer;
use crate::questionnaire::{AnswerKind, Phrase, QuestionIndex};
use vocab::Decimal;

impl Speaker<'_> {
    pub(super) fn answer_words(&self, index: QuestionIndex, answer: &Answer) -> String {
        match (answer, &self.question(index).kind) {
            (Answer::Missing, _) => self.missing(index),
            (Answer::Flag(yes), AnswerKind::Boolean) => self.yes_no(index, *yes),
            (answer, _) => format!("{}: {}", self.noun(index), self.value_words(index, answer)),
        }
    }

    /// What was answered, without what was asked.
    pub(super) fn value_words(&self, index: QuestionIndex, answer: &Answer) -> String {
        let kind = &self.question(index).kind;
        match (answer, kind) {
            (Answer::Number(value), _) => self.value(index, *value),
            (Answer::Between(least, greatest), _) => {
                let (a, b) = (self.bare(index, *least), self.value(index, *greatest));
                say!(self, "từ {a} đến {b}", "from {a} to {b}")
            }
            (Answer::Choice(at), _) => self.choices(index, &[*at]).concat(),
            (Answer::Choices(bits), _) => {
                let positions = (0..kind.choices().len().min(64) as u16).filter(|at| bits >> at & 1 == 1);
                let chosen = self.choices(index, &positions.collect::<Vec<_>>());
                match chosen.is_empty() {
                    true => self.words("không chọn mục nào", "none chosen").to_owned(),
                    false => joined(&chosen, self.words("và", "and")),
                }
            }
            (Answer::Text(text), _) => quoted(text),
            (other, kind) => other.shown(kind),
        }
    }

    fn missing(&self, index: QuestionIndex) -> String {
        let question = self.question(index);
        let label = question.label.get(self.language);
        if matches!(question.phrase, Some(Phrase::Noun(_))) || !label.contains(['?', ':']) {
            let about = match question.kind {
                AnswerKind::Boolean => quoted(label),
                _ => self.noun(index),
            };
            return say!(self, "chưa có câu trả lời về {about}", "no answer yet about {about}");
        }
        let label = quoted(label);
        say!(self, "chưa có câu trả lời cho {label}", "no answer yet to {label}")
    }

    fn value(&self, index: QuestionIndex, value: i64) -> String {
        let question = self.question(index);
        match question.kind {
            AnswerKind::Date => day(value, self.language).trim_start_matches("ngày ").to_owned(),
            // A number without a unit is the name of something: of a year.
            AnswerKind::Number { scale, .. } if question.unit.is_none() => {
                Decimal { value, scale }.to_string()
            }
            AnswerKind::Number { scale, .. } => {
                self.amount(value, scale, question.unit.as_deref().filter(|_| !self.is_age(index)))
            }
            _ => self.amount(value, 0, None),
        }
    }

    /// A value without its unit.
    fn bare(&self, index: QuestionIndex, value: i64) -> String {
        match self.question(index).kind {
            AnswerKind::Number { scale, .. } => self.amount(value, scale, None),
            _ => self.value(index, value),
        }
    }
}
