//! Random households, and the Arrow tables that hold them.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, StringDictionaryBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use standards::questionnaire::{AnswerKind, QuestionIndex, Subject};
use standards::standard::PovertyStandard;
use standards::{Answer, HouseholdAnswers};
use vocab::Day;

use super::Dice;

/// Up to 150 households, with few or many missing answers, or none.
pub(crate) fn households(standard: &PovertyStandard, dice: &mut Dice, age_day: Day) -> Vec<HouseholdAnswers> {
    let missing = [0, 0, 5, 40][dice.below(4)];
    let extremes = dice.percent(30);
    (0..1 + dice.below(150))
        .map(|_| {
            let members = if dice.percent(2) { 1 + dice.below(140) } else { 1 + dice.below(6) };
            let mut household = HouseholdAnswers::unanswered(&standard.questionnaire, members);
            for (index, question) in standard.questionnaire.iter() {
                let of: Vec<Option<usize>> = match question.of {
                    Subject::Household => vec![None],
                    Subject::Member => (0..members).map(Some).collect(),
                };
                for member in of {
                    if !dice.percent(missing) {
                        let value = answer(&question.kind, dice, extremes, age_day);
                        household.set(index, member, value);
                    }
                }
            }
            household
        })
        .collect()
}

fn answer(kind: &AnswerKind, dice: &mut Dice, extremes: bool, age_day: Day) -> Answer {
    match kind {
        AnswerKind::Number { min, max, .. } if extremes => {
            Answer::Number([*min, *max, min + 1, max - 1][dice.below(4)].clamp(*min, *max))
        }
        AnswerKind::Number { min: 1906, max, .. } => Answer::Number(dice.between(1906, *max)),
        AnswerKind::Number { min, max, .. } => Answer::Number(dice.between(*min, (*max).min(*min + 60))),
        AnswerKind::Boolean => Answer::Flag(dice.percent(50)),
        AnswerKind::Date => Answer::Number(i64::from(age_day.epoch_days()) - dice.between(0, 43_000)),
        AnswerKind::Text => Answer::Text(["đồng", "a", "b c"][dice.below(3)].to_owned()),
        AnswerKind::Choice(choices) => Answer::Choice(dice.below(choices.len()) as u16),
        AnswerKind::Choices(choices) => Answer::Choices(dice.next() & ((1 << choices.len()) - 1)),
    }
}

/// The answers of a subject as a table, in different Arrow types for different questions.
pub(crate) fn table(standard: &PovertyStandard, of: Subject, all: &[HouseholdAnswers]) -> RecordBatch {
    let columns =
        standard.questionnaire.iter().filter(|(_, question)| question.of == of).map(|(index, question)| {
            let answers: Vec<&Answer> = match of {
                Subject::Household => all.iter().map(|household| household.get(index, None)).collect(),
                Subject::Member => all
                    .iter()
                    .flat_map(|household| {
                        (0..household.members.len()).map(move |m| household.get(index, Some(m)))
                    })
                    .collect(),
            };
            (question.id.clone(), column(&question.kind, index, &answers), true)
        });
    RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length")
}

fn column(kind: &AnswerKind, index: QuestionIndex, answers: &[&Answer]) -> ArrayRef {
    let numbers = answers.iter().map(|answer| match answer {
        Answer::Number(value) => Some(*value),
        _ => None,
    });
    let code = |at: usize| kind.choices()[at].code.as_str();
    match kind {
        AnswerKind::Number { scale: 0, max, .. } if *max < 100 => {
            Arc::new(numbers.map(|n| n.map(|n| n as i32)).collect::<Int32Array>())
        }
        AnswerKind::Number { scale: 0, .. } => Arc::new(numbers.collect::<Int64Array>()),
        AnswerKind::Number { scale, .. } => {
            let values = numbers.map(|n| n.map(i128::from)).collect::<Decimal128Array>();
            Arc::new(values.with_precision_and_scale(20, *scale as i8).expect("a decimal"))
        }
        AnswerKind::Date => Arc::new(numbers.map(|n| n.map(|n| n as i32)).collect::<Date32Array>()),
        AnswerKind::Boolean => {
            let flag = |answer: &&Answer| if let Answer::Flag(flag) = answer { Some(*flag) } else { None };
            Arc::new(answers.iter().map(flag).collect::<BooleanArray>())
        }
        AnswerKind::Text => {
            let text =
                |answer: &&Answer| if let Answer::Text(text) = answer { Some(text.clone()) } else { None };
            Arc::new(answers.iter().map(text).collect::<StringArray>())
        }
        AnswerKind::Choice(_) => {
            let codes = answers.iter().map(|answer| match answer {
                Answer::Choice(at) => Some(code(usize::from(*at))),
                _ => None,
            });
            if index.0.is_multiple_of(2) {
                let mut builder = StringDictionaryBuilder::<Int32Type>::new();
                codes.for_each(|code| builder.append_option(code));
                Arc::new(builder.finish())
            } else {
                Arc::new(codes.collect::<StringArray>())
            }
        }
        AnswerKind::Choices(choices) => {
            let mut builder = ListBuilder::new(StringBuilder::new());
            for answer in answers {
                if let Answer::Choices(bits) = answer {
                    (0..choices.len()).filter(|at| bits >> at & 1 == 1).for_each(|at| {
                        builder.values().append_value(code(at));
                    });
                    builder.append(true);
                } else {
                    builder.append(false);
                }
            }
            Arc::new(builder.finish())
        }
    }
}
