//! Phản ánh: what somebody reported without being a party to the review – anonymously, or too late for a complaint. It gives no right to
//! an answer and holds nothing up; but it is kept apart from complaints, is looked into, and what was found stands on record.
//!
//! A rule of this program: no text that was read says what a commune does with an anonymous report of a review.

use vocab::{LocalText, said};

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::refs::{FeedbackRef, Hand, HouseholdRef, VillageRef};
use crate::refusal::Refusal;

/// Ghi phản ánh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeFeedback {
    /// The feedback.
    pub feedback: FeedbackRef,
    /// The village that it is about.
    pub village: VillageRef,
    /// The household that it is about, if it names one; it need not be on the roster.
    pub household: Option<HouseholdRef>,
    /// Whether whoever reported it gave no name. A name that was given stands in `words`.
    pub is_anonymous: bool,
    /// What was reported.
    pub words: String,
}

/// Xử lý phản ánh: what was found when it was looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettleFeedback {
    /// The feedback.
    pub feedback: FeedbackRef,
    /// What was found.
    pub finding: Finding,
    /// What was done and why, in words.
    pub reason: String,
}

/// Kết quả xem xét phản ánh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// There was something in it: a complaint was received of the village or the Front, or the household is asked again.
    FollowedUp,
    /// It was looked into and nothing was found.
    NothingFound,
}

impl Finding {
    /// The words of programs.
    pub const WORDS: [(&'static str, Finding); 2] =
        [("followed_up", Finding::FollowedUp), ("nothing_found", Finding::NothingFound)];

    /// What people call it.
    pub fn label(self) -> LocalText {
        match self {
            Finding::FollowedUp => said!("có cơ sở, đã xem xét lại", "followed up"),
            Finding::NothingFound => said!("không có cơ sở", "nothing was found"),
        }
    }
}

/// Phản ánh as the campaign keeps it.
#[derive(Clone, Debug)]
pub struct Feedback {
    /// What was taken.
    pub taken: TakeFeedback,
    /// When it came in, by the server's clock.
    pub received_at: Moment,
    /// What became of it, and when.
    pub settled: Option<(SettleFeedback, Moment)>,
}

impl Act for TakeFeedback {
    const KIND: DeedKind = DeedKind::TakeFeedback;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        Some(self.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        if campaign.one_feedback(self.feedback).is_some() {
            return Err(Refusal::new(
                said!("phản ánh này đã được ghi", "this feedback was recorded already"),
                said!("mở phản ánh đã ghi", "open the recorded one"),
            ));
        }
        let is_elsewhere = self.household.and_then(|household| campaign.case(household));
        if !campaign.has_village(self.village)
            || is_elsewhere.is_some_and(|case| case.village != self.village)
        {
            return Err(campaign.no_case());
        }
        if self.words.trim().is_empty() {
            return Err(Refusal::new(
                said!("chưa ghi nội dung phản ánh", "what was reported is not written down"),
                said!("ghi lại điều đã nghe hoặc đọc", "write down what was heard or read"),
            ));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, at: Moment) {
        campaign.add_feedback(Feedback { taken: self, received_at: at, settled: None });
    }
}

impl Act for SettleFeedback {
    const KIND: DeedKind = DeedKind::SettleFeedback;

    fn village(&self, campaign: &Campaign<'_>) -> Option<VillageRef> {
        campaign.one_feedback(self.feedback).map(|feedback| feedback.taken.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        let feedback = campaign.one_feedback(self.feedback);
        if feedback.is_none_or(|feedback| feedback.settled.is_some()) {
            return Err(Refusal::new(
                said!("không có phản ánh này, hoặc đã xử lý", "there is no such feedback, or it was settled"),
                said!("xem danh sách phản ánh của đợt", "see the feedback of the campaign"),
            ));
        }
        if self.reason.trim().is_empty() {
            return Err(Refusal::new(
                said!("chưa ghi kết quả xem xét", "what was found is not written down"),
                said!("ghi đã xem xét thế nào, vì sao", "say how it was looked into, and why"),
            ));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, at: Moment) {
        campaign.settle_feedback(self, at);
    }
}
