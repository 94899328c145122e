//! Files that are sent to the pages of the real program: what they may hold, and what they cost.

use std::time::{Duration, Instant};

use rust_xlsxwriter::{ExcelDateTime, Format, FormatBorder, Formula, Worksheet};

use crate::bombs;
use crate::browser::Browser;
use crate::forms::{bytes_of, column_number, poor_form, texts};
use crate::office::{OFFICER, Office, both};
use crate::wire::{Answer, seen};

const BOUNDARY: &str = "multipart/form-data; boundary=ranh-gioi";

/// Sends a file as the form does; `None` if the program is gone.
pub(crate) fn send_file(browser: &mut Browser, content: &[u8]) -> Option<Answer> {
    let head = "--ranh-gioi\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n";
    let body = [head.as_bytes(), content, b"\r\n--ranh-gioi--\r\n"].concat();
    browser.send("POST", "/imports", &[("Content-Type", BOUNDARY)], &body)
}

/// Sends a list, looks at it and confirms it. Whether it was recorded; `None` if the program was gone before it said so.
pub(crate) fn recorded(browser: &mut Browser, content: &[u8]) -> Option<bool> {
    let sent = send_file(browser, content)?;
    if sent.status >= 500 {
        return None;
    }
    if sent.status != 303 {
        return Some(false);
    }
    let at = sent.header("location").to_owned();
    let page = browser.send("GET", &at, &[], b"")?;
    let html = String::from_utf8_lossy(&page.bytes).into_owned();
    let seen = html.split_once("name=\"fingerprint\" value=\"")?.1.split('"').next()?.to_owned();
    let done = browser.try_post(&format!("{at}/confirm"), &[("fingerprint", &seen)])?;
    if done.status >= 500 { None } else { Some(done.status == 303) }
}

/// A list as CSV.
pub(crate) fn list(rows: &[&str]) -> String {
    let head = "Họ và tên chủ hộ;Họ và tên;Quan hệ với chủ hộ;Ngày sinh;Giới tính;CCCD;Mã xã;Thôn";
    [&[head], rows].concat().join("\n") + "\n"
}

/// What the page says after a file was sent: about the file, or about its households.
fn said(browser: &mut Browser, content: &[u8]) -> (u16, String) {
    let sent = send_file(browser, content).expect("an answer");
    if sent.status != 303 {
        return (sent.status, seen(&sent.text()));
    }
    (sent.status, seen(&browser.get(sent.header("location")).text()))
}

fn households(browser: &mut Browser) -> String {
    browser.get("/households/export.csv").text()
}

fn person(sheet: &mut Worksheet, row: u32, name: &str, more: &[(&str, &str)]) {
    texts(
        sheet,
        row,
        &[("C", name), ("D", name), ("E", "Chủ hộ"), ("L", "24823"), ("N", "Thôn 1"), ("O", "Kinh")],
    );
    texts(sheet, row, more);
}

/// A workbook with what real ones hold.
fn as_staff_have_it() -> Vec<u8> {
    let mut sheet = poor_form();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    person(&mut sheet, 8, "Lê Văn Bảy", &[("F", "15/08/1965"), ("G", "Nam"), ("H", "068065000017")]);
    person(&mut sheet, 9, "Trần Thị Tám", &[("G", "Nữ"), ("S", "140")]);
    sheet
        .write_with_format(8, 5, ExcelDateTime::from_ymd(1966, 8, 15).expect("a day"), &day)
        .expect("written");
    // A day as its serial, a number that lost its zero, a formula.
    person(&mut sheet, 10, "Phạm Văn Chín", &[("G", "Nam")]);
    sheet.write(9, 5, 23_969).expect("written");
    sheet.write(9, column_number("H"), 68_065_001_234_f64).expect("written");
    sheet.write_formula(9, 25, Formula::new("2026-1965").set_result("61")).expect("written");
    person(&mut sheet, 11, "Hồ Thị Mười", &[("F", "1970"), ("G", "Nữ")]);
    sheet.merge_range(10, 2, 11, 2, "Hồ Thị Mười", &Format::new()).expect("merged");
    texts(
        &mut sheet,
        12,
        &[("D", "Hồ Văn Út"), ("E", "Con"), ("F", "2010"), ("G", "Nam"), ("L", "24823"), ("N", "Thôn 1")],
    );
    // Formatted to its last row and column.
    let border = Format::new().set_border(FormatBorder::Thin);
    for row in 12..20_000 {
        sheet.write_blank(row, 3, &border).expect("written");
    }
    sheet.write_blank(1_048_575, 16_383, &border).expect("written");
    bytes_of(vec![sheet])
}

#[test]
fn a_workbook_as_staff_have_it_is_read_flagged_by_cell_and_recorded() {
    both(|office| {
        let mut browser = office.logged_in(OFFICER);
        let workbook = as_staff_have_it();
        let (status, page) = said(&mut browser, &workbook);
        assert_eq!(status, 303, "{page}");
        for (cell, words) in
            [("F10", "ngày"), ("H10", "số 0"), ("Z10", "công thức"), ("S9", "số"), ("C12", "gộp")]
        {
            let at = page.find(&format!("!{cell}")).unwrap_or_else(|| unreachable!("{cell} in {page}"));
            let said: String = page[at..].chars().take(150).collect();
            assert!(said.contains(words), "{cell}: {said}");
        }
        assert_eq!(recorded(&mut browser, &workbook), Some(true));
        let all = households(&mut browser);
        for name in ["Lê Văn Bảy", "Trần Thị Tám", "Phạm Văn Chín", "Hồ Thị Mười"] {
            assert!(all.contains(name), "{name} in {all}");
        }
        office.is_whole();
    });
}

#[test]
fn a_workbook_made_to_take_all_memory_is_refused_with_words_and_the_pages_go_on() {
    both(|office| {
        let mut browser = office.logged_in(OFFICER);
        let bomb = bombs::claims_many_strings();
        assert!(bomb.len() < 1_500, "{} bytes", bomb.len());
        let (status, page) = said(&mut browser, &bomb);
        assert_eq!(status, 422);
        assert!(
            page.contains("cần quá nhiều bộ nhớ") && page.contains("Chép danh sách sang bảng tính mới"),
            "{page}"
        );
        for file in [
            bombs::far_corners(),
            bombs::not_a_number(),
            bombs::many_strings(20_000_000),
            b"PK\x03\x04 xx".to_vec(),
        ] {
            let (status, page) = said(&mut browser, &file);
            assert!(status == 422 && page.contains("Chưa đọc được danh sách"), "{status} {page}");
        }
        assert!(households(&mut browser).contains("Lê Văn An"));
    });
}

#[test]
fn others_are_served_while_a_file_is_read_that_takes_long() {
    let office = Office::in_file();
    let mut browser = office.logged_in(OFFICER);
    let mut other = office.logged_in(OFFICER);
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| said(&mut browser, &bombs::many_strings(5_000_000)));
        let began = Instant::now();
        let mut served = 0;
        while !slow.is_finished() && began.elapsed() < Duration::from_secs(100) {
            assert_eq!(other.get(&office.file).status, 200);
            served += 1;
        }
        assert!(served > 0, "it was over before anybody could ask");
        assert_eq!(slow.join().expect("an answer").0, 422);
    });
}

#[test]
fn the_same_file_sent_twice_is_recorded_once_and_the_page_says_when() {
    both(|office| {
        let mut browser = office.logged_in(OFFICER);
        let list = list(&["Trần Thị Cúc;Trần Thị Cúc;Chủ hộ;02/03/1950;Nữ;068150000012;24823;Thôn 1"]);
        assert_eq!(recorded(&mut browser, list.as_bytes()), Some(true));
        let (status, page) = said(&mut browser, list.as_bytes());
        assert!(status == 303 && page.contains("Đúng tệp này đã được ghi ngày"), "{page}");
        assert!(page.contains("không có gì mới"), "{page}");
        assert_eq!(recorded(&mut browser, list.as_bytes()), Some(false));
        assert_eq!(households(&mut browser).matches("Trần Thị Cúc").count(), 1);
        office.is_whole();
    });
}

#[test]
fn long_one_word_and_decomposed_names_and_unknown_days_of_a_list_are_told_and_kept_as_they_are() {
    both(|office| {
        let mut browser = office.logged_in(OFFICER);
        let long = format!("Lê {}", "á".repeat(2_997));
        let row = |name: &str, birth: &str| format!("{name};{name};Chủ hộ;{birth};Nữ;;24823;Thôn 1");
        let rows = [
            row(&long, "1950"),
            row("K'Brể", "1951"),
            row("Nguye\u{302}\u{303}n Va\u{306}n Ti\u{301}", "1952"),
            row("Lê Thị Không", ""),
            row("Lê Thị Sai", "31/02/1950"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let list = list(&rows);
        let (status, page) = said(&mut browser, list.as_bytes());
        assert_eq!(status, 303, "{page}");
        for words in ["bất thường", "một từ"] {
            assert!(page.contains(words), "{words} in {page}");
        }
        assert_eq!(recorded(&mut browser, list.as_bytes()), Some(true));
        let all = households(&mut browser);
        for (name, is_there) in [
            ("K'Brể", true),
            ("Nguyễn Văn Tí", true),
            ("Lê Thị Không", true),
            ("Lê Thị Sai", false),
            ("ááá", false),
        ] {
            assert_eq!(all.contains(name), is_there, "{name} in {all}");
        }
        office.is_whole();
    });
}
