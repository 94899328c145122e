//! Cột ngang: the one thing of a table that is looked at sooner than read – steps of a flow, a run of groups, or a share by
//! place. Which it is follows from the layout, never from the number of a table.

use engine::figures::{FilledCell, FilledTable, Heading, Line, Value};
use reports::official::shown;
use standards::layouts::{Shows, TableLayout};

use super::differ::label;
use crate::visit::Visit;

/// A bar.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) shown: String,
    /// Of 100.
    pub(super) width: i64,
}

/// Bars with what they show.
pub(super) struct Bars {
    pub(super) title: String,
    pub(super) bars: Vec<Bar>,
}

/// More are no picture.
const MOST: usize = 30;

/// What a table is drawn as, if it is.
pub(super) fn bars(
    layout: &TableLayout,
    table: &FilledTable,
    (lines, names): (&[Line], &[String]),
    visit: &Visit,
) -> Option<Bars> {
    let whole = table.rows.first()?;
    let cells = || table.headings.iter().zip(&whole.cells);
    let runs: Vec<_> = layout.columns.iter().filter(|column| column.each.is_some()).collect();
    let has_flow = layout.columns.iter().any(|column| matches!(column.shows, Shows::Flow(..)));
    let (title, drawn): (String, Vec<(String, FilledCell)>) = if has_flow {
        (
            visit.t("reports-bars-flow"),
            cells().map(|(heading, cell)| (label(heading, visit), *cell)).collect(),
        )
    } else if let Some(run) = runs.first() {
        // Of two runs of one name, such as those of poor and near-poor households, the headings above tell the first.
        let is_of = |heading: &Heading| {
            heading.under.split_last().is_some_and(|(last, above)| *last == run.label && above == run.under)
        };
        let of_run = cells().filter(|(heading, _)| is_of(heading));
        let above = run.under.iter().chain([&run.label]).map(|words| words.get(visit.language));
        let drawn = of_run.map(|(heading, cell)| (heading.label.get(visit.language).to_owned(), *cell));
        (above.collect::<Vec<_>>().join(" – "), drawn.collect())
    } else {
        let at = table
            .headings
            .iter()
            .position(|heading| heading.formula.as_ref().is_some_and(|formula| formula.is_percent()))?;
        let below = lines.first()?.of.iter();
        let rows = below.filter_map(|line| {
            let cell = table.rows.get(table.row_of(*line, false))?.cells.get(at)?;
            Some((names.get(*line)?.clone(), *cell))
        });
        (share_title(table, at, visit), rows.collect())
    };
    let value = |cell: &FilledCell| match cell.value {
        Value::Missing => 0.0,
        Value::Count(count) => count as f64,
        Value::Percent(..) => cell.value.percent().unwrap_or(0.0),
    };
    let most = drawn.iter().map(|(_, cell)| value(cell)).fold(0.0, f64::max);
    if drawn.len() < 2 || most <= 0.0 {
        return None;
    }
    let mut drawn = drawn;
    if !has_flow {
        drawn.sort_by(|(_, a), (_, b)| value(b).total_cmp(&value(a)));
    }
    let bars = drawn.into_iter().take(MOST).map(|(label, cell)| {
        let percent = if matches!(cell.value, Value::Percent(..)) { " %" } else { "" };
        Bar {
            label,
            shown: format!("{}{percent}", shown(&cell, visit.language)),
            width: (value(&cell).max(0.0) / most * 100.0).round() as i64,
        }
    });
    Some(Bars { title, bars: bars.collect() })
}

/// What a share is a share of: the column that its formula divides.
fn share_title(table: &FilledTable, at: usize, visit: &Visit) -> String {
    let Some(share) = table.headings.get(at) else { return String::new() };
    let part = share.formula.as_ref().and_then(|formula| formula.cells().first().map(|cell| cell.column));
    let part = table.headings.iter().find(|heading| Some(heading.number) == part);
    let words = [Some(share), part].into_iter().flatten().map(|heading| label(heading, visit));
    words.collect::<Vec<_>>().join(": ")
}
