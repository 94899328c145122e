//! Xóa theo luật: what phones sent and people typed of one household, for the act that erases it.

use std::collections::BTreeSet;

use store::{Fault, Queries, Tx, Value};
use uuid::Uuid;

use super::arrival::place;
use crate::Keys;
use crate::act::{SUBMISSION, SUBMISSION_FILE};
use crate::cell::Cell;
use crate::erase::{Erased, left};

/// Everything that came of a household, by its ids.
#[derive(Debug, Default)]
pub(crate) struct OfHousehold {
    submissions: BTreeSet<Uuid>,
    apart: BTreeSet<Uuid>,
    entries: BTreeSet<Uuid>,
}

impl OfHousehold {
    /// Looks for what came of a household: by what was read or decided of it, and, where nothing was, by whether it names the
    /// household anywhere.
    pub(crate) async fn add(&mut self, on: &impl Queries, keys: &Keys, household: Uuid) -> Result<(), Fault> {
        let known = "select submission_id as id from submission_now where household_id = $1 union select submission_id as id from typed_form where household_id = $1 union select submission_id as id from submission_decision where household_id = $1";
        for row in on.rows(known, vec![household.into()]).await? {
            self.submissions.insert(row.id("id")?);
        }
        let name = household.to_string();
        let names = |sha256: &str, body: &[u8]| {
            let bytes = keys.unseal(&place(sha256), body).unwrap_or_default();
            bytes.windows(name.len()).any(|part| part.eq_ignore_ascii_case(name.as_bytes()))
        };
        let unread = "select s.id, s.sha256, b.body from submission s join submission_now n on n.submission_id = s.id join submission_body b on b.submission_id = s.id where n.household_id is null and s.erased_by is null";
        for row in on.rows(unread, vec![]).await? {
            if names(&row.get::<String>("sha256")?, &row.get::<Vec<u8>>("body")?) {
                self.submissions.insert(row.id("id")?);
            }
        }
        let apart = "select q.id, q.sha256, q.body, (select s.id from submission s where s.instance_id = q.instance_id) as of_id from quarantine q where q.erased_by is null";
        for row in on.rows(apart, vec![]).await? {
            let of: Option<Uuid> = row.get("of_id")?;
            let is_of = of.is_some_and(|of| self.submissions.contains(&of));
            if is_of || names(&row.get::<String>("sha256")?, &row.get::<Vec<u8>>("body")?) {
                self.apart.insert(row.id("id")?);
            }
        }
        let typed = "select id from entry where household_id = $1 and erased_by is null";
        for row in on.rows(typed, vec![household.into()]).await? {
            self.entries.insert(row.id("id")?);
        }
        Ok(())
    }

    /// The rows of acts among it, and how they are left.
    pub(crate) async fn rows(&self, on: &impl Queries) -> Result<Vec<Erased>, Fault> {
        let mut rows = Vec::new();
        for id in &self.submissions {
            let sql = "select * from submission where id = $1 and erased_by is null";
            rows.extend(left(on, sql, *id, &SUBMISSION, "sha256", Cell::Text(String::new())).await?);
            let sql = "select * from submission_file where submission_id = $1 and erased_by is null order by act_seq, ordinal";
            rows.extend(left(on, sql, *id, &SUBMISSION_FILE, "sha256", Cell::Text(String::new())).await?);
        }
        Ok(rows)
    }

    /// Takes the bytes away, and what was said of them beside the rows of acts.
    pub(crate) async fn erase(&self, tx: &Tx, by: i64) -> Result<(), Fault> {
        for id in &self.submissions {
            for sql in [
                "delete from submission_body where submission_id = $1",
                "delete from submission_file_body where submission_id = $1",
            ] {
                tx.execute(sql, vec![(*id).into()]).await?;
            }
            let nothing: Value = None::<serde_json::Value>.into();
            let sql = "update submission_now set said = $2 where submission_id = $1";
            tx.execute(sql, vec![(*id).into(), nothing]).await?;
        }
        for id in &self.apart {
            // Two that are erased must not count as the same.
            let sha256 = format!("erased:{id}");
            let sql = "update quarantine set body = $2, sha256 = $3, instance_id = null, name = null, erased_by = $4 where id = $1";
            tx.execute(sql, vec![(*id).into(), Vec::<u8>::new().into(), sha256.into(), by.into()]).await?;
        }
        for id in &self.entries {
            tx.execute("delete from entry_part where entry_id = $1", vec![(*id).into()]).await?;
            tx.execute("update entry set erased_by = $2 where id = $1", vec![(*id).into(), by.into()])
                .await?;
        }
        Ok(())
    }
}
