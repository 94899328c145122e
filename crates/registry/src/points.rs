//! Bảng điểm B1 của sổ hộ: imported tables of points, each one act. The act itself holds the table, so every server and every
//! backup has it, and the log vouches for its bytes (`docs/decisions/0022-point-tables-in-the-log.md`).

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use standards::points::{PointTable, reread, written};
use standards::standard::PovertyStandard;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use vocab::said;

use crate::access::{Area, Right};
use crate::act::{Cause, Done};
use crate::keys::hex;
use crate::{Registry, Scope, Stopped};

const KIND: &str = "points.import";

/// An imported table of points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedPoints {
    /// Number of the act.
    pub act_seq: i64,
    /// When.
    pub at: Instant,
    /// Name of who imported it.
    pub by_name: Option<String>,
    /// Id of the standard.
    pub standard: String,
    /// The official text that it was copied from.
    pub source: String,
    /// SHA-256 of the table, as it was imported.
    pub sha256: String,
    /// The table: CSV with `region,item,option,points`.
    pub csv: String,
}

impl ImportedPoints {
    /// How many rows it has, without the header.
    pub fn rows(&self) -> usize {
        self.csv.lines().count().saturating_sub(1)
    }
}

impl Registry {
    /// Imports a complete table for a standard. It counts from now on; the ones before stay in the log.
    ///
    /// # Errors
    /// The scope is not everywhere or not for reference data, the source is not named, the table does not fit the structure
    /// of the standard; or the database failed.
    pub async fn import_points(
        &self,
        by: &Scope,
        standard: &PovertyStandard,
        (csv, source): (&str, &str),
        at: Instant,
    ) -> Result<Done, Stopped> {
        if by.right() != Right::KeepReference || by.areas() != [Area::Everywhere] {
            return Err(Stopped::refused(
                said!("vai trò này không được nhập bảng điểm", "this role may not import a table of points"),
                said!("nhờ quản trị viên toàn địa bàn", "ask an administrator of everywhere"),
            ));
        }
        let source = source.trim();
        if source.is_empty() {
            return Err(Stopped::refused(
                said!("chưa ghi nguồn của bảng điểm", "the source of the table is not named"),
                said!("ghi tên văn bản và phụ lục", "name the official text and its annex"),
            ));
        }
        let rows = reread(csv).unwrap_or_default();
        let fits = standard.points.as_ref().is_some_and(|structure| structure.table(&rows).is_ok());
        if !fits {
            return Err(Stopped::refused(
                said!(
                    "bảng điểm không khớp cấu trúc của chuẩn",
                    "the table does not fit the structure of the standard"
                ),
                said!(
                    "gửi lại tệp và xem các lỗi được liệt kê",
                    "send the file again and see the listed mistakes"
                ),
            ));
        }
        let csv = written(&rows);
        let sha256 = hex(&Sha256::digest(csv.as_bytes()));
        let content = json!({ "standard": standard.id, "sha256": sha256, "csv": csv });
        let cause =
            Cause { reason: Some(source), content: Some(content), ..Cause::new(KIND, Some(by.user())) };
        Ok(self.begin(cause, at).await?.finish().await?)
    }

    /// All imported tables, the newest first: it is the one that counts for its standard.
    ///
    /// # Errors
    /// The database failed.
    pub async fn imported_points(&self, standard: &str) -> Result<Vec<ImportedPoints>, Fault> {
        let sql = "select a.seq, a.at, a.reason, a.content, u.name from act a left join user_account u on u.id = a.actor \
             where a.kind = $1 order by a.seq desc";
        let rows = self.store.rows(sql, vec![KIND.into()]).await?;
        let all: Vec<ImportedPoints> = rows.iter().map(read).collect::<Result<_, _>>()?;
        Ok(all.into_iter().filter(|one| one.standard == standard).collect())
    }

    /// The table that counts for a standard; `None` if none was imported.
    ///
    /// # Errors
    /// It is not what was imported any more, or does not fit the standard as it is now; or the database failed.
    pub async fn points_in_use(
        &self,
        standard: &PovertyStandard,
    ) -> Result<Option<(ImportedPoints, PointTable)>, Stopped> {
        let Some(newest) = self.imported_points(&standard.id).await?.into_iter().next() else {
            return Ok(None);
        };
        if hex(&Sha256::digest(newest.csv.as_bytes())) != newest.sha256 {
            return Err(Stopped::refused(
                said!(
                    "bảng điểm đã bị sửa sau khi nhập: không còn khớp mã SHA-256",
                    "the table of points was changed after its import: it no longer has its SHA-256"
                ),
                said!(
                    "chạy `chungtay verify`, rồi nhập lại bảng chính thức",
                    "run `chungtay verify`, then import the official table again"
                ),
            ));
        }
        let rows = reread(&newest.csv).unwrap_or_default();
        let table = standard.points.as_ref().and_then(|structure| structure.table(&rows).ok());
        match table {
            Some(table) => Ok(Some((newest, table))),
            None => Err(Stopped::refused(
                said!(
                    "cấu trúc bảng điểm của gói luật đã đổi sau khi nhập bảng này",
                    "the structure of the table in the pack changed after this import"
                ),
                said!("nhập lại bảng điểm theo cấu trúc mới", "import the table in its new structure"),
            )),
        }
    }
}

fn read(row: &Row) -> Result<ImportedPoints, Fault> {
    let content = row.get::<Option<Json>>("content")?.unwrap_or_default();
    let text = |key: &str| content.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    Ok(ImportedPoints {
        act_seq: row.get("seq")?,
        at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
        by_name: row.get("name")?,
        standard: text("standard"),
        source: row.get::<Option<String>>("reason")?.unwrap_or_default(),
        sha256: text("sha256"),
        csv: text("csv"),
    })
}
