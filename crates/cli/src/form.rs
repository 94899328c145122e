//! `chungtay form`: the questionnaire of a standard as a form for telephones, for spreadsheets or on paper.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use engine::judge::Judge;
use forms::{Form, Terms};
use vocab::{Day, Language, said};

use crate::deciding::{self, Deciding};
use crate::failure::Failure;
use crate::form_paper::{self, Filled};
use crate::packs;
use crate::shelf::{Shelf, unreadable};

/// Options of `form`.
#[derive(Debug, Args)]
pub(crate) struct FormOptions {
    /// Id of a standard, or a folder
    #[arg(long, value_name = "ID|DIR")]
    pub(crate) standard: String,
    /// What to write
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: FormFormat,
    /// The form
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// First day on which the result is valid; without it the last day that the standard covers
    #[arg(long, value_name = "DAY")]
    pub(crate) result_day: Option<Day>,
    /// Day on which ages are counted; without it the result day
    #[arg(long, value_name = "DAY")]
    pub(crate) age_day: Option<Day>,
    /// The income test to use; without it the first one of the standard whose answer is there
    #[arg(long, value_name = "TEST")]
    pub(crate) income_test: Option<String>,
    /// Table of points (CSV or XLSX); without it the newest imported one
    #[arg(long, value_name = "FILE")]
    pub(crate) points: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) filled: Filled,
}

/// Format of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormFormat {
    /// For ODK Collect and every other OpenRosa client
    Xform,
    /// For spreadsheets and pyxform
    Xlsform,
    /// On paper, in the language of --lang
    Pdf,
}

/// Runs the command.
pub(crate) fn form(
    options: &FormOptions,
    shelf: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let chosen = Shelf::choose(&options.standard, shelf)?;
    let standard = packs::loaded(&chosen)?;
    let deciding = Deciding {
        result_day: options.result_day,
        age_day: options.age_day,
        income_test: options.income_test.as_deref(),
        points: options.points.as_deref(),
    };
    let (result_day, age_day) = deciding.days(&standard)?;
    let params = deciding::params(&standard, result_day)?;
    let income_test = deciding.income_test(&standard)?;
    let file = options.out.as_path();
    if options.format == FormFormat::Pdf {
        let terms = form_paper::Terms { standard: &standard, params: &params, result_day, age_day };
        let pdf = form_paper::pdf(&terms, &chosen, &options.filled, language)?;
        std::fs::write(file, pdf).map_err(|error| Failure::writing(file, &error))?;
        let (id, file) = (&standard.id, file.display());
        let done = said!("phiếu giấy {id}: {file}", "paper form {id}: {file}");
        return packs::write_line(out, done.get(language));
    }
    if options.filled.households.is_some() {
        return Err(Failure::could_not_run(
            said!(
                "chỉ phiếu giấy in được câu trả lời năm trước",
                "only a paper form has last year's answers printed"
            ),
            said!(
                "ghi --format pdf; điện thoại nhận chúng từ máy chủ",
                "give --format pdf; telephones get them from the server"
            ),
        ));
    }
    let table = deciding.point_table(&standard, &chosen)?;
    let judge = Judge::new(&standard, params.clone(), income_test, table.as_ref());
    let terms = Terms { result_day, age_day, params: &params, income_test, total: judge.total() };
    let form = Form::new(&standard, &terms).map_err(|findings| unreadable(&findings))?;
    match options.format {
        FormFormat::Xform => {
            std::fs::write(file, form.xform()).map_err(|error| Failure::writing(file, &error))?
        }
        FormFormat::Xlsform => crate::form_sheets::write(&form, file)?,
        FormFormat::Pdf => {}
    }
    let (id, version, file) = (&form.id, &form.version, file.display());
    let done = said!("phiếu {id}, phiên bản {version}: {file}", "form {id}, version {version}: {file}");
    packs::write_line(out, done.get(language))
}
