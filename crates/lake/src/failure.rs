//! Why a piece of work on files did not end well.

use std::fmt;
use std::path::PathBuf;

use vocab::{LocalText, said};

use crate::problems::Problem;

/// Why nothing was written under the name that was asked for.
#[derive(Debug)]
pub enum Failure {
    /// The input has problems. Nothing is wrong with the program or the machine.
    InputProblems(InputProblems),
    /// The work could not start or go on.
    CouldNotRun {
        /// What happened.
        what: LocalText,
        /// What to do.
        remedy: LocalText,
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
    pub(crate) fn could_not_run(what: LocalText, remedy: LocalText) -> Failure {
        Failure::CouldNotRun { what, remedy }
    }

    /// An operating-system error while doing `what`.
    pub(crate) fn io(what: LocalText, error: &std::io::Error) -> Failure {
        use std::io::ErrorKind;
        let remedy = match error.kind() {
            ErrorKind::NotFound => said!("kiểm tra lại đường dẫn", "check the path"),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                said!(
                    "kiểm tra quyền truy cập, hoặc chọn thư mục khác",
                    "check the permissions, or choose another folder"
                )
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => said!(
                "giải phóng bớt chỗ trống, hoặc chọn ổ đĩa khác; với tệp tạm thì đặt TMPDIR",
                "free some space, or choose another disk; for temporary files set TMPDIR"
            ),
            ErrorKind::IsADirectory => {
                said!("ghi tên một tệp, không phải thư mục", "name a file, not a folder")
            }
            _ => said!("kiểm tra ổ đĩa rồi thử lại", "check the disk and try again"),
        };
        let cause = match error.kind() {
            ErrorKind::NotFound => "không tìm thấy".to_owned(),
            ErrorKind::PermissionDenied => "không có quyền truy cập".to_owned(),
            ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho phép đọc".to_owned(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "ổ đĩa đã đầy".to_owned(),
            ErrorKind::IsADirectory => "đây là thư mục".to_owned(),
            _ => error.to_string(),
        };
        let LocalText { vi, en } = what;
        Failure::could_not_run(said!("{vi}: {cause}", "{en}: {error}"), remedy)
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
            Failure::CouldNotRun { what, remedy } => write!(f, "{}\n  {}", what.en, remedy.en),
            Failure::Cancelled => f.write_str("stopped; nothing was written"),
        }
    }
}

impl std::error::Error for Failure {}

/// What to do about something that should never happen.
pub(crate) fn defect() -> LocalText {
    said!("hãy báo lỗi này cho người phát triển chương trình", "report this as a defect")
}

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
