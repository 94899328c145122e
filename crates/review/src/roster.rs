//! Danh sách hộ cần rà soát: who is on it, why, and how a household leaves it.

use vocab::{LocalText, said};

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::case::Case;
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::outcome::Class;
use crate::refs::{Hand, HouseholdRef, VillageRef};
use crate::refusal::Refusal;

/// Hộ đang quản lý: a household that the commune manages as poor or near-poor when the campaign is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Managed {
    /// The household.
    pub household: HouseholdRef,
    /// Its village.
    pub village: VillageRef,
    /// The list that it is on.
    pub class: Class,
}

/// Lý do a household is on the roster. Nobody is added without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The commune manages it as poor or near-poor.
    Managed,
    /// It asked, by the form with this id.
    Asked {
        /// Id of a `[[request]]` of the procedure.
        form: String,
    },
    /// Somebody suggested it: newly escaped, a referral, an early warning.
    Suggested {
        /// Why, in words.
        reason: String,
    },
    /// A complaint says that it was left out.
    Complaint,
}

/// Đưa hộ vào danh sách.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enroll {
    /// The household.
    pub household: HouseholdRef,
    /// Its village.
    pub village: VillageRef,
    /// Why.
    pub why: Why,
    /// Lists that it was on in earlier years.
    pub formerly: Vec<Class>,
}

/// Nhận dạng nhanh (Phiếu A) of a household that asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// The household.
    pub household: HouseholdRef,
    /// Whether it is surveyed further.
    pub goes_on: bool,
    /// Ids of the questions of Phiếu A that apply to the household; none where the procedure has no questions.
    pub ticked: Vec<String>,
}

/// Lý do a household leaves a campaign before its decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leaving {
    /// Chuyển đi.
    Moved,
    /// Nhập vào hộ khác.
    Merged,
    /// Hộ không còn: all members died, or the household was dissolved.
    Dissolved,
    /// Ghi trùng.
    Duplicate,
    /// Rút giấy đề nghị; only for a household that asked.
    Withdrew,
}

impl Leaving {
    /// The words of programs.
    pub const WORDS: [(&'static str, Leaving); 5] = [
        ("moved", Leaving::Moved),
        ("merged", Leaving::Merged),
        ("dissolved", Leaving::Dissolved),
        ("duplicate", Leaving::Duplicate),
        ("withdrew", Leaving::Withdrew),
    ];

    /// What people call it.
    pub fn label(self) -> LocalText {
        match self {
            Leaving::Moved => said!("chuyển đi", "moved away"),
            Leaving::Merged => said!("nhập vào hộ khác", "merged into another household"),
            Leaving::Dissolved => said!("hộ không còn", "dissolved"),
            Leaving::Duplicate => said!("ghi trùng", "listed twice"),
            Leaving::Withdrew => said!("rút giấy đề nghị", "withdrew its request"),
        }
    }
}

/// Đưa hộ ra khỏi đợt rà soát.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// The household.
    pub household: HouseholdRef,
    /// Why.
    pub why: Leaving,
    /// The paper or fact behind it, in words.
    pub reason: String,
}

impl Act for Enroll {
    const KIND: DeedKind = DeedKind::Enroll;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        let step = campaign.step_source(Self::KIND);
        if campaign.case(self.household).is_some() {
            return Err(Refusal::new(
                said!("hộ này đã có trong danh sách", "the household is on the roster already"),
                said!("mở hồ sơ của hộ trong đợt này", "open its case in this campaign"),
            ));
        }
        if !campaign.has_village(self.village) {
            return Err(Refusal::new(
                said!("thôn này không thuộc đợt rà soát", "the village is not of this campaign"),
                said!("chọn thôn của xã", "choose a village of the commune"),
            ));
        }
        let managed = campaign.managed(self.household);
        match &self.why {
            Why::Managed if managed.is_none() => Err(Refusal::new(
                said!(
                    "hộ này không thuộc danh sách đang quản lý",
                    "the household is on no list that is managed"
                ),
                said!(
                    "ghi lý do khác: giấy đề nghị, hoặc người giới thiệu",
                    "give another reason: its request, or who suggested it"
                ),
            )
            .by(step)),
            Why::Asked { form } if !campaign.procedure().requests.iter().any(|known| known.id == *form) => {
                Err(Refusal::new(
                    said!(
                        "quy trình này không nhận mẫu đơn `{form}`",
                        "this procedure takes no form `{form}`"
                    ),
                    said!(
                        "dùng mẫu đơn của quy trình, hoặc quy trình khác",
                        "use a form of the procedure, or another procedure"
                    ),
                )
                .by(step))
            }
            Why::Suggested { reason } if reason.trim().is_empty() => Err(Refusal::new(
                said!(
                    "chưa ghi lý do đưa hộ vào danh sách",
                    "there is no reason for putting the household on the roster"
                ),
                said!("ghi lý do: ai giới thiệu, vì sao", "say who suggested it, and why"),
            )
            .by(step)),
            Why::Complaint => Err(Refusal::new(
                said!(
                    "hộ khiếu nại bị bỏ sót được ghi khi phúc tra",
                    "a household that was left out comes in by the re-check"
                ),
                said!("nhận khiếu nại, rồi phúc tra", "receive the complaint, then re-check"),
            )),
            _ => Ok(Vec::new()),
        }
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        let before = campaign.managed(self.household).map(|managed| managed.class);
        campaign.add_case(Case::new(self.household, self.village, self.why, before, self.formerly));
    }
}

impl Act for Screen {
    const KIND: DeedKind = DeedKind::Screen;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        let case = campaign.active_case(self.household)?;
        if !campaign.must_screen(case) {
            return Err(Refusal::new(
                said!(
                    "chỉ hộ có giấy đề nghị mới nhận dạng nhanh",
                    "only a household that asked is screened"
                ),
                said!("khảo sát hộ này ngay", "survey this household"),
            )
            .by(campaign.step_source(Self::KIND)));
        }
        let screening = campaign.procedure().screening.as_ref();
        let is_asked =
            |id: &String| screening.is_some_and(|of| of.questions.iter().any(|(known, _)| known == id));
        let is_as_ruled = screening.is_none_or(|of| of.goes_on.is(self.ticked.len()) == self.goes_on);
        if !self.ticked.iter().all(is_asked) || !is_as_ruled {
            let refusal = Refusal::new(
                said!(
                    "kết quả không theo các câu trả lời của Phiếu A",
                    "the result does not follow from the answers of form A"
                ),
                said!("đánh dấu lại các câu của Phiếu A", "tick the questions of form A again"),
            );
            return Err(match screening {
                Some(of) => refusal.by(&of.source),
                None => refusal,
            });
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.change(self.household, |case| case.screened = Some(self.goes_on));
    }
}

impl Act for Leave {
    const KIND: DeedKind = DeedKind::Leave;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        campaign.not_signed()?;
        let case = campaign.case(self.household).filter(|case| case.left.is_none());
        let Some(case) = case else { return Err(campaign.no_case()) };
        if self.why == Leaving::Withdrew && !matches!(case.why, Why::Asked { .. }) {
            return Err(Refusal::new(
                said!("hộ này không có giấy đề nghị để rút", "the household has no request to withdraw"),
                said!("hộ đang quản lý vẫn phải rà soát", "a household that is managed must be reviewed"),
            ));
        }
        if self.reason.trim().is_empty() {
            return Err(Refusal::new(
                said!("chưa ghi lý do", "there is no reason"),
                said!("ghi giấy tờ hoặc sự việc làm căn cứ", "name the paper or the fact"),
            ));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.change(self.household, |case| case.left = Some(self.why));
        campaign.void_proposal();
    }
}
