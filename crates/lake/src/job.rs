//! What is asked of a classification of two files, and what it answers.

use std::path::PathBuf;

use standards::HouseholdAnswers;
use standards::points::PointTable;
use standards::standard::{ParamValues, PovertyStandard};
use vocab::{Day, Language, LocalText};

use crate::failure::InputProblems;
use crate::figures::{Figured, Figuring};

/// Phân loại hộ: two files of microdata, a standard, and where the result goes.
#[derive(Clone, Debug)]
pub struct ClassifyJob<'a> {
    /// The standard that decides.
    pub standard: &'a PovertyStandard,
    /// The values of the standard on the result day.
    pub params: &'a ParamValues,
    /// First day on which the result is valid.
    pub result_day: Day,
    /// The day on which ages are counted.
    pub age_day: Day,
    /// Position of the income test that was asked for.
    pub income_test: Option<usize>,
    /// Imported points of the proxy score.
    pub points: Option<&'a PointTable>,
    /// One row a household.
    pub households: PathBuf,
    /// One row a member.
    pub members: PathBuf,
    /// The result.
    pub out: PathBuf,
    /// Its format.
    pub format: Format,
    /// Further columns of the households file that go into the result.
    pub keep: Vec<String>,
    /// The household whose answers are wanted back.
    pub explain: Option<String>,
    /// Every question is read, not only those that decide: its answers are wanted back as a whole.
    pub every_question: bool,
    /// The language of the file of problems.
    pub language: Language,
    /// Households with problems are left out instead of refusing the whole file.
    pub skip_bad: bool,
    /// Lists all problems, as CSV.
    pub problems: Option<PathBuf>,
    /// Threads that may work at the same time.
    pub threads: usize,
    /// Further keys and values for the metadata of a Parquet result.
    pub metadata: Vec<(String, String)>,
    /// What is counted for official tables in the same pass.
    pub figuring: Option<Figuring<'a>>,
}

/// The format of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet, Snappy.
    #[default]
    Parquet,
    /// CSV, UTF-8, comma.
    Csv,
    /// One sheet of an Excel workbook.
    Xlsx,
}

impl Format {
    /// The format that a file name asks for; Parquet if it asks for none.
    pub fn of_path(path: &std::path::Path) -> Format {
        match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("csv") => Format::Csv,
            Some("xlsx") => Format::Xlsx,
            _ => Format::Parquet,
        }
    }
}

/// What was classified.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Households in the result.
    pub households: u64,
    /// Their members.
    pub members: u64,
    /// Households left out because of problems.
    pub skipped_households: u64,
    /// Counts of the result.
    pub counts: Counts,
    /// The same by unit, in the order of codes.
    pub by_unit: Vec<UnitCounts>,
    /// Households where two income tests disagree.
    pub income_tests_disagree: u64,
    /// Remarks on how the files were read.
    pub notes: Vec<LocalText>,
    /// Problems, if bad households were left out.
    pub problems: InputProblems,
    /// The household whose answers were wanted, if it is there.
    pub explained: Option<ExplainedHousehold>,
    /// What was counted for official tables.
    pub figured: Figured,
}

/// Households by result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By position of the outcome in the standard.
    pub outcomes: Vec<u64>,
    /// Undetermined.
    pub undetermined: u64,
    /// Certainly deprived, by position of the indicator.
    pub deprived: Vec<u64>,
    /// By position of the income band.
    pub income_bands: Vec<u64>,
    /// No income band is known.
    pub income_band_unknown: u64,
}

/// Households of a commune by outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitCounts {
    /// `province_code` as in the file.
    pub province_code: Option<String>,
    /// `commune_code` as in the file.
    pub commune_code: Option<String>,
    /// By position of the outcome in the standard.
    pub outcomes: Vec<u64>,
    /// Undetermined.
    pub undetermined: u64,
}

/// The answers of the household that was asked for, as the classifier used them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedHousehold {
    /// Its id as in the file.
    pub household_id: String,
    /// Its answers and those of its members.
    pub answers: HouseholdAnswers,
    /// `member_no` of each member; their position where the file has none.
    pub member_nos: Vec<String>,
    /// Whether some of its cells had problems: those answers count as missing here.
    pub has_problems: bool,
}
