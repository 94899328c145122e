//! The results of an import in its campaign: which are recorded, which stand already, which are corrected.

use store::Fault;

use crate::act::{ASSESSMENT, Act};
use crate::import::{Planned, Preview};
use crate::review::NewAssessment;
use crate::review::record::cells;
use crate::{AssessmentId, HouseholdId, Keys};

impl Preview {
    /// Whether the files hold answers besides the people: microdata do, lists do not.
    pub fn has_answers(&self) -> bool {
        !self.roster.answers.is_empty()
    }

    /// Whether what the rules say of a household stands in the campaign already, if it is this one.
    pub fn is_recorded(&self, planned: &Planned, household: HouseholdId) -> bool {
        let (Some(open), Some(answered)) = (&self.open, &planned.answered) else { return true };
        open.has(household.0, &answered.answers)
    }

    /// Whether the campaign has another result of this household, which would be corrected.
    pub fn corrects(&self, planned: &Planned, household: HouseholdId) -> bool {
        let known = self.open.as_ref().is_some_and(|open| open.standing.contains_key(&household.0));
        known && !self.is_recorded(planned, household)
    }
}

/// The result of the answers, unless it stands in the campaign already; another one there is corrected.
pub(crate) fn decide(
    keys: &Keys,
    act: &mut Act,
    preview: &Preview,
    (planned, household): (&Planned, HouseholdId),
) -> Result<(), Fault> {
    let (Some(open), Some(answered)) = (&preview.open, &planned.answered) else { return Ok(()) };
    if preview.is_recorded(planned, household) {
        return Ok(());
    }
    let new = NewAssessment {
        household,
        village: answered.village,
        commune_code: answered.commune_code.clone(),
        province_code: answered.province_code.clone(),
        zone: answered.zone,
        answers: answered.answers.clone(),
        assessed: answered.assessed.clone(),
        members: planned.people.len() as i64,
        supersedes: open.standing.get(&household.0).map(|(id, _)| *id),
        submission: None,
    };
    let of = (open.asked.campaign, open.asked.engine_version.as_str());
    act.add(&ASSESSMENT, cells(keys, AssessmentId::fresh(), new, of)?);
    Ok(())
}
