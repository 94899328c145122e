//! From Arrow columns to typed answers: the only place that judges raw values.
//!
//! A cell that cannot be an answer is reported with its row, column and a remedy, and is taken as missing: it is never
//! guessed. Values of sensitive questions do not appear in a report.

mod age;
mod append;
mod cells;
mod choices;
mod codes;
mod flags;
mod kind;
mod lanes;
mod numbers;
mod sets;

use std::sync::Arc;

use arrow_schema::Schema;
use standards::AgeQuestions;
use standards::questionnaire::{QuestionIndex, Subject};
use standards::standard::PovertyStandard;
use vocab::{Day, LocalText, said};

use self::age::AgeTable;
pub use self::append::Answers;
pub(crate) use self::append::is_narrow;
use self::kind::Kind;

/// Days that a date answer can be: the years 1 to 9999.
const DAYS: (i64, i64) = (-719_162, 2_932_896);

/// Years that a birth can lie in.
const YEARS: (i64, i64) = (1, 9999);

/// A cell, or a whole column (row 0), that cannot be what the question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whose file it stands in.
    pub of: Subject,
    /// Row as people count it; 0 is the column as a whole.
    pub row: u64,
    /// Column of the file.
    pub column: String,
    /// The value as found; `…` for sensitive questions.
    pub value: String,
    /// What is wrong.
    pub message: LocalText,
    /// What to do.
    pub remedy: LocalText,
}

/// A column of a file that may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedColumn {
    /// Name in the file.
    pub name: String,
    /// The question that it answers.
    pub question: QuestionIndex,
    /// What it should hold, in words.
    pub expected: LocalText,
}

/// What is to be read from files: the wanted questions with the forms that their answers may have.
#[derive(Clone, Debug)]
pub struct Intake {
    wanted: Vec<Wanted>,
    questions: usize,
    text_cells: bool,
}

/// Which columns of a file answer the wanted questions of one subject.
#[derive(Clone, Debug)]
pub struct Binding {
    of: Subject,
    /// Per wanted question, per source: the column's position.
    places: Vec<Vec<Option<usize>>>,
}

/// A wanted question with its possible sources.
#[derive(Clone, Debug)]
struct Wanted {
    question: QuestionIndex,
    of: Subject,
    kind: Kind,
    sources: Vec<Source>,
    ages: Option<Arc<AgeTable>>,
}

/// A column that can answer a question.
#[derive(Clone, Debug)]
struct Source {
    column: String,
    question: QuestionIndex,
    kind: Kind,
    role: Role,
    sensitive: bool,
    /// Another wanted question reads the same column and reports its problems.
    quiet: bool,
}

/// What a source says about its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Itself,
    BirthDate,
    BirthYear,
}

impl Intake {
    /// What the wanted questions of a standard need; ages are counted on the age day.
    pub fn new(standard: &PovertyStandard, wanted: &[QuestionIndex], age_day: Day) -> Intake {
        let all = &standard.questionnaire;
        let known = |q: &&QuestionIndex| usize::from(q.0) < all.questions.len();
        let ages = AgeQuestions::of(all);
        let kind_of = |index: QuestionIndex| match Kind::of(all.get(index)) {
            Kind::Date { .. } if ages.is_some_and(|ages| ages.birth_date == Some(index)) => {
                Kind::Date { latest: Some(age_day) }
            }
            kind => kind,
        };
        let wanted = wanted.iter().filter(known).map(|&index| {
            let (of, kind) = (all.get(index).of, kind_of(index));
            let source = |index: QuestionIndex, role: Role, kind: Kind| Source {
                column: all.get(index).id.clone(),
                question: index,
                kind,
                role,
                sensitive: all.get(index).sensitive,
                quiet: role != Role::Itself && wanted.contains(&index),
            };
            let mut sources = Vec::new();
            if let Some(ages) = ages.filter(|ages| ages.age == index)
                && let Kind::Number { scale: 0, .. } = kind
            {
                let births = [(ages.birth_date, Role::BirthDate), (ages.birth_year, Role::BirthYear)];
                for (birth, role) in births.into_iter().filter_map(|(birth, role)| Some((birth?, role))) {
                    match (kind_of(birth), role) {
                        (kind @ Kind::Date { .. }, Role::BirthDate) => {
                            sources.push(source(birth, role, kind))
                        }
                        (Kind::Number { scale: 0, range }, Role::BirthYear) => {
                            let range = (range.0.max(YEARS.0), range.1.min(YEARS.1));
                            sources.push(source(birth, role, Kind::Number { scale: 0, range }));
                        }
                        _ => {}
                    }
                }
            }
            let ages = (!sources.is_empty()).then(|| Arc::new(AgeTable::new(age_day, kind.range())));
            sources.push(source(index, Role::Itself, kind.clone()));
            Wanted { question: index, of, kind, sources, ages }
        });
        Intake { wanted: wanted.collect(), questions: all.questions.len(), text_cells: false }
    }

    /// Whether all cells are text to be parsed (CSV), also those of numbers and booleans.
    pub fn with_text_cells(mut self, text_cells: bool) -> Intake {
        self.text_cells = text_cells;
        self
    }

    /// The columns that may be read from the file of a subject, each once. An age may stand in three columns.
    pub fn columns(&self, of: Subject) -> Vec<WantedColumn> {
        let mut columns: Vec<WantedColumn> = Vec::new();
        for source in self.of(of).flat_map(|wanted| &wanted.sources) {
            if !columns.iter().any(|column| column.name == source.column) {
                let (name, question) = (source.column.clone(), source.question);
                columns.push(WantedColumn { name, question, expected: source.kind.expected() });
            }
        }
        columns
    }

    /// Finds the wanted columns in a file. Also returns the names of columns that are not there: those answers are
    /// all missing.
    ///
    /// # Errors
    /// A wanted column has a type that cannot answer its question, or stands twice.
    pub fn bind(&self, of: Subject, schema: &Schema) -> Result<(Binding, Vec<String>), Vec<Problem>> {
        let (mut places, mut missing, mut problems) = (Vec::new(), Vec::new(), Vec::<Problem>::new());
        for wanted in self.of(of) {
            let mut of_wanted = Vec::new();
            for source in &wanted.sources {
                let mut found =
                    schema.fields().iter().enumerate().filter(|(_, f)| *f.name() == source.column);
                let first = found.next();
                if let Some(problem) =
                    first.and_then(|(_, f)| self.wrong_type(source, f, found.next().is_some()))
                    && !problems.iter().any(|known| known.column == problem.column)
                {
                    problems.push(Problem { of, ..problem });
                }
                of_wanted.push(first.map(|(at, _)| at));
            }
            if of_wanted.iter().all(Option::is_none)
                && let Some(source) = wanted.sources.last()
            {
                missing.push(source.column.clone());
            }
            places.push(of_wanted);
        }
        if problems.is_empty() { Ok((Binding { of, places }, missing)) } else { Err(problems) }
    }

    fn of(&self, of: Subject) -> impl Iterator<Item = &Wanted> {
        self.wanted.iter().filter(move |wanted| wanted.of == of)
    }

    fn wrong_type(&self, source: &Source, field: &arrow_schema::Field, twice: bool) -> Option<Problem> {
        let (message, remedy) = if twice {
            {
                let column = &source.column;
                (
                    said!("cột `{column}` xuất hiện hai lần", "the column `{column}` stands twice"),
                    said!("bỏ bớt một cột", "leave one of them out"),
                )
            }
        } else if source.kind.accepts(field.data_type(), self.text_cells) {
            return None;
        } else {
            let (column, LocalText { vi, en }) = (&source.column, source.kind.expected());
            let message = said!(
                "cột `{column}` sai kiểu dữ liệu; cột này phải chứa {vi}",
                "the column `{column}` has the wrong type; it must hold {en}"
            );
            (message, source.kind.remedy())
        };
        let value = field.data_type().to_string();
        Some(Problem {
            of: Subject::Household,
            row: 0,
            column: source.column.clone(),
            value,
            message,
            remedy,
        })
    }
}
