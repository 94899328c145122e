//! A cell opened into its households: `8/24823/2` is column 2 of table 8 in the row of 24823.

use engine::figures::FilledTable;
use lake::Opened;
use vocab::said;

use crate::failure::Failure;

/// The cell that is wanted.
#[derive(Debug)]
pub(super) struct WantedCell {
    table: u16,
    codes: Vec<String>,
    column: u16,
    of_people: bool,
}

pub(super) fn parse(cell: &str) -> Result<WantedCell, Failure> {
    let mut parts = cell.split('/');
    let mut read = || -> Option<WantedCell> {
        let table = parts.next()?.parse().ok()?;
        let place = parts.next()?;
        let column = parts.next()?.parse().ok()?;
        let of_people = match parts.next() {
            None | Some("households") => false,
            Some("people") => true,
            Some(_) => return None,
        };
        let codes = if place == "all" { Vec::new() } else { vec![place.to_owned()] };
        parts.next().is_none().then_some(WantedCell { table, codes, column, of_people })
    };
    read().ok_or_else(|| {
        Failure::could_not_run(
            said!("không có ô `{cell}`", "there is no cell `{cell}`"),
            said!(
                "ghi BIỂU/MÃ/CỘT, ví dụ 8/24823/2, hoặc 8/all/2",
                "write TABLE/CODE/COLUMN, for example 8/24823/2, or 8/all/2"
            ),
        )
    })
}

/// The figures of the cell: those that its column adds up, of a calculated column the true count.
pub(super) fn figures(cell: &WantedCell, tables: &[FilledTable]) -> Result<Opened, Failure> {
    let table = tables.iter().find(|table| table.number == cell.table);
    let heading = table.and_then(|table| table.headings.iter().find(|one| one.number == cell.column));
    match heading.filter(|heading| !heading.counts().is_empty()) {
        Some(heading) => Ok(Opened {
            codes: cell.codes.clone(),
            figures: heading.counts().to_vec(),
            of_people: heading.counts_people().unwrap_or(cell.of_people),
        }),
        None => {
            let (table, column) = (cell.table, cell.column);
            Err(Failure::could_not_run(
                said!(
                    "cột {column} của biểu {table} không đếm hộ nào",
                    "column {column} of table {table} counts no households"
                ),
                said!("chọn cột có số đếm, không phải tỷ lệ", "choose a column with a count, not a share"),
            ))
        }
    }
}
