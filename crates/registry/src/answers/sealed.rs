//! Câu trả lời được mã hóa: what a household answered lies encrypted in the database, as a whole.
//!
//! As a whole, not question by question: who answers what is telling, too, and a question that somebody forgot to mark
//! would lie open. The log commits to the encrypted form, so that it is verified without the keys. Answers that an older
//! program stored are encrypted at the first start by acts of their own, which name every row and the digest of what it
//! became; what the row was stays committed to.

use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries, Row};
use uuid::Uuid;

use vocab::said;

use crate::act::{ASSESSMENT, Cause, row_digest};
use crate::cell::Cell;
use crate::keys::Keys;
use crate::verify::erasures::content;
use crate::verify::rows::cells;
use crate::{AssessmentId, Registry};

/// The kind of an act that encrypts answers of an older program.
pub(crate) const SEAL: &str = "answers.seal";
/// The setting that says that nothing is left to encrypt.
const DONE: &str = "answers.sealed";
/// Rows of one act.
const TOGETHER: usize = 1000;

fn place(id: Uuid) -> String {
    format!("assessment.answers/{id}")
}

/// The form in which the answers of an assessment are stored.
pub(crate) fn seal(keys: &Keys, id: AssessmentId, answers: &Json) -> Result<Json, Fault> {
    let sealed = keys.encrypt(&place(id.0), &answers.to_string());
    sealed.map(Json::String).map_err(|_| Fault::no_random_numbers())
}

/// The answers of a row with `id` and `answers`. An object is what an older program stored, or nothing: erased by law.
pub(crate) fn opened(keys: &Keys, row: &Row) -> Result<Json, Fault> {
    let stored: Json = row.get("answers")?;
    let Json::String(sealed) = &stored else { return Ok(stored) };
    let text = keys.decrypt(&place(row.id("id")?), sealed);
    let answers = text.and_then(|text| serde_json::from_str(&text).ok());
    answers.ok_or_else(|| {
        Fault::damaged(said!(
            "không giải mã được câu trả lời bằng khóa này",
            "answers cannot be decrypted with these keys"
        ))
    })
}

impl Registry {
    /// Encrypts the answers that an older program stored, and lets the database forget where they lay. Says how many.
    ///
    /// # Errors
    /// The database failed; what was done until then is done.
    pub async fn seal_old_answers(&self, at: Instant) -> Result<u64, Fault> {
        let sql = "select 1 as one from setting where name = $1";
        if self.store.row(sql, vec![DONE.into()]).await?.is_some() {
            return Ok(0);
        }
        let (mut done, mut after) = (0, (-1, -1));
        while let Some((some, last)) = self.seal_some(after, at).await? {
            done += some;
            after = last;
        }
        if done > 0 {
            self.store.forget_deleted("assessment").await?;
        }
        let tx = self.store.begin().await?;
        let sql = "insert into setting (name, value) values ($1, $2) on conflict do nothing";
        tx.execute(sql, vec![DONE.into(), json!(true).into()]).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// One act about the rows after this one: how many, and the last of them. Nothing is written if nothing is left.
    async fn seal_some(&self, after: (i64, i64), at: Instant) -> Result<Option<(u64, (i64, i64))>, Fault> {
        let mut act = self.begin(Cause::new(SEAL, None), at).await?;
        let open =
            if act.tx.is_postgres() { "jsonb_typeof(answers) = 'object'" } else { "answers like '{%'" };
        let sql = format!(
            "select * from assessment where (act_seq, ordinal) > ($1, $2) and erased_by is null and sealed_by is null and {open} order by act_seq, ordinal limit {TOGETHER}"
        );
        let rows = act.tx.rows(&sql, vec![after.0.into(), after.1.into()]).await?;
        if rows.is_empty() {
            act.tx.rollback().await?;
            return Ok(None);
        }
        let mut sealed = Vec::with_capacity(rows.len());
        let mut names = Vec::with_capacity(rows.len());
        for row in &rows {
            let answers = seal(&self.keys, AssessmentId(row.id("id")?), &row.get("answers")?)?;
            let mut cells = cells(row, &ASSESSMENT)?;
            let at = ASSESSMENT.columns.iter().position(|(name, _)| *name == "answers");
            if let Some(cell) = at.and_then(|at| cells.get_mut(at)) {
                *cell = Cell::Json(answers.clone());
            }
            let (act_seq, ordinal): (i64, i64) = (row.get("act_seq")?, row.get("ordinal")?);
            names.push((ASSESSMENT.name, act_seq, ordinal, row_digest(&ASSESSMENT, None, &cells)));
            sealed.push((act_seq, ordinal, answers));
        }
        act.set_content(content(&names));
        let done = act.write().await?;
        // Without the salt nobody can try out answers against the digest of what the row was.
        let sql = "update assessment set answers = $1, salt = null, sealed_by = $2 where act_seq = $3 and ordinal = $4";
        let mut last = after;
        for (act_seq, ordinal, answers) in sealed {
            last = (act_seq, ordinal);
            act.tx
                .execute(sql, vec![answers.into(), done.seq.into(), act_seq.into(), ordinal.into()])
                .await?;
        }
        act.commit().await?;
        Ok(Some((rows.len() as u64, last)))
    }
}
