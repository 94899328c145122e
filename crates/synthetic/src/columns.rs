//! The columns of the two tables: one a question, in the types of the microdata contract.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{DataType, Field};
use standards::questionnaire::{AnswerKind, Choice, Question, QuestionIndex};

/// An answer that is not there. Everything else is the number, the day, yes (1) or no (0), the position of the choice,
/// the choices as bits, or the [`crate::roles::Role`] of a text.
pub(crate) const MISSING: i64 = i64::MIN;

/// Digits of every decimal column.
const PRECISION: u8 = 18;

/// One question's column while it grows.
pub(crate) struct Column {
    pub(crate) question: QuestionIndex,
    cells: Vec<i64>,
    pub(crate) is_text: bool,
    pub(crate) texts: StringBuilder,
}

impl Column {
    pub(crate) fn new(question: QuestionIndex, is_text: bool, rows: usize) -> Column {
        let cells = Vec::with_capacity(if is_text { 0 } else { rows });
        Column { question, cells, is_text, texts: StringBuilder::new() }
    }

    #[inline]
    pub(crate) fn push(&mut self, cell: i64) {
        self.cells.push(cell);
    }

    /// The finished column.
    pub(crate) fn finish(mut self, kind: &AnswerKind) -> ArrayRef {
        let cells = std::mem::take(&mut self.cells);
        match kind {
            AnswerKind::Number { decimal: false, .. } => whole(cells),
            AnswerKind::Number { scale, .. } => decimal(&cells, *scale),
            AnswerKind::Boolean => {
                let values = BooleanBuffer::collect_bool(cells.len(), |row| cells.get(row) == Some(&1));
                Arc::new(BooleanArray::new(values, nulls(&cells)))
            }
            AnswerKind::Date => {
                let days: Vec<i32> = cells.iter().map(|cell| *cell as i32).collect();
                Arc::new(Date32Array::new(days.into(), nulls(&cells)))
            }
            AnswerKind::Text => Arc::new(self.texts.finish()),
            AnswerKind::Choice(choices) => match codes(choices) {
                Some(codes) => whole(cells.iter().map(|cell| pick(&codes, *cell)).collect()),
                None => {
                    let code = |cell: &i64| Some(choices.get(usize::try_from(*cell).ok()?)?.code.as_str());
                    Arc::new(cells.iter().map(code).collect::<StringArray>())
                }
            },
            AnswerKind::Choices(choices) => list(&cells, choices),
        }
    }
}

/// The field of a question.
pub(crate) fn field(question: &Question) -> Field {
    let kind = match &question.kind {
        AnswerKind::Number { decimal: false, .. } => DataType::Int64,
        AnswerKind::Number { scale, .. } => DataType::Decimal128(PRECISION, *scale as i8),
        AnswerKind::Boolean => DataType::Boolean,
        AnswerKind::Date => DataType::Date32,
        AnswerKind::Text => DataType::Utf8,
        AnswerKind::Choice(choices) if codes(choices).is_some() => DataType::Int64,
        AnswerKind::Choice(_) => DataType::Utf8,
        AnswerKind::Choices(_) => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
    };
    Field::new(&question.id, kind, true)
}

/// The codes as numbers, if all are whole numbers written as usual. `01` is not: its zero would be lost.
fn codes(choices: &[Choice]) -> Option<Vec<i64>> {
    let number = |choice: &Choice| {
        let number: i64 = choice.code.parse().ok()?;
        (number.to_string() == choice.code).then_some(number)
    };
    choices.iter().map(number).collect()
}

fn pick(codes: &[i64], cell: i64) -> i64 {
    usize::try_from(cell).ok().and_then(|at| codes.get(at)).copied().unwrap_or(MISSING)
}

fn nulls(cells: &[i64]) -> Option<NullBuffer> {
    let known = BooleanBuffer::collect_bool(cells.len(), |row| cells.get(row) != Some(&MISSING));
    Some(NullBuffer::new(known)).filter(|nulls| nulls.null_count() > 0)
}

fn whole(cells: Vec<i64>) -> ArrayRef {
    let nulls = nulls(&cells);
    Arc::new(Int64Array::new(cells.into(), nulls))
}

fn decimal(cells: &[i64], scale: u8) -> ArrayRef {
    let values: Vec<i128> = cells.iter().map(|cell| i128::from(*cell)).collect();
    let array = Decimal128Array::new(values.into(), nulls(cells));
    #[allow(clippy::expect_used)] // a pack's scale is at most 9
    let array = array.with_precision_and_scale(PRECISION, scale as i8).expect("a scale within the precision");
    Arc::new(array)
}

fn list(cells: &[i64], choices: &[Choice]) -> ArrayRef {
    let mut builder = ListBuilder::with_capacity(StringBuilder::new(), cells.len());
    for cell in cells {
        let mut bits = if *cell == MISSING { 0 } else { *cell as u64 };
        while bits != 0 {
            if let Some(choice) = choices.get(bits.trailing_zeros() as usize) {
                builder.values().append_value(&choice.code);
            }
            bits &= bits - 1;
        }
        builder.append(*cell != MISSING);
    }
    Arc::new(builder.finish())
}
