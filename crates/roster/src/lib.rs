//! Danh sách hộ: the lists that commune staff keep in spreadsheets, read row by row.
//!
//! Nothing here decides about a household and nothing is written anywhere: a file goes in, people with the address of every
//! cell and all problems at once come out. What a cell could mean is never guessed where two meanings are possible.
//!
//! [`child::read_in_child`] reads a file in a limited process, [`read`] says what it means, [`matching`] proposes who of the
//! registry a person may be.

mod cells;
pub mod child;
mod column;
mod file;
mod finding;
mod grid;
mod household;
mod layout;
pub mod matching;
pub mod microdata;
mod person;
mod problem;
mod read;
mod reference;
mod row;
mod text;
mod wire;

pub use cells::{Birth, PersonalNumber, PovertyClass, Sex};
pub use column::Column;
pub use file::{MAX_CELLS, MAX_TEXT, Refusal, read_bytes};
pub use finding::Finding;
pub use grid::{Cell, FileKind, Grid, Place, Row, Sheet, Value};
pub use household::Household;
pub use layout::ListKind;
pub use microdata::read_microdata;
pub use person::{Person, Written};
pub use problem::{Problem, Severity};
pub use read::{Options, Roster, SheetRead, read};
pub use reference::{CodeList, EthnicGroup, EthnicGroups, Lists, ProvinceCodes, ReferenceError};
