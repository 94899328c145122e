//! Số liệu mẫu biểu từ số liệu đã niêm phong: the files of a sealed snapshot, counted as any other files are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use engine::figures::{FigurePlan, Level};
use standards::questionnaire::QuestionIndex;
use standards::standard::{ParamValues, PovertyStandard};
use vocab::{Day, Language, said};

use crate::classify::classify;
use crate::failure::Failure;
use crate::figures::{Figured, Figuring, Opened};
use crate::job::{ClassifyJob, Format};
use crate::last_year::LastYear;
use crate::progress::Progress;

/// Where villages and communes are counted: by code, the province and the commune.
pub type Borders = BTreeMap<String, (String, String)>;

/// What is counted of a sealed snapshot. Places are told apart down to villages, whatever the rows are.
#[derive(Clone, Copy, Debug)]
pub struct SealedCount<'a> {
    /// The standard that decided.
    pub standard: &'a PovertyStandard,
    /// Its values on the result day.
    pub params: &'a ParamValues,
    /// First day on which the results hold.
    pub result_day: Day,
    /// The day on which ages are counted.
    pub age_day: Day,
    /// Position of the income test that the campaign fixed.
    pub income_test: Option<usize>,
    /// Households and members of each province.
    pub parts: &'a [[PathBuf; 2]],
    /// The same of last year's snapshot, if there is one.
    pub before: Option<&'a [[PathBuf; 2]]>,
    /// The figures.
    pub plan: &'a FigurePlan,
    /// How far down the rows of the tables go.
    pub level: Level,
    /// In which borders, the same for both years.
    pub borders: &'a Borders,
    /// Outcomes, by position, whose households are wanted with their answers.
    pub listed: &'a [u8],
    /// Only those in these provinces, communes or villages; none is everywhere.
    pub listed_in: &'a [String],
    /// The answers that are wanted of them.
    pub list_questions: &'a [QuestionIndex],
    /// The cell whose households are wanted.
    pub opened: Option<&'a Opened>,
    /// Threads that may work at the same time.
    pub threads: usize,
}

/// What was counted.
#[derive(Clone, Debug, Default)]
pub struct SealedFigures {
    /// The figures.
    pub figured: Figured,
    /// Whether last year's result is there.
    pub has_before: bool,
    /// Households that last year's result has without a determined outcome.
    pub undetermined_before: u64,
}

/// Counts the figures of a sealed snapshot.
///
/// # Errors
/// A file cannot be read, or somebody stopped the work.
pub fn count_sealed(of: &SealedCount<'_>, progress: &Progress) -> Result<SealedFigures, Failure> {
    let folder = tempfile::tempdir().map_err(|error| {
        Failure::io(said!("không tạo được thư mục tạm", "there is no temporary folder"), &error)
    })?;
    let read = |parts| LastYear::of_sealed(parts, of.standard, of.plan, Level::Village, of.borders);
    let last_year = of.before.map(read).transpose()?;
    let figuring = Figuring {
        plan: of.plan,
        level: of.level,
        told_apart: Level::Village,
        last_year: last_year.as_ref(),
        borders: of.borders,
        listed: of.listed,
        listed_in: of.listed_in,
        list_questions: of.list_questions,
        opened: of.opened,
        is_whole: false,
    };
    let mut figured = Figured::default();
    for [households, members] in of.parts {
        let job = ClassifyJob {
            standard: of.standard,
            params: of.params,
            result_day: of.result_day,
            age_day: of.age_day,
            income_test: of.income_test,
            points: None,
            households: households.clone(),
            members: members.clone(),
            out: folder.path().join("classified.parquet"),
            format: Format::Parquet,
            keep: Vec::new(),
            explain: None,
            every_question: false,
            language: Language::Vi,
            skip_bad: false,
            problems: None,
            threads: of.threads,
            metadata: Vec::new(),
            figuring: Some(figuring),
        };
        figured.merge(classify(&job, progress)?.figured);
    }
    figuring.add_gone(&mut figured);
    Ok(SealedFigures {
        figured,
        has_before: last_year.is_some(),
        undetermined_before: last_year.as_ref().map_or(0, |last_year| last_year.undetermined),
    })
}
