//! Consecutive rows of an input file, with their household ids and the numbers that people give to them.

use std::sync::Arc;

use arrow_array::{Array, BooleanArray, RecordBatch, UInt64Array};
use arrow_select::filter::filter_record_batch;
use standards::questionnaire::Subject;

use vocab::{LocalText, said};

use crate::failure::{Failure, Stop};
use crate::ids::{IdKind, Ids};
use crate::problems::Problem;

/// Name of the column that every file must have.
pub(crate) const HOUSEHOLD_ID: &str = "household_id";

/// Set in a row number: the row's cells must not be trusted, and its household is not classified.
const FLAWED: u64 = 1 << 63;

/// Consecutive rows. Rows without an id were reported and left out.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) columns: RecordBatch,
    pub(crate) ids: Ids,
    pub(crate) numbers: RowNumbers,
    pub(crate) problems: Vec<Problem>,
}

/// The numbers of consecutive rows in their file: from 1 in Parquet, from 2 in CSV, where the header is row 1.
#[derive(Clone, Debug)]
pub(crate) enum RowNumbers {
    /// Counted up from this one.
    From(u64),
    /// One by one, perhaps with a flaw.
    Listed(Arc<[u64]>),
}

/// Rows as an iterator of batches.
pub(crate) type RowStream<'a> = Box<dyn Iterator<Item = Result<Rows, Stop>> + Send + 'a>;

/// A file in words, for problems.
#[derive(Clone, Debug)]
pub(crate) struct FileName {
    pub(crate) of: Subject,
    pub(crate) shown: String,
}

impl FileName {
    /// A problem with the whole file.
    pub(crate) fn problem(&self, message: LocalText, remedy: LocalText) -> Problem {
        self.row_problem(None, "", message, remedy)
    }

    /// A problem with a row, without a value.
    pub(crate) fn row_problem(
        &self,
        row: Option<u64>,
        column: &str,
        message: LocalText,
        remedy: LocalText,
    ) -> Problem {
        Problem {
            of: self.of,
            file: self.shown.clone(),
            row,
            column: column.to_owned(),
            value: String::new(),
            message,
            remedy,
        }
    }

    pub(crate) fn refused(&self, message: LocalText, remedy: LocalText) -> Failure {
        Failure::input(self.problem(message, remedy))
    }
}

impl RowNumbers {
    pub(crate) fn get(&self, row: usize) -> u64 {
        match self {
            RowNumbers::From(first) => first + row as u64,
            RowNumbers::Listed(numbers) => numbers.get(row).map_or(0, |number| number & !FLAWED),
        }
    }

    pub(crate) fn is_flawed(&self, row: usize) -> bool {
        match self {
            RowNumbers::From(_) => false,
            RowNumbers::Listed(numbers) => numbers.get(row).is_some_and(|number| number & FLAWED != 0),
        }
    }

    pub(crate) fn any_flawed(&self) -> bool {
        matches!(self, RowNumbers::Listed(numbers) if numbers.iter().any(|number| number & FLAWED != 0))
    }

    /// Numbers and flaws as a column, for temporary files.
    pub(crate) fn to_column(&self, rows: usize) -> UInt64Array {
        match self {
            RowNumbers::From(first) => (*first..*first + rows as u64).collect::<Vec<_>>().into(),
            RowNumbers::Listed(numbers) => numbers.to_vec().into(),
        }
    }

    /// Marks rows, by position.
    pub(crate) fn with_flaws(self, rows: usize, flawed: &[usize]) -> RowNumbers {
        if flawed.is_empty() {
            return self;
        }
        let mut numbers = self.to_column(rows).values().to_vec();
        for &row in flawed {
            if let Some(number) = numbers.get_mut(row) {
                *number |= FLAWED;
            }
        }
        RowNumbers::Listed(numbers.into())
    }
}

impl Rows {
    /// Rows of a file: takes out those without an id, and types the ids.
    pub(crate) fn new(
        columns: RecordBatch,
        numbers: RowNumbers,
        mut problems: Vec<Problem>,
        kind: IdKind,
        file: &FileName,
    ) -> Result<Rows, Stop> {
        let no_ids = || {
            let (message, remedy) = super::no_id_column();
            file.refused(message, remedy)
        };
        let ids = columns.column_by_name(HOUSEHOLD_ID).ok_or_else(no_ids)?;
        let (columns, numbers) = match ids.logical_nulls().filter(|nulls| nulls.null_count() > 0) {
            None => (columns, numbers),
            Some(nulls) => {
                for row in (0..nulls.len()).filter(|&row| nulls.is_null(row)) {
                    problems.push(file.row_problem(
                        Some(numbers.get(row)),
                        HOUSEHOLD_ID,
                        said!("dòng này không có mã hộ", "the row has no household id"),
                        said!(
                            "ghi mã hộ, hoặc bỏ dòng này",
                            "write the id of its household, or remove the row"
                        ),
                    ));
                }
                let listed = numbers.to_column(columns.num_rows());
                let kept: Vec<u64> = listed
                    .values()
                    .iter()
                    .zip(nulls.iter())
                    .filter(|(_, valid)| *valid)
                    .map(|(n, _)| *n)
                    .collect();
                let keep = BooleanArray::new(nulls.inner().clone(), None);
                let columns = filter_record_batch(&columns, &keep).map_err(|_| no_ids())?;
                (columns, RowNumbers::Listed(kept.into()))
            }
        };
        let ids =
            columns.column_by_name(HOUSEHOLD_ID).and_then(|ids| Ids::of(ids, kind)).ok_or_else(|| {
                file.refused(
                    said!("có mã hộ quá lớn, không vừa 64 bit", "a household id does not fit into 64 bits"),
                    said!("ghi mã hộ dạng chữ trong cả hai tệp", "write the ids as text in both files"),
                )
            })?;
        Ok(Rows { columns, ids, numbers, problems })
    }

    pub(crate) fn len(&self) -> usize {
        self.columns.num_rows()
    }
}
