//! Step 10: what phones say of the interviews themselves.
//!
//! It follows from what was sent and can be made anew; nothing of it decides anything.

use crate::migration::Type::{Integer, Json, Uuid};
use crate::migration::{Change, TableDef, may, need};

pub(super) const CHANGES: &[Change] = &[Change::Create(&SUBMISSION_PARADATA)];

/// How long an interview took, how many answers were changed, how well its place was known, and what was wrong with the
/// clock of the phone. Where the household lies is not kept here.
const SUBMISSION_PARADATA: TableDef = TableDef {
    name: "submission_paradata",
    columns: &[
        need("submission_id", Uuid),
        may("seconds", Integer),
        may("changes", Integer),
        may("accuracy", Integer),
        need("clock", Json),
    ],
    key: &["submission_id"],
    unique: &[],
    references: &[("submission_id", "submission", "id")],
    indexes: &[],
};
