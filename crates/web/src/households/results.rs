//! The results of a household's reviews: each explained by the standard that decided it, and the newest against the one
//! before.

use engine::judge::Judge;
use registry::review;
use standards::HouseholdAnswers;
use standards::standard::PovertyStandard;

use super::file::Look;
use super::since::{Side, Since};
use super::words::{self, Badge};
use crate::law::Verdict;
use crate::visit::Visit;

/// One review of the household.
pub(super) struct Assessment {
    pub(super) title: String,
    /// What was recorded.
    pub(super) outcome: Badge,
    /// Why, where it can be said.
    pub(super) verdict: Option<Verdict>,
    /// The people of the answers by name, in their order.
    pub(super) people: Vec<String>,
}

/// What the file says of its reviews.
pub(super) struct Results {
    pub(super) newest: Option<Assessment>,
    pub(super) since: Option<Since>,
    /// The others, newest first.
    pub(super) others: Vec<Assessment>,
}

/// The reviews that stood, as of a day, as known on a day; newest first.
pub(super) fn standing(
    recorded: Vec<review::Assessment>,
    look: Look,
    visit: &Visit,
) -> Vec<review::Assessment> {
    let known_at = look.as_of().known_at;
    let is_another_day = look.day != (visit.site.today)();
    let known: Vec<review::Assessment> = recorded
        .into_iter()
        .filter(|one| known_at.is_none_or(|at| one.recorded_at <= at))
        .filter(|one| !is_another_day || one.terms.result_day <= look.day)
        .collect();
    // A correction that was not known yet corrects nothing.
    let corrected: Vec<_> = known.iter().filter_map(|one| one.supersedes).collect();
    known.into_iter().filter(|one| !corrected.contains(&one.id)).collect()
}

/// What the file says of reviews that stood.
pub(super) fn results(standing: &[review::Assessment], visit: &Visit) -> Results {
    let mut told = standing.iter().map(|recorded| assessment(recorded, visit));
    let newest = told.next();
    let others = told.collect();
    Results { newest, since: since(standing, visit), others }
}

/// What is different in the newest result; `None` if there is none before it.
pub(super) fn since(standing: &[review::Assessment], visit: &Visit) -> Option<Since> {
    // The one before is an earlier result, not a comparison by a standard that comes later.
    let before = standing.first().and_then(|newest| {
        let earlier = standing.iter().filter(|one| one.terms.result_day < newest.terms.result_day);
        Some((newest, earlier.max_by_key(|one| (one.terms.result_day, one.act_seq))?))
    });
    before.map(|(newest, before)| {
        let side = |recorded| Side {
            recorded,
            standard: visit.site.library.standard(&recorded.terms.standard).map(|shelved| &shelved.standard),
            answers: opened(recorded, visit).map(|(_, answers)| answers),
        };
        Since::of(&side(before), &side(newest), visit)
    })
}

/// The judge that decided and what it read; `None` if its standard is not in the packs any more or was changed, or the
/// answers were erased by law.
pub(super) fn opened<'a>(
    recorded: &review::Assessment,
    visit: &'a Visit,
) -> Option<(Judge<'a>, HouseholdAnswers)> {
    let standard = visit.site.library.standard(&recorded.terms.standard)?;
    recorded.reopen(&standard.standard).ok()
}

/// What was recorded, explained by the judge that decided.
fn assessment(recorded: &review::Assessment, visit: &Visit) -> Assessment {
    let opened = opened(recorded, visit);
    let people = opened.as_ref().map(|(judge, answers)| names(judge.standard(), answers)).unwrap_or_default();
    let verdict = opened.map(|(judge, answers)| {
        let verdict = Verdict::of(&judge, &answers, recorded.terms.result_day, visit);
        verdict.under(&format!("a{}-", recorded.id))
    });
    let outcome = words::badge(visit, &recorded.assessed.outcome, Some(recorded.year));
    Assessment { title: recorded.campaign_label.clone(), outcome, verdict, people }
}

/// The names of the people of some answers; empty where they are not asked for.
pub(super) fn names(standard: &PovertyStandard, answers: &HouseholdAnswers) -> Vec<String> {
    let question = standard.questionnaire.find(standards::questionnaire::Subject::Member, "full_name");
    let Some(question) = question else { return Vec::new() };
    let members = 0..answers.members.len();
    let named = members.filter_map(|member| match answers.get(question, Some(member)) {
        standards::Answer::Text(name) => Some(name.clone()),
        _ => None,
    });
    let named: Vec<String> = named.collect();
    if named.len() == answers.members.len() { named } else { Vec::new() }
}
