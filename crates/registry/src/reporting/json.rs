//! A report as JSON (schema `chungtay.report/1`). Reading takes nothing on trust: it may come from another instance.

use std::collections::BTreeMap;

use engine::figures::{Counts, Figure, Place, PlaceCounts};
use serde_json::{Value as Json, json};
use vocab::Day;

use super::content::{Content, Decided, Part, Sealed, Unit};

const SCHEMA: &str = "chungtay.report/1";
/// No figure of the country is larger; sums of them do not leave 64 bits.
const MOST: u64 = 1_000_000_000_000;

pub(super) fn content(of: &Content) -> Json {
    let unit = |(code, name): &(String, String)| json!({ "code": code, "name": name });
    let sealed = |one: &Sealed| json!({ "id": one.id, "label": one.label, "sha256": one.sha256 });
    let decided = |one: &Decided| {
        json!({
            "commune": one.commune, "number": one.number, "signed_on": one.signed_on.to_string(), "households": one.households,
        })
    };
    let part = |one: &Part| json!({ "id": one.id.to_string(), "commune": one.commune, "sha256": one.sha256 });
    let figure =
        |one: &Figure| json!([one.known[0], one.known[1], one.unclear[0], one.unclear[1], one.decided]);
    let place = |(place, counted): (&Place, &PlaceCounts)| {
        json!({
            "place": place,
            "all": counted.all,
            "undetermined": counted.undetermined,
            "figures": counted.figures.iter().map(figure).collect::<Vec<_>>(),
        })
    };
    json!({
        "schema": SCHEMA,
        "period": of.period.to_string(),
        "province": unit(&of.unit.province),
        "commune": of.unit.commune.as_ref().map(unit),
        "due": of.due.map(|day| day.to_string()),
        "sealed": of.sealed.iter().map(sealed).collect::<Vec<_>>(),
        "packs": of.packs,
        "communes": of.communes,
        "has_before": of.has_before,
        "undetermined_before": of.undetermined_before,
        "counts": of.counts.places.iter().map(place).collect::<Vec<_>>(),
        "decided": of.decided.iter().map(decided).collect::<Vec<_>>(),
        "differences": of.differences,
        "remarks": of.remarks,
        "parts": of.parts.iter().map(part).collect::<Vec<_>>(),
        "missing": of.missing,
    })
}

pub(super) fn read_content(json: &Json) -> Option<Content> {
    if json.get("schema")?.as_str()? != SCHEMA {
        return None;
    }
    let day = |json: &Json| -> Option<Day> { json.as_str()?.parse().ok() };
    Some(Content {
        period: json.get("period")?.as_str()?.parse().ok()?,
        unit: Unit { province: unit(json.get("province")?)?, commune: or_null(json.get("commune")?, unit)? },
        due: or_null(json.get("due")?, day)?,
        sealed: all(json.get("sealed")?, |one| {
            Some(Sealed { id: text(one, "id")?, label: text(one, "label")?, sha256: text(one, "sha256")? })
        })?,
        packs: texts(json.get("packs")?)?,
        communes: texts(json.get("communes")?)?,
        has_before: json.get("has_before")?.as_bool()?,
        undetermined_before: number(json.get("undetermined_before")?)?,
        counts: Counts { places: all(json.get("counts")?, place)?.into_iter().collect() },
        decided: all(json.get("decided")?, |one| {
            Some(Decided {
                commune: text(one, "commune")?,
                number: text(one, "number")?,
                signed_on: day(one.get("signed_on")?)?,
                households: numbers(one.get("households")?)?,
            })
        })?,
        differences: all(json.get("differences")?, |one| one.as_str().map(str::to_owned))?,
        remarks: all(json.get("remarks")?, |one| one.as_str().map(str::to_owned))?,
        parts: all(json.get("parts")?, |one| {
            let id = text(one, "id")?.parse().ok()?;
            Some(Part { id, commune: text(one, "commune")?, sha256: text(one, "sha256")? })
        })?,
        missing: all(json.get("missing")?, |one| one.as_str().map(str::to_owned))?,
    })
}

fn place(json: &Json) -> Option<(Place, PlaceCounts)> {
    let codes = all(json.get("place")?, |code| or_null(code, |code| code.as_str().map(str::to_owned)))?;
    let figure = |json: &Json| {
        let [known, people, unclear, unclear_people, decided] = numbers(json)?;
        Some(Figure { known: [known, people], unclear: [unclear, unclear_people], decided })
    };
    let counted = PlaceCounts {
        figures: all(json.get("figures")?, figure)?,
        all: numbers(json.get("all")?)?,
        undetermined: numbers(json.get("undetermined")?)?,
    };
    Some((codes.try_into().ok()?, counted))
}

fn unit(json: &Json) -> Option<(String, String)> {
    Some((text(json, "code")?, text(json, "name")?))
}

fn text(json: &Json, key: &str) -> Option<String> {
    json.get(key)?.as_str().map(str::to_owned)
}

fn texts(json: &Json) -> Option<BTreeMap<String, String>> {
    let pair = |(key, value): (&String, &Json)| Some((key.clone(), value.as_str()?.to_owned()));
    json.as_object()?.iter().map(pair).collect()
}

fn all<T>(json: &Json, read: impl Fn(&Json) -> Option<T>) -> Option<Vec<T>> {
    json.as_array()?.iter().map(read).collect()
}

fn or_null<T>(json: &Json, read: impl Fn(&Json) -> Option<T>) -> Option<Option<T>> {
    if json.is_null() { Some(None) } else { read(json).map(Some) }
}

fn number(json: &Json) -> Option<u64> {
    json.as_u64().filter(|number| *number <= MOST)
}

fn numbers<const N: usize>(json: &Json) -> Option<[u64; N]> {
    all(json, number)?.try_into().ok()
}
