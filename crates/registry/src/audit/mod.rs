//! Nhật ký: who did what, when and why; and proofs that it is still so.

mod proof;

pub use proof::{Checkpoint, Inclusion};

use serde_json::Value as Json;
use store::dates::Instant;
use store::{Fault, Queries, Row, Value};
use uuid::Uuid;

use crate::access::Right;
use crate::act::TABLES;
use crate::{Registry, Scope, UserId};

/// Which acts are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this kind.
    pub kind: Option<String>,
    /// By this user.
    pub actor: Option<UserId>,
    /// Not earlier.
    pub from: Option<Instant>,
    /// Earlier than this.
    pub until: Option<Instant>,
}

/// An act, for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the log, from 0.
    pub seq: i64,
    /// What kind of act.
    pub kind: String,
    /// When.
    pub at: Instant,
    /// Who; `None` is the program itself or its operator.
    pub actor: Option<UserId>,
    /// Name of who.
    pub actor_name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The act that it undoes.
    pub undoes: Option<i64>,
    /// The act that undid it.
    pub undone_by: Option<i64>,
}

/// One act in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// As in the list.
    pub entry: Entry,
    /// What it says beside its rows.
    pub content: Option<Json>,
    /// How many rows it wrote, by table; tables without any are left out.
    pub rows: Vec<(&'static str, i64)>,
    /// How many of them were erased by law.
    pub erased: i64,
}

/// A page of the list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries {
    /// The acts of the page.
    pub entries: Vec<Entry>,
    /// How many fit in all.
    pub total: i64,
}

const SELECT: &str = "select a.seq, a.kind, a.at, a.actor, u.name as actor_name, a.reason, a.undoes, (select min(b.seq) from act b where b.undoes = a.seq) as undone_by, a.content from act a left join user_account u on u.id = a.actor";

impl Registry {
    /// Acts that fit and lie in the scope, newest first: `limit` of them after the first `skip`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn acts(
        &self,
        scope: &Scope,
        wanted: &Wanted,
        skip: i64,
        limit: i64,
    ) -> Result<Entries, Fault> {
        let mut values = Vec::new();
        let condition = fits(scope, wanted, &mut values);
        let count = self
            .store
            .row(&format!("select count(*) as n from act a where {condition}"), values.clone())
            .await?;
        let total = count.map(|row| row.get("n")).transpose()?.unwrap_or(0);
        values.extend([limit.into(), skip.into()]);
        let (limit, skip) = (values.len() - 1, values.len());
        let sql = format!("{SELECT} where {condition} order by a.seq desc limit ${limit} offset ${skip}");
        let rows = self.store.rows(&sql, values).await?;
        Ok(Entries { entries: rows.iter().map(entry).collect::<Result<_, _>>()?, total })
    }

    /// One act, if it lies in the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn act(&self, scope: &Scope, seq: i64) -> Result<Option<Shown>, Fault> {
        let mut values = Vec::new();
        let condition = fits(scope, &Wanted::default(), &mut values);
        values.push(seq.into());
        let sql = format!("{SELECT} where {condition} and a.seq = ${}", values.len());
        let Some(row) = self.store.row(&sql, values).await? else { return Ok(None) };
        let (mut rows, mut erased) = (Vec::new(), 0);
        for table in TABLES {
            let gone = if table.is_personal { "count(erased_by)" } else { "0" };
            let sql = format!("select count(*) as n, {gone} as gone from {} where act_seq = $1", table.name);
            let Some(row) = self.store.row(&sql, vec![seq.into()]).await? else { continue };
            let n: i64 = row.get("n")?;
            if n > 0 {
                rows.push((table.name, n));
            }
            if table.is_personal {
                erased += row.get::<i64>("gone")?;
            }
        }
        Ok(Some(Shown { entry: entry(&row)?, content: row.get("content")?, rows, erased }))
    }

    /// The kinds of acts and the users that the list can be narrowed to, within the scope of a whole log; others choose
    /// by time.
    ///
    /// # Errors
    /// The database failed.
    pub async fn act_kinds(&self, scope: &Scope) -> Result<Vec<String>, Fault> {
        let mut values = Vec::new();
        let condition = fits(scope, &Wanted::default(), &mut values);
        let sql = format!("select distinct a.kind from act a where {condition} order by a.kind");
        self.store.rows(&sql, values).await?.iter().map(|row| row.get("kind")).collect()
    }
}

/// The condition that an act fits and lies in the scope. Whoever sees less than everything sees the acts that touched
/// households which are in reach today.
fn fits(scope: &Scope, wanted: &Wanted, values: &mut Vec<Value>) -> String {
    if scope.right() != Right::SeeAudit {
        return "false".to_owned();
    }
    let mut parts = Vec::new();
    let mut add = |sql: &str, value: Value, values: &mut Vec<Value>| {
        values.push(value);
        parts.push(format!("{sql} ${}", values.len()));
    };
    if let Some(kind) = &wanted.kind {
        add("a.kind =", kind.clone().into(), values);
    }
    if let Some(actor) = wanted.actor {
        add("a.actor =", actor.0.into(), values);
    }
    if let Some(from) = wanted.from {
        add("a.at >=", from.into(), values);
    }
    if let Some(until) = wanted.until {
        add("a.at <", until.into(), values);
    }
    let inside = scope.condition("h", values);
    if inside != "true" {
        // Where the village lies today: codes of the time may be another commune's by now.
        let assessed = scope.condition("w", values);
        parts.push(format!("(exists (select 1 from fact f join household_now h on h.household_id in (f.subject, f.object) where f.act_seq = a.seq and {inside}) or exists (select 1 from fact f join person_now p on p.person_id = f.subject join household_now h on h.household_id = p.household_id where f.act_seq = a.seq and {inside}) or exists (select 1 from assessment s join village_now w on w.village_id = s.village_id where s.act_seq = a.seq and {assessed}) or exists (select 1 from document d join household_now h on h.household_id = d.household_id where d.act_seq = a.seq and {inside}) or exists (select 1 from document_removal r join document d on d.id = r.document_id join household_now h on h.household_id = d.household_id where r.act_seq = a.seq and {inside}))"));
    }
    if parts.is_empty() { "true".to_owned() } else { parts.join(" and ") }
}

fn entry(row: &Row) -> Result<Entry, Fault> {
    Ok(Entry {
        seq: row.get("seq")?,
        kind: row.get("kind")?,
        at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
        actor: row.get::<Option<Uuid>>("actor")?.map(UserId),
        actor_name: row.get("actor_name")?,
        reason: row.get("reason")?,
        undoes: row.get("undoes")?,
        undone_by: row.get("undone_by")?,
    })
}
