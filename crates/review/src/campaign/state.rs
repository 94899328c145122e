//! What a campaign remembers, for the deeds of this crate: looking it up, changing it, and the refusals that many share.

use vocab::{Citation, LocalText, said};

use super::{Campaign, Track};
use crate::case::Case;
use crate::clock::Due;
use crate::complaint::Complaint;
use crate::correction::{Correction, CorrectionDraft};
use crate::deed::DeedKind;
use crate::determine::Determined;
use crate::feedback::{Feedback, SettleFeedback};
use crate::flow::Change;
use crate::moment::Moment;
use crate::opinion::Opinion;
use crate::outcome::Outcome;
use crate::procedure::ReportOwed;
use crate::recognition::{Decision, Proposal};
use crate::refs::{ComplaintRef, FeedbackRef, HouseholdRef, VillageRef};
use crate::refusal::{Refusal, Unmet};
use crate::roster::{Managed, Why};
use crate::step::Ground;

impl Campaign<'_> {
    pub(crate) fn has_village(&self, village: VillageRef) -> bool {
        self.tracks.contains_key(&village)
    }

    /// The household as it was managed when the campaign was opened.
    pub(crate) fn managed(&self, household: HouseholdRef) -> Option<&Managed> {
        self.managed.get(&household).and_then(|index| self.terms.managed.get(*index))
    }

    /// The cases of a village.
    pub fn cases_of(&self, village: VillageRef) -> impl Iterator<Item = &Case> {
        self.cases.values().filter(move |case| case.village == village)
    }

    pub(crate) fn active_case(&self, household: HouseholdRef) -> Result<&Case, Refusal> {
        self.case(household).filter(|case| case.is_active()).ok_or_else(|| self.no_case())
    }

    pub(crate) fn complaint(&self, id: ComplaintRef) -> Option<&Complaint> {
        self.complaints.get(&id)
    }

    /// The draft that waits for its signature.
    pub fn proposal(&self) -> Option<&Proposal> {
        self.proposal.as_ref()
    }

    /// Whether the household waits for its quick screening.
    pub fn must_screen(&self, case: &Case) -> bool {
        let Why::Asked { form } = &case.why else { return false };
        let is_screened = self.procedure.requests.iter().any(|known| known.id == *form && known.screened);
        is_screened && case.screened.is_none()
    }

    /// Index of the step of the commune; `None` when the campaign is finished.
    pub fn commune_at(&self) -> Option<usize> {
        (self.commune_at < self.procedure.steps.len()).then_some(self.commune_at)
    }

    pub(crate) fn commune_since(&self) -> Moment {
        self.commune_since
    }

    /// Villages, in order of their numbers.
    pub fn villages(&self) -> impl Iterator<Item = (VillageRef, &Track)> {
        self.tracks.iter().map(|(village, track)| (*village, track))
    }

    /// Reports that the commune owes for this campaign.
    pub fn reports_owed(&self) -> impl Iterator<Item = &ReportOwed> {
        let month = self.terms.month.unwrap_or(12);
        self.procedure.reports.iter().filter(move |report| report.of_commune && report.due.is_owed(month))
    }

    /// By when a report is due, if a text says.
    pub fn report_due(&self, report: &ReportOwed) -> Option<Due> {
        let last_day = report.due.last_day(self.terms.year, self.terms.month.unwrap_or(12))?;
        Some(Due { last_day, confidence: report.source.confidence, is_provisional: false })
    }

    /// Whether a report was sent.
    pub fn is_reported(&self, report: &str) -> bool {
        self.reports.iter().any(|sent| sent == report)
    }

    pub(crate) fn is_recheck_asked(&self, household: HouseholdRef) -> bool {
        let given = self
            .opinion
            .as_ref()
            .filter(|opinion| !opinion.is_considered)
            .and_then(|opinion| opinion.given.as_ref());
        given.is_some_and(|given| given.recheck.contains(&household))
    }

    pub(crate) fn villages_to_recheck(&self) -> Vec<VillageRef> {
        let asked =
            |village: &VillageRef| self.cases_of(*village).any(|case| self.is_recheck_asked(case.household));
        self.tracks.keys().copied().filter(asked).collect()
    }

    /// What became of every household, for the flow table.
    pub fn changes(&self) -> impl Iterator<Item = Change> {
        self.cases.values().map(|case| Change {
            before: case.before,
            after: case.outcome().filter(|_| case.is_active()).and_then(Outcome::class),
            formerly: case.formerly.clone(),
            came: None,
            left: case.left,
            persons_before: 0,
            persons_after: 0,
        })
    }

    pub(crate) fn add_case(&mut self, case: Case) {
        self.cases.insert(case.household, case);
    }

    pub(crate) fn change(&mut self, household: HouseholdRef, change: impl FnOnce(&mut Case)) {
        if let Some(case) = self.cases.get_mut(&household) {
            change(case);
        }
    }

    pub(crate) fn change_all(&mut self, village: VillageRef, change: impl FnMut(&mut Case)) {
        self.cases.values_mut().filter(|case| case.village == village).for_each(change);
    }

    pub(crate) fn with_track(&mut self, village: VillageRef, change: impl FnOnce(&mut Track)) {
        if let Some(track) = self.tracks.get_mut(&village) {
            change(track);
        }
    }

    pub(crate) fn one_feedback(&self, id: FeedbackRef) -> Option<&Feedback> {
        self.feedback.get(&id)
    }

    pub(crate) fn add_feedback(&mut self, feedback: Feedback) {
        self.feedback.insert(feedback.taken.feedback, feedback);
    }

    pub(crate) fn settle_feedback(&mut self, settled: SettleFeedback, at: Moment) {
        if let Some(feedback) = self.feedback.get_mut(&settled.feedback) {
            feedback.settled = Some((settled, at));
        }
    }

    pub(crate) fn add_complaint(&mut self, id: ComplaintRef, complaint: Complaint) {
        self.complaints.insert(id, complaint);
    }

    pub(crate) fn change_complaint(&mut self, id: ComplaintRef, change: impl FnOnce(&mut Complaint)) {
        if let Some(complaint) = self.complaints.get_mut(&id) {
            change(complaint);
        }
    }

    pub(crate) fn set_opinion(&mut self, opinion: Option<Opinion>) {
        self.opinion = opinion;
    }

    pub(crate) fn change_opinion(&mut self, change: impl FnOnce(&mut Opinion)) {
        if let Some(opinion) = &mut self.opinion {
            change(opinion);
        }
    }

    pub(crate) fn set_proposal(&mut self, proposal: Proposal) {
        self.proposal = Some(proposal);
    }

    /// What was proposed no longer fits the cases.
    pub(crate) fn void_proposal(&mut self) {
        self.proposal = None;
    }

    pub(crate) fn set_decision(&mut self, decision: Decision) {
        self.decision = Some(decision);
    }

    pub(crate) fn set_correction_draft(&mut self, draft: Option<CorrectionDraft>) {
        self.correction_draft = draft;
    }

    pub(crate) fn add_correction(&mut self, correction: Correction) {
        self.corrections.push(correction);
    }

    pub(crate) fn add_report(&mut self, report: String) {
        self.reports.push(report);
    }

    pub(crate) fn determined_mut(&mut self) -> &mut Determined {
        &mut self.determined
    }

    pub(crate) fn pass_commune(&mut self, at: Moment) {
        self.enter(self.commune_at + 1, at);
    }

    pub(crate) fn pass_village(&mut self, village: VillageRef, at: Moment) {
        self.with_track(village, |track| {
            track.at += 1;
            track.since = at;
        });
        let steps = self.procedure.village_steps();
        if self.tracks.values().all(|track| track.at >= steps.end) {
            // Results may have changed since: an earlier opinion is not about them.
            self.opinion = None;
            self.enter(steps.end, at);
        }
    }

    /// A village does its steps again from `to`; the commune waits for it.
    pub(crate) fn return_village(&mut self, village: VillageRef, to: usize, at: Moment) {
        self.with_track(village, |track| {
            track.at = to;
            track.since = at;
        });
        if self.commune_at >= self.procedure.village_steps().end {
            self.commune_at = self.procedure.village_steps().start;
            self.commune_since = at;
        }
        self.proposal = None;
    }

    /// The commune enters a step; where villages begin to work, they begin now.
    fn enter(&mut self, step: usize, at: Moment) {
        self.commune_at = step;
        self.commune_since = at;
        if self.procedure.steps.get(step).is_some_and(|step| step.ground == Ground::Village) {
            for track in self.tracks.values_mut() {
                track.since = at;
            }
        }
    }

    /// Where a deed comes from: the step that allows it.
    pub(crate) fn step_source(&self, deed: DeedKind) -> &Citation {
        let step = self.procedure.steps.iter().find(|step| step.allows(deed).is_some());
        step.map_or(&self.procedure.source, |step| &step.source)
    }

    pub(crate) fn not_signed(&self) -> Result<(), Refusal> {
        match &self.decision {
            None => Ok(()),
            Some(decision) => {
                let number = &decision.signed.number;
                Err(Refusal::new(
                    said!(
                        "quyết định {number} đã ký, không sửa được nữa",
                        "decision {number} is signed and cannot be changed"
                    ),
                    said!(
                        "ra quyết định mới, ghi rõ sửa quyết định nào",
                        "make a new decision that names the one it corrects"
                    ),
                )
                .by(self.step_source(DeedKind::Sign)))
            }
        }
    }

    pub(crate) fn no_case(&self) -> Refusal {
        Refusal::new(
            said!(
                "hộ này không có trong đợt rà soát, hoặc đã ra khỏi đợt",
                "the household is not in the campaign, or left it"
            ),
            said!("xem danh sách hộ của đợt", "see the roster of the campaign"),
        )
    }

    pub(crate) fn no_rule(&self) -> Refusal {
        Refusal::new(
            said!("quy trình này không có việc đó", "the procedure has no such thing"),
            said!("xem các bước của quy trình", "see the steps of the procedure"),
        )
        .by(&self.procedure.source)
    }

    pub(crate) fn is_finished(&self) -> Refusal {
        Refusal::new(
            said!("đợt rà soát hoặc thôn này đã xong", "the campaign or this village is done"),
            said!("không còn việc gì phải làm", "there is nothing left to do"),
        )
    }

    pub(crate) fn not_now(&self, deed: DeedKind) -> Refusal {
        let (label, there) = (deed.label(), self.step_label(deed));
        let ((vi, en), (there_vi, there_en)) = ((&label.vi, &label.en), (&there.vi, &there.en));
        Refusal::new(
            said!("lúc này không {vi} được", "now one cannot {en}"),
            said!("việc này thuộc bước “{there_vi}”", "this belongs to the step “{there_en}”"),
        )
        .by(self.step_source(deed))
    }

    /// The name of the step that allows a deed.
    fn step_label(&self, deed: DeedKind) -> LocalText {
        let step = self.procedure.steps.iter().find(|step| step.allows(deed).is_some());
        step.map(|step| step.label.clone()).unwrap_or_default()
    }

    pub(crate) fn out_of_step(&self, deed: DeedKind, now: &str) -> Refusal {
        let label = deed.label();
        let here = self.procedure.steps.iter().find(|step| step.id == now).map(|step| step.label.clone());
        let (here, there) = (here.unwrap_or_default(), self.step_label(deed));
        let (what_vi, what_en) = (&label.vi, &label.en);
        let ((here_vi, here_en), (there_vi, there_en)) = ((&here.vi, &here.en), (&there.vi, &there.en));
        Refusal::new(
            said!(
                "đang ở bước “{here_vi}”, không {what_vi} ở bước này được",
                "the step is “{here_en}”; there one cannot {what_en}"
            ),
            said!("việc này thuộc bước “{there_vi}”", "this belongs to the step “{there_en}”"),
        )
        .by(self.step_source(deed))
    }

    pub(crate) fn duties_left(&self, unmet: Vec<Unmet>) -> Refusal {
        let (mut vi, mut en) = (Vec::new(), Vec::new());
        for duty in unmet.iter().map(|unmet| unmet.duty) {
            let label = duty.label();
            if !vi.contains(&label.vi) {
                vi.push(label.vi);
                en.push(label.en);
            }
        }
        let (vi, en) = (vi.join("; "), en.join("; "));
        let source = unmet.first().map(|unmet| unmet.source.clone());
        let refusal = Refusal {
            unmet,
            ..Refusal::new(
                said!("chưa đạt: {vi}", "not yet: {en}"),
                said!("làm xong các việc còn thiếu rồi thử lại", "do what is missing, then try again"),
            )
        };
        match source {
            Some(source) => refusal.by(&source),
            None => refusal,
        }
    }

    /// An outcome that this procedure can have.
    pub(crate) fn is_outcome(&self, outcome: Option<Outcome>) -> Result<(), Refusal> {
        match outcome {
            Some(outcome) if !self.procedure.outcomes.contains(&outcome) => {
                let label = outcome.label();
                let (vi, en) = (&label.vi, &label.en);
                Err(Refusal::new(
                    said!("quy trình này không có kết quả “{vi}”", "the procedure has no outcome “{en}”"),
                    said!("dùng một kết quả của quy trình", "use an outcome of the procedure"),
                )
                .by(&self.procedure.source))
            }
            _ => Ok(()),
        }
    }
}
