//! Invented names and an invented office of Bảo Lộc.

use vocab::Day;

use crate::papers::office::{Issued, Office, Signatory};

const SURNAMES: [&str; 9] = ["Nguyễn", "Trần", "K’", "Lê", "Phạm", "Ka", "Hoàng", "Vũ", "Đặng"];
const MIDDLE: [&str; 5] = ["Thị", "Văn", "Thị Kim", "Đức", "Ngọc"];
const GIVEN: [&str; 11] =
    ["Hoà", "Lượng", "Brẹo", "Thuỷ", "Ngữ", "Mỹ", "Quỳnh", "Nghĩa", "Đạt", "Hưởng", "Ẩn"];

/// The name of somebody who does not exist; the same number gives the same name.
pub(super) fn name(number: usize) -> String {
    let of = |list: &[&'static str], at: usize| list.get(at % list.len()).copied().unwrap_or("");
    match of(&SURNAMES, number) {
        "K’" => format!("K’{}", of(&GIVEN, number / 3)),
        "Ka" => format!("Ka {}", of(&GIVEN, number / 2)),
        surname => format!("{surname} {} {}", of(&MIDDLE, number / 2), of(&GIVEN, number / 3)),
    }
}

/// The steering committee of a ward.
pub(super) fn committee() -> Office {
    Office {
        parent: Some("ỦY BAN NHÂN DÂN PHƯỜNG 1 BẢO LỘC".to_owned()),
        agency: vec!["BAN CHỈ ĐẠO RÀ SOÁT".to_owned(), "HỘ NGHÈO, HỘ CẬN NGHÈO".to_owned()],
        place: "Phường 1 Bảo Lộc".to_owned(),
        commune: "Phường 1 Bảo Lộc".to_owned(),
    }
}

/// The people's committee of a ward.
pub(super) fn ward() -> Office {
    Office {
        parent: None,
        agency: vec!["ỦY BAN NHÂN DÂN".to_owned(), "PHƯỜNG 1 BẢO LỘC".to_owned()],
        place: "Phường 1 Bảo Lộc".to_owned(),
        commune: "Phường 1 Bảo Lộc".to_owned(),
    }
}

/// Its chair.
pub(super) fn chair() -> Signatory {
    Signatory {
        authority: "TM. ỦY BAN NHÂN DÂN".to_owned(),
        role: "CHỦ TỊCH".to_owned(),
        name: Some("Trần Văn Mẫu".to_owned()),
    }
}

/// A draft: number and day are still to come.
pub(super) fn draft() -> Issued {
    Issued::default()
}

/// A day of 2026.
pub(super) fn day(month: u32, date: u32) -> Option<Day> {
    Day::from_civil(2026, month, date)
}
