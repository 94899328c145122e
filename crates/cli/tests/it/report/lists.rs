//! The two detailed lists: a workbook a commune, a row a person.

use calamine::{Data, Reader, Xlsx, open_workbook};

use super::{commune, report};
use crate::Bench;

fn rows(bench: &Bench, file: &str) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(bench.path(file)).expect("a workbook");
    let range = workbook.worksheet_range_at(0).expect("a sheet").expect("cells");
    let cell = |cell: &Data| cell.to_string();
    range.rows().map(|row| row.iter().map(cell).collect()).collect()
}

#[test]
fn the_list_of_poor_households_names_everybody_and_how_the_household_came_in() {
    let bench = commune();
    let said = report(&bench, &["--previous", "last-year.csv", "--table", "14,15"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let rows = rows(&bench, "bao-cao/bieu-15/24823.xlsx");
    let people: Vec<&Vec<String>> = rows.iter().filter(|row| row[1].parse::<u32>().is_ok()).collect();
    assert_eq!(people.len(), 16, "people of poor households: {rows:?}");
    let first: Vec<&&Vec<String>> = people.iter().filter(|row| !row[0].is_empty()).collect();
    assert_eq!(first.len(), 5);
    let marks = |at: usize| first.iter().filter(|row| row[at] == "x").count();
    assert_eq!(rows.iter().filter(|row| row.len() > 9 && row[9] == "x").count(), 2);
    // New: H02 from near-poor and H04; fell back: H03; old: H01 and H11.
    assert_eq!([marks(7), marks(8), marks(9)], [2, 1, 2]);
    assert_eq!([marks(10), marks(11), marks(12)], [2, 2, 1], "merit, indigenous, unable to work");
    assert_eq!(
        [marks(13), marks(14), marks(15), marks(16), marks(17), marks(18)],
        [2, 1, 1, 1, 1, 0],
        "support"
    );
    assert!(people.iter().any(|row| row[5] == "Mạ" && row[6] == "Chủ hộ"), "{people:?}");
    assert!(rows.iter().flatten().any(|cell| cell.contains("không có họ tên")), "{rows:?}");
}

#[test]
fn the_list_of_near_poor_households_is_another_file() {
    let bench = commune();
    let said = report(&bench, &["--table", "14"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let rows = rows(&bench, "bao-cao/bieu-14/24823.xlsx");
    assert_eq!(rows.iter().filter(|row| row[1].parse::<u32>().is_ok()).count(), 6);
    assert!(rows.iter().flatten().any(|cell| cell.contains("Chưa có kết quả năm trước")));
    assert!(!bench.path("bao-cao/bieu-15").exists());
    assert!(!bench.path("bao-cao/mau-bieu.xlsx").exists(), "no summary table was asked for");
}
