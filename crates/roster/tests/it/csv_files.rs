//! The same lists as CSV.

use proptest::prelude::*;
use roster::{ListKind, Options, Problem, read, read_bytes};

use crate::fixture::{found, has, lists, name, options};

const POOR: &str = "Họ tên chủ hộ;Họ tên thành viên;Quan hệ với chủ hộ;Ngày sinh;Giới tính;CCCD;Thôn;Dân tộc;Phân loại;B1;B2\n\
    Đinh Văn Một;Đinh Văn Một;Chủ hộ;02/03/1959;Nam;068059000001;Thôn 2;Kinh;Hộ nghèo;120;40\n\
    Đinh Văn Một;Lý Thị Hai;Vợ;1961;Nữ;68161000002;Thôn 2;Tày;Hộ nghèo;120;40\n";

#[test]
fn semicolons_and_commas_with_or_without_a_mark_of_order_give_the_same() {
    let lists = lists();
    let with_commas = format!("\u{feff}{}", POOR.replace(';', ",").replace('\n', "\r\n"));
    for text in [POOR, &with_commas] {
        let grid = read_bytes(text.as_bytes()).expect("a table");
        let roster = read(&grid, &options(&lists));
        assert_eq!(roster.sheets[0].list, Some(ListKind::PoorAndNearPoor));
        assert_eq!(roster.people.iter().map(name).collect::<Vec<_>>(), ["Đinh Văn Một", "Lý Thị Hai"]);
        assert_eq!(roster.people[0].b1_points.as_ref().unwrap().value, Some(120));
        assert_eq!(roster.households.len(), 1);
        assert_eq!(found(&roster), ["CSV!F3 number_lost_zero"]);
    }
}

#[test]
fn a_list_that_does_not_say_which_it_is_is_asked_for() {
    let lists = lists();
    let text = "STT,Họ và tên,Quan hệ với chủ hộ,Ngày sinh,CCCD\n1,Trần Văn Ba,Chủ hộ,1960,\n";
    let grid = read_bytes(text.as_bytes()).expect("a table");
    let roster = read(&grid, &options(&lists));
    assert!(has(&roster, "CSV", Problem::ListNotStated));
    assert_eq!((roster.people.len(), roster.people[0].list), (1, None));
    let stated = Options { list: Some(ListKind::OutOfPoverty), ..options(&lists) };
    let roster = read(&grid, &stated);
    assert_eq!(found(&roster), Vec::<String>::new());
    assert_eq!(roster.people[0].list, Some(ListKind::OutOfPoverty));
}

/// What people type into cells, and what nobody would.
const CELLS: &[&str] = &[
    "",
    "x",
    "Chủ hộ",
    "Lê An",
    "1965",
    "29/02/1965",
    "04",
    "68165001234",
    "-1",
    "1e400",
    "NaN",
    "\u{302}",
    "￿",
    "Họ tên",
    "Ngày sinh",
    "Cộng",
    "=1+1",
    "(1)",
    "99999999999999999999",
    "Thôn 1",
    "𠀀𠀀",
    "'",
    "00/00/0000",
    "31/12/9999",
];

proptest! {
    #[test]
    fn no_row_is_lost_whatever_stands_in_it(
        rows in prop::collection::vec(prop::collection::vec(prop::sample::select(CELLS), 11), 1..30),
    ) {
        let head = POOR.lines().next().expect("a head");
        let body: String = rows.iter().map(|row| row.join(";") + "\n").collect();
        let grid = read_bytes(format!("{head}\n{body}").as_bytes()).expect("a table");
        let roster = read(&grid, &options(&lists()));
        // Up to three rows right below the names may be names or codes themselves.
        let sheet = &roster.sheets[0];
        prop_assert_eq!(sheet.people, roster.people.len());
        let filled = grid.sheets[0].rows.len() - 1;
        let read = sheet.people + sheet.rows_not_read;
        prop_assert!(read <= filled && filled - read <= 3, "{} of {}", read, filled);
        let in_households: usize = roster.households.iter().map(|household| household.people.len()).sum();
        prop_assert_eq!(in_households, roster.people.len());
        let named = roster.findings.iter().filter(|finding| finding.problem == Problem::RowNotRead).count();
        prop_assert_eq!(named, sheet.rows_not_read);
    }
}
