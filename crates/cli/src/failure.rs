//! Why the program stops: what happened and what to do, with the exit code of the contract.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use vocab::{Language, LocalText, said};

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
        message: LocalText,
        /// What to do.
        remedy: LocalText,
    },
}

impl Failure {
    /// The program could not run.
    pub(crate) fn could_not_run(message: LocalText, remedy: LocalText) -> Failure {
        Failure::CouldNotRun { message, remedy }
    }

    /// A file or folder could not be read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Failure {
        let path = path.display();
        Failure::could_not_run(
            said!("không đọc được {path}: {error}", "cannot read {path}: {error}"),
            said!("kiểm tra tên tệp và quyền đọc", "check the name and the right to read it"),
        )
    }

    /// A file could not be written.
    pub(crate) fn writing(path: &Path, error: &io::Error) -> Failure {
        let path = path.display();
        Failure::could_not_run(
            said!("không ghi được {path}: {error}", "cannot write {path}: {error}"),
            said!(
                "kiểm tra thư mục có tồn tại, có quyền ghi và còn chỗ trống; chưa có gì được ghi ra",
                "check that the folder exists, may be written and has room; nothing was left behind"
            ),
        )
    }

    /// What a person reads; `None` where everything has been said.
    pub(crate) fn words(&self, language: Language) -> Option<String> {
        match self {
            Failure::Input | Failure::OutputClosed => None,
            Failure::CouldNotRun { message, remedy } => {
                Some(format!("chungtay: {}\n  → {}", message.get(language), remedy.get(language)))
            }
        }
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

/// Standard output could not be written.
pub(crate) fn printing(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::OutputClosed;
    }
    Failure::could_not_run(
        said!("không ghi được ra đầu ra chuẩn: {error}", "cannot write to standard output: {error}"),
        said!("kiểm tra đường ống hoặc ổ đĩa", "check the pipe or the disk"),
    )
}

impl From<lake::Failure> for Failure {
    fn from(failure: lake::Failure) -> Failure {
        match failure {
            lake::Failure::InputProblems(_) => Failure::Input,
            lake::Failure::CouldNotRun { what, remedy } => Failure::could_not_run(what, remedy),
            lake::Failure::Cancelled => Failure::could_not_run(
                said!("đã bị ngắt; chưa ghi gì", "interrupted; nothing was written"),
                said!("chạy lại khi sẵn sàng", "run it again when you are ready"),
            ),
        }
    }
}
