//! The printed forms: recognised by title and column names, wherever these stand.

use roster::{ListKind, PovertyClass, Problem, Sex, read};
use rust_xlsxwriter::{Format, Worksheet};

use crate::fixture::{found, grid_of, has, lists, name, options, poor_form, roster_of, texts};

fn full_row(sheet: &mut Worksheet, row: u32) {
    texts(
        sheet,
        row,
        &[
            ("C", "Nguyễn Thị Hoà"),
            ("D", "Nguyễn Thị Hoà"),
            ("E", "Chủ hộ"),
            ("F", "15/08/1965"),
            ("G", "Nữ"),
            ("H", "068165001234"),
            ("I", "Lâm Đồng"),
            ("J", "Bảo Lộc"),
            ("K", "673"),
            ("L", "Lộc Sơn"),
            ("M", "24823"),
            ("N", "Thôn 1"),
            ("O", "Kinh"),
            ("P", "Hộ nghèo"),
            ("Q", "12/QĐ-UBND"),
            ("R", "20/12/2025"),
            ("U", "x"),
            ("X", "1; 3"),
        ],
    );
    for (column, number) in [(18, 120), (19, 40), (25, 61), (26, 1)] {
        sheet.write(row - 1, column, number).expect("a number");
    }
}

#[test]
fn a_filled_form_is_read_whole_and_nothing_is_found() {
    let mut sheet = poor_form();
    full_row(&mut sheet, 8);
    let roster = roster_of(sheet);
    assert_eq!(found(&roster), Vec::<String>::new());
    assert_eq!(roster.sheets[0].list, Some(ListKind::PoorAndNearPoor));
    let person = &roster.people[0];
    assert_eq!(name(person), "Nguyễn Thị Hoà");
    assert!(person.is_head);
    assert_eq!(person.birth.as_ref().unwrap().value.unwrap().to_string(), "15/08/1965");
    assert_eq!(person.birth.as_ref().unwrap().at.to_string(), "Sheet 1!F8");
    assert_eq!(person.sex.as_ref().unwrap().value, Some(Sex::Female));
    assert_eq!(person.number.as_ref().unwrap().value.as_ref().unwrap().digits(), "068165001234");
    assert_eq!(person.class.as_ref().unwrap().value, Some(PovertyClass::Poor));
    assert_eq!(person.ethnic_group.as_ref().unwrap().value.as_ref().unwrap().code, "01");
    assert_eq!(person.b1_points.as_ref().unwrap().value, Some(120));
    assert_eq!(person.minority.as_ref().unwrap().value, Some(true));
    assert!(person.merit.is_none(), "an empty cell is unknown, not no");
    assert_eq!(person.decision_day.as_ref().unwrap().value.unwrap().to_string(), "2025-12-20");
    assert_eq!(person.commune_code.as_ref().unwrap().value.as_deref(), Some("24823"));
}

#[test]
fn columns_may_stand_in_another_order_and_lower_with_a_row_of_codes_under_their_names() {
    let mut sheet = Worksheet::new();
    sheet.write(9, 1, "Danh sách hộ nghèo, hộ cận nghèo năm 2026").unwrap();
    let names = [
        "STT",
        "Thôn/Tổ dân phố",
        "Ngày sinh",
        "Họ và tên",
        "Quan hệ với chủ hộ",
        "Họ tên chủ hộ",
        "CCCD",
        "Phân loại",
    ];
    for ((column, name), code) in (0..).zip(names).zip(1..) {
        sheet.write(11, column, name).unwrap();
        sheet.write(12, column, format!("({code})")).unwrap();
    }
    texts(
        &mut sheet,
        14,
        &[
            ("A", "1"),
            ("B", "Tổ 2"),
            ("C", "1970"),
            ("D", "K'Brể"),
            ("E", "Chủ hộ"),
            ("F", "K'Brể"),
            ("H", "CN"),
        ],
    );
    let roster = roster_of(sheet);
    assert_eq!(roster.people.len(), 1);
    assert_eq!(name(&roster.people[0]), "K'Brể");
    assert_eq!(roster.people[0].village.as_ref().unwrap().value.as_deref(), Some("Tổ 2"));
    assert_eq!(roster.people[0].class.as_ref().unwrap().value, Some(PovertyClass::NearPoor));
    assert!(has(&roster, "Sheet1!D14", Problem::NameOneWord));
}

#[test]
fn the_exit_lists_are_told_apart_and_a_number_begins_a_household() {
    let exit = |tab: &str, title: &str| {
        let mut sheet = Worksheet::new();
        sheet.set_name(tab).unwrap();
        sheet.merge_range(4, 1, 4, 15, title, &Format::new()).unwrap();
        let names = [
            (1, "STT"),
            (2, "Họ và tên"),
            (3, "Quan hệ với chủ hộ"),
            (4, "Giới tính"),
            (5, "Ngày sinh"),
            (6, "CCCD"),
            (7, "Dân tộc"),
            (8, "Địa chỉ"),
            (9, "B1"),
            (10, "B2"),
            (12, "Ghi chú"),
            (14, "Tuổi"),
            (15, "Số nhân khẩu"),
        ];
        for (column, name) in names {
            sheet.write(8, column, name).unwrap();
        }
        texts(
            &mut sheet,
            10,
            &[("B", "1"), ("C", "Trần Văn Ba"), ("D", "Chủ hộ"), ("F", "1960"), ("I", "Thôn 3")],
        );
        texts(&mut sheet, 11, &[("C", "Trần Thị Tư"), ("D", "Vợ"), ("F", "1962")]);
        texts(&mut sheet, 12, &[("B", "2"), ("C", "Lê Văn Năm"), ("D", "Chủ hộ"), ("F", "1970")]);
        sheet
    };
    let grid = grid_of(vec![
        exit("Sheet 2", "DANH SÁCH HỘ THOÁT NGHÈO SAU KHI RÀ SOÁT"),
        exit("Sheet 3", "DANH SÁCH HỘ THOÁT CẬN NGHÈO SAU KHI RÀ SOÁT"),
    ]);
    let roster = read(&grid, &options(&lists()));
    let kinds: Vec<_> = roster.sheets.iter().map(|sheet| (sheet.list, sheet.people)).collect();
    assert_eq!(kinds, [(Some(ListKind::OutOfPoverty), 3), (Some(ListKind::OutOfNearPoverty), 3)]);
    let sizes: Vec<_> = roster.households.iter().map(|household| household.people.len()).collect();
    assert_eq!(sizes, [2, 1, 2, 1]);
    assert_eq!(roster.people[0].address.as_ref().unwrap().at.to_string(), "Sheet 2!I10");
}

#[test]
fn a_title_without_column_names_is_read_by_the_form_and_says_so() {
    let mut sheet = Worksheet::new();
    sheet.write(3, 0, "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT").unwrap();
    full_row(&mut sheet, 8);
    let roster = roster_of(sheet);
    assert!(has(&roster, "Sheet1", Problem::ColumnsByPosition));
    assert_eq!(name(&roster.people[0]), "Nguyễn Thị Hoà");
    assert_eq!(roster.people[0].class.as_ref().unwrap().value, Some(PovertyClass::Poor));
}

#[test]
fn what_is_not_a_list_is_named_and_a_file_without_any_list_is_refused() {
    let mut other = Worksheet::new();
    other.set_name("Ghi chép").unwrap();
    other.write(0, 0, "Lịch họp").unwrap();
    let mut list = poor_form();
    full_row(&mut list, 8);
    texts(&mut list, 9, &[("C", "Người lập biểu")]);
    list.write(4, 28, "x").unwrap();
    let roster = read(&grid_of(vec![list, other]), &options(&lists()));
    assert!(has(&roster, "Ghi chép", Problem::SheetUnknown));
    assert!(has(&roster, "Sheet 1!9", Problem::RowNotRead));
    assert_eq!(roster.sheets[0].rows_not_read, 1);
    let mut only = Worksheet::new();
    only.write(0, 0, "Lịch họp").unwrap();
    assert!(has(&roster_of(only), "", Problem::NoList));
}
