//! Why a piece of work on files did not end well.

use std::fmt;
use std::path::PathBuf;

use crate::problems::Problem;

/// Why nothing was written under the name that was asked for.
#[derive(Debug)]
pub enum Failure {
    /// The input has problems. Nothing is wrong with the program or the machine.
    InputProblems(InputProblems),
    /// The work could not start or go on.
    CouldNotRun {
        /// What happened.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// Somebody stopped the work.
    Cancelled,
}

/// Everything that is wrong with the input.
#[derive(Clone, Debug, Default)]
pub struct InputProblems {
    /// The first of them, at most [`crate::KEPT_PROBLEMS`].
    pub kept: Vec<Problem>,
    /// How many there are.
    pub count: u64,
    /// The file that lists all of them, if one was asked for.
    pub file: Option<PathBuf>,
}

impl Failure {
    pub(crate) fn could_not_run(what: impl Into<String>, remedy: impl Into<String>) -> Failure {
        Failure::CouldNotRun { what: what.into(), remedy: remedy.into() }
    }

    /// An operating-system error while doing `what`.
    pub(crate) fn io(what: impl fmt::Display, error: &std::io::Error) -> Failure {
        use std::io::ErrorKind;
        let remedy = match error.kind() {
            ErrorKind::NotFound => "check the path",
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "check the permissions, or choose another folder"
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                "free some space, or choose another disk; for temporary files set TMPDIR"
            }
            ErrorKind::IsADirectory => "name a file, not a folder",
            _ => "check the disk and try again",
        };
        Failure::could_not_run(format!("{what}: {error}"), remedy)
    }

    /// One problem with a whole file.
    pub(crate) fn input(problem: Problem) -> Failure {
        Failure::InputProblems(InputProblems { kept: vec![problem], count: 1, file: None })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::InputProblems(problems) => {
                let noun = if problems.count == 1 { "problem" } else { "problems" };
                write!(f, "the input has {} {noun}", problems.count)
            }
            Failure::CouldNotRun { what, remedy } => write!(f, "{what}\n  {remedy}"),
            Failure::Cancelled => f.write_str("stopped; nothing was written"),
        }
    }
}

impl std::error::Error for Failure {}

/// Why a pass over the files ended early. Two of the reasons are answered by another pass.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The work fails.
    Failed(Failure),
    /// This file is not sorted by household id.
    Unsorted(standards::questionnaire::Subject),
    /// Ids that looked like integers are texts.
    TextIds,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        Stop::Failed(failure)
    }
}
