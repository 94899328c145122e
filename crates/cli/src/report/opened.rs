//! A cell opened into its households: `8/24823/2` is column 2 of table 8 in the row of 24823.

use engine::figures::{FigurePlan, Measure};
use lake::Opened;
use standards::layouts::{Column, ConditionAt, Selection, Shows, TableSet, Unit};
use vocab::said;

use crate::failure::Failure;

/// The cell that is wanted.
#[derive(Debug)]
pub(super) struct WantedCell {
    table: u16,
    place: Vec<String>,
    column: u16,
    of_people: bool,
}

pub(super) fn parse(cell: &str, set: &TableSet) -> Result<WantedCell, Failure> {
    let mut parts = cell.split('/');
    let read = || -> Option<WantedCell> {
        let table = parts.next()?.parse().ok()?;
        let place = parts.next()?;
        let column = parts.next()?.parse().ok()?;
        let of_people = match parts.next() {
            None | Some("households") => false,
            Some("people") => true,
            Some(_) => return None,
        };
        let place = if place == "all" { Vec::new() } else { vec![place.to_owned()] };
        parts.next().is_none().then_some(WantedCell { table, place, column, of_people })
    };
    let mut read = read;
    read().filter(|cell| set.table(cell.table).is_some()).ok_or_else(|| {
        Failure::could_not_run(
            said!("không có ô `{cell}`", "there is no cell `{cell}`"),
            said!(
                "ghi BIỂU/MÃ/CỘT, ví dụ 8/24823/2, hoặc 8/all/2",
                "write TABLE/CODE/COLUMN, for example 8/24823/2, or 8/all/2"
            ),
        )
    })
}

/// The figures of the cell: of a calculated column the true count, or those that its formula adds up.
pub(super) fn figures(cell: &WantedCell, set: &TableSet, plan: &FigurePlan) -> Result<Opened, Failure> {
    let table = set.table(cell.table);
    let column = table.and_then(|table| find(&table.columns, cell.column));
    let figures: Vec<usize> = column.map(|(column, by)| of_column(column, by, plan)).unwrap_or_default();
    if figures.is_empty() {
        let (table, column) = (cell.table, cell.column);
        return Err(Failure::could_not_run(
            said!(
                "cột {column} của biểu {table} không đếm hộ nào",
                "column {column} of table {table} counts no households"
            ),
            said!("chọn cột có số đếm, không phải tỷ lệ", "choose a column with a count, not a share"),
        ));
    }
    let of_people = match column.map(|(column, _)| &column.shows) {
        Some(Shows::Count(Some(unit), _)) => *unit != Unit::Households,
        _ => cell.of_people,
    };
    Ok(Opened { codes: cell.place.clone(), figures, of_people })
}

/// The column with a number, and how far into a run it lies. Runs whose length follows from the data cannot be opened.
fn find(columns: &[Column], number: u16) -> Option<(&Column, u16)> {
    let fits = |column: &&Column| {
        column.number > 0 && (column.number..column.number + column.wide).contains(&number)
    };
    columns.iter().find(fits).map(|column| (column, number - column.number))
}

fn of_column(column: &Column, by: u16, plan: &FigurePlan) -> Vec<usize> {
    let each = column.each.as_ref().and_then(|each| {
        let mut items = (0..u16::MAX).filter(|item| !each.except.contains(item));
        Some(ConditionAt { family: each.family, item: items.nth(usize::from(by))? })
    });
    let selected = |unit: Option<Unit>, selection: &Selection| {
        let mut selection = selection.clone();
        selection.conditions.extend(each.map(|at| (at, true)));
        match unit {
            Some(Unit::Members(of)) => Measure::Members(selection, of),
            Some(Unit::Deprivations) => Measure::Deprivations(selection),
            _ => Measure::Selected(selection),
        }
    };
    let of = |shows: &Shows| match shows {
        Shows::Count(unit, selection) => plan.position(&selected(*unit, selection)),
        Shows::Flow(flow, step) => plan.position(&Measure::Flow(*flow, *step)),
        Shows::Formula(..) => None,
    };
    match &column.shows {
        Shows::Formula(_, Some(truth)) => of(truth).into_iter().collect(),
        shows => of(shows).into_iter().collect(),
    }
}
