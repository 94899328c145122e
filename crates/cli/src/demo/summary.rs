//! What is in the demo, read back from its database: households, people, and what each review found.

use std::io::{self, Write};

use registry::Registry;
use registry::access::Right;
use registry::figures::{Asked, Borders, Overview};
use serde_json::{Value as Json, json};
use standards::standard::PovertyStandard;
use standards::units::Units;
use vocab::{Language, LocalText, said};

use crate::database::failed;
use crate::failure::Failure;

/// Reads it as the auditor, who sees every place.
pub(crate) async fn read(
    registry: &Registry,
    units: &Units,
    standard: &PovertyStandard,
) -> Result<Overview, Failure> {
    let fault = |fault: registry::store::Fault| failed(&fault);
    let user = registry.user_of_login("kiemtoan").await.map_err(fault)?;
    let actor = match user {
        Some(user) => registry.actor(user).await.map_err(fault)?,
        None => None,
    };
    let scope = actor.and_then(|actor| actor.scope(Right::SeeFigures, units, crate::calendar::today()));
    let Some(scope) = scope else {
        return Err(Failure::could_not_run(
            said!("kiểm toán viên của bản thử không xem được số liệu", "the demo's auditor sees no figures"),
            said!("báo lỗi này", "report this as a defect"),
        ));
    };
    let asked = Asked { year: None, standard: standard.id.clone(), borders: Borders::Today };
    registry.overview(&scope, &asked).await.map_err(fault)
}

/// As JSON.
pub(crate) fn json(overview: &Overview) -> Json {
    let all = overview.total.all.unwrap_or_default();
    let years = overview.trend.iter().map(|year| {
        let of = year.by_outcome.iter().map(|(outcome, tally)| (outcome.clone(), tally.households.into()));
        json!({ "year": year.year, "households": of.collect::<serde_json::Map<String, Json>>() })
    });
    json!({ "households": all.households, "persons": all.persons, "reviews": years.collect::<Vec<_>>() })
}

/// For people, in both languages.
pub(crate) fn print(overview: &Overview, standard: &PovertyStandard) {
    let mut out = io::stdout().lock();
    let all = overview.total.all.unwrap_or_default();
    let _ = writeln!(out, "\n{} hộ · households, {} người · people", all.households, all.persons);
    let words = |label: &LocalText| format!("{} · {}", label.get(Language::Vi), label.get(Language::En));
    let outcomes = standard.outcomes.iter().map(|known| (known.id.as_str(), words(&known.label)));
    let outcomes = outcomes.chain([("undetermined", "Chưa xác định · Undetermined".to_owned())]);
    let outcomes: Vec<(&str, String)> = outcomes.collect();
    for year in &overview.trend {
        let count = |id: &str| year.by_outcome.get(id).copied().unwrap_or_default().households;
        let found = outcomes.iter().map(|(id, label)| format!("{label}: {}", count(id)));
        let _ = writeln!(out, "  {}   {}", year.year, found.collect::<Vec<_>>().join("; "));
    }
}
