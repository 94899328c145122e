//! Công nhận: proposed by one, signed by another, after every duty is done and the sums close; then certificates, answers and
//! reports.

use vocab::{Day, said};

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::clock::{Due, Measured};
use crate::complaint::late;
use crate::deed::DeedKind;
use crate::flow::PovertyFlow;
use crate::moment::Moment;
use crate::outcome::{Class, Outcome};
use crate::refs::{Hand, HouseholdRef, PersonRef, VillageRef};
use crate::refusal::Refusal;

/// Số hộ trong các danh sách kèm quyết định.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// Hộ nghèo.
    pub poor_households: u32,
    /// Hộ cận nghèo.
    pub near_poor_households: u32,
    /// Hộ thoát nghèo: poor before, now not; also those who became near-poor.
    pub escaped_poor_households: u32,
    /// Hộ thoát cận nghèo: near-poor before, now neither.
    pub escaped_near_poor_households: u32,
    /// Others that are recognised: farming households of average living standard, low-income workers.
    pub other_recognized: u32,
}

/// Trình dự thảo quyết định.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propose {
    /// What the lists of the draft add up to.
    pub lists: Lists,
    /// SHA-256 of the lists.
    pub list_hash: [u8; 32],
}

/// Ký quyết định công nhận.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Số, ký hiệu.
    pub number: String,
    /// The day on the decision.
    pub signed_on: Day,
    /// SHA-256 of the lists that were signed; those that were proposed.
    pub list_hash: [u8; 32],
    /// SHA-256 of the signed paper or PDF.
    pub paper_hash: [u8; 32],
}

/// Cấp giấy chứng nhận.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueCertificate {
    /// The household.
    pub household: HouseholdRef,
}

/// Trả lời hộ không đủ điều kiện, in writing with reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerApplicant {
    /// The household.
    pub household: HouseholdRef,
    /// The reasons, in words.
    pub reason: String,
}

/// Gửi báo cáo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendReport {
    /// Id of a `[[report]]` of the procedure.
    pub report: String,
}

/// The draft that waits for its signature.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Who proposed it.
    pub by: PersonRef,
    /// SHA-256 of its lists.
    pub list_hash: [u8; 32],
}

/// Quyết định công nhận.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What was signed.
    pub signed: Sign,
    /// Who signed.
    pub by: PersonRef,
}

impl Campaign<'_> {
    /// What the lists of a decision add up to now.
    pub fn lists(&self) -> Lists {
        let mut lists = Lists::default();
        for case in self.cases().filter(|case| case.is_active()) {
            let Some(outcome) = case.outcome() else { continue };
            match outcome {
                Outcome::Poor => lists.poor_households += 1,
                Outcome::NearPoor => lists.near_poor_households += 1,
                outcome if outcome.is_recognized() => lists.other_recognized += 1,
                _ => {}
            }
            match case.before {
                Some(Class::Poor) if outcome != Outcome::Poor => lists.escaped_poor_households += 1,
                Some(Class::NearPoor) if outcome.class().is_none() => lists.escaped_near_poor_households += 1,
                _ => {}
            }
        }
        lists
    }

    /// By when the decision is due: the clock of the procedure, or the last day of its window, whichever comes first.
    pub fn decision_due(&self) -> Option<Due> {
        let clock = self.due(Measured::Decision, self.begins()).ok().map(|(due, _)| due);
        let window = self.closes().map(|last_day| Due {
            last_day,
            confidence: self.procedure().window.source().confidence,
            is_provisional: false,
        });
        match (clock, window) {
            (Some(a), Some(b)) => Some(if a.last_day <= b.last_day { a } else { b }),
            (a, b) => a.or(b),
        }
    }

    /// Four eyes: who proposed it does not sign it, nor who asked a household.
    pub(crate) fn may_be_signed_by(&self, by: &Hand, proposed_by: PersonRef) -> Result<(), Refusal> {
        let separation = &self.procedure().separation;
        if separation.signer_is_not_proposer && proposed_by == by.person {
            return Err(Refusal::new(
                said!("người trình không được ký", "who proposed it does not sign it"),
                said!("người khác có thẩm quyền ký", "let somebody else with the right sign"),
            )
            .by(&separation.source));
        }
        if separation.signer_is_not_surveyor && self.cases().any(|case| case.was_asked_by(by.person)) {
            return Err(Refusal::new(
                said!(
                    "người ký đã khảo sát hoặc phúc tra hộ trong đợt này",
                    "the signer surveyed or re-checked a household of this campaign"
                ),
                said!("người khác có thẩm quyền ký", "let somebody else with the right sign"),
            )
            .by(&separation.source));
        }
        Ok(())
    }

    /// Whether opening − exits + entries gives exactly the lists, for poor and near-poor.
    pub(crate) fn sums_close(&self) -> bool {
        let lists = self.lists();
        [(Class::Poor, lists.poor_households), (Class::NearPoor, lists.near_poor_households)].into_iter().all(
            |(class, listed)| {
                let flow = PovertyFlow::of(class, self.changes());
                let opening = self.terms().managed.iter().filter(|managed| managed.class == class).count();
                flow.closes()
                    && flow.closing().households == i64::from(listed)
                    && usize::try_from(flow.opening.households) == Ok(opening)
            },
        )
    }
}

impl Act for Propose {
    const KIND: DeedKind = DeedKind::Propose;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        campaign.not_signed()?;
        campaign.all_done_before(Self::KIND, at)?;
        if self.lists != campaign.lists() || campaign.is_yearly() && !campaign.sums_close() {
            return Err(Refusal::new(
                said!(
                    "số hộ trong danh sách không khớp với hồ sơ của đợt",
                    "the lists do not add up to the cases of the campaign"
                ),
                said!("lập lại danh sách từ hồ sơ", "make the lists anew from the cases"),
            )
            .by(campaign.step_source(Self::KIND)));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, by: &Hand, _: Moment) {
        campaign.set_proposal(Proposal { by: by.person, list_hash: self.list_hash });
    }
}

impl Act for Sign {
    const KIND: DeedKind = DeedKind::Sign;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, by: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        campaign.not_signed()?;
        campaign.all_done_before(Self::KIND, at)?;
        let source = campaign.step_source(Self::KIND);
        let Some(proposal) = campaign.proposal().filter(|proposal| proposal.list_hash == self.list_hash)
        else {
            return Err(Refusal::new(
                said!(
                    "danh sách này chưa được trình, hoặc đã thay đổi sau khi trình",
                    "these lists were not proposed, or changed since"
                ),
                said!("trình lại dự thảo rồi ký", "propose the draft again, then sign"),
            )
            .by(source));
        };
        campaign.may_be_signed_by(by, proposal.by)?;
        if self.number.trim().is_empty() || self.signed_on > at.day() || self.signed_on < campaign.begins() {
            return Err(Refusal::new(
                said!(
                    "số hoặc ngày của quyết định không đúng",
                    "the number or day of the decision is not right"
                ),
                said!("ghi số, ngày như trên bản đã ký", "write number and day as on the signed paper"),
            )
            .by(source));
        }
        Ok(late(said!("quyết định công nhận", "decision"), campaign.decision_due(), at))
    }

    fn apply(self, campaign: &mut Campaign<'_>, by: &Hand, _: Moment) {
        campaign.set_decision(Decision { signed: self, by: by.person });
    }
}

impl Act for IssueCertificate {
    const KIND: DeedKind = DeedKind::IssueCertificate;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        let case = campaign.active_case(self.household)?;
        if campaign.decision().is_none() || !case.outcome().is_some_and(Outcome::is_recognized) {
            return Err(Refusal::new(
                said!("hộ này không được quyết định nào công nhận", "no decision recognises the household"),
                said!("trả lời hộ bằng văn bản, nêu lý do", "answer it in writing, with reasons"),
            )
            .by(campaign.step_source(Self::KIND)));
        }
        if case.has_certificate {
            return Err(Refusal::new(
                said!(
                    "hộ này đã có giấy chứng nhận của đợt",
                    "the household has its certificate of this campaign"
                ),
                said!("in lại bản đã cấp", "print the issued one again"),
            ));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.change(self.household, |case| case.has_certificate = true);
    }
}

impl Act for AnswerApplicant {
    const KIND: DeedKind = DeedKind::AnswerApplicant;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        let case = campaign.case(self.household).filter(|case| case.left.is_none());
        let Some(case) = case else { return Err(campaign.no_case()) };
        let is_recognized = case.is_active() && case.outcome().is_some_and(Outcome::is_recognized);
        if campaign.decision().is_none() || is_recognized || case.has_answer {
            return Err(Refusal::new(
                said!(
                    "hộ này được công nhận, hoặc đã được trả lời",
                    "the household is recognised, or was answered"
                ),
                said!("xem hồ sơ của hộ trong đợt", "see its case"),
            ));
        }
        if self.reason.trim().is_empty() {
            return Err(Refusal::new(
                said!("văn bản trả lời chưa nêu lý do", "the answer has no reason"),
                said!("ghi rõ lý do", "give the reason"),
            )
            .by(campaign.step_source(Self::KIND)));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.change(self.household, |case| case.has_answer = true);
    }
}

impl Act for SendReport {
    const KIND: DeedKind = DeedKind::SendReport;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        let Some(report) = campaign.reports_owed().find(|report| report.id == self.report) else {
            let id = &self.report;
            return Err(Refusal::new(
                said!("đợt này không nợ báo cáo `{id}`", "this campaign owes no report `{id}`"),
                said!("xem các báo cáo của quy trình", "see the reports of the procedure"),
            ));
        };
        if campaign.is_reported(&report.id) {
            return Err(Refusal::new(
                said!("báo cáo này đã gửi", "the report was sent"),
                said!("gửi báo cáo bổ sung nếu số liệu thay đổi", "send a correction if the numbers changed"),
            ));
        }
        let due = campaign.report_due(report);
        Ok(late(report.label.clone(), due, at))
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.add_report(self.report);
    }
}
