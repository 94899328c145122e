//! Step 19: reports that go up, what became of them, and the instances that files are exchanged with.

use crate::migration::Type::{Bytes, Instant, Integer, Json, Text, Uuid};
use crate::migration::{Change, TableDef, may, need};

pub(super) const CHANGES: &[Change] = &[
    Change::Create(&PEER),
    Change::Create(&PEER_END),
    Change::Create(&REPORT),
    Change::Create(&REPORT_EVENT),
    Change::Create(&BUNDLE_PART),
];

/// Another instance whose files are taken: its keys, and the units that it may speak for.
const PEER: TableDef = TableDef {
    name: "peer",
    columns: &[
        need("id", Uuid),
        need("name", Text),
        need("key_text", Text),
        need("area", Text),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq")],
    indexes: &[],
};

/// From now on nothing is taken from it.
const PEER_END: TableDef = TableDef {
    name: "peer_end",
    columns: &[need("peer_id", Uuid), need("act_seq", Integer), need("ordinal", Integer)],
    key: &["peer_id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("peer_id", "peer", "id")],
    indexes: &[],
};

/// A report that was sent, with everything that it says. One of a whole year has month 0, one of a province an empty commune.
const REPORT: TableDef = TableDef {
    name: "report",
    columns: &[
        need("id", Uuid),
        need("kind", Text),
        need("year", Integer),
        need("month", Integer),
        need("province_code", Text),
        need("commune_code", Text),
        need("sha256", Text),
        need("content", Json),
        need("sent_at", Instant),
        may("replaces", Uuid),
        may("peer_id", Uuid),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["id"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("peer_id", "peer", "id")],
    indexes: &[&["kind", "year", "month"], &["replaces"]],
};

/// What became of a report, numbered from 0: received, returned with comments, accepted.
const REPORT_EVENT: TableDef = TableDef {
    name: "report_event",
    columns: &[
        need("report_id", Uuid),
        need("number", Integer),
        need("kind", Text),
        need("at", Instant),
        may("receipt", Integer),
        may("comment", Text),
        may("peer_id", Uuid),
        need("act_seq", Integer),
        need("ordinal", Integer),
    ],
    key: &["report_id", "number"],
    unique: &[&["act_seq", "ordinal"]],
    references: &[("act_seq", "act", "seq"), ("report_id", "report", "id"), ("peer_id", "peer", "id")],
    indexes: &[],
};

/// Parts of a bundle that is not complete yet; they are gone when it is.
const BUNDLE_PART: TableDef = TableDef {
    name: "bundle_part",
    columns: &[
        need("bundle", Text),
        need("part", Integer),
        need("parts", Integer),
        need("content", Bytes),
        need("arrived_at", Instant),
    ],
    key: &["bundle", "part"],
    unique: &[],
    references: &[],
    indexes: &[&["arrived_at"]],
};
