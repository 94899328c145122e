//! Workbooks as staff have them, written by another program than the one that reads them.

use roster::{EthnicGroups, Grid, Lists, Options, Person, Problem, ProvinceCodes, Roster, read, read_bytes};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/vn/lists");

pub(crate) fn lists() -> Lists {
    let text = |name: &str| std::fs::read_to_string(format!("{PACK}/{name}")).expect("the pack has the list");
    Lists {
        ethnic_groups: EthnicGroups::parse(&text("ethnic_groups.csv")).expect("a list"),
        provinces: ProvinceCodes::parse(&text("personal_id_province_codes.csv")).expect("a list"),
    }
}

pub(crate) fn options(lists: &Lists) -> Options<'_> {
    Options { on: "2026-09-01".parse().expect("a day"), lists, ethnic_codes: None, list: None }
}

/// The printed form: title in A4, names of columns in rows 6 and 7 with merged cells, people from row 8.
pub(crate) fn poor_form() -> Worksheet {
    let mut sheet = Worksheet::new();
    sheet.set_name("Sheet 1").expect("a name");
    let centre = Format::new();
    let title = "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT";
    sheet.merge_range(3, 0, 3, 26, title, &centre).expect("a title");
    let names = [
        (2, "Họ và tên chủ hộ"),
        (3, "Họ tên thành viên"),
        (4, "Quan hệ với chủ hộ"),
        (5, "Ngày, tháng, năm sinh (dd/mm/yyyy)"),
        (6, "Giới tính"),
        (7, "Số CCCD/CMND"),
        (14, "Dân tộc"),
        (15, "Phân loại hộ"),
        (16, "Số quyết định công nhận"),
        (17, "Ngày ban hành quyết định"),
        (18, "Điểm B1"),
        (19, "Điểm B2"),
        (20, "Hộ DTTS"),
        (21, "Hộ không có khả năng lao động"),
        (22, "Hộ có thành viên là người có công với cách mạng"),
        (23, "Nguyên nhân nghèo"),
        (25, "Tuổi"),
        (26, "Số nhân khẩu"),
    ];
    for (column, name) in names {
        sheet.merge_range(5, column, 6, column, name, &centre).expect("a name");
    }
    sheet.merge_range(5, 8, 5, 13, "Địa bàn", &centre).expect("a name");
    for (column, name) in (8..).zip(["Tỉnh", "Huyện", "Mã huyện", "Xã", "Mã xã", "Thôn"]) {
        sheet.write(6, column, name).expect("a name");
    }
    sheet
}

/// Writes texts into a row (from 1) of a sheet, by the letters of their columns.
pub(crate) fn texts(sheet: &mut Worksheet, row: u32, cells: &[(&str, &str)]) {
    for (column, text) in cells {
        sheet.write_string(row - 1, column_number(column), *text).expect("a text");
    }
}

pub(crate) fn column_number(letters: &str) -> u16 {
    letters.bytes().fold(0, |number, letter| number * 26 + u16::from(letter - b'A') + 1) - 1
}

pub(crate) fn bytes_of(sheets: Vec<Worksheet>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer().expect("a workbook")
}

pub(crate) fn grid_of(sheets: Vec<Worksheet>) -> Grid {
    read_bytes(&bytes_of(sheets)).expect("a readable workbook")
}

pub(crate) fn roster_of(sheet: Worksheet) -> Roster {
    read(&grid_of(vec![sheet]), &options(&lists()))
}

/// The findings that are not about cells of the printed head, as address and code.
pub(crate) fn found(roster: &Roster) -> Vec<String> {
    roster
        .findings
        .iter()
        .map(|finding| {
            let at = finding.at.as_ref().map_or_else(String::new, ToString::to_string);
            format!("{at} {}", finding.problem.code())
        })
        .collect()
}

pub(crate) fn has(roster: &Roster, at: &str, problem: Problem) -> bool {
    found(roster).contains(&format!("{at} {}", problem.code()))
}

pub(crate) fn name(person: &Person) -> &str {
    person.name.as_ref().and_then(|name| name.value.as_deref()).unwrap_or_default()
}
