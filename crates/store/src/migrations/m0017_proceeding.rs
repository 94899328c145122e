//! Step 17: what communes do in a campaign, step by step, by the procedure of the law.

use crate::migration::Type::{Integer, Json, Text, Uuid};
use crate::migration::{Change, Column, TableDef, Type, may, need};

pub(super) const CHANGES: &[Change] = &[
    Change::Create(&PROCEDURE_PACK),
    Change::Create(&PROCEEDING),
    Change::Create(&PROCEEDING_EVENT),
    Change::Create(&PROCEEDING_LIST),
    Change::Create(&PROCEEDING_PLACE),
    Change::Create(&PROCEEDING_NOW),
];

const fn instant(name: &'static str) -> Column {
    need(name, Type::Instant)
}

/// A procedure with the law and the days off that it was read with, once however many communes go by it.
const PROCEDURE_PACK: TableDef = TableDef {
    name: "procedure_pack",
    columns: &[
        need("digest", Text),
        need("procedure", Text),
        need("files", Json),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["digest"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq")],
    indexes: &[],
};

/// Đợt rà soát của một xã. A yearly one has month 0; `terms` (villages and managed households) is encrypted.
const PROCEEDING: TableDef = TableDef {
    name: "proceeding",
    columns: &[
        need("id", Uuid),
        need("campaign_id", Uuid),
        need("procedure", Text),
        need("pack", Text),
        need("commune_code", Text),
        need("province_code", Text),
        need("year", Integer),
        need("month", Integer),
        need("standard", Text),
        instant("opened_at"),
        need("terms", Json),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["campaign_id", "procedure", "commune_code", "month"], &["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("campaign_id", "campaign", "id"),
        ("pack", "procedure_pack", "digest"),
    ],
    indexes: &[],
};

/// One deed, numbered from 0 within its proceeding; of two of one number the database takes one. What was done is encrypted.
const PROCEEDING_EVENT: TableDef = TableDef {
    name: "proceeding_event",
    columns: &[
        need("proceeding_id", Uuid),
        need("number", Integer),
        need("kind", Text),
        may("household_id", Uuid),
        may("village_id", Uuid),
        may("assessment_id", Uuid),
        instant("at"),
        need("content", Json),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["proceeding_id", "number"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("proceeding_id", "proceeding", "id"),
        ("household_id", "household", "id"),
        ("village_id", "village", "id"),
        ("assessment_id", "assessment", "id"),
    ],
    indexes: &[&["household_id"], &["assessment_id"]],
};

/// A list as it was posted or proposed: its bytes, encrypted, and their hash.
const PROCEEDING_LIST: TableDef = TableDef {
    name: "proceeding_list",
    columns: &[
        need("proceeding_id", Uuid),
        need("number", Integer),
        need("kind", Text),
        may("village_id", Uuid),
        need("sha256", Text),
        need("content", Json),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["proceeding_id", "number"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("proceeding_id", "proceeding", "id")],
    indexes: &[&["sha256"]],
};

/// The villages of a proceeding, to find it by where they lie today. Follows from its terms.
const PROCEEDING_PLACE: TableDef = TableDef {
    name: "proceeding_place",
    columns: &[need("proceeding_id", Uuid), need("village_id", Uuid)],
    key: &["proceeding_id", "village_id"],
    unique: &[],
    references: &[("proceeding_id", "proceeding", "id"), ("village_id", "village", "id")],
    indexes: &[&["village_id"]],
};

/// Where a proceeding stands: what its events make of it, written anew with each.
const PROCEEDING_NOW: TableDef = TableDef {
    name: "proceeding_now",
    columns: &[
        need("proceeding_id", Uuid),
        need("events", Integer),
        need("is_signed", Type::Boolean),
        need("is_finished", Type::Boolean),
        need("standing", Json),
    ],
    key: &["proceeding_id"],
    unique: &[],
    references: &[("proceeding_id", "proceeding", "id")],
    indexes: &[&["is_finished"]],
};
