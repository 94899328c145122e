//! Words for codes in household files: outcomes, relations, ethnic groups, places.

use registry::facts::Standing;
use serde_json::Value as Json;
use standards::PackFiles;
use standards::units::Level;
use vocab::{Day, Language};

use crate::format;
use crate::law::{Shelved, grade};
use crate::visit::Visit;

/// Lists of the packs that household files use.
#[derive(Debug)]
pub(crate) struct Lists {
    /// Dân tộc: code of 2008 and name.
    pub(crate) ethnic_groups: Vec<(String, String)>,
}

impl Lists {
    /// Reads `lists/`; a list that is missing leaves the codes without words.
    pub(crate) fn read(files: &PackFiles) -> Lists {
        let bytes = files.get("lists/ethnic_groups.csv").unwrap_or_default();
        let mut reader = csv::Reader::from_reader(bytes);
        let rows = reader.records().flatten();
        let ethnic_groups = rows.filter_map(|row| Some((row.get(0)?.to_owned(), row.get(2)?.to_owned())));
        Lists { ethnic_groups: ethnic_groups.collect() }
    }

    /// The name of an ethnic group; an unknown code is shown as it is.
    pub(crate) fn ethnic_group(&self, code: &str) -> String {
        let found = self.ethnic_groups.iter().find(|(known, _)| known == code);
        found.map_or_else(|| code.to_owned(), |(_, name)| name.clone())
    }
}

/// An outcome as a badge: its grade and its name in the standard of its year.
#[derive(Clone, Debug)]
pub(super) struct Badge {
    pub(super) grade: &'static str,
    pub(super) label: String,
}

/// The badge of an outcome of a year.
pub(super) fn badge(visit: &Visit, outcome: &str, year: Option<i64>) -> Badge {
    let library = &visit.site.library;
    let day = year.and_then(|year| vocab::Day::from_civil(i32::try_from(year).ok()?, 1, 1));
    let of_year = day.and_then(|day| library.in_force(day));
    let mut known = of_year.into_iter().chain(&library.standards).map(|shelved| &shelved.standard);
    match known.find(|standard| standard.outcomes.iter().any(|known| known.id == outcome)) {
        Some(standard) => Badge {
            grade: grade(standard, outcome),
            label: crate::law::outcome_label(standard, outcome, visit.language),
        },
        None if outcome == "refused" => Badge { grade: "open", label: visit.t("outcome-refused") },
        None => Badge { grade: "open", label: visit.t("outcome-undetermined") },
    }
}

/// Outcomes to choose from: those of the standard of today, then what is no outcome.
pub(super) fn outcomes(visit: &Visit) -> Vec<(String, String)> {
    let library = &visit.site.library;
    let standard = library.in_force((visit.site.today)()).or_else(|| library.standards.first());
    let of = |shelved: &Shelved, language: Language| -> Vec<(String, String)> {
        let outcomes = shelved.standard.outcomes.iter();
        outcomes.map(|outcome| (outcome.id.clone(), outcome.label.get(language).to_owned())).collect()
    };
    let mut choices = standard.map(|shelved| of(shelved, visit.language)).unwrap_or_default();
    choices.push(("undetermined".to_owned(), visit.t("outcome-undetermined")));
    choices.push(("none".to_owned(), visit.t("outcome-none")));
    choices
}

/// The name of a commune today; an unknown code is shown as it is.
pub(super) fn commune(visit: &Visit, code: &str) -> String {
    let gazetteer = &visit.site.gazetteer;
    let unit = gazetteer.units.on(Level::Commune, code, (visit.site.today)());
    unit.map_or_else(|| code.to_owned(), |unit| unit.name.clone())
}

/// Relations to the head with the keys of their words.
pub(super) const RELATIONS: [(&str, &str); 10] = [
    ("spouse", "relation-spouse"),
    ("child", "relation-child"),
    ("child_in_law", "relation-child-in-law"),
    ("grandchild", "relation-grandchild"),
    ("parent", "relation-parent"),
    ("sibling", "relation-sibling"),
    ("other_relative", "relation-other-relative"),
    ("not_related", "relation-not-related"),
    ("other", "relation-other"),
    ("head", "relation-head"),
];

/// A relation in words; an unknown code is shown as it is.
pub(super) fn relation(visit: &Visit, code: &str) -> String {
    let found = RELATIONS.iter().find(|(known, _)| *known == code);
    found.map_or_else(|| code.to_owned(), |(_, key)| visit.t(key))
}

/// A sex in words.
pub(super) fn sex(visit: &Visit, code: &str) -> String {
    match code {
        "male" => visit.t("sex-male"),
        "female" => visit.t("sex-female"),
        other => other.to_owned(),
    }
}

/// The birth as it is known: a day or a year.
pub(super) fn birth(details: &Standing, language: Language) -> Option<String> {
    let date: Option<Day> = details.text("birth_date").and_then(|date| date.parse().ok());
    let year = details.value.get("birth_year").and_then(Json::as_i64);
    date.map(|date| format::day(date, language)).or_else(|| year.map(|year| year.to_string()))
}

/// One value of a fact with its name; numbers of people are only said to be recorded.
pub(super) fn value(visit: &Visit, key: &str, value: &Json) -> Option<String> {
    let text = match value {
        Json::Null => "–".to_owned(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let day =
        |text: &str| text.parse().map_or_else(|_| text.to_owned(), |day| format::day(day, visit.language));
    let (name, said) = match key {
        "name" => ("person-name", text),
        "sex" => ("person-sex", sex(visit, &text)),
        "birth_date" => ("person-birth", day(&text)),
        "birth_year" => ("person-birth-year", text),
        "ethnic_group" => ("person-ethnic-group", visit.site.lists.ethnic_group(&text)),
        "relation" => ("person-relation", relation(visit, &text)),
        "address" => ("household-address", text),
        "id_number" => ("person-id-number", visit.t("number-recorded")),
        "phone" => ("person-phone", visit.t("number-recorded")),
        _ => return None,
    };
    Some(format!("{}: {said}", visit.t(name)))
}
