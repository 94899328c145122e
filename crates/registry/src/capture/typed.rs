//! Phiếu nhập xong: a typed form arrives as a filled form like one from a phone, once both typings agree or somebody other than
//! the first settled what differs.

use serde_json::json;
use store::dates::Instant;
use store::{Fault, Queries};
use uuid::Uuid;
use vocab::said;

use super::arrival::Sealed;
use super::decide::{REPLACED, decided, move_to};
use super::entry::{no_such_entry, nothing_to_type};
use super::receipt::FORM_PART;
use super::{Corrects, State};
use crate::act::{Act, Cause, DEVICE, SUBMISSION, TYPED_FORM};
use crate::cell::{Cell, Kind};
use crate::register::must_cover;
use crate::{CampaignId, DeviceId, EntryId, Registry, Scope, Stopped, SubmissionId, UserId};

/// A typed form as it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedForm {
    /// Id of its form.
    pub form_id: String,
    /// Version of its form.
    pub version: String,
    /// Its number.
    pub instance_id: String,
    /// The filled form.
    pub xml: String,
}

impl Registry {
    /// A typed form arrives like one from a phone: one act, kept as it came, read and decided like any other. What it
    /// corrects no longer counts.
    ///
    /// # Errors
    /// It is not typed as often as it must be, the first typist settles what differs alone, it arrived already, the household
    /// lies outside the scope; or the database failed.
    pub async fn arrive_typed(
        &self,
        by: &Scope,
        (campaign, id): (CampaignId, EntryId),
        form: &TypedForm,
        at: Instant,
    ) -> Result<SubmissionId, Stopped> {
        let entry = self.entry(by, campaign, id).await?.ok_or_else(no_such_entry)?;
        let first = entry.parts.get(&1).filter(|_| entry.is_open() && entry.is_typed());
        let first = first.ok_or_else(nothing_to_type)?.user;
        if entry.needs_second() && first == by.user() {
            return Err(Stopped::refused(
                said!(
                    "người nhập lần một không tự đối chiếu được",
                    "who typed first cannot settle what differs"
                ),
                said!(
                    "nhờ người nhập lần hai, hoặc người thứ ba, xem lại phiếu giấy",
                    "have the second typist or a third person look at the paper"
                ),
            ));
        }
        let content = json!({ "entry": id.to_string(), "household": entry.household.to_string(), "campaign": campaign.to_string() });
        let cause = Cause { content: Some(content), ..Cause::new("submission.type", Some(by.user())) };
        let mut act = self.begin(cause, at).await?;
        must_cover(&act.tx, Some(by), entry.household).await?;
        let arrived = "select 1 as one from entry where id = $1 and submission_id is not null";
        if act.tx.row(arrived, vec![id.0.into()]).await?.is_some() {
            return Err(nothing_to_type());
        }
        let desk = desk(&mut act, campaign, by.user()).await?;
        let submission = SubmissionId::fresh();
        let sealed =
            Sealed::of(&self.keys, FORM_PART.to_owned(), "text/xml".to_owned(), form.xml.as_bytes())?;
        act.add(
            &SUBMISSION,
            vec![
                Cell::Id(submission.0),
                Cell::Id(campaign.0),
                Cell::Text(form.form_id.clone()),
                Cell::Text(form.version.clone()),
                Cell::Id(desk.0),
                Cell::Text(form.instance_id.clone()),
                Cell::Text(sealed.stored.sha256.clone()),
                Cell::Integer(sealed.stored.size),
                Cell::Json(json!([])),
            ],
        );
        let second = entry.parts.get(&2).map(|part| part.user);
        let id_or_none = |id: Option<Uuid>| Cell::or_null(Kind::Id, id, Cell::Id);
        act.add(
            &TYPED_FORM,
            vec![
                Cell::Id(submission.0),
                Cell::Id(id.0),
                Cell::Id(entry.household.0),
                Cell::Id(first.0),
                id_or_none(second.map(|user| user.0)),
                Cell::Id(by.user().0),
                id_or_none(entry.corrects.id()),
            ],
        );
        if let Corrects::Submission(before) = entry.corrects {
            decided(&mut act, before, REPLACED, None, Some(submission));
        }
        act.write().await?;
        let tx = &act.tx;
        let body = vec![submission.0.into(), sealed.body.into()];
        tx.insert("submission_body", &["submission_id", "body"], vec![body]).await?;
        let columns = ["submission_id", "state", "received_at", "completed_at", "household_id"];
        let now = vec![
            submission.0.into(),
            State::Received.code().into(),
            at.into(),
            store::dates::optional_instant(Some(at)),
            entry.household.0.into(),
        ];
        tx.insert("submission_now", &columns, vec![now]).await?;
        if let Corrects::Submission(before) = entry.corrects {
            move_to(tx, before, State::SetAside).await?;
        }
        let sql = "update entry set submission_id = $2 where id = $1";
        tx.execute(sql, vec![id.0.into(), submission.0.into()]).await?;
        act.commit().await?;
        Ok(submission)
    }
}

/// Where an officer types in a campaign: a device that was never let in from outside and was never taken off.
async fn desk(act: &mut Act, campaign: CampaignId, user: UserId) -> Result<DeviceId, Fault> {
    let sql = "select d.id from device d where d.campaign_id = $1 and d.user_id = $2 \
               and not exists (select 1 from device_secret s where s.device_id = d.id) \
               and not exists (select 1 from device_end e where e.device_id = d.id) order by d.act_seq limit 1";
    if let Some(row) = act.tx.row(sql, vec![campaign.0.into(), user.0.into()]).await? {
        return Ok(DeviceId(row.id("id")?));
    }
    let id = DeviceId::fresh();
    let label = Cell::Text("Bàn làm việc".to_owned());
    act.add(&DEVICE, vec![Cell::Id(id.0), Cell::Id(campaign.0), Cell::Id(user.0), label]);
    Ok(id)
}
