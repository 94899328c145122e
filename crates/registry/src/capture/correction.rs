//! Xử lý phiếu để riêng: what was kept apart is taken as a correction or left where it is, each by an act with its reason. It
//! stays as it came either way.

use serde_json::json;
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use uuid::Uuid;
use vocab::said;

use super::apart::{TAKEN, found};
use super::decide::{REPLACED, decided, move_to, reasoned};
use super::{Apart, State, Unkept};
use crate::act::{APART_DECISION, Act, Cause, Done, SUBMISSION, SUBMISSION_FILE};
use crate::cell::{Cell, Kind};
use crate::register::must_cover;
use crate::{CampaignId, HouseholdId, Registry, Scope, Stopped, SubmissionId};

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

const KEPT: &str = "kept";

impl Registry {
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

fn decided_apart(act: &mut Act, apart: Uuid, kind: &str, submission: Option<SubmissionId>) {
    let submission = Cell::or_null(Kind::Id, submission, |submission| Cell::Id(submission.0));
    act.add(&APART_DECISION, vec![Cell::Id(apart), Cell::Text(kind.to_owned()), submission]);
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
