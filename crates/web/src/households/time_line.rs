//! The time line of a file: who recorded what, when, why, and for which days; what was taken back stays, struck through.

use std::collections::BTreeMap;

use registry::facts::Fact;
use registry::file::{Entry, File};
use registry::households::VillageName;
use registry::register::may_be_undone;
use registry::store::dates::Instant;
use vocab::{Day, Language};

use super::words;
use crate::act_words;
use crate::format;
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

/// What is known by name: people of the file, villages.
struct Names<'a> {
    people: BTreeMap<uuid::Uuid, &'a str>,
    villages: BTreeMap<uuid::Uuid, &'a str>,
}

/// The acts of a file, newest first.
pub(super) fn events(file: &File, villages: &[VillageName], may_change: bool, visit: &Visit) -> Vec<Event> {
    let mut names = Names { people: BTreeMap::new(), villages: BTreeMap::new() };
    for fact in file.time_line.iter().rev().flat_map(|entry| &entry.said) {
        let name = fact.value.as_ref().and_then(|value| value.get("name")).and_then(|name| name.as_str());
        if let Some(name) = name {
            names.people.insert(fact.subject, name);
        }
    }
    let here = file.village.iter().map(|(id, name)| (id.0, name.as_str()));
    names.villages.extend(villages.iter().map(|village| (village.id.0, village.name.as_str())).chain(here));
    file.time_line.iter().map(|entry| event(entry, &names, may_change, visit)).collect()
}

fn event(entry: &Entry, names: &Names<'_>, may_change: bool, visit: &Visit) -> Event {
    Event {
        seq: entry.seq,
        kind: act_words::of_kind(visit.language, &entry.kind),
        recorded: instant(entry.recorded_at, visit.language),
        by: entry.by.clone().unwrap_or_else(|| visit.t("by-program")),
        reason: entry.reason.clone(),
        undone_by: entry.undone_by,
        may_undo: may_change && entry.undone_by.is_none() && may_be_undone(&entry.kind),
        said: entry.said.iter().map(|fact| said(fact, names, visit)).collect(),
    }
}

fn said(fact: &Fact, names: &Names<'_>, visit: &Visit) -> Said {
    let who = names.people.get(&fact.subject).copied();
    let object = fact.object.and_then(|id| names.people.get(&id).or(names.villages.get(&id)).copied());
    let mut parts: Vec<String> = who.into_iter().map(str::to_owned).collect();
    parts.push(visit.t(match (fact.attribute.as_str(), fact.object) {
        ("membership", None) => "fact-leaves",
        ("membership", Some(_)) => "fact-member",
        ("place", _) => "fact-place",
        ("head", _) => "fact-head",
        ("state", _) => "fact-state",
        ("death", _) => "fact-death",
        _ => "fact-details",
    }));
    parts.extend(object.map(str::to_owned));
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

/// Day and minute in Việt Nam (UTC+7).
fn instant(at: Instant, language: Language) -> String {
    const HOURS: i64 = 7;
    let minutes = (at.millis() + HOURS * 3_600_000).div_euclid(60_000);
    let day = Day::from_epoch_days(i32::try_from(minutes.div_euclid(1440)).unwrap_or(0));
    let minute = minutes.rem_euclid(1440);
    format!("{} {:02}:{:02}", format::day(day, language), minute / 60, minute % 60)
}
