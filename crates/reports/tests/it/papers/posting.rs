//! The posted list: what stands on it, and what never does.

use reports::papers::{Paper, PaperKind, PostedHousehold, Posting, SheetSize};

use super::{many, pdf};
use crate::printed::bare;

fn posting(heads: &[(&str, i32)]) -> Posting {
    let Paper::Posting(mut posting) = many(PaperKind::Posting, 1) else { panic!("posting") };
    let household = |(head, year): &(&str, i32)| PostedHousehold {
        head: (*head).to_owned(),
        village: "Thôn 2".to_owned(),
        result: "Hộ nghèo".to_owned(),
        birth_year: Some(*year),
    };
    posting.households = heads.iter().map(household).collect();
    posting
}

#[test]
fn a_year_of_birth_is_printed_only_where_two_names_collide() {
    let list = posting(&[("Lê Thị Hoà", 1961), ("LÊ THỊ HÒA", 1972), ("Lê Thị Hoa", 1983), ("K’Brẹo", 1994)]);
    let words = pdf(&Paper::Posting(list.clone())).words();
    assert!(
        words.contains(&bare("Lê Thị Hoà (sinh năm 1961)"))
            && words.contains(&bare("LÊ THỊ HÒA (sinh năm 1972)"))
    );
    assert!(!words.contains("1983") && !words.contains("1994"), "{words}");
    let alone = pdf(&Paper::Posting(posting(&[("Lê Thị Hoà", 1961), ("Lê Thị Hoa", 1983)]))).words();
    assert!(!alone.contains("1961") && !alone.contains("sinhnăm"), "{alone}");
}

#[test]
fn every_page_says_its_number_the_code_of_the_list_and_its_columns() {
    let Paper::Posting(mut list) = many(PaperKind::Posting, 200) else { panic!("posting") };
    for sheet in [SheetSize::A4, SheetSize::A3] {
        list.sheet = sheet;
        let printed = pdf(&Paper::Posting(list.clone()));
        let pages = printed.pages();
        assert!(pages.len() > 2);
        for (at, page) in pages.iter().enumerate() {
            assert!(page.contains(&format!("Trang{}/{}", at + 1, pages.len())), "{page}");
            assert!(page.contains(&list.digest()[..12]), "{page}");
            assert!(page.contains(&bare("Họ và tên chủ hộ")), "{page}");
        }
        let words = pages.concat();
        for one in list.posted() {
            let year = one.birth_year.map_or(String::new(), |year| format!("(sinh năm {year})"));
            assert!(
                words.contains(&bare(&format!("{}{year}{}{}", one.head, one.village, one.result))),
                "{one:?}"
            );
        }
        assert!(words.contains(&bare("từ ngày 26/10/2026 đến hết ngày 28/10/2026")));
        assert!(printed.describes_itself_as().contains(if sheet == SheetSize::A3 { "(A3)" } else { "(A4)" }));
    }
}

#[test]
fn the_code_of_a_list_changes_with_what_is_posted_and_with_nothing_else() {
    let list = posting(&[("Lê Thị Hoà", 1961), ("K’Brẹo", 1994)]);
    let mut other = list.clone();
    other.complain_at = "nơi khác".to_owned();
    other.households[0].birth_year = Some(1999);
    assert_eq!(list.digest(), other.digest(), "a year that is not posted is not in the code");
    other.households[1].result = "Hộ cận nghèo".to_owned();
    assert_ne!(list.digest(), other.digest());
}
