//! What is wrong in a list, in which cell, and what to do about it.

use std::fmt;

use vocab::{Language, LocalText};

use crate::grid::Place;
use crate::problem::{Problem, Severity};

/// One thing that a person should look at.
///
/// `value` and `proposal` are personal data and only for the screen of those who may see the list. Whatever is printed by
/// `Debug` or `Display` is free of them and may go to a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which problem it is.
    pub problem: Problem,
    /// The cell; `None` is the file as a whole.
    pub at: Option<Place>,
    /// What is written there.
    pub value: Option<String>,
    /// What it was read as, or could be.
    pub proposal: Option<String>,
}

impl Finding {
    /// A finding about the file as a whole.
    pub fn of_file(problem: Problem) -> Finding {
        Finding { problem, at: None, value: None, proposal: None }
    }

    pub(crate) fn at(problem: Problem, at: Place) -> Finding {
        Finding { problem, at: Some(at), value: None, proposal: None }
    }

    pub(crate) fn with_value(mut self, value: impl Into<String>) -> Finding {
        self.value = Some(value.into());
        self
    }

    pub(crate) fn with_proposal(mut self, proposal: Option<String>) -> Finding {
        self.proposal = proposal;
        self
    }

    /// Whether the row can be used.
    pub fn severity(&self) -> Severity {
        self.problem.severity()
    }

    /// What is wrong, without personal data.
    pub fn reason(&self) -> LocalText {
        self.problem.reason()
    }

    /// What to do.
    pub fn remedy(&self) -> LocalText {
        self.problem.remedy()
    }

    /// The whole sentence for the person who sent the file, with what stands in the cell.
    pub fn on_screen(&self, language: Language) -> String {
        let mut said = String::new();
        if let Some(at) = &self.at {
            said.push_str(&format!("{at}: "));
        }
        if let Some(value) = &self.value {
            said.push_str(&format!("“{}” – ", shortened(value)));
        }
        said.push_str(self.reason().get(language));
        if let Some(proposal) = &self.proposal {
            said.push_str(&format!(" (→ {proposal})"));
        }
        said.push_str(". ");
        said.push_str(self.remedy().get(language));
        said
    }
}

/// A cell may hold a whole page; a screen needs its beginning.
fn shortened(value: &str) -> String {
    const SHOWN: usize = 60;
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.at {
            Some(at) => write!(f, "{}: {}", at.for_log(), self.problem.code()),
            None => f.write_str(self.problem.code()),
        }
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Finding({self})")
    }
}
