//! Reading one table, and finding formulas that read a cell which is not there.

use vocab::Finding;

use super::column::Named;
use super::{Cell, Check, Column, Flow, Formula, Shows, TableLayout};
use crate::reading::{Context, Table};

pub(super) fn read_table(table: &Table<'_>, named: &Named<'_>) -> Option<TableLayout> {
    let number = table.integer("number", 1, 99).map(|number| number as u16);
    let (title, source) = (table.required_local_text("title"), table.citation("source"));
    let note = table.local_text("note");
    let rows = table.texts("rows");
    let has_row_kinds = rows == ["households", "people"];
    if !rows.is_empty() && !has_row_kinds {
        table.error_at_key(
            "rows",
            "rows are households and people, or not told apart",
            "write rows = [\"households\", \"people\"], or take it out",
        );
    }
    let flow = named.flow(table);
    let mut columns: Vec<Column> = Vec::new();
    for item in table.tables("column") {
        let next = next_number(&columns);
        if let Some(column) = read_column(&item, named, has_row_kinds, flow, next) {
            columns.push(column);
        }
        item.report_unknown_keys();
    }
    if columns.is_empty() {
        table.error("a table needs columns", "add [[column]]");
    }
    if number.is_none() && !table.has("number") {
        table.error("`number` is missing", "add the official number of the table");
    }
    Some(TableLayout {
        number: number?,
        title: title?,
        source: source?,
        note,
        has_row_kinds,
        columns,
        place: table.place(),
    })
}

/// The number of the next column; `None` where it follows from the data, because a run is as long as there are groups.
fn next_number(columns: &[Column]) -> Option<u16> {
    let Some(last) = columns.last() else { return Some(1) };
    (last.number > 0 && last.wide > 0).then(|| last.number + last.wide)
}

fn read_column(
    table: &Table<'_>,
    named: &Named<'_>,
    kinds: bool,
    flow: Option<Flow>,
    next: Option<u16>,
) -> Option<Column> {
    let written = table.integer("number", 1, 999).map(|number| number as u16);
    if let (Some(written), true) = (written, written != next) {
        let message = match next {
            Some(next) => format!("the column is number {written}, and {next} comes next"),
            None => format!("the column is number {written} after a run whose length is not known"),
        };
        table.error_at_key("number", message, "give the columns their numbers in order, or leave them out");
    }
    let label = table.required_local_text("label");
    let mut under = Vec::new();
    for heading in table.tables("under") {
        let (vi, en) = (heading.required_text("vi"), heading.required_text("en"));
        heading.report_unknown_keys();
        under.extend(vi.zip(en).map(|(vi, en)| vocab::LocalText { vi, en }));
    }
    let shows = named.shows(table, kinds, flow);
    let each = if table.has("each") { Some(named.each(table)?) } else { None };
    if each.is_some() && matches!(shows, Some(Shows::Flow(..))) {
        table.error_at_key("each", "a step of the flow has no run of columns", "take `each` out");
    }
    let wide = match &each {
        None => 1,
        Some(each) if each.most.is_some() => 0,
        Some(each) => {
            let items = named.families.get(usize::from(each.family)).map_or(0, |family| family.items.len());
            items.saturating_sub(each.except.len()) as u16
        }
    };
    Some(Column {
        number: next.unwrap_or(0),
        wide,
        label: label?,
        under,
        shows: shows?,
        each,
        place: table.place(),
    })
}

/// Reports formulas and checks that read a cell which no table has, or which a formula of another table calculates.
pub(super) fn check_cells(tables: &[TableLayout], checks: &[Check], context: &Context) {
    let error = |place: &vocab::Place, message: String, hint: &str| {
        context.findings.borrow_mut().push(Finding::error(place.clone(), message, hint));
    };
    for table in tables {
        for column in &table.columns {
            let Shows::Formula(formula, _) = &column.shows else { continue };
            let last = formula.shifted(column.wide.saturating_sub(1));
            for cell in formula.cells().into_iter().chain(last.cells()) {
                let found = find(tables, cell, Some(table.number));
                match found {
                    None => error(
                        &column.place,
                        format!("the formula reads {cell}, which is not there"),
                        "use numbers of columns; `4:3` is column 3 of table 4",
                    ),
                    Some(read) if matches!(read.shows, Shows::Formula(..)) => error(
                        &column.place,
                        format!("the formula reads {cell}, which is calculated itself"),
                        "read columns that are counted",
                    ),
                    Some(_) => {}
                }
            }
        }
    }
    for check in checks {
        for cell in check.equal.iter().flat_map(Formula::cells) {
            if find(tables, cell, None).is_none() {
                error(
                    &check.place,
                    format!("the check reads {cell}, which is not there"),
                    "use table:column",
                );
            }
        }
    }
}

/// The column that a cell means: the one of that number, or the run in which it lies.
fn find(tables: &[TableLayout], cell: Cell, here: Option<u16>) -> Option<&Column> {
    let number = cell.table.or(here)?;
    let table = tables.iter().find(|table| table.number == number)?;
    table.columns.iter().find(|column| {
        column.number > 0 && (column.number..column.number + column.wide).contains(&cell.column)
    })
}
