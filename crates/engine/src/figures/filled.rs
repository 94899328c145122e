//! Tables with their numbers: counts, what a form calculates from them, and where both differ.

use std::collections::BTreeMap;

use standards::layouts::{Cell, Formula, TableSet};

use super::count::PlaceCounts;
use super::expand::{Heading, headings};
use super::places::Line;
use super::plan::FigurePlan;

/// A table with its numbers.
#[derive(Clone, Debug)]
pub struct FilledTable {
    /// Its number.
    pub number: u16,
    /// Its columns.
    pub headings: Vec<Heading>,
    /// Its rows: one a line, or two where households and people have rows of their own.
    pub rows: Vec<FilledRow>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct FilledRow {
    /// The position of its line.
    pub line: usize,
    /// In a table with both kinds of rows, whether it counts people.
    pub of_people: Option<bool>,
    /// One cell a column.
    pub cells: Vec<FilledCell>,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilledCell {
    /// What stands in it.
    pub value: Value,
    /// So much of it is left open by missing answers.
    pub unclear: u64,
    /// The true count, where the official formula gives another number.
    pub truth: Option<i64>,
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// Nothing is known. Never zero.
    Missing,
    /// A count.
    Count(i64),
    /// A part in percent of a whole; of nothing there is no share.
    Percent(i64, i64),
}

impl Value {
    /// The count, if it is one.
    pub fn count(self) -> Option<i64> {
        if let Value::Count(count) = self { Some(count) } else { None }
    }

    /// A share in percent as spreadsheets calculate it.
    pub fn percent(self) -> Option<f64> {
        match self {
            Value::Percent(part, whole) if whole != 0 => Some(part as f64 / whole as f64 * 100.0),
            _ => None,
        }
    }
}

/// Fills all tables of a set. `has_before` says whether last year's result is there.
pub fn fill(set: &TableSet, plan: &FigurePlan, lines: &[Line], has_before: bool) -> Vec<FilledTable> {
    let Some(whole) = lines.first() else { return Vec::new() };
    let mut tables: Vec<FilledTable> = Vec::new();
    for layout in &set.tables {
        let headings = headings(set, plan, layout, &whole.counts);
        let kinds: &[Option<bool>] = if layout.has_row_kinds { &[Some(false), Some(true)] } else { &[None] };
        let mut rows = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            for of_people in kinds {
                let cell = |heading: &Heading| counted(heading, &line.counts, *of_people, has_before);
                let cells = headings.iter().map(cell).collect();
                rows.push(FilledRow { line: at, of_people: *of_people, cells });
            }
        }
        tables.push(FilledTable { number: layout.number, headings, rows });
    }
    calculate(&mut tables);
    tables
}

/// The cell of a counted column; of a calculated one, its true count for now.
fn counted(heading: &Heading, counts: &PlaceCounts, of_people: Option<bool>, has_before: bool) -> FilledCell {
    let people = usize::from(heading.of_people.or(of_people).unwrap_or(false));
    let figures = heading.counts();
    let of = || figures.iter().filter_map(|at| counts.figures.get(*at));
    let number = |sum: u64| i64::try_from(sum).unwrap_or(i64::MAX);
    let sum = |part: fn(&super::Figure) -> &[u64; 2]| -> u64 {
        of().filter_map(|figure| part(figure).get(people)).sum()
    };
    let known = sum(|figure| &figure.known);
    // Groups that are added up exclude each other: who could be in one could be in any, and counts once.
    let unclear = of().filter_map(|figure| figure.unclear.get(people)).max().copied().unwrap_or_default();
    let nothing = figures.is_empty() && heading.formula.is_none()
        || !figures.is_empty() && of().all(super::Figure::is_missing)
        || heading.needs_before && !has_before;
    if heading.formula.is_some() {
        let truth = (!figures.is_empty() && !nothing && unclear == 0).then(|| number(known));
        return FilledCell { value: Value::Missing, unclear: 0, truth };
    }
    match nothing {
        true => FilledCell { value: Value::Missing, unclear: 0, truth: None },
        false => FilledCell { value: Value::Count(number(known)), unclear, truth: None },
    }
}

/// Where a cell stands: table, line, whether it counts people, column.
type At = (u16, usize, Option<bool>, u16);

/// Calculates formulas over counted cells, and keeps the true count only where it differs.
fn calculate(tables: &mut [FilledTable]) {
    let mut counted: BTreeMap<At, (Value, u64)> = BTreeMap::new();
    for table in &*tables {
        for row in &table.rows {
            for (heading, cell) in table.headings.iter().zip(&row.cells) {
                let key = (table.number, row.line, row.of_people, heading.number);
                counted.insert(key, (cell.value, cell.unclear));
            }
        }
    }
    for table in tables {
        let number = table.number;
        for row in &mut table.rows {
            let (line, kind) = (row.line, row.of_people);
            let read = |cell: Cell| {
                let table = cell.table.unwrap_or(number);
                let any = [kind, None, Some(false)].into_iter();
                any.filter_map(|kind| counted.get(&(table, line, kind, cell.column))).next().copied()
            };
            for (heading, cell) in table.headings.iter().zip(&mut row.cells) {
                let Some(formula) = &heading.formula else { continue };
                let truth = cell.truth;
                cell.value = calculated(formula, read).unwrap_or(match truth {
                    // The form cannot be calculated, but what it asks for was counted.
                    Some(truth) => Value::Count(truth),
                    None => Value::Missing,
                });
                let operands = formula.cells().into_iter().filter_map(read).map(|(_, unclear)| unclear);
                cell.unclear = if cell.value == Value::Missing { 0 } else { operands.sum() };
                cell.truth = truth.filter(|truth| cell.value.count().is_some_and(|value| value != *truth));
            }
        }
    }
}

/// The value of a formula; `None` if a cell that it reads is missing.
pub(super) fn calculated(formula: &Formula, read: impl Fn(Cell) -> Option<(Value, u64)>) -> Option<Value> {
    let count = |cell: Cell| read(cell).and_then(|(value, _)| value.count());
    match formula {
        Formula::Percent(part, whole) => Some(Value::Percent(count(*part)?, count(*whole)?)),
        Formula::Sum(cells) => {
            let signed =
                |(minus, cell): &(bool, Cell)| Some(if *minus { -count(*cell)? } else { count(*cell)? });
            cells.iter().map(signed).sum::<Option<i64>>().map(Value::Count)
        }
    }
}

impl FilledTable {
    /// The position of the row of a line: rows stand in the order of lines, one each or two.
    pub fn row_of(&self, line: usize, of_people: bool) -> usize {
        let has_kinds = self.rows.first().is_some_and(|row| row.of_people.is_some());
        if has_kinds { line * 2 + usize::from(of_people) } else { line }
    }

    /// The cell of a column in the row of a line.
    pub fn cell(&self, line: usize, of_people: bool, column: u16) -> Option<&FilledCell> {
        let row = self.rows.get(self.row_of(line, of_people))?;
        let at = self.headings.iter().position(|heading| heading.number == column)?;
        row.cells.get(at)
    }
}
