//! Khiếu nại và phúc tra: who may complain until when, who may re-check, and the answer.

use vocab::{LocalText, said};

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::case::Case;
use crate::clock::{Due, Measured};
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::outcome::{Class, Outcome};
use crate::refs::{ComplaintRef, Hand, HouseholdRef, PersonRef, VillageRef};
use crate::refusal::Refusal;
use crate::roster::Why;

/// Nhận khiếu nại about a household's result. Anonymous reports are no complaints, see [`crate::TakeFeedback`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complain {
    /// The complaint.
    pub complaint: ComplaintRef,
    /// The household that it is about; it need not be on the roster.
    pub household: HouseholdRef,
    /// Its village.
    pub village: VillageRef,
    /// What it says.
    pub about: Grievance,
    /// Who raised it.
    pub from: Source,
    /// The answer that it is against, where it names one: id of a question of the standard.
    pub against: Option<String>,
    /// What was said or written; may be empty.
    pub words: String,
}

/// Nội dung khiếu nại.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grievance {
    /// A household is on a list and should not be.
    WrongInclusion,
    /// A household should be on a list and is not.
    WrongExclusion,
    /// An answer is wrong.
    WrongData,
}

impl Grievance {
    /// The words of programs.
    pub const WORDS: [(&'static str, Grievance); 3] = [
        ("wrong_exclusion", Grievance::WrongExclusion),
        ("wrong_inclusion", Grievance::WrongInclusion),
        ("wrong_data", Grievance::WrongData),
    ];

    /// What people call it.
    pub fn label(self) -> LocalText {
        match self {
            Grievance::WrongInclusion => {
                said!("có trong danh sách mà không đúng", "is on the list and should not be")
            }
            Grievance::WrongExclusion => said!(
                "đáng ra phải có trong danh sách mà bị bỏ sót",
                "should be on the list and was left out"
            ),
            Grievance::WrongData => said!("thông tin của hộ ghi sai", "an answer of the household is wrong"),
        }
    }
}

/// Ai khiếu nại.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Người dân.
    Citizen,
    /// Cuộc họp, thôn.
    Village,
    /// Mặt trận Tổ quốc.
    Front,
    /// The level that gives its opinion asked for a re-check.
    Opinion,
}

impl Source {
    /// The words of programs.
    pub const WORDS: [(&'static str, Source); 4] = [
        ("citizen", Source::Citizen),
        ("village", Source::Village),
        ("front", Source::Front),
        ("opinion", Source::Opinion),
    ];

    /// What people call it.
    pub fn label(self) -> LocalText {
        match self {
            Source::Citizen => said!("người dân", "a citizen"),
            Source::Village => said!("cuộc họp, thôn", "the meeting, the village"),
            Source::Front => said!("Mặt trận Tổ quốc", "the Fatherland Front"),
            Source::Opinion => said!("cấp cho ý kiến", "the level that gives its opinion"),
        }
    }
}

/// Phúc tra: the household was asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recheck {
    /// The complaint.
    pub complaint: ComplaintRef,
    /// Who asked the questions.
    pub surveyor: PersonRef,
    /// The result by the standard of the campaign; a re-check leaves nothing undetermined.
    pub outcome: Outcome,
}

/// Trả lời khiếu nại in writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerComplaint {
    /// The complaint.
    pub complaint: ComplaintRef,
    /// The answer with its reasons, in words.
    pub reason: String,
}

/// Khiếu nại as the campaign keeps it.
#[derive(Clone, Debug)]
pub struct Complaint {
    /// The household that it is about.
    pub household: HouseholdRef,
    /// Its village.
    pub village: VillageRef,
    /// What it says.
    pub about: Grievance,
    /// Who raised it.
    pub from: Source,
    /// The answer that it is against, where it names one: id of a question of the standard.
    pub against: Option<String>,
    /// What was said or written; may be empty.
    pub words: String,
    /// When it came in, by the server's clock.
    pub received_at: Moment,
    /// Until when it must be re-checked; `None` where no text says and nobody determined it.
    pub due: Option<Due>,
    /// When it was re-checked.
    pub rechecked_at: Option<Moment>,
    /// When it was answered.
    pub answered_at: Option<Moment>,
}

impl Act for Complain {
    const KIND: DeedKind = DeedKind::Complain;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        Some(self.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        if campaign.complaint(self.complaint).is_some() {
            return Err(Refusal::new(
                said!("khiếu nại này đã được ghi", "the complaint was recorded already"),
                said!("mở khiếu nại đã ghi", "open the recorded one"),
            ));
        }
        if campaign
            .case(self.household)
            .is_some_and(|case| case.left.is_some() || case.village != self.village)
        {
            return Err(campaign.no_case());
        }
        let Some(track) = campaign.track(self.village) else { return Err(campaign.no_case()) };
        let asked = self.from == Source::Opinion && campaign.is_recheck_asked(self.household);
        if !asked && !track.postings.iter().any(|posting| posting.is_up(at)) {
            let last = track.postings.last().map(|posting| posting.due.last_day);
            let (vi, en) = match last {
                None => (
                    "danh sách của thôn chưa niêm yết".to_owned(),
                    "the list of the village is not posted yet".to_owned(),
                ),
                Some(day) => (
                    format!(
                        "đã hết thời gian niêm yết (hết ngày {})",
                        vocab::written::day(day, vocab::Language::Vi)
                    ),
                    format!(
                        "the posting is over (it ended with {})",
                        vocab::written::day(day, vocab::Language::En)
                    ),
                ),
            };
            let refusal = Refusal::new(
                LocalText { vi, en },
                said!(
                    "ghi là phản ánh; hộ có thể nộp giấy đề nghị rà soát thường xuyên",
                    "record it as feedback; the household may ask for an in-year review"
                ),
            );
            return Err(match &campaign.procedure().posting {
                Some(rule) => refusal.by(&rule.source),
                None => refusal,
            });
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, at: Moment) {
        let due = campaign.due(Measured::Recheck, at.day()).ok().map(|(due, _)| due);
        let complaint = Complaint {
            household: self.household,
            village: self.village,
            about: self.about,
            from: self.from,
            against: self.against,
            words: self.words,
            received_at: at,
            due,
            rechecked_at: None,
            answered_at: None,
        };
        campaign.add_complaint(self.complaint, complaint);
    }
}

impl Act for Recheck {
    const KIND: DeedKind = DeedKind::Recheck;

    fn village(&self, campaign: &Campaign<'_>) -> Option<VillageRef> {
        campaign.complaint(self.complaint).map(|complaint| complaint.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        let complaint = open(campaign, self.complaint, |complaint| complaint.rechecked_at)?;
        let separation = &campaign.procedure().separation;
        let case = campaign.case(complaint.household);
        if separation.rechecker_is_new && case.is_some_and(|case| !case.is_new_to(self.surveyor)) {
            return Err(Refusal::new(
                said!(
                    "người này đã khảo sát hoặc vừa phúc tra hộ đó",
                    "this person surveyed the household, or re-checked it last"
                ),
                said!("giao người khác phúc tra", "let somebody else re-check"),
            )
            .by(&separation.source));
        }
        if case.is_some_and(|case| case.left.is_some()) {
            return Err(campaign.no_case());
        }
        campaign.is_outcome(Some(self.outcome))?;
        Ok(late(said!("phúc tra", "re-check"), complaint.due, at))
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, at: Moment) {
        let Some((household, village)) = campaign.complaint(self.complaint).map(|c| (c.household, c.village))
        else {
            return;
        };
        if campaign.case(household).is_none() {
            campaign.add_case(Case::new(household, village, Why::Complaint, None, Vec::<Class>::new()));
        }
        campaign.change(household, |case| {
            case.rechecked_by.push(self.surveyor);
            // A household that was screened out and is found to qualify takes part again.
            if self.outcome.is_recognized() {
                case.screened = case.screened.map(|_| true);
            }
            if case.outcome() != Some(self.outcome) {
                case.find(Some(self.outcome), true);
            }
            case.needs_survey = false;
        });
        campaign.change_complaint(self.complaint, |complaint| complaint.rechecked_at = Some(at));
    }
}

impl Act for AnswerComplaint {
    const KIND: DeedKind = DeedKind::AnswerComplaint;

    fn village(&self, campaign: &Campaign<'_>) -> Option<VillageRef> {
        campaign.complaint(self.complaint).map(|complaint| complaint.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        let complaint = open(campaign, self.complaint, |complaint| complaint.answered_at)?;
        let has_left = campaign.case(complaint.household).is_some_and(|case| case.left.is_some());
        if complaint.rechecked_at.is_none() && !has_left {
            return Err(Refusal::new(
                said!("khiếu nại này chưa được phúc tra", "the complaint was not re-checked"),
                said!("phúc tra trước khi trả lời", "re-check before you answer"),
            )
            .by(campaign.step_source(DeedKind::Recheck)));
        }
        if self.reason.trim().is_empty() {
            return Err(Refusal::new(
                said!("văn bản trả lời chưa có lý do", "the answer has no reason"),
                said!("ghi lý do", "give the reason"),
            ));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, at: Moment) {
        campaign.change_complaint(self.complaint, |complaint| complaint.answered_at = Some(at));
    }
}

/// The complaint, if this was not done to it yet.
fn open<'c>(
    campaign: &'c Campaign<'_>,
    id: ComplaintRef,
    done: impl Fn(&Complaint) -> Option<Moment>,
) -> Result<&'c Complaint, Refusal> {
    campaign.complaint(id).filter(|complaint| done(complaint).is_none()).ok_or_else(|| {
        Refusal::new(
            said!(
                "không có khiếu nại này, hoặc việc đó đã làm",
                "there is no such complaint, or that was done"
            ),
            said!("xem danh sách khiếu nại của đợt", "see the complaints of the campaign"),
        )
    })
}

/// A remark if the last day is past.
pub(crate) fn late(what: LocalText, due: Option<Due>, at: Moment) -> Vec<Remark> {
    due.filter(|due| due.is_over(at)).map(|due| Remark::Late { what, due }).into_iter().collect()
}
