//! The time line of a file: what happened by its day; and who recorded what, when, why, and for which days, where what was
//! taken back stays, struck through.

use std::collections::BTreeMap;

use registry::facts::Fact;
use registry::file::{Entry, File, Other};
use registry::households::VillageName;
use registry::register::may_be_undone;
use registry::review::Assessment;
use vocab::Day;

use super::file::Look;
use super::words::{self, Badge};
use crate::act_words;
use crate::admin::time;
use crate::format;
use crate::language::say_with;
use crate::visit::Visit;

/// One act.
pub(super) struct Event {
    pub(super) seq: i64,
    pub(super) kind: String,
    pub(super) recorded: String,
    pub(super) by: String,
    pub(super) reason: Option<String>,
    pub(super) undone_by: Option<i64>,
    pub(super) may_undo: bool,
    pub(super) said: Vec<Said>,
}

/// One fact of it.
pub(super) struct Said {
    pub(super) text: String,
    pub(super) days: Option<String>,
}

/// Something that happened, by the day from which it holds.
pub(super) struct Dated {
    pub(super) day: Day,
    pub(super) text: String,
    /// The result of a review that began on that day.
    pub(super) outcome: Option<Badge>,
}

/// What is known by name: people of the file, villages.
struct Names<'a> {
    people: BTreeMap<uuid::Uuid, &'a str>,
    villages: BTreeMap<uuid::Uuid, &'a str>,
}

/// The acts of a file, newest first.
pub(super) fn events(file: &File, villages: &[VillageName], may_change: bool, visit: &Visit) -> Vec<Event> {
    let names = Names::of(file, villages);
    file.time_line.iter().map(|entry| event(entry, file, &names, may_change, visit)).collect()
}

/// What happened to the household and what its reviews found, the newest day first; what was taken back is left out, and
/// so is what was not known then.
pub(super) fn life(file: &File, reviews: &[Assessment], look: Look, visit: &Visit) -> Vec<Dated> {
    let names = Names::of(file, &[]);
    let known_at = look.as_of().known_at;
    let stands = file
        .time_line
        .iter()
        .filter(|entry| entry.undone_by.is_none() && known_at.is_none_or(|at| entry.recorded_at <= at));
    let facts: Vec<&Fact> = stands.flat_map(|entry| &entry.said).collect();
    let mut life: Vec<Dated> = Vec::new();
    for fact in &facts {
        for (day, text) in happened(fact, &facts, file, &names, visit) {
            life.push(Dated { day, text, outcome: None });
        }
    }
    life.extend(reviews.iter().map(|review| Dated {
        day: review.terms.result_day,
        text: review.campaign_label.clone(),
        outcome: Some(words::badge(visit, &review.assessed.outcome, Some(review.year))),
    }));
    life.retain(|dated| dated.day <= look.day);
    life.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.text.cmp(&b.text)));
    life.dedup_by(|a, b| a.day == b.day && a.text == b.text);
    life
}

/// What a fact says that happened, and when; nothing of what holds since before any register.
fn happened(fact: &Fact, all: &[&Fact], file: &File, names: &Names<'_>, visit: &Visit) -> Vec<(Day, String)> {
    let who = names.people.get(&fact.subject).copied().unwrap_or_default();
    let said = |key: &str, name: &str| say_with(visit.language, key, &[("name", name.to_owned().into())]);
    let from = known_days(fact).from;
    let died = |day: Day| {
        all.iter().any(|other| {
            other.attribute == "death" && other.subject == fact.subject && other.valid.from == Some(day)
        })
    };
    let begins = |text: String| from.map(|day| (day, text)).into_iter().collect();
    match (fact.attribute.as_str(), fact.object) {
        ("membership", Some(object)) if object == file.id.0 => {
            let is_head = fact
                .value
                .as_ref()
                .and_then(|value| value.get("relation"))
                .is_some_and(|relation| relation == "head");
            let came = from.filter(|_| !is_head).map(|day| (day, said("life-came", who)));
            let left = fact.valid.until.filter(|day| !died(*day)).map(|day| (day, said("life-left", who)));
            came.into_iter().chain(left).collect()
        }
        ("membership", _) => {
            from.filter(|day| !died(*day)).map(|day| (day, said("life-left", who))).into_iter().collect()
        }
        ("death", _) => begins(said("life-died", who)),
        ("head", Some(head)) => {
            begins(said("life-head", names.people.get(&head).copied().unwrap_or_default()))
        }
        ("place", _) => {
            let place =
                fact.object.and_then(|village| names.villages.get(&village)).map(|name| (*name).to_owned());
            let address = fact
                .value
                .as_ref()
                .and_then(|value| value.get("address"))
                .and_then(|address| address.as_str());
            let place = address.map(str::to_owned).or(place).unwrap_or_else(|| visit.t("not-recorded"));
            begins(said("life-place", &place))
        }
        ("state", _) => begins(state(fact, file, visit)),
        ("status", _) => {
            let status = registry::proceedings::Status::of_fact(fact);
            status.map(|status| begins(super::standing::told(&status, visit))).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Whether the household is in the list, and why not.
fn state(fact: &Fact, file: &File, visit: &Visit) -> String {
    let named = |key: &str, elsewhere: &str, other: &Other| match other.number {
        Some(number) => say_with(visit.language, key, &[("name", number.to_string().into())]),
        None => visit.t(elsewhere),
    };
    if fact.subject != file.id.0 {
        let other = file.merged_from.iter().find(|other| other.id.0 == fact.subject);
        return other.map_or_else(String::new, |other| {
            named("life-merged-from", "life-merged-from-elsewhere", other)
        });
    }
    if let Some(into) = file.merged_into.filter(|into| Some(into.id.0) == fact.object) {
        return named("life-merged-into", "life-merged-into-elsewhere", &into);
    }
    let value = |key: &str| fact.value.as_ref().and_then(|value| value.get(key));
    if value("is_active").and_then(serde_json::Value::as_bool).unwrap_or(true) {
        return visit.t("life-active");
    }
    visit.t(match value("why").and_then(serde_json::Value::as_str) {
        Some("merged") => "life-merged",
        Some("split") => "life-split",
        Some("moved_away") => "life-moved-away",
        _ => "life-dissolved",
    })
}

impl<'a> Names<'a> {
    fn of(file: &'a File, villages: &'a [VillageName]) -> Names<'a> {
        let mut names = Names { people: BTreeMap::new(), villages: BTreeMap::new() };
        for fact in file.time_line.iter().rev().flat_map(|entry| &entry.said) {
            let name = fact.value.as_ref().and_then(|value| value.get("name")).and_then(|name| name.as_str());
            if let Some(name) = name {
                names.people.insert(fact.subject, name);
            }
        }
        let here = file.village.iter().map(|(id, name)| (id.0, name.as_str()));
        let known = villages.iter().map(|village| (village.id.0, village.name.as_str()));
        names.villages.extend(known.chain(here));
        names
    }
}

fn event(entry: &Entry, file: &File, names: &Names<'_>, may_change: bool, visit: &Visit) -> Event {
    Event {
        seq: entry.seq,
        kind: act_words::of_kind(visit.language, &entry.kind),
        recorded: time::shown(entry.recorded_at, visit.language),
        by: entry.by.clone().unwrap_or_else(|| visit.t("by-program")),
        reason: entry.reason.clone(),
        undone_by: entry.undone_by,
        may_undo: may_change && entry.undone_by.is_none() && may_be_undone(&entry.kind),
        said: entry.said.iter().map(|fact| said(fact, file, names, visit)).collect(),
    }
}

fn said(fact: &Fact, file: &File, names: &Names<'_>, visit: &Visit) -> Said {
    let who = names.people.get(&fact.subject).copied();
    let object = fact.object.and_then(|id| names.people.get(&id).or(names.villages.get(&id)).copied());
    let mut parts: Vec<String> = who.into_iter().map(str::to_owned).collect();
    parts.push(visit.t(match (fact.attribute.as_str(), fact.object) {
        ("membership", Some(household)) if household == file.id.0 => "fact-member",
        ("membership", _) => "fact-leaves",
        ("place", _) => "fact-place",
        ("head", _) => "fact-head",
        ("state", _) => "fact-state",
        ("death", _) => "fact-death",
        ("status" | "other_status", _) => "fact-status",
        _ => "fact-details",
    }));
    parts.extend(object.map(str::to_owned));
    if fact.attribute == "state" {
        parts = vec![state(fact, file, visit)];
    }
    if let Some(status) = registry::proceedings::Status::of_fact(fact) {
        parts = vec![super::standing::told(&status, visit)];
    }
    let erased = fact.value.is_none() && matches!(fact.attribute.as_str(), "details" | "place");
    let values = fact.value.iter().flatten().filter_map(|(key, value)| words::value(visit, key, value));
    let mut text = parts.join(": ");
    let values: Vec<String> = values.chain(erased.then(|| visit.t("fact-erased"))).collect();
    if !values.is_empty() {
        text = format!("{text} – {}", values.join("; "));
    }
    // What holds since birth needs no days.
    let days = (fact.attribute != "details").then(|| format::span(known_days(fact), visit.language));
    Said { text, days }
}

/// The days of a fact; a first day before any register is *not known*.
fn known_days(fact: &Fact) -> vocab::Span {
    let from = fact.valid.from.filter(|from| from.year() > 1800);
    vocab::Span { from, ..fact.valid }
}
