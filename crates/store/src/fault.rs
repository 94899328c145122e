//! Why the store could not do something: what was being done, and the cause for the log.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr, SqlErr};

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

/// A failure of the store. [`fmt::Display`] says what was being done and never prints the cause, which may quote values.
#[derive(Debug)]
pub struct Fault {
    /// What an operator can do.
    pub kind: Kind,
    doing: String,
    remedy: String,
    source: Option<DbErr>,
}

impl Fault {
    pub(crate) fn new(doing: impl Into<String>, source: DbErr) -> Fault {
        let kind = kind_of(&source);
        Fault { kind, doing: doing.into(), remedy: remedy(kind).to_owned(), source: Some(source) }
    }

    /// The database is there but cannot be used.
    pub(crate) fn unusable(doing: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault { kind: Kind::Unusable, doing: doing.into(), remedy: remedy.into(), source: None }
    }

    /// What the database holds cannot be true.
    pub fn damaged(found: impl Into<String>) -> Fault {
        Fault {
            kind: Kind::Unusable,
            doing: found.into(),
            remedy: remedy(Kind::Unusable).to_owned(),
            source: None,
        }
    }

    /// What to do.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    /// The cause in the database's own words, for the log of the machine only: it may quote values.
    pub fn cause(&self) -> Option<String> {
        self.source.as_ref().map(ToString::to_string)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.doing)
    }
}

impl std::error::Error for Fault {}

fn kind_of(error: &DbErr) -> Kind {
    if let Some(SqlErr::UniqueConstraintViolation(_) | SqlErr::ForeignKeyConstraintViolation(_)) =
        error.sql_err()
    {
        return Kind::Constraint;
    }
    let text = error.to_string();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(_)) | DbErr::ConnectionAcquire(_) if says(&["locked", "busy"]) => {
            Kind::Busy
        }
        _ if says(&["database is locked", "database table is locked", "deadlock detected"]) => Kind::Busy,
        _ if says(&["disk is full", "No space left", "disk full", "readonly database"]) => Kind::NoRoom,
        DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => Kind::Unreachable,
        _ if says(&[
            "Connection refused",
            "terminating connection",
            "closed the connection",
            "expected to read",
        ]) =>
        {
            Kind::Unreachable
        }
        _ if says(&["malformed", "not a database"]) => Kind::Unusable,
        _ => Kind::Other,
    }
}

fn remedy(kind: Kind) -> &'static str {
    match kind {
        Kind::Unreachable => "check that the database is running and that its address is right",
        Kind::Busy => "another program holds the database; try again in a moment",
        Kind::Constraint => "load the page again: somebody may have changed the same thing meanwhile",
        Kind::NoRoom => "free some room on the disk and check the right to write the folder",
        Kind::Unusable => "restore the newest backup: `chungtay restore`",
        Kind::Other => "look into the program's log, and report it as a defect if it comes again",
    }
}
