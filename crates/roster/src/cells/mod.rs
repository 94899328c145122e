//! What one cell means: days, numbers, personal numbers, words. Pure: a value in, a meaning and its problems out.

mod birth;
mod number;
mod personal_number;
mod words;

pub use birth::Birth;
pub use personal_number::PersonalNumber;
pub use words::{PovertyClass, Sex};

pub(crate) use birth::{Dates, read_birth};
pub(crate) use number::read_count;
pub(crate) use personal_number::{check_number, read_personal_number};
pub(crate) use words::{check_name, is_head, read_class, read_flag, read_sex};

use crate::problem::Problem;

/// What came out of a cell.
#[derive(Debug)]
pub(crate) struct Reading<T> {
    pub(crate) value: Option<T>,
    pub(crate) problems: Vec<Problem>,
    /// What it was read as, where that is not what is written.
    pub(crate) proposal: Option<String>,
}

impl<T> Reading<T> {
    pub(crate) fn clean(value: T) -> Reading<T> {
        Reading { value: Some(value), problems: Vec::new(), proposal: None }
    }

    pub(crate) fn failed(problem: Problem) -> Reading<T> {
        Reading { value: None, problems: vec![problem], proposal: None }
    }

    pub(crate) fn but(mut self, problem: Problem) -> Reading<T> {
        self.problems.push(problem);
        self
    }
}
