//! Phiếu giấy: the questionnaire of a standard as a surveyor writes on it, and what stands on one copy of it before.
//!
//! Everything is said in one language and in plain words, also when a question is asked; where it stands on the sheet is
//! for whoever prints it. A choice has a number on paper, because the codes of data files are no words for people.

mod before;
mod questions;
mod result;

use standards::questionnaire::{QuestionIndex, Subject, ZONE};
use standards::standard::{ParamValues, PovertyStandard, Status};
use vocab::{Citation, Language, said};

pub use before::{Before, Copy};
pub use result::{Indicator, Outcome, Preliminary, Total};

/// What is said of a source: the document by its number, and the mark of what was not read there.
pub type Cite<'a> = &'a dyn Fn(&Citation) -> String;

/// By what a paper form is made.
#[derive(Clone, Copy)]
pub struct Making<'a> {
    /// The standard.
    pub standard: &'a PovertyStandard,
    /// Its values on the result day.
    pub params: &'a ParamValues,
    /// The language of the form.
    pub language: Language,
    /// Says a source.
    pub cite: Cite<'a>,
}

/// Phiếu rà soát trên giấy, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its language.
    pub language: Language,
    /// Id of the standard.
    pub id: String,
    /// Digest of the pack that it was made from.
    pub digest: String,
    /// Name of the standard.
    pub standard: String,
    /// What a reader must know of the standard before using it.
    pub note: Option<String>,
    /// Rural or urban.
    pub zone: Question,
    /// The questions about the household, by section.
    pub household: Vec<Section>,
    /// The questions about each member, by section.
    pub member: Vec<Section>,
    /// The box for the result.
    pub preliminary: Preliminary,
}

/// Some questions under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// With its number.
    pub heading: String,
    /// In order.
    pub questions: Vec<Question>,
}

/// A question on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its position in the questionnaire.
    pub at: QuestionIndex,
    /// Its number on the form; 0 for the zone, which has none.
    pub number: usize,
    /// What is asked.
    pub label: String,
    /// Advice.
    pub hint: Option<String>,
    /// When it is asked, to follow "only if".
    pub only_if: Option<String>,
    /// Room for the answer.
    pub room: Room,
}

/// Room for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Room {
    /// One box to tick: yes and no.
    YesNo(Vec<Pick>),
    /// One box to tick.
    One(Vec<Pick>),
    /// Boxes to tick.
    Any(Vec<Pick>),
    /// Boxes for digits before and after the comma, and the unit.
    Digits(usize, usize, String),
    /// A day.
    Day,
    /// A line.
    Words,
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Its number on paper; empty for yes and no.
    pub number: String,
    /// In words.
    pub label: String,
}

impl Room {
    /// The answers to choose from.
    pub fn picks(&self) -> &[Pick] {
        match self {
            Room::YesNo(picks) | Room::One(picks) | Room::Any(picks) => picks,
            _ => &[],
        }
    }
}

impl Paper {
    /// The paper form of a standard.
    pub fn new(making: &Making<'_>) -> Paper {
        let Making { standard, language, .. } = *making;
        let mut numbers = questions::Numbers::default();
        let household = making.sections(Subject::Household, &mut numbers);
        let member = making.sections(Subject::Member, &mut numbers);
        Paper {
            language,
            id: standard.id.clone(),
            digest: standard.digest.clone(),
            standard: standard.label.get(language).to_owned(),
            note: note(standard).map(|note| note.get(language).to_owned()),
            zone: making.question(ZONE, 0, &numbers),
            household,
            member,
            preliminary: making.preliminary(),
        }
    }
}

/// A warning where the standard is not the law of its days as it was read.
fn note(standard: &PovertyStandard) -> Option<vocab::LocalText> {
    match standard.status {
        Status::InForce => None,
        Status::Provisional => Some(said!(
            "Chuẩn tạm thời: văn bản chưa được đối chiếu đầy đủ.",
            "Provisional: the text was not read in full."
        )),
        Status::Historic => {
            Some(said!("Chuẩn cũ, chỉ để đọc số liệu cũ.", "An old standard, for reading old figures only."))
        }
        Status::Example => Some(said!(
            "Ví dụ, không phải luật: không dùng để phân loại hộ thật.",
            "An example, not law: not for real households."
        )),
    }
}
