//! Reads `calendar/` of a pack, with every mistake found at once.

use std::collections::BTreeMap;

use standards::PackFiles;
use standards::reading::{Context, Source, Table};
use vocab::{Day, Finding, Severity};

use super::{Calendar, Counting, Holiday, Marked, Rules, YearTable, computed};

/// The file with what holds every year.
const RULES: &str = "calendar/rules.toml";
/// Names of weekdays in packs, Monday first.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Years that are computed ahead; a campaign outside them has no calendar and is refused when it is opened.
const COMPUTED: std::ops::RangeInclusive<i32> = 2010..=2100;

/// The calendar of a pack, and every mistake found; `None` if there is a mistake or no `calendar/rules.toml`.
pub fn calendar(files: &PackFiles) -> (Option<Calendar>, Vec<Finding>) {
    let context = Context::of(files);
    let rules = files
        .get(RULES)
        .and_then(|bytes| Source::new(RULES, bytes, &context))
        .and_then(|source| source.read(rules))
        .flatten();
    let mut tables = BTreeMap::new();
    for path in files.list("calendar", ".toml").filter(|path| *path != RULES) {
        let source = files.get(path).and_then(|bytes| Source::new(path, bytes, &context));
        if let Some(table) = source.and_then(|source| source.read(|table| year_table(table, path))).flatten()
        {
            tables.insert(table.year, table);
        }
    }
    let findings = context.into_findings();
    let refused = findings.iter().any(|finding| finding.severity == Severity::Error);
    let calendar = rules.filter(|_| !refused).map(|rules| {
        let without = COMPUTED.filter(|year| !tables.contains_key(year));
        let computed = without.map(|year| (year, computed::year(&rules, year))).collect();
        Calendar { rules, tables, computed }
    });
    (calendar, findings)
}

fn rules(table: &Table<'_>) -> Option<Rules> {
    let _ = table.required_local_text("label");
    let week = needed(table, "week").and_then(|week| {
        let mut rest = [false; 7];
        for name in week.texts("rest") {
            match WEEKDAYS.iter().position(|known| *known == name).and_then(|at| rest.get_mut(at)) {
                Some(day) => *day = true,
                None => week.error_at_key(
                    "rest",
                    format!("`{name}` is no day of the week"),
                    format!("write one of: {}", WEEKDAYS.join(", ")),
                ),
            }
        }
        let source = week.citation("source");
        week.report_unknown_keys();
        Some((rest, source?))
    });
    let made_up = needed(table, "makeup").and_then(|makeup| {
        let moves = required_boolean(&makeup, "next_working_day");
        let _ = makeup.citation("source");
        makeup.report_unknown_keys();
        moves
    });
    let counting = needed(table, "counting").and_then(|counting| {
        let first = required_boolean(&counting, "first_day_counts");
        let last = required_boolean(&counting, "ends_on_next_working_day");
        let source = counting.citation("source");
        counting.report_unknown_keys();
        Some(Counting { first_day_counts: first?, ends_on_working_day: last?, source: source? })
    });
    let holidays = table.tables("holiday").iter().filter_map(holiday).collect();
    let (rest, rest_source) = week?;
    Some(Rules { rest, rest_source, holidays, made_up: made_up?, counting: counting? })
}

fn holiday(table: &Table<'_>) -> Option<Holiday> {
    let (id, label) = (table.required_text("id"), table.required_local_text("label"));
    let lunar = table.word("calendar", &[("solar", false), ("lunar", true)]);
    let (month, day) = (table.integer("month", 1, 12), table.integer("day", 1, 31));
    for key in ["calendar", "month", "day"] {
        if !table.has(key) {
            table.error(format!("`{key}` is missing"), format!("add `{key} = …` to this table"));
        }
    }
    let (before, days) = (table.integer("starts_before", 0, 30), table.integer("days", 1, 30));
    let source = table.citation("source");
    table.report_unknown_keys();
    Some(Holiday {
        id: id?,
        label: label?,
        lunar: lunar?,
        month: month? as u32,
        day: day? as u32,
        starts_before: before.unwrap_or(0) as i32,
        days: days.unwrap_or(1) as i32,
        source: source?,
    })
}

fn year_table(table: &Table<'_>, path: &str) -> Option<YearTable> {
    let year = table.integer("year", 1900, 9999).and_then(|year| i32::try_from(year).ok());
    if !table.has("year") {
        table.error("`year` is missing", "add `year = 2026`");
    }
    if year.is_some_and(|year| path != format!("calendar/{year}.toml")) {
        table.error_at_key("year", "the year is not the name of the file", "give both the same year");
    }
    let status = table.word("status", &[("announced", false), ("provisional", true)]);
    if !table.has("status") {
        table.error("`status` is missing", "announced or provisional");
    }
    let _ = table.local_text("note");
    let off = marked_days(table, "off", year);
    let works = marked_days(table, "works", year);
    for day in works.keys().filter(|day| off.contains_key(day)) {
        table.error(format!("{day} is both a day off and a day of work"), "keep one of them");
    }
    Some(YearTable { year: year?, off, works, is_provisional: status? })
}

fn marked_days(table: &Table<'_>, key: &str, year: Option<i32>) -> BTreeMap<Day, Marked> {
    let mut days = BTreeMap::new();
    for row in table.tables(key) {
        let (day, label, source) = (row.day("day"), row.required_local_text("label"), row.citation("source"));
        if !row.has("day") {
            row.error("`day` is missing", "add `day = \"2026-01-01\"`");
        }
        row.report_unknown_keys();
        let (Some(day), Some(label), Some(source)) = (day, label, source) else { continue };
        if year.is_some_and(|year| year != day.year()) {
            row.error_at_key(
                "day",
                format!("{day} is not in this year"),
                "write it into the table of its own year",
            );
        }
        if days.insert(day, Marked { label, source }).is_some() {
            row.error_at_key("day", format!("{day} stands here twice"), "keep one of the two rows");
        }
    }
    days
}

fn needed<'a>(table: &Table<'a>, key: &str) -> Option<Table<'a>> {
    if !table.has(key) {
        table.error(format!("[{key}] is missing"), "packs/README.md shows the form");
    }
    table.table(key)
}

fn required_boolean(table: &Table<'_>, key: &str) -> Option<bool> {
    if !table.has(key) {
        table.error(format!("`{key}` is missing"), format!("add `{key} = true` or `{key} = false`"));
    }
    table.boolean(key)
}
