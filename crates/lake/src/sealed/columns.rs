//! Answers as columns, in the types of the microdata contract.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringArray};
use arrow_schema::{ArrowError, DataType, Field};
use standards::Answer;
use standards::questionnaire::{AnswerKind, Choice, Question};

/// Digits of every decimal column.
const PRECISION: u8 = 18;

/// The field of a question.
pub(super) fn field(question: &Question) -> Field {
    let kind = match &question.kind {
        AnswerKind::Number { decimal: false, .. } => DataType::Int64,
        AnswerKind::Number { scale, .. } => DataType::Decimal128(PRECISION, *scale as i8),
        AnswerKind::Boolean => DataType::Boolean,
        AnswerKind::Date => DataType::Date32,
        AnswerKind::Text | AnswerKind::Choice(_) => DataType::Utf8,
        AnswerKind::Choices(_) => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
    };
    Field::new(&question.id, kind, true)
}

/// The column of a question. What is known only within bounds is missing: the answer from which it follows says it.
pub(super) fn column<'a>(
    kind: &AnswerKind,
    answers: impl Iterator<Item = &'a Answer>,
) -> Result<ArrayRef, ArrowError> {
    let number = |answer: &Answer| match answer {
        Answer::Number(number) => Some(*number),
        _ => None,
    };
    Ok(match kind {
        AnswerKind::Number { decimal: false, .. } => Arc::new(answers.map(number).collect::<Int64Array>()),
        AnswerKind::Number { scale, .. } => {
            let numbers = answers.map(|answer| number(answer).map(i128::from)).collect::<Decimal128Array>();
            Arc::new(numbers.with_precision_and_scale(PRECISION, *scale as i8)?)
        }
        AnswerKind::Boolean => {
            let flag = |answer: &Answer| match answer {
                Answer::Flag(flag) => Some(*flag),
                _ => None,
            };
            Arc::new(answers.map(flag).collect::<BooleanArray>())
        }
        AnswerKind::Date => {
            let day = |answer: &Answer| number(answer).and_then(|days| i32::try_from(days).ok());
            Arc::new(answers.map(day).collect::<Date32Array>())
        }
        AnswerKind::Text => {
            let text = |answer: &'a Answer| match answer {
                Answer::Text(text) => Some(text.as_str()),
                _ => None,
            };
            Arc::new(answers.map(text).collect::<StringArray>())
        }
        AnswerKind::Choice(choices) => {
            let code = |answer: &Answer| match answer {
                Answer::Choice(at) => choices.get(usize::from(*at)).map(|choice| choice.code.as_str()),
                _ => None,
            };
            Arc::new(answers.map(code).collect::<StringArray>())
        }
        AnswerKind::Choices(choices) => list(choices, answers),
    })
}

fn list<'a>(choices: &[Choice], answers: impl Iterator<Item = &'a Answer>) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for answer in answers {
        let Answer::Choices(bits) = answer else {
            builder.append(false);
            continue;
        };
        for (_, choice) in choices.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1) {
            builder.values().append_value(&choice.code);
        }
        builder.append(true);
    }
    Arc::new(builder.finish())
}
