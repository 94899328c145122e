//! What is wrong with rows of the input: the first ones in memory, all of them in a file.

use std::io::{Read, Seek, SeekFrom, Write};

use standards::questionnaire::Subject;
use tempfile::SpooledTempFile;
use vocab::{Language, LocalText, said};

use crate::failure::{Failure, InputProblems};
use crate::output_file::OutputFile;

/// So many problems are kept for printing.
pub const KEPT_PROBLEMS: usize = 1000;

/// Lists up to this size stay in memory.
const SPOOL_IN_MEMORY: usize = 256 * 1024;

/// Header of the problems file.
const HEADER: [&str; 6] = ["file", "row", "column", "value", "message", "remedy"];

/// One thing that somebody should mend in an input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which file.
    pub of: Subject,
    /// The file as it was named.
    pub file: String,
    /// Row, from 1; the header of a CSV file is its row 1. `None` is the file as a whole.
    pub row: Option<u64>,
    /// Column; empty is the row as a whole.
    pub column: String,
    /// The value as written; empty if there is none.
    pub value: String,
    /// What is wrong.
    pub message: LocalText,
    /// What to do.
    pub remedy: LocalText,
}

/// Problems in the order of the input, with bounded memory.
pub(crate) struct ProblemList {
    kept: Vec<Problem>,
    count: u64,
    /// Of the file of all problems.
    language: Language,
    lines: csv::Writer<SpooledTempFile>,
}

impl ProblemList {
    pub(crate) fn new(language: Language) -> ProblemList {
        let lines = csv::Writer::from_writer(SpooledTempFile::new(SPOOL_IN_MEMORY));
        ProblemList { kept: Vec::new(), count: 0, language, lines }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn push(&mut self, problem: Problem) -> Result<(), Failure> {
        let row = problem.row.map(|row| row.to_string()).unwrap_or_default();
        let cells = [
            problem.file.as_str(),
            &row,
            problem.column.as_str(),
            problem.value.as_str(),
            problem.message.get(self.language),
            problem.remedy.get(self.language),
        ];
        let safe = cells.map(crate::output::csv::formula_safe);
        self.lines
            .write_record(safe.iter().map(|cell| cell.as_bytes()))
            .map_err(|e| spool_failed(&e.into()))?;
        self.count += 1;
        if self.kept.len() < KEPT_PROBLEMS {
            self.kept.push(problem);
        }
        Ok(())
    }

    pub(crate) fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) -> Result<(), Failure> {
        problems.into_iter().try_for_each(|problem| self.push(problem))
    }

    /// Adds the problems of a later part of the input.
    pub(crate) fn append(&mut self, later: ProblemList) -> Result<(), Failure> {
        if later.is_empty() {
            return Ok(());
        }
        self.count += later.count;
        let room = KEPT_PROBLEMS.saturating_sub(self.kept.len());
        self.kept.extend(later.kept.into_iter().take(room));
        self.lines.flush().map_err(|e| spool_failed(&e))?;
        let mut spool = later.lines.into_inner().map_err(|e| spool_failed(e.error()))?;
        spool.seek(SeekFrom::Start(0)).map_err(|e| spool_failed(&e))?;
        let mut block = vec![0; 64 * 1024];
        // The rows are CSV already: they pass through the same writer only to keep one order of bytes.
        let mut own = std::mem::replace(&mut self.lines, csv::Writer::from_writer(SpooledTempFile::new(0)))
            .into_inner()
            .map_err(|e| spool_failed(e.error()))?;
        loop {
            let read = spool.read(&mut block).map_err(|e| spool_failed(&e))?;
            let Some(bytes) = block.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            own.write_all(bytes).map_err(|e| spool_failed(&e))?;
        }
        self.lines = csv::Writer::from_writer(own);
        Ok(())
    }

    /// Writes the whole list, if a file was asked for, and hands back what is kept.
    pub(crate) fn finish(self, file: Option<OutputFile>) -> Result<InputProblems, Failure> {
        let mut path = None;
        if let Some(mut file) = file {
            let mut spool = self.lines.into_inner().map_err(|e| spool_failed(e.error()))?;
            spool.seek(SeekFrom::Start(0)).map_err(|e| spool_failed(&e))?;
            let shown = file.shown();
            let written =
                writeln!(file, "{}", HEADER.join(",")).and_then(|()| std::io::copy(&mut spool, &mut file));
            written
                .map_err(|e| Failure::io(said!("không ghi được {shown}", "could not write {shown}"), &e))?;
            path = Some(file.path().to_owned());
            file.keep()?;
        }
        Ok(InputProblems { kept: self.kept, count: self.count, file: path })
    }
}

fn spool_failed(error: &std::io::Error) -> Failure {
    Failure::io(
        said!(
            "không giữ được danh sách lỗi trong tệp tạm",
            "could not keep the list of problems in a temporary file"
        ),
        error,
    )
}
