//! Acts and what they wrote; what follows from them today; who may act.
//!
//! Three kinds of tables. *Written by acts* (`act_seq`, `ordinal`): rows are added, never changed or deleted, and the
//! audit log commits to their content. *What is true now* (`…_now`): follows from the facts and can be made anew.
//! *Running matters*: sessions, views, jobs.

use crate::migration::Type::{Boolean, Bytes, Date, Instant, Integer, Json, Text, Uuid};
use crate::migration::{Change, TableDef, may, need};

pub(super) const CHANGES: &[Change] = &[
    Change::Create(&ACT),
    Change::Create(&AUDIT_NODE),
    Change::Create(&AUDIT_HEAD),
    Change::Create(&SETTING),
    Change::Create(&VILLAGE),
    Change::Create(&HOUSEHOLD),
    Change::Create(&PERSON),
    Change::Create(&FACT),
    Change::Create(&PROGRAM_AREA),
    Change::Create(&CAMPAIGN),
    Change::Create(&ASSESSMENT),
    Change::Create(&USER_ACCOUNT),
    Change::Create(&ROLE_GRANT),
    Change::Create(&ROLE_GRANT_END),
    Change::Create(&VILLAGE_NOW),
    Change::Create(&HOUSEHOLD_NOW),
    Change::Create(&PERSON_NOW),
    Change::Create(&CREDENTIAL),
    Change::Create(&SESSION),
    Change::Create(&FILE_VIEW),
    Change::Create(&JOB),
    // Words of a name in any order, the last one perhaps unfinished. SQLite keeps an index of its own beside the table,
    // under the person's number; PostgreSQL indexes the column.
    Change::Sql {
        sqlite: &[
            "create virtual table person_search using fts5(words, content='', contentless_delete=1, tokenize='unicode61')",
            "create trigger person_search_in after insert on person_now begin insert into person_search (rowid, words) values (new.number, new.search); end",
            "create trigger person_search_out after delete on person_now begin delete from person_search where rowid = old.number; end",
            "create trigger person_search_change after update of search on person_now begin delete from person_search where rowid = old.number; insert into person_search (rowid, words) values (new.number, new.search); end",
        ],
        postgres: &["create index person_now_search on person_now using gin (to_tsvector('simple', search))"],
    },
];

/// One official act: who, when, why. Its commitment covers its content and every row that it wrote.
const ACT: TableDef = TableDef {
    name: "act",
    columns: &[
        need("seq", Integer),
        need("id", Uuid),
        need("kind", Text),
        need("at", Instant),
        may("actor", Uuid),
        may("reason", Text),
        may("content", Json),
        may("salt", Bytes),
        need("commitment", Bytes),
        may("undoes", Integer),
    ],
    key: &["seq"],
    unique: &[&["id"]],
    references: &[("undoes", "act", "seq")],
    indexes: &[&["undoes"], &["actor", "seq"]],
};

/// Hashes of complete subtrees of the audit log.
const AUDIT_NODE: TableDef = TableDef {
    name: "audit_node",
    columns: &[need("level", Integer), need("position", Integer), need("hash", Bytes)],
    key: &["level", "position"],
    unique: &[],
    references: &[],
    indexes: &[],
};

/// The one row that says how long the log is; whoever acts holds it.
const AUDIT_HEAD: TableDef = TableDef {
    name: "audit_head",
    columns: &[need("id", Integer), need("size", Integer), need("root", Bytes)],
    key: &["id"],
    unique: &[],
    references: &[],
    indexes: &[],
};

const SETTING: TableDef = TableDef {
    name: "setting",
    columns: &[need("name", Text), need("value", Json)],
    key: &["name"],
    unique: &[],
    references: &[],
    indexes: &[],
};

/// Thôn, tổ dân phố: the atoms of the map.
const VILLAGE: TableDef = TableDef {
    name: "village",
    columns: &[need("id", Uuid), need("act_seq", Integer), need("ordinal", Integer)],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq")],
    indexes: &[],
};

const HOUSEHOLD: TableDef = TableDef {
    name: "household",
    columns: &[need("id", Uuid), need("number", Integer), need("act_seq", Integer), need("ordinal", Integer)],
    key: &["id"],
    unique: &[&["number"], &["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq")],
    indexes: &[],
};

const PERSON: TableDef = TableDef {
    name: "person",
    columns: &[need("id", Uuid), need("number", Integer), need("act_seq", Integer), need("ordinal", Integer)],
    key: &["id"],
    unique: &[&["number"], &["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq")],
    indexes: &[],
};

/// What was said of something, and for which days. Of two facts about one day, the one recorded later counts.
const FACT: TableDef = TableDef {
    name: "fact",
    columns: &[
        need("act_seq", Integer),
        need("ordinal", Integer),
        need("subject", Uuid),
        need("attribute", Text),
        may("object", Uuid),
        may("value", Json),
        need("valid_from", Date),
        may("valid_until", Date),
        may("salt", Bytes),
        need("digest", Bytes),
        may("erased_by", Integer),
    ],
    key: &["act_seq", "ordinal"],
    unique: &[],
    references: &[("act_seq", "act", "seq")],
    indexes: &[&["subject", "attribute"], &["object", "attribute"]],
};

/// A set of units that outlives its units: Bảo Lộc.
const PROGRAM_AREA: TableDef = TableDef {
    name: "program_area",
    columns: &[
        need("id", Uuid),
        need("name", Text),
        need("units", Json),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq")],
    indexes: &[],
};

/// Đợt rà soát.
const CAMPAIGN: TableDef = TableDef {
    name: "campaign",
    columns: &[
        need("id", Uuid),
        need("kind", Text),
        need("label", Text),
        need("year", Integer),
        need("standard", Text),
        need("pack_digest", Text),
        need("result_day", Date),
        need("age_day", Date),
        may("income_test", Text),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq")],
    indexes: &[&["year"]],
};

/// One decision of the rules about one household, with everything needed to make it again.
const ASSESSMENT: TableDef = TableDef {
    name: "assessment",
    columns: &[
        need("id", Uuid),
        need("household_id", Uuid),
        need("campaign_id", Uuid),
        need("village_id", Uuid),
        need("commune_code", Text),
        need("province_code", Text),
        need("zone", Text),
        need("standard", Text),
        need("pack_digest", Text),
        need("engine_version", Text),
        need("answers", Json),
        need("outcome", Text),
        need("income_band", Text),
        need("deprivation_count", Integer),
        need("deprivation_count_max", Integer),
        need("deprived", Json),
        need("needs", Json),
        need("members", Integer),
        may("supersedes", Uuid),
        may("salt", Bytes),
        need("digest", Bytes),
        may("erased_by", Integer),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("household_id", "household", "id"),
        ("campaign_id", "campaign", "id"),
        ("village_id", "village", "id"),
    ],
    indexes: &[&["household_id"], &["campaign_id", "commune_code", "outcome"]],
};

const USER_ACCOUNT: TableDef = TableDef {
    name: "user_account",
    columns: &[
        need("id", Uuid),
        need("login", Text),
        need("name", Text),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["login"], &["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq")],
    indexes: &[],
};

/// A role in a place. Without a unit it is everywhere.
const ROLE_GRANT: TableDef = TableDef {
    name: "role_grant",
    columns: &[
        need("id", Uuid),
        need("user_id", Uuid),
        need("role", Text),
        may("unit_code", Text),
        may("village_id", Uuid),
        need("valid_from", Date),
        may("valid_until", Date),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[
        ("act_seq", "act", "seq"),
        ("user_id", "user_account", "id"),
        ("village_id", "village", "id"),
    ],
    indexes: &[&["user_id"]],
};

const ROLE_GRANT_END: TableDef = TableDef {
    name: "role_grant_end",
    columns: &[need("grant_id", Uuid), need("act_seq", Integer), need("ordinal", Integer)],
    key: &["grant_id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("grant_id", "role_grant", "id")],
    indexes: &[],
};

const VILLAGE_NOW: TableDef = TableDef {
    name: "village_now",
    columns: &[
        need("village_id", Uuid),
        need("name", Text),
        need("kind", Text),
        need("commune_code", Text),
        need("province_code", Text),
        need("zone", Text),
        need("zone_source", Text),
        need("search", Text),
    ],
    key: &["village_id"],
    unique: &[],
    references: &[("village_id", "village", "id")],
    indexes: &[&["commune_code", "name"]],
};

const HOUSEHOLD_NOW: TableDef = TableDef {
    name: "household_now",
    columns: &[
        need("household_id", Uuid),
        need("number", Integer),
        need("is_active", Boolean),
        may("village_id", Uuid),
        may("commune_code", Text),
        may("province_code", Text),
        may("zone", Text),
        may("address", Text),
        may("head_id", Uuid),
        may("head_name", Text),
        may("head_search", Text),
        need("members", Integer),
        need("is_ethnic_minority", Boolean),
        may("outcome", Text),
        may("outcome_year", Integer),
        may("deprivation_count", Integer),
        may("assessment_id", Uuid),
    ],
    key: &["household_id"],
    unique: &[&["number"]],
    references: &[("household_id", "household", "id")],
    indexes: &[
        &["province_code", "commune_code", "village_id", "head_search", "household_id"],
        &["commune_code", "outcome", "head_search", "household_id"],
        &["head_search", "household_id"],
    ],
};

const PERSON_NOW: TableDef = TableDef {
    name: "person_now",
    columns: &[
        need("person_id", Uuid),
        need("number", Integer),
        may("household_id", Uuid),
        may("relation", Text),
        need("name", Text),
        need("search", Text),
        may("sex", Text),
        may("birth_date", Date),
        may("birth_year", Integer),
        may("ethnicity", Text),
        may("died_on", Date),
        may("id_index", Bytes),
        may("phone_index", Bytes),
    ],
    key: &["person_id"],
    unique: &[&["number"]],
    references: &[("person_id", "person", "id")],
    indexes: &[&["household_id"], &["id_index"], &["phone_index"]],
};

/// How a user proves to be that user: password hash, time-based codes, passkeys. Secrets are hashed or encrypted.
const CREDENTIAL: TableDef = TableDef {
    name: "credential",
    columns: &[
        need("id", Uuid),
        need("user_id", Uuid),
        need("kind", Text),
        need("secret", Bytes),
        may("label", Text),
        need("added_at", Instant),
        may("used_at", Instant),
    ],
    key: &["id"],
    unique: &[],
    references: &[("user_id", "user_account", "id")],
    indexes: &[&["user_id", "kind"]],
};

const SESSION: TableDef = TableDef {
    name: "session",
    columns: &[
        need("token_hash", Bytes),
        need("user_id", Uuid),
        need("began_at", Instant),
        need("seen_at", Instant),
        need("ends_at", Instant),
        may("device", Text),
    ],
    key: &["token_hash"],
    unique: &[],
    references: &[("user_id", "user_account", "id")],
    indexes: &[&["user_id"], &["ends_at"]],
};

/// Who looked at this file.
const FILE_VIEW: TableDef = TableDef {
    name: "file_view",
    columns: &[need("id", Uuid), need("household_id", Uuid), need("user_id", Uuid), need("at", Instant)],
    key: &["id"],
    unique: &[],
    references: &[("household_id", "household", "id"), ("user_id", "user_account", "id")],
    indexes: &[&["household_id", "at"], &["user_id", "at"]],
};

/// Long work, asked for in the same transaction as what asks for it.
const JOB: TableDef = TableDef {
    name: "job",
    columns: &[
        need("id", Uuid),
        need("kind", Text),
        need("wish", Json),
        need("state", Text),
        need("asked_at", Instant),
        may("asked_by", Uuid),
        may("lease_until", Instant),
        need("attempts", Integer),
        need("done", Integer),
        may("total", Integer),
        may("outcome", Json),
    ],
    key: &["id"],
    unique: &[],
    references: &[],
    indexes: &[&["state", "asked_at"]],
};
