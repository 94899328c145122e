//! Why the store could not do something: what was being done, and the cause for the log.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr, sqlx};
use vocab::{LocalText, said};

/// What an operator can do about a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The database cannot be reached now; it may come back.
    Unreachable,
    /// Another writer holds the database; trying again may succeed.
    Busy,
    /// A constraint of the database refused the row: the caller's checks have a hole, or two acts crossed.
    Constraint,
    /// No room, or the file cannot be written.
    NoRoom,
    /// The database cannot serve this program: too old, too new, damaged, or not ours.
    Unusable,
    /// Anything else.
    Other,
}

/// A failure of the store, in both languages. [`fmt::Display`] says in English, for logs, what was being done, and never
/// prints the cause, which may quote values.
#[derive(Debug)]
pub struct Fault {
    /// What an operator can do.
    pub kind: Kind,
    /// In a box: every result of the store would be as large as they are.
    words: Box<Words>,
    source: Option<DbErr>,
}

#[derive(Debug)]
struct Words {
    doing: LocalText,
    remedy: LocalText,
}

impl Fault {
    fn of(kind: Kind, (doing, remedy): (LocalText, LocalText), source: Option<DbErr>) -> Fault {
        Fault { kind, words: Box::new(Words { doing, remedy }), source }
    }

    pub(crate) fn new(doing: LocalText, source: DbErr) -> Fault {
        let kind = kind_of(&source);
        Fault::of(kind, (doing, remedy(kind)), Some(source))
    }

    /// The database is there but cannot be used.
    pub(crate) fn unusable(doing: LocalText, remedy: LocalText) -> Fault {
        Fault::of(Kind::Unusable, (doing, remedy), None)
    }

    /// What the database holds cannot be true.
    pub fn damaged(found: LocalText) -> Fault {
        Fault::unusable(found, remedy(Kind::Unusable))
    }

    /// The system gives no random numbers, so that nothing secret can be made.
    pub fn no_random_numbers() -> Fault {
        let doing = said!("hệ điều hành không cấp số ngẫu nhiên", "the system gives no random numbers");
        Fault::of(Kind::Other, (doing, remedy(Kind::Other)), None)
    }

    /// A value that one of the databases could not keep.
    pub(crate) fn refused(doing: LocalText, remedy: LocalText) -> Fault {
        Fault::of(Kind::Constraint, (doing, remedy), None)
    }

    /// A file beside the database could not be written or read.
    pub(crate) fn file(doing: LocalText, cause: &std::io::Error) -> Fault {
        let source = Some(DbErr::Custom(cause.to_string()));
        Fault::of(Kind::NoRoom, (doing, remedy(Kind::NoRoom)), source)
    }

    /// The same failure where waiting helps: the place to write is taken.
    pub(crate) fn busy(self) -> Fault {
        Fault::of(Kind::Busy, (self.words.doing, remedy(Kind::Busy)), self.source)
    }

    /// What was being done.
    pub fn doing(&self) -> &LocalText {
        &self.words.doing
    }

    /// What to do.
    pub fn remedy(&self) -> &LocalText {
        &self.words.remedy
    }

    /// The cause in the database's own words, for the log of the machine only: it may quote values.
    pub fn cause(&self) -> Option<String> {
        self.source.as_ref().map(ToString::to_string)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.doing.en)
    }
}

impl std::error::Error for Fault {}

/// By the codes of the databases, never by their words: those quote values and follow the server's language.
fn kind_of(error: &DbErr) -> Kind {
    match error {
        DbErr::ConnectionAcquire(_) => Kind::Unreachable,
        DbErr::Conn(RuntimeErr::SqlxError(e))
        | DbErr::Exec(RuntimeErr::SqlxError(e))
        | DbErr::Query(RuntimeErr::SqlxError(e)) => kind_of_sqlx(e),
        DbErr::Conn(_) => Kind::Unreachable,
        _ => Kind::Other,
    }
}

fn kind_of_sqlx(error: &sqlx::Error) -> Kind {
    match error {
        sqlx::Error::Database(e) => {
            let code = e.code().unwrap_or_default();
            match code.parse::<u32>() {
                // SQLSTATE has five places; SQLite's extended codes are smaller numbers.
                Ok(number) if code.len() < 5 => kind_of_sqlite(number),
                _ => kind_of_postgres(&code),
            }
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Kind::Unreachable,
        _ => Kind::Other,
    }
}

/// <https://www.sqlite.org/rescode.html>: the last byte is the primary code.
fn kind_of_sqlite(code: u32) -> Kind {
    match code & 0xff {
        5 | 6 => Kind::Busy,
        8 | 10 | 13 | 14 => Kind::NoRoom,
        11 | 26 => Kind::Unusable,
        19 => Kind::Constraint,
        _ => Kind::Other,
    }
}

/// <https://www.postgresql.org/docs/15/errcodes-appendix.html>: the first two places are the class.
fn kind_of_postgres(code: &str) -> Kind {
    match code {
        "40001" | "40P01" | "55P03" | "53300" => Kind::Busy,
        "53100" | "25006" => Kind::NoRoom,
        "42501" | "3D000" | "XX001" | "XX002" => Kind::Unusable,
        "57P01" | "57P02" | "57P03" | "57P05" => Kind::Unreachable,
        _ => match code.get(..2) {
            Some("08" | "28") => Kind::Unreachable,
            Some("22" | "23") => Kind::Constraint,
            Some("53") => Kind::NoRoom,
            _ => Kind::Other,
        },
    }
}

fn remedy(kind: Kind) -> LocalText {
    match kind {
        Kind::Unreachable => said!(
            "kiểm tra máy chủ PostgreSQL có đang chạy không, địa chỉ, tên và mật khẩu có đúng không",
            "check that the database is running and that its address, name and password are right"
        ),
        Kind::Busy => said!(
            "chương trình khác đang giữ cơ sở dữ liệu: thử lại sau ít phút, hoặc dừng chương trình kia",
            "another program holds the database: try again in a moment, or stop that program"
        ),
        Kind::Constraint => said!(
            "tải lại trang: có thể người khác vừa sửa cùng nội dung",
            "load the page again: somebody may have changed the same thing meanwhile"
        ),
        Kind::NoRoom => said!(
            "kiểm tra ổ đĩa còn chỗ không, người chạy chương trình có quyền đọc và ghi thư mục không",
            "free some room on the disk and check the right to write the folder"
        ),
        Kind::Unusable => said!(
            "kiểm tra có đúng cơ sở dữ liệu của chương trình và còn nguyên vẹn không; nếu hỏng thì phục hồi bản sao lưu mới nhất bằng `chungtay restore`",
            "check that the database is ours and whole; if it is damaged, restore the newest backup: `chungtay restore`"
        ),
        Kind::Other => said!(
            "xem nhật ký của chương trình; nếu lặp lại thì báo lỗi cho người phát triển",
            "look into the program's log, and report it as a defect if it comes again"
        ),
    }
}
