//! Why the program stops: what happened and what to do, with the exit code of the contract.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// A reason to stop. What was wrong with the input has been printed before.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input has problems, already listed: exit 1.
    Input,
    /// Nobody reads the output any more, as in `… | head`: nothing went wrong.
    OutputClosed,
    /// The program could not run: exit 2.
    CouldNotRun {
        /// What happened.
        message: String,
        /// What to do.
        remedy: String,
    },
}

impl Failure {
    /// The program could not run.
    pub(crate) fn could_not_run(message: impl Into<String>, remedy: impl Into<String>) -> Failure {
        Failure::CouldNotRun { message: message.into(), remedy: remedy.into() }
    }

    /// A file or folder could not be read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Failure {
        Failure::could_not_run(
            format!("cannot read {}: {error}", path.display()),
            "check the name and the right to read it",
        )
    }

    /// A file could not be written.
    pub(crate) fn writing(path: &Path, error: &io::Error) -> Failure {
        Failure::could_not_run(
            format!("cannot write {}: {error}", path.display()),
            "check that the folder exists, may be written and has room; nothing was left behind",
        )
    }

    /// 1 for input with problems, 2 for what could not run.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Failure::Input => ExitCode::from(1),
            Failure::OutputClosed => ExitCode::SUCCESS,
            Failure::CouldNotRun { .. } => ExitCode::from(2),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Input | Failure::OutputClosed => Ok(()),
            Failure::CouldNotRun { message, remedy } => write!(f, "chungtay: {message}\n  → {remedy}"),
        }
    }
}

/// Standard output could not be written.
pub(crate) fn printing(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::OutputClosed;
    }
    Failure::could_not_run(format!("cannot write to standard output: {error}"), "check the pipe or the disk")
}

impl From<lake::Failure> for Failure {
    fn from(failure: lake::Failure) -> Failure {
        match failure {
            lake::Failure::InputProblems(_) => Failure::Input,
            lake::Failure::CouldNotRun { what, remedy } => Failure::could_not_run(what, remedy),
            lake::Failure::Cancelled => {
                Failure::could_not_run("interrupted; nothing was written", "run it again when you are ready")
            }
        }
    }
}
