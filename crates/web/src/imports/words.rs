//! What the table of an import says of a household, in words.

use registry::import::{Candidate, Fate, Planned, Preview, WrongAnswer};

use crate::format;
use crate::visit::Visit;

/// What the rules say of the answers, and whether that corrects what the campaign has.
pub(super) fn result(household: &Planned, preview: &Preview, visit: &Visit) -> Option<String> {
    let answered = household.answered.as_ref()?;
    let shelved = visit.site.library.standard(&answered.assessed.standard)?;
    let outcome = crate::law::outcome_label(&shelved.standard, &answered.assessed.outcome, visit.language);
    let known = match household.fate {
        Fate::NothingNew(id) | Fate::Changes(id) => Some(id),
        _ => None,
    };
    let key = match known {
        Some(id) if preview.corrects(household, id) => "imports-result-corrects",
        Some(id) if preview.is_recorded(household, id) => "imports-result-stands",
        _ => "imports-result",
    };
    Some(format!("{} {outcome}", visit.t(key)))
}

pub(super) fn unreadable_answer(wrong: &WrongAnswer, visit: &Visit) -> String {
    let at = wrong.at.as_ref().map(|at| format!("{at}: ")).unwrap_or_default();
    let (why, remedy) = (wrong.why.get(visit.language), wrong.remedy.get(visit.language));
    format!("{at}{}: {why}. {remedy}", wrong.question)
}

pub(super) fn reasons(candidate: &Candidate, visit: &Visit) -> String {
    let words = candidate.reasons.iter().map(|reason| reason.words().get(visit.language).to_owned());
    words.collect::<Vec<_>>().join(", ")
}

/// What would be recorded of a known household, a sentence each.
pub(super) fn changes(candidate: &Candidate, household: &Planned, visit: &Visit) -> Vec<String> {
    let name = |at: &usize| household.people.get(*at).cloned().unwrap_or_default();
    let mut said = Vec::new();
    for pair in &candidate.pairs {
        for change in &pair.changes {
            let before = change.before.as_deref().map_or("–".to_owned(), |value| shown_value(value, visit));
            let key = visit.t(key_of(change.key));
            said.push(format!("{}: {key}: {before} → {}", pair.name, shown_value(&change.after, visit)));
        }
    }
    said.extend(candidate.joining.iter().map(|at| format!("{} {}", visit.t("imports-joins"), name(at))));
    said.extend(candidate.new_head.iter().map(|at| format!("{} {}", visit.t("imports-new-head"), name(at))));
    said.extend(candidate.moves_to.iter().map(|(_, to)| format!("{} {to}", visit.t("imports-moves"))));
    said.extend(candidate.new_address.iter().map(|to| format!("{} {to}", visit.t("imports-address"))));
    said.extend(candidate.absent.iter().map(|who| format!("{} {who}", visit.t("imports-absent"))));
    said
}

fn key_of(key: &str) -> &'static str {
    match key {
        "name" => "imports-key-name",
        "sex" => "imports-key-sex",
        "ethnic_group" => "imports-key-ethnic",
        "id_number" => "imports-key-number",
        _ => "imports-key-birth",
    }
}

fn shown_value(value: &str, visit: &Visit) -> String {
    match value {
        "male" => visit.t("imports-male"),
        "female" => visit.t("imports-female"),
        value => value.parse().map_or_else(|_| value.to_owned(), |day| format::day(day, visit.language)),
    }
}
