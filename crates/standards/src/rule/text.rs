//! Lời của quy tắc: a checked rule, a number or an answer in plain Vietnamese and English.
//!
//! Sentences are made from the words of the pack (`label`, `phrase`, units). A condition first becomes a [`Phrase`] with
//! every negation pushed inward, so that nobody has to read "not (not …)"; a phrase is then said in one line or as a
//! page with bullets. What has no form of its own gets a longer but equal one: a sentence never says less than its rule.

macro_rules! say {
    ($speaker:expr, $vi:literal, $en:literal) => {
        match $speaker.language {
            vocab::Language::Vi => format!($vi),
            vocab::Language::En => format!($en),
        }
    };
}

mod answers;
mod bounds;
mod cases;
mod compare;
mod conditions;
mod format;
mod members;
mod nouns;
mod numbers;
mod phrase;
mod shape;

use vocab::{Language, Zone};

use crate::Answer;
use crate::questionnaire::QuestionIndex;
use crate::rule::{Condition, Number};
use crate::standard::{ParamValues, PovertyStandard};

use format::{decimal, joined_unit};

/// Says rules and answers of a standard in one language.
#[derive(Clone, Copy, Debug)]
pub struct Speaker<'a> {
    standard: &'a PovertyStandard,
    values: Option<(&'a ParamValues, Option<Zone>)>,
    language: Language,
}

impl<'a> Speaker<'a> {
    /// `values`: the parameters on the result day, and the household's zone if it is known.
    ///
    /// A parameter with one possible value is said as that value; one that differs between the zones, by its label with
    /// both values; one that differs between days, without `values`, by its label alone.
    pub fn new(
        standard: &'a PovertyStandard,
        values: Option<(&'a ParamValues, Option<Zone>)>,
        language: Language,
    ) -> Speaker<'a> {
        Speaker { standard, values, language }
    }

    /// The condition in one line: "tuổi từ 3 đến dưới 16".
    pub fn condition(&self, condition: &Condition) -> String {
        self.line(&self.phrase(condition, true))
    }

    /// The opposite of the condition in one line.
    pub fn negation(&self, condition: &Condition) -> String {
        self.line(&self.phrase(condition, false))
    }

    /// The whole rule: a sentence, with bullets (`- `, two spaces per level) where it has parts. No full stop.
    pub fn rule(&self, condition: &Condition) -> String {
        self.page(&self.phrase(condition, true))
    }

    /// A number of a rule: "tổng diện tích nhà ở", "8 lần số thành viên của hộ".
    pub fn number(&self, number: &Number) -> String {
        match self.known(number) {
            Some((value, scale)) => self.amount(value, scale, self.unit(number)),
            None => self.number_words(number),
        }
    }

    /// An answer: "tuổi: 17", "có bảo hiểm y tế", "chưa có câu trả lời về tuổi".
    pub fn answer(&self, question: QuestionIndex, answer: &Answer) -> String {
        self.answer_words(question, answer)
    }

    /// An answer without its question: "17", "có", "chưa trả lời"; for a table whose line names the question.
    pub fn answer_alone(&self, question: QuestionIndex, answer: &Answer) -> String {
        match answer {
            Answer::Missing => self.words("chưa trả lời", "not answered").to_owned(),
            Answer::Flag(true) => self.words("có", "yes").to_owned(),
            Answer::Flag(false) => self.words("không", "no").to_owned(),
            answer => self.value_words(question, answer),
        }
    }

    /// An amount with the words of its unit: "1.500.000 đồng/người/tháng".
    pub fn amount(&self, value: i64, scale: u8, unit: Option<&str>) -> String {
        let number = decimal(value, scale, self.language);
        match unit {
            Some(unit) => joined_unit(&number, self.unit_words(unit)),
            None => number,
        }
    }

    /// The words in the speaker's language.
    fn words<'w>(&self, vi: &'w str, en: &'w str) -> &'w str {
        match self.language {
            Language::Vi => vi,
            Language::En => en,
        }
    }
}
