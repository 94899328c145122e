//! Dữ liệu về cuộc phỏng vấn: what phones say of the interviews themselves, beside what they sent. It decides nothing.

use serde_json::{Value as Json, json};
use store::{Fault, Queries, Row};

use crate::{Registry, SubmissionId};

/// What a phone says of an interview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interview {
    /// How long it took.
    pub seconds: Option<i64>,
    /// Answers that were changed after they had been given.
    pub changes: Option<i64>,
    /// How well the place was known, in meters.
    pub accuracy: Option<i64>,
    /// Codes of what is wrong with the phone's clock.
    pub clock: Vec<String>,
}

impl Registry {
    /// A file that was sent with a form; `None` if it is not here.
    ///
    /// # Errors
    /// The database failed, or the file cannot be decrypted with these keys.
    pub async fn submission_file(
        &self,
        submission: SubmissionId,
        name: &str,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let sql = "select f.sha256, b.body from submission_file f join submission_file_body b on b.submission_id = f.submission_id and b.name = f.name where f.submission_id = $1 and f.name = $2";
        let Some(row) = self.store.row(sql, vec![submission.0.into(), name.into()]).await? else {
            return Ok(None);
        };
        self.opened_file(&row).map(Some)
    }

    /// Notes what phones said of interviews; for the program itself. What is noted already stays.
    ///
    /// # Errors
    /// The database failed.
    pub async fn note_interviews(&self, interviews: &[(SubmissionId, Interview)]) -> Result<(), Fault> {
        let tx = self.store.begin().await?;
        for (id, of) in interviews {
            let sql = "insert into submission_paradata (submission_id, seconds, changes, accuracy, clock) values ($1, $2, $3, $4, $5) on conflict (submission_id) do nothing";
            let values = vec![
                id.0.into(),
                of.seconds.into(),
                of.changes.into(),
                of.accuracy.into(),
                json!(of.clock).into(),
            ];
            tx.execute(sql, values).await?;
        }
        tx.commit().await
    }
}

/// Of a row that may have `seconds`, `changes`, `accuracy` and `clock`.
pub(super) fn read(row: &Row) -> Result<Interview, Fault> {
    let clock: Option<Json> = row.get("clock")?;
    let codes = clock.as_ref().and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
    Ok(Interview {
        seconds: row.get("seconds")?,
        changes: row.get("changes")?,
        accuracy: row.get("accuracy")?,
        clock: codes.map(str::to_owned).collect(),
    })
}
