//! Tệp kèm một việc: scans and photographs that are kept with a deed – signed minutes, a list where it hangs, the signed decision –
//! and what else lies beside one in its event. They come in the transaction of the deed; the event names each by its hash,
//! so whoever changes one is found ([`crate::proceedings`], `check.rs`). The rules of the review do not see them.

use std::collections::BTreeMap;

use ::review::Deed;
use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries, Row, Value};
use uuid::Uuid;
use vocab::said;

use super::deed::NotDone;
use super::walk::{opened as opened_json, sealed as sealed_json};
use super::{Recorded, village_id};
use crate::act::{Act, Cause, PROCEEDING_FILE};
use crate::cell::{Cell, Kind};
use crate::documents::{
    DEED_FILES, LARGEST_BYTES, Media, Sealed, Taken, changed, checked, clean_name, sealed, sha256, unsealed,
};
use crate::keys::unhex;
use crate::{FileId, Keys, ProceedingId, Registry, ReportId, Scope, Stopped, VillageId};

/// What a file shows; also what is taken there, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Biên bản đã ký.
    Minutes,
    /// Ảnh nơi niêm yết.
    Posting,
    /// Quyết định đã ký.
    Decision,
}

impl FileKind {
    const ALL: [FileKind; 3] = [FileKind::Minutes, FileKind::Posting, FileKind::Decision];

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            FileKind::Minutes => "minutes",
            FileKind::Posting => "posting",
            FileKind::Decision => "decision",
        }
    }

    /// The largest file, in bytes. A decision comes with the lists of a whole commune.
    pub const fn largest(self) -> usize {
        match self {
            FileKind::Minutes | FileKind::Posting => LARGEST_BYTES,
            FileKind::Decision => 32_000_000,
        }
    }

    /// Only what can be freed of where it was taken, and PDF.
    const fn taken(self) -> &'static [Media] {
        match self {
            FileKind::Minutes | FileKind::Decision => &[Media::Pdf, Media::Jpeg, Media::Png, Media::WebP],
            FileKind::Posting => &[Media::Jpeg, Media::Png, Media::WebP],
        }
    }

    /// Whether files of the kind are kept with this deed.
    fn is_of(self, deed: &Deed) -> bool {
        matches!(
            (self, deed),
            (FileKind::Minutes, Deed::AttachMinutes(_))
                | (FileKind::Posting, Deed::Post(_))
                | (FileKind::Decision, Deed::Sign(_) | Deed::SignCorrection(_))
        )
    }
}

/// So many files at most lie beside one deed.
const MOST: usize = 8;

/// A file that was looked at, cleaned and sealed, and waits for its deed.
#[derive(Clone)]
pub struct ReadyFile {
    id: FileId,
    kind: FileKind,
    name: String,
    media: Media,
    sealed: Sealed,
    place: Option<String>,
    taken_at: Option<Instant>,
}

impl std::fmt::Debug for ReadyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReadyFile({}, {} bytes)", self.kind.code(), self.sealed.size)
    }
}

impl ReadyFile {
    /// SHA-256 of what is kept: of a photograph, without what it said of place and time.
    pub fn sha256(&self) -> [u8; 32] {
        let bytes = unhex(&self.sealed.sha256).and_then(|bytes| bytes.try_into().ok());
        bytes.unwrap_or_default()
    }

    /// The same, shown at a place of the procedure.
    #[must_use]
    pub fn taken_at(self, place: &str, at: Option<Instant>) -> ReadyFile {
        ReadyFile { place: Some(place.to_owned()), taken_at: at, ..self }
    }
}

/// How a certificate was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CertificateForm {
    /// Giấy mới.
    New,
    /// Hàng của năm in lên giấy đã cấp, whose grid begins with this year.
    Row {
        /// The first year of the grid.
        first_year: i32,
    },
}

impl CertificateForm {
    pub(crate) fn code(self) -> String {
        match self {
            CertificateForm::New => "new".to_owned(),
            CertificateForm::Row { first_year } => format!("row:{first_year}"),
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<CertificateForm> {
        match code.strip_prefix("row:") {
            Some(year) => Some(CertificateForm::Row { first_year: year.parse().ok()? }),
            None => (code == "new").then_some(CertificateForm::New),
        }
    }
}

/// What lies beside a deed in its event.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Files that are kept with it.
    pub files: Vec<ReadyFile>,
    /// How the certificate that is issued was made.
    pub printed: Option<CertificateForm>,
    /// The report that goes up in the same act.
    pub report: Option<ReportId>,
}

/// A file as its event names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRef {
    /// Its id.
    pub id: FileId,
    /// SHA-256 of what was kept, in hexadecimal digits.
    pub sha256: String,
}

/// A kept file, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its id.
    pub id: FileId,
    /// The number of its event.
    pub number: i64,
    /// What it shows.
    pub kind: FileKind,
    /// The village of its deed; `None` is the commune.
    pub village: Option<VillageId>,
    /// What it is.
    pub media: Media,
    /// Size in bytes.
    pub size: i64,
    /// The cleaned name that it had.
    pub name: String,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// Id of the place that a photograph shows.
    pub place: Option<String>,
    /// When it was taken, as whoever sent it says.
    pub taken_at: Option<Instant>,
}

fn place_of(id: FileId) -> String {
    format!("proceeding_file.content/{id}")
}

fn place_of_about(id: FileId) -> String {
    format!("proceeding_file.about/{id}")
}

impl Beside {
    /// What of it stands in the event; old events have none of these words.
    pub(super) fn written(&self, event: &mut Json) {
        let Some(fields) = event.as_object_mut() else { return };
        if !self.files.is_empty() {
            let files = self
                .files
                .iter()
                .map(|file| json!({ "id": file.id.to_string(), "sha256": file.sealed.sha256 }));
            fields.insert("files".to_owned(), files.collect());
        }
        if let Some(printed) = self.printed {
            fields.insert("certificate".to_owned(), printed.code().into());
        }
        if let Some(report) = self.report {
            fields.insert("sent".to_owned(), report.to_string().into());
        }
    }

    /// Whether these files may lie beside this deed. A signature has the scan whose hash it names, and nothing else does for it.
    pub(super) fn must_fit(&self, deed: &Deed, at: Instant) -> Result<(), NotDone> {
        let fits = self.files.len() <= MOST && self.files.iter().all(|file| file.kind.is_of(deed));
        let is_issued = self.printed.is_none() || matches!(deed, Deed::IssueCertificate(_));
        // A report lies only beside the deed that its sending records.
        if !fits || !is_issued || self.report.is_some() {
            return Err(refused(
                &said!("tệp này không thuộc việc đang ghi", "this file is not of what is recorded"),
                &said!("tải lại trang rồi chọn lại tệp", "load the page again and choose the file anew"),
            ));
        }
        if self.files.iter().filter_map(|file| file.taken_at).any(|taken| taken > at) {
            return Err(refused(
                &said!("giờ chụp ảnh chưa tới", "the time of the photograph lies ahead"),
                &said!("ghi ngày giờ đã chụp, hoặc để trống", "write when it was taken, or leave it empty"),
            ));
        }
        if let Some(paper) = paper_of(deed)
            && (self.files.len() != 1 || self.files.iter().any(|file| file.sha256() != paper))
        {
            return Err(refused(
                &said!("chưa có bản quét của quyết định đã ký", "the scan of the signed decision is missing"),
                &said!("chọn bản quét hoặc PDF đã ký", "choose the scan or the signed PDF"),
            ));
        }
        Ok(())
    }

    /// The rows of the act.
    pub(super) fn add(
        &self,
        act: &mut Act,
        keys: &Keys,
        (id, number): (ProceedingId, i64),
        village: Option<::review::VillageRef>,
    ) -> Result<(), Fault> {
        for file in &self.files {
            let about = json!({
                "name": file.name, "sha256": file.sealed.sha256, "place": file.place,
                "taken_at": file.taken_at.map(Instant::millis),
            });
            act.add(
                &PROCEEDING_FILE,
                vec![
                    Cell::Id(file.id.0),
                    Cell::Id(id.0),
                    Cell::Integer(number),
                    Cell::Text(file.kind.code().to_owned()),
                    Cell::or_null(Kind::Id, village, |one| Cell::Id(village_id(one).0)),
                    Cell::Text(file.media.code().to_owned()),
                    Cell::Integer(i64::try_from(file.sealed.size).unwrap_or(i64::MAX)),
                    Cell::Text(sha256(&file.sealed.bytes)),
                    Cell::Json(sealed_json(keys, &place_of_about(file.id), &about)?),
                ],
            );
        }
        Ok(())
    }

    /// The bytes, once the rows are written.
    pub(super) async fn keep(&self, act: &Act) -> Result<(), Fault> {
        for file in &self.files {
            DEED_FILES.keep(&act.tx, file.id.0, &file.sealed.bytes).await?;
        }
        Ok(())
    }
}

fn refused(why: &vocab::LocalText, remedy: &vocab::LocalText) -> NotDone {
    Stopped::refused(why.clone(), remedy.clone()).into()
}

/// What an event says of the files beside it.
pub(super) fn files_of(event: &Json) -> Option<Vec<FileRef>> {
    let Some(files) = event.get("files") else { return Some(Vec::new()) };
    let file = |json: &Json| {
        let text = |key: &str| json.get(key).and_then(Json::as_str);
        Some(FileRef { id: text("id")?.parse().ok()?, sha256: text("sha256")?.to_owned() })
    };
    files.as_array()?.iter().map(file).collect()
}

/// What an event says of the certificate that was issued; the outer `None`: it cannot be read.
pub(super) fn printed_of(event: &Json) -> Option<Option<CertificateForm>> {
    match event.get("certificate") {
        None => Some(None),
        Some(code) => CertificateForm::from_code(code.as_str()?).map(Some),
    }
}

/// What an event says of the report that went up with it; the outer `None`: it cannot be read.
pub(super) fn report_of(event: &Json) -> Option<Option<ReportId>> {
    match event.get("sent") {
        None => Some(None),
        Some(id) => id.as_str()?.parse().ok().map(Some),
    }
}

/// What is wrong with the files of an event.
pub(super) enum Wrong {
    Missing,
    Changed,
}

/// The files that lie in a proceeding, by the number of their event: id, kind, hash of the sealed bytes.
pub(super) type Lying = BTreeMap<i64, Vec<(FileId, String, String)>>;

pub(super) async fn lying(on: &impl Queries, id: ProceedingId) -> Result<Lying, Fault> {
    let sql = "select id, number, kind, sealed_sha256 from proceeding_file where proceeding_id = $1 order by ordinal";
    let mut all = Lying::new();
    for row in on.rows(sql, vec![id.0.into()]).await? {
        let one = (FileId(row.id("id")?), row.get("kind")?, row.get("sealed_sha256")?);
        all.entry(row.get("number")?).or_default().push(one);
    }
    Ok(all)
}

/// Whether the files that an event names lie there, are what was kept, and no others lie beside it.
pub(super) async fn wrong_with(
    on: &impl Queries,
    keys: &Keys,
    lying: &mut Lying,
    recorded: &Recorded,
) -> Result<Option<Wrong>, Fault> {
    let rows = lying.remove(&recorded.number).unwrap_or_default();
    if rows.len() != recorded.files.len() {
        return Ok(Some(Wrong::Missing));
    }
    for ((file, kind, kept), named) in rows.into_iter().zip(&recorded.files) {
        let Some(sealed) = DEED_FILES.parts(on, file.0).await? else { return Ok(Some(Wrong::Missing)) };
        let is_kind = kind_of(&kind).is_some_and(|kind| kind.is_of(&recorded.event.deed));
        let is_kept = file == named.id && sha256(&sealed) == kept;
        let bytes = unsealed(keys, place_of(file), sealed).await;
        if !is_kind || !is_kept || bytes.is_none_or(|bytes| sha256(&bytes) != named.sha256) {
            return Ok(Some(Wrong::Changed));
        }
    }
    let Some(paper) = paper_of(&recorded.event.deed) else { return Ok(None) };
    // Before step 18 of the database the record kept the hash alone.
    let paper = crate::keys::hex(&paper);
    let is_signed = recorded.files.is_empty() || recorded.files.iter().any(|file| file.sha256 == paper);
    Ok((!is_signed).then_some(Wrong::Changed))
}

/// The hash of the signed paper that a deed names.
fn paper_of(deed: &Deed) -> Option<[u8; 32]> {
    match deed {
        Deed::Sign(sign) => Some(sign.paper_hash),
        Deed::SignCorrection(sign) => Some(sign.paper_hash),
        _ => None,
    }
}

fn kind_of(code: &str) -> Option<FileKind> {
    FileKind::ALL.into_iter().find(|kind| kind.code() == code)
}

impl Registry {
    /// Looks at a file that shall be kept with a deed, cleans and seals it. Nothing is kept yet.
    ///
    /// # Errors
    /// The file is empty, too large, damaged, none that is taken there, or its name says something else than its bytes.
    pub async fn ready_file(&self, kind: FileKind, name: &str, bytes: Vec<u8>) -> Result<ReadyFile, Stopped> {
        let (id, name) = (FileId::fresh(), clean_name(name));
        let media = checked((&name, &bytes), kind.largest(), kind.taken())?;
        let sealed = sealed(&self.keys, place_of(id), (&name, media), bytes).await?;
        Ok(ReadyFile { id, kind, name, media, sealed, place: None, taken_at: None })
    }

    /// The files of a proceeding that whoever has the scope may see, in order of their events: those of a village where the village
    /// is seen, those of the commune where all of it is.
    ///
    /// # Errors
    /// The database failed, or what it holds was changed.
    pub async fn proceeding_files(&self, scope: &Scope, id: ProceedingId) -> Result<Vec<KeptFile>, Fault> {
        let mut values = vec![id.0.into()];
        let sql = format!(
            "select f.* from proceeding_file f where {} order by f.number, f.ordinal",
            seen(scope, &mut values)
        );
        if !super::deed::sees(scope) {
            return Ok(Vec::new());
        }
        let rows = self.store.rows(&sql, values).await?;
        rows.iter().map(|row| read(&self.keys, row)?.ok_or_else(super::deed::unsound)).collect()
    }

    /// Hands out a file after comparing it with what was kept; taking it is an act.
    ///
    /// # Errors
    /// There is no such file in the scope, its bytes are not those that were kept; or the database failed.
    pub async fn take_proceeding_file(
        &self,
        scope: &Scope,
        id: ProceedingId,
        file: FileId,
        at: Instant,
    ) -> Result<Taken, Stopped> {
        let files = self.proceeding_files(scope, id).await?;
        let kept = files.into_iter().find(|one| one.id == file).ok_or_else(super::deed::not_there)?;
        let sealed = DEED_FILES.parts(&self.store, file.0).await?;
        let bytes = match sealed {
            Some(sealed) => unsealed(&self.keys, place_of(file), sealed).await,
            None => None,
        };
        let bytes = bytes.filter(|bytes| sha256(bytes) == kept.sha256).ok_or_else(changed)?;
        let content = json!({ "proceeding": id.to_string(), "file": file.to_string() });
        let cause = Cause { content: Some(content), ..Cause::new("proceeding.file", Some(scope.user())) };
        self.begin(cause, at).await?.finish().await?;
        Ok(Taken { name: kept.name, media: kept.media, bytes })
    }
}

/// The condition that a file `f` of proceeding `$1` is seen.
fn seen(scope: &Scope, values: &mut Vec<Value>) -> String {
    let (here, there) = (scope.condition("w", values), scope.condition("w", values));
    format!(
        "f.proceeding_id = $1 and (exists (select 1 from village_now w where w.village_id = f.village_id and {here}) \
         or (f.village_id is null and not exists (select 1 from proceeding_place p where p.proceeding_id = f.proceeding_id \
         and not exists (select 1 from village_now w where w.village_id = p.village_id and {there}))))"
    )
}

fn read(keys: &Keys, row: &Row) -> Result<Option<KeptFile>, Fault> {
    let (id, about): (FileId, Json) = (FileId(row.id("id")?), row.get("about")?);
    let (kind, media): (String, String) = (row.get("kind")?, row.get("media")?);
    let (number, size): (i64, i64) = (row.get("number")?, row.get("size")?);
    let village = row.get::<Option<Uuid>>("village_id")?.map(VillageId);
    let read = || {
        let about = opened_json(keys, &place_of_about(id), &about)?;
        let text = |key: &str| about.get(key).and_then(Json::as_str).map(str::to_owned);
        Some(KeptFile {
            id,
            number,
            kind: kind_of(&kind)?,
            village,
            media: Media::from_code(&media)?,
            size,
            name: text("name")?,
            sha256: text("sha256")?,
            place: text("place"),
            taken_at: about.get("taken_at").and_then(Json::as_i64).map(Instant::from_millis),
        })
    };
    Ok(read())
}
