//! Strict reading of TOML: every mistake of a file is found at once, each with its line.
//!
//! Public for the other crates whose law stands in a pack (`review`): a pack is read strictly or not at all, and in one way.

mod spelling;
mod table;

use std::cell::RefCell;
use std::collections::BTreeSet;

use toml::de::DeTable;
use unicode_normalization::is_nfc;
use vocab::{Finding, Place};

use crate::load::PackFiles;

pub use spelling::closest;
pub use table::Table;
pub(crate) use table::decimal_of;

/// One file with its mistakes so far.
pub struct Source<'a> {
    file: &'a str,
    text: &'a str,
    line_starts: Vec<usize>,
    context: &'a Context,
}

/// What all files of one reading share.
#[derive(Debug, Default)]
pub struct Context {
    /// Mistakes so far.
    pub(crate) findings: RefCell<Vec<Finding>>,
    /// Ids of the legal documents that may be cited; `None` where the pack has no `law/`.
    pub(crate) documents: Option<BTreeSet<String>>,
}

impl Context {
    /// A reading of files of a pack, whose legal documents may be cited.
    pub fn of(files: &PackFiles) -> Context {
        Context { findings: Vec::new().into(), documents: files.documents() }
    }

    /// Every mistake found, in the order of files and lines.
    pub fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        findings.dedup();
        findings
    }
}

/// A rule as written, and where its first character stands.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub text: String,
    pub place: Place,
}

impl<'a> Source<'a> {
    /// The text of a file, if it is UTF-8 in NFC; otherwise a finding.
    pub fn new(file: &'a str, bytes: &'a [u8], context: &'a Context) -> Option<Source<'a>> {
        let place = |line| Place { file: file.to_owned(), line };
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let line = 1 + bytes.iter().take(error.valid_up_to()).filter(|b| **b == b'\n').count();
                context.findings.borrow_mut().push(Finding::error(
                    place(line),
                    "not UTF-8",
                    "save the file as UTF-8",
                ));
                return None;
            }
        };
        if !is_nfc(text) {
            let line = 1 + text.lines().position(|line| !is_nfc(line)).unwrap_or(0);
            context.findings.borrow_mut().push(Finding::error(
                place(line),
                "letters are not in Unicode NFC (a letter and its marks are separate characters)",
                "normalize the file to NFC",
            ));
        }
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Some(Source { file, text, line_starts, context })
    }

    /// Parses the file and hands its top table to `read`; syntax errors become findings.
    pub fn read<T>(&self, read: impl FnOnce(&Table<'_>) -> T) -> Option<T> {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            self.error_at(at, error.message().to_owned(), "mend the TOML syntax on this line");
        }
        if !errors.is_empty() {
            return None;
        }
        let table = Table::new(self, document.get_ref(), 0);
        let value = read(&table);
        table.report_unknown_keys();
        Some(value)
    }

    fn place(&self, offset: usize) -> Place {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        Place { file: self.file.to_owned(), line }
    }

    fn error_at(&self, offset: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.context.findings.borrow_mut().push(Finding::error(self.place(offset), message, hint));
    }

    /// The place of the first character inside a string literal.
    fn place_inside(&self, start: usize) -> Place {
        let opening = self.text.get(start..).unwrap_or("");
        let skipped = if opening.starts_with("\"\"\"\n") || opening.starts_with("'''\n") { 4 } else { 0 };
        self.place(start + skipped)
    }
}
