//! Diện được công nhận: what signed decisions made of the household, as of a day, as known on a day.

use registry::file::File;
use registry::proceedings::Status;
use review::{Class, Outcome};
use vocab::Day;

use super::file::Look;
use super::words::{self, Badge};
use crate::format;
use crate::language::say_with;
use crate::visit::Visit;

/// What the household is recognised as.
pub(super) struct Standing {
    pub(super) outcome: Badge,
    /// Since when, by which decision, and what became of it.
    pub(super) lines: Vec<String>,
    /// The review that led to it.
    pub(super) review: Option<String>,
}

/// Every status of the file, by its first day; what was taken back or not known then is left out.
fn statuses(file: &File, look: Look) -> Vec<Status> {
    let known_at = look.as_of().known_at;
    let stands = file
        .time_line
        .iter()
        .rev()
        .filter(|entry| entry.undone_by.is_none() && known_at.is_none_or(|at| entry.recorded_at <= at));
    let facts = stands.flat_map(|entry| &entry.said).filter(|fact| fact.subject == file.id.0);
    let mut statuses: Vec<Status> = facts.filter_map(Status::of_fact).collect();
    statuses.sort_by_key(|status| status.from);
    statuses
}

/// What it is recognised as on the day of the look; `None` where no decision here is about it.
pub(super) fn now(file: &File, look: Look, visit: &Visit) -> Option<Standing> {
    let status =
        statuses(file, look).into_iter().rfind(|one| one.from.is_none_or(|from| from <= look.day))?;
    let mut lines = Vec::new();
    if let Some(from) = status.from {
        lines.push(say_with(
            visit.language,
            "standing-since",
            &[("day", format::day(from, visit.language).into()), ("number", status.decision.clone().into())],
        ));
    }
    lines.extend(movement(&status, visit));
    if let Some(until) = watched_until(&status, visit).filter(|until| *until >= look.day) {
        let day = format::day(until, visit.language);
        lines.push(say_with(visit.language, "standing-watched", &[("day", day.into())]));
    }
    Some(Standing {
        outcome: badge(&status, visit),
        lines,
        review: status.proceeding.map(|id| format!("/review/{id}")),
    })
}

/// A status in words, for the time line.
pub(super) fn told(status: &Status, visit: &Visit) -> String {
    let outcome = badge(status, visit).label;
    let said = match movement(status, visit) {
        Some(movement) => format!("{outcome} – {movement}"),
        None => outcome,
    };
    say_with(
        visit.language,
        "life-recognised",
        &[("status", said.into()), ("number", status.decision.clone().into())],
    )
}

/// What became of it, where that can be said.
fn movement(status: &Status, visit: &Visit) -> Option<String> {
    let label = status.movement?.label(status.before);
    Some(label.get(visit.language).to_owned()).filter(|label| !label.is_empty())
}

fn badge(status: &Status, visit: &Visit) -> Badge {
    let outcome = status.class.map_or(Outcome::NotPoor.code(), Class::code);
    words::badge(visit, outcome, status.from.map(|day| i64::from(day.year())))
}

/// Until when a household is watched that left its list.
fn watched_until(status: &Status, visit: &Visit) -> Option<Day> {
    let left = status.from.filter(|_| status.class.is_none() && status.before.is_some())?;
    visit.site.monitoring()?.until(left)
}
