//! Step 9: forms in the field, the phones that fill them, and what they sent.
//!
//! What was sent is kept as it came, encrypted with a key that lies outside the database; the rows that acts write name it
//! by its hash.

use crate::migration::Type::{Bytes, Instant, Integer, Json, Text, Uuid};
use crate::migration::{Change, TableDef, may, need};

pub(super) const CHANGES: &[Change] = &[
    Change::Create(&FORM),
    Change::Create(&DEVICE),
    Change::Create(&DEVICE_END),
    Change::Create(&ASSIGNMENT),
    Change::Create(&ASSIGNMENT_END),
    Change::Create(&SUBMISSION),
    Change::Create(&SUBMISSION_FILE),
    Change::Create(&DEVICE_SECRET),
    Change::Create(&SUBMISSION_BODY),
    Change::Create(&SUBMISSION_FILE_BODY),
    Change::Create(&SUBMISSION_NOW),
    Change::Create(&QUARANTINE),
];

/// Phiếu: one version of a form, as phones get it.
const FORM: TableDef = TableDef {
    name: "form",
    columns: &[
        need("id", Uuid),
        need("campaign_id", Uuid),
        need("form_id", Text),
        need("version", Text),
        need("title", Text),
        need("standard", Text),
        need("pack_digest", Text),
        need("xml", Text),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["campaign_id", "form_id", "version"], &["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("campaign_id", "campaign", "id")],
    indexes: &[],
};

/// A phone of a surveyor in a campaign.
const DEVICE: TableDef = TableDef {
    name: "device",
    columns: &[
        need("id", Uuid),
        need("campaign_id", Uuid),
        need("user_id", Uuid),
        need("label", Text),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("campaign_id", "campaign", "id"),
        ("user_id", "user_account", "id"),
    ],
    indexes: &[&["campaign_id", "user_id"]],
};

const DEVICE_END: TableDef = TableDef {
    name: "device_end",
    columns: &[need("device_id", Uuid), need("act_seq", Integer), need("ordinal", Integer)],
    key: &["device_id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("device_id", "device", "id")],
    indexes: &[],
};

/// A household that a surveyor shall visit in a campaign.
const ASSIGNMENT: TableDef = TableDef {
    name: "assignment",
    columns: &[
        need("id", Uuid),
        need("campaign_id", Uuid),
        need("household_id", Uuid),
        need("user_id", Uuid),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("campaign_id", "campaign", "id"),
        ("household_id", "household", "id"),
        ("user_id", "user_account", "id"),
    ],
    indexes: &[&["campaign_id", "user_id"], &["household_id"]],
};

const ASSIGNMENT_END: TableDef = TableDef {
    name: "assignment_end",
    columns: &[need("assignment_id", Uuid), need("act_seq", Integer), need("ordinal", Integer)],
    key: &["assignment_id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("assignment_id", "assignment", "id")],
    indexes: &[],
};

/// Phiếu gửi về: a filled form that arrived. `version` is what it says of itself; that version may be unknown here.
const SUBMISSION: TableDef = TableDef {
    name: "submission",
    columns: &[
        need("id", Uuid),
        need("campaign_id", Uuid),
        need("form_id", Text),
        need("version", Text),
        need("device_id", Uuid),
        need("instance_id", Text),
        need("sha256", Text),
        need("size", Integer),
        need("declared", Json),
        may("salt", Bytes),
        need("digest", Bytes),
        may("erased_by", Integer),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["instance_id"], &["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("campaign_id", "campaign", "id"),
        ("device_id", "device", "id"),
    ],
    indexes: &[&["campaign_id", "device_id"]],
};

/// A photograph or another file of a filled form.
const SUBMISSION_FILE: TableDef = TableDef {
    name: "submission_file",
    columns: &[
        need("submission_id", Uuid),
        need("name", Text),
        need("media_type", Text),
        need("sha256", Text),
        need("size", Integer),
        may("salt", Bytes),
        need("digest", Bytes),
        may("erased_by", Integer),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["act_seq", "ordinal"],
    unique: &[&["submission_id", "name"]],
    references: &[("act_seq", "act", "seq"), ("submission_id", "submission", "id")],
    indexes: &[],
};

/// What opens the door for a phone: the hash of its token, and what a digest is compared with, encrypted. Gone when the
/// phone is taken off.
const DEVICE_SECRET: TableDef = TableDef {
    name: "device_secret",
    columns: &[
        need("device_id", Uuid),
        need("token_hash", Bytes),
        need("name", Text),
        need("digest_secret", Bytes),
        may("seen_at", Instant),
    ],
    key: &["device_id"],
    unique: &[&["token_hash"], &["name"]],
    references: &[("device_id", "device", "id")],
    indexes: &[],
};

const SUBMISSION_BODY: TableDef = TableDef {
    name: "submission_body",
    columns: &[need("submission_id", Uuid), need("body", Bytes)],
    key: &["submission_id"],
    unique: &[],
    references: &[("submission_id", "submission", "id")],
    indexes: &[],
};

const SUBMISSION_FILE_BODY: TableDef = TableDef {
    name: "submission_file_body",
    columns: &[need("submission_id", Uuid), need("name", Text), need("body", Bytes)],
    key: &["submission_id", "name"],
    unique: &[],
    references: &[("submission_id", "submission", "id")],
    indexes: &[],
};

/// How far a submission has come: `waiting` for files, `received`, `assessed`, or `attention` of a person; what the rules say
/// of it before anybody recorded it, or why a person must look.
const SUBMISSION_NOW: TableDef = TableDef {
    name: "submission_now",
    columns: &[
        need("submission_id", Uuid),
        need("state", Text),
        need("received_at", Instant),
        may("completed_at", Instant),
        may("household_id", Uuid),
        may("assessment_id", Uuid),
        may("said", Json),
    ],
    key: &["submission_id"],
    unique: &[],
    references: &[("submission_id", "submission", "id")],
    indexes: &[&["state", "received_at"], &["household_id"]],
};

/// What came and was not stored as a submission: other bytes under a known number, or nothing that can be read. Kept,
/// encrypted, until a person has looked at it.
const QUARANTINE: TableDef = TableDef {
    name: "quarantine",
    columns: &[
        need("id", Uuid),
        need("campaign_id", Uuid),
        need("device_id", Uuid),
        may("instance_id", Text),
        may("name", Text),
        need("why", Text),
        need("sha256", Text),
        need("size", Integer),
        need("body", Bytes),
        need("received_at", Instant),
    ],
    key: &["id"],
    unique: &[&["device_id", "why", "sha256"]],
    references: &[("device_id", "device", "id"), ("campaign_id", "campaign", "id")],
    indexes: &[&["campaign_id", "received_at"]],
};
