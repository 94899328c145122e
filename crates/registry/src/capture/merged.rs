//! Ghi kết quả từ hai phiếu: the answers that a person picked of two forms, or of a form and the result that stands, decided anew
//! by the rules, are one new result. Nothing is overwritten: the forms stay, and a result that stood is superseded.

use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries};
use uuid::Uuid;
use vocab::said;

use super::State;
use super::decide::{decided, reasoned};
use crate::act::{ASSESSMENT, Cause, Done};
use crate::review::record::{Checked, cells, mark_and_renew};
use crate::review::{NewAssessment, permitted};
use crate::{AssessmentId, CampaignId, HouseholdId, Registry, Scope, Stopped, SubmissionId};

/// What a merged result is made of, beside its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources {
    /// The forms that wait for a person.
    pub submissions: Vec<SubmissionId>,
    /// The answers with which both began, if there were any.
    pub base: Option<AssessmentId>,
}

/// What a merged form says of its sources in the log, and in the history of a form.
const MERGED: &str = "merged";

impl Registry {
    /// Records a result whose answers a person picked: one act that names its sources. A result that stands in the campaign is
    /// the one that `new` supersedes.
    ///
    /// # Errors
    /// As [`Registry::record_assessments`]; or a form is none of the household that waits for a person, or no reason is
    /// given.
    pub async fn record_merged(
        &self,
        by: &Scope,
        (campaign, engine_version): (CampaignId, &str),
        new: NewAssessment,
        sources: &Sources,
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        permitted(Some(by))?;
        let reason = reasoned(reason)?;
        let names: Vec<String> = sources.submissions.iter().map(ToString::to_string).collect();
        let named = |id: Option<AssessmentId>| id.map_or(Json::Null, |id| Json::String(id.to_string()));
        let content = json!({
            "campaign": campaign.to_string(),
            "households": 1,
            "submissions": names,
            "supersedes": named(new.supersedes),
            "base": named(sources.base),
        });
        let cause = Cause {
            reason: Some(reason),
            content: Some(content),
            ..Cause::new("assessment.merge", Some(by.user()))
        };
        let mut act = self.begin(cause, at).await?;
        let all = std::slice::from_ref(&new);
        let checked = Checked::of(&act.tx, Some(by), campaign, all).await?;
        for submission in &sources.submissions {
            if !waits(&act.tx, *submission, campaign, new.household).await? {
                return Err(Stopped::refused(
                    said!(
                        "một trong hai phiếu không còn chờ so sánh",
                        "one of the two forms no longer waits to be compared"
                    ),
                    said!("tải lại trang và so sánh lại", "load the page and compare again"),
                ));
            }
            decided(&mut act, *submission, MERGED, Some(new.household), None);
        }
        let id = AssessmentId::fresh();
        act.add(&ASSESSMENT, cells(&self.keys, id, new, (campaign, engine_version))?);
        let done = act.write().await?;
        let recorded: Vec<_> = sources.submissions.iter().map(|submission| (*submission, id)).collect();
        mark_and_renew(&act, &recorded, &checked).await?;
        act.commit().await?;
        Ok(done)
    }

    /// The forms of a household in a campaign that wait for a person or are decided and not recorded, the oldest first; for
    /// the program itself.
    ///
    /// # Errors
    /// The database failed.
    pub async fn open_forms_of(
        &self,
        campaign: CampaignId,
        household: HouseholdId,
    ) -> Result<Vec<SubmissionId>, Fault> {
        let sql = "select s.id from submission s join submission_now n on n.submission_id = s.id where s.campaign_id = $1 and n.household_id = $2 and n.state in ($3, $4) order by n.received_at, s.id";
        let states = [State::Assessed, State::Attention].map(|state| state.code().into());
        let values = [campaign.0.into(), household.0.into()].into_iter().chain(states).collect();
        self.store.rows(sql, values).await?.iter().map(|row| row.id("id").map(SubmissionId)).collect()
    }

    /// The form from which a result was recorded, people in their order; none for a merged one. For the program itself.
    ///
    /// # Errors
    /// The database failed.
    pub async fn form_of_result(&self, id: AssessmentId) -> Result<Option<SubmissionId>, Fault> {
        let sql =
            "select submission_id from submission_now where assessment_id = $1 order by received_at limit 1";
        let row = self.store.row(sql, vec![id.0.into()]).await?;
        row.map(|row| row.id("submission_id").map(SubmissionId)).transpose()
    }
}

/// Whether a form of this household waits for a person, or was decided and not recorded.
async fn waits(
    on: &impl Queries,
    id: SubmissionId,
    campaign: CampaignId,
    household: HouseholdId,
) -> Result<bool, Fault> {
    let sql = "select n.state, n.household_id, n.assessment_id from submission s join submission_now n on n.submission_id = s.id where s.id = $1 and s.campaign_id = $2";
    let Some(row) = on.row(sql, vec![id.0.into(), campaign.0.into()]).await? else { return Ok(false) };
    let state = State::from_code(&row.get::<String>("state")?);
    let is_open = matches!(state, Some(State::Assessed | State::Attention));
    let (of, recorded): (Option<Uuid>, Option<Uuid>) = (row.get("household_id")?, row.get("assessment_id")?);
    Ok(is_open && of == Some(household.0) && recorded.is_none())
}
