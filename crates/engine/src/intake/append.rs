//! Growing columns of typed answers, batch by batch.

use std::fmt::Display;

use super::age::AgeTable;
use super::cells::Bad;
use super::choices::Dictionary;
use super::{Binding, Intake, Kind, Problem, Role, Source, Wanted, choices, flags, numbers, sets};
use arrow_array::{Array, ArrayRef, RecordBatch};
use standards::questionnaire::{QuestionIndex, Subject};
use vocab::Day;

use crate::answers::Answer;
use crate::columns::{Codes, Column, Flags, NO_CHOICE, Numbers, Sets, Texts};

/// Typed answers of the households or of the members of a batch, by column. Its memory is kept between batches.
#[derive(Clone, Debug)]
pub struct Answers {
    of: Subject,
    rows: usize,
    columns: Vec<Bound>,
    /// Position in `columns` by question.
    by_question: Vec<Option<u16>>,
    text_cells: bool,
}

/// A wanted question, where its answers stand in the file, and what was read so far.
#[derive(Clone, Debug)]
struct Bound {
    wanted: Wanted,
    places: Vec<Option<usize>>,
    column: Column,
    /// One per source of an age, emptied at every append.
    parts: Vec<Column>,
    dictionary: Option<Dictionary>,
}

/// Where bad cells are reported.
pub(super) struct Report<'a> {
    pub(super) of: Subject,
    pub(super) first_row: u64,
    pub(super) source: &'a Source,
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Report<'_> {
    /// Row counted from the start of the append.
    pub(super) fn bad(&mut self, row: usize, value: impl Display, bad: Bad) {
        if !self.source.quiet {
            self.write(row, value, bad);
        }
    }

    /// The same of a column that another question reports.
    fn write(&mut self, row: usize, value: impl Display, bad: Bad) {
        self.problems.push(Problem {
            of: self.of,
            row: self.first_row + row as u64,
            column: self.source.column.clone(),
            value: if self.source.sensitive { "…".to_owned() } else { value.to_string() },
            message: bad.message,
            // The remedy of a cell may repeat it in its right form.
            remedy: if self.source.sensitive { self.source.kind.remedy() } else { bad.remedy },
        });
    }
}

/// The empty column for such answers.
fn column_for(kind: &Kind) -> Column {
    match kind {
        Kind::Number { .. } | Kind::Date { .. } if is_narrow(kind.range()) => {
            Column::Narrow(Numbers::default())
        }
        Kind::Number { .. } | Kind::Date { .. } => Column::Wide(Numbers::default()),
        Kind::Flag => Column::Flags(Flags::default()),
        Kind::Choice(_) => Column::Codes(Codes::default()),
        Kind::Choices(_) => Column::Sets(Sets::default()),
        Kind::Text => Column::Texts(Texts::default()),
    }
}

/// Whether 32 bits hold every number of the range. The program decides its lanes in the same way.
pub(crate) fn is_narrow(range: (i64, i64)) -> bool {
    i32::try_from(range.0).is_ok() && i32::try_from(range.1).is_ok()
}

impl Answers {
    /// No rows yet, of a file that was bound.
    pub fn new(intake: &Intake, binding: Binding) -> Answers {
        let mut by_question = vec![None; intake.questions];
        let mut columns = Vec::new();
        let none = std::iter::repeat(Vec::new());
        for (wanted, places) in intake.of(binding.of).zip(binding.places.into_iter().chain(none)) {
            if let Some(at) = by_question.get_mut(usize::from(wanted.question.0)) {
                *at = Some(columns.len() as u16);
            }
            let parts = match wanted.ages {
                Some(_) => wanted.sources.iter().map(|source| column_for(&source.kind)).collect(),
                None => Vec::new(),
            };
            let (column, wanted) = (column_for(&wanted.kind), wanted.clone());
            columns.push(Bound { wanted, places, column, parts, dictionary: None });
        }
        Answers { of: binding.of, rows: 0, columns, by_question, text_cells: intake.text_cells }
    }

    /// Appends the rows `start..start + len` of a batch of the bound file. `first_row` is the number that people give
    /// to row `start`. Cells that cannot be answers are reported and taken as missing.
    pub fn append(
        &mut self,
        batch: &RecordBatch,
        start: usize,
        len: usize,
        first_row: u64,
        problems: &mut Vec<Problem>,
    ) {
        let start = start.min(batch.num_rows());
        let len = len.min(batch.num_rows() - start);
        for bound in &mut self.columns {
            let places = &bound.places;
            let array = |at: usize| {
                let column = batch.columns().get((*places.get(at)?)?)?;
                Some(if len == batch.num_rows() { column.clone() } else { column.slice(start, len) })
            };
            let cells = Cells { len, text: self.text_cells };
            let plain =
                bound.places.split_last().is_some_and(|(_, births)| births.iter().all(Option::is_none));
            if let Some(ages) = bound.wanted.ages.as_ref().filter(|_| !plain) {
                for (at, (source, part)) in bound.wanted.sources.iter().zip(&mut bound.parts).enumerate() {
                    let mut report = Report { of: self.of, first_row, source, problems };
                    part.clear();
                    cells.read(array(at), source, &mut None, part, &mut report);
                }
                append_ages(
                    ages,
                    &bound.wanted,
                    &bound.parts,
                    len,
                    &mut bound.column,
                    |row, source, value| {
                        let mut report = Report { of: self.of, first_row, source, problems };
                        report.write(row, value, Bad::age(ages.range()));
                    },
                );
            } else if let Some((last, source)) = bound.wanted.sources.iter().enumerate().next_back() {
                let mut report = Report { of: self.of, first_row, source, problems };
                cells.read(array(last), source, &mut bound.dictionary, &mut bound.column, &mut report);
            }
        }
        self.rows += len;
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Removes all rows and keeps the memory.
    pub fn clear(&mut self) {
        self.rows = 0;
        self.columns.iter_mut().for_each(|bound| bound.column.clear());
    }

    /// The answers of one row, by question; those of questions that were not wanted are missing.
    pub fn row(&self, row: usize) -> Vec<Answer> {
        let answer = |at: &Option<u16>| match at.and_then(|at| self.columns.get(usize::from(at))) {
            Some(bound) => bound.answer(row),
            None => Answer::Missing,
        };
        self.by_question.iter().map(answer).collect()
    }

    /// The answers to a question, if it was wanted.
    pub(crate) fn column(&self, question: QuestionIndex) -> Option<&Column> {
        let at = (*self.by_question.get(usize::from(question.0))?)?;
        self.columns.get(usize::from(at)).map(|bound| &bound.column)
    }
}

/// The rows of one append.
struct Cells {
    len: usize,
    text: bool,
}

impl Cells {
    fn read(
        &self,
        array: Option<ArrayRef>,
        source: &Source,
        dictionary: &mut Option<Dictionary>,
        into: &mut Column,
        report: &mut Report<'_>,
    ) {
        let array = array.filter(|array| source.kind.accepts(array.data_type(), self.text));
        let done = array.is_some_and(|array| match into {
            Column::Narrow(into) => numbers::append(&array, &source.kind, into, report),
            Column::Wide(into) => numbers::append(&array, &source.kind, into, report),
            Column::Flags(into) => flags::append(&array, into, report),
            Column::Codes(into) => choices::append(&array, &source.kind, dictionary, into, report),
            Column::Sets(into) => sets::append(&array, &source.kind, into, report),
            Column::Texts(into) => choices::append_texts(&array, into),
        });
        if !done {
            into.push_missing(source.kind.range(), self.len);
        }
    }
}

/// Combines the parts of an age into its column; births outside the question's range are reported.
fn append_ages(
    ages: &AgeTable,
    wanted: &Wanted,
    parts: &[Column],
    rows: usize,
    into: &mut Column,
    mut outside: impl FnMut(usize, &Source, String),
) {
    let part = |role: Role| wanted.sources.iter().zip(parts).find(|(source, _)| source.role == role);
    let births = [Role::BirthDate, Role::BirthYear].map(|role| match part(role) {
        Some((_, Column::Narrow(numbers))) => Some(numbers),
        _ => None,
    });
    let given = part(Role::Itself).map(|(_, column)| column);
    let bad = match (into, given) {
        (Column::Narrow(into), Some(Column::Narrow(given))) => ages.combine(rows, births, Some(given), into),
        (Column::Wide(into), Some(Column::Wide(given))) => ages.combine(rows, births, Some(given), into),
        _ => Vec::new(),
    };
    for (row, role) in bad {
        let numbers = if role == Role::BirthDate { births[0] } else { births[1] };
        let value = numbers.and_then(|numbers| numbers.get(row)).map_or(0, |(value, _)| value);
        let shown = match role {
            Role::BirthDate => Day::from_epoch_days(value).to_string(),
            _ => value.to_string(),
        };
        if let Some((source, _)) = part(role) {
            outside(row, source, shown);
        }
    }
}

impl Bound {
    fn answer(&self, row: usize) -> Answer {
        let bounds = match &self.column {
            Column::Narrow(numbers) => numbers.get(row).map(|(a, b)| (i64::from(a), i64::from(b))),
            Column::Wide(numbers) => numbers.get(row),
            Column::Flags(flags) => {
                let certain = flags.certain.get(row);
                let possible = flags.possible().map_or(certain, |possible| possible.get(row));
                return if certain == possible { Answer::Flag(certain) } else { Answer::Missing };
            }
            Column::Codes(codes) => {
                let code = codes.codes.get(row).copied().filter(|code| *code != NO_CHOICE);
                return code.map_or(Answer::Missing, Answer::Choice);
            }
            Column::Sets(sets) => {
                let set = sets.sets.get(row).filter(|_| sets.known.get(row));
                return set.map_or(Answer::Missing, |set| Answer::Choices(*set));
            }
            Column::Texts(texts) => {
                return texts.get(row).map_or(Answer::Missing, |text| Answer::Text(text.to_owned()));
            }
        };
        match bounds {
            Some((least, greatest)) if least == greatest => Answer::Number(least),
            Some(bounds) if bounds != self.wanted.kind.range() => Answer::Between(bounds.0, bounds.1),
            _ => Answer::Missing,
        }
    }
}
