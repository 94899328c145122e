//! One row to one person: looks up the cell of each column, reads it, and keeps every problem.

use std::collections::BTreeMap;
use std::sync::Arc;

use vocab::Day;

use crate::cells::{self, Birth, Dates, Reading};
use crate::column::Column;
use crate::finding::Finding;
use crate::grid::{Cell, Place, Row, Value};
use crate::layout::Layout;
use crate::matching::name_key;
use crate::person::{Person, Written};
use crate::problem::Problem;
use crate::read::Options;
use crate::reference::{EthnicGroup, Meaning};
use crate::text;

/// What holds for all rows of a sheet.
pub(crate) struct Context<'a> {
    pub(crate) options: &'a Options<'a>,
    pub(crate) layout: &'a Layout,
    pub(crate) sheet: (usize, Arc<str>),
    pub(crate) dates: Dates,
    /// Whether every cell is text, as in a CSV: then a number as text is nothing to mend.
    pub(crate) all_text: bool,
}

impl Context<'_> {
    pub(crate) fn place(&self, row: u32, column: Option<u32>) -> Place {
        Place { sheet: self.sheet.0, name: Arc::clone(&self.sheet.1), row, column }
    }
}

/// The cells of a row by what they mean.
pub(crate) struct RowReader<'a> {
    context: &'a Context<'a>,
    row: &'a Row,
    cells: BTreeMap<Column, &'a Cell>,
    findings: &'a mut Vec<Finding>,
}

/// The person of a row, or nothing if no name stands in it.
pub(crate) fn read_row(context: &Context<'_>, row: &Row, findings: &mut Vec<Finding>) -> Option<Person> {
    let by_column: BTreeMap<u32, &Cell> = row.cells.iter().map(|cell| (cell.column, cell)).collect();
    let cells: BTreeMap<Column, &Cell> = context
        .layout
        .columns
        .iter()
        .filter_map(|(column, at)| by_column.get(at).map(|cell| (*column, *cell)))
        .collect();
    let at = context.place(row.number, None);
    // A head's name alone, merged over a household, makes no person; a birth or a number without a name does.
    let about_a_person = [Column::Name, Column::Birth, Column::PersonalNumber, Column::Relation];
    if !about_a_person.iter().any(|column| cells.get(column).is_some_and(|cell| !cell.value.is_blank())) {
        let shown = row.cells.iter().map(|cell| cell.value.written()).collect::<Vec<_>>().join(" | ");
        findings.push(Finding::at(Problem::RowNotRead, at).with_value(shown));
        return None;
    }
    if row.hidden {
        findings.push(Finding::at(Problem::RowHidden, at));
    }
    let mut reader = RowReader { context, row, cells, findings };
    reader.note_cells();
    Some(reader.person())
}

impl RowReader<'_> {
    fn person(&mut self) -> Person {
        use Column as C;
        let number = self.read(C::PersonalNumber, |context, value| {
            cells::read_personal_number(value, &context.options.lists.provinces)
        });
        let relation = self.text(C::Relation);
        let (name, head_name) = (self.name(C::Name), self.name(C::HeadName));
        let is_head = match &relation {
            Some(relation) => cells::is_head(&relation.written),
            None => is_named_as_head(&name, &head_name),
        };
        let person = Person {
            at: self.context.place(self.row.number, None),
            list: self.context.layout.kind.or(self.context.options.list),
            name,
            head_name,
            is_head,
            relation,
            birth: self.read(C::Birth, |context, value| cells::read_birth(value, context.dates)),
            sex: self.read(C::Sex, |_, value| cells::read_sex(&value.written())),
            number,
            ethnic_group: self.ethnic_group(),
            province: self.text(C::Province),
            district: self.text(C::District),
            district_code: self.text(C::DistrictCode),
            commune: self.text(C::Commune),
            commune_code: self.text(C::CommuneCode),
            village: self.text(C::Village),
            address: self.text(C::Address),
            class: self.read(C::Class, |_, value| cells::read_class(&value.written())),
            decision_number: self.text(C::DecisionNumber),
            decision_day: self.read(C::DecisionDay, |context, value| day(value, context.dates)),
            b1_points: self.count(C::B1),
            b2_points: self.count(C::B2),
            minority: self.read(C::Minority, |_, value| cells::read_flag(value)),
            no_labour: self.read(C::NoLabour, |_, value| cells::read_flag(value)),
            merit: self.read(C::Merit, |_, value| cells::read_flag(value)),
            cause: self.text(C::Cause),
            age: self.count(C::Age),
            household_size: self.count(C::Size),
            remarks: self.text(C::Remarks),
            serial: self.text(C::Serial),
        };
        self.compare(&person);
        person
    }

    /// Formulas, merged areas and errors of the spreadsheet, whatever the column means.
    fn note_cells(&mut self) {
        for cell in self.cells.values() {
            let at = self.context.place(self.row.number, Some(cell.column));
            let mut note = |problem| {
                self.findings.push(Finding::at(problem, at.clone()).with_value(cell.value.written()));
            };
            match (&cell.value, cell.formula) {
                (Value::Nothing, true) => note(Problem::FormulaEmpty),
                (Value::Fault(_), _) => note(Problem::CellFault),
                (_, true) => note(Problem::Formula),
                _ => {}
            }
            if cell.merged_from.is_some() {
                note(Problem::Merged);
            }
        }
    }

    fn read<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(&Context<'_>, &Value) -> Reading<T>,
    ) -> Option<Written<T>> {
        let cell = self.cells.get(&column)?;
        if cell.value.is_blank() {
            return None;
        }
        let at = self.context.place(self.row.number, Some(cell.column));
        let written = cell.value.written();
        if matches!(cell.value, Value::Fault(_)) {
            return Some(Written { at, written, value: None });
        }
        let reading = read(self.context, &cell.value);
        for problem in reading.problems {
            let finding = Finding::at(problem, at.clone()).with_value(written.clone());
            self.findings.push(finding.with_proposal(reading.proposal.clone()));
        }
        Some(Written { at, written, value: reading.value })
    }

    fn text(&mut self, column: Column) -> Option<Written<String>> {
        self.read(column, |_, value| {
            let (text, problems) = text::clean(&value.written());
            Reading { value: Some(text), problems, proposal: None }
        })
    }

    fn count(&mut self, column: Column) -> Option<Written<i64>> {
        self.read(column, |context, value| cells::read_count(value, context.all_text))
    }

    fn name(&mut self, column: Column) -> Option<Written<String>> {
        self.read(column, |_, value| {
            let (text, mut problems) = text::clean(&value.written());
            problems.extend(cells::check_name(&text));
            Reading { value: Some(text), problems, proposal: None }
        })
    }

    fn ethnic_group(&mut self) -> Option<Written<EthnicGroup>> {
        self.read(Column::EthnicGroup, |context, value| {
            let options = context.options;
            match options.lists.ethnic_groups.meaning(&value.written(), options.ethnic_codes) {
                Meaning::One(group) => Reading::clean(group),
                Meaning::Two(old, new) => Reading {
                    proposal: Some(format!("1979: {}; 2008: {}", old.name, new.name)),
                    ..Reading::failed(Problem::EthnicAmbiguous)
                },
                Meaning::None => Reading::failed(Problem::EthnicUnknown),
            }
        })
    }

    /// What one cell of the row says against another.
    fn compare(&mut self, person: &Person) {
        if person.name.is_none() {
            self.note(
                Problem::NameMissing,
                self.context.layout.columns.get(&Column::Name).copied(),
                String::new(),
            );
        }
        let birth = person.birth.as_ref().and_then(|birth| birth.value);
        if let Some(number) = &person.number
            && let Some(value) = &number.value
        {
            let sex = person.sex.as_ref().and_then(|sex| sex.value);
            for problem in cells::check_number(value, sex, birth, &self.context.options.lists.provinces) {
                self.note(problem, number.at.column, number.written.clone());
            }
        }
        if let Some(age) = &person.age
            && let (Some(years), Some(birth)) = (age.value, birth)
            // Lists count years of age in two ways, a year apart.
            && (i64::from(self.context.dates.on.year() - birth.year()) - years).abs() > 1
        {
            self.note(Problem::AgeDisagrees, age.at.column, age.written.clone());
        }
    }

    fn note(&mut self, problem: Problem, column: Option<u32>, value: String) {
        let at = self.context.place(self.row.number, column);
        self.findings.push(Finding::at(problem, at).with_value(value));
    }
}

/// Where the relationship is empty, the row whose name is the head's name is the head.
fn is_named_as_head(name: &Option<Written<String>>, head: &Option<Written<String>>) -> bool {
    let said = |written: &Option<Written<String>>| written.as_ref().and_then(|written| written.value.clone());
    said(name).zip(said(head)).is_some_and(|(name, head)| name_key(&name) == name_key(&head))
}

/// A day of a decision: the same ways of writing, but a year alone is not enough.
fn day(value: &Value, dates: Dates) -> Reading<Day> {
    let reading = cells::read_birth(value, dates);
    match reading.value {
        Some(Birth::Day(day)) => {
            Reading { value: Some(day), problems: reading.problems, proposal: reading.proposal }
        }
        Some(_) => Reading::failed(Problem::DateUnreadable),
        None => Reading { value: None, problems: reading.problems, proposal: None },
    }
}
