//! Hộ trong danh sách chi tiết: a household of the two detailed lists, found while the tables are counted.

use standards::HouseholdAnswers;

use super::{Before, Place};

/// A household of a detailed list.
#[derive(Clone, Debug)]
pub struct ListedHousehold {
    /// Its id in the files.
    pub household_id: String,
    /// Where it lives.
    pub place: Place,
    /// Position of its outcome.
    pub outcome: u8,
    /// What it was last year, if that is known.
    pub before: Option<Before>,
    /// Its answers.
    pub answers: HouseholdAnswers,
}
