//! Step 5: passkeys.

use crate::migration::Type::{Bytes, Instant, Integer, Text, Uuid};
use crate::migration::{Change, TableDef, may, need};

pub(super) const CHANGES: &[Change] = &[Change::Create(&PASSKEY)];

/// Khóa truy cập: the public half of a key pair whose other half never leaves a telephone, computer or stick. Nothing here
/// is secret; who holds it cannot log in with it.
const PASSKEY: TableDef = TableDef {
    name: "passkey",
    columns: &[
        need("id", Uuid),
        need("user_id", Uuid),
        need("credential_id", Bytes),
        // As the device gave it (COSE).
        need("public_key", Bytes),
        // How often the device says that it signed; 0 for ever where it does not count.
        need("sign_count", Integer),
        need("label", Text),
        need("added_at", Instant),
        may("used_at", Instant),
    ],
    key: &["id"],
    unique: &[&["credential_id"]],
    references: &[("user_id", "user_account", "id")],
    indexes: &[&["user_id"]],
};
