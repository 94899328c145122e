//! Step 6: papers of households.

use crate::migration::Type::{Bytes, Date, Integer, Json, Text, Uuid};
use crate::migration::{Change, TableDef, may, need};

pub(super) const CHANGES: &[Change] =
    &[Change::Create(&DOCUMENT), Change::Create(&CONTENT), Change::Create(&REMOVAL)];

/// Giấy tờ: what was added to the file of a household. `about` holds its title, the name of the file and its hash; erased by
/// law, it is null and the content is gone.
const DOCUMENT: TableDef = TableDef {
    name: "document",
    columns: &[
        need("id", Uuid),
        need("household_id", Uuid),
        may("person_id", Uuid),
        need("kind", Text),
        may("dated", Date),
        may("of_act", Integer),
        need("media", Text),
        need("size", Integer),
        // Of the sealed bytes, so that whoever has no keys can tell whether they are those of the act.
        need("sealed_sha256", Text),
        may("about", Json),
        need("act_seq", Integer),
        need("ordinal", Integer),
        may("salt", Bytes),
        need("digest", Bytes),
        may("erased_by", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("household_id", "household", "id"), ("of_act", "act", "seq")],
    indexes: &[&["household_id"], &["person_id"]],
};

/// The sealed bytes, in parts: nobody reads a large file at once who only passes over the table.
const CONTENT: TableDef = TableDef {
    name: "document_content",
    columns: &[need("document_id", Uuid), need("part", Integer), need("content", Bytes)],
    key: &["document_id", "part"],
    unique: &[],
    references: &[("document_id", "document", "id")],
    indexes: &[],
};

/// Gỡ giấy tờ: hides one from the file.
const REMOVAL: TableDef = TableDef {
    name: "document_removal",
    columns: &[need("document_id", Uuid), need("act_seq", Integer), need("ordinal", Integer)],
    key: &["document_id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("document_id", "document", "id")],
    indexes: &[],
};
