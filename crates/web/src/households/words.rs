//! Words for codes in household files: outcomes, relations, ethnic groups, places.

use registry::facts::Standing;
use registry::figures::{Borders, FormerCommune};
use registry::households::{Decided, OfYear, VillageName};
use registry::{Registry, VillageId};
use serde_json::Value as Json;
use standards::PackFiles;
use standards::units::Level;
use vocab::{Day, Language};

use super::asked::Asked;
use crate::error::Refusal;
use crate::format;
use crate::language::say_with;
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
pub(crate) struct Badge {
    pub(crate) grade: &'static str,
    pub(crate) label: String,
}

/// The badge of an outcome of a year.
pub(crate) fn badge(visit: &Visit, outcome: &str, year: Option<i64>) -> Badge {
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

/// A village with the commune in which it lay before: communes that were merged bring villages of one name.
pub(crate) fn village(visit: &Visit, name: &str, former: Option<&FormerCommune>) -> String {
    let Some(former) = former else { return name.to_owned() };
    let unit = visit.site.gazetteer.units.on(Level::Commune, &former.code, former.on);
    let commune = unit.map_or_else(|| former.code.clone(), |unit| unit.name.clone());
    let values = [("village", name.to_owned().into()), ("commune", commune.into())];
    say_with(visit.language, "village-formerly", &values)
}

/// How villages are called, in their order.
pub(crate) async fn village_names(
    registry: &Registry,
    visit: &Visit,
    villages: &[VillageName],
) -> Result<Vec<(VillageId, String)>, Refusal> {
    let ids: Vec<VillageId> = villages.iter().map(|village| village.id).collect();
    let former = registry.former_communes(&ids).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let named = villages.iter().map(|one| (one.id, village(visit, &one.name, former.get(&one.id))));
    Ok(named.collect())
}

/// Which decisions a list shows, in words.
pub(super) fn decided(asked: &Asked, villages: &[VillageName], visit: &Visit) -> Option<String> {
    let decided = asked.filter.decided.as_ref()?;
    let standard = visit.site.library.standard(&decided.standard).map(|shelved| &shelved.standard);
    let outcomes = |of: &OfYear| match of {
        OfYear::Whatever => None,
        OfYear::Nothing => Some(visit.t("overview-not-reviewed")),
        OfYear::OneOf(ids) => {
            let label = |id: &String| match standard {
                Some(standard) => crate::law::outcome_label(standard, id, visit.language),
                None => id.clone(),
            };
            Some(ids.iter().map(label).collect::<Vec<_>>().join(", "))
        }
    };
    let of_year = |year: i32, of: &OfYear| {
        let values = [("year", year.to_string().into()), ("outcome", outcomes(of)?.into())];
        Some(say_with(visit.language, "decided-of-year", &values))
    };
    let indicator = decided.deprived.as_ref().map(|id| {
        let found = standard.and_then(|standard| standard.indicators.iter().find(|known| known.id == *id));
        let label = found.map_or_else(|| id.clone(), |known| known.label.get(visit.language).to_owned());
        visit.page(String::new()).named("decided-deprived", label)
    });
    let village = decided.village.and_then(|id| villages.iter().find(|village| village.id == id));
    let parts = [
        decided.from.as_ref().and_then(|(year, of)| of_year(*year, of)),
        of_year(decided.year, &decided.outcome),
        indicator,
        village.map(|village| village.name.clone()),
        decided.commune.as_deref().map(|code| decided_commune(decided, code, visit)),
        standard.map(|standard| standard.label.get(visit.language).to_owned()),
    ];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// A commune of today or of the end of the year, as the borders are meant.
fn decided_commune(decided: &Decided, code: &str, visit: &Visit) -> String {
    let today = (visit.site.today)();
    let then = Day::from_civil(decided.year, 12, 31).filter(|day| *day < today);
    let day = then.filter(|_| decided.borders == Borders::OfTheTime).unwrap_or(today);
    let unit = visit.site.gazetteer.units.on(Level::Commune, code, day);
    unit.map_or_else(|| code.to_owned(), |unit| unit.name.clone())
}

/// The name of a commune today; an unknown code is shown as it is.
pub(crate) fn commune(visit: &Visit, code: &str) -> String {
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
pub(crate) fn relation(visit: &Visit, code: &str) -> String {
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
