//! The summary of a classification in words and bars.

use std::io::{self, Write};

use lake::{InputProblems, UnitCounts};
use vocab::{Language, said};

use crate::calendar;
use crate::classify::Report;

/// Units shown on a terminal; all of them are in `--json`.
const SHOWN_UNITS: usize = 20;
/// The width of a full bar.
const BAR: u64 = 30;

/// Prints who is poor: totals, indicators, units.
pub(crate) fn print(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let vi = report.language == Language::Vi;
    let words = |vi_words: &'static str, en_words: &'static str| if vi { vi_words } else { en_words };
    let (standard, counts) = (report.standard, &report.summary.counts);
    let households = report.summary.households;
    writeln!(out, "{} ({})", standard.label.get(report.language), standard.id)?;
    writeln!(
        out,
        "{} {} · {} {} · {} {} · {} {}",
        words("ngày kết quả", "result day"),
        calendar::shown(report.days.result, report.language),
        words("tính tuổi ngày", "ages on"),
        calendar::shown(report.days.age, report.language),
        count(households, report.language),
        words("hộ", "households"),
        count(report.summary.members, report.language),
        words("nhân khẩu", "members"),
    )?;
    writeln!(out)?;
    let mut rows: Vec<(String, u64)> = standard
        .outcomes
        .iter()
        .zip(&counts.outcomes)
        .map(|(outcome, n)| (outcome.label.get(report.language).to_owned(), *n))
        .collect();
    rows.push((
        words("Chưa xác định (thiếu câu trả lời)", "Undetermined (answers missing)").to_owned(),
        counts.undetermined,
    ));
    bars(&rows, households, report.language, out)?;
    if !standard.indicators.is_empty() {
        writeln!(out, "\n{}", words("Thiếu hụt chắc chắn, theo chỉ số", "Certainly deprived, by indicator"))?;
        let rows: Vec<(String, u64)> = standard
            .indicators
            .iter()
            .zip(&counts.deprived)
            .map(|(indicator, n)| (indicator.label.get(report.language).to_owned(), *n))
            .collect();
        bars(&rows, households, report.language, out)?;
    }
    if report.summary.income_tests_disagree > 0 {
        writeln!(
            out,
            "\n{}: {}",
            words("Hai phép thử thu nhập cho kết quả khác nhau", "Two income tests disagree"),
            count(report.summary.income_tests_disagree, report.language)
        )?;
    }
    units(report, out)
}

fn bars(rows: &[(String, u64)], of: u64, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    for (label, n) in rows {
        let padding = " ".repeat(width.saturating_sub(label.chars().count()));
        let filled = (n * BAR + of / 2).checked_div(of).unwrap_or(0);
        let bar = "█".repeat(usize::try_from(filled).unwrap_or(0));
        let number = count(*n, language);
        writeln!(out, "  {label}{padding}  {number:>12}  {:>7}  {bar}", share(*n, of, language))?;
    }
    Ok(())
}

fn units(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let vi = report.language == Language::Vi;
    let of_units = &report.summary.by_unit;
    if of_units.iter().all(|unit| unit.commune_code.is_none()) {
        return Ok(());
    }
    let heading = if vi { "Theo xã, phường" } else { "By commune" };
    let unknown = if vi { "Chưa xác định" } else { "Undetermined" };
    let outcomes = report.standard.outcomes.iter().map(|outcome| outcome.label.get(report.language));
    let labels: Vec<&str> = outcomes.chain([unknown]).collect();
    writeln!(out, "\n{heading} ({})", labels.join(" · "))?;
    for unit in of_units.iter().take(SHOWN_UNITS) {
        let counts = unit.outcomes.iter().chain([&unit.undetermined]);
        let numbers: Vec<String> = counts.map(|n| count(*n, report.language)).collect();
        writeln!(out, "  {:<44} {}", unit_name(report, unit), numbers.join(" · "))?;
    }
    if of_units.len() > SHOWN_UNITS {
        let more = of_units.len() - SHOWN_UNITS;
        let words = if vi { "đơn vị nữa, xem bằng --json" } else { "more units, see --json" };
        writeln!(out, "  … {more} {words}")?;
    }
    Ok(())
}

/// A commune by name and code, read in the units of the day.
pub(crate) fn unit_name(report: &Report<'_>, unit: &UnitCounts) -> String {
    let code = unit.commune_code.as_deref().unwrap_or("–");
    match report.names.get(code) {
        Some(name) => format!("{name} ({code})"),
        None => code.to_owned(),
    }
}

/// Prints the first problems, each with file, row, column, value and remedy.
pub(crate) fn problems(problems: &InputProblems, language: Language, out: &mut dyn Write) {
    for problem in &problems.kept {
        let row = problem.row.map(|row| format!(":{row}")).unwrap_or_default();
        let cell = match (problem.column.is_empty(), problem.value.is_empty()) {
            (true, _) => String::new(),
            (false, true) => format!(" [{}]", problem.column),
            (false, false) => format!(" [{} = {}]", problem.column, problem.value),
        };
        let (message, remedy) = (problem.message.get(language), problem.remedy.get(language));
        let _ = writeln!(out, "{}{row}{cell}: {message}\n  → {remedy}", problem.file);
    }
    let kept = problems.kept.len() as u64;
    if problems.count > kept {
        let rest = problems.count - kept;
        let more = match &problems.file {
            Some(file) => {
                let file = file.display();
                said!(
                    "… và {rest} lỗi nữa; danh sách đầy đủ ở {file}",
                    "… and {rest} more problems; all of them are in {file}"
                )
            }
            None => said!(
                "… và {rest} lỗi nữa; thêm --problems TỆP để có danh sách đầy đủ",
                "… and {rest} more problems; name a file with --problems to get all of them"
            ),
        };
        let _ = writeln!(out, "{}", more.get(language));
    }
    if problems.count > 0 {
        let count = count(problems.count, language);
        let _ = writeln!(out, "{}", said!("{count} lỗi", "{count} problems").get(language));
    }
}

/// A number with the separators of the language.
pub(crate) fn count(n: u64, language: Language) -> String {
    vocab::written::whole(i64::try_from(n).unwrap_or(i64::MAX), language)
}

/// A share in percent with two decimals, rounded half up.
fn share(n: u64, of: u64, language: Language) -> String {
    if of == 0 {
        return "–".to_owned();
    }
    let hundredths = (u128::from(n) * 20_000 + u128::from(of)) / (2 * u128::from(of));
    let point = if language == Language::Vi { ',' } else { '.' };
    format!("{}{point}{:02} %", hundredths / 100, hundredths % 100)
}
