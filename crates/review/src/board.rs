//! Việc phải làm: whose move it is in a campaign, what is missing, what can be done next, what is late and since when.

use vocab::{Citation, Day, LocalText, said};

use crate::campaign::Campaign;
use crate::clock::{Due, Measured};
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::refs::{ComplaintRef, VillageRef};
use crate::refusal::Unmet;

/// Tình hình của một đợt at a moment.
#[derive(Clone, Debug)]
pub struct Board {
    /// One line for the commune while it works, else one for every village that works.
    pub lanes: Vec<Lane>,
    /// What is late.
    pub late: Vec<Late>,
    /// Whether nothing is left to be done.
    pub is_finished: bool,
}

/// Where the commune or a village is.
#[derive(Clone, Debug)]
pub struct Lane {
    /// The village; `None` for the commune.
    pub village: Option<VillageRef>,
    /// Index of its step.
    pub step: usize,
    /// Since when.
    pub since: Moment,
    /// Id of the office whose move it is.
    pub whose: String,
    /// What this step and those before it still owe.
    pub unmet: Vec<Unmet>,
    /// What can be done here, and by which offices.
    pub moves: Vec<NextMove>,
}

/// Something that can be done in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextMove {
    /// What.
    pub deed: DeedKind,
    /// Ids of the offices that may.
    pub by: Vec<String>,
    /// For [`DeedKind::GoBack`]: id of the step that is done again.
    pub to: Option<String>,
}

/// Trễ hạn.
#[derive(Clone, Debug)]
pub struct Late {
    /// What is late.
    pub what: LocalText,
    /// Whose move it is: id of an office.
    pub whose: String,
    /// When it was due.
    pub due: Due,
    /// Since which day it is late.
    pub since: Day,
    /// Where, if it is about a village.
    pub village: Option<VillageRef>,
    /// The complaint, if it is about one.
    pub complaint: Option<ComplaintRef>,
    /// Where its last day comes from.
    pub source: Citation,
}

impl Campaign<'_> {
    /// Whose move it is, and what is late, at a moment of the server's clock.
    pub fn board(&self, at: Moment) -> Board {
        let mut lanes = Vec::new();
        if let Some(step) = self.step_of(None) {
            lanes.extend(self.lane(None, step, self.commune_since(), at));
        } else {
            for (village, track) in self.villages() {
                if let Some(step) = self.step_of(Some(village)) {
                    lanes.extend(self.lane(Some(village), step, track.since, at));
                }
            }
        }
        Board { lanes, late: self.late(at), is_finished: self.commune_at().is_none() }
    }

    fn lane(&self, village: Option<VillageRef>, at_step: usize, since: Moment, at: Moment) -> Option<Lane> {
        let step = self.procedure().steps.get(at_step)?;
        let unmet = self.unmet_up_to(at_step, village, at);
        let mut moves: Vec<NextMove> = step
            .deeds
            .iter()
            .map(|allowed| NextMove { deed: allowed.deed, by: allowed.by.clone(), to: None })
            .collect();
        let leads = vec![step.leads.clone()];
        for back in &step.backs {
            let to = self.procedure().steps.get(back.to).map(|step| step.id.clone());
            moves.push(NextMove { deed: DeedKind::GoBack, by: leads.clone(), to });
        }
        if unmet.is_empty() {
            moves.push(NextMove { deed: DeedKind::Pass, by: leads, to: None });
        }
        Some(Lane { village, step: at_step, since, whose: step.leads.clone(), unmet, moves })
    }

    /// What is late at a moment, oldest first.
    pub fn late(&self, at: Moment) -> Vec<Late> {
        let mut late = Vec::new();
        let of_clock = |measures| {
            self.procedure().clock(measures).map_or(&self.procedure().source, |clock| &clock.source)
        };
        let mut mark =
            |what: LocalText, whose: String, due: Option<Due>, village, complaint, source: &Citation| {
                if let Some(due) = due.filter(|due| due.is_over(at)) {
                    let (since, source) = (due.last_day.next(), source.clone());
                    late.push(Late { what, whose, due, since, village, complaint, source });
                }
            };
        for (id, complaint) in self.complaints().filter(|(_, complaint)| complaint.rechecked_at.is_none()) {
            let whose = self.leader(DeedKind::Recheck);
            mark(
                said!("phúc tra", "re-check"),
                whose,
                complaint.due,
                Some(complaint.village),
                Some(id),
                of_clock(Measured::Recheck),
            );
        }
        if let Some(opinion) = self.opinion().filter(|opinion| opinion.given.is_none()) {
            mark(
                said!("cho ý kiến", "opinion"),
                opinion.office.clone(),
                opinion.due,
                None,
                None,
                of_clock(Measured::Opinion),
            );
        }
        if self.decision().is_none() {
            let whose = self.leader(DeedKind::Sign);
            let clock = self.procedure().clock(Measured::Decision).map(|clock| &clock.source);
            let source = clock.unwrap_or_else(|| self.procedure().window.source());
            mark(said!("quyết định công nhận", "decision"), whose, self.decision_due(), None, None, source);
        }
        for report in self.reports_owed().filter(|report| !self.is_reported(&report.id)) {
            mark(
                report.label.clone(),
                report.by.clone(),
                self.report_due(report),
                None,
                None,
                &report.source,
            );
        }
        late.sort_by_key(|late| late.since);
        late
    }

    fn leader(&self, deed: DeedKind) -> String {
        let step = self.procedure().steps.iter().find(|step| step.allows(deed).is_some());
        step.map(|step| step.leads.clone()).unwrap_or_default()
    }
}
