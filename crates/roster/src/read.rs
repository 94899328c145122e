//! A whole file to people, households and everything that is wrong: nothing is lost, and all problems come at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vocab::{Day, search_key};

use crate::cells::Dates;
use crate::column::Column;
use crate::finding::Finding;
use crate::grid::{FileKind, Grid, Place, Sheet};
use crate::household::{self, Household};
use crate::layout::{self, Layout, ListKind};
use crate::matching::name_key;
use crate::microdata::Answers;
use crate::person::Person;
use crate::problem::{Problem, Severity};
use crate::reference::{CodeList, Lists};
use crate::row::{self, Context};

/// What the reader is told besides the file.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The day of reading: ages are counted to it, and nobody is born later.
    pub on: Day,
    /// The reference lists.
    pub lists: &'a Lists,
    /// Which list the codes of ethnic groups are from, once somebody has said so.
    pub ethnic_codes: Option<CodeList>,
    /// Which list a file without a title is, once somebody has said so.
    pub list: Option<ListKind>,
}

/// A sheet and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRead {
    /// Its name.
    pub name: String,
    /// Whether it was read as a list.
    pub is_list: bool,
    /// Which list, if that is known.
    pub list: Option<ListKind>,
    /// How many people were read.
    pub people: usize,
    /// How many rows that hold something came to nothing; each has a finding.
    pub rows_not_read: usize,
}

/// A file that was read.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// The sheets in their order.
    pub sheets: Vec<SheetRead>,
    /// The people, sheet by sheet and row by row.
    pub people: Vec<Person>,
    /// The households, with positions in `people`.
    pub households: Vec<Household>,
    /// Everything to look at, by sheet, row and column.
    pub findings: Vec<Finding>,
    /// What microdata say besides, by household; a list has none.
    pub answers: Vec<Answers>,
}

impl Roster {
    /// How many findings are this grave.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == severity).count()
    }
}

/// Reads the lists of a file.
pub fn read(grid: &Grid, options: &Options<'_>) -> Roster {
    let mut roster = Roster::default();
    for (sheet, number) in grid.sheets.iter().zip(1..) {
        let read = read_sheet(grid, sheet, number, options, &mut roster);
        roster.sheets.push(read);
    }
    if !roster.sheets.iter().any(|sheet| sheet.is_list) {
        roster.findings.push(Finding::of_file(Problem::NoList));
    } else if grid.from_1904 {
        roster.findings.push(Finding::of_file(Problem::DaysFrom1904));
    }
    roster.households = household::group(&roster.people, &mut roster.findings);
    note_twice(&roster.people, &mut roster.findings);
    roster.findings.sort_by(|a, b| (&a.at, a.problem).cmp(&(&b.at, b.problem)));
    roster
}

fn read_sheet(
    grid: &Grid,
    sheet: &Sheet,
    number: usize,
    options: &Options<'_>,
    roster: &mut Roster,
) -> SheetRead {
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    let mut read =
        SheetRead { name: sheet.name.clone(), is_list: false, list: None, people: 0, rows_not_read: 0 };
    let whole = Place { sheet: number, name: Arc::clone(&name), row: 0, column: None };
    let Some(layout) = layout::recognise(sheet, grid.kind) else {
        read.rows_not_read = sheet.rows.len();
        if !sheet.rows.is_empty() {
            roster.findings.push(Finding::at(Problem::SheetUnknown, whole));
        }
        return read;
    };
    read.is_list = true;
    read.list = layout.kind.or(options.list);
    if !sheet.visible {
        roster.findings.push(Finding::at(Problem::SheetHidden, whole.clone()));
    }
    note_columns(sheet, &layout, &whole, &mut roster.findings);
    if read.list.is_none() {
        roster.findings.push(Finding::at(Problem::ListNotStated, whole));
    }
    let context = Context {
        options,
        layout: &layout,
        sheet: (number, name),
        dates: Dates { on: options.on, from_1904: grid.from_1904 },
        all_text: grid.kind == FileKind::Csv,
    };
    for row in sheet.rows.iter().filter(|row| row.number >= layout.first_row && !row.cells.is_empty()) {
        match row::read_row(&context, row, &mut roster.findings) {
            Some(person) => {
                roster.people.push(person);
                read.people += 1;
            }
            None => read.rows_not_read += 1,
        }
    }
    read
}

fn note_columns(sheet: &Sheet, layout: &Layout, whole: &Place, findings: &mut Vec<Finding>) {
    let at = |row, column| Place { row, column: Some(column), ..whole.clone() };
    let header = |column: u32| {
        let row = sheet.rows.iter().find(|row| row.number == layout.header_row);
        row.and_then(|row| row.cell(column)).map(|cell| cell.value.written()).unwrap_or_default()
    };
    if layout.by_position {
        findings.push(Finding::at(Problem::ColumnsByPosition, whole.clone()));
    }
    if !layout.columns.contains_key(&Column::Name) {
        findings.push(Finding::at(Problem::NameColumnMissing, whole.clone()));
    }
    for (needed, name) in [
        (Column::Birth, "Ngày sinh"),
        (Column::Relation, "Quan hệ với chủ hộ"),
        (Column::PersonalNumber, "CCCD"),
    ] {
        if !layout.columns.contains_key(&needed) {
            findings.push(Finding::at(Problem::ColumnMissing, whole.clone()).with_value(name));
        }
    }
    for column in &layout.unknown {
        findings.push(
            Finding::at(Problem::ColumnUnknown, at(layout.header_row, *column)).with_value(header(*column)),
        );
    }
    for column in &layout.twice {
        findings.push(
            Finding::at(Problem::ColumnTwice, at(layout.header_row, *column)).with_value(header(*column)),
        );
    }
    let used: BTreeSet<u32> = layout.columns.values().copied().collect();
    for column in sheet.hidden_columns.iter().filter(|column| used.contains(column)) {
        findings.push(Finding::at(Problem::ColumnHidden, at(0, *column)));
    }
}

/// The same number in two rows of a list, or the same name, birth and village. Not across lists: who leaves poverty may be
/// near-poor and stand in both.
pub(crate) fn note_twice(people: &[Person], findings: &mut Vec<Finding>) {
    let mut numbers: BTreeMap<(usize, &str), &Person> = BTreeMap::new();
    let mut persons: BTreeMap<(usize, String, String, String), &Person> = BTreeMap::new();
    for person in people {
        if let Some(number) = &person.number
            && let Some(value) = &number.value
        {
            if let Some(first) = numbers.get(&(person.at.sheet, value.digits())) {
                let finding =
                    Finding::at(Problem::NumberTwice, number.at.clone()).with_value(number.written.clone());
                findings.push(finding.with_proposal(Some(first.at.to_string())));
                continue;
            }
            numbers.insert((person.at.sheet, value.digits()), person);
        }
        let (Some(name), Some(birth)) = (&person.name, &person.birth) else { continue };
        let (Some(said), Some(born)) = (&name.value, birth.value) else { continue };
        let village = person.village.as_ref().and_then(|village| village.value.as_deref()).map(search_key);
        let key = (person.at.sheet, name_key(said), born.to_string(), village.unwrap_or_default());
        if let Some(first) = persons.get(&key) {
            let finding = Finding::at(Problem::PersonTwice, name.at.clone()).with_value(name.written.clone());
            findings.push(finding.with_proposal(Some(first.at.to_string())));
            continue;
        }
        persons.insert(key, person);
    }
}
