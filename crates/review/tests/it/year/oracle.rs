//! Was a duty skipped? Asked of the events up to the signature, without the machine: its own bookkeeping, its own counting of
//! days, no look at the steps.

use std::collections::{BTreeMap, BTreeSet};

use review::procedure::Procedure;
use review::{
    Class, Deed, DisagreementAnswer, Event, HouseholdRef, Moment, Outcome, PersonRef, Terms, VillageRef, Why,
};
use vocab::Day;

use crate::stage::CALENDAR;

#[derive(Default)]
struct Told {
    village: Option<VillageRef>,
    before: Option<Class>,
    asked: bool,
    screened: Option<bool>,
    surveyed_by: BTreeSet<PersonRef>,
    rechecked_by: Option<PersonRef>,
    /// The newest survey or re-check, the result after it, and whether a re-check set that.
    surveyed: usize,
    result: Option<(usize, Outcome, bool)>,
    /// A vote that was lost, and one that was won, with the number of its event.
    lost: Option<usize>,
    won: Option<usize>,
    /// What the meeting said against the score and nobody answered.
    unanswered: bool,
    left: bool,
}

/// What a signed decision skipped, in words; empty without a decision.
pub(crate) fn skipped(events: &[Event], terms: &Terms, procedure: &Procedure) -> Vec<String> {
    let Some(signed) = events.iter().position(|event| matches!(event.deed, Deed::Sign(_))) else {
        return Vec::new();
    };
    let (before, signature) = (&events[..signed], &events[signed]);
    let mut households: BTreeMap<HouseholdRef, Told> = BTreeMap::new();
    let mut complaints: BTreeMap<u128, (HouseholdRef, bool, bool)> = BTreeMap::new();
    let mut meetings: BTreeMap<VillageRef, (usize, BTreeSet<usize>)> = BTreeMap::new();
    let mut opinion: Option<(bool, bool)> = None;
    let (mut proposer, mut nobody_asked, mut last_change) = (None, procedure.opinion.is_empty(), 0);
    let mut broken = Vec::new();
    for (number, event) in before.iter().enumerate() {
        match &event.deed {
            Deed::Enroll(deed) => {
                let class = terms
                    .managed
                    .iter()
                    .find(|managed| managed.household == deed.household)
                    .map(|managed| managed.class);
                let told = households.entry(deed.household).or_default();
                (told.village, told.before) = (Some(deed.village), class);
                told.asked = matches!(deed.why, Why::Asked { .. });
            }
            Deed::Screen(deed) => households.entry(deed.household).or_default().screened = Some(deed.goes_on),
            Deed::Survey(deed) => {
                let told = households.entry(deed.household).or_default();
                told.surveyed_by.insert(deed.surveyor);
                (told.surveyed, told.result, told.won, told.unanswered) = (number, None, None, false);
            }
            Deed::Classify(deed) => {
                let told = households.entry(deed.household).or_default();
                told.result = deed.outcome.map(|outcome| (number, outcome, false));
                told.won = None;
            }
            Deed::HoldMeeting(deed) => {
                let (held, _) = meetings.entry(deed.village).or_default();
                *held += 1;
                for item in &deed.agenda {
                    let told = households.entry(item.household).or_default();
                    if item.agree * 2 >= deed.present {
                        told.won = Some(number);
                        told.unanswered = item
                            .says
                            .is_some_and(|says| told.result.is_none_or(|(_, outcome, _)| outcome != says));
                    } else {
                        (told.lost, told.won, told.result, told.unanswered) =
                            (Some(number), None, None, false);
                    }
                }
            }
            Deed::AttachMinutes(deed) => {
                meetings.entry(deed.village).or_default().1.insert(deed.meeting);
            }
            Deed::AnswerDisagreement(deed) => {
                let told = households.entry(deed.household).or_default();
                told.unanswered = false;
                if deed.answer == DisagreementAnswer::SurveyAgain {
                    (told.lost, told.won, told.result) = (Some(number), None, None);
                }
            }
            Deed::Complain(deed) => {
                complaints.insert(deed.complaint.0, (deed.household, false, false));
                households.entry(deed.household).or_default().village.get_or_insert(deed.village);
            }
            Deed::Recheck(deed) => {
                let entry = complaints.get_mut(&deed.complaint.0).expect("a complaint");
                entry.1 = true;
                let told = households.entry(entry.0).or_default();
                if told.surveyed_by.contains(&deed.surveyor) || told.rechecked_by == Some(deed.surveyor) {
                    broken.push(format!("event {number}: re-checked by who surveyed, or twice by the same"));
                }
                told.rechecked_by = Some(deed.surveyor);
                if told.result.is_none_or(|(_, outcome, _)| outcome != deed.outcome) {
                    told.result = Some((number, deed.outcome, true));
                    last_change = number;
                }
                if deed.outcome != Outcome::NotPoor {
                    told.screened = told.screened.map(|_| true);
                }
            }
            Deed::AnswerComplaint(deed) => {
                complaints.get_mut(&deed.complaint.0).expect("a complaint").2 = true
            }
            Deed::AskOpinion(_) => opinion = Some((false, false)),
            Deed::GiveOpinion(deed) => {
                opinion = opinion.map(|(_, _)| (true, deed.agrees && deed.recheck.is_empty()))
            }
            Deed::ConsiderOpinion(_) => opinion = opinion.map(|(given, _)| (given, true)),
            Deed::GoBack(deed) if deed.to == "complaints" => opinion = None,
            Deed::Determine(deed) => nobody_asked |= deed.setting == review::Setting::OpinionBy(None),
            Deed::Leave(deed) => households.entry(deed.household).or_default().left = true,
            Deed::Propose(_) => proposer = Some(event.by.person),
            _ => {}
        }
    }
    let _ = last_change;
    for managed in &terms.managed {
        if procedure.kind == review::procedure::Kind::Yearly && !households.contains_key(&managed.household) {
            broken.push(format!("{:?} is managed and on no roster", managed.household));
        }
    }
    for (household, told) in households.iter().filter(|(_, told)| told.village.is_some()) {
        let must_screen = told.asked && procedure.requests.iter().any(|form| form.screened);
        if told.left
            || told.screened == Some(false)
            || (told.result.is_none() && told.surveyed_by.is_empty() && !told.asked && told.before.is_none())
        {
            continue;
        }
        if must_screen && told.screened.is_none() {
            broken.push(format!("{household:?} was not screened"));
        }
        let Some((found, outcome, by_recheck)) = told.result else {
            broken.push(format!("{household:?} has no result"));
            continue;
        };
        let class = match outcome {
            Outcome::Poor => Some(Class::Poor),
            Outcome::NearPoor => Some(Class::NearPoor),
            _ => None,
        };
        let heard = told.won.is_some_and(|won| won > found);
        if procedure.meeting.is_some()
            && (class != told.before || told.lost.is_some())
            && !by_recheck
            && !heard
        {
            broken.push(format!("{household:?} changes its status and no meeting agreed"));
        }
        if told.unanswered && !by_recheck {
            broken.push(format!("a disagreement on {household:?} was not answered"));
        }
        if !hung(before, *household, told.village.expect("a village"), found, signature.at) {
            broken.push(format!("the result of {household:?} did not hang for its time"));
        }
    }
    for (village, (held, with_minutes)) in &meetings {
        if with_minutes.len() < *held {
            broken.push(format!("a meeting of {village:?} has no minutes"));
        }
    }
    for (household, rechecked, answered) in complaints.values() {
        let left = households.get(household).is_some_and(|told| told.left);
        if !answered || !(*rechecked || left) {
            broken.push(format!("a complaint on {household:?} is open"));
        }
    }
    if !nobody_asked && opinion != Some((true, true)) {
        broken.push(format!("the opinion is {opinion:?}"));
    }
    if proposer.is_none() || proposer == Some(signature.by.person) {
        broken.push("who signed is who proposed".to_owned());
    }
    broken
}

/// Whether a list of the village went up after the result was found and three days of work have passed since.
fn hung(events: &[Event], _: HouseholdRef, village: VillageRef, found: usize, now: Moment) -> bool {
    events.iter().enumerate().any(|(number, event)| match &event.deed {
        Deed::Post(post) if post.village == village && number > found => {
            let after = event.at.day().epoch_days() + 1..now.day().epoch_days();
            after.map(Day::from_epoch_days).filter(|day| CALENDAR.is_working(*day)).count() >= 3
        }
        _ => false,
    })
}
