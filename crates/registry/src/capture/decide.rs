//! Xử lý phiếu: what a person decides about a filled form that the rules could not take as it came. Each decision is an act
//! with its reason; the form itself stays as it arrived.

use serde_json::json;
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Tx};
use uuid::Uuid;
use vocab::said;

use super::State;
use super::look::reached;
use crate::act::{Act, Cause, Done, SUBMISSION_DECISION};
use crate::cell::{Cell, Kind};
use crate::register::must_cover;
use crate::{CampaignId, HouseholdId, Registry, Scope, Stopped, SubmissionId};

/// What a person decides about a filled form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is of this household, whatever list it is on.
    Household(HouseholdId),
    /// The zone of the village holds, not the one that the form says.
    Zone,
    /// It is read by the questions of the campaign although its version was never published here.
    Form,
    /// It is read without the files that did not come.
    Files,
    /// It is read again as it is: what stood against it was mended elsewhere.
    Again,
    /// It is set aside for good.
    SetAside,
}

impl Decision {
    /// As it is stored, and the key of its words.
    pub const fn code(self) -> &'static str {
        match self {
            Decision::Household(_) => "household",
            Decision::Zone => "zone",
            Decision::Form => "form",
            Decision::Files => "files",
            Decision::Again => "again",
            Decision::SetAside => "set_aside",
        }
    }

    /// Whether it may be decided about a form that has come so far.
    fn fits(self, state: State) -> bool {
        match self {
            Decision::Files => state == State::Waiting,
            Decision::Again => matches!(state, State::Attention | State::SetAside | State::Assessed),
            Decision::SetAside => !matches!(state, State::Recorded | State::SetAside),
            Decision::Household(_) | Decision::Zone | Decision::Form => {
                matches!(state, State::Attention | State::Assessed)
            }
        }
    }
}

/// Another one counts instead: what acts that bring that one say of this.
pub(super) const REPLACED: &str = "replaced";

/// What was decided about a form, as its reader needs it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// The household, if a person said so.
    pub household: Option<HouseholdId>,
    /// Whether the zone of the village holds.
    pub zone: bool,
    /// Whether it is read although its version is unknown.
    pub form: bool,
}

impl Registry {
    /// Decides about a filled form: one act. All but setting it aside lets it be read again.
    ///
    /// # Errors
    /// There is no such form in reach, its household or the one decided lies outside the scope, the decision does not fit
    /// how far it has come, no reason is given; or the database failed.
    pub async fn decide_submission(
        &self,
        by: &Scope,
        units: &Units,
        (campaign, id): (CampaignId, SubmissionId),
        decision: Decision,
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        let reason = reasoned(reason)?;
        let content = json!({ "submission": id.to_string(), "decision": decision.code() });
        let cause = Cause {
            reason: Some(reason),
            content: Some(content),
            ..Cause::new("submission.decide", Some(by.user()))
        };
        let mut act = self.begin(cause, at).await?;
        let found = reached(&act.tx, by, units, (campaign, id), at).await?;
        let found = found.filter(|found| !found.is_elsewhere).ok_or_else(no_such_form)?;
        if !decision.fits(found.state) {
            return Err(Stopped::refused(
                said!(
                    "phiếu này không còn ở trạng thái chờ quyết định đó",
                    "this form does not wait for that decision any more"
                ),
                said!(
                    "tải lại trang để xem phiếu đã đến đâu",
                    "load the page again to see how far it has come"
                ),
            ));
        }
        let household = match decision {
            Decision::Household(household) => {
                must_cover(&act.tx, Some(by), household).await?;
                Some(household)
            }
            _ => None,
        };
        decided(&mut act, id, decision.code(), household, None);
        let done = act.write().await?;
        let state = if decision == Decision::SetAside { State::SetAside } else { State::Received };
        move_to(&act.tx, id, state).await?;
        act.commit().await?;
        Ok(done)
    }

    /// What people decided about a form; for the program itself. A later decision counts before an earlier one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn decided_of(&self, id: SubmissionId) -> Result<Decided, Fault> {
        let sql = "select c.kind, c.household_id from submission_decision c where c.submission_id = $1 order by c.act_seq, c.ordinal";
        let mut all = Decided::default();
        // Who typed it in chose the household before.
        let typed = self
            .store
            .row("select household_id from typed_form where submission_id = $1", vec![id.0.into()])
            .await?;
        all.household = typed.map(|row| row.id("household_id").map(HouseholdId)).transpose()?;
        for row in self.store.rows(sql, vec![id.0.into()]).await? {
            let household: Option<Uuid> = row.get("household_id")?;
            all.household = household.map(HouseholdId).or(all.household);
            let kind: String = row.get("kind")?;
            all.zone |= kind == Decision::Zone.code();
            all.form |= kind == Decision::Form.code();
        }
        Ok(all)
    }
}

/// The row of a decision.
pub(super) fn decided(
    act: &mut Act,
    id: SubmissionId,
    kind: &str,
    household: Option<HouseholdId>,
    instead: Option<SubmissionId>,
) {
    act.add(
        &SUBMISSION_DECISION,
        vec![
            Cell::Id(id.0),
            Cell::Text(kind.to_owned()),
            Cell::or_null(Kind::Id, household, |household| Cell::Id(household.0)),
            Cell::or_null(Kind::Id, instead, |instead| Cell::Id(instead.0)),
        ],
    );
}

/// One that was recorded meanwhile stays as it is.
pub(super) async fn move_to(tx: &Tx, id: SubmissionId, state: State) -> Result<(), Fault> {
    let sql = "update submission_now set state = $2 where submission_id = $1 and assessment_id is null";
    tx.execute(sql, vec![id.0.into(), state.code().into()]).await.map(|_| ())
}

/// The reason of a decision without the blanks around it.
///
/// # Errors
/// There is none, or it is too long.
pub fn reasoned(reason: &str) -> Result<&str, Stopped> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(Stopped::refused(
            said!("chưa ghi lý do, hoặc lý do quá dài", "there is no reason, or it is too long"),
            said!("ghi ngắn gọn vì sao quyết định như vậy", "write in a few words why it is decided so"),
        ));
    }
    Ok(reason)
}

/// The same words whether it does not exist or is not in reach.
pub(super) fn no_such_form() -> Stopped {
    Stopped::refused(
        said!("không có phiếu này trong địa bàn của bạn", "there is no such form in your area"),
        said!("tải lại danh sách phiếu đã nhận", "load the list of received forms again"),
    )
}
