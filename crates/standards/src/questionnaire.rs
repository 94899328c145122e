//! Phiếu khảo sát: the questions whose answers the rules read.

use vocab::{LocalText, Place};

use crate::rule::Condition;

/// Whose answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Hộ gia đình.
    Household,
    /// Thành viên hộ.
    Member,
}

/// Position of a question in [`Questionnaire::questions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionIndex(pub u16);

/// All questions of a standard, household and member ones. The first is always the built-in `zone`.
#[derive(Clone, Debug, Default)]
pub struct Questionnaire {
    /// Units of numbers with the words for them.
    pub units: Vec<UnitName>,
    /// Sections of the form, in order.
    pub sections: Vec<Section>,
    /// Questions, in order.
    pub questions: Vec<Question>,
}

/// How a unit is said after a number: `m2` is "m²".
#[derive(Clone, Debug)]
pub struct UnitName {
    /// Id that questions and parameters name.
    pub id: String,
    /// Words.
    pub label: LocalText,
}

/// A part of the form.
#[derive(Clone, Debug)]
pub struct Section {
    /// Id that questions name.
    pub id: String,
    /// Heading.
    pub label: LocalText,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Id; also the column of data files.
    pub id: String,
    /// Whose answer it is.
    pub of: Subject,
    /// Section of the form, if any.
    pub section: Option<String>,
    /// What an answer looks like.
    pub kind: AnswerKind,
    /// Unit of a number, e.g. `m2`.
    pub unit: Option<String>,
    /// When the question is asked.
    pub relevant: Option<Condition>,
    /// The question.
    pub label: LocalText,
    /// Advice to the surveyor.
    pub hint: Option<LocalText>,
    /// How a sentence says the answer.
    pub phrase: Option<Phrase>,
    /// Never leaves the registry with a snapshot.
    pub sensitive: bool,
    /// Where it stands in the pack.
    pub place: Place,
}

/// How a sentence says an answer.
#[derive(Clone, Debug)]
pub enum Phrase {
    /// What a boolean answer says.
    YesNo {
        /// "có thẻ bảo hiểm y tế".
        yes: LocalText,
        /// "không có thẻ bảo hiểm y tế".
        no: LocalText,
    },
    /// The noun of a number or a choice: "tổng diện tích nhà ở".
    Noun(LocalText),
}

/// What an answer looks like.
#[derive(Clone, Debug)]
pub enum AnswerKind {
    /// A number in units of 10^-scale, `min..=max` in the same units. Whole numbers have scale 0.
    Number {
        /// Digits after the point.
        scale: u8,
        /// Least possible answer.
        min: i64,
        /// Greatest possible answer.
        max: i64,
        /// `decimal` in the pack; false is `integer`.
        decimal: bool,
    },
    /// Có / không.
    Boolean,
    /// A day.
    Date,
    /// Free text.
    Text,
    /// One of the choices.
    Choice(Vec<Choice>),
    /// Any of the choices.
    Choices(Vec<Choice>),
}

/// A possible answer of a choice question.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Code in data files.
    pub code: String,
    /// What `<` and `>` compare; every choice of a question has one, or none has.
    pub order: Option<i64>,
    /// Words of the answer.
    pub label: LocalText,
}

/// The built-in household question that says which line applies.
pub const ZONE: QuestionIndex = QuestionIndex(0);

impl Questionnaire {
    /// The question at a position that this questionnaire gave out.
    #[allow(clippy::indexing_slicing)] // a `QuestionIndex` is only made from this list
    pub fn get(&self, index: QuestionIndex) -> &Question {
        &self.questions[usize::from(index.0)]
    }

    /// Position of a household's or a member's question by id.
    pub fn find(&self, of: Subject, id: &str) -> Option<QuestionIndex> {
        let at = self.questions.iter().position(|q| q.of == of && q.id == id)?;
        Some(QuestionIndex(at as u16))
    }

    /// All positions with their questions.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionIndex, &Question)> {
        self.questions.iter().enumerate().map(|(at, question)| (QuestionIndex(at as u16), question))
    }
}

impl AnswerKind {
    /// The word used in packs.
    pub fn name(&self) -> &'static str {
        match self {
            AnswerKind::Number { decimal: false, .. } => "integer",
            AnswerKind::Number { decimal: true, .. } => "decimal",
            AnswerKind::Boolean => "boolean",
            AnswerKind::Date => "date",
            AnswerKind::Text => "text",
            AnswerKind::Choice(_) => "choice",
            AnswerKind::Choices(_) => "choices",
        }
    }

    /// The possible answers of a choice question; empty for others.
    pub fn choices(&self) -> &[Choice] {
        match self {
            AnswerKind::Choice(choices) | AnswerKind::Choices(choices) => choices,
            _ => &[],
        }
    }
}
