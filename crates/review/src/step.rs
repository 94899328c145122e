//! Bước: what is done in a step of a procedure, by whom, what must be true before it is done, and what it then guarantees.

use vocab::{Citation, LocalText, Place};

use crate::deed::DeedKind;
use crate::duty::Duty;

/// Where a step is done: once in the commune, or in each village by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Ở cấp xã.
    Commune,
    /// Ở từng thôn.
    Village,
}

/// Bước of a procedure. Steps follow each other in the order of the pack.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: LocalText,
    /// Where it is done.
    pub ground: Ground,
    /// The office whose move it is: it leads the step and passes it.
    pub leads: String,
    /// What may be done in it, and by which offices.
    pub deeds: Vec<Allowed>,
    /// What must be true before it is passed, with what the steps before owe: that is what the next step guarantees.
    pub duties: Vec<Owed>,
    /// What else is true while it lasts, in words.
    pub holds: Vec<LocalText>,
    /// Earlier steps that can be ordered again from here.
    pub backs: Vec<Back>,
    /// Where the step comes from.
    pub source: Citation,
    /// Where it stands in the pack.
    pub place: Place,
}

/// A deed that a step allows.
#[derive(Clone, Debug)]
pub struct Allowed {
    /// What.
    pub deed: DeedKind,
    /// Ids of the offices that may do it.
    pub by: Vec<String>,
    /// Where it stands in the pack.
    pub place: Place,
}

/// A duty of a step, with the article that asks for it.
#[derive(Clone, Debug)]
pub struct Owed {
    /// What must be true.
    pub duty: Duty,
    /// Where that comes from.
    pub source: Citation,
}

/// A way back to an earlier step.
#[derive(Clone, Debug)]
pub struct Back {
    /// Index of the earlier step.
    pub to: usize,
    /// When it is open.
    pub when: BackWhen,
    /// Why, in words.
    pub label: LocalText,
    /// Where it comes from.
    pub source: Citation,
}

/// When an earlier step can be ordered again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackWhen {
    /// A household must be surveyed (again): the meeting did not agree, the answer to a disagreement says so, or its result
    /// is undetermined.
    SurveyNeeded,
    /// The opinion asks for a re-check of households.
    RecheckAsked,
}

impl BackWhen {
    pub(crate) const WORDS: [(&'static str, BackWhen); 2] =
        [("survey_needed", BackWhen::SurveyNeeded), ("recheck_asked", BackWhen::RecheckAsked)];
}

impl Step {
    /// Who may do this here; `None` if nobody.
    pub fn allows(&self, deed: DeedKind) -> Option<&[String]> {
        self.deeds.iter().find(|allowed| allowed.deed == deed).map(|allowed| allowed.by.as_slice())
    }
}
