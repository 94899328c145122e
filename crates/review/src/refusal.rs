//! Từ chối: why something may not be done, by which article, and what to do instead. A refusal is a page, not an error.

use std::fmt;

use vocab::{Citation, LocalText};

use crate::duty::Duty;
use crate::refs::{HouseholdRef, VillageRef};

/// Từ chối of a deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why not. Boxed, as the rest: a refusal travels in every `Result`.
    pub why: Box<LocalText>,
    /// What to do.
    pub remedy: Box<LocalText>,
    /// The article that says so; `None` where a person only asked for something that is not there.
    pub source: Option<Box<Citation>>,
    /// Duties that are not done, if that is why.
    pub unmet: Vec<Unmet>,
}

/// A duty that is not done, where and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The duty.
    pub duty: Duty,
    /// The step that owes it.
    pub step: String,
    /// In which village; `None` for the commune.
    pub village: Option<VillageRef>,
    /// Which households lack it; empty where it is not about households.
    pub households: Vec<HouseholdRef>,
    /// Where the duty comes from.
    pub source: Citation,
}

impl Refusal {
    pub(crate) fn new(why: LocalText, remedy: LocalText) -> Refusal {
        Refusal { why: Box::new(why), remedy: Box::new(remedy), source: None, unmet: Vec::new() }
    }

    pub(crate) fn by(mut self, source: &Citation) -> Refusal {
        self.source = Some(Box::new(source.clone()));
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {}", self.why.en, self.remedy.en)
    }
}

impl std::error::Error for Refusal {}
