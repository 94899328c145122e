//! Reviews of the demo city as Arrow tables, judged by the engine in one batch.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
};
use engine::classify::{Classified, Plan};
use engine::intake::{Answers, Intake, Problem};
use standards::questionnaire::{AnswerKind, Question, QuestionIndex, Subject};
use standards::standard::PovertyStandard;

use crate::city::{CityAnswers, CityReview, CityValue};

/// What the engine says of some reviews of one year: results, and what it could not read.
pub(super) fn judged(standard: &PovertyStandard, reviews: &[&CityReview]) -> (Classified, Vec<Problem>) {
    let first = reviews.first().expect("reviews");
    let plan = Plan::new(standard, &standard.on(first.result_day).expect("covered"), None, None);
    let all: Vec<QuestionIndex> = standard.questionnaire.iter().map(|(index, _)| index).collect();
    let intake = Intake::new(standard, &all, first.age_day);
    let mut problems = Vec::new();
    let mut read = |of: Subject| {
        let batch = table(standard, of, reviews);
        let (binding, missing) = intake.bind(of, &batch.schema()).expect("the columns fit");
        assert!(missing.is_empty(), "{missing:?}");
        let mut answers = Answers::new(&intake, binding);
        answers.append(&batch, 0, batch.num_rows(), 1, &mut problems);
        answers
    };
    let (households, members) = (read(Subject::Household), read(Subject::Member));
    let mut offsets = vec![0_u32];
    offsets.extend(reviews.iter().scan(0, |sum, review| {
        *sum += review.members.len() as u32;
        Some(*sum)
    }));
    let mut out = Classified::default();
    plan.classify(&mut plan.scratch(), &households, &members, &offsets, &mut out);
    (out, problems)
}

fn table(standard: &PovertyStandard, of: Subject, reviews: &[&CityReview]) -> RecordBatch {
    let rows: Vec<BTreeMap<&str, &CityValue>> = match of {
        Subject::Household => reviews.iter().map(|review| by_id(&review.household)).collect(),
        Subject::Member => {
            reviews.iter().flat_map(|review| &review.members).map(|(_, answers)| by_id(answers)).collect()
        }
    };
    let questions = standard.questionnaire.questions.iter().filter(|question| question.of == of);
    let columns = questions.map(|question| {
        let cells: Vec<Option<&CityValue>> =
            rows.iter().map(|row| row.get(question.id.as_str()).copied()).collect();
        let array = if question.id == "zone" {
            let zones = reviews.iter().map(|review| Some(review.zone.code()));
            Arc::new(zones.collect::<StringArray>()) as ArrayRef
        } else {
            column(question, &cells)
        };
        (question.id.clone(), array, true)
    });
    RecordBatch::try_from_iter_with_nullable(columns).expect("a table")
}

fn by_id(answers: &CityAnswers) -> BTreeMap<&str, &CityValue> {
    answers.iter().map(|(id, value)| (id.as_ref(), value)).collect()
}

fn column(question: &Question, cells: &[Option<&CityValue>]) -> ArrayRef {
    macro_rules! cells {
        ($pattern:pat => $value:expr) => {
            cells.iter().map(|cell| match cell {
                None => None,
                Some($pattern) => Some($value),
                Some(other) => panic!("{} has {other:?}", question.id),
            })
        };
    }
    match &question.kind {
        AnswerKind::Boolean => Arc::new(cells!(CityValue::Flag(flag) => *flag).collect::<BooleanArray>()),
        AnswerKind::Number { decimal: false, .. } => {
            Arc::new(cells!(CityValue::Whole(number) => *number).collect::<Int64Array>())
        }
        AnswerKind::Number { scale, .. } => {
            let units = cells!(CityValue::Decimal(decimal) => {
                i128::from(decimal.at_scale(*scale).expect("the scale of the question"))
            });
            let array = units.collect::<Decimal128Array>();
            Arc::new(array.with_precision_and_scale(18, *scale as i8).expect("a scale"))
        }
        AnswerKind::Date => {
            Arc::new(cells!(CityValue::Day(day) => day.epoch_days()).collect::<Date32Array>())
        }
        AnswerKind::Text => Arc::new(cells!(CityValue::Text(text) => text.as_str()).collect::<StringArray>()),
        AnswerKind::Choice(_) => {
            Arc::new(cells!(CityValue::Code(code) => code.as_ref()).collect::<StringArray>())
        }
        AnswerKind::Choices(_) => {
            let mut builder = ListBuilder::new(StringBuilder::new());
            for codes in cells!(CityValue::Codes(codes) => codes) {
                codes.into_iter().flatten().for_each(|code| builder.values().append_value(code));
                builder.append(codes.is_some());
            }
            Arc::new(builder.finish())
        }
    }
}
