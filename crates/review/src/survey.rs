//! Khảo sát và phân loại: a filled form that was accepted, and what the standard says of it.

use vocab::said;

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::outcome::Outcome;
use crate::refs::{Hand, HouseholdRef, PersonRef, VillageRef};
use crate::refusal::Refusal;

/// Khảo sát hộ: a filled form was accepted for the household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// The household.
    pub household: HouseholdRef,
    /// Who asked the questions.
    pub surveyor: PersonRef,
}

/// Phân loại hộ: the result of the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classify {
    /// The household.
    pub household: HouseholdRef,
    /// Id of the standard that decided.
    pub standard: String,
    /// `None`: undetermined, an answer is missing.
    pub outcome: Option<Outcome>,
}

impl Act for Survey {
    const KIND: DeedKind = DeedKind::Survey;

    fn village(&self, campaign: &Campaign<'_>) -> Option<VillageRef> {
        campaign.case(self.household).map(|case| case.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        let case = campaign.active_case(self.household)?;
        if campaign.must_screen(case) {
            return Err(Refusal::new(
                said!("hộ này phải nhận dạng nhanh trước", "the household must be screened first"),
                said!("ghi kết quả Phiếu A", "record form A"),
            )
            .by(campaign.step_source(DeedKind::Screen)));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.change(self.household, |case| {
            case.surveyed_by.insert(self.surveyor);
            case.needs_survey = false;
            // What was found before rests on answers that no longer count.
            case.result = None;
            case.agreed = None;
            case.disagreement = None;
        });
    }
}

impl Act for Classify {
    const KIND: DeedKind = DeedKind::Classify;

    fn village(&self, campaign: &Campaign<'_>) -> Option<VillageRef> {
        campaign.case(self.household).map(|case| case.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        let case = campaign.active_case(self.household)?;
        let source = campaign.step_source(Self::KIND);
        if case.needs_survey {
            return Err(Refusal::new(
                said!("hộ này chưa được khảo sát", "the household was not surveyed"),
                said!("khảo sát hộ trước", "survey it first"),
            )
            .by(source));
        }
        let named = &campaign.terms().standard;
        if self.standard != *named {
            let other = &self.standard;
            return Err(Refusal::new(
                said!(
                    "kết quả theo chuẩn `{other}`, đợt này theo chuẩn `{named}`",
                    "the result is by `{other}`, the campaign by `{named}`"
                ),
                said!(
                    "phân loại lại theo chuẩn của đợt, hoặc mở đợt khác theo chuẩn kia",
                    "classify by the campaign's standard, or open another campaign"
                ),
            ));
        }
        campaign.is_outcome(self.outcome)?;
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.change(self.household, |case| {
            case.find(self.outcome, false);
            case.agreed = None;
        });
    }
}
