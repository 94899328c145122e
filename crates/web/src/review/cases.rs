//! Hồ sơ của các hộ in a review, as lists show them.

use registry::proceedings::{household_id, village_id};
use registry::{HouseholdId, VillageId};
use review::{Campaign, Case, Why};

use super::desk::Desk;
use super::words;
use crate::households::Badge;
use crate::language::say_with;
use crate::visit::Visit;

/// A case on a list.
#[derive(Clone, Debug)]
pub(super) struct CaseLine {
    pub(super) id: HouseholdId,
    pub(super) head: String,
    pub(super) number: String,
    pub(super) village: VillageId,
    /// The list it was on before.
    pub(super) before: Option<String>,
    pub(super) why: String,
    pub(super) state: String,
    /// Its result; none where it has none yet.
    pub(super) outcome: Option<Badge>,
    /// Whether the result changes its status.
    pub(super) is_change: bool,
    pub(super) is_active: bool,
    /// Why it left.
    pub(super) left: Option<String>,
}

/// Why a household is on the roster.
pub(super) fn why(visit: &Visit, campaign: &Campaign<'_>, why: &Why) -> String {
    match why {
        Why::Managed => visit.t("review-why-managed"),
        Why::Asked { form } => {
            let form = campaign.procedure().requests.iter().find(|known| known.id == *form);
            let name = form.map(|form| {
                let label = form.label.get(visit.language);
                form.number.as_ref().map_or_else(|| label.to_owned(), |number| format!("{number}, {label}"))
            });
            say_with(visit.language, "review-why-asked", &[("form", name.unwrap_or_default().into())])
        }
        Why::Suggested { reason } => reason.clone(),
        Why::Complaint => visit.t("review-why-complaint"),
    }
}

/// A case as lists show it.
pub(super) fn line(desk: &Desk, campaign: &Campaign<'_>, case: &Case) -> Option<CaseLine> {
    let visit = &desk.who.visit;
    let village = village_id(case.village);
    desk.seen.village(village)?;
    let id = household_id(case.household);
    let name = desk.seen.households.get(&id);
    Some(CaseLine {
        id,
        head: name.map(|name| name.head.clone()).unwrap_or_default(),
        number: name.map(|name| name.number.to_string()).unwrap_or_default(),
        village,
        before: case.before.map(|class| words::class(visit, class)),
        why: why(visit, campaign, &case.why),
        state: words::state(visit, campaign.case_state(case)),
        outcome: case.outcome().map(|outcome| words::outcome(visit, Some(outcome))),
        is_change: case.is_change(),
        is_active: case.is_active(),
        left: case.left().map(|left| left.label().get(visit.language).to_owned()),
    })
}

/// The cases that are seen, by name of the head.
pub(super) fn lines(desk: &Desk, campaign: &Campaign<'_>, village: Option<VillageId>) -> Vec<CaseLine> {
    let cases =
        campaign.cases().filter(|case| village.is_none_or(|village| village_id(case.village) == village));
    let mut lines: Vec<CaseLine> = cases.filter_map(|case| line(desk, campaign, case)).collect();
    lines.sort_by_cached_key(|line| (vocab::search_key(&line.head), line.number.clone()));
    lines
}
