//! Counts by place, outcome and year: live counts, as on the overview, not those of a sealed snapshot.

use std::collections::BTreeMap;

use axum::response::Response;
use registry::access::Right;
use registry::figures::{Figures, PlaceFigures, Tally};
use serde_json::{Value as Json, json};

use crate::api::answer;
use crate::error::Refusal;
use crate::overview::Chosen;
use crate::signed_in::SignedIn;

pub(super) async fn figures(signed_in: SignedIn) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::SeeFigures)?;
    let chosen = Chosen::of(&signed_in.visit)?;
    let asked = chosen.asked();
    let seen = signed_in.registry.overview(&scope, &asked).await;
    let seen = seen.map_err(|fault| Refusal::of_fault(&fault))?;
    let places = |places: &[PlaceFigures]| places.iter().map(place).collect::<Vec<Json>>();
    let trend =
        seen.trend.iter().map(|year| json!({ "year": year.year, "by_outcome": outcomes(&year.by_outcome) }));
    Ok(answer(&json!({
        "kind": "live",
        "standard": asked.standard,
        "year": seen.year,
        "years": seen.years,
        "total": of(&seen.total),
        "ethnic_minority": of(&seen.minority),
        "provinces": places(&seen.provinces),
        "communes": places(&seen.communes),
        "villages": places(&seen.villages),
        "trend": trend.collect::<Vec<Json>>(),
        "deprived": seen.deprived.iter().map(|one| json!({
            "indicator": one.indicator, "outcome": one.outcome, "households": one.households,
        })).collect::<Vec<Json>>(),
        "from_year": seen.from_year,
        "flow": seen.flow.iter().map(|one| json!({
            "from": one.from, "to": one.to, "households": one.households,
        })).collect::<Vec<Json>>(),
    })))
}

fn place(place: &PlaceFigures) -> Json {
    json!({
        "province_code": place.province,
        "commune_code": place.commune,
        "village_id": place.village.as_ref().map(|(id, _)| id.to_string()),
        "village": place.village.as_ref().map(|(_, name)| name),
        "figures": of(&place.figures),
    })
}

fn of(figures: &Figures) -> Json {
    json!({ "all": figures.all.map(tally), "by_outcome": outcomes(&figures.by_outcome) })
}

fn outcomes(by_outcome: &BTreeMap<String, Tally>) -> Json {
    by_outcome.iter().map(|(outcome, count)| (outcome.clone(), tally(*count))).collect()
}

fn tally(tally: Tally) -> Json {
    json!({ "households": tally.households, "persons": tally.persons })
}
