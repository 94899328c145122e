//! Why an act was not done: a refusal in words for the person, or a fault of the database for the operator.

use store::Fault;
use vocab::LocalText;

/// The act may not be done: what stands against it, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What stands against it.
    pub why: LocalText,
    /// What to do.
    pub remedy: LocalText,
}

/// An act that was not done. Nothing of it is in the database.
#[derive(Debug)]
pub enum Stopped {
    /// Refused; the person can mend it.
    Refused(Box<Refusal>),
    /// The database failed; the operator can mend it.
    Failed(Fault),
}

impl Stopped {
    /// A refusal.
    pub fn refused(why: LocalText, remedy: LocalText) -> Stopped {
        Stopped::Refused(Box::new(Refusal { why, remedy }))
    }
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Stopped {
        Stopped::Failed(fault)
    }
}
