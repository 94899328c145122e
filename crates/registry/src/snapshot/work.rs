//! Việc niêm phong đang chạy: sealing that somebody asked for from a page. How far it is stands in the table `job`, so that
//! every server shows it and can stop it; the files grow on the one that was asked.
//!
//! Asking is no act: the act is recorded when the files are complete, as from the command line.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries, Row};
use vocab::{LocalText, said};

use crate::access::{Area, Right};
use crate::snapshot::Sealable;
use crate::{JobId, Registry, Scope, SnapshotId, Stopped};

const KIND: &str = "snapshot.seal";
/// Whoever works says so once a second; after this silence the server is taken to have stopped.
const SILENCE_SECONDS: i64 = 60;

/// How far a sealing is, and whether it shall stop; shared by who works and who asks.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicI64,
    total: AtomicI64,
    is_stopped: AtomicBool,
}

impl Progress {
    /// Says how many households of how many are done; `false` if the work shall stop.
    pub fn reach(&self, done: i64, total: i64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        !self.is_stopped.load(Ordering::Relaxed)
    }

    /// Asks the work to stop at its next page.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Households that are done, and all.
    pub fn seen(&self) -> (i64, i64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}

/// What became of a sealing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkState {
    /// It goes on.
    Running,
    /// It became this snapshot.
    Sealed(SnapshotId),
    /// Somebody stopped it.
    Stopped,
    /// It could not be done: why, and what to do.
    Failed(LocalText, LocalText),
    /// The server that worked is silent.
    Lost,
}

/// A sealing that was asked for.
#[derive(Clone, Debug)]
pub struct SealingWork {
    /// Its id.
    pub id: JobId,
    /// Name of the campaign.
    pub label: String,
    /// Why, as it was asked for.
    pub reason: String,
    /// When it was asked for.
    pub at: Instant,
    /// Name of who asked.
    pub by_name: Option<String>,
    /// Households that are done.
    pub done: i64,
    /// All households; unknown at first.
    pub total: Option<i64>,
    /// What became of it.
    pub state: WorkState,
}

/// Niêm phong: a snapshot holds households of everywhere, so whoever seals one has the right everywhere.
pub(super) fn may_seal(by: &Scope) -> Result<(), Stopped> {
    if by.right() == Right::SealResults && by.areas() == [Area::Everywhere] {
        return Ok(());
    }
    Err(Stopped::refused(
        said!(
            "vai trò này không được niêm phong số liệu của toàn địa bàn",
            "this role may not seal the data of the whole area"
        ),
        said!("nhờ người có vai trò trên toàn địa bàn", "ask somebody with a role everywhere"),
    ))
}

pub(super) fn reason_given(reason: &str) -> Result<&str, Stopped> {
    let reason = reason.trim();
    if !reason.is_empty() {
        return Ok(reason);
    }
    Err(Stopped::refused(
        said!("chưa ghi lý do niêm phong", "there is no reason for the sealing"),
        said!("ghi vì sao số liệu được niêm phong", "write why the figures are sealed"),
    ))
}

impl Registry {
    /// Notes that a campaign is being sealed. Whoever then works calls [`Registry::sealing_reached`] at least once a minute
    /// and [`Registry::sealing_ended`] at the end.
    ///
    /// # Errors
    /// The scope may not seal, there is no reason, another sealing goes on; or the database failed.
    pub async fn begin_sealing(
        &self,
        by: &Scope,
        campaign: &Sealable,
        reason: &str,
        now: Instant,
    ) -> Result<JobId, Stopped> {
        may_seal(by)?;
        let reason = reason_given(reason)?;
        let tx = self.store.begin().await?;
        if tx.is_postgres() {
            // Two servers that are asked at once; on SQLite the transaction itself is the only one that writes.
            tx.rows("select size from audit_head where id = 1 for update", vec![]).await?;
        }
        let sql = "select 1 as one from job where kind = $1 and state = 'running' and lease_until > $2";
        if tx.row(sql, vec![KIND.into(), now.into()]).await?.is_some() {
            return Err(Stopped::refused(
                said!("đang niêm phong một đợt rà soát khác", "another campaign is being sealed"),
                said!("chờ việc đó xong, hoặc dừng việc đó", "wait until that is done, or stop it"),
            ));
        }
        let id = JobId::fresh();
        let wish = json!({ "campaign": campaign.id.to_string(), "label": campaign.label, "reason": reason });
        let columns =
            ["id", "kind", "wish", "state", "asked_at", "asked_by", "lease_until", "attempts", "done"];
        let row = vec![
            id.0.into(),
            KIND.into(),
            wish.into(),
            "running".into(),
            now.into(),
            by.user().0.into(),
            now.plus_seconds(SILENCE_SECONDS).into(),
            1_i64.into(),
            0_i64.into(),
        ];
        tx.insert("job", &columns, vec![row]).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Notes how far a sealing is. `false` if it was stopped.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sealing_reached(
        &self,
        id: JobId,
        (done, total): (i64, i64),
        now: Instant,
    ) -> Result<bool, Fault> {
        let tx = self.store.begin().await?;
        let sql =
            "update job set done = $1, total = $2, lease_until = $3 where id = $4 and state = 'running'";
        let lease = now.plus_seconds(SILENCE_SECONDS);
        let touched = tx.execute(sql, vec![done.into(), total.into(), lease.into(), id.0.into()]).await?;
        tx.commit().await?;
        Ok(touched > 0)
    }

    /// Notes what became of a sealing. What was sealed is sealed, even if somebody wanted to stop it meanwhile.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sealing_ended(
        &self,
        id: JobId,
        became: Result<SnapshotId, (LocalText, LocalText)>,
    ) -> Result<(), Fault> {
        let (state, outcome) = match became {
            Ok(snapshot) => ("done", json!({ "snapshot": snapshot.to_string() })),
            Err((why, remedy)) => {
                ("failed", json!({ "why": [why.vi, why.en], "remedy": [remedy.vi, remedy.en] }))
            }
        };
        let tx = self.store.begin().await?;
        let sql =
            "update job set state = $1, outcome = $2 where id = $3 and (state = 'running' or $1 = 'done')";
        tx.execute(sql, vec![state.into(), outcome.into(), id.0.into()]).await?;
        tx.commit().await
    }

    /// Stops a sealing. Nothing is left of it.
    ///
    /// # Errors
    /// The scope may not seal, the sealing does not go on any more; or the database failed.
    pub async fn stop_sealing(&self, by: &Scope, id: JobId) -> Result<(), Stopped> {
        may_seal(by)?;
        let tx = self.store.begin().await?;
        let sql = "update job set state = 'stopped' where id = $1 and kind = $2 and state = 'running'";
        let touched = tx.execute(sql, vec![id.0.into(), KIND.into()]).await?;
        tx.commit().await?;
        if touched > 0 {
            return Ok(());
        }
        Err(Stopped::refused(
            said!("việc niêm phong này không còn chạy", "this sealing does not go on any more"),
            said!("tải lại trang", "load the page again"),
        ))
    }

    /// The newest sealings that were asked for from pages, newest first.
    ///
    /// # Errors
    /// The scope may not seal, or the database failed.
    pub async fn sealings(&self, by: &Scope, now: Instant) -> Result<Vec<SealingWork>, Stopped> {
        may_seal(by)?;
        let sql = "select j.id, j.wish, j.state, j.asked_at, j.lease_until, j.done, j.total, j.outcome, u.name \
             from job j left join user_account u on u.id = j.asked_by where j.kind = $1 order by j.asked_at desc limit 5";
        let rows = self.store.rows(sql, vec![KIND.into()]).await?;
        Ok(rows.iter().map(|row| read(row, now)).collect::<Result<_, _>>()?)
    }
}

fn read(row: &Row, now: Instant) -> Result<SealingWork, Fault> {
    let wish: Json = row.get("wish")?;
    let text = |key: &str| wish.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let outcome = row.get::<Option<Json>>("outcome")?.unwrap_or_default();
    let is_silent = row.instant("lease_until")?.is_none_or(|until| until < now);
    let state = match row.get::<String>("state")?.as_str() {
        "running" if is_silent => WorkState::Lost,
        "running" => WorkState::Running,
        "stopped" => WorkState::Stopped,
        "done" => {
            let id = outcome.get("snapshot").and_then(Json::as_str).and_then(|id| id.parse().ok());
            WorkState::Sealed(id.ok_or_else(|| {
                Fault::damaged(said!("một lần niêm phong không có số liệu", "a sealing has no snapshot"))
            })?)
        }
        _ => WorkState::Failed(both(&outcome, "why"), both(&outcome, "remedy")),
    };
    Ok(SealingWork {
        id: JobId(row.id("id")?),
        label: text("label"),
        reason: text("reason"),
        at: row.instant("asked_at")?.unwrap_or(Instant::from_millis(0)),
        by_name: row.get("name")?,
        done: row.get("done")?,
        total: row.get::<Option<i64>>("total")?.filter(|total| *total > 0),
        state,
    })
}

fn both(outcome: &Json, key: &str) -> LocalText {
    let word =
        |at: usize| outcome.pointer(&format!("/{key}/{at}")).and_then(Json::as_str).unwrap_or_default();
    LocalText { vi: word(0).to_owned(), en: word(1).to_owned() }
}
