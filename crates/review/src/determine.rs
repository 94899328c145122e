//! Xác nhận nội dung pháp luật chưa rõ: a number of days that was not read, the level that gives its opinion, a procedure
//! whose end was reported. What was read in the official text is not determined by anybody.

use std::collections::BTreeMap;

use vocab::{Confidence, said};

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::clock::{Length, Measured};
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::procedure::Appointed;
use crate::refs::{Hand, VillageRef};
use crate::refusal::Refusal;

/// Xác nhận, with a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determine {
    /// What.
    pub setting: Setting,
    /// The text it rests on, or why, in words.
    pub reason: String,
}

/// What can be determined for a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// How long something lasts or may take.
    Length {
        /// What is measured.
        measures: Measured,
        /// How long.
        length: Length,
    },
    /// Who gives the opinion: an office of the procedure, or nobody.
    OpinionBy(Option<String>),
    /// The procedure still holds, although its end was reported.
    StillHolds,
}

/// What was determined for a campaign so far; the newest counts.
#[derive(Clone, Debug, Default)]
pub struct Determined {
    lengths: BTreeMap<Measured, Length>,
    opinion_by: Option<Option<String>>,
    still_holds: bool,
}

impl Determined {
    /// How long something lasts, if that was determined.
    pub fn length(&self, measures: Measured) -> Option<Length> {
        self.lengths.get(&measures).copied()
    }

    /// Who gives the opinion, if that was determined; the inner `None` is nobody.
    pub fn opinion_by(&self) -> Option<Option<&String>> {
        self.opinion_by.as_ref().map(Option::as_ref)
    }

    /// Whether somebody confirmed that the procedure still holds.
    pub fn still_holds(&self) -> bool {
        self.still_holds
    }
}

impl Act for Determine {
    const KIND: DeedKind = DeedKind::Determine;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        None
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        let procedure = campaign.procedure();
        if self.reason.trim().is_empty() {
            return Err(Refusal::new(
                said!("chưa ghi lý do", "there is no reason"),
                said!(
                    "ghi số, ngày, điều khoản của văn bản làm căn cứ",
                    "name the text it rests on, with its article"
                ),
            ));
        }
        let known = |source: &vocab::Citation| {
            Refusal::new(
                said!("nội dung này đã có văn bản quy định", "a text says this"),
                said!(
                    "làm theo văn bản; nếu văn bản đã thay đổi thì cập nhật gói quy trình",
                    "follow it; if the text changed, update the pack"
                ),
            )
            .by(source)
        };
        match &self.setting {
            Setting::Length { measures, length } => {
                let clock = procedure.clock(*measures);
                let Some(clock) = clock else {
                    return Err(Refusal::new(
                        said!("quy trình này không có thời hạn đó", "the procedure has no such clock"),
                        said!("chọn thời hạn của quy trình", "choose a clock of the procedure"),
                    ));
                };
                if clock.source.confidence == Confidence::Verified && clock.length.is_some() {
                    return Err(known(&clock.source));
                }
                if length.days == 0 {
                    return Err(Refusal::new(
                        said!("thời hạn phải từ 1 ngày", "a period has at least one day"),
                        said!("ghi số ngày theo văn bản", "write the number of days of the text"),
                    ));
                }
            }
            Setting::OpinionBy(office) => {
                let named = procedure.opinion_on(at.day());
                if let Some(level) = named.filter(|level| matches!(level.who, Appointed::Office(_))) {
                    return Err(known(&level.source));
                }
                let is_office = office.as_ref().is_none_or(|office| procedure.office(office).is_some());
                if named.is_none() || !is_office {
                    return Err(Refusal::new(
                        said!(
                            "quy trình không có bước hoặc chức danh đó",
                            "the procedure has no such step or office"
                        ),
                        said!(
                            "chọn một chức danh của quy trình, hoặc không ai",
                            "choose an office of the procedure, or nobody"
                        ),
                    ));
                }
            }
            Setting::StillHolds => {
                if procedure.doubtful_from().is_none_or(|day| at.day() < day) {
                    return Err(Refusal::new(
                        said!(
                            "quy trình đang áp dụng, không cần xác nhận",
                            "the procedure holds; nothing is to be confirmed"
                        ),
                        said!("làm tiếp", "go on"),
                    ));
                }
            }
        }
        Ok(Vec::new())
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, _: Moment) {
        let determined = campaign.determined_mut();
        match self.setting {
            Setting::Length { measures, length } => {
                determined.lengths.insert(measures, length);
            }
            Setting::OpinionBy(office) => determined.opinion_by = Some(office),
            Setting::StillHolds => determined.still_holds = true,
        }
    }
}
