//! Nghĩa vụ còn thiếu: which duties are not true now, where and for whom.

use vocab::Citation;

use super::Campaign;
use crate::case::Case;
use crate::deed::DeedKind;
use crate::duty::Duty;
use crate::moment::Moment;
use crate::opinion::OpinionBy;
use crate::outcome::Outcome;
use crate::refs::{HouseholdRef, VillageRef};
use crate::refusal::{Refusal, Unmet};
use crate::roster::Why;
use crate::step::Ground;

impl Campaign<'_> {
    /// What a step still owes: in one village, or for a step of the commune in all.
    pub fn unmet(&self, step: usize, village: Option<VillageRef>, at: Moment) -> Vec<Unmet> {
        let Some(step) = self.procedure.steps.get(step) else { return Vec::new() };
        let mut found = Vec::new();
        for owed in &step.duties {
            let villages: Vec<Option<VillageRef>> = match (village, step.ground) {
                (Some(village), Ground::Village) => vec![Some(village)],
                (None, Ground::Village) => self.tracks.keys().copied().map(Some).collect(),
                (_, Ground::Commune) => vec![None],
            };
            for village in villages {
                if let Some(households) = self.lacking(owed.duty, village, at) {
                    let (step, source): (String, Citation) = (step.id.clone(), owed.source.clone());
                    found.push(Unmet { duty: owed.duty, step, village, households, source });
                }
            }
        }
        found
    }

    /// What a step and the steps before it still owe: for a village its own steps, for the commune all of them. Nobody passes
    /// a step while this is not empty, so what was true when an earlier step was passed is true again, or still.
    pub fn unmet_up_to(&self, step: usize, village: Option<VillageRef>, at: Moment) -> Vec<Unmet> {
        let first = if village.is_some() { self.procedure.village_steps().start } else { 0 };
        (first..=step).flat_map(|step| self.unmet(step, village, at)).collect()
    }

    /// Everything that the steps before the one that allows a deed owe is true now.
    pub(crate) fn all_done_before(&self, deed: DeedKind, at: Moment) -> Result<(), Refusal> {
        let steps = &self.procedure.steps;
        let here = steps.iter().position(|step| step.allows(deed).is_some()).unwrap_or(steps.len());
        let unmet: Vec<Unmet> = (0..here).flat_map(|step| self.unmet(step, None, at)).collect();
        if unmet.is_empty() { Ok(()) } else { Err(self.duties_left(unmet)) }
    }

    /// `None`: it is true. Otherwise the households that lack it; none where it is not about single households.
    fn lacking(&self, duty: Duty, village: Option<VillageRef>, at: Moment) -> Option<Vec<HouseholdRef>> {
        let cases =
            || self.cases.values().filter(move |case| village.is_none_or(|village| case.village == village));
        let active = |lacks: &dyn Fn(&Case) -> bool| {
            let found: Vec<HouseholdRef> =
                cases().filter(|case| case.is_active() && lacks(case)).map(|case| case.household).collect();
            (!found.is_empty()).then_some(found)
        };
        let not_done = |done: bool| (!done).then(Vec::new);
        match duty {
            Duty::ManagedListed => {
                let missing = self.terms.managed.iter().map(|managed| managed.household);
                let missing: Vec<HouseholdRef> =
                    missing.filter(|household| !self.cases.contains_key(household)).collect();
                (!missing.is_empty()).then_some(missing)
            }
            Duty::ApplicantsScreened => active(&|case| self.must_screen(case)),
            Duty::Surveyed => active(&|case| case.needs_survey),
            Duty::Classified => active(&|case| case.outcome().is_none()),
            Duty::AgreedByMeeting => {
                let no_meeting = |village: &VillageRef| {
                    self.tracks.get(village).is_some_and(|track| track.meetings.is_empty())
                        && self.cases_of(*village).any(Case::is_active)
                };
                let unheard = match village {
                    Some(village) => no_meeting(&village),
                    None => self.tracks.keys().any(no_meeting),
                };
                active(&|case| case.must_be_voted() && case.agreed != Some(true))
                    .or_else(|| not_done(!unheard))
            }
            Duty::MinutesSigned => {
                let held = self.tracks.iter().filter(|(id, _)| village.is_none_or(|village| village == **id));
                not_done(held.flat_map(|(_, track)| &track.meetings).all(|held| held.has_minutes))
            }
            Duty::DisagreementsAnswered => {
                active(&|case| case.disagreement().is_some_and(|disagreement| disagreement.answer.is_none()))
            }
            Duty::Posted => active(&|case| !self.has_hung(case, at, |_| true)),
            Duty::ResultsPosted => {
                active(&|case| !self.has_hung(case, at, |version| version == case.version()))
            }
            Duty::ComplaintsAnswered => {
                let open = self.complaints.values().filter(|complaint| {
                    complaint.answered_at.is_none()
                        && village.is_none_or(|village| complaint.village == village)
                });
                let households: Vec<HouseholdRef> = open.map(|complaint| complaint.household).collect();
                (!households.is_empty()).then_some(households)
            }
            Duty::OpinionGiven => match self.opinion_by(at) {
                OpinionBy::Nobody => None,
                _ => not_done(self.opinion.as_ref().is_some_and(|opinion| opinion.is_settled())),
            },
            Duty::Signed => not_done(self.decision.is_some()),
            Duty::Certified => {
                active(&|case| case.outcome().is_some_and(Outcome::is_recognized) && !case.has_certificate)
            }
            Duty::ApplicantsAnswered => {
                let in_vain = |case: &&Case| {
                    let asked = matches!(case.why, Why::Asked { .. } | Why::Complaint) && case.left.is_none();
                    let recognized = case.is_active() && case.outcome().is_some_and(Outcome::is_recognized);
                    asked && !recognized && !case.has_answer
                };
                let households: Vec<HouseholdRef> =
                    cases().filter(in_vain).map(|case| case.household).collect();
                (!households.is_empty()).then_some(households)
            }
            Duty::Reported => not_done(self.reports_owed().all(|report| self.is_reported(&report.id))),
        }
    }

    /// Whether a result of the household hung for its whole time.
    fn has_hung(&self, case: &Case, at: Moment, wanted: impl Fn(u32) -> bool) -> bool {
        self.tracks.get(&case.village).is_some_and(|track| {
            let over = track.postings.iter().filter(|posting| posting.due.is_over(at));
            over.into_iter()
                .any(|posting| posting.shows.get(&case.household).is_some_and(|version| wanted(*version)))
        })
    }
}
