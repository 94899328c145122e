//! Step 18: files that are kept with the deeds of a review, and certificates that are being printed.

use crate::migration::Type::{Bytes, Integer, Json, Text, Uuid};
use crate::migration::{Change, TableDef, may, need};

pub(super) const CHANGES: &[Change] = &[
    Change::Create(&FILE),
    Change::Create(&FILE_CONTENT),
    Change::Create(&CERTIFICATE_PART),
    Change::Create(&CERTIFICATE_PART_CONTENT),
];

/// A scan or a photograph that lies beside an event; the event names it by id and hash. `about` (name of the file, its hash, where
/// and when it was taken) is encrypted.
const FILE: TableDef = TableDef {
    name: "proceeding_file",
    columns: &[
        need("id", Uuid),
        need("proceeding_id", Uuid),
        need("number", Integer),
        need("kind", Text),
        may("village_id", Uuid),
        need("media", Text),
        need("size", Integer),
        // Of the sealed bytes, so that whoever has no keys can tell whether they are those of the act.
        need("sealed_sha256", Text),
        need("about", Json),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("proceeding_id", "proceeding", "id"),
        ("village_id", "village", "id"),
    ],
    indexes: &[&["proceeding_id", "number"]],
};

/// Its sealed bytes, in parts.
const FILE_CONTENT: TableDef = TableDef {
    name: "proceeding_file_content",
    columns: &[need("file_id", Uuid), need("part", Integer), need("content", Bytes)],
    key: &["file_id", "part"],
    unique: &[],
    references: &[("file_id", "proceeding_file", "id")],
    indexes: &[],
};

/// A part of certificates that was made and waits to be printed. Gone when the next batch of the proceeding begins.
const CERTIFICATE_PART: TableDef = TableDef {
    name: "certificate_part",
    columns: &[
        need("id", Uuid),
        need("job_id", Uuid),
        need("number", Integer),
        // The households whose certificates are in it, each with how it was made.
        need("printed", Json),
        need("sealed_sha256", Text),
    ],
    key: &["id"],
    unique: &[&["job_id", "number"]],
    references: &[("job_id", "job", "id")],
    indexes: &[],
};

/// Its sealed bytes, in parts.
const CERTIFICATE_PART_CONTENT: TableDef = TableDef {
    name: "certificate_part_content",
    columns: &[need("certificate_part_id", Uuid), need("part", Integer), need("content", Bytes)],
    key: &["certificate_part_id", "part"],
    unique: &[],
    references: &[("certificate_part_id", "certificate_part", "id")],
    indexes: &[],
};
