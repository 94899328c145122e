//! The snapshots that were sealed, and their files for whoever may take them away.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use store::dates::Instant;
use store::{Fault, Queries, Row, Store};
use uuid::Uuid;
use vocab::said;

use crate::access::Right;
use crate::act::Cause;
use crate::keys::hex;
use crate::snapshot::{Manifest, may_take};
use crate::{Registry, Scope, SnapshotId, Stopped, UserId};

/// Số liệu đã niêm phong.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Its id; its folder has the same name.
    pub id: SnapshotId,
    /// When it was sealed.
    pub at: Instant,
    /// By whom; `None` is the operator at the machine.
    pub by: Option<UserId>,
    /// The name of who sealed it.
    pub by_name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Number of the act.
    pub act_seq: i64,
    /// What was sealed.
    pub manifest: Manifest,
    /// SHA-256 of the manifest, as the log has it.
    pub sha256: String,
}

const SELECT: &str = "select s.id, s.manifest, s.manifest_sha256, s.act_seq, a.at, a.actor, a.reason, u.name as actor_name \
     from snapshot s join act a on a.seq = s.act_seq left join user_account u on u.id = a.actor";

/// All snapshots of an open, current database, newest first: for the operator at the machine.
///
/// # Errors
/// The database failed.
pub async fn all(store: &Store) -> Result<Vec<Snapshot>, Fault> {
    let sql = format!("{SELECT} order by s.act_seq desc");
    store.rows(&sql, vec![]).await?.iter().map(read).collect()
}

impl Registry {
    /// All snapshots, newest first. A scope that sees neither figures nor the log sees none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn snapshots(&self, scope: &Scope) -> Result<Vec<Snapshot>, Fault> {
        if !matches!(scope.right(), Right::SeeFigures | Right::SeeAudit) {
            return Ok(Vec::new());
        }
        all(&self.store).await
    }

    /// One snapshot. Its figures are those of everywhere: whoever shows them leaves out what the scope does not cover.
    ///
    /// # Errors
    /// The database failed.
    pub async fn snapshot(&self, scope: &Scope, id: SnapshotId) -> Result<Option<Snapshot>, Fault> {
        if scope.right() != Right::SeeFigures {
            return Ok(None);
        }
        self.snapshot_here(id).await
    }

    async fn snapshot_here(&self, id: SnapshotId) -> Result<Option<Snapshot>, Fault> {
        let row = self.store.row(&format!("{SELECT} where s.id = $1"), vec![id.0.into()]).await?;
        row.as_ref().map(read).transpose()
    }

    /// Whether the files of a snapshot lie where this program looks for them.
    pub fn has_files_of(&self, id: SnapshotId) -> bool {
        self.folder_of(id).is_some_and(|folder| folder.is_dir())
    }

    pub(crate) fn folder_of(&self, id: SnapshotId) -> Option<PathBuf> {
        self.sealed.as_ref().map(|folder| folder.join(id.to_string()))
    }

    /// Hands out a file of a snapshot, or its `manifest.json`, after comparing it with what was sealed; taking it is an
    /// act. `None` if the snapshot has no such file.
    ///
    /// # Errors
    /// The scope is not everywhere or not for exports, the file is gone or is not what was sealed any more; or the
    /// database failed.
    pub async fn take_sealed_file(
        &self,
        by: &Scope,
        id: SnapshotId,
        path: &str,
        at: Instant,
    ) -> Result<Option<Vec<u8>>, Stopped> {
        may_take(by)?;
        let Some(snapshot) = self.snapshot_here(id).await? else { return Ok(None) };
        let bytes = if path == "manifest.json" {
            snapshot.manifest.text().into_bytes()
        } else {
            let Some(file) = snapshot.manifest.files().into_iter().find(|file| file.path == path) else {
                return Ok(None);
            };
            // Only a path that the manifest names is ever opened.
            let place = self.folder_of(id).map(|folder| folder.join(&file.path)).ok_or_else(gone)?;
            let bytes = tokio::task::spawn_blocking(move || read_file(&place)).await;
            let bytes = bytes.ok().flatten().ok_or_else(gone)?;
            if hex(&Sha256::digest(&bytes)) != file.sha256 {
                return Err(changed());
            }
            bytes
        };
        let content = json!({ "snapshot": id.to_string(), "file": path });
        let cause = Cause { content: Some(content), ..Cause::new("snapshot.take", Some(by.user())) };
        self.begin(cause, at).await?.finish().await?;
        Ok(Some(bytes))
    }
}

fn read_file(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

fn read(row: &Row) -> Result<Snapshot, Fault> {
    let manifest = Manifest::of_json(row.get::<Json>("manifest")?);
    Ok(Snapshot {
        id: SnapshotId(row.id("id")?),
        at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
        by: row.get::<Option<Uuid>>("actor")?.map(UserId),
        by_name: row.get("actor_name")?,
        reason: row.get("reason")?,
        act_seq: row.get("act_seq")?,
        manifest: manifest.ok_or_else(|| {
            Fault::damaged(said!("không đọc được một bản kê khai", "a manifest cannot be read"))
        })?,
        sha256: row.get("manifest_sha256")?,
    })
}

fn gone() -> Stopped {
    Stopped::refused(
        said!("tệp của bộ số liệu này không có ở máy chủ", "the file of this snapshot is not on the server"),
        said!(
            "chép lại thư mục của bộ số liệu vào thư mục snapshots, hoặc lấy ở nơi đã lưu",
            "put the folder of the snapshot back into the folder snapshots, or take it from where it is kept"
        ),
    )
}

fn changed() -> Stopped {
    Stopped::refused(
        said!("tệp đã bị sửa sau khi niêm phong", "the file was changed after it was sealed"),
        said!(
            "báo người quản trị; chạy `chungtay snapshot check` trên thư mục của bộ số liệu",
            "tell the administrator; run `chungtay snapshot check` on the folder of the snapshot"
        ),
    )
}
