//! Tables on screen: what agrees and what does not, the whole of each table, and where the files are.

use std::io::{self, Write};
use std::path::PathBuf;

use engine::figures::Difference;
use reports::official::{Report, code_of, notes, shown};
use vocab::{Language, said};

/// Places that are named for one check, ids for one cell.
const MOST: usize = 20;

/// Prints the comparison of the tables, then the row of the whole of each.
pub(super) fn screen(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let language = report.language;
    checks(report, out)?;
    for (layout, table) in report.wanted() {
        let (number, title) = (layout.number, layout.title.get(language));
        writeln!(out, "\n{}", said!("Biểu {number}. {title}", "Table {number}. {title}").get(language))?;
        for row in table.rows.iter().filter(|row| row.line == 0) {
            let kind = match row.of_people {
                None => said!("toàn bảng", "whole table"),
                Some(false) => said!("hộ", "households"),
                Some(true) => said!("nhân khẩu", "people"),
            };
            let cells: Vec<String> = table
                .headings
                .iter()
                .zip(&row.cells)
                .map(|(heading, cell)| format!("[{}] {}", code_of(heading), shown(cell, language)))
                .collect();
            writeln!(out, "  {}: {}", kind.get(language), cells.join("  "))?;
        }
        for note in notes(report.set, layout, table, language) {
            writeln!(out, "  – {note}")?;
        }
    }
    Ok(())
}

/// Every difference between tables that should agree, before anybody sends them. Those that missing answers explain are told
/// apart: they go away when the answers come.
fn checks(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (language, count) = (report.language, report.set.checks.len());
    let (open, wrong): (Vec<&Difference>, Vec<&Difference>) =
        report.differences.iter().partition(|one| one.is_explained());
    let words = match (wrong.len(), open.len()) {
        (0, 0) => said!(
            "Đối chiếu giữa các biểu: {count} phép so, khớp hết ở mọi địa bàn.",
            "Compared between the tables: {count} comparisons, all equal in every place."
        ),
        (0, open) => said!(
            "Đối chiếu giữa các biểu: {count} phép so, {open} chỗ chưa khớp chỉ vì còn thiếu câu trả lời:",
            "Compared between the tables: {count} comparisons, {open} not equal only because answers are missing:"
        ),
        (wrong, open) => said!(
            "Đối chiếu giữa các biểu: {count} phép so, {wrong} chỗ LỆCH, xem lại trước khi gửi ({open} chỗ nữa chỉ vì còn thiếu câu trả lời):",
            "Compared between the tables: {count} comparisons, {wrong} DIFFERENCES, look before sending ({open} more only because answers are missing):"
        ),
    };
    writeln!(out, "{}", words.get(language))?;
    for one in wrong.iter().chain(&open).take(MOST) {
        let label = report.set.checks.get(one.check).map_or("", |check| check.label.get(language));
        let place = report.names.get(one.line).map_or("", String::as_str);
        let sides: Vec<String> =
            one.sides.iter().map(|(formula, value)| format!("{formula} = {value}")).collect();
        let open = one.unclear;
        let why = match open {
            0 => String::new(),
            _ => {
                said!(" (còn {open} chưa rõ do thiếu câu trả lời)", " ({open} left open by missing answers)")
                    .get(language)
                    .to_owned()
            }
        };
        writeln!(out, "  {label} – {place}: {}{why}", sides.join("; "))?;
    }
    if let Some(more) = report.differences.len().checked_sub(MOST).filter(|more| *more > 0) {
        let words = said!(
            "… và {more} chỗ nữa, xem trang Đối chiếu của bảng tính",
            "… and {more} more, see the sheet Compared of the workbook"
        );
        writeln!(out, "  {}", words.get(language))?;
    }
    Ok(())
}

/// Prints where the files are and which households stand behind the opened cell.
pub(super) fn files(
    files: &[PathBuf],
    opened: Option<&[String]>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(ids) = opened {
        let count = ids.len();
        writeln!(out, "\n{}", said!("{count} hộ trong ô:", "{count} households in the cell:").get(language))?;
        for id in ids {
            writeln!(out, "  {id}")?;
        }
    }
    let count = files.len();
    writeln!(out, "\n{}", said!("Đã ghi {count} tệp:", "Wrote {count} files:").get(language))?;
    for file in files.iter().take(MOST) {
        writeln!(out, "  {}", file.display())?;
    }
    if let Some(more) = count.checked_sub(MOST).filter(|more| *more > 0) {
        writeln!(out, "  {}", said!("… và {more} tệp nữa", "… and {more} more").get(language))?;
    }
    Ok(())
}
