//! Step 14: second interviews, training of surveyors, and what they answered in the quiz.

use crate::migration::Type::{Bytes, Date, Integer, Json, Text, Uuid};
use crate::migration::{Change, TableDef, need};

pub(super) const CHANGES: &[Change] = &[
    Change::Create(&REINTERVIEW_PLAN),
    Change::Create(&REINTERVIEW_SEED),
    Change::Create(&REINTERVIEW_DRAW),
    Change::Create(&REINTERVIEW),
    Change::Create(&TRAINING),
    Change::Create(&TRAINING_END),
    Change::Create(&QUIZ),
];

/// A sample that was announced: the hash of its seed, before anything is drawn.
const REINTERVIEW_PLAN: TableDef = TableDef {
    name: "reinterview_plan",
    columns: &[
        need("id", Uuid),
        need("campaign_id", Uuid),
        need("areas", Json),
        need("per_mille", Integer),
        need("seed_hash", Text),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("campaign_id", "campaign", "id")],
    indexes: &[&["campaign_id"]],
};

/// The seed of a sample that is not drawn yet, encrypted. Gone when it is told.
const REINTERVIEW_SEED: TableDef = TableDef {
    name: "reinterview_seed",
    columns: &[need("plan_id", Uuid), need("seed", Bytes)],
    key: &["plan_id"],
    unique: &[],
    references: &[("plan_id", "reinterview_plan", "id")],
    indexes: &[],
};

const REINTERVIEW_DRAW: TableDef = TableDef {
    name: "reinterview_draw",
    columns: &[
        need("plan_id", Uuid),
        need("seed", Text),
        need("frame_sha256", Text),
        need("strata", Json),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["plan_id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("plan_id", "reinterview_plan", "id")],
    indexes: &[],
};

/// Phỏng vấn lại: a household that was drawn, its first form and surveyor, and who asks again.
const REINTERVIEW: TableDef = TableDef {
    name: "reinterview",
    columns: &[
        need("id", Uuid),
        need("plan_id", Uuid),
        need("campaign_id", Uuid),
        need("household_id", Uuid),
        need("first_submission", Uuid),
        need("first_user", Uuid),
        need("user_id", Uuid),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["campaign_id", "household_id"], &["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("plan_id", "reinterview_plan", "id"),
        ("household_id", "household", "id"),
        ("first_submission", "submission", "id"),
        ("first_user", "user_account", "id"),
        ("user_id", "user_account", "id"),
    ],
    indexes: &[&["campaign_id", "user_id"], &["household_id"]],
};

/// Tập huấn: a surveyor was trained.
const TRAINING: TableDef = TableDef {
    name: "training",
    columns: &[
        need("id", Uuid),
        need("user_id", Uuid),
        need("held_on", Date),
        need("place", Text),
        need("trainer", Text),
        need("topic", Text),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("user_id", "user_account", "id")],
    indexes: &[&["user_id"]],
};

/// A training that was written down by mistake.
const TRAINING_END: TableDef = TableDef {
    name: "training_end",
    columns: &[need("training_id", Uuid), need("act_seq", Integer), need("ordinal", Integer)],
    key: &["training_id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("training_id", "training", "id")],
    indexes: &[],
};

/// Sát hạch: what a surveyor was asked of worked cases and answered.
const QUIZ: TableDef = TableDef {
    name: "quiz",
    columns: &[
        need("id", Uuid),
        need("user_id", Uuid),
        need("campaign_id", Uuid),
        need("attempt", Integer),
        need("standard", Text),
        need("pack_digest", Text),
        need("asked", Json),
        need("right_answers", Integer),
        need("pass_mark", Integer),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["campaign_id", "user_id", "attempt"], &["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("campaign_id", "campaign", "id"),
        ("user_id", "user_account", "id"),
    ],
    indexes: &[],
};
