//! Chỗ lệch: what does not agree, in words, before anybody sends a table.

use engine::figures::{Difference, FilledTable, Heading};
use standards::layouts::{Cell, Formula, TableLayout};
use vocab::written;

use super::filled::Filled;
use super::forms::Form;
use crate::language::say_with;
use crate::visit::Visit;

/// Something that does not agree.
#[derive(Clone, Debug)]
pub(super) struct Flag {
    /// Where: the place, and whether people are counted.
    pub(super) place: String,
    /// What stands in the table and what was counted.
    pub(super) words: String,
    /// Missing answers are reason enough.
    pub(super) is_explained: bool,
}

/// So many are written out; the workbook has all of them.
pub(super) const MOST: usize = 20;

/// Cells of a table whose formula gives another number than was counted.
pub(super) fn in_table(table: &FilledTable, filled: &Filled, visit: &Visit) -> Vec<Flag> {
    let mut flags = Vec::new();
    for row in &table.rows {
        for (heading, cell) in table.headings.iter().zip(&row.cells) {
            let (Some(truth), Some(value)) = (cell.truth, cell.value.count()) else { continue };
            let number = |n: i64| written::whole(n, visit.language);
            let words = say_with(
                visit.language,
                "reports-differs",
                &[
                    ("column", heading.number.to_string().into()),
                    ("label", label(heading, visit).into()),
                    ("formula", heading.formula.as_ref().map(Formula::to_string).unwrap_or_default().into()),
                    ("printed", number(value).into()),
                    ("counted", number(truth).into()),
                ],
            );
            let place = filled.names.get(row.line).cloned().unwrap_or_default();
            let place = match kind(row.of_people) {
                Some(key) => format!("{place} ({})", visit.t(key)),
                None => place,
            };
            flags.push(Flag { place, words, is_explained: false });
        }
    }
    flags
}

/// Differences between tables; of one table only those that read it.
pub(super) fn between(form: &Form, filled: &Filled, of: Option<&TableLayout>, visit: &Visit) -> Vec<Flag> {
    let reads = |one: &&Difference| {
        let cells = || one.sides.iter().flat_map(|(formula, _)| formula.cells());
        of.is_none_or(|layout| cells().any(|cell| cell.table == Some(layout.number)))
    };
    let flag = |one: &Difference| {
        let check = form.set.checks.get(one.check);
        let of_people = check.is_some_and(|check| check.of_people);
        let sides = one.sides.iter().map(|(formula, value)| {
            format!("{} = {}", said(formula, visit), written::whole(*value, visit.language))
        });
        let label = check.map_or("", |check| check.label.get(visit.language));
        let sides = sides.collect::<Vec<_>>().join("; ");
        let place = filled.names.get(one.line).cloned().unwrap_or_default();
        let kind = visit.t(if of_people { "reports-people" } else { "reports-households" });
        Flag {
            place: format!("{place} ({kind})"),
            words: format!("{label}: {sides}"),
            is_explained: one.is_explained(),
        }
    };
    filled.found.iter().filter(reads).map(flag).collect()
}

/// The key of what a row counts.
pub(super) fn kind(of_people: Option<bool>) -> Option<&'static str> {
    of_people.map(|people| if people { "reports-people" } else { "reports-households" })
}

/// A column with the headings above it.
pub(super) fn label(heading: &Heading, visit: &Visit) -> String {
    let above = heading.under.iter().map(|words| words.get(visit.language));
    above.chain([heading.label.get(visit.language)]).collect::<Vec<_>>().join(" – ")
}

/// `2:9` as words: table 2, column 9.
fn said(formula: &Formula, visit: &Visit) -> String {
    let cell = |cell: &Cell| {
        let table = cell.table.map(|table| table.to_string()).unwrap_or_default();
        let column = cell.column.to_string();
        say_with(visit.language, "reports-cell-of", &[("table", table.into()), ("column", column.into())])
    };
    match formula {
        Formula::Percent(part, whole) => format!("{} / {}", cell(part), cell(whole)),
        Formula::Sum(cells) => {
            let parts = cells.iter().enumerate().map(|(at, (minus, one))| match (at, minus) {
                (0, _) => cell(one),
                (_, true) => format!("− {}", cell(one)),
                (_, false) => format!("+ {}", cell(one)),
            });
            parts.collect::<Vec<_>>().join(" ")
        }
    }
}
