//! Step 3: sealed snapshots.

use crate::migration::Type::{Integer, Json, Text, Uuid};
use crate::migration::{Change, TableDef, need};

pub(super) const CHANGES: &[Change] = &[Change::Create(&SNAPSHOT)];

/// Số liệu đã niêm phong: what was sealed and the hash of its manifest, which names every file with its own hash. The
/// files lie outside the database.
const SNAPSHOT: TableDef = TableDef {
    name: "snapshot",
    columns: &[
        need("id", Uuid),
        need("campaign_id", Uuid),
        need("year", Integer),
        need("manifest", Json),
        need("manifest_sha256", Text),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("campaign_id", "campaign", "id")],
    indexes: &[&["campaign_id"]],
};
