//! Rows put together to households.

use roster::Problem;
use rust_xlsxwriter::Worksheet;

use crate::fixture::{found, grid_of, has, lists, options, poor_form, roster_of, texts};

fn row(sheet: &mut Worksheet, row: u32, head: &str, name: &str, relation: &str, village: &str) {
    texts(sheet, row, &[("C", head), ("D", name), ("E", relation), ("N", village)]);
}

fn sizes(roster: &roster::Roster) -> Vec<usize> {
    roster.households.iter().map(|household| household.people.len()).collect()
}

#[test]
fn a_household_is_its_heads_name_and_village_and_two_heads_of_one_name_are_two_households() {
    let mut sheet = poor_form();
    row(&mut sheet, 8, "Lê Văn Hòa", "Lê Văn Hòa", "Chủ hộ", "Thôn 1");
    row(&mut sheet, 9, "Lê Văn Hoà", "Lê Thị Lan", "Vợ", "Thôn 1");
    row(&mut sheet, 10, "Lê Văn Hòa", "Lê Văn Hòa", "Chủ hộ", "Thôn 1");
    row(&mut sheet, 11, "Lê Văn Hòa", "Lê Văn Hòa", "Chủ hộ", "Thôn 2");
    row(&mut sheet, 12, "Lê Văn Hoa", "Lê Văn Hoa", "Chủ hộ", "Thôn 2");
    let roster = roster_of(sheet);
    assert_eq!(sizes(&roster), [2, 1, 1, 1]);
    assert_eq!(found(&roster), Vec::<String>::new());
}

#[test]
fn scattered_rows_are_put_together_and_where_two_heads_could_be_meant_it_is_asked() {
    let mut sheet = poor_form();
    row(&mut sheet, 8, "Lê Văn Hòa", "Lê Văn Hòa", "Chủ hộ", "Thôn 1");
    row(&mut sheet, 9, "Trần Văn Ba", "Trần Văn Ba", "Chủ hộ", "Thôn 1");
    row(&mut sheet, 10, "Lê Văn Hòa", "Lê Thị Lan", "Vợ", "Thôn 1");
    row(&mut sheet, 11, "Trần Văn Ba", "Trần Văn Ba", "Chủ hộ", "Thôn 1");
    row(&mut sheet, 12, "Lê Văn Tư", "Lê Văn Tư", "Chủ hộ", "Thôn 1");
    row(&mut sheet, 13, "Trần Văn Ba", "Trần Thị Năm", "Con", "Thôn 1");
    let roster = roster_of(sheet);
    assert_eq!(sizes(&roster), [2, 1, 1, 1, 1]);
    assert!(has(&roster, "Sheet 1!10", Problem::HouseholdApart));
    assert!(has(&roster, "Sheet 1!13", Problem::HouseholdUnclear), "{:?}", found(&roster));
}

#[test]
fn what_does_not_fit_within_a_household_is_said() {
    let mut sheet = poor_form();
    row(&mut sheet, 8, "Lê Văn Hòa", "Lê Văn Hòa", "Chủ hộ", "Thôn 1");
    texts(&mut sheet, 8, &[("P", "Hộ nghèo")]);
    sheet.write(7, 26, 3).unwrap();
    row(&mut sheet, 9, "Lê Văn Hòa", "Lê Thị Lan", "Vợ", "Thôn 1");
    texts(&mut sheet, 9, &[("P", "Hộ cận nghèo")]);
    texts(&mut sheet, 10, &[("D", "Lê Văn Út"), ("E", "Con")]);
    texts(&mut sheet, 11, &[("D", "Lê Văn Thêm"), ("E", "Con")]);
    row(&mut sheet, 12, "Ngô Thị Bé", "Ngô Văn Lớn", "Con", "Thôn 1");
    let roster = roster_of(sheet);
    assert_eq!(sizes(&roster), [4, 1]);
    assert_eq!(
        found(&roster),
        [
            "Sheet 1!AA8 size_differs",
            "Sheet 1!P9 household_differs",
            "Sheet 1!10 head_name_missing",
            "Sheet 1!11 head_name_missing",
            "Sheet 1!12 head_missing",
        ]
    );
}

#[test]
fn without_heads_names_a_household_begins_at_its_head_though_every_row_is_numbered() {
    let mut sheet = Worksheet::new();
    let names = ["STT", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Phân loại"];
    for (column, name) in (0..).zip(names) {
        sheet.write(0, column, name).unwrap();
    }
    for (line, name, relation) in
        [(2, "Lê An", "Chủ hộ"), (3, "Lê Ba", "Con"), (4, "Vũ Tư", "Chủ hộ"), (5, "Vũ Năm", "Con")]
    {
        let number = (line - 1).to_string();
        texts(&mut sheet, line, &[("A", &number), ("B", name), ("C", relation)]);
    }
    assert_eq!(sizes(&roster_of(sheet)), [2, 2]);
}

#[test]
fn a_row_named_as_the_head_is_the_head_where_the_relationship_is_empty() {
    let mut sheet = poor_form();
    texts(&mut sheet, 8, &[("C", "Lê Văn Hòa"), ("D", "LÊ VĂN HOÀ"), ("N", "Thôn 1")]);
    texts(&mut sheet, 9, &[("C", "Lê Văn Hòa"), ("D", "Lê Thị Lan"), ("N", "Thôn 1")]);
    let roster = roster_of(sheet);
    assert_eq!((roster.households[0].head, roster.people[1].is_head), (Some(0), false));
    assert_eq!(found(&roster), Vec::<String>::new());
}

#[test]
fn whoever_leaves_poverty_and_stays_near_poor_stands_in_two_lists_without_a_word() {
    let list = |tab: &str| {
        let mut sheet = poor_form();
        sheet.set_name(tab).unwrap();
        row(&mut sheet, 8, "Lê Văn Hòa", "Lê Văn Hòa", "Chủ hộ", "Thôn 1");
        texts(&mut sheet, 8, &[("F", "1965"), ("H", "068065001234")]);
        sheet
    };
    let roster = roster::read(&grid_of(vec![list("A"), list("B")]), &options(&lists()));
    assert_eq!(found(&roster), Vec::<String>::new());
    assert_eq!(roster.households.len(), 2);
}
