//! Họp dân: attendance, votes on households, minutes, and what follows when those present do not agree.
//!
//! Below the least share the household is surveyed, classified and put to a meeting again; nobody can answer that away. Where
//! the meeting agrees by votes but says another result than the score, somebody must answer: keep the score with a reason, or
//! survey again.

use std::collections::BTreeSet;

use vocab::{Day, said};

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::case::Disagreement;
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::outcome::Outcome;
use crate::refs::{Hand, HouseholdRef, VillageRef};
use crate::refusal::Refusal;

/// Cuộc họp dân with its votes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldMeeting {
    /// The village.
    pub village: VillageRef,
    /// The day it was held.
    pub held_on: Day,
    /// How many people were present.
    pub present: u32,
    /// Ids of the offices that were represented.
    pub attending: Vec<String>,
    /// The households that were put to the vote.
    pub agenda: Vec<AgendaItem>,
}

/// A household on the agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    /// The household.
    pub household: HouseholdRef,
    /// How many agreed to its result.
    pub agree: u32,
    /// How many did not.
    pub disagree: u32,
    /// Another result that the meeting asks for, if it does.
    pub says: Option<Outcome>,
}

/// Biên bản họp đã ký.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachMinutes {
    /// The village.
    pub village: VillageRef,
    /// Which meeting of the village, from 0.
    pub meeting: usize,
    /// How many copies were signed.
    pub copies: u32,
    /// Who signed, by the words of the pack.
    pub signed_by: Vec<String>,
}

/// Trả lời ý kiến khác của cuộc họp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerDisagreement {
    /// The household.
    pub household: HouseholdRef,
    /// What is made of it.
    pub answer: DisagreementAnswer,
}

/// What is made of a disagreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DisagreementAnswer {
    /// The score stands.
    Keep {
        /// Why, in words.
        reason: String,
    },
    /// The household is surveyed again.
    SurveyAgain,
}

/// A meeting as the campaign remembers it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) has_minutes: bool,
}

/// Whether so many of those present are at least the share, in percent; exact, without division.
pub fn is_enough(agree: u32, present: u32, least_percent: u32) -> bool {
    u64::from(agree) * 100 >= u64::from(present) * u64::from(least_percent)
}

impl Act for HoldMeeting {
    const KIND: DeedKind = DeedKind::HoldMeeting;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        Some(self.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        let Some(rule) = &campaign.procedure().meeting else { return Err(campaign.no_rule()) };
        let since = campaign.track(self.village).map_or(at, |track| track.since);
        if self.held_on > at.day() || self.held_on < since.day() {
            return Err(Refusal::new(
                said!(
                    "ngày họp không nằm trong bước họp dân",
                    "the day of the meeting is not within this step"
                ),
                said!(
                    "ghi đúng ngày họp, sau khi phân loại xong và không sau hôm nay",
                    "give its day: after the classification, not after today"
                ),
            )
            .by(&rule.source));
        }
        if self.present == 0 {
            return Err(Refusal::new(
                said!("chưa ghi số người dự họp", "nobody was present"),
                said!(
                    "ghi số người dự họp theo biên bản",
                    "give the number of people present as in the minutes"
                ),
            )
            .by(&rule.source));
        }
        if let Some(absent) = rule.attend.iter().find(|office| !self.attending.contains(office)) {
            let office = campaign.procedure().office_label(absent);
            let (vi, en) = (&office.vi, &office.en);
            return Err(Refusal::new(
                said!("thiếu thành phần bắt buộc: {vi}", "somebody who must be there was not: {en}"),
                said!("mời đủ thành phần và họp lại", "invite everybody and hold the meeting again"),
            )
            .by(&rule.source));
        }
        let mut seen = BTreeSet::new();
        for item in &self.agenda {
            let case = campaign.active_case(item.household)?;
            if case.village != self.village || !seen.insert(item.household) {
                return Err(Refusal::new(
                    said!(
                        "một hộ ở thôn khác hoặc ghi hai lần",
                        "a household of another village, or one that stands there twice"
                    ),
                    said!("mỗi hộ của thôn ghi một lần", "list each household of the village once"),
                ));
            }
            let votes = u64::from(item.agree) + u64::from(item.disagree);
            if votes > u64::from(self.present) {
                let present = self.present;
                return Err(Refusal::new(
                    said!(
                        "{votes} ý kiến nhưng chỉ có {present} người dự họp",
                        "{votes} votes, but only {present} people were present"
                    ),
                    said!(
                        "đếm lại số người dự họp và số ý kiến theo biên bản",
                        "count people and votes again, as in the minutes"
                    ),
                )
                .by(&rule.source));
            }
            if case.outcome().is_none() {
                return Err(Refusal::new(
                    said!(
                        "một hộ chưa có kết quả của lần khảo sát mới nhất",
                        "a household has no result of its newest survey"
                    ),
                    said!("quay lại bước khảo sát cho hộ đó", "go back to its survey"),
                )
                .by(&rule.source));
            }
            campaign.is_outcome(item.says)?;
        }
        let left_out =
            campaign.cases_of(self.village).filter(|case| case.is_active() && case.must_be_voted());
        let left_out =
            left_out.filter(|case| case.agreed != Some(true) && !seen.contains(&case.household)).count();
        if left_out > 0 {
            return Err(Refusal::new(
                said!(
                    "còn {left_out} hộ mới, hộ thoát hoặc hộ họp lại chưa có trong nội dung họp",
                    "{left_out} new, leaving or repeated households are not on the agenda"
                ),
                said!("đưa các hộ đó vào nội dung họp", "put them on the agenda"),
            )
            .by(&rule.source));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        let least = campaign.procedure().meeting.as_ref().map_or(100, |rule| rule.least_percent);
        for item in &self.agenda {
            let agreed = is_enough(item.agree, self.present, least);
            campaign.change(item.household, |case| {
                let differs = item.says.filter(|says| case.outcome() != Some(*says));
                case.disagreement =
                    differs.filter(|_| agreed).map(|says| Disagreement { says, answer: None });
                if agreed {
                    case.agreed = Some(true);
                } else {
                    case.failed_vote = true;
                    case.survey_again();
                }
            });
        }
        campaign.with_track(self.village, |track| track.meetings.push(Held { has_minutes: false }));
    }
}

impl Act for AttachMinutes {
    const KIND: DeedKind = DeedKind::AttachMinutes;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        Some(self.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        let Some(rule) = &campaign.procedure().meeting else { return Err(campaign.no_rule()) };
        let held = campaign.track(self.village).and_then(|track| track.meetings.get(self.meeting));
        if held.is_none() {
            return Err(Refusal::new(
                said!("chưa có cuộc họp này", "there was no such meeting"),
                said!("ghi cuộc họp trước", "record the meeting first"),
            ));
        }
        let unsigned = rule.signed_by.iter().find(|who| !self.signed_by.contains(who));
        if self.copies < rule.copies || unsigned.is_some() {
            let copies = rule.copies;
            return Err(Refusal::new(
                said!(
                    "biên bản chưa đủ {copies} bản hoặc chưa đủ chữ ký",
                    "the minutes lack copies ({copies} are needed) or signatures"
                ),
                said!(
                    "lấy đủ chữ ký của chủ trì, thư ký và đại diện hộ dân",
                    "have the chair, the secretary and households sign"
                ),
            )
            .by(&rule.source));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.with_track(self.village, |track| {
            if let Some(held) = track.meetings.get_mut(self.meeting) {
                held.has_minutes = true;
            }
        });
    }
}

impl Act for AnswerDisagreement {
    const KIND: DeedKind = DeedKind::AnswerDisagreement;

    fn village(&self, campaign: &Campaign<'_>) -> Option<VillageRef> {
        campaign.case(self.household).map(|case| case.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, _: Moment) -> Result<Vec<Remark>, Refusal> {
        let case = campaign.active_case(self.household)?;
        if case.disagreement().is_none_or(|known| known.answer.is_some()) {
            return Err(Refusal::new(
                said!(
                    "cuộc họp không có ý kiến khác về hộ này, hoặc đã trả lời",
                    "the meeting did not disagree on this household, or it was answered"
                ),
                said!("xem biên bản họp", "see the minutes"),
            ));
        }
        if matches!(&self.answer, DisagreementAnswer::Keep { reason } if reason.trim().is_empty()) {
            return Err(Refusal::new(
                said!("chưa ghi lý do giữ kết quả chấm điểm", "there is no reason for keeping the score"),
                said!("ghi lý do để trả lời cuộc họp", "give the reason that answers the meeting"),
            ));
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        campaign.change(self.household, |case| match self.answer {
            DisagreementAnswer::Keep { reason } => {
                if let Some(known) = &mut case.disagreement {
                    known.answer = Some(reason);
                }
            }
            DisagreementAnswer::SurveyAgain => {
                case.disagreement = None;
                case.failed_vote = true;
                case.survey_again();
            }
        });
    }
}
