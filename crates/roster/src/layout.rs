//! Which list a sheet is and which column means what: by its title and the names of its columns, not by position.

use std::collections::BTreeMap;

use vocab::search_key;

use crate::column::{Column, column_of};
use crate::grid::{FileKind, Row, Sheet, Value};

/// Danh sách nào: which of the three lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListKind {
    /// Danh sách hộ nghèo, hộ cận nghèo sau khi rà soát.
    PoorAndNearPoor,
    /// Danh sách hộ thoát nghèo sau khi rà soát.
    OutOfPoverty,
    /// Danh sách hộ thoát cận nghèo sau khi rà soát.
    OutOfNearPoverty,
}

/// Which list, which columns, where the people begin.
#[derive(Debug)]
pub(crate) struct Layout {
    /// `None`: a list by its columns, but not said which.
    pub(crate) kind: Option<ListKind>,
    pub(crate) columns: BTreeMap<Column, u32>,
    /// Number of the first row of people.
    pub(crate) first_row: u32,
    /// Row of the column names; 0 if they were taken by position.
    pub(crate) header_row: u32,
    pub(crate) by_position: bool,
    /// Columns whose name is not known.
    pub(crate) unknown: Vec<u32>,
    /// Columns whose name another has already.
    pub(crate) twice: Vec<u32>,
}

/// How far down a title and column names are looked for.
const HEAD_ROWS: u32 = 40;
/// So many known column names make a row of column names.
const ENOUGH_NAMES: usize = 3;

/// The layout of a sheet, if it is a list.
pub(crate) fn recognise(sheet: &Sheet, file: FileKind) -> Option<Layout> {
    let head: Vec<&Row> = sheet.rows.iter().take_while(|row| row.number <= HEAD_ROWS).collect();
    let title = head.iter().find_map(|row| kind_of_title(row).map(|kind| (row.number, kind)));
    let below = title.map_or(0, |(row, _)| row);
    let names = |row: &&&Row| known_names(row);
    // The first of the best: rows of people hold some such words too, but later.
    let best = head
        .iter()
        .filter(|row| row.number > below)
        .map(|row| (names(&row), row.number))
        .fold((0, 0), |best: (usize, u32), next| if next.0 > best.0 { next } else { best });
    if best.0 < ENOUGH_NAMES {
        return match (title, file) {
            (Some((row, kind)), FileKind::Workbook) => Some(by_position(kind, row)),
            _ => None,
        };
    }
    let layout = by_names(&head, best.1, title.map(|(_, kind)| kind));
    let is_list = title.is_some() || layout.columns.contains_key(&Column::Name);
    is_list.then_some(layout)
}

fn by_names(head: &[&Row], best: u32, titled: Option<ListKind>) -> Layout {
    let (first, last) = rows_of_names(head, best);
    let mut layout = Layout {
        kind: titled,
        columns: BTreeMap::new(),
        first_row: last.saturating_add(1),
        header_row: best,
        by_position: false,
        unknown: Vec::new(),
        twice: Vec::new(),
    };
    // The best row speaks first: a person right below may be called as a column is.
    let mut rows: Vec<&&Row> = head.iter().filter(|row| (first..=last).contains(&row.number)).collect();
    rows.sort_by_key(|row| (row.number != best, std::cmp::Reverse(row.number)));
    let mut written: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        written.entry(cell.column).or_default().push(search_key(&cell.value.written()));
    }
    for (column, names) in written {
        match names.iter().find_map(|name| column_of(name)) {
            Some(known) if layout.columns.contains_key(&known) => layout.twice.push(column),
            Some(known) => {
                layout.columns.insert(known, column);
            }
            None if names.iter().any(|name| !name.is_empty()) => layout.unknown.push(column),
            None => {}
        }
    }
    while let Some(row) = head.iter().find(|row| row.number == layout.first_row) {
        if !is_row_of_codes(row) {
            break;
        }
        layout.first_row += 1;
    }
    if layout.kind.is_none() && layout.columns.contains_key(&Column::Class) {
        layout.kind = Some(ListKind::PoorAndNearPoor);
    }
    layout
}

/// First and last row of the names of columns: around the best row, those that hold mostly such names.
fn rows_of_names(head: &[&Row], best: u32) -> (u32, u32) {
    let mostly_names = |number: u32| {
        let row = head.iter().find(|row| row.number == number);
        row.is_some_and(|row| {
            let names = known_names(row);
            names >= 2 && names * 2 >= row.cells.len()
        })
    };
    let reach = |rows: &mut dyn Iterator<Item = u32>| rows.take_while(|row| mostly_names(*row)).last();
    let first = reach(&mut (1..best).rev().take(3)).unwrap_or(best);
    let last = reach(&mut (best + 1..).take(3)).unwrap_or(best);
    (first, last)
}

/// The layout of the printed form: for a sheet whose title is known and whose columns have no names.
fn by_position(kind: ListKind, title_row: u32) -> Layout {
    use Column as C;
    let (columns, below): (&[(Column, u32)], u32) = match kind {
        ListKind::PoorAndNearPoor => (
            &[
                (C::HeadName, 2),
                (C::Name, 3),
                (C::Relation, 4),
                (C::Birth, 5),
                (C::Sex, 6),
                (C::PersonalNumber, 7),
                (C::Province, 8),
                (C::District, 9),
                (C::DistrictCode, 10),
                (C::Commune, 11),
                (C::CommuneCode, 12),
                (C::Village, 13),
                (C::EthnicGroup, 14),
                (C::Class, 15),
                (C::DecisionNumber, 16),
                (C::DecisionDay, 17),
                (C::B1, 18),
                (C::B2, 19),
                (C::Minority, 20),
                (C::NoLabour, 21),
                (C::Merit, 22),
                (C::Cause, 23),
                (C::Age, 25),
                (C::Size, 26),
            ],
            4,
        ),
        _ => (
            &[
                (C::Serial, 1),
                (C::Name, 2),
                (C::Relation, 3),
                (C::Sex, 4),
                (C::Birth, 5),
                (C::PersonalNumber, 6),
                (C::EthnicGroup, 7),
                (C::Address, 8),
                (C::B1, 9),
                (C::B2, 10),
                (C::Remarks, 12),
                (C::Age, 14),
                (C::Size, 15),
            ],
            5,
        ),
    };
    Layout {
        kind: Some(kind),
        columns: columns.iter().copied().collect(),
        first_row: title_row.saturating_add(below),
        header_row: 0,
        by_position: true,
        unknown: Vec::new(),
        twice: Vec::new(),
    }
}

fn kind_of_title(row: &Row) -> Option<ListKind> {
    row.cells.iter().find_map(|cell| {
        let Value::Text(text) = &cell.value else { return None };
        let key = search_key(text);
        let key = key.strip_prefix("danh sach ")?;
        if key.contains("thoat can ngheo") {
            Some(ListKind::OutOfNearPoverty)
        } else if key.contains("thoat ngheo") {
            Some(ListKind::OutOfPoverty)
        } else {
            (key.contains("ho ngheo") || key.contains("ho can ngheo")).then_some(ListKind::PoorAndNearPoor)
        }
    })
}

fn known_names(row: &Row) -> usize {
    let mut known: Vec<Column> =
        row.cells.iter().filter_map(|cell| column_of(&search_key(&cell.value.written()))).collect();
    known.sort_unstable();
    known.dedup();
    known.len()
}

/// The row of column codes under the names: (1), (2), A, B, 4=3/1.
fn is_row_of_codes(row: &Row) -> bool {
    row.cells.len() >= ENOUGH_NAMES
        && row.cells.iter().all(|cell| {
            let written = cell.value.written();
            let bare = written.trim_matches(|sign: char| !sign.is_alphanumeric());
            bare.len() <= 2 || bare.contains('=')
        })
}
