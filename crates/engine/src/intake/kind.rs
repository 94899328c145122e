//! The form of an answer: what a column must hold to give it.

use std::sync::Arc;

use arrow_schema::DataType;
use standards::questionnaire::{AnswerKind, Choice, Question};
use vocab::{Day, LocalText, said};

use super::DAYS;
use super::codes::CodeTable;

/// The form of an answer.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Number { scale: u8, range: (i64, i64) },
    Flag,
    Date { latest: Option<Day> },
    Choice(Arc<CodeTable>),
    Choices(Arc<CodeTable>),
    Text,
}

impl Kind {
    pub(super) fn of(question: &Question) -> Kind {
        let codes = |choices: &[Choice]| {
            Arc::new(CodeTable::new(choices.iter().map(|choice| choice.code.clone()).collect()))
        };
        match &question.kind {
            AnswerKind::Number { scale, min, max, .. } => Kind::Number { scale: *scale, range: (*min, *max) },
            AnswerKind::Boolean => Kind::Flag,
            AnswerKind::Date => Kind::Date { latest: None },
            AnswerKind::Text => Kind::Text,
            AnswerKind::Choice(choices) => Kind::Choice(codes(choices)),
            AnswerKind::Choices(choices) => Kind::Choices(codes(choices)),
        }
    }

    /// Where a missing answer lies.
    pub(super) fn range(&self) -> (i64, i64) {
        match self {
            Kind::Number { range, .. } => *range,
            Kind::Date { .. } => DAYS,
            _ => (0, 0),
        }
    }

    /// What to write, in general.
    pub(super) fn remedy(&self) -> LocalText {
        let LocalText { vi, en } = self.expected();
        said!("ghi {vi}; câu trả lời còn thiếu thì để trống", "write {en}; leave a missing answer empty")
    }

    pub(super) fn expected(&self) -> LocalText {
        match self {
            Kind::Number { scale: 0, .. } => said!("số nguyên", "whole numbers"),
            Kind::Number { .. } => said!("số thập phân", "decimal numbers"),
            Kind::Flag => said!("true hoặc false, hay 1 và 0", "true or false, or 1 and 0"),
            Kind::Date { .. } => said!("ngày, hoặc chữ như 2025-12-31", "dates, or text such as 2025-12-31"),
            Kind::Choice(_) => said!("mã dạng chữ hoặc số nguyên", "codes as text or whole numbers"),
            Kind::Choices(_) => {
                said!("danh sách mã, hoặc chữ như a;b", "lists of codes, or text such as a;b")
            }
            Kind::Text => said!("chữ", "text"),
        }
    }

    /// Whether a column of this type can answer such a question.
    pub(super) fn accepts(&self, found: &DataType, text_cells: bool) -> bool {
        let text = is_text(found);
        if *found == DataType::Null || (text && text_cells) {
            return true;
        }
        match self {
            Kind::Number { .. } => {
                found.is_integer()
                    || matches!(found, DataType::Float32 | DataType::Float64 | DataType::Decimal128(..))
            }
            Kind::Flag => found.is_integer() || *found == DataType::Boolean,
            Kind::Date { .. } => text || *found == DataType::Date32,
            Kind::Choice(_) => text || found.is_integer(),
            Kind::Choices(_) => text || is_list_of_text(found),
            Kind::Text => text,
        }
    }
}

fn is_text(found: &DataType) -> bool {
    match found {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, value) => matches!(**value, DataType::Utf8 | DataType::LargeUtf8),
        _ => false,
    }
}

fn is_list_of_text(found: &DataType) -> bool {
    let (DataType::List(of) | DataType::LargeList(of)) = found else { return false };
    is_text(of.data_type())
}
