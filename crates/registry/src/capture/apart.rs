//! Phiếu để riêng: what came under a known number with other bytes, or could not be read. A person looks at it and takes it as
//! a correction or leaves it where it is, each by an act with its reason. It stays as it came either way.

use serde_json::json;
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use uuid::Uuid;
use vocab::said;

use super::arrival::place;
use super::decide::{REPLACED, decided, move_to, reasoned};
use super::device::reaches;
use super::look::{Shown, shown};
use super::{State, Unkept};
use crate::access::Right;
use crate::act::{APART_DECISION, Act, Cause, Done, SUBMISSION, SUBMISSION_FILE};
use crate::cell::{Cell, Kind};
use crate::register::must_cover;
use crate::{CampaignId, DeviceId, HouseholdId, Registry, Scope, Stopped, SubmissionId, UserId};

/// Something that is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Its id.
    pub id: Uuid,
    /// The phone.
    pub device: DeviceId,
    /// What the phone is called.
    pub phone: String,
    /// Whose phone it is.
    pub surveyor: String,
    /// The number that it gave, if it could be read.
    pub instance_id: Option<String>,
    /// Name of the file, if it is one.
    pub name: Option<String>,
    /// Why it is here.
    pub why: Unkept,
    /// SHA-256 in hexadecimal digits; empty if it was erased by law.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// When it came.
    pub received_at: Instant,
    /// The form that has its number.
    pub of: Option<SubmissionId>,
    /// What was decided about it.
    pub decided: Option<DecidedApart>,
    /// Whether it was erased by law.
    pub is_erased: bool,
}

/// What was decided about something that is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedApart {
    /// Whether it was taken as a correction; otherwise it stays for good.
    pub is_taken: bool,
    /// The form that it became or belongs to.
    pub submission: Option<SubmissionId>,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: Option<String>,
}

/// A form that is taken as a correction, as far as it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Id of its form.
    pub form_id: String,
    /// Version of its form.
    pub version: String,
    /// Names of the files that it declares.
    pub declared: Vec<String>,
    /// The household that it names, if there is such a one.
    pub household: Option<HouseholdId>,
}

const TAKEN: &str = "taken";
const KEPT: &str = "kept";

const COLUMNS: &str = "q.id, q.device_id, q.instance_id, q.name, q.why, q.sha256, q.size, q.received_at, q.erased_by, d.label, d.user_id, u.name as surveyor, \
     (select s.id from submission s where s.instance_id = q.instance_id and s.campaign_id = q.campaign_id) as of_id, \
     c.kind, c.submission_id, a.at as decided_at, a.reason, b.name as decided_by";
const TABLES: &str = "quarantine q join device d on d.id = q.device_id join user_account u on u.id = d.user_id \
     left join apart_decision c on c.apart_id = q.id left join act a on a.seq = c.act_seq left join user_account b on b.id = a.actor";

impl Registry {
    /// What phones of a campaign sent and was kept apart, of surveyors who work only inside the scope; what waits for a
    /// person first, then the newest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn kept_apart(
        &self,
        scope: &Scope,
        units: &Units,
        campaign: CampaignId,
        at: Instant,
    ) -> Result<Vec<Apart>, Fault> {
        if scope.right() != Right::ChangeHouseholds {
            return Ok(Vec::new());
        }
        let sql = format!(
            "select {COLUMNS}, case when c.kind is null then 0 else 1 end as urgency from {TABLES} where q.campaign_id = $1 order by urgency, q.received_at desc, q.id"
        );
        let mut all = Vec::new();
        let mut known = std::collections::BTreeMap::new();
        for row in self.store.rows(&sql, vec![campaign.0.into()]).await? {
            let user = UserId(row.id("user_id")?);
            let is_reached = match known.get(&user) {
                Some(is_reached) => *is_reached,
                None => reaches(&self.store, Some(scope), units, user, at).await?,
            };
            known.insert(user, is_reached);
            if is_reached {
                all.push(read(&row)?);
            }
        }
        Ok(all)
    }

    /// One of them with what was sent; `None` out of reach. Nothing was sent any more if it was erased by law.
    ///
    /// # Errors
    /// The database failed, or it cannot be decrypted with these keys.
    pub async fn one_apart(
        &self,
        scope: &Scope,
        units: &Units,
        (campaign, id): (CampaignId, Uuid),
        at: Instant,
    ) -> Result<Option<(Apart, Vec<u8>)>, Fault> {
        let Some((apart, row)) = found(&self.store, scope, units, (campaign, id), at).await? else {
            return Ok(None);
        };
        if apart.is_erased {
            return Ok(Some((apart, Vec::new())));
        }
        let bytes = self.opened_apart(&row)?;
        Ok(Some((apart, bytes)))
    }

    /// What was sent, of a row with `sha256` and `body`.
    pub(super) fn opened_apart(&self, row: &Row) -> Result<Vec<u8>, Fault> {
        let sha256: String = row.get("sha256")?;
        let opened = self.keys.unseal(&place(&sha256), &row.get::<Vec<u8>>("body")?);
        opened.ok_or_else(|| {
            Fault::damaged(said!(
                "không giải mã được một phiếu để riêng",
                "something kept apart cannot be decrypted"
            ))
        })
    }

    /// A file that is kept apart as it leaves for the office: a photograph without its story.
    ///
    /// # Errors
    /// As [`Registry::one_apart`].
    pub async fn shown_apart(
        &self,
        scope: &Scope,
        units: &Units,
        of: (CampaignId, Uuid),
        at: Instant,
    ) -> Result<Option<Shown>, Fault> {
        let found = self.one_apart(scope, units, of, at).await?;
        Ok(found.filter(|(apart, _)| !apart.is_erased).and_then(|(_, bytes)| shown(bytes)))
    }

    /// Leaves something apart for good: one act.
    ///
    /// # Errors
    /// There is no such thing in reach, it was decided about already, no reason is given; or the database failed.
    pub async fn leave_apart(
        &self,
        by: &Scope,
        units: &Units,
        of: (CampaignId, Uuid),
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        let (mut act, _, _) = self.deciding(by, units, of, ("apart.keep", reason), at).await?;
        decided_apart(&mut act, of.1, KEPT, None);
        Ok(act.finish().await?)
    }

    /// Takes a form with a known number as a correction: it becomes a filled form of its own, with the files that it
    /// declares and that are here, and is read like any other. The one before it, if nobody recorded it, no longer counts.
    ///
    /// # Errors
    /// As [`Registry::leave_apart`]; or it is no form, or one of a household outside the scope.
    pub async fn take_apart(
        &self,
        by: &Scope,
        units: &Units,
        of: (CampaignId, Uuid),
        correction: &Correction,
        reason: &str,
        at: Instant,
    ) -> Result<SubmissionId, Stopped> {
        let (mut act, apart, row) = self.deciding(by, units, of, ("apart.take", reason), at).await?;
        if apart.why == Unkept::FileDiffers {
            return Err(no_form());
        }
        if let Some(household) = correction.household {
            must_cover(&act.tx, Some(by), household).await?;
        }
        let id = SubmissionId::fresh();
        let number = format!("{}#{}", apart.instance_id.as_deref().unwrap_or("apart"), apart.id);
        act.add(
            &SUBMISSION,
            vec![
                Cell::Id(id.0),
                Cell::Id(of.0.0),
                Cell::Text(correction.form_id.clone()),
                Cell::Text(correction.version.clone()),
                Cell::Id(apart.device.0),
                Cell::Text(number),
                Cell::Text(apart.sha256.clone()),
                Cell::Integer(apart.size),
                Cell::Json(json!(correction.declared)),
            ],
        );
        let files = match apart.of {
            Some(before) => copied(&mut act, before, id, &correction.declared).await?,
            None => Vec::new(),
        };
        let replaced = match apart.of {
            Some(before) if !is_recorded(&act, before).await? => Some(before),
            _ => None,
        };
        if let Some(before) = replaced {
            decided(&mut act, before, REPLACED, None, Some(id));
        }
        decided_apart(&mut act, apart.id, TAKEN, Some(id));
        act.write().await?;
        let tx = &act.tx;
        let body: Vec<u8> = row.get("body")?;
        tx.insert("submission_body", &["submission_id", "body"], vec![vec![id.0.into(), body.into()]])
            .await?;
        let is_complete = files.len() >= correction.declared.len();
        let bodies =
            files.into_iter().map(|(name, body)| vec![id.0.into(), name.into(), body.into()]).collect();
        tx.insert("submission_file_body", &["submission_id", "name", "body"], bodies).await?;
        let state = if is_complete { State::Received } else { State::Waiting };
        let completed = is_complete.then_some(at);
        let now =
            vec![id.0.into(), state.code().into(), at.into(), store::dates::optional_instant(completed)];
        tx.insert("submission_now", &["submission_id", "state", "received_at", "completed_at"], vec![now])
            .await?;
        if let Some(before) = replaced {
            move_to(tx, before, State::SetAside).await?;
        }
        act.commit().await?;
        Ok(id)
    }

    /// Adds a file that came with other bytes to its form, beside the one that is there: nothing is overwritten.
    ///
    /// # Errors
    /// As [`Registry::leave_apart`]; or it is no file of a form that is here.
    pub async fn add_apart(
        &self,
        by: &Scope,
        units: &Units,
        of: (CampaignId, Uuid),
        media_type: &str,
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        let (mut act, apart, row) = self.deciding(by, units, of, ("apart.take", reason), at).await?;
        let (Some(submission), Some(name), Unkept::FileDiffers) = (apart.of, &apart.name, apart.why) else {
            return Err(no_form());
        };
        let sql = "select name from submission_file where submission_id = $1";
        let taken: Vec<String> = act
            .tx
            .rows(sql, vec![submission.0.into()])
            .await?
            .iter()
            .map(|row| row.get("name"))
            .collect::<Result<_, _>>()?;
        let name = beside(name, &taken);
        act.add(
            &SUBMISSION_FILE,
            vec![
                Cell::Id(submission.0),
                Cell::Text(name.clone()),
                Cell::Text(media_type.to_owned()),
                Cell::Text(apart.sha256.clone()),
                Cell::Integer(apart.size),
            ],
        );
        decided_apart(&mut act, apart.id, TAKEN, Some(submission));
        let done = act.write().await?;
        let body: Vec<u8> = row.get("body")?;
        let row = vec![submission.0.into(), name.into(), body.into()];
        act.tx.insert("submission_file_body", &["submission_id", "name", "body"], vec![row]).await?;
        act.commit().await?;
        Ok(done)
    }

    /// The act of a decision about something that waits for one.
    async fn deciding(
        &self,
        by: &Scope,
        units: &Units,
        of: (CampaignId, Uuid),
        (kind, reason): (&str, &str),
        at: Instant,
    ) -> Result<(Act, Apart, Row), Stopped> {
        let reason = reasoned(reason)?;
        let content = json!({ "apart": of.1.to_string() });
        let cause =
            Cause { reason: Some(reason), content: Some(content), ..Cause::new(kind, Some(by.user())) };
        let act = self.begin(cause, at).await?;
        let (apart, row) = found(&act.tx, by, units, of, at).await?.ok_or_else(not_there)?;
        if apart.decided.is_some() || apart.is_erased {
            return Err(Stopped::refused(
                said!("mục này đã được xử lý", "this was decided about already"),
                said!("tải lại trang để xem quyết định đó", "load the page again to see how"),
            ));
        }
        Ok((act, apart, row))
    }
}

async fn found(
    on: &impl Queries,
    scope: &Scope,
    units: &Units,
    (campaign, id): (CampaignId, Uuid),
    at: Instant,
) -> Result<Option<(Apart, Row)>, Fault> {
    if scope.right() != Right::ChangeHouseholds {
        return Ok(None);
    }
    let sql = format!("select {COLUMNS}, q.body from {TABLES} where q.id = $1 and q.campaign_id = $2");
    let Some(row) = on.row(&sql, vec![id.into(), campaign.0.into()]).await? else { return Ok(None) };
    if !reaches(on, Some(scope), units, UserId(row.id("user_id")?), at).await? {
        return Ok(None);
    }
    Ok(Some((read(&row)?, row)))
}

/// Whether a result was recorded from a form: that one stays as it is.
async fn is_recorded(act: &Act, id: SubmissionId) -> Result<bool, Fault> {
    let sql = "select 1 as one from submission_now where submission_id = $1 and assessment_id is not null";
    Ok(act.tx.row(sql, vec![id.0.into()]).await?.is_some())
}

/// The declared files that a form has, said to be of another one, too; with their bodies, which are bound to their hash.
async fn copied(
    act: &mut Act,
    from: SubmissionId,
    to: SubmissionId,
    declared: &[String],
) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let sql = "select f.name, f.media_type, f.sha256, f.size, b.body from submission_file f join submission_file_body b on b.submission_id = f.submission_id and b.name = f.name where f.submission_id = $1 order by f.name";
    let mut files = Vec::new();
    for row in act.tx.rows(sql, vec![from.0.into()]).await? {
        let name: String = row.get("name")?;
        if !declared.contains(&name) {
            continue;
        }
        act.add(
            &SUBMISSION_FILE,
            vec![
                Cell::Id(to.0),
                Cell::Text(name.clone()),
                Cell::Text(row.get("media_type")?),
                Cell::Text(row.get("sha256")?),
                Cell::Integer(row.get("size")?),
            ],
        );
        files.push((name, row.get("body")?));
    }
    Ok(files)
}

/// `anh.jpg` beside `anh.jpg` is `anh (2).jpg`.
fn beside(name: &str, taken: &[String]) -> String {
    let (stem, ending) =
        name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let mut names = (2..).map(|n| format!("{stem} ({n}){ending}"));
    names.find(|name| !taken.contains(name)).unwrap_or_default()
}

pub(super) fn decided_apart(act: &mut Act, apart: Uuid, kind: &str, submission: Option<SubmissionId>) {
    let submission = Cell::or_null(Kind::Id, submission, |submission| Cell::Id(submission.0));
    act.add(&APART_DECISION, vec![Cell::Id(apart), Cell::Text(kind.to_owned()), submission]);
}

fn read(row: &Row) -> Result<Apart, Fault> {
    let (why, kind): (String, Option<String>) = (row.get("why")?, row.get("kind")?);
    let submission = row.get::<Option<Uuid>>("submission_id")?.map(SubmissionId);
    let decided = match kind {
        None => None,
        Some(kind) => Some(DecidedApart {
            is_taken: kind == TAKEN,
            submission,
            by: row.get::<Option<String>>("decided_by")?.unwrap_or_default(),
            at: row.instant("decided_at")?.unwrap_or(Instant::from_millis(0)),
            reason: row.get("reason")?,
        }),
    };
    Ok(Apart {
        id: row.id("id")?,
        device: DeviceId(row.id("device_id")?),
        phone: row.get("label")?,
        surveyor: row.get("surveyor")?,
        instance_id: row.get("instance_id")?,
        name: row.get("name")?,
        why: Unkept::stored(&why)?,
        sha256: row.get("sha256")?,
        size: row.get("size")?,
        received_at: row.instant("received_at")?.unwrap_or(Instant::from_millis(0)),
        of: row.get::<Option<Uuid>>("of_id")?.map(SubmissionId),
        decided,
        is_erased: row.get::<Option<i64>>("erased_by")?.is_some(),
    })
}

/// The same words whether it does not exist or is not in reach.
fn not_there() -> Stopped {
    Stopped::refused(
        said!("không có mục này trong địa bàn của bạn", "there is no such thing in your area"),
        said!("tải lại danh sách phiếu để riêng", "load the list of what is kept apart again"),
    )
}

fn no_form() -> Stopped {
    Stopped::refused(
        said!("mục này không dùng làm bản sửa được", "this cannot be taken as a correction"),
        said!("giữ riêng, hoặc nhập lại từ phiếu giấy", "leave it apart, or type it in from paper"),
    )
}
