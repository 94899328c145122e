//! Reading `standard.toml` of one folder; rules are kept as written.

use vocab::{Citation, Finding, LocalText, Place, Span, Zone};

use crate::load::deprivation_points::{PointsDraft, read_deprivation_points};
use crate::load::measure::{MeasureDraft, read_measure};
use crate::load::{PackFiles, join};
use crate::reading::{Context, Source, Table, Written};
use crate::standard::{Param, ParamValue, StandardScope, Status};

/// `standard.toml` of one folder; rules are not checked yet.
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) label: LocalText,
    pub(crate) status: Status,
    pub(crate) scope: StandardScope,
    pub(crate) covers: Span,
    pub(crate) source: Citation,
    pub(crate) note: Option<LocalText>,
    pub(crate) params: Vec<Param>,
    pub(crate) outcomes: Vec<NamedRule>,
    pub(crate) income_tests: Vec<NamedRule>,
    pub(crate) income_bands: Vec<NamedRule>,
    pub(crate) measure: Option<MeasureDraft>,
    pub(crate) deprivation_points: Option<PointsDraft>,
    pub(crate) place: Place,
}

/// An outcome, band or income test with its rule as written.
pub(crate) struct NamedRule {
    pub(crate) id: String,
    pub(crate) label: LocalText,
    pub(crate) rule: Written,
    pub(crate) source: Citation,
    /// The question or income test that it names.
    pub(crate) rests_on: Option<String>,
    pub(crate) place: Place,
}

/// Reports a file that no folder of the chain has.
pub(crate) fn missing_file(chain: &[String], file: &str, context: &Context) {
    let folder = chain.first().map(String::as_str).unwrap_or_default();
    context.findings.borrow_mut().push(Finding::error(
        Place { file: join(folder, file), line: 0 },
        "the file is missing",
        "write it, or take it over with `extends`",
    ));
}

/// Reads `standard.toml` of a folder.
pub(crate) fn read(files: &PackFiles, folder: &str, context: &Context) -> Option<Draft> {
    let path = join(folder, "standard.toml");
    let source = Source::new(&path, files.get(&path)?, context)?;
    source.read(|table| read_draft(table, context))?
}

fn read_draft(table: &Table<'_>, context: &Context) -> Option<Draft> {
    let id = table.required_text("id");
    if let Some(id) = &id
        && !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        table.error_at_key("id", format!("`{id}` is not an id"), "use a-z, 0-9 and -");
    }
    let label = table.required_local_text("label");
    let status = table.word("status", &Status::ALL.map(|status| (status.code(), status)));
    if !table.has("status") {
        table.error(
            "`status` is missing",
            "write status = \"in_force\", \"provisional\", \"historic\" or \"example\"",
        );
    }
    let local = table.word("scope", &[("national", false), ("local", true)]).unwrap_or(false);
    let places = table.texts("places");
    if local == places.is_empty() {
        table.error(
            "`scope` and `places` do not fit",
            "a local standard names its places; a national one none",
        );
    }
    let _ = table.text("extends");
    let covers = read_covers(table);
    let source = table.citation("source");
    let note = table.local_text("note");
    let params = table.table("param").map(|of| read_params(&of, context)).unwrap_or_default();
    let outcomes = named_rules(table, "outcome", "when", None);
    let income_tests = named_rules(table, "income_test", "at_or_below_line", Some("question"));
    let income_bands = named_rules(table, "income_band", "when", Some("income_test"));
    let measure = table.table("measure").and_then(|of| read_measure(&of));
    let deprivation_points = table.table("deprivation_points").and_then(|of| read_deprivation_points(&of));
    Some(Draft {
        id: id?,
        label: label?,
        status: status?,
        scope: if local { StandardScope::Local(places) } else { StandardScope::National },
        covers: covers?,
        source: source?,
        note,
        params,
        outcomes,
        income_tests,
        income_bands,
        measure,
        deprivation_points,
        place: table.place(),
    })
}

fn read_covers(table: &Table<'_>) -> Option<Span> {
    let Some(covers) = table.table("covers") else {
        if !table.has("covers") {
            table.error(
                "`covers` is missing",
                "write covers = { from = \"2022-01-01\", until = \"2027-01-01\" }",
            );
        }
        return None;
    };
    let span = Span { from: covers.day("from"), until: covers.day("until") };
    if span.from.is_none() {
        covers.error("`from` is missing", "say from which result day the standard decides");
    }
    if let (Some(from), Some(until)) = (span.from, span.until)
        && from >= until
    {
        covers.error("`until` is not after `from`", "`until` is the first day that is no longer covered");
    }
    covers.report_unknown_keys();
    Some(span)
}

fn read_params(table: &Table<'_>, context: &Context) -> Vec<Param> {
    let names: Vec<&str> = table.keys().collect();
    names.into_iter().filter_map(|name| read_param(table, name, context)).collect()
}

fn read_param(table: &Table<'_>, name: &str, context: &Context) -> Option<Param> {
    let mut label = None;
    let mut unit: Option<String> = None;
    let mut values = Vec::new();
    for entry in param_entries(table, name) {
        let value = entry.decimal("value");
        if !entry.has("value") {
            entry.error("`value` is missing", "a value that is not known is left out of the pack");
        }
        let zone = entry.word("zone", &[("rural", Zone::Rural), ("urban", Zone::Urban)]);
        let (from, until) = (entry.day("from"), entry.day("until"));
        if !entry.has("from") {
            entry.error("`from` is missing", "say from which result day the value holds");
        }
        label = label.or_else(|| entry.local_text("label"));
        let _ = entry.local_text("note");
        let own_unit = entry.text("unit");
        if let (Some(first), Some(own)) = (&unit, &own_unit)
            && first != own
        {
            entry.error_at_key("unit", format!("the unit was `{first}` before"), "use one unit for one name");
        }
        unit = unit.or(own_unit);
        let source = entry.citation("source");
        entry.report_unknown_keys();
        if let (Some(value), Some(from), Some(source), false) = (value, from, source, entry.is_broken()) {
            values.push((
                value,
                ParamValue {
                    value: 0,
                    zone,
                    valid: Span { from: Some(from), until },
                    source,
                    place: entry.place(),
                },
            ));
        }
    }
    let scale = values.iter().map(|(value, _)| value.scale).max()?;
    let values = values
        .into_iter()
        .filter_map(|(exact, value)| Some(ParamValue { value: exact.at_scale(scale)?, ..value }))
        .collect();
    Some(Param { name: name.to_owned(), label, unit, scale, values: end_values(values, context) })
}

/// `[[param.NAME]]`, or a single `[param.NAME]`.
fn param_entries<'a>(table: &Table<'a>, name: &str) -> Vec<Table<'a>> {
    match table.value(name) {
        Some(toml::de::DeValue::Table(_)) => table.table(name).into_iter().collect(),
        _ => table.tables(name),
    }
}

/// An entry without `until` ends where the next one of its zone begins; two that hold on one day are an error.
fn end_values(mut values: Vec<ParamValue>, context: &Context) -> Vec<ParamValue> {
    values.sort_by_key(|value| value.valid.from);
    let clash = |a: &ParamValue, b: &ParamValue| a.zone.is_none() || b.zone.is_none() || a.zone == b.zone;
    for at in 0..values.len() {
        let (before, after) = values.split_at_mut(at + 1);
        let Some(this) = before.last_mut() else { continue };
        if this.valid.until.is_none() {
            this.valid.until = after
                .iter()
                .find(|next| next.zone == this.zone && next.valid.from > this.valid.from)
                .and_then(|n| n.valid.from);
        }
        for other in after.iter().filter(|other| clash(this, other) && this.valid.overlaps(other.valid)) {
            let day = other.valid.from.map(|day| day.to_string()).unwrap_or_default();
            context.findings.borrow_mut().push(Finding::error(
                other.place.clone(),
                format!("two values apply with equal rank on {day}: this one and the one at {}", this.place),
                "end the earlier one with `until`, or take one out",
            ));
        }
    }
    values
}

fn named_rules(table: &Table<'_>, list: &str, rule: &str, rests_on: Option<&str>) -> Vec<NamedRule> {
    let mut read: Vec<NamedRule> = Vec::new();
    for item in table.tables(list) {
        let id = item.required_text("id");
        let label = item.required_local_text("label");
        let written = item.required_written(rule);
        let source = item.citation("source");
        let other = rests_on.and_then(|key| item.text(key));
        let _ = (item.local_text("note"), item.local_text("text"));
        item.report_unknown_keys();
        if let (Some(id), Some(label), Some(rule), Some(source)) = (id, label, written, source) {
            if read.iter().any(|known| known.id == id) || id == "undetermined" || id == "unknown" {
                item.error_at_key("id", format!("the id `{id}` is taken"), "choose another");
            }
            read.push(NamedRule { id, label, rule, source, rests_on: other, place: item.place() });
        }
    }
    read
}
