//! Step 2: lists of households that were sent and wait until somebody has looked at them.

use crate::migration::Type::{Bytes, Instant, Json, Text, Uuid};
use crate::migration::{Change, TableDef, need};

pub(super) const CHANGES: &[Change] = &[Change::Create(&IMPORT_DRAFT)];

/// A file and what its sender decided about its households so far. Gone once it is imported or given up, at the latest
/// after a week. The content is encrypted with a key that lies outside the database.
const IMPORT_DRAFT: TableDef = TableDef {
    name: "import_draft",
    columns: &[
        need("id", Uuid),
        need("user_id", Uuid),
        need("file_hash", Text),
        need("content", Bytes),
        need("decisions", Json),
        need("made_at", Instant),
    ],
    key: &["id"],
    unique: &[],
    references: &[("user_id", "user_account", "id")],
    indexes: &[&["user_id", "made_at"], &["made_at"]],
};
