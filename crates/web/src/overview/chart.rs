//! What the drawings are made from; the same numbers stand in the tables beside them.

use registry::figures::Overview;
use serde_json::{Value as Json, json};

use crate::overview::places::Head;
use crate::visit::Visit;

/// Years and outcomes as lines.
pub(super) fn trend(seen: &Overview, heads: &[Head], visit: &Visit) -> String {
    let line = |head: &Head| {
        let of_year = |year: &registry::figures::YearFigures| {
            year.by_outcome.get(&head.id).copied().unwrap_or_default().households
        };
        json!({
            "name": head.label,
            "grade": head.grade,
            "values": seen.trend.iter().map(of_year).collect::<Vec<_>>(),
        })
    };
    written(&json!({
        "kind": "trend",
        "locale": crate::language::code(visit.language),
        "unit": visit.t("overview-households-unit"),
        "years": seen.trend.iter().map(|year| year.year.to_string()).collect::<Vec<_>>(),
        "lines": heads.iter().filter(|head| head.is_helped).map(line).collect::<Vec<_>>(),
    }))
}

/// Households from outcome to outcome as streams.
pub(super) fn flow(seen: &Overview, heads: &[Head], visit: &Visit) -> String {
    let words = |id: &Option<String>| match id {
        Some(id) => {
            heads.iter().find(|head| head.id == *id).map_or_else(|| id.clone(), |head| head.label.clone())
        }
        None => visit.t("overview-not-reviewed"),
    };
    let grade = |id: &Option<String>| {
        heads.iter().find(|head| Some(&head.id) == id.as_ref()).map_or("open", |head| head.grade)
    };
    let (from, to) = (seen.from_year.unwrap_or_default(), seen.year.unwrap_or_default());
    let mut nodes: Vec<Json> = Vec::new();
    let mut add = |id: &Option<String>, year: i32| {
        let node = json!({ "name": format!("{} · {year}", words(id)), "grade": grade(id) });
        if !nodes.contains(&node) {
            nodes.push(node);
        }
    };
    for flow in &seen.flow {
        add(&flow.from, from);
        add(&flow.to, to);
    }
    let links = seen.flow.iter().map(|flow| {
        json!({
            "source": format!("{} · {from}", words(&flow.from)),
            "target": format!("{} · {to}", words(&flow.to)),
            "value": flow.households,
        })
    });
    written(&json!({
        "kind": "flow",
        "locale": crate::language::code(visit.language),
        "unit": visit.t("overview-households-unit"),
        "links": links.collect::<Vec<_>>(),
        "nodes": nodes,
    }))
}

/// `<` would end the script element.
fn written(json: &Json) -> String {
    json.to_string().replace('<', "\\u003c")
}
