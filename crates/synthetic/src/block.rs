//! A run of households as two tables.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::SchemaRef;
use standards::questionnaire::{AnswerKind, QuestionIndex, Subject};

use crate::columns::Column;
use crate::household::Household;
use crate::population::Population;
use crate::roles::Role;

/// The two tables of a block while they grow.
pub(crate) struct Block<'a> {
    population: &'a Population,
    ids: Vec<i64>,
    places: [StringBuilder; 4],
    households: Vec<Column>,
    member_households: Vec<i64>,
    member_numbers: Vec<i64>,
    members: Vec<Column>,
    text: String,
}

impl<'a> Block<'a> {
    /// An empty block for so many households.
    pub(crate) fn new(population: &'a Population, len: usize) -> Block<'a> {
        let of = |subject: Subject, rows: usize| {
            let wanted = population.positions.iter().filter(|at| population.question(**at).of == subject);
            let is_text = |at: &QuestionIndex| matches!(population.question(*at).kind, AnswerKind::Text);
            wanted.map(|at| Column::new(*at, is_text(at), rows)).collect()
        };
        Block {
            population,
            ids: Vec::with_capacity(len),
            places: [(); 4].map(|()| StringBuilder::new()),
            households: of(Subject::Household, len),
            member_households: Vec::with_capacity(len * 4),
            member_numbers: Vec::with_capacity(len * 4),
            members: of(Subject::Member, len * 4),
            text: String::new(),
        }
    }

    /// Adds households with their members.
    pub(crate) fn push(&mut self, batch: &[Household<'_>]) {
        let [province, commune, of_village, zone] = &mut self.places;
        for household in batch {
            self.ids.push(household.id as i64);
            let village = household.village;
            province.append_value(household.province);
            commune.append_value(&village.commune.code);
            self.text.clear();
            village.write_code(&mut self.text);
            of_village.append_value(&self.text);
            zone.append_value(village.zone.code());
            for row in 1..=household.members.len() {
                self.member_households.push(household.id as i64);
                self.member_numbers.push(row as i64);
            }
        }
        for column in &mut self.households {
            for household in batch {
                push_answer(column, self.population, household, 0, &mut self.text);
            }
        }
        for column in &mut self.members {
            for household in batch {
                for row in 1..=household.members.len() {
                    push_answer(column, self.population, household, row, &mut self.text);
                }
            }
        }
    }

    /// Both tables.
    pub(crate) fn finish(self) -> (RecordBatch, RecordBatch) {
        let population = self.population;
        let ids = |ids: Vec<i64>| Arc::new(Int64Array::from(ids)) as ArrayRef;
        let mut households = vec![ids(self.ids)];
        households.extend(self.places.into_iter().map(|mut texts| Arc::new(texts.finish()) as ArrayRef));
        let finished = |column: Column| {
            let kind = &population.question(column.question).kind;
            column.finish(kind)
        };
        households.extend(self.households.into_iter().map(finished));
        let mut members = vec![ids(self.member_households), ids(self.member_numbers)];
        members.extend(self.members.into_iter().map(finished));
        (batch(&population.schema_of_households, households), batch(&population.schema_of_members, members))
    }
}

#[inline]
fn push_answer(
    column: &mut Column,
    population: &Population,
    household: &Household<'_>,
    row: usize,
    text: &mut String,
) {
    let cell = household.cell(row, column.question);
    if !column.is_text {
        column.push(cell);
    } else if let Some(role) = Role::of_cell(cell) {
        text.clear();
        population.text(role, household, row, text);
        column.texts.append_value(&*text);
    } else {
        column.texts.append_null();
    }
}

#[allow(clippy::expect_used)] // the columns were made for this schema, row by row
fn batch(schema: &SchemaRef, columns: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(Arc::clone(schema), columns).expect("columns of the schema, of equal length")
}
