//! Chuyển bước: on to the next step when all duties are done, back to an earlier one when the law orders it.

use vocab::said;

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::refs::{Hand, VillageRef};
use crate::refusal::Refusal;
use crate::step::{Back, BackWhen, Ground};

/// Chuyển sang bước sau.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// The village whose step is done; `None` for a step of the commune.
    pub village: Option<VillageRef>,
}

/// Làm lại bước trước.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoBack {
    /// The village that goes back. From a step of the commune: a village that must do its steps again.
    pub village: VillageRef,
    /// Id of the step that is done again.
    pub to: String,
}

impl Act for Pass {
    const KIND: DeedKind = DeedKind::Pass;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        self.village
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        let Some(step) = campaign.step_of(self.village) else { return Err(campaign.is_finished()) };
        // A village goes on only while the villages walk: at a step of the commune it waits.
        let of = campaign.procedure().steps.get(step);
        if let Some(of) = of.filter(|of| self.village.is_some() && of.ground == Ground::Commune) {
            return Err(Refusal::new(
                said!("bước này là việc của cả xã", "this step is the commune's"),
                said!("làm xong bước của xã trước", "finish the step of the commune first"),
            )
            .by(&of.source));
        }
        let unmet = campaign.unmet_up_to(step, self.village, at);
        if unmet.is_empty() { Ok(Vec::new()) } else { Err(campaign.duties_left(unmet)) }
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, at: Moment) {
        match self.village {
            Some(village) => campaign.pass_village(village, at),
            None => campaign.pass_commune(at),
        }
    }
}

impl GoBack {
    fn way<'c>(&self, campaign: &'c Campaign<'_>) -> Option<&'c Back> {
        let from = campaign.step_of(Some(self.village))?;
        let to = campaign.procedure().position(&self.to)?;
        campaign.procedure().steps.get(from)?.backs.iter().find(|back| back.to == to)
    }
}

impl Act for GoBack {
    const KIND: DeedKind = DeedKind::GoBack;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        Some(self.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        campaign.not_signed()?;
        let Some(back) = self.way(campaign).filter(|_| campaign.has_village(self.village)) else {
            return Err(Refusal::new(
                said!(
                    "từ bước này không quay lại bước đó được",
                    "there is no way back to that step from here"
                ),
                said!("xem các việc làm được ở bước hiện tại", "see what can be done in this step"),
            ));
        };
        let is_open = match back.when {
            BackWhen::SurveyNeeded => {
                campaign.cases_of(self.village).any(|case| case.is_active() && case.outcome().is_none())
            }
            BackWhen::RecheckAsked => {
                campaign.cases_of(self.village).any(|case| campaign.is_recheck_asked(case.household))
            }
        };
        if !is_open {
            let (vi, en) = (&back.label.vi, &back.label.en);
            return Err(Refusal::new(
                said!("chỉ quay lại khi: {vi}", "one goes back only when: {en}"),
                said!("làm xong các việc của bước hiện tại", "do what this step asks for"),
            )
            .by(&back.source));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, at: Moment) {
        let Some((to, when)) = self.way(campaign).map(|back| (back.to, back.when)) else { return };
        match when {
            BackWhen::SurveyNeeded => {
                campaign.change_all(self.village, |case| {
                    if case.is_active() && case.outcome().is_none() {
                        case.survey_again();
                    }
                });
                campaign.return_village(self.village, to, at);
            }
            // The opinion names households; all their villages go back together.
            BackWhen::RecheckAsked => {
                for village in campaign.villages_to_recheck() {
                    campaign.return_village(village, to, at);
                }
            }
        }
    }
}

impl Campaign<'_> {
    /// The step at which a village (or the commune) is: where it works now. `None` when the campaign is finished, or the
    /// village has done its steps and waits for the others.
    pub fn step_of(&self, village: Option<VillageRef>) -> Option<usize> {
        let commune_at = self.commune_at()?;
        let is_village = self.procedure().steps.get(commune_at)?.ground == Ground::Village;
        match village {
            Some(village) if is_village => {
                let at = self.track(village)?.at;
                self.procedure().village_steps().contains(&at).then_some(at)
            }
            None if is_village => None,
            _ => Some(commune_at),
        }
    }
}
