//! The last sheet: what was compared between the tables, and every place where it does not agree.

use rust_xlsxwriter::{FormatAlign, FormatBorder, Worksheet};
use vocab::Language;

use super::NotWritten;
use super::sheet::text;
use crate::official::Report;

/// Places that the sheet names for one check.
const MOST: usize = 200;

pub(super) fn write(report: &Report<'_>, sheet: &mut Worksheet) -> Result<(), NotWritten> {
    let say = |vi, en| if report.language == Language::Vi { vi } else { en };
    sheet.set_name(say("Đối chiếu", "Compared"))?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    for (column, width) in (0..).zip([44, 30, 60, 30]) {
        sheet.set_column_width(column, width)?;
    }
    let strong = text(11.0).set_bold().set_border(FormatBorder::Thin);
    let plain = text(11.0).set_align(FormatAlign::Left).set_border(FormatBorder::Thin);
    let heads = [
        say("Số phải bằng nhau", "What must be equal"),
        say("Địa bàn", "Place"),
        say("Biểu:cột = số", "Table:column = number"),
        say("Kết quả", "Result"),
    ];
    for (column, words) in (0..).zip(heads) {
        sheet.write_string_with_format(0, column, words, &strong)?;
    }
    let mut row = 1;
    let mut line = |sheet: &mut Worksheet, cells: [&str; 4]| -> Result<(), NotWritten> {
        for (column, words) in (0..).zip(cells) {
            sheet.write_string_with_format(row, column, words, &plain)?;
        }
        row += 1;
        Ok(())
    };
    for (at, check) in report.set.checks.iter().enumerate() {
        let label = check.label.get(report.language);
        let found: Vec<_> = report.differences.iter().filter(|one| one.check == at).collect();
        if found.is_empty() {
            let sides: Vec<String> = check.equal.iter().map(ToString::to_string).collect();
            line(sheet, [label, "", &sides.join(" = "), say("Khớp", "Equal")])?;
        }
        for one in found.into_iter().take(MOST) {
            let place = report.names.get(one.line).map_or("", String::as_str);
            let sides: Vec<String> =
                one.sides.iter().map(|(formula, value)| format!("{formula} = {value}")).collect();
            let open = one.unclear;
            let result = if one.is_explained() {
                match report.language {
                    Language::Vi => format!("Chưa khớp; {open} chưa rõ do thiếu câu trả lời"),
                    Language::En => format!("Not equal; {open} left open by missing answers"),
                }
            } else {
                say("Lệch", "Not equal").to_owned()
            };
            line(sheet, [label, place, &sides.join("; "), &result])?;
        }
    }
    Ok(())
}
