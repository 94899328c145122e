//! The papers of a file, and one of them for whoever may take it away.

use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries, Row};
use uuid::Uuid;
use vocab::{Day, said};

use super::shelf::{PAPERS, unsealed};
use super::{Media, no_such_paper, place, sha256};
use crate::access::Right;
use crate::act::Cause;
use crate::{DocumentId, HouseholdId, PersonId, Registry, Scope, Stopped};

/// Giấy tờ, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// One of [`KINDS`](super::KINDS).
    pub kind: String,
    /// What it is; `None` if it was erased by law.
    pub title: Option<String>,
    /// The cleaned name of its file; `None` if it was erased by law.
    pub file_name: Option<String>,
    /// The day that stands on it.
    pub dated: Option<Day>,
    /// Whom it is about; `None` is the household.
    pub person: Option<PersonId>,
    /// The act of which it is the evidence.
    pub of_act: Option<i64>,
    /// What its file is.
    pub media: Option<Media>,
    /// Size of the file in bytes.
    pub size: i64,
    /// When it was added.
    pub added_at: Instant,
    /// Who added it.
    pub by: Option<String>,
}

/// A paper that is taken away.
#[derive(Clone, PartialEq, Eq)]
pub struct Taken {
    /// The name of the file.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// The file.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Taken({} bytes)", self.bytes.len())
    }
}

impl Registry {
    /// The papers of a household, the newest first, without those that were removed. Outside the scope there are none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn documents(&self, scope: &Scope, household: HouseholdId) -> Result<Vec<Document>, Fault> {
        if !matches!(scope.right(), Right::SeeHouseholds | Right::ChangeHouseholds) {
            return Ok(Vec::new());
        }
        let mut values = vec![household.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select d.id, d.kind, d.dated, d.person_id, d.of_act, d.media, d.size, d.about, a.at, u.name as by_name \
             from household_now h join document d on d.household_id = h.household_id \
             join act a on a.seq = d.act_seq left join user_account u on u.id = a.actor \
             where h.household_id = $1 and {inside} \
             and not exists (select 1 from document_removal r where r.document_id = d.id) \
             order by d.act_seq desc, d.ordinal"
        );
        self.store.rows(&sql, values).await?.iter().map(read).collect()
    }

    /// Hands out the file of a paper after comparing it with what was added; taking it is an act.
    ///
    /// # Errors
    /// The scope is none for taking households away, there is no such paper in reach, it was removed or erased, its bytes
    /// are not those that were added; or the database failed.
    pub async fn take_document(
        &self,
        by: &Scope,
        household: HouseholdId,
        id: DocumentId,
        at: Instant,
    ) -> Result<Taken, Stopped> {
        if by.right() != Right::ExportHouseholds {
            return Err(no_such_paper());
        }
        let mut values = vec![id.0.into(), household.0.into()];
        let inside = by.condition("h", &mut values);
        let sql = format!(
            "select d.media, d.sealed_sha256, d.about from document d \
             join household_now h on h.household_id = d.household_id \
             where d.id = $1 and d.household_id = $2 and {inside} \
             and not exists (select 1 from document_removal r where r.document_id = d.id)"
        );
        let row = self.store.row(&sql, values).await?.ok_or_else(no_such_paper)?;
        let about: Option<Json> = row.get("about")?;
        let Some(about) = about else {
            return Err(Stopped::refused(
                said!("giấy tờ này đã được xóa theo luật", "this paper was erased by law"),
                said!("xem việc xóa trong nhật ký", "look for the erasure in the log"),
            ));
        };
        let (media, kept): (String, String) = (row.get("media")?, row.get("sealed_sha256")?);
        let sealed = PAPERS.parts(&self.store, id.0).await?.filter(|sealed| sha256(sealed) == kept);
        let opened = match sealed {
            Some(sealed) => unsealed(&self.keys, place(id), sealed).await,
            None => None,
        };
        let bytes = opened.filter(|bytes| Some(sha256(bytes)) == text(&about, "sha256"));
        let (Some(bytes), Some(media)) = (bytes, Media::from_code(&media)) else { return Err(changed()) };
        let content = json!({ "document": id.to_string(), "household": household.to_string() });
        let cause = Cause { content: Some(content), ..Cause::new("document.take", Some(by.user())) };
        self.begin(cause, at).await?.finish().await?;
        Ok(Taken { name: text(&about, "name").unwrap_or_default(), media, bytes })
    }
}

fn text(about: &Json, key: &str) -> Option<String> {
    about.get(key).and_then(Json::as_str).map(str::to_owned)
}

fn read(row: &Row) -> Result<Document, Fault> {
    let about: Option<Json> = row.get("about")?;
    Ok(Document {
        id: DocumentId(row.id("id")?),
        kind: row.get("kind")?,
        title: about.as_ref().and_then(|about| text(about, "title")),
        file_name: about.as_ref().and_then(|about| text(about, "name")),
        dated: row.day("dated")?.map(Day::from_epoch_days),
        person: row.get::<Option<Uuid>>("person_id")?.map(PersonId),
        of_act: row.get("of_act")?,
        media: Media::from_code(&row.get::<String>("media")?),
        size: row.get("size")?,
        added_at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
        by: row.get("by_name")?,
    })
}

pub(crate) fn changed() -> Stopped {
    Stopped::refused(
        said!(
            "tệp của giấy tờ này không mở được: đã bị sửa sau khi thêm, hoặc khóa mã hóa đã đổi",
            "the file of this paper cannot be opened: it was changed after it was added, or the keys are others"
        ),
        said!("báo người quản trị; chạy `chungtay verify`", "tell the administrator; run `chungtay verify`"),
    )
}
