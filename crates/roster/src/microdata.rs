//! Dữ liệu vi mô: two flat files, households and members, whose columns are named by question id, read as a list.
//!
//! A member with `full_name` is a person as a row of a list is one; `household_id` says who belongs together. What the
//! other columns say is kept as it is written, with the address of its cell, until somebody names the campaign whose
//! questions they answer.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::cells::Dates;
use crate::column::Column;
use crate::finding::Finding;
use crate::grid::{Grid, Place, Row, Sheet};
use crate::household::{Household, check};
use crate::layout::Layout;
use crate::person::{Person, Written};
use crate::problem::Problem;
use crate::read::{Options, Roster, SheetRead, note_twice};
use crate::reference::CodeList;
use crate::row::{self, Context};
use crate::text;

/// What begins two files that were put together.
const MARK: &[u8] = b"chungtay/microdata/1\n";

/// A column of one row, as it is written.
pub type Cells = BTreeMap<String, Written<String>>;

/// What the two files say of a household besides its people.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Its row of `households`, by column.
    pub household: Cells,
    /// The rows of its people, in the order of [`Household::people`], by column.
    pub members: Vec<Cells>,
}

/// Households and members as one sequence of bytes, for whatever keeps or hashes one file.
pub fn joined(households: &[u8], members: &[u8]) -> Vec<u8> {
    [MARK, &(households.len() as u64).to_be_bytes(), households, members].concat()
}

/// The two files of [`joined`]; `None` is any other file.
pub fn parted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.strip_prefix(MARK)?.split_first_chunk::<8>()?;
    rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)
}

/// Reads two files of microdata. The codes of ethnic groups are those of the questionnaire, which are the ones in use.
pub fn read_microdata(households: &Grid, members: &Grid, options: &Options<'_>) -> Roster {
    let options = Options { ethnic_codes: Some(CodeList::Of2008), ..*options };
    let mut reading = Reading { roster: Roster::default() };
    let of_households = Table::of(households, 1, "households");
    let of_members = Table::of(members, 2, "members");
    let ids = reading.ids(&of_households, &["household_id"]);
    reading.ids(&of_members, &["household_id", "full_name"]);
    if let (Some(of_households), Some(of_members), true) = (of_households, of_members, ids) {
        reading.people(&of_households, &of_members, &options);
    }
    let mut roster = reading.roster;
    note_twice(&roster.people, &mut roster.findings);
    roster.findings.sort_by(|a, b| (&a.at, a.problem).cmp(&(&b.at, b.problem)));
    roster
}

/// A file whose first row names its columns.
struct Table<'a> {
    place: (usize, Arc<str>),
    columns: BTreeMap<String, u32>,
    twice: Vec<(u32, String)>,
    rows: &'a [Row],
}

impl<'a> Table<'a> {
    fn of(grid: &'a Grid, number: usize, name: &str) -> Option<Table<'a>> {
        let Sheet { rows, .. } = grid.sheets.first()?;
        let (names, rows) = rows.split_first()?;
        let (mut columns, mut twice) = (BTreeMap::new(), Vec::new());
        for cell in &names.cells {
            let written = cell.value.written().trim().to_owned();
            match columns.entry(written) {
                Entry::Occupied(known) => twice.push((cell.column, known.key().clone())),
                Entry::Vacant(new) => drop(new.insert(cell.column)),
            }
        }
        Some(Table { place: (number, Arc::from(name)), columns, twice, rows })
    }

    fn at(&self, row: u32, column: Option<u32>) -> Place {
        Place { sheet: self.place.0, name: Arc::clone(&self.place.1), row, column }
    }

    /// The cells of a row by the names of their columns; empty ones are not there.
    fn cells(&self, row: &Row) -> Cells {
        let cell = |(name, column): (&String, &u32)| {
            let written = row.cell(*column)?.value.written();
            let value = text::clean(&written).0;
            let at = self.at(row.number, Some(*column));
            (!value.is_empty()).then(|| (name.clone(), Written { at, written, value: Some(value) }))
        };
        self.columns.iter().filter_map(cell).collect()
    }

    /// Where the columns stand that make a person. Who has no day of birth may have a year.
    fn layout(&self, has_day: bool) -> Layout {
        let birth = if has_day { "birth_date" } else { "birth_year" };
        let named = [
            (Column::Name, "full_name"),
            (Column::Relation, "relationship"),
            (Column::Birth, birth),
            (Column::Sex, "sex"),
            (Column::PersonalNumber, "id_number"),
            (Column::EthnicGroup, "ethnic_group"),
            (Column::Age, "age"),
        ];
        let at = |(column, name): (Column, &str)| Some((column, *self.columns.get(name)?));
        Layout {
            kind: None,
            columns: named.into_iter().filter_map(at).collect(),
            first_row: 2,
            header_row: 1,
            by_position: false,
            unknown: Vec::new(),
            twice: Vec::new(),
        }
    }
}

struct Reading {
    roster: Roster,
}

impl Reading {
    fn note(&mut self, problem: Problem, at: Place, value: &str) {
        self.roster.findings.push(Finding::at(problem, at).with_value(value));
    }

    /// Whether the columns are there without which nothing can be said.
    fn ids(&mut self, table: &Option<Table<'_>>, needed: &[&str]) -> bool {
        let Some(table) = table else {
            self.roster.findings.push(Finding::of_file(Problem::NotATable));
            return false;
        };
        for (column, name) in &table.twice {
            self.note(Problem::ColumnTwice, table.at(1, Some(*column)), name);
        }
        let missing: Vec<&str> =
            needed.iter().copied().filter(|name| !table.columns.contains_key(*name)).collect();
        for name in &missing {
            let problem = match *name {
                "full_name" => Problem::MembersNameless,
                _ => Problem::IdColumnMissing,
            };
            self.note(problem, table.at(1, None), name);
        }
        !missing.contains(&"household_id")
    }

    fn people(&mut self, households: &Table<'_>, members: &Table<'_>, options: &Options<'_>) {
        let (Some(_), Some(_)) = (members.columns.get("household_id"), members.columns.get("full_name"))
        else {
            return;
        };
        let mut rows: BTreeMap<String, Cells> = BTreeMap::new();
        let mut order = Vec::new();
        for row in households.rows {
            let cells = households.cells(row);
            let at = households.at(row.number, None);
            match id_of(&cells) {
                None => self.note(Problem::HouseholdIdMissing, at, ""),
                Some(id) if rows.contains_key(&id) => self.note(Problem::HouseholdIdTwice, at, &id),
                Some(id) => {
                    order.push((id.clone(), at));
                    rows.insert(id, cells);
                }
            }
        }
        let mut belonging: BTreeMap<String, (Household, Answers)> = BTreeMap::new();
        let (by_year, by_day) = (members.layout(false), members.layout(true));
        let mut numbers = BTreeSet::new();
        for row in members.rows {
            let cells = members.cells(row);
            let at = members.at(row.number, None);
            let Some(id) = id_of(&cells) else {
                self.note(Problem::HouseholdIdMissing, at, "");
                continue;
            };
            let Some(household) = rows.get(&id) else {
                self.note(Problem::HouseholdIdUnknown, at, &id);
                continue;
            };
            let layout = if cells.contains_key("birth_date") { &by_day } else { &by_year };
            let context = Context {
                options,
                layout,
                sheet: members.place.clone(),
                dates: Dates { on: options.on, from_1904: false },
                all_text: true,
            };
            let read = row::read_row(&context, row, &mut self.roster.findings);
            let Some(mut person) = read else { continue };
            if let Some(number) = cells.get("member_no")
                && !numbers.insert((id.clone(), number.written.clone()))
            {
                self.note(Problem::MemberNumberTwice, number.at.clone(), &number.written);
            }
            person.is_head = is_head(&cells);
            place(&mut person, household);
            let position = self.roster.people.len();
            self.roster.people.push(person);
            let (of, answers) = belonging.entry(id).or_default();
            of.people.push(position);
            of.head = of.head.or_else(|| is_head(&cells).then_some(position));
            answers.members.push(cells);
        }
        for (id, at) in order {
            let Some((household, mut answers)) = belonging.remove(&id) else {
                self.note(Problem::HouseholdEmpty, at, &id);
                continue;
            };
            check(&self.roster.people, &household, &mut self.roster.findings);
            answers.household = rows.remove(&id).unwrap_or_default();
            self.roster.households.push(household);
            self.roster.answers.push(answers);
        }
        for table in [households, members] {
            self.roster.sheets.push(SheetRead {
                name: table.place.1.to_string(),
                is_list: true,
                list: None,
                people: if table.place.0 == 2 { self.roster.people.len() } else { 0 },
                rows_not_read: 0,
            });
        }
    }
}

fn id_of(cells: &Cells) -> Option<String> {
    cells.get("household_id").and_then(|id| id.value.clone())
}

fn is_head(cells: &Cells) -> bool {
    cells.get("relationship").is_some_and(|relation| relation.written.trim() == "head")
}

/// Where a person lives stands in the row of the household.
fn place(person: &mut Person, household: &Cells) {
    let cell = |names: &[&str]| names.iter().find_map(|name| household.get(*name)).cloned();
    person.province = cell(&["province_code"]);
    person.commune_code = cell(&["commune_code"]);
    person.village = cell(&["village", "village_code"]);
    person.address = cell(&["current_address", "permanent_address"]);
}
