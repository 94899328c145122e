//! Các bước of a proceeding as a line: which are done, where the commune is, how many villages are in each.

use std::collections::BTreeMap;

use review::procedure::Procedure;

use crate::visit::Visit;

use super::words;

/// A step on the line.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) number: usize,
    pub(super) label: String,
    /// `done`, `now` or `later`.
    pub(super) state: &'static str,
    /// How many villages are in it.
    pub(super) villages: usize,
}

/// The line. `at` holds the step ids where the commune, or each of its villages, works; it is empty when all is done.
pub(super) fn line(
    visit: &Visit,
    procedure: &Procedure,
    at: &[(bool, &str)],
    is_finished: bool,
) -> Vec<Step> {
    let mut villages: BTreeMap<usize, usize> = BTreeMap::new();
    let mut commune = None;
    for (is_village, step) in at {
        let Some(position) = procedure.position(step) else { continue };
        if *is_village {
            *villages.entry(position).or_default() += 1;
        } else {
            commune = Some(position);
        }
    }
    // The first step in which anybody still works: those before it are done everywhere.
    let first = commune.or_else(|| villages.keys().next().copied());
    let after_villages = procedure.village_steps().end;
    let reached = match (first, is_finished) {
        (_, true) => procedure.steps.len(),
        (Some(first), false) => first,
        // Nobody that is seen works: their villages wait for the others.
        (None, false) => after_villages,
    };
    let step = |(position, step): (usize, &review::step::Step)| {
        let here = villages.get(&position).copied().unwrap_or(0);
        let is_now = !is_finished && (commune == Some(position) || here > 0);
        let state = match (is_now, position < reached) {
            (true, _) => "now",
            (false, true) => "done",
            (false, false) => "later",
        };
        Step {
            number: position + 1,
            label: words::sentence(step.label.get(visit.language)),
            state,
            villages: here,
        }
    };
    procedure.steps.iter().enumerate().map(step).collect()
}
