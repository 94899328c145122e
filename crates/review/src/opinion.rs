//! Xin ý kiến: the results go to the level that the law names for that day; it answers; the chair considers.

use vocab::said;

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::clock::{Due, Measured};
use crate::complaint::late;
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::procedure::Appointed;
use crate::refs::{Hand, HouseholdRef, VillageRef};
use crate::refusal::Refusal;

/// Báo cáo, xin ý kiến.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskOpinion {
    /// Id of the office that is asked.
    pub office: String,
}

/// Cho ý kiến.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiveOpinion {
    /// Whether it agrees with the results.
    pub agrees: bool,
    /// Households that it wants to have re-checked.
    pub recheck: Vec<HouseholdRef>,
}

/// Tiếp thu, giải trình.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsiderOpinion {
    /// What the chair makes of the opinion, in words.
    pub explanation: String,
}

/// Ý kiến as the campaign keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// When it was asked for.
    pub asked_at: Moment,
    /// Id of the office that was asked.
    pub office: String,
    /// Until when it is due; `None` where no text says and nobody determined it.
    pub due: Option<Due>,
    /// The answer, once it is there.
    pub given: Option<GiveOpinion>,
    /// Whether an answer that does not agree was considered.
    pub is_considered: bool,
}

/// Who gives the opinion in this campaign on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpinionBy {
    /// The office with this id.
    Office(String),
    /// Nobody: so determined, with a reason.
    Nobody,
    /// Not known: somebody must determine it.
    Unknown,
}

impl Opinion {
    /// Whether it was given and, if it does not agree, considered.
    pub fn is_settled(&self) -> bool {
        self.given
            .as_ref()
            .is_some_and(|given| given.agrees && given.recheck.is_empty() || self.is_considered)
    }
}

impl Campaign<'_> {
    /// Who gives the opinion on the day of a moment: what was determined for the campaign, else what the law names.
    pub fn opinion_by(&self, at: Moment) -> OpinionBy {
        match self.procedure().opinion_on(at.day()).map(|level| &level.who) {
            Some(Appointed::Office(office)) => OpinionBy::Office(office.clone()),
            Some(Appointed::Unknown(_)) => match self.determined().opinion_by() {
                Some(Some(office)) => OpinionBy::Office(office.clone()),
                Some(None) => OpinionBy::Nobody,
                None => OpinionBy::Unknown,
            },
            None => OpinionBy::Nobody,
        }
    }
}

impl Act for AskOpinion {
    const KIND: DeedKind = DeedKind::AskOpinion;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        let source = campaign.procedure().opinion_on(at.day()).map(|level| level.source.clone());
        let refusal = match campaign.opinion_by(at) {
            OpinionBy::Office(named) if named == self.office => {
                if campaign.opinion().is_some_and(|opinion| !opinion.is_settled()) {
                    return Err(Refusal::new(
                        said!("đã xin ý kiến, chưa xong", "the opinion was asked for and is not settled"),
                        said!(
                            "chờ trả lời, hoặc giải trình ý kiến đã có",
                            "wait for the answer, or consider the one that is there"
                        ),
                    ));
                }
                return Ok(Vec::new());
            }
            OpinionBy::Office(named) => {
                let office = campaign.procedure().office_label(&named);
                let (vi, en) = (&office.vi, &office.en);
                Refusal::new(
                    said!("ngày này phải xin ý kiến của {vi}", "on this day the opinion is asked of {en}"),
                    said!("gửi báo cáo đến đúng nơi", "send the report there"),
                )
            }
            OpinionBy::Nobody => Refusal::new(
                said!("đợt này không xin ý kiến cấp trên", "no opinion is asked for in this campaign"),
                said!("chuyển sang bước sau", "go on to the next step"),
            ),
            OpinionBy::Unknown => Refusal::new(
                said!(
                    "chưa rõ pháp luật giao ai cho ý kiến vào ngày này",
                    "it is not known whom the law names for this day"
                ),
                said!(
                    "người có thẩm quyền xác nhận ai cho ý kiến, kèm lý do",
                    "let somebody with the right determine who, with a reason"
                ),
            ),
        };
        Err(match source {
            Some(source) => refusal.by(&source),
            None => refusal,
        })
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, at: Moment) {
        let due = campaign.due(Measured::Opinion, at.day()).ok().map(|(due, _)| due);
        campaign.set_opinion(Some(Opinion {
            asked_at: at,
            office: self.office,
            due,
            given: None,
            is_considered: false,
        }));
    }
}

impl Act for GiveOpinion {
    const KIND: DeedKind = DeedKind::GiveOpinion;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, by: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        let Some(opinion) = campaign.opinion().filter(|opinion| opinion.given.is_none()) else {
            return Err(Refusal::new(
                said!("chưa xin ý kiến, hoặc đã có ý kiến", "no opinion was asked for, or it was given"),
                said!("gửi báo cáo xin ý kiến trước", "ask for it first"),
            ));
        };
        if !by.offices.contains(&opinion.office) {
            let office = campaign.procedure().office_label(&opinion.office);
            let (vi, en) = (&office.vi, &office.en);
            return Err(Refusal::new(
                said!("ý kiến này do {vi} cho", "this opinion is given by {en}"),
                said!("ghi ý kiến của đúng người được hỏi", "record the opinion of whoever was asked"),
            )
            .by(campaign.step_source(Self::KIND)));
        }
        for household in &self.recheck {
            campaign.active_case(*household)?;
        }
        Ok(late(said!("cho ý kiến", "opinion"), opinion.due, at))
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.change_opinion(|opinion| opinion.given = Some(self));
    }
}

impl Act for ConsiderOpinion {
    const KIND: DeedKind = DeedKind::ConsiderOpinion;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        if campaign.opinion().is_none_or(|opinion| opinion.given.is_none() || opinion.is_settled()) {
            return Err(Refusal::new(
                said!("không có ý kiến cần giải trình", "there is no opinion to consider"),
                said!("chờ ý kiến, hoặc chuyển sang bước sau", "wait for it, or go on"),
            ));
        }
        if self.explanation.trim().is_empty() {
            return Err(Refusal::new(
                said!("chưa ghi nội dung giải trình", "the explanation is empty"),
                said!(
                    "ghi tiếp thu điều gì, giữ điều gì, vì sao",
                    "say what is taken up, what is kept, and why"
                ),
            )
            .by(campaign.step_source(Self::KIND)));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.change_opinion(|opinion| opinion.is_considered = true);
    }
}
