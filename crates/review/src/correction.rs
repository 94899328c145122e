//! Quyết định sửa đổi: a signed decision stays as it was signed. What turns out to be wrong later is put right by a new decision that names the
//! old one by number and day: which households become what, and why. Each rests on a result that was found after the decision
//! was signed; proposed by one and signed by another, as the decision itself.

use vocab::{Day, said};

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::outcome::Outcome;
use crate::recognition::Decision;
use crate::refs::{Hand, HouseholdRef, PersonRef, VillageRef};
use crate::refusal::Refusal;

/// Kiểm tra lại sau quyết định: what was found of a household after the decision was signed. It changes nothing until a correcting
/// decision is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconsider {
    /// The household.
    pub household: HouseholdRef,
    /// Who asked it again.
    pub surveyor: PersonRef,
    /// What was found.
    pub outcome: Outcome,
}

/// Trình quyết định sửa đổi.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposeCorrection {
    /// Number of the decision that is corrected: the newest one.
    pub corrects: String,
    /// Its day.
    pub corrects_on: Day,
    /// Why.
    pub reason: String,
    /// SHA-256 of the list of households that change.
    pub list_hash: [u8; 32],
}

/// Ký quyết định sửa đổi.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignCorrection {
    /// Số, ký hiệu.
    pub number: String,
    /// The day on the decision.
    pub signed_on: Day,
    /// SHA-256 of the list that was signed; the one that was proposed.
    pub list_hash: [u8; 32],
    /// SHA-256 of the signed paper or PDF.
    pub paper_hash: [u8; 32],
}

/// The draft of a correcting decision that waits for its signature.
#[derive(Clone, Debug)]
pub struct CorrectionDraft {
    /// Who proposed it.
    pub by: PersonRef,
    /// What was proposed.
    pub proposed: ProposeCorrection,
}

/// A household that a correcting decision changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// The household.
    pub household: HouseholdRef,
    /// What the decision before said.
    pub from: Outcome,
    /// What this one says.
    pub to: Outcome,
}

/// Quyết định sửa đổi that was signed.
#[derive(Clone, Debug)]
pub struct Correction {
    /// What it corrects, and why.
    pub proposed: ProposeCorrection,
    /// What was signed.
    pub signed: SignCorrection,
    /// Who signed.
    pub by: PersonRef,
    /// What it changes, in order of the households.
    pub households: Vec<Corrected>,
}

impl Campaign<'_> {
    /// Number and day of the newest decision: the one that a correction names.
    pub fn newest_decision(&self) -> Option<(&str, Day)> {
        self.named(self.corrections().last())
    }

    /// Number and day of a correction; without one, of the decision.
    fn named<'a>(&'a self, correction: Option<&'a Correction>) -> Option<(&'a str, Day)> {
        let correction = correction.map(|one| (one.signed.number.as_str(), one.signed.signed_on));
        correction.or_else(|| self.decision().map(|one| (one.signed.number.as_str(), one.signed.signed_on)))
    }

    /// Number and day of the decision by which a household stands as it does: the newest that names it, else the first.
    pub fn decision_of(&self, household: HouseholdRef) -> Option<(&str, Day)> {
        let names = |one: &&Correction| one.households.iter().any(|changed| changed.household == household);
        self.named(self.corrections().iter().rfind(names))
    }

    /// What was found after the decision and differs from it, in order of the households: what a correcting decision would change.
    pub fn to_correct(&self) -> Vec<Corrected> {
        let differs = |case: &crate::case::Case| {
            let (from, to) = (case.outcome()?, case.reconsidered?);
            (case.is_active() && from != to).then_some(Corrected { household: case.household, from, to })
        };
        self.cases().filter_map(differs).collect()
    }

    fn signed_before(&self) -> Result<&Decision, Refusal> {
        self.decision().ok_or_else(|| {
            Refusal::new(
                said!("đợt này chưa có quyết định", "the campaign has no decision yet"),
                said!("làm theo các bước của quy trình", "follow the steps of the procedure"),
            )
            .by(self.step_source(DeedKind::Sign))
        })
    }

    /// The results that were found become those that are decided.
    fn correct(&mut self, changed: &[Corrected]) {
        for one in changed {
            self.change(one.household, |case| {
                // The certificate and the answer were about what was decided before.
                case.has_certificate = false;
                case.has_answer = false;
                case.decide_anew(one.to);
            });
        }
    }
}

impl Act for Reconsider {
    const KIND: DeedKind = DeedKind::Reconsider;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        campaign.signed_before()?;
        let case = campaign.active_case(self.household)?;
        let separation = &campaign.procedure().separation;
        if separation.rechecker_is_new && !case.is_new_to(self.surveyor) {
            return Err(Refusal::new(
                said!(
                    "người này đã khảo sát hoặc vừa kiểm tra lại hộ đó",
                    "this person surveyed the household, or checked it last"
                ),
                said!("giao người khác kiểm tra lại", "let somebody else check it"),
            )
            .by(&separation.source));
        }
        campaign.is_outcome(Some(self.outcome))?;
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.change(self.household, |case| {
            case.rechecked_by.push(self.surveyor);
            case.reconsidered = Some(self.outcome);
        });
        // What was proposed is another list by now.
        campaign.set_correction_draft(None);
    }
}

impl Act for ProposeCorrection {
    const KIND: DeedKind = DeedKind::ProposeCorrection;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        campaign.signed_before()?;
        if campaign.newest_decision() != Some((self.corrects.as_str(), self.corrects_on)) {
            return Err(Refusal::new(
                said!(
                    "số hoặc ngày của quyết định được sửa không phải của quyết định mới nhất",
                    "the decision that is named is not the newest one"
                ),
                said!(
                    "tải lại trang: số và ngày lấy từ sổ",
                    "load the page again: number and day are taken from the record"
                ),
            ));
        }
        if self.reason.trim().is_empty() {
            return Err(Refusal::new(
                said!("chưa ghi lý do sửa quyết định", "there is no reason for the correction"),
                said!(
                    "ghi vì sao sửa, theo khiếu nại hay kết quả kiểm tra nào",
                    "say why, by which complaint or check"
                ),
            ));
        }
        let changed = campaign.to_correct();
        if changed.is_empty() {
            return Err(Refusal::new(
                said!(
                    "không có kết quả kiểm tra lại nào khác với quyết định",
                    "nothing that was found since differs from the decision"
                ),
                said!(
                    "hỏi lại hộ, ghi phiếu, rồi ghi kết quả kiểm tra lại",
                    "ask the household again, record its form, then record the check"
                ),
            ));
        }
        let mut after = campaign.clone();
        after.correct(&changed);
        if campaign.is_yearly() && !after.sums_close() {
            return Err(Refusal::new(
                said!(
                    "sau khi sửa, số hộ đầu kỳ, cuối kỳ không khớp",
                    "after the correction the sums do not close"
                ),
                said!("báo người phát triển chương trình", "report this as a defect"),
            ));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, by: &Hand, _: Moment) {
        campaign.set_correction_draft(Some(CorrectionDraft { by: by.person, proposed: self }));
    }
}

impl Act for SignCorrection {
    const KIND: DeedKind = DeedKind::SignCorrection;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, by: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        let first = campaign.signed_before()?;
        let draft = campaign.correction_draft().filter(|draft| draft.proposed.list_hash == self.list_hash);
        let Some(draft) = draft else {
            return Err(Refusal::new(
                said!(
                    "danh sách sửa đổi này chưa được trình, hoặc đã thay đổi sau khi trình",
                    "this correction was not proposed, or changed since"
                ),
                said!("trình lại rồi ký", "propose it again, then sign"),
            ));
        };
        campaign.may_be_signed_by(by, draft.by)?;
        let numbers = campaign.corrections().iter().map(|one| one.signed.number.as_str());
        let is_new = numbers.chain([first.signed.number.as_str()]).all(|known| known != self.number.trim());
        let is_after = campaign.newest_decision().is_some_and(|(_, day)| self.signed_on >= day);
        if self.number.trim().is_empty() || !is_new || !is_after || self.signed_on > at.day() {
            return Err(Refusal::new(
                said!(
                    "số hoặc ngày của quyết định sửa đổi không đúng",
                    "the number or day of the correcting decision is not right"
                ),
                said!(
                    "ghi số mới, ngày như trên bản đã ký, không trước quyết định được sửa",
                    "write its own number and the day on the signed paper, not before the decision that it corrects"
                ),
            ));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, by: &Hand, _: Moment) {
        let Some(draft) = campaign.correction_draft().cloned() else { return };
        let households = campaign.to_correct();
        campaign.correct(&households);
        campaign.set_correction_draft(None);
        campaign.add_correction(Correction {
            proposed: draft.proposed,
            signed: self,
            by: by.person,
            households,
        });
    }
}
