//! An answer as a plain value, in the type that its question asks for.

use std::sync::Arc;

use serde_json::Value;
use standards::questionnaire::{AnswerKind, Choice};
use vocab::{Day, Decimal};

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub enum CityValue {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A decimal at the scale of its question.
    Decimal(Decimal),
    /// A day.
    Day(Day),
    /// Code of a choice.
    Code(Arc<str>),
    /// Codes of choices, in the order of the questionnaire.
    Codes(Vec<Arc<str>>),
    /// A text.
    Text(String),
}

/// Answers by question id, in the order of the questionnaire. What was not answered is not there.
pub type CityAnswers = Vec<(Arc<str>, CityValue)>;

impl CityValue {
    /// As JSON: booleans and whole numbers as such, decimals as texts, days as `2025-12-31`, choices by their codes as texts.
    pub fn to_json(&self) -> Value {
        match self {
            CityValue::Flag(flag) => Value::Bool(*flag),
            CityValue::Whole(number) => Value::from(*number),
            // As a text: no binary number is the same.
            CityValue::Decimal(decimal) => Value::from(decimal.to_string()),
            CityValue::Day(day) => Value::from(day.to_string()),
            CityValue::Code(code) => Value::from(code.as_ref()),
            CityValue::Codes(codes) => codes.iter().map(|code| Value::from(code.as_ref())).collect(),
            CityValue::Text(text) => Value::from(text.as_str()),
        }
    }
}

/// Ids and codes of a question, shared by all its answers.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) id: Arc<str>,
    codes: Vec<Arc<str>>,
    form: Form,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Flag,
    Whole,
    Decimal(u8),
    Day,
    Choice,
    Choices,
    Text,
}

impl Written {
    pub(super) fn new(id: &str, kind: &AnswerKind) -> Written {
        let code = |choice: &Choice| Arc::from(choice.code.as_str());
        let form = match kind {
            AnswerKind::Boolean => Form::Flag,
            AnswerKind::Number { decimal: false, .. } => Form::Whole,
            AnswerKind::Number { scale, .. } => Form::Decimal(*scale),
            AnswerKind::Date => Form::Day,
            AnswerKind::Choice(_) => Form::Choice,
            AnswerKind::Choices(_) => Form::Choices,
            AnswerKind::Text => Form::Text,
        };
        Written { id: Arc::from(id), codes: kind.choices().iter().map(code).collect(), form }
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.form, Form::Text)
    }

    /// The value of a cell that is there and no text.
    pub(super) fn value(&self, cell: i64) -> Option<CityValue> {
        Some(match self.form {
            Form::Flag => CityValue::Flag(cell == 1),
            Form::Whole => CityValue::Whole(cell),
            Form::Decimal(scale) => CityValue::Decimal(Decimal { value: cell, scale }),
            Form::Day => CityValue::Day(Day::from_epoch_days(i32::try_from(cell).ok()?)),
            Form::Choice => CityValue::Code(self.codes.get(usize::try_from(cell).ok()?)?.clone()),
            Form::Choices => {
                let chosen = self.codes.iter().enumerate().filter(|(at, _)| cell >> at & 1 == 1);
                CityValue::Codes(chosen.map(|(_, code)| code.clone()).collect())
            }
            Form::Text => return None,
        })
    }

    /// The cell of a choice.
    pub(super) fn cell(&self, code: &str) -> Option<i64> {
        self.codes.iter().position(|known| known.as_ref() == code).map(|at| at as i64)
    }
}
