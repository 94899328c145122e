//! `chungtay report`: the official tables of a yearly review from two files of microdata, as XLSX and PDF, and on screen.

mod borders;
mod given;
mod json;
mod lists;
mod opened;
mod place;
mod print;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use engine::figures::{FigurePlan, FilledTable, Level, differences, fill, lines};
use lake::{ClassifyJob, Figuring, LastYear, Progress, Summary};
use reports::official;
use standards::units::Units;
use vocab::{Day, Language, LocalText, said};

use crate::failure::{Failure, printing};
use crate::{progress, summary};
use given::Given;

/// Options of `report`.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Id of a standard, or a folder
    #[arg(long, value_name = "ID|DIR")]
    standard: String,
    /// One row a household: Parquet or CSV
    #[arg(long, value_name = "FILE")]
    households: PathBuf,
    /// One row a member: Parquet or CSV
    #[arg(long, value_name = "FILE")]
    members: PathBuf,
    /// Last year's result, as `classify` or `report` wrote it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["previous_households", "previous_members"])]
    previous: Option<PathBuf>,
    /// Last year's households, classified first
    #[arg(long, value_name = "FILE", requires = "previous_members")]
    previous_households: Option<PathBuf>,
    /// Last year's members
    #[arg(long, value_name = "FILE", requires = "previous_households")]
    previous_members: Option<PathBuf>,
    /// First day on which last year's result was valid; without it a year before this result day
    #[arg(long, value_name = "DAY")]
    previous_result_day: Option<Day>,
    /// Folder for the tables and the classified households
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Rows of the tables
    #[arg(long, value_name = "LEVEL", default_value = "commune")]
    by: By,
    /// Only these provinces, communes or villages, by code: any area
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    area: Vec<String>,
    /// Name of the area for the heading
    #[arg(long, value_name = "TEXT")]
    area_name: Option<String>,
    /// Numbers of the tables; 14 and 15 are the detailed lists. Without it the summary tables
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    table: Vec<u16>,
    /// Formats of the tables
    #[arg(long, value_name = "FORMAT,…", value_delimiter = ',', default_value = "xlsx,pdf")]
    format: Vec<Paper>,
    /// Show the ids of the households behind a cell: TABLE/CODE/COLUMN, `all` for the whole, `/people` for the row of people
    #[arg(long, value_name = "CELL")]
    open: Option<String>,
    /// First day on which the result is valid; without it the last day that the standard covers
    #[arg(long, value_name = "DAY")]
    result_day: Option<Day>,
    /// Day on which ages are counted; without it the result day
    #[arg(long, value_name = "DAY")]
    age_day: Option<Day>,
    /// Day whose administrative units the codes mean; without it the result day
    #[arg(long, value_name = "DAY")]
    units_on: Option<Day>,
    /// Day whose units the codes of last year's result mean; without it as this year's
    #[arg(long, value_name = "DAY")]
    previous_units_on: Option<Day>,
    /// Count in the borders of this day; without it as the codes are
    #[arg(long, value_name = "DAY")]
    borders_on: Option<Day>,
    /// The income test to use; without it the first one of the standard whose answer is there
    #[arg(long, value_name = "TEST")]
    income_test: Option<String>,
    /// Table of points (CSV or XLSX); without it the newest imported one
    #[arg(long, value_name = "FILE")]
    points: Option<PathBuf>,
    /// Set of tables of the pack
    #[arg(long, value_name = "ID", default_value = "yearly")]
    tables: String,
    /// Day on the tables; without it today
    #[arg(long, value_name = "DAY")]
    made_on: Option<Day>,
    /// Threads that work at the same time
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// One JSON object on standard output
    #[arg(long)]
    json: bool,
}

/// Rows of the tables.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// Villages
    Village,
    /// Communes
    Commune,
    /// Provinces
    Province,
}

impl By {
    fn level(self) -> Level {
        match self {
            By::Village => Level::Village,
            By::Commune => Level::Commune,
            By::Province => Level::Province,
        }
    }
}

/// A format of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Paper {
    /// One workbook with a sheet a table
    Xlsx,
    /// PDF/A, a file a table
    Pdf,
}

/// The classified households among the files: next year's `--previous`.
const CLASSIFIED: &str = "ket-qua-phan-loai.parquet";
const WORKBOOK: &str = "mau-bieu.xlsx";

/// Runs the command.
pub(crate) fn report(
    options: &Report,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let given = Given::read(options, packs)?;
    let plan = FigurePlan::new(&given.set);
    fs::create_dir_all(&options.out).map_err(|error| Failure::writing(&options.out, &error))?;
    let level = options.by.level();
    let borders = borders::read(options, &given)?;
    let last_year = last_year(options, &given, &plan, &borders.previous, language)?;
    let wanted_cell = options.open.as_deref().map(opened::parse).transpose()?;
    let classified = options.out.join(CLASSIFIED);
    let listed = lists::outcomes(&given, options);
    let questions = official::list_questions(&given.set, &given.standard, &listed);
    let figuring = Figuring {
        plan: &plan,
        level,
        told_apart: level,
        last_year: last_year.as_ref(),
        borders: &borders.now,
        listed: &listed,
        listed_in: &[],
        list_questions: &questions,
        opened: None,
        is_whole: true,
    };
    let done = classify(options, &given, (figuring, &classified), language)?;
    let mut figured = done.figured;
    place::keep(&mut figured, &options.area)?;
    let lines = lines(&plan, &figured.counts, level);
    let tables = fill(&given.set, &plan, &lines, last_year.is_some());
    let found = differences(&given.set.checks, &tables, lines.len());
    let places = place::names(&given, &lines);
    let names = places.of(&lines, language);
    let mut letterhead = places.letterhead_of(&lines, level, language);
    if let Some(name) = &options.area_name {
        letterhead.about = places.about(name, language);
    }
    let mut notes = done.notes;
    notes.extend(borders.notes);
    let before = last_year.as_ref().map(|last_year| last_year.undetermined);
    let mut about_all = official::remarks(&lines, before, language);
    about_all.extend(official::outside(figured.outside, language));
    if options.area.is_empty() {
        let (units, _) = Units::read(&given.files);
        about_all.extend(official::absent(&lines, &units, given.borders));
    }
    let remarks: Vec<String> = about_all.iter().map(|note| note.get(language).to_owned()).collect();
    notes.extend(about_all);
    let report = official::Report {
        set: &given.set,
        tables: &tables,
        lines: &lines,
        names: &names,
        differences: &found,
        wanted: &given.wanted,
        letterhead: &letterhead,
        remarks: &remarks,
        language,
        made_on: given.made_on,
    };
    if !options.json {
        say_notes(&notes, language);
        print::screen(&report, out).map_err(|error| printing(&error))?;
    }
    let mut files = vec![classified];
    files.extend(write_tables(options, &report, &given.template)?);
    files.extend(lists::write(options, &given, (&figured.listed, last_year.is_some()), &places, language)?);
    let opened = wanted_cell.map(|cell| households_of(options, &given, figuring, (&cell, &tables), language));
    let opened = opened.transpose()?;
    if options.json {
        let text = json::object(&report, &given, (&files, opened.as_deref()), &notes);
        return writeln!(out, "{text}").map_err(|error| printing(&error));
    }
    print::files(&files, opened.as_deref(), language, out).map_err(|error| printing(&error))
}

/// Last year's result: as it is, or classified first.
fn last_year(
    options: &Report,
    given: &Given,
    plan: &FigurePlan,
    borders: &BTreeMap<String, (String, String)>,
    language: Language,
) -> Result<Option<LastYear>, Failure> {
    let level = options.by.level();
    let read = |path: &Path| {
        LastYear::read(path, &given.standard, plan, level, borders).map_err(|failure| told(failure, language))
    };
    if let Some(path) = &options.previous {
        return read(path).map(Some);
    }
    let (Some(households), Some(members)) = (&options.previous_households, &options.previous_members) else {
        return Ok(None);
    };
    let folder = tempfile::tempdir().map_err(|error| Failure::writing(&std::env::temp_dir(), &error))?;
    let out = folder.path().join("previous.parquet");
    let (year, month, day) = given.days.result.civil();
    let day = options
        .previous_result_day
        .or_else(|| Day::from_civil(year - 1, month, day))
        .unwrap_or(given.days.result);
    let params = crate::deciding::params(&given.standard, day)?;
    let job = ClassifyJob {
        params: &params,
        result_day: day,
        age_day: day,
        households: households.clone(),
        members: members.clone(),
        figuring: None,
        out: out.clone(),
        ..given.job(options, language, None)?
    };
    let counters = Progress::new();
    progress::watched(&counters, || lake::classify(&job, &counters))
        .map_err(|failure| told(failure, language))?;
    read(&out).map(Some)
}

/// A failure whose problems, if it has any, were printed.
fn told(failure: lake::Failure, language: Language) -> Failure {
    if let lake::Failure::InputProblems(problems) = &failure {
        summary::problems(problems, language, &mut io::stderr().lock());
    }
    failure.into()
}

fn classify(
    options: &Report,
    given: &Given,
    (figuring, out): (Figuring<'_>, &Path),
    language: Language,
) -> Result<Summary, Failure> {
    let job = ClassifyJob { out: out.to_owned(), ..given.job(options, language, Some(figuring))? };
    let counters = Progress::new();
    let done = progress::watched(&counters, || lake::classify(&job, &counters));
    done.map_err(|failure| told(failure, language))
}

/// The households behind a cell. Which figures a column adds up may follow from the data, so they are read once more.
fn households_of(
    options: &Report,
    given: &Given,
    figuring: Figuring<'_>,
    (cell, tables): (&opened::WantedCell, &[FilledTable]),
    language: Language,
) -> Result<Vec<String>, Failure> {
    let mut opened = opened::figures(cell, tables)?;
    if opened.codes.is_empty() {
        opened.codes.clone_from(&options.area);
    }
    let figuring = Figuring { opened: Some(&opened), listed: &[], ..figuring };
    let folder = tempfile::tempdir().map_err(|error| Failure::writing(&std::env::temp_dir(), &error))?;
    let again = classify(options, given, (figuring, &folder.path().join("again.parquet")), language)?;
    Ok(again.figured.opened)
}

fn say_notes(notes: &[LocalText], language: Language) {
    let word = said!("lưu ý", "note");
    let mut errors = io::stderr().lock();
    for note in notes {
        let _ = writeln!(errors, "{}: {}", word.get(language), note.get(language));
    }
}

/// The workbook, and a PDF of each table.
fn write_tables(
    options: &Report,
    report: &official::Report<'_>,
    template: &str,
) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    if report.wanted().next().is_none() {
        return Ok(files);
    }
    if options.format.contains(&Paper::Xlsx) {
        let bytes = official::workbook(report).map_err(|error| {
            Failure::could_not_run(
                said!("không ghi được bảng tính: {error}", "{error}"),
                said!("chọn ít địa bàn hơn (--area, --by)", "choose fewer places (--area, --by)"),
            )
        })?;
        files.push(keep(&options.out.join(WORKBOOK), &bytes)?);
    }
    if options.format.contains(&Paper::Pdf) {
        for (layout, table) in report.wanted() {
            let bytes = official::table_paper(report, layout, table, template).map_err(|error| {
                let (file, number) = (standards::layouts::template_of(&options.tables), layout.number);
                Failure::could_not_run(
                    said!("không in được biểu {number}: {error}", "table {number}: {error}"),
                    said!("sửa mẫu in {file}", "mend the template {file}"),
                )
            })?;
            files.push(keep(&options.out.join(format!("bieu-{:02}.pdf", layout.number)), &bytes)?);
        }
    }
    Ok(files)
}

/// Writes a file that appears only when it is complete.
fn keep(path: &Path, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let failed = |error: &io::Error| Failure::writing(path, error);
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any new file would get; a temporary one is for its owner alone.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(|error| failed(&error))?;
    file.write_all(bytes).map_err(|error| failed(&error))?;
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(path.to_owned())
}
