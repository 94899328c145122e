//! Step 11: what people decide about forms that arrived or were kept apart, and forms that are typed in from paper.

use crate::migration::Type::{Bytes, Instant, Integer, Text, Uuid};
use crate::migration::{Change, TableDef, may, need};

pub(super) const CHANGES: &[Change] = &[
    Change::Create(&SUBMISSION_DECISION),
    Change::Create(&APART_DECISION),
    Change::Create(&ENTRY),
    Change::Create(&ENTRY_PART),
    Change::Create(&TYPED_FORM),
    Change::AddColumn("quarantine", may("erased_by", Integer)),
];

/// What a person decided about a filled form: whose it is (`household`), that the zone of the village holds (`zone`), that it
/// is read although its version is unknown (`form`), that it is read without its missing files (`files`), that another
/// one counts instead (`replaced`), or that it is set aside for good (`set_aside`).
const SUBMISSION_DECISION: TableDef = TableDef {
    name: "submission_decision",
    columns: &[
        need("submission_id", Uuid),
        need("kind", Text),
        may("household_id", Uuid),
        may("instead_id", Uuid),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["act_seq", "ordinal"],
    unique: &[],
    references: &[
        ("act_seq", "act", "seq"),
        ("submission_id", "submission", "id"),
        ("household_id", "household", "id"),
        ("instead_id", "submission", "id"),
    ],
    indexes: &[&["submission_id"], &["household_id"]],
};

/// What a person decided about something that was kept apart: `taken` as a correction, with the form that it became or
/// belongs to, or `kept` as it is, for good.
const APART_DECISION: TableDef = TableDef {
    name: "apart_decision",
    columns: &[
        need("apart_id", Uuid),
        need("kind", Text),
        may("submission_id", Uuid),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["apart_id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("apart_id", "quarantine", "id"),
        ("submission_id", "submission", "id"),
    ],
    indexes: &[],
};

/// Nhập phiếu giấy: a paper form that is being typed in. `of_submission` is what it corrects.
const ENTRY: TableDef = TableDef {
    name: "entry",
    columns: &[
        need("id", Uuid),
        need("campaign_id", Uuid),
        need("household_id", Uuid),
        may("of_submission", Uuid),
        need("opened_by", Uuid),
        need("opened_at", Instant),
        may("submission_id", Uuid),
        may("ended_by", Uuid),
        may("ended_at", Instant),
        may("erased_by", Integer),
    ],
    key: &["id"],
    unique: &[],
    references: &[
        ("campaign_id", "campaign", "id"),
        ("household_id", "household", "id"),
        ("opened_by", "user_account", "id"),
        ("of_submission", "submission", "id"),
        ("submission_id", "submission", "id"),
    ],
    indexes: &[&["campaign_id", "opened_at"], &["household_id"]],
};

/// One typing of it, encrypted: 1 the first, 2 the second, by somebody else.
const ENTRY_PART: TableDef = TableDef {
    name: "entry_part",
    columns: &[
        need("entry_id", Uuid),
        need("part", Integer),
        need("user_id", Uuid),
        need("body", Bytes),
        need("saved_at", Instant),
        may("done_at", Instant),
    ],
    key: &["entry_id", "part"],
    unique: &[],
    references: &[("entry_id", "entry", "id"), ("user_id", "user_account", "id")],
    indexes: &[],
};

/// Who typed a form that arrived from the office, and what it corrects.
const TYPED_FORM: TableDef = TableDef {
    name: "typed_form",
    columns: &[
        need("submission_id", Uuid),
        need("entry_id", Uuid),
        need("household_id", Uuid),
        need("first_by", Uuid),
        may("second_by", Uuid),
        need("settled_by", Uuid),
        may("of_submission", Uuid),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["submission_id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("submission_id", "submission", "id"),
        ("entry_id", "entry", "id"),
    ],
    indexes: &[&["household_id"]],
};
