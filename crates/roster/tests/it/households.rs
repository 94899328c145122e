//! Rows put together to households.

use roster::Problem;
use rust_xlsxwriter::Worksheet;

use crate::fixture::{found, has, poor_form, roster_of, texts};

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
