//! Kết quả đã ghi của đợt: what surveys and re-checks found, from the recorded results of the campaign. Nobody types a result in: a
//! deed that says another one than the record is refused.

use std::collections::BTreeMap;

use ::review::{HouseholdRef, Outcome, PersonRef};
use store::dates::Instant;
use store::{Fault, Queries, Value, places};
use uuid::Uuid;

use super::wire::outcome_of;
use crate::{AssessmentId, CampaignId, Registry, Scope};

/// The result of a household that stands in a campaign: the newest that no other corrects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Result {
    /// The recorded result.
    pub assessment: AssessmentId,
    /// Who asked the questions: whose phone sent the form; of a paper form to whom the household was assigned then, or who typed it;
    /// else who recorded the result. The program itself is nobody's person (0).
    pub surveyor: PersonRef,
    /// The result; `None` is undetermined.
    pub outcome: Option<Outcome>,
    /// When it was recorded.
    pub recorded_at: Instant,
}

pub(crate) type Results = BTreeMap<HouseholdRef, Result>;

impl Registry {
    /// The results that stand in the campaign of a proceeding, for the deeds that take them over; empty outside the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn proceeding_results(
        &self,
        scope: &Scope,
        walk: &super::Walk,
    ) -> std::result::Result<Results, Fault> {
        if !self.reaches_proceeding(scope, walk.proceeding.id).await? {
            return Ok(Results::new());
        }
        let campaign = walk.campaign().map_err(|_| super::deed::unsound())?;
        let cases: Vec<HouseholdRef> = campaign
            .cases()
            .map(|case| case.household)
            .chain(campaign.complaints().map(|(_, complaint)| complaint.household))
            .collect();
        standing(&self.store, walk.proceeding.campaign, &cases).await
    }
}

/// The results of households that stand in a campaign.
pub(crate) async fn standing(
    on: &impl Queries,
    campaign: CampaignId,
    households: &[HouseholdRef],
) -> std::result::Result<Results, Fault> {
    let mut found = Results::new();
    for chunk in households.chunks(1000) {
        let mut values: Vec<Value> = chunk.iter().map(|one| Uuid::from_u128(one.0).into()).collect();
        let places = places(1, values.len(), on.is_postgres());
        values.push(campaign.0.into());
        let of = values.len();
        let sql = format!(
            "select a.id, a.household_id, a.outcome, t.at, t.actor, d.user_id as sent_by, y.first_by, \
             (select min(g.user_id) from assignment g where g.campaign_id = a.campaign_id and g.household_id = a.household_id \
             and g.act_seq < a.act_seq and not exists (select 1 from assignment_end e where e.assignment_id = g.id and e.act_seq < a.act_seq)) as assigned \
             from assessment a join act t on t.seq = a.act_seq \
             left join submission_now n on n.assessment_id = a.id \
             left join submission s on s.id = n.submission_id left join device d on d.id = s.device_id \
             left join typed_form y on y.submission_id = s.id \
             where a.household_id in ({places}) and a.campaign_id = ${of} \
             and not exists (select 1 from act u where u.undoes = a.act_seq) \
             and not exists (select 1 from assessment b where b.household_id = a.household_id and b.supersedes = a.id \
             and not exists (select 1 from act u where u.undoes = b.act_seq)) \
             order by a.act_seq, a.ordinal"
        );
        let sql =
            if on.is_postgres() { sql.replace("min(g.user_id)", "min(g.user_id::text)::uuid") } else { sql };
        for row in on.rows(&sql, values).await? {
            let id = |column: &str| row.get::<Option<Uuid>>(column);
            let surveyor = match id("first_by")? {
                Some(typed_by) => id("assigned")?.or(Some(typed_by)),
                None => id("sent_by")?.or(id("actor")?),
            };
            let result = Result {
                assessment: AssessmentId(row.id("id")?),
                surveyor: PersonRef(surveyor.map_or(0, |user| user.as_u128())),
                outcome: outcome_of(&row.get::<String>("outcome")?),
                recorded_at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
            };
            found.insert(HouseholdRef(row.id("household_id")?.as_u128()), result);
        }
    }
    Ok(found)
}
