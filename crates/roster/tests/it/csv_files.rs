//! The same lists as CSV.

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
