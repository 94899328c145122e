//! An official act: rows are gathered, then written with their audit entry in one transaction, or not at all.
//!
//! The entry is a commitment over who, when, why and every row. Rows about people carry a salt of their own, so that one
//! of them can be erased by law while the log stays verifiable.

use std::collections::BTreeMap;

use oversight::commitment::commit;
use oversight::tree::{Frontier, Hash, Place, peaks};
use serde_json::Value as Json;
use store::dates::Instant;
use store::{Fault, Queries, Row, Tx, Value};
use uuid::Uuid;

use crate::cell::{Cell, Kind};
use crate::facts::Fact;
use crate::keys::random;
use crate::{Registry, UserId};

/// A table that only acts write. Every row also has `act_seq` and `ordinal`.
#[derive(Debug)]
pub(crate) struct ActTable {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [(&'static str, Kind)],
    /// Whether its rows are about people: each has a salt and a digest.
    pub(crate) is_personal: bool,
}

use Kind::{Day as D, Id, Integer as Int, Json as J, Text as T};
use vocab::said;

pub(crate) const VILLAGE: ActTable = ActTable { name: "village", columns: &[("id", Id)], is_personal: false };
pub(crate) const HOUSEHOLD: ActTable =
    ActTable { name: "household", columns: &[("id", Id), ("number", Int)], is_personal: false };
pub(crate) const PERSON: ActTable =
    ActTable { name: "person", columns: &[("id", Id), ("number", Int)], is_personal: false };
pub(crate) const FACT: ActTable = ActTable {
    name: "fact",
    columns: &[
        ("subject", Id),
        ("attribute", T),
        ("object", Id),
        ("value", J),
        ("valid_from", D),
        ("valid_until", D),
    ],
    is_personal: true,
};
pub(crate) const PROGRAM_AREA: ActTable =
    ActTable { name: "program_area", columns: &[("id", Id), ("name", T), ("units", J)], is_personal: false };
pub(crate) const CAMPAIGN: ActTable = ActTable {
    name: "campaign",
    columns: &[
        ("id", Id),
        ("kind", T),
        ("label", T),
        ("year", Int),
        ("standard", T),
        ("pack_digest", T),
        ("result_day", D),
        ("age_day", D),
        ("income_test", T),
    ],
    is_personal: false,
};
pub(crate) const ASSESSMENT: ActTable = ActTable {
    name: "assessment",
    columns: &[
        ("id", Id),
        ("household_id", Id),
        ("campaign_id", Id),
        ("village_id", Id),
        ("commune_code", T),
        ("province_code", T),
        ("zone", T),
        ("standard", T),
        ("pack_digest", T),
        ("engine_version", T),
        ("answers", J),
        ("outcome", T),
        ("income_band", T),
        ("deprivation_count", Int),
        ("deprivation_count_max", Int),
        ("deprived", J),
        ("needs", J),
        ("members", Int),
        ("supersedes", Id),
    ],
    is_personal: true,
};
pub(crate) const USER_ACCOUNT: ActTable =
    ActTable { name: "user_account", columns: &[("id", Id), ("login", T), ("name", T)], is_personal: false };
pub(crate) const ROLE_GRANT: ActTable = ActTable {
    name: "role_grant",
    columns: &[
        ("id", Id),
        ("user_id", Id),
        ("role", T),
        ("unit_code", T),
        ("village_id", Id),
        ("valid_from", D),
        ("valid_until", D),
    ],
    is_personal: false,
};
pub(crate) const ROLE_GRANT_END: ActTable =
    ActTable { name: "role_grant_end", columns: &[("grant_id", Id)], is_personal: false };

pub(crate) const SNAPSHOT: ActTable = ActTable {
    name: "snapshot",
    columns: &[("id", Id), ("campaign_id", Id), ("year", Int), ("manifest", J), ("manifest_sha256", T)],
    is_personal: false,
};

pub(crate) const DOCUMENT: ActTable = ActTable {
    name: "document",
    columns: &[
        ("id", Id),
        ("household_id", Id),
        ("person_id", Id),
        ("kind", T),
        ("dated", D),
        ("of_act", Int),
        ("media", T),
        ("size", Int),
        ("sealed_sha256", T),
        ("about", J),
    ],
    is_personal: true,
};
pub(crate) const DOCUMENT_REMOVAL: ActTable =
    ActTable { name: "document_removal", columns: &[("document_id", Id)], is_personal: false };
pub(crate) const FORM: ActTable = ActTable {
    name: "form",
    columns: &[
        ("id", Id),
        ("campaign_id", Id),
        ("form_id", T),
        ("version", T),
        ("title", T),
        ("standard", T),
        ("pack_digest", T),
        ("xml", T),
    ],
    is_personal: false,
};
pub(crate) const DEVICE: ActTable = ActTable {
    name: "device",
    columns: &[("id", Id), ("campaign_id", Id), ("user_id", Id), ("label", T)],
    is_personal: false,
};
pub(crate) const DEVICE_END: ActTable =
    ActTable { name: "device_end", columns: &[("device_id", Id)], is_personal: false };
pub(crate) const ASSIGNMENT: ActTable = ActTable {
    name: "assignment",
    columns: &[("id", Id), ("campaign_id", Id), ("household_id", Id), ("user_id", Id)],
    is_personal: false,
};
pub(crate) const ASSIGNMENT_END: ActTable =
    ActTable { name: "assignment_end", columns: &[("assignment_id", Id)], is_personal: false };
pub(crate) const SUBMISSION: ActTable = ActTable {
    name: "submission",
    columns: &[
        ("id", Id),
        ("campaign_id", Id),
        ("form_id", T),
        ("version", T),
        ("device_id", Id),
        ("instance_id", T),
        ("sha256", T),
        ("size", Int),
        ("declared", J),
    ],
    is_personal: true,
};
pub(crate) const SUBMISSION_FILE: ActTable = ActTable {
    name: "submission_file",
    columns: &[("submission_id", Id), ("name", T), ("media_type", T), ("sha256", T), ("size", Int)],
    is_personal: true,
};

pub(crate) const REINTERVIEW_PLAN: ActTable = ActTable {
    name: "reinterview_plan",
    columns: &[("id", Id), ("campaign_id", Id), ("areas", J), ("per_mille", Int), ("seed_hash", T)],
    is_personal: false,
};
pub(crate) const REINTERVIEW_DRAW: ActTable = ActTable {
    name: "reinterview_draw",
    columns: &[("plan_id", Id), ("seed", T), ("frame_sha256", T), ("strata", J)],
    is_personal: false,
};
pub(crate) const REINTERVIEW: ActTable = ActTable {
    name: "reinterview",
    columns: &[
        ("id", Id),
        ("plan_id", Id),
        ("campaign_id", Id),
        ("household_id", Id),
        ("first_submission", Id),
        ("first_user", Id),
        ("user_id", Id),
    ],
    is_personal: false,
};
pub(crate) const TRAINING: ActTable = ActTable {
    name: "training",
    columns: &[("id", Id), ("user_id", Id), ("held_on", D), ("place", T), ("trainer", T), ("topic", T)],
    is_personal: false,
};
pub(crate) const TRAINING_END: ActTable =
    ActTable { name: "training_end", columns: &[("training_id", Id)], is_personal: false };
pub(crate) const QUIZ: ActTable = ActTable {
    name: "quiz",
    columns: &[
        ("id", Id),
        ("user_id", Id),
        ("campaign_id", Id),
        ("attempt", Int),
        ("standard", T),
        ("pack_digest", T),
        ("asked", J),
        ("right_answers", Int),
        ("pass_mark", Int),
    ],
    is_personal: false,
};
pub(crate) const SUBMISSION_DECISION: ActTable = ActTable {
    name: "submission_decision",
    columns: &[("submission_id", Id), ("kind", T), ("household_id", Id), ("instead_id", Id)],
    is_personal: false,
};
pub(crate) const APART_DECISION: ActTable = ActTable {
    name: "apart_decision",
    columns: &[("apart_id", Id), ("kind", T), ("submission_id", Id)],
    is_personal: false,
};
pub(crate) const TYPED_FORM: ActTable = ActTable {
    name: "typed_form",
    columns: &[
        ("submission_id", Id),
        ("entry_id", Id),
        ("household_id", Id),
        ("first_by", Id),
        ("second_by", Id),
        ("settled_by", Id),
        ("of_submission", Id),
    ],
    is_personal: false,
};

pub(crate) const PROCEDURE_PACK: ActTable = ActTable {
    name: "procedure_pack",
    columns: &[("digest", T), ("procedure", T), ("files", J)],
    is_personal: false,
};
pub(crate) const PROCEEDING: ActTable = ActTable {
    name: "proceeding",
    columns: &[
        ("id", Id),
        ("campaign_id", Id),
        ("procedure", T),
        ("pack", T),
        ("commune_code", T),
        ("province_code", T),
        ("year", Int),
        ("month", Int),
        ("standard", T),
        ("opened_at", Kind::Instant),
        ("terms", J),
    ],
    is_personal: false,
};
pub(crate) const PROCEEDING_EVENT: ActTable = ActTable {
    name: "proceeding_event",
    columns: &[
        ("proceeding_id", Id),
        ("number", Int),
        ("kind", T),
        ("household_id", Id),
        ("village_id", Id),
        ("assessment_id", Id),
        ("at", Kind::Instant),
        ("content", J),
    ],
    is_personal: false,
};
pub(crate) const PROCEEDING_LIST: ActTable = ActTable {
    name: "proceeding_list",
    columns: &[
        ("proceeding_id", Id),
        ("number", Int),
        ("kind", T),
        ("village_id", Id),
        ("sha256", T),
        ("content", J),
    ],
    is_personal: false,
};

pub(crate) const PEER: ActTable = ActTable {
    name: "peer",
    columns: &[("id", Id), ("name", T), ("key_text", T), ("area", T)],
    is_personal: false,
};
pub(crate) const PEER_END: ActTable =
    ActTable { name: "peer_end", columns: &[("peer_id", Id)], is_personal: false };
pub(crate) const REPORT: ActTable = ActTable {
    name: "report",
    columns: &[
        ("id", Id),
        ("kind", T),
        ("year", Int),
        ("month", Int),
        ("province_code", T),
        ("commune_code", T),
        ("sha256", T),
        ("content", J),
        ("sent_at", Kind::Instant),
        ("replaces", Id),
        ("peer_id", Id),
    ],
    is_personal: false,
};
pub(crate) const REPORT_EVENT: ActTable = ActTable {
    name: "report_event",
    columns: &[
        ("report_id", Id),
        ("number", Int),
        ("kind", T),
        ("at", Kind::Instant),
        ("receipt", Int),
        ("comment", T),
        ("peer_id", Id),
    ],
    is_personal: false,
};

pub(crate) const PROCEEDING_FILE: ActTable = ActTable {
    name: "proceeding_file",
    columns: &[
        ("id", Id),
        ("proceeding_id", Id),
        ("number", Int),
        ("kind", T),
        ("village_id", Id),
        ("media", T),
        ("size", Int),
        ("sealed_sha256", T),
        ("about", J),
    ],
    is_personal: false,
};

/// All of them, in the order in which references allow writing them; a new one goes to the end.
pub(crate) const TABLES: [&ActTable; 38] = [
    &VILLAGE,
    &HOUSEHOLD,
    &PERSON,
    &FACT,
    &PROGRAM_AREA,
    &CAMPAIGN,
    &ASSESSMENT,
    &USER_ACCOUNT,
    &ROLE_GRANT,
    &ROLE_GRANT_END,
    &SNAPSHOT,
    &DOCUMENT,
    &DOCUMENT_REMOVAL,
    &FORM,
    &DEVICE,
    &DEVICE_END,
    &ASSIGNMENT,
    &ASSIGNMENT_END,
    &SUBMISSION,
    &SUBMISSION_FILE,
    &REINTERVIEW_PLAN,
    &REINTERVIEW_DRAW,
    &REINTERVIEW,
    &TRAINING,
    &TRAINING_END,
    &QUIZ,
    &SUBMISSION_DECISION,
    &APART_DECISION,
    &TYPED_FORM,
    &PROCEDURE_PACK,
    &PROCEEDING,
    &PROCEEDING_EVENT,
    &PROCEEDING_LIST,
    &PEER,
    &PEER_END,
    &REPORT,
    &REPORT_EVENT,
    &PROCEEDING_FILE,
];

/// The columns of the table `act` that its commitment covers.
pub(crate) const HEADER: [(&str, Kind); 7] = [
    ("id", Id),
    ("kind", T),
    ("at", Kind::Instant),
    ("actor", Id),
    ("reason", T),
    ("content", J),
    ("undoes", Int),
];

/// An act in the making. Dropped, it leaves nothing.
pub(crate) struct Act {
    pub(crate) tx: Tx,
    pub(crate) at: Instant,
    /// The facts of this act, by what they are about.
    pub(crate) said: BTreeMap<Uuid, Vec<Fact>>,
    seq: u64,
    frontier: Frontier,
    header: Vec<Cell>,
    rows: Vec<Vec<Vec<Cell>>>,
    closed: Closed,
}

/// Entries whose content is complete, as the database takes them.
#[derive(Default)]
struct Closed {
    headers: Vec<Vec<Value>>,
    nodes: Vec<Vec<Value>>,
    /// By table, in the order of [`TABLES`].
    rows: BTreeMap<usize, Vec<Vec<Value>>>,
}

/// What a finished act is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its number in the audit log, from 0.
    pub seq: i64,
}

/// Who acts, and why.
#[derive(Clone, Debug)]
pub(crate) struct Cause<'a> {
    pub(crate) kind: &'a str,
    pub(crate) by: Option<UserId>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) content: Option<Json>,
    pub(crate) undoes: Option<i64>,
}

impl Cause<'_> {
    pub(crate) fn new(kind: &str, by: Option<UserId>) -> Cause<'_> {
        Cause { kind, by, reason: None, content: None, undoes: None }
    }
}

impl Registry {
    /// Begins an act; whoever holds it is the only one that acts.
    pub(crate) async fn begin(&self, cause: Cause<'_>, at: Instant) -> Result<Act, Fault> {
        let tx = self.store.begin().await?;
        let lock = if tx.is_postgres() { " for update" } else { "" };
        if tx.is_postgres() {
            tx.execute(
                "insert into audit_head (id, size, root) values (1, 0, $1) on conflict do nothing",
                vec![oversight::tree::empty_root().to_vec().into()],
            )
            .await?;
        }
        let head = tx.row(&format!("select size from audit_head where id = 1{lock}"), vec![]).await?;
        let size: i64 = head.map(|row| row.get("size")).transpose()?.unwrap_or(0);
        let frontier = frontier(&tx, size as u64).await?;
        Ok(Act {
            tx,
            at,
            said: BTreeMap::new(),
            seq: size as u64,
            frontier,
            header: header(cause, at),
            rows: no_rows(),
            closed: Closed::default(),
        })
    }
}

/// The cells of [`HEADER`].
fn header(cause: Cause<'_>, at: Instant) -> Vec<Cell> {
    vec![
        Cell::Id(Uuid::now_v7()),
        Cell::Text(cause.kind.to_owned()),
        Cell::Instant(at),
        Cell::or_null(Id, cause.by, |user| Cell::Id(user.0)),
        Cell::or_null(T, cause.reason, |reason| Cell::Text(reason.to_owned())),
        Cell::or_null(J, cause.content, Cell::Json),
        Cell::or_null(Int, cause.undoes, Cell::Integer),
    ]
}

fn no_rows() -> Vec<Vec<Vec<Cell>>> {
    TABLES.iter().map(|_| Vec::new()).collect()
}

/// The log's peaks from the database.
pub(crate) async fn frontier(on: &impl Queries, size: u64) -> Result<Frontier, Fault> {
    let mut hashes = Vec::new();
    for place in peaks(size) {
        let values = vec![i64::from(place.level).into(), (place.position as i64).into()];
        let row = on.row("select hash from audit_node where level = $1 and position = $2", values).await?;
        if let Some(row) = row {
            hashes.push(hash_of(&row)?);
        }
    }
    Frontier::new(size, hashes).ok_or_else(|| {
        Fault::damaged(said!(
            "nhật ký kiểm toán thiếu mã băm phải có",
            "the audit log lacks hashes that it must have"
        ))
    })
}

pub(crate) fn hash_of(row: &Row) -> Result<Hash, Fault> {
    let bytes: Vec<u8> = row.get("hash")?;
    bytes.try_into().map_err(|_| {
        Fault::damaged(said!(
            "một mã băm của nhật ký kiểm toán có độ dài khác",
            "a hash of the audit log has another length"
        ))
    })
}

impl Act {
    /// Its number in the log.
    pub(crate) fn seq(&self) -> i64 {
        self.seq as i64
    }

    /// Says what the act is about, where that is known only once it has begun.
    pub(crate) fn set_content(&mut self, content: Json) {
        let at = HEADER.iter().position(|(name, _)| *name == "content");
        if let Some(cell) = at.and_then(|at| self.header.get_mut(at)) {
            *cell = Cell::Json(content);
        }
    }

    /// Adds a row; its cells stand in the order of the table's columns.
    pub(crate) fn add(&mut self, table: &'static ActTable, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), table.columns.len(), "{}", table.name);
        let at = TABLES.iter().position(|known| known.name == table.name);
        if let Some(rows) = at.and_then(|at| self.rows.get_mut(at)) {
            rows.push(cells);
        }
    }

    /// Begins another entry in the same transaction, after closing this one if it has rows: only for arrivals, which are no
    /// official acts and may share one.
    pub(crate) fn then(&mut self, cause: Cause<'_>, at: Instant) -> Result<(), Fault> {
        if self.rows.iter().any(|rows| !rows.is_empty()) {
            self.close()?;
            self.seq += 1;
        }
        self.at = at;
        self.header = header(cause, at);
        Ok(())
    }

    /// Whether nothing was added in any entry.
    pub(crate) fn is_empty(&self) -> bool {
        self.closed.headers.is_empty() && self.rows.iter().all(Vec::is_empty)
    }

    /// Writes the act, its rows and its entry. The transaction is still open, for what follows from the act.
    pub(crate) async fn write(&mut self) -> Result<Done, Fault> {
        self.close()?;
        let Closed { headers, nodes, rows } = std::mem::take(&mut self.closed);
        let mut columns: Vec<&str> = HEADER.iter().map(|(name, _)| *name).collect();
        columns.extend(["seq", "salt", "commitment"]);
        self.tx.insert("act", &columns, headers).await?;
        for (at, rows) in rows {
            let Some(table) = TABLES.get(at) else { continue };
            let mut columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            columns.extend(["act_seq", "ordinal"]);
            if table.is_personal {
                columns.extend(["salt", "digest"]);
            }
            self.tx.insert(table.name, &columns, rows).await?;
        }
        self.tx.insert("audit_node", &["level", "position", "hash"], nodes).await?;
        let values = vec![(self.frontier.size() as i64).into(), self.frontier.root().to_vec().into()];
        let head = "insert into audit_head (id, size, root) values (1, $1, $2) on conflict (id) do update set size = excluded.size, root = excluded.root";
        self.tx.execute(head, values).await?;
        Ok(Done { seq: self.seq as i64 })
    }

    /// Commits to the content of this entry and appends it to the log.
    fn close(&mut self) -> Result<(), Fault> {
        let salt: [u8; 16] = salt()?;
        let seq = self.seq as i64;
        let mut digests = Vec::new();
        for (at, (table, rows)) in TABLES.iter().zip(std::mem::replace(&mut self.rows, no_rows())).enumerate()
        {
            for (ordinal, cells) in rows.into_iter().enumerate() {
                let row_salt: Option<[u8; 16]> = table.is_personal.then(self::salt).transpose()?;
                let digest = row_digest(table, row_salt.as_ref().map(<[u8; 16]>::as_slice), &cells);
                digests.push(digest);
                let mut row: Vec<Value> = cells.into_iter().map(Cell::value).collect();
                row.extend([seq.into(), (ordinal as i64).into()]);
                if let Some(salt) = row_salt {
                    row.extend([salt.to_vec().into(), digest.to_vec().into()]);
                }
                self.closed.rows.entry(at).or_default().push(row);
            }
        }
        let entry = commitment(&salt, &self.header, &digests);
        let mut row: Vec<Value> = std::mem::take(&mut self.header).into_iter().map(Cell::value).collect();
        row.extend([seq.into(), salt.to_vec().into(), entry.to_vec().into()]);
        self.closed.headers.push(row);
        let nodes = self.frontier.append(&entry).into_iter().map(|(Place { level, position }, hash)| {
            vec![i64::from(level).into(), (position as i64).into(), hash.to_vec().into()]
        });
        self.closed.nodes.extend(nodes);
        Ok(())
    }

    /// Writes what is not written yet and makes everything permanent.
    pub(crate) async fn finish(mut self) -> Result<Done, Fault> {
        let done = self.write().await?;
        self.tx.commit().await?;
        Ok(done)
    }

    /// Makes a written act permanent.
    pub(crate) async fn commit(self) -> Result<(), Fault> {
        self.tx.commit().await
    }
}

fn salt() -> Result<[u8; 16], Fault> {
    random().map_err(|_| Fault::no_random_numbers())
}

/// What the log keeps of an act.
pub(crate) fn commitment(salt: &[u8], header: &[Cell], digests: &[Hash]) -> Hash {
    let mut head = Vec::new();
    for cell in header {
        cell.write_canonical(&mut head);
    }
    commit(salt, std::iter::once(head.as_slice()).chain(digests.iter().map(<[u8; 32]>::as_slice)))
}

/// What an act's commitment covers of one row.
pub(crate) fn row_digest(table: &ActTable, salt: Option<&[u8]>, cells: &[Cell]) -> Hash {
    let mut bytes = Vec::with_capacity(64 * cells.len());
    for cell in cells {
        cell.write_canonical(&mut bytes);
    }
    commit(salt.unwrap_or_default(), [table.name.as_bytes(), &bytes])
}
