//! Thêm giấy tờ, gỡ giấy tờ.

use serde_json::json;
use store::Queries;
use store::dates::Instant;
use vocab::{Day, Language, said};

use super::shelf::{PAPERS, sealed};
use super::{KINDS, LARGEST_BYTES, Media, no_such_paper, place, sha256, size_words};
use crate::act::{Act, Cause, DOCUMENT, DOCUMENT_REMOVAL, Done};
use crate::cell::{Cell, Kind};
use crate::register::{must_cover, nfc};
use crate::villages::today;
use crate::{DocumentId, HouseholdId, PersonId, Registry, Scope, Stopped};

const LONGEST_TITLE: usize = 200;
const LONGEST_NAME: usize = 120;

/// A paper to be added.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// One of [`KINDS`].
    pub kind: String,
    /// What it is, in words.
    pub title: String,
    /// The day that stands on it.
    pub dated: Option<Day>,
    /// The person of the household whom it is about; erased with her.
    pub person: Option<PersonId>,
    /// Number of the act of which it is the evidence.
    pub of_act: Option<i64>,
    /// The name of the file, as it was sent.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for NewDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewDocument({}, {} bytes)", self.kind, self.bytes.len())
    }
}

impl Registry {
    /// Adds a paper to the file of a household. Photographs are kept without what they say of place and time.
    ///
    /// # Errors
    /// The household lies outside the scope, the file is empty, too large or none that is taken, its name says something
    /// else than its bytes, a field cannot be; or the database failed.
    pub async fn add_document(
        &self,
        by: &Scope,
        household: HouseholdId,
        new: NewDocument,
        at: Instant,
    ) -> Result<(DocumentId, Done), Stopped> {
        let name = clean_name(&new.file_name);
        let media = checked((&name, &new.bytes), LARGEST_BYTES, &Media::ALL)?;
        let title = title(&new)?;
        if new.dated.is_some_and(|day| day > today(at)) {
            return Err(Stopped::refused(
                said!("ngày của giấy tờ chưa tới", "the day of the paper lies ahead"),
                said!(
                    "ghi ngày đứng trên giấy tờ, hoặc để trống",
                    "write the day on the paper, or leave it empty"
                ),
            ));
        }
        let id = DocumentId::fresh();
        let made = sealed(&self.keys, place(id), (&name, media), new.bytes).await?;
        let cause = Cause::new("document.add", Some(by.user()));
        let mut act = self.begin(cause, at).await?;
        must_cover(&act.tx, Some(by), household).await?;
        must_belong(&act, household, new.person, new.of_act).await?;
        let size = i64::try_from(made.size).unwrap_or(i64::MAX);
        act.set_content(json!({
            "document": id.to_string(), "household": household.to_string(), "kind": new.kind,
            "media": media.code(), "size": size,
        }));
        act.add(
            &DOCUMENT,
            vec![
                Cell::Id(id.0),
                Cell::Id(household.0),
                Cell::or_null(Kind::Id, new.person, |person| Cell::Id(person.0)),
                Cell::Text(new.kind),
                Cell::or_null(Kind::Day, new.dated, |day| Cell::Day(day.epoch_days())),
                Cell::or_null(Kind::Integer, new.of_act, Cell::Integer),
                Cell::Text(media.code().to_owned()),
                Cell::Integer(size),
                Cell::Text(sha256(&made.bytes)),
                Cell::Json(json!({ "title": title, "name": name, "sha256": made.sha256 })),
            ],
        );
        let done = act.write().await?;
        PAPERS.keep(&act.tx, id.0, &made.bytes).await?;
        act.commit().await?;
        Ok((id, done))
    }

    /// Hides a paper from the file. Its bytes stay: what was evidence once may be asked for.
    ///
    /// # Errors
    /// There is no such paper in reach, it was removed already, there is no reason; or the database failed.
    pub async fn remove_document(
        &self,
        by: &Scope,
        household: HouseholdId,
        id: DocumentId,
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        if reason.trim().is_empty() {
            return Err(Stopped::refused(
                said!("chưa ghi lý do gỡ giấy tờ", "there is no reason for removing the paper"),
                said!("ghi vì sao giấy tờ được gỡ", "write why it is removed"),
            ));
        }
        let content = json!({ "document": id.to_string(), "household": household.to_string() });
        let cause = Cause {
            reason: Some(reason.trim()),
            content: Some(content),
            ..Cause::new("document.remove", Some(by.user()))
        };
        let mut act = self.begin(cause, at).await?;
        must_cover(&act.tx, Some(by), household).await?;
        let sql = "select 1 as one from document d where d.id = $1 and d.household_id = $2 \
                   and not exists (select 1 from document_removal r where r.document_id = d.id)";
        if act.tx.row(sql, vec![id.0.into(), household.0.into()]).await?.is_none() {
            return Err(no_such_paper());
        }
        act.add(&DOCUMENT_REMOVAL, vec![Cell::Id(id.0)]);
        Ok(act.finish().await?)
    }
}

/// A person or an act that the paper names must be of this household.
async fn must_belong(
    act: &Act,
    household: HouseholdId,
    person: Option<PersonId>,
    of_act: Option<i64>,
) -> Result<(), Stopped> {
    if let Some(person) = person {
        let sql = "select 1 as one from fact where subject = $1 and object = $2 and attribute = 'membership' limit 1";
        if act.tx.row(sql, vec![person.0.into(), household.0.into()]).await?.is_none() {
            return Err(Stopped::refused(
                said!("người này không thuộc hộ", "this person is not of the household"),
                said!("chọn một người trong hộ, hoặc cả hộ", "choose somebody of it, or the whole household"),
            ));
        }
    }
    if let Some(seq) = of_act {
        let sql = "select 1 as one from fact where act_seq = $1 and (subject = $2 or object = $2) \
                   union select 1 as one from fact f join person_now p on p.person_id = f.subject \
                   where f.act_seq = $1 and p.household_id = $2 \
                   union select 1 as one from assessment where act_seq = $1 and household_id = $2";
        if act.tx.row(sql, vec![seq.into(), household.0.into()]).await?.is_none() {
            return Err(Stopped::refused(
                said!("việc số {seq} không có trong hồ sơ hộ này", "act {seq} is not in this file"),
                said!("chọn một việc trong danh sách, hoặc để trống", "choose one of the list, or none"),
            ));
        }
    }
    Ok(())
}

fn title(new: &NewDocument) -> Result<String, Stopped> {
    if !KINDS.contains(&new.kind.as_str()) {
        return Err(Stopped::refused(
            said!("chưa chọn loại giấy tờ", "no kind of paper was chosen"),
            said!("chọn một loại trong danh sách", "choose one of the list"),
        ));
    }
    let title = nfc(new.title.trim());
    if title.is_empty() || title.chars().count() > LONGEST_TITLE {
        return Err(Stopped::refused(
            said!("tên giấy tờ để trống hoặc quá dài", "the title is empty or too long"),
            said!(
                "ghi ngắn gọn giấy tờ này là gì, ví dụ “Giấy chứng tử của ông A”",
                "say in short what it is, such as “death certificate”"
            ),
        ));
    }
    Ok(title)
}

/// What the file is, if it is one of the kinds that are taken there; its name must not say something else.
pub(crate) fn checked((name, bytes): (&str, &[u8]), most: usize, taken: &[Media]) -> Result<Media, Stopped> {
    let size = |language| size_words(u64::try_from(bytes.len()).unwrap_or(u64::MAX), language);
    let (vi, en) = (size(Language::Vi), size(Language::En));
    if bytes.is_empty() {
        return Err(Stopped::refused(
            said!("tệp “{name}” rỗng (0 B)", "the file “{name}” is empty (0 B)"),
            said!(
                "quét hoặc chụp lại rồi chọn tệp mới",
                "scan or photograph it again and choose the new file"
            ),
        ));
    }
    if bytes.len() > most {
        return Err(larger_than(name, u64::try_from(bytes.len()).unwrap_or(u64::MAX), most));
    }
    let Some(media) = Media::of_bytes(bytes).filter(|media| taken.contains(media)) else {
        if taken.len() < Media::ALL.len() {
            let all = taken.iter().map(|media| media.name()).collect::<Vec<_>>().join(", ");
            return Err(Stopped::refused(
                said!(
                    "tệp “{name}” ({vi}) không phải loại tệp nhận được ở đây",
                    "the file “{name}” ({en}) is of no kind that is taken here"
                ),
                said!("gửi {all}", "send {all}"),
            ));
        }
        return Err(Stopped::refused(
            said!(
                "tệp “{name}” ({vi}) không phải loại tệp nhận được",
                "the file “{name}” ({en}) is of no kind that is taken"
            ),
            said!(
                "gửi PDF, ảnh JPEG, PNG, WebP, HEIC, hoặc DOCX, XLSX không có macro; tệp .doc, .xls cũ thì lưu lại thành DOCX, XLSX hoặc PDF",
                "send PDF, JPEG, PNG, WebP, HEIC, or DOCX, XLSX without macros; save an old .doc or .xls as one of these"
            ),
        ));
    };
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    if ending.as_deref().is_some_and(|ending| media.endings().contains(&ending)) {
        return Ok(media);
    }
    let (is, wanted) = (media.name(), media.endings().first().copied().unwrap_or_default());
    Err(Stopped::refused(
        said!(
            "tệp “{name}” ({vi}) thật ra là {is}, khác với đuôi tên tệp",
            "the file “{name}” ({en}) is in fact {is}, which its name does not say"
        ),
        said!(
            "kiểm tra đã chọn đúng tệp chưa; nếu đúng, đổi đuôi tên tệp thành .{wanted} rồi gửi lại",
            "check that it is the right file; if so, let its name end in .{wanted} and send it again"
        ),
    ))
}

/// The words for a file that is too large, also for whoever stopped reading it.
pub fn too_large(name: &str, bytes: u64) -> Stopped {
    larger_than(name, bytes, LARGEST_BYTES)
}

/// The same where another size is the largest.
pub fn larger_than(name: &str, bytes: u64, most: usize) -> Stopped {
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let words = |language| (size_words(bytes, language), size_words(most, language));
    let ((vi, most_vi), (en, most_en)) = (words(Language::Vi), words(Language::En));
    Stopped::refused(
        said!(
            "tệp “{name}” có {vi}, lớn hơn mức {most_vi}",
            "the file “{name}” has {en}, more than {most_en}"
        ),
        said!(
            "quét lại với độ phân giải thấp hơn (200 dpi là đủ), hoặc chia thành nhiều tệp",
            "scan it with a lower resolution (200 dpi will do), or divide it into several files"
        ),
    )
}

pub(super) fn damaged(name: &str, media: Media) -> Stopped {
    let is = media.name();
    Stopped::refused(
        said!("tệp “{name}” ({is}) bị hỏng, không đọc được", "the file “{name}” ({is}) is damaged"),
        said!(
            "mở thử tệp trên máy; nếu không mở được, quét hoặc chụp lại",
            "try to open it; scan or photograph it again"
        ),
    )
}

/// The name without folders and without signs that mean something to a system or change how a line reads.
pub(crate) fn clean_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_kept = |sign: &char| {
        let turns = matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        !sign.is_control() && !turns && !"\"<>:|?*%;".contains(*sign)
    };
    let name: String = nfc(last).chars().filter(is_kept).collect();
    let name = name.trim().trim_start_matches('.').to_owned();
    let n = name.chars().count();
    match name.rsplit_once('.') {
        _ if n == 0 => "khong-ten".to_owned(),
        Some((stem, ending)) if n > LONGEST_NAME => {
            let ending: String = ending.chars().take(10).collect();
            let stem: String = stem.chars().take(LONGEST_NAME - 11).collect();
            format!("{stem}.{ending}")
        }
        _ => name.chars().take(LONGEST_NAME).collect(),
    }
}
