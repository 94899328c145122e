//! Reads `procedures/` of a pack, with every mistake found at once.

use sha2::{Digest, Sha256};
use standards::PackFiles;
use standards::law::{self, LegalDocument};
use standards::reading::{Context, Source, Table};
use vocab::{Day, Finding, LocalText, Severity, Span};

use super::parts::{
    Appointed, Form, GoesOn, LeveledOffice, MeetingRule, Monitoring, Office, PostingRule, ReportDue,
    ReportOwed, Screening, SeparationRule, Window,
};
use super::{Kind, Procedure, sound, steps};
use crate::clock::{Clock, Length, Measured, Unit};
use crate::outcome::Outcome;

/// All procedures of a pack in order of their ids, and every mistake found. A procedure with a mistake is left out.
pub fn procedures(files: &PackFiles) -> (Vec<Procedure>, Vec<Finding>) {
    let documents = law::documents(files).0;
    let (mut procedures, mut findings) = (Vec::new(), Vec::new());
    for path in files.list("procedures", ".toml") {
        let Some(bytes) = files.get(path) else { continue };
        let context = Context::of(files);
        let read = Source::new(path, bytes, &context)
            .and_then(|source| source.read(|table| procedure(table, path, &documents)))
            .flatten();
        let found = context.into_findings();
        if let Some(mut procedure) = read.filter(|_| !found.iter().any(|f| f.severity == Severity::Error)) {
            procedure.digest = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            procedures.push(procedure);
        }
        findings.extend(found);
    }
    (procedures, findings)
}

fn procedure(table: &Table<'_>, path: &str, documents: &[LegalDocument]) -> Option<Procedure> {
    let id = table.required_text("id");
    if id.as_ref().is_some_and(|id| format!("procedures/{id}.toml") != path) {
        table.error_at_key("id", "the id is not the name of the file", "give both the same name");
    }
    let label = table.required_local_text("label");
    let kind = word(table, "kind", &[("yearly", Kind::Yearly), ("irregular", Kind::Irregular)]);
    let code = table.table("code").and_then(|code| {
        let (number, source) = (code.required_text("number"), code.citation("source"));
        code.report_unknown_keys();
        Some((number?, source?))
    });
    let covers = span(table, "covers");
    let source = table.citation("source");
    let outcomes = outcomes(table);
    let offices: Vec<Office> = table.tables("office").iter().filter_map(office).collect();
    let window = needed(table, "window").and_then(|of| window(&of, kind));
    let always = steps::allowed(table, "always");
    let steps = steps::steps(table);
    let (clocks, all_clocks) = clocks(table);
    let meeting = table.table("meeting").and_then(|of| meeting(&of));
    let posting = table.table("posting").and_then(|of| posting(&of));
    let opinion: Vec<LeveledOffice> = table.tables("opinion").iter().filter_map(opinion).collect();
    let separation = needed(table, "separation").and_then(|of| separation(&of));
    let reports = table.tables("report").iter().filter_map(report).collect();
    let requests = table.tables("request").iter().filter_map(form).collect();
    let screening = table.table("screening").and_then(|of| screening(&of));
    let monitoring = table.table("monitoring").and_then(|of| monitoring(&of));
    let certificate_years = table.table("certificate").and_then(|of| {
        let (years, source) = (number(&of, "years", 1, 20), of.citation("source"));
        of.report_unknown_keys();
        Some((years?, source?))
    });
    let note = table.local_text("note");
    let own_end = table.table("reported_end").and_then(|end| {
        let (on, source) = (end.day("on"), end.citation("source"));
        if !end.has("on") {
            end.error("`on` is missing", "add `on = \"2027-01-01\"`");
        }
        end.report_unknown_keys();
        Some((on?, source?.confidence))
    });
    let of_document =
        source.as_ref().and_then(|source| documents.iter().find(|doc| doc.id == source.doc)?.reported_end);
    let reported_end = own_end.or(of_document);
    let procedure = Procedure {
        id: id?,
        label: label?,
        kind: kind?,
        code,
        covers: covers?,
        reported_end,
        outcomes,
        window: window?,
        requests,
        screening,
        offices,
        always,
        steps: steps?,
        clocks,
        meeting,
        posting,
        opinion,
        separation: separation?,
        reports,
        monitoring,
        certificate_years,
        source: source?,
        note,
        digest: String::new(),
        place: table.place(),
    };
    // A clock that could not be read is no clock that is missing.
    sound::check(&procedure, table, all_clocks);
    Some(procedure)
}

fn outcomes(table: &Table<'_>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for name in table.texts("outcomes") {
        match Outcome::WORDS.iter().find(|(word, _)| *word == name) {
            Some((_, outcome)) => outcomes.push(*outcome),
            None => {
                let list = Outcome::WORDS.map(|(word, _)| word).join(", ");
                table.error_at_key(
                    "outcomes",
                    format!("`{name}` is no outcome"),
                    format!("write one of: {list}"),
                );
            }
        }
    }
    if outcomes.is_empty() {
        table.error("`outcomes` is missing", "add `outcomes = [\"poor\", \"near_poor\", \"not_poor\"]`");
    }
    outcomes
}

fn office(table: &Table<'_>) -> Option<Office> {
    let (id, label) = (table.required_text("id"), table.required_local_text("label"));
    table.report_unknown_keys();
    Some(Office { id: id?, label: label? })
}

fn form(table: &Table<'_>) -> Option<Form> {
    let (id, label, number) =
        (table.required_text("id"), table.required_local_text("label"), table.text("number"));
    let screened = table.boolean("screened").unwrap_or(false);
    let source = table.citation("source");
    table.report_unknown_keys();
    Some(Form { id: id?, number, label: label?, screened, source: source? })
}

fn screening(table: &Table<'_>) -> Option<Screening> {
    let mut questions: Vec<(String, LocalText)> = Vec::new();
    for of in table.tables("question") {
        let (id, label) = (of.required_text("id"), of.required_local_text("label"));
        of.report_unknown_keys();
        let (Some(id), Some(label)) = (id, label) else { continue };
        if questions.iter().any(|(known, _)| *known == id) {
            of.error(format!("a second question `{id}`"), "give each its own id");
        }
        questions.push((id, label));
    }
    if questions.is_empty() {
        table.error("there is no question", "add [[screening.question]] with id and label");
    }
    let (goes_on, source) = (word(table, "goes_on", &GoesOn::WORDS), table.citation("source"));
    table.report_unknown_keys();
    Some(Screening { questions, goes_on: goes_on?, source: source? })
}

fn monitoring(table: &Table<'_>) -> Option<Monitoring> {
    let days = |key: &str| number(table, key, 1, 3660);
    let (years, visit_after_days, remind_days) =
        (number(table, "years", 1, 20), days("visit_after_days"), days("remind_days"));
    let source = table.citation("source");
    table.report_unknown_keys();
    Some(Monitoring {
        years: years?,
        visit_after_days: visit_after_days?,
        remind_days: remind_days?,
        source: source?,
    })
}

fn window(table: &Table<'_>, kind: Option<Kind>) -> Option<Window> {
    let source = table.citation("source");
    let window = match kind? {
        Kind::Yearly => {
            let (opens, closes) = (month_day(table, "opens"), month_day(table, "closes"));
            Window::Yearly { opens: opens?, closes: closes?, source: source? }
        }
        Kind::Irregular => Window::Monthly { opens: number(table, "opens_on", 1, 28)?, source: source? },
    };
    table.report_unknown_keys();
    Some(window)
}

/// The clocks, and whether each could be read.
fn clocks(table: &Table<'_>) -> (Vec<Clock>, bool) {
    let mut clocks: Vec<Clock> = Vec::new();
    let tables = table.tables("clock");
    let count = tables.len();
    for of in tables {
        let measures = word(&of, "measures", &Measured::WORDS);
        let (label, source) = (of.required_local_text("label"), of.citation("source"));
        let unknown = of.local_text("unknown");
        let length = if unknown.is_some() {
            if of.has("days") || of.has("unit") {
                of.error("both `unknown` and a length", "keep `days` and `unit`, or `unknown`");
            }
            None
        } else {
            let (days, unit) = (number(&of, "days", 1, 366), word(&of, "unit", &Unit::WORDS));
            days.zip(unit).map(|(days, unit)| Length { days: days as u16, unit })
        };
        of.report_unknown_keys();
        let (Some(measures), Some(label), Some(source)) = (measures, label, source) else { continue };
        if clocks.iter().any(|clock| clock.measures == measures) {
            of.error(format!("a second clock for `{}`", measures.code()), "keep one of the two");
        }
        clocks.push(Clock { measures, label, length, source });
    }
    let all = clocks.len() == count;
    (clocks, all)
}

fn meeting(table: &Table<'_>) -> Option<MeetingRule> {
    let (least, copies) = (number(table, "least_percent", 1, 100), number(table, "copies", 1, 9));
    let (chair, attend, signed_by) =
        (table.required_text("chair"), table.texts("attend"), table.texts("signed_by"));
    let source = table.citation("source");
    table.report_unknown_keys();
    Some(MeetingRule {
        least_percent: least?,
        attend,
        chair: chair?,
        copies: copies?,
        signed_by,
        source: source?,
        place: table.place(),
    })
}

fn posting(table: &Table<'_>) -> Option<PostingRule> {
    let places =
        table.tables("place").iter().filter_map(office).map(|place| (place.id, place.label)).collect();
    let (announced, source) = (table.boolean("announced").unwrap_or(false), table.citation("source"));
    table.report_unknown_keys();
    Some(PostingRule { places, announced, source: source? })
}

fn opinion(table: &Table<'_>) -> Option<LeveledOffice> {
    let valid = Span { from: table.day("from"), until: table.day("until") };
    let who = match (table.text("office"), table.local_text("unknown")) {
        (Some(office), None) => Some(Appointed::Office(office)),
        (None, Some(why)) => Some(Appointed::Unknown(why)),
        _ => {
            table.error(
                "who gives the opinion is not said",
                "add `office = \"ID\"`, or `unknown = { vi, en }` if no text says",
            );
            None
        }
    };
    let source = table.citation("source");
    table.report_unknown_keys();
    Some(LeveledOffice { valid, who: who?, source: source?, place: table.place() })
}

fn separation(table: &Table<'_>) -> Option<SeparationRule> {
    let said = |key: &str| {
        if !table.has(key) {
            table.error(format!("`{key}` is missing"), format!("add `{key} = true` or `{key} = false`"));
        }
        table.boolean(key)
    };
    let (recheck, proposer, surveyor) =
        (said("rechecker_is_new"), said("signer_is_not_proposer"), said("signer_is_not_surveyor"));
    let source = table.citation("source");
    table.report_unknown_keys();
    Some(SeparationRule {
        rechecker_is_new: recheck?,
        signer_is_not_proposer: proposer?,
        signer_is_not_surveyor: surveyor?,
        source: source?,
    })
}

fn report(table: &Table<'_>) -> Option<ReportOwed> {
    let (id, label, by) =
        (table.required_text("id"), table.required_local_text("label"), table.required_text("by"));
    let of_commune = table.boolean("of_commune").unwrap_or(true);
    let due = if table.has("before") {
        month_day(table, "before").map(|(month, day)| ReportDue::Before { month, day })
    } else if table.has("next_month_on") {
        let (day, from, to) = (
            number(table, "next_month_on", 1, 28),
            number(table, "from_month", 1, 12),
            number(table, "to_month", 1, 12),
        );
        day.zip(from).zip(to).map(|((day, from), to)| ReportDue::NextMonth { day, from, to })
    } else {
        let unknown: Option<LocalText> = table.required_local_text("unknown");
        unknown.map(|_| ReportDue::Unknown)
    };
    let to = table.table("to").and_then(|of| {
        let (label, source) = (of.required_local_text("label"), of.citation("source"));
        of.report_unknown_keys();
        Some((label?, source?))
    });
    let source = table.citation("source");
    table.report_unknown_keys();
    Some(ReportOwed {
        id: id?,
        label: label?,
        by: by?,
        to,
        of_commune,
        due: due?,
        source: source?,
        place: table.place(),
    })
}

/// A table that must be there.
fn needed<'a>(table: &Table<'a>, key: &str) -> Option<Table<'a>> {
    if !table.has(key) {
        table.error(format!("[{key}] is missing"), "packs/README.md shows the form");
    }
    table.table(key)
}

/// One of these words, which must be there.
pub(super) fn word<T: Copy>(table: &Table<'_>, key: &str, words: &[(&str, T)]) -> Option<T> {
    if !table.has(key) {
        let list = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        table.error(format!("`{key}` is missing"), format!("write one of: {list}"));
    }
    table.word(key, words)
}

fn number(table: &Table<'_>, key: &str, least: i64, greatest: i64) -> Option<u32> {
    if !table.has(key) {
        table.error(format!("`{key}` is missing"), format!("add `{key} = …`, from {least} to {greatest}"));
    }
    table.integer(key, least, greatest).and_then(|number| u32::try_from(number).ok())
}

fn span(table: &Table<'_>, key: &str) -> Option<Span> {
    let of = needed(table, key)?;
    let span = Span { from: of.day("from"), until: of.day("until") };
    if !of.has("from") {
        of.error("`from` is missing", "add `from = \"2021-09-01\"`");
    }
    of.report_unknown_keys();
    Some(span)
}

/// `"09-01"`: a month and a day that every year has.
fn month_day(table: &Table<'_>, key: &str) -> Option<(u32, u32)> {
    let text = table.required_text(key)?;
    let read = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    // A common year: 29 February is not a day of every year.
    let found = read.filter(|(month, day)| text.len() == 5 && Day::from_civil(2023, *month, *day).is_some());
    if found.is_none() {
        table.error_at_key(
            key,
            format!("`{text}` is no day of the year"),
            "write month and day as \"09-01\"",
        );
    }
    found
}
