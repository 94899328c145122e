//! A report as a reader sees it: its tables filled again from its figures, its table for the letter, its state in words.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use axum::response::Response;
use engine::figures::{Level, differences as differing, fill, lines};
use registry::reporting::{Content, ReportKind, SentReport, State};
use reports::official::{PlaceNames, remarks, shown as cell_words};
use vocab::{Language, said};

use super::super::differ;
use super::super::filled::Filled;
use super::super::forms::Form;
use crate::layout::Page;
use crate::visit::{Visit, render_as};

/// The tables for which a report was made, if this house has the same.
pub(super) fn form<'a>(content: &Content, visit: &'a Visit) -> Option<&'a Form> {
    let of = |kind: &str| {
        let named = content.packs.iter().find(|(name, _)| name.starts_with(kind));
        named.and_then(|(name, digest)| Some((name.strip_prefix(kind)?, digest)))
    };
    let (standard, digest) = of("standard ")?;
    let shelved = visit.site.library.standard(standard)?;
    let form = visit.site.official.of(standard)?;
    let (_, tables) = of("tables ")?;
    (shelved.standard.digest == *digest && form.set.digest == *tables).then_some(form)
}

/// The tables of a report, filled from its figures.
pub(super) fn filled(content: &Content, form: &Form, language: Language) -> Filled {
    let lines = lines(&form.plan, &content.counts, Level::Commune);
    let tables = fill(&form.set, &form.plan, &lines, content.has_before);
    let found = differing(&form.set.checks, &tables, lines.len());
    let places = PlaceNames {
        provinces: BTreeMap::from([content.unit.province.clone()]),
        communes: content.communes.clone(),
        villages: BTreeMap::new(),
        year: content.period.year,
    };
    Filled {
        names: places.of(&lines, language),
        letterhead: places.letterhead_of(&lines, Level::Commune, language),
        remarks: content.remarks.clone(),
        lines,
        tables,
        found,
    }
}

/// Everything that does not agree, as the report keeps it.
pub(super) fn differences(content: &Content, visit: &Visit) -> Vec<String> {
    let Some(form) = form(content, visit) else { return Vec::new() };
    let visit = Visit { language: Language::Vi, ..visit.clone() };
    let filled = filled(content, form, Language::Vi);
    // A single commune is the whole: it need not be told twice.
    let whole = filled.names.first().filter(|_| content.counts.places.len() == 1).cloned();
    let mut flags: Vec<differ::Flag> = filled
        .tables
        .iter()
        .flat_map(|table| {
            let number = table.number;
            let flags = differ::in_table(table, &filled, &visit).into_iter();
            flags.map(move |flag| differ::Flag { words: format!("biểu {number}, {}", flag.words), ..flag })
        })
        .collect();
    flags.extend(differ::between(form, &filled, None, &visit));
    flags.retain(|flag| {
        !flag.is_explained && whole.as_ref().is_none_or(|whole| !flag.place.starts_with(whole))
    });
    flags.into_iter().map(|flag| format!("{}: {}", flag.place, flag.words)).collect()
}

/// What has to be said about figures that were added up.
pub(super) fn sum_remarks(content: &Content, visit: &Visit) -> Vec<String> {
    let Some(form) = form(content, visit) else { return Vec::new() };
    let lines = lines(&form.plan, &content.counts, Level::Commune);
    let before = content.has_before.then_some(content.undetermined_before);
    remarks(&lines, before, Language::Vi).into_iter().map(|words| words.vi).collect()
}

/// A small table: the sum of what the report says, as its letter has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// The table of the letter: households of the first official table, or of the decisions of a month.
pub(super) fn summary(content: &Content, visit: &Visit, language: Language) -> Summary {
    if content.period.kind == ReportKind::Monthly {
        return decided(content, language);
    }
    let Some(form) = form(content, visit) else { return Summary::default() };
    let filled = filled(content, form, language);
    let Some(table) = filled.tables.first() else { return Summary::default() };
    let wanted: Vec<usize> = (0..table.headings.len())
        .filter(|at| {
            let heading = table.headings.get(*at);
            // A share of people belongs to the people.
            let of_people = heading.is_some_and(|heading| match &heading.formula {
                None => heading.counts_people() == Some(true),
                Some(formula) => formula.cells().iter().any(|cell| {
                    let read = table.headings.iter().find(|one| one.number == cell.column);
                    read.is_some_and(|one| one.counts_people() == Some(true))
                }),
            });
            !of_people
        })
        .collect();
    let mut columns = vec![filled.letterhead.places.clone()];
    columns
        .extend(wanted.iter().filter_map(|at| Some(table.headings.get(*at)?.label.get(language).to_owned())));
    let is_one = content.counts.places.len() == 1;
    let rows = table.rows.iter().filter(|row| row.of_people != Some(true) && !(is_one && row.line == 0));
    let rows = rows.map(|row| {
        let name = filled.names.get(row.line).cloned().unwrap_or_default();
        let cells = wanted.iter().filter_map(|at| Some(cell_words(row.cells.get(*at)?, language)));
        [name].into_iter().chain(cells).collect()
    });
    Summary { columns, rows: rows.collect() }
}

fn decided(content: &Content, language: Language) -> Summary {
    let columns = [
        said!("Xã, phường; quyết định", "Commune; decision"),
        said!("Hộ nghèo", "Poor"),
        said!("Hộ cận nghèo", "Near-poor"),
        said!("Thoát nghèo", "Out of poverty"),
        said!("Thoát cận nghèo", "Out of near-poverty"),
        said!("Công nhận khác", "Others recognised"),
    ];
    let numbers = |name: String, households: &[u64; 5]| -> Vec<String> {
        let shown =
            households.iter().map(|n| vocab::written::whole(i64::try_from(*n).unwrap_or(i64::MAX), language));
        [name].into_iter().chain(shown).collect()
    };
    let mut total = [0_u64; 5];
    let mut rows = Vec::new();
    for one in &content.decided {
        total.iter_mut().zip(one.households).for_each(|(sum, n)| *sum = sum.saturating_add(n));
        let name = content.communes.get(&one.commune).cloned().unwrap_or_else(|| one.commune.clone());
        let day = crate::format::day(one.signed_on, language);
        rows.push(numbers(format!("{name}; {} ({day})", one.number), &one.households));
    }
    if rows.len() > 1 {
        rows.insert(0, numbers(said!("TỔNG SỐ", "TOTAL").get(language).to_owned(), &total));
    }
    Summary { columns: columns.iter().map(|words| words.get(language).to_owned()).collect(), rows }
}

/// Names of the communes that a consolidated report lacks.
pub(super) fn missing(content: &Content) -> Vec<String> {
    let lacking: BTreeSet<&String> = content.missing.iter().collect();
    lacking.into_iter().map(|code| content.communes.get(code).unwrap_or(code).clone()).collect()
}

/// The key of the words of a state. What a province has added up is there, and nobody above has it.
pub(super) fn state_key(report: &SentReport) -> String {
    match report.state() {
        State::Sent if report.content.unit.commune.is_none() => "sent-state-added".to_owned(),
        state => state_words(state),
    }
}

/// The key of the words of a state of communes.
pub(super) fn state_words(state: State) -> String {
    format!("sent-state-{}", state.code())
}

/// `12/2025`, the number of a receipt.
pub(super) fn receipt(report: &SentReport) -> Option<(String, registry::store::dates::Instant)> {
    let (number, at) = report.receipt()?;
    Some((format!("{number}/{}", crate::admin::time::day(at).year()), at))
}

#[derive(askama::Template)]
#[template(path = "official/refused.html")]
struct Told {
    page: Page,
    why: String,
}

/// A page that says why it goes no further.
pub(super) fn told(page: Page, why: String) -> Response {
    render_as(StatusCode::CONFLICT, &Told { page, why })
}
