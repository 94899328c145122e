//! Quy trình: a procedure of the law as read from a pack – steps, offices, clocks, windows – from which the machine is made.
//! Nothing here knows a number of days, a quorum, a date or a step by name.

mod parts;
mod read;
mod sound;
mod steps;

use vocab::{Citation, Confidence, Day, LocalText, Place, Span};

use crate::clock::{Clock, Measured};
use crate::outcome::Outcome;
use crate::step::{Allowed, Ground, Step};

pub use parts::{
    Appointed, Form, GoesOn, LeveledOffice, MeetingRule, Monitoring, Office, PostingRule, ReportDue,
    ReportOwed, Screening, SeparationRule, Window,
};
pub use read::procedures;

/// Loại đợt rà soát.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Định kỳ hằng năm.
    Yearly,
    /// Thường xuyên, mỗi tháng một lần.
    Irregular,
}

/// Quy trình rà soát, xác định.
#[derive(Clone, Debug)]
pub struct Procedure {
    /// Its id, the name of its file.
    pub id: String,
    /// Its name.
    pub label: LocalText,
    /// Yearly or in between.
    pub kind: Kind,
    /// Mã thủ tục hành chính, if one is known.
    pub code: Option<(String, Citation)>,
    /// The days on which campaigns may be opened by it.
    pub covers: Span,
    /// An end that was reported but not read: from that day somebody with the right must confirm that the procedure still
    /// holds.
    pub reported_end: Option<(Day, Confidence)>,
    /// What a review can say.
    pub outcomes: Vec<Outcome>,
    /// When it runs.
    pub window: Window,
    /// Giấy đề nghị: the forms by which households ask.
    pub requests: Vec<Form>,
    /// Phiếu A, where its questions are known.
    pub screening: Option<Screening>,
    /// Who takes part.
    pub offices: Vec<Office>,
    /// Deeds that no step binds.
    pub always: Vec<Allowed>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Legal clocks.
    pub clocks: Vec<Clock>,
    /// Rules of the village meeting, where there is one.
    pub meeting: Option<MeetingRule>,
    /// Rules of the posting, where there is one.
    pub posting: Option<PostingRule>,
    /// Who gives an opinion, by day; empty where nobody does.
    pub opinion: Vec<LeveledOffice>,
    /// Who must not be the same person.
    pub separation: SeparationRule,
    /// Báo cáo.
    pub reports: Vec<ReportOwed>,
    /// How households are watched that left a list.
    pub monitoring: Option<Monitoring>,
    /// Rows of the grid of a certificate (Mẫu 03): its first year and those after it, with the source.
    pub certificate_years: Option<(u32, Citation)>,
    /// Where the procedure as a whole comes from.
    pub source: Citation,
    /// What is weak.
    pub note: Option<LocalText>,
    /// SHA-256 of its file, in hex.
    pub digest: String,
    /// Where it stands in the pack.
    pub place: Place,
}

impl Procedure {
    /// The clock that measures this, if the procedure has one.
    pub fn clock(&self, measures: Measured) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.measures == measures)
    }

    /// An office by its id.
    pub fn office(&self, id: &str) -> Option<&Office> {
        self.offices.iter().find(|office| office.id == id)
    }

    /// What people call an office; its id where it is not known.
    pub fn office_label(&self, id: &str) -> LocalText {
        self.office(id).map_or_else(|| LocalText::same(id), |office| office.label.clone())
    }

    /// Where a step stands in the order.
    pub fn position(&self, step: &str) -> Option<usize> {
        self.steps.iter().position(|known| known.id == step)
    }

    /// The steps that every village does by itself: one run of neighbours, between steps of the commune.
    pub fn village_steps(&self) -> std::ops::Range<usize> {
        let is_village = |step: &Step| step.ground == Ground::Village;
        let first = self.steps.iter().position(is_village).unwrap_or(self.steps.len());
        let last = self.steps.iter().rposition(is_village).map_or(first, |last| last + 1);
        first..last
    }

    /// From this day somebody must confirm that the procedure still holds: it ends, or its end was reported.
    pub fn doubtful_from(&self) -> Option<Day> {
        match (self.covers.until, self.reported_end) {
            (Some(until), Some((reported, _))) => Some(until.min(reported)),
            (until, reported) => until.or(reported.map(|(day, _)| day)),
        }
    }

    /// The entry about who gives the opinion on a day.
    pub fn opinion_on(&self, day: Day) -> Option<&LeveledOffice> {
        self.opinion.iter().find(|level| level.valid.contains(day))
    }
}
