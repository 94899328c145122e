//! Hộ trong đợt rà soát: what a review says of one household, for its file and its explanation sheet.

use store::{Fault, Queries};
use vocab::Day;

use super::{household_ref, village_ref};
use crate::households::VillageName;
use crate::{CampaignId, HouseholdId, ProceedingId, Registry, Scope};

/// What hangs about a household, and whether it is decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HouseholdPosting {
    /// Whether the decision about it is signed.
    pub is_signed: bool,
    /// The last day of the list of its village that hangs or hung last: until then somebody may complain.
    pub hangs_until: Option<Day>,
}

impl Registry {
    /// What hangs about a household of the scope in a campaign; nothing where its commune does not review it there.
    ///
    /// # Errors
    /// The database failed, or what it holds was changed.
    pub async fn posting_of_household(
        &self,
        scope: &Scope,
        household: HouseholdId,
        campaign: CampaignId,
    ) -> Result<HouseholdPosting, Fault> {
        let sql = "select p.id from proceeding p join proceeding_event e on e.proceeding_id = p.id \
                   where p.campaign_id = $1 and e.household_id = $2 order by p.opened_at desc, p.id desc limit 1";
        let row = self.store.row(sql, vec![campaign.0.into(), household.0.into()]).await?;
        let Some(row) = row else { return Ok(HouseholdPosting::default()) };
        let walk = self.proceeding(scope, ProceedingId(row.id("id")?)).await?;
        let Some(walk) = walk else { return Ok(HouseholdPosting::default()) };
        let villages: Vec<VillageName> = self.villages(scope).await?;
        let campaign = walk.campaign().map_err(|_| super::deed::unsound())?;
        let case = campaign.case(household_ref(household));
        let case = case.filter(|case| villages.iter().any(|one| village_ref(one.id) == case.village));
        let Some(case) = case else { return Ok(HouseholdPosting::default()) };
        let track = campaign.track(case.village);
        Ok(HouseholdPosting {
            is_signed: campaign.decision().is_some(),
            hangs_until: track.and_then(|track| track.postings.last()).map(|posting| posting.due.last_day),
        })
    }
}
