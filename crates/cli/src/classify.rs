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
use crate::failure::Failure;
use crate::shelf::{Chosen, Shelf};
use crate::{explanation, json, packs, points, progress, summary};

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
    let days = days(options, &standard)?;
    let params = standard.on(days.result).map_err(|not_covered| {
        Failure::could_not_run(
            said!("chuẩn này không áp dụng được cho ngày đó: {not_covered}", "{not_covered}"),
            said!(
                "chọn --result-day khác, hoặc chuẩn đang có hiệu lực (`chungtay packs list --result-day NGÀY`)",
                "name another --result-day, or the standard that is in force (`chungtay packs list --result-day DAY`)"
            ),
        )
    })?;
    let income_test = income_test(options, &standard)?;
    let table = point_table(options, &standard, &chosen)?;
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

/// Without `--result-day`: the last day that the standard covers, so that the same command always decides alike.
fn days(options: &Classify, standard: &PovertyStandard) -> Result<Days, Failure> {
    let last = standard.covers.until.map(Day::previous);
    let newest =
        || standard.params.iter().flat_map(|param| &param.values).filter_map(|value| value.valid.from).max();
    let result = options.result_day.or(last).or_else(newest).or(standard.covers.from);
    let result = result.ok_or_else(|| {
        Failure::could_not_run(
            said!("chuẩn này không ghi ngày nào", "the standard names no day"),
            said!("ghi --result-day", "give --result-day"),
        )
    })?;
    Ok(Days { result, age: options.age_day.unwrap_or(result), units: options.units_on.unwrap_or(result) })
}

fn income_test(options: &Classify, standard: &PovertyStandard) -> Result<Option<usize>, Failure> {
    let Some(asked) = &options.income_test else { return Ok(None) };
    let found = standard.income_tests.iter().position(|test| test.id == *asked);
    if found.is_none() {
        let known: Vec<&str> = standard.income_tests.iter().map(|test| test.id.as_str()).collect();
        let (id, list) = (&standard.id, known.join(", "));
        let remedy = if known.is_empty() {
            said!("chuẩn này không có cách nào: bỏ --income-test", "it has none: leave --income-test out")
        } else {
            said!("các cách hiện có: {list}", "it has: {list}")
        };
        let message = said!(
            "chuẩn {id} không có cách xác định thu nhập `{asked}`",
            "the standard {id} has no income test `{asked}`"
        );
        return Err(Failure::could_not_run(message, remedy));
    }
    Ok(found)
}

/// The points of `--points`, else the newest table that somebody imported.
fn point_table(
    options: &Classify,
    standard: &PovertyStandard,
    chosen: &Chosen,
) -> Result<Option<PointTable>, Failure> {
    if let Some(file) = &options.points {
        return points::read(standard, file).map(Some);
    }
    if standard.points.is_none() {
        return Ok(None);
    }
    match points::newest(&points::store(&standard.id, chosen.on_disk().as_deref())) {
        None => Ok(None),
        Some(file) => {
            let _ = writeln!(io::stderr(), "note: points of the proxy score from {}", file.display());
            points::read(standard, &file).map(Some)
        }
    }
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
        language,
        skip_bad: options.skip_bad,
        problems: options.problems.clone(),
        threads: progress::threads(options.threads)?,
        metadata: vec![
            ("chungtay.units_on".to_owned(), days.units.to_string()),
            ("chungtay.engine".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        ],
    })
}
