//! Step 16: the short code by which a phone is let in without a camera.

use crate::migration::Type::{Bytes, Instant, Uuid};
use crate::migration::{Change, TableDef, need};

pub(super) const CHANGES: &[Change] = &[Change::Create(&DEVICE_CODE)];

/// The keyed hash of a code, and the token that it is exchanged for, encrypted. Gone when it is used or the phone is taken
/// off.
const DEVICE_CODE: TableDef = TableDef {
    name: "device_code",
    columns: &[
        need("device_id", Uuid),
        need("code_hash", Bytes),
        need("token", Bytes),
        need("expires_at", Instant),
    ],
    key: &["device_id"],
    unique: &[&["code_hash"]],
    references: &[("device_id", "device", "id")],
    indexes: &[],
};
