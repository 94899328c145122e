//! `chungtay form --format pdf`: the paper form, blank or with last year's answers of one household.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use forms::paper::{Copy, Making, Paper};
use lake::{ClassifyJob, ExplainedHousehold, Format, Progress};
use standards::standard::PovertyStandard;
use vocab::{Citation, Day, Language, said};

use crate::calendar;
use crate::explanation::Numbers;
use crate::failure::Failure;
use crate::progress;
use crate::shelf::Chosen;

/// Whose last year's answers are printed.
#[derive(Debug, Args)]
pub(crate) struct Filled {
    /// Microdata with last year's answers, one row a household (pdf only)
    #[arg(long, value_name = "FILE", requires_all = ["members", "household"])]
    pub(crate) households: Option<PathBuf>,
    /// Microdata with one row a member (pdf only)
    #[arg(long, value_name = "FILE", requires = "households")]
    pub(crate) members: Option<PathBuf>,
    /// Whose form it is: an id of the column household_id (pdf only)
    #[arg(long, value_name = "ID", requires = "households")]
    pub(crate) household: Option<String>,
}

/// What the paper form is made by.
pub(crate) struct Terms<'a> {
    pub(crate) standard: &'a PovertyStandard,
    pub(crate) params: &'a standards::standard::ParamValues,
    pub(crate) result_day: Day,
    pub(crate) age_day: Day,
}

/// The form as PDF.
pub(crate) fn pdf(
    terms: &Terms<'_>,
    chosen: &Chosen,
    filled: &Filled,
    language: Language,
) -> Result<Vec<u8>, Failure> {
    let numbers = Numbers::read(&chosen.shelf.files);
    let cite = |citation: &Citation| numbers.cited(citation, language);
    let making = Making { standard: terms.standard, params: terms.params, language, cite: &cite };
    let copy = match (&filled.households, &filled.members, &filled.household) {
        (Some(households), Some(members), Some(id)) => {
            let found = household(terms, (households, members), id, language)?;
            let copy = Copy { household: Some(found.household_id.clone()), ..Copy::default() };
            making.before(&found.answers, copy)
        }
        _ => Copy::default(),
    };
    reports::paper_form(&Paper::new(&making), &[copy], calendar::today()).map_err(|error| {
        Failure::could_not_run(
            said!("không in được phiếu: {error}", "the form cannot be printed: {error}"),
            said!("báo cho người phát triển", "report it to the developers"),
        )
    })
}

/// All answers of one household. The files are read by the one reader that there is, which classifies what it reads; that
/// result is thrown away.
fn household(
    terms: &Terms<'_>,
    (households, members): (&PathBuf, &PathBuf),
    id: &str,
    language: Language,
) -> Result<ExplainedHousehold, Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::writing(&std::env::temp_dir(), &error))?;
    let job = ClassifyJob {
        standard: terms.standard,
        params: terms.params,
        result_day: terms.result_day,
        age_day: terms.age_day,
        income_test: None,
        points: None,
        households: households.clone(),
        members: members.clone(),
        out: folder.path().join("result.parquet"),
        format: Format::Parquet,
        keep: Vec::new(),
        explain: Some(id.to_owned()),
        every_question: true,
        language,
        skip_bad: true,
        problems: None,
        threads: progress::threads(None)?,
        metadata: Vec::new(),
        figuring: None,
    };
    let counters = Progress::new();
    let summary = progress::watched(&counters, || lake::classify(&job, &counters));
    let summary = match summary {
        Ok(summary) => summary,
        Err(lake::Failure::InputProblems(problems)) => {
            crate::summary::problems(&problems, language, &mut io::stderr().lock());
            return Err(Failure::Input);
        }
        Err(other) => return Err(other.into()),
    };
    let found = summary.explained.ok_or_else(|| {
        Failure::could_not_run(
            said!("hộ {id} không có trong tệp", "the household {id} is not in the file"),
            said!("dùng một mã hộ trong cột household_id", "use an id of the column household_id"),
        )
    })?;
    if found.has_problems {
        let note = said!(
            "lưu ý: hộ {id} có ô dữ liệu sai; các ô đó in như chưa trả lời",
            "note: some cells of the household {id} are bad and are printed as not answered"
        );
        let _ = writeln!(io::stderr(), "{}", note.get(language));
    }
    Ok(found)
}
