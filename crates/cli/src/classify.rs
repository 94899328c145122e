//! `chungtay classify`: which households of two files are poor, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use engine::judge::Judge;
use lake::{ClassifyJob, Format, Progress, Summary};
use standards::points::PointTable;
use standards::standard::{ParamValues, PovertyStandard};
use standards::units::{Level, names_on};
use vocab::{Day, Language, said};

use crate::args::{Classify, FileFormat};
use crate::deciding::{Deciding, params};
use crate::failure::Failure;
use crate::shelf::{Chosen, Shelf};
use crate::{explanation, json, packs, progress, summary};

/// The days of one classification.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    pub(crate) result: Day,
    pub(crate) age: Day,
    pub(crate) units: Day,
}

/// What was decided, for those who print it.
pub(crate) struct Report<'a> {
    pub(crate) standard: &'a PovertyStandard,
    pub(crate) days: Days,
    pub(crate) summary: &'a Summary,
    /// Names of communes by code.
    pub(crate) names: &'a BTreeMap<String, String>,
    pub(crate) explanation: Option<engine::explain::Explanation>,
    pub(crate) language: Language,
}

/// Runs the command.
pub(crate) fn classify(
    options: &Classify,
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
    let (result, age) = deciding.days(&standard)?;
    let days = Days { result, age, units: options.units_on.unwrap_or(result) };
    let params = params(&standard, result)?;
    let income_test = deciding.income_test(&standard)?;
    let table = deciding.point_table(&standard, &chosen)?;
    let job = job(options, &standard, (&params, days), income_test, table.as_ref(), language)?;
    let counters = Progress::new();
    let done = progress::watched(&counters, || lake::classify(&job, &counters));
    let (summary, refused) = match done {
        Ok(summary) => (summary, false),
        Err(lake::Failure::InputProblems(problems)) => (Summary { problems, ..Summary::default() }, true),
        Err(other) => return Err(other.into()),
    };
    let names = names(&chosen, shelf, &summary, days.units)?;
    let judge = Judge::new(&standard, params.clone(), income_test, table.as_ref());
    let explained = summary.explained.as_ref();
    let explanation = explained.map(|household| judge.explain(&household.answers, language));
    let report =
        Report { standard: &standard, days, summary: &summary, names: &names, explanation, language };
    let numbers = match report.explanation {
        Some(_) => explanation::Numbers::read(&chosen.shelf.files),
        None => explanation::Numbers::default(),
    };
    say(options, &report, (refused, &numbers), out)?;
    if options.explain.is_some() && summary.explained.is_none() && !refused {
        return Err(Failure::could_not_run(
            said!("hộ ghi ở --explain không có trong tệp", "the household of --explain is not in the file"),
            said!("dùng một mã hộ trong cột household_id", "use an id of the column household_id"),
        ));
    }
    if summary.problems.count > 0 { Err(Failure::Input) } else { Ok(()) }
}

fn say(
    options: &Classify,
    report: &Report<'_>,
    (refused, numbers): (bool, &explanation::Numbers),
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut errors = io::stderr().lock();
    for note in &report.summary.notes {
        let word = said!("lưu ý", "note");
        let _ = writeln!(errors, "{}: {}", word.get(report.language), note.get(report.language));
    }
    summary::problems(&report.summary.problems, report.language, &mut errors);
    if options.json {
        let text = json::classified(report, refused);
        return packs::write_line(out, &text);
    }
    if refused {
        return Ok(());
    }
    summary::print(report, out).map_err(|error| crate::failure::printing(&error))?;
    if let (Some(explanation), Some(household)) = (&report.explanation, &report.summary.explained) {
        explanation::print(explanation, household, numbers, report.language, out)
            .map_err(|error| crate::failure::printing(&error))?;
    }
    Ok(())
}

/// Names of the communes of the result, from the pack; a standard's folder of its own has no units, so from the usual pack.
fn names(
    chosen: &Chosen,
    packs: Option<&Path>,
    summary: &Summary,
    day: Day,
) -> Result<BTreeMap<String, String>, Failure> {
    let codes: BTreeSet<&str> =
        summary.by_unit.iter().filter_map(|unit| unit.commune_code.as_deref()).collect();
    if codes.is_empty() || chosen.shelf.files.get("units/communes.csv").is_some() {
        return Ok(names_on(&chosen.shelf.files, Level::Commune, &codes, day));
    }
    Ok(names_on(&Shelf::open(packs)?.files, Level::Commune, &codes, day))
}

fn job<'a>(
    options: &Classify,
    standard: &'a PovertyStandard,
    (params, days): (&'a ParamValues, Days),
    income_test: Option<usize>,
    points: Option<&'a PointTable>,
    language: Language,
) -> Result<ClassifyJob<'a>, Failure> {
    let format = match options.format {
        Some(FileFormat::Parquet) => Format::Parquet,
        Some(FileFormat::Csv) => Format::Csv,
        Some(FileFormat::Xlsx) => Format::Xlsx,
        None => Format::of_path(&options.out),
    };
    Ok(ClassifyJob {
        standard,
        params,
        result_day: days.result,
        age_day: days.age,
        income_test,
        points,
        households: options.households.clone(),
        members: options.members.clone(),
        out: options.out.clone(),
        format,
        keep: options.keep.clone(),
        explain: options.explain.clone(),
        every_question: false,
        language,
        skip_bad: options.skip_bad,
        problems: options.problems.clone(),
        threads: progress::threads(options.threads)?,
        metadata: vec![
            ("chungtay.units_on".to_owned(), days.units.to_string()),
            ("chungtay.engine".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        ],
        figuring: None,
    })
}
