//! Hộ trong đợt rà soát: what a review says of one household, for its file and its explanation sheet.

use store::{Fault, Queries};
use vocab::Day;

use super::{Walk, household_ref, village_ref};
use crate::households::VillageName;
use crate::{AssessmentId, CampaignId, HouseholdId, ProceedingId, Registry, Scope};

/// What hangs about a household, and whether it is decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HouseholdPosting {
    /// Whether the decision about it is signed.
    pub is_signed: bool,
    /// The last day of the list of its village that hangs or hung last: until then somebody may complain.
    pub hangs_until: Option<Day>,
}

impl Registry {
    /// What hangs about a household of the scope in the review on which a result rests; where none does, in the newest review of
    /// its campaign; nothing where its commune does not review it there.
    ///
    /// # Errors
    /// The database failed, or what it holds was changed.
    pub async fn posting_of_household(
        &self,
        scope: &Scope,
        household: HouseholdId,
        (campaign, result): (CampaignId, AssessmentId),
    ) -> Result<HouseholdPosting, Fault> {
        let sql = "select p.id, p.opened_at from proceeding p where p.campaign_id = $1 \
                   and exists (select 1 from proceeding_event e where e.proceeding_id = p.id and e.household_id = $2) \
                   order by p.opened_at desc, p.id desc";
        let villages: Vec<VillageName> = self.villages(scope).await?;
        let mut newest = None;
        // Reviews in between share a campaign, and a household may have been in two of them.
        for row in self.store.rows(sql, vec![campaign.0.into(), household.0.into()]).await? {
            let Some(walk) = self.proceeding(scope, ProceedingId(row.id("id")?)).await? else { continue };
            if walk.bases().get(&household_ref(household)) == Some(&result) {
                return posting_of(&walk, &villages, household);
            }
            newest = newest.or(Some(walk));
        }
        match newest {
            Some(walk) => posting_of(&walk, &villages, household),
            None => Ok(HouseholdPosting::default()),
        }
    }
}

fn posting_of(
    walk: &Walk,
    villages: &[VillageName],
    household: HouseholdId,
) -> Result<HouseholdPosting, Fault> {
    let campaign = walk.campaign().map_err(|_| super::deed::unsound())?;
    let case = campaign.case(household_ref(household));
    let case = case.filter(|case| villages.iter().any(|one| village_ref(one.id) == case.village));
    let Some(case) = case else { return Ok(HouseholdPosting::default()) };
    let track = campaign.track(case.village);
    Ok(HouseholdPosting {
        is_signed: campaign.decision().is_some() && case.is_active(),
        hangs_until: track.and_then(|track| track.postings.last()).map(|posting| posting.due.last_day),
    })
}
