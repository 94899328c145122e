//! What real files hold: every problem is found, at its cell, at once, and what was written is still there.

use roster::{Birth, CodeList, Problem, read, read_bytes};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Worksheet};

use crate::fixture::{
    bytes_of, column_number, found, grid_of, has, lists, name, options, poor_form, roster_of, texts,
};

fn head(sheet: &mut Worksheet, row: u32, more: &[(&str, &str)]) {
    let name = format!("Nguyễn Văn {}", ["An", "Bình", "Cường", "Dũng"][row as usize % 4]);
    texts(sheet, row, &[("C", &name), ("D", &name), ("E", "Chủ hộ"), ("N", "Thôn 1")]);
    texts(sheet, row, more);
}

#[test]
fn all_problems_of_a_row_come_at_once_with_what_was_written_and_logs_hold_none_of_it() {
    let mut sheet = poor_form();
    texts(
        &mut sheet,
        8,
        &[
            ("C", "Trần Thị Sáu"),
            ("D", "Trần Thị Sáu"),
            ("E", "Chủ hộ"),
            ("F", "8/25/1965"),
            ("G", "1"),
            ("H", "6.8165E+10"),
            ("O", "04"),
            ("P", "thoát nghèo"),
            ("S", "140"),
            ("T", "hai"),
            ("U", "?"),
            ("N", "Thôn 1"),
        ],
    );
    let roster = roster_of(sheet);
    for (at, problem) in [
        ("F8", Problem::DateMonthFirst),
        ("G8", Problem::SexUnknown),
        ("H8", Problem::NumberLostDigits),
        ("O8", Problem::EthnicAmbiguous),
        ("P8", Problem::ClassUnknown),
        ("S8", Problem::NumberAsText),
        ("T8", Problem::NotANumber),
        ("U8", Problem::FlagUnknown),
    ] {
        assert!(has(&roster, &format!("Sheet 1!{at}"), problem), "{at} {:?}", found(&roster));
    }
    assert_eq!(roster.findings.len(), 8);
    assert_eq!(roster.people[0].birth.as_ref().unwrap().written, "8/25/1965");
    let log = format!("{:?} {:?}", roster.findings, roster.people);
    for personal in ["8/25", "6.8165", "Sáu", "hai"] {
        assert!(!log.contains(personal), "{personal} in {log}");
    }
    let screen = roster.findings[0].on_screen(vocab::Language::Vi);
    assert!(screen.contains("Sheet 1!F8") && screen.contains("8/25/1965"), "{screen}");
}

#[test]
fn an_ambiguous_ethnic_code_is_asked_for_until_the_list_is_known() {
    let mut sheet = poor_form();
    head(&mut sheet, 8, &[("O", "04")]);
    head(&mut sheet, 9, &[("O", "01")]);
    head(&mut sheet, 10, &[("O", "K'Ho")]);
    head(&mut sheet, 11, &[("O", "Cơ Ho (Cil)")]);
    head(&mut sheet, 12, &[("O", "ba na")]);
    head(&mut sheet, 13, &[("O", "Ất ơ")]);
    let grid = grid_of(vec![sheet]);
    let lists = lists();
    let groups = |codes| {
        let roster = read(&grid, &roster::Options { ethnic_codes: codes, ..options(&lists) });
        let name = |person: &roster::Person| {
            person.ethnic_group.as_ref().and_then(|group| group.value.clone()).map(|group| group.name)
        };
        roster.people.iter().map(|person| name(person).unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(groups(None), ["", "Kinh", "Cơ Ho", "Cơ Ho", "Ba Na", ""]);
    assert_eq!(groups(Some(CodeList::Of2008))[0], "Mường");
    assert_eq!(groups(Some(CodeList::Of1979))[0], "Hoa");
    let roster = read(&grid, &options(&lists));
    let asked = roster.findings.iter().find(|finding| finding.problem == Problem::EthnicAmbiguous).unwrap();
    assert_eq!(asked.proposal.as_deref(), Some("1979: Hoa; 2008: Mường"));
    assert!(has(&roster, "Sheet 1!O13", Problem::EthnicUnknown));
}

#[test]
fn numbers_that_excel_spoiled_are_restored_with_a_warning() {
    let mut sheet = poor_form();
    head(&mut sheet, 8, &[("G", "Nữ"), ("F", "1965")]);
    sheet.write(7, column_number("H"), 68_165_001_234_f64).unwrap();
    head(&mut sheet, 9, &[("H", "068165001234")]);
    let roster = roster_of(sheet);
    let number = roster.people[0].number.as_ref().unwrap();
    assert_eq!(
        (number.written.as_str(), number.value.as_ref().unwrap().digits()),
        ("68165001234", "068165001234")
    );
    assert!(number.value.as_ref().unwrap().is_restored());
    assert_eq!(found(&roster), ["Sheet 1!H8 number_lost_zero", "Sheet 1!H9 number_twice"]);
}

#[test]
fn real_dates_serials_and_typed_years_are_told_apart() {
    let mut sheet = poor_form();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for row in 8..=11 {
        head(&mut sheet, row, &[]);
    }
    let date = ExcelDateTime::from_ymd(1965, 8, 15).unwrap();
    sheet.write_with_format(7, 5, &date, &day).unwrap();
    sheet.write(8, 5, 23_969).unwrap();
    sheet.write(9, 5, 1965).unwrap();
    sheet.write_with_format(10, 5, 1965, &day).unwrap();
    let roster = roster_of(sheet);
    let births: Vec<_> =
        roster.people.iter().map(|person| person.birth.as_ref().unwrap().value.unwrap()).collect();
    let day = Birth::Day("1965-08-15".parse().unwrap());
    assert_eq!(births, [day, day, Birth::Year(1965), Birth::Year(1965)]);
    assert_eq!(found(&roster), ["Sheet 1!F9 date_is_number", "Sheet 1!F11 date_is_year"]);
}

#[test]
fn formulas_merged_cells_hidden_rows_and_columns_are_read_and_flagged() {
    let mut sheet = poor_form();
    sheet.merge_range(7, 2, 9, 2, "Lê Văn Bảy", &Format::new()).unwrap();
    texts(&mut sheet, 8, &[("D", "Lê Văn Bảy"), ("E", "Chủ hộ"), ("N", "Thôn 1")]);
    texts(&mut sheet, 9, &[("D", "Lê Thị Tám"), ("E", "Con"), ("N", "Thôn 1")]);
    texts(&mut sheet, 10, &[("D", "Lê Văn Chín"), ("E", "Con"), ("N", "Thôn 1")]);
    sheet.write_formula(7, 25, Formula::new("2026-1965").set_result("61")).unwrap();
    sheet.set_row_hidden(8).unwrap();
    sheet.set_column_hidden(column_number("E")).unwrap();
    let roster = roster_of(sheet);
    assert_eq!(roster.people.len(), 3);
    assert_eq!(roster.households.len(), 1);
    assert_eq!(roster.people[0].age.as_ref().unwrap().value, Some(61));
    assert_eq!(
        found(&roster),
        [
            "Sheet 1!E column_hidden",
            "Sheet 1!Z8 formula",
            "Sheet 1!9 row_hidden",
            "Sheet 1!C9 merged",
            "Sheet 1!C10 merged"
        ]
    );
}

#[test]
fn long_one_word_decomposed_and_garbled_names_are_kept_and_flagged() {
    let mut sheet = poor_form();
    let long = "Nguyễn ".repeat(430);
    let decomposed = "Nguye\u{302}\u{303}n Va\u{306}n Ti\u{301}";
    for (row, written) in
        (8..).zip([long.as_str(), "K'Brể", decomposed, "NguyÔn V¨n §øc", "Nguyeãn Vaên Ñöùc"])
    {
        texts(&mut sheet, row, &[("C", written), ("D", written), ("E", "Chủ hộ"), ("N", "Thôn 1")]);
    }
    let roster = roster_of(sheet);
    assert_eq!(roster.people.len(), 5);
    assert_eq!(name(&roster.people[0]).len(), long.trim().len());
    assert_eq!(name(&roster.people[2]), "Nguyễn Văn Tí");
    for (row, problem) in [
        (8, Problem::NameLong),
        (9, Problem::NameOneWord),
        (10, Problem::TextDecomposed),
        (11, Problem::TextGarbled),
        (12, Problem::TextGarbled),
    ] {
        assert!(has(&roster, &format!("Sheet 1!D{row}"), problem), "{row}: {:?}", found(&roster));
    }
}

#[test]
fn a_sheet_formatted_to_its_last_row_costs_nothing_and_says_nothing() {
    let mut sheet = poor_form();
    head(&mut sheet, 8, &[]);
    let border = Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin);
    for row in 8..60_000 {
        sheet.write_blank(row, 3, &border).unwrap();
    }
    sheet.write_blank(1_048_575, 16_383, &border).unwrap();
    let roster = roster_of(sheet);
    assert_eq!((roster.people.len(), found(&roster).len()), (1, 0));
}

#[test]
fn bytes_that_are_no_table_are_named_for_what_they_are() {
    assert_eq!(read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(Problem::OldWorkbook));
    assert_eq!(read_bytes(b"%PDF-1.7\0\x01"), Err(Problem::NotATable));
    assert_eq!(read_bytes(b"H\xe9 ngh\xeco;x"), Err(Problem::NotUtf8));
    let mut workbook = bytes_of(vec![poor_form()]);
    workbook.truncate(workbook.len() / 2);
    assert_eq!(read_bytes(&workbook), Err(Problem::Damaged));
}

#[test]
fn a_workbook_that_counts_from_1904_says_so_and_its_days_are_right() {
    let mut sheet = poor_form();
    head(&mut sheet, 8, &[]);
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_with_format(7, 5, 22_507, &day).unwrap();
    let bytes = with_part(&bytes_of(vec![sheet]), "xl/workbook.xml", |xml| {
        assert!(xml.contains("<workbookPr "));
        xml.replace("<workbookPr ", r#"<workbookPr date1904="1" "#)
    });
    let roster = read(&read_bytes(&bytes).unwrap(), &options(&lists()));
    let birth = roster.people[0].birth.as_ref().unwrap().value.unwrap();
    assert_eq!(
        (birth.to_string().as_str(), found(&roster)),
        ("15/08/1965", vec![" days_from_1904".to_owned()])
    );
}

/// The workbook with one of its parts written anew.
fn with_part(workbook: &[u8], part: &str, rewrite: impl Fn(&str) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut old = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut file = old.by_index(index).unwrap();
        let (name, mut text) = (file.name().unwrap().into_owned(), String::new());
        file.read_to_string(&mut text).unwrap();
        new.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        let text = if name == part { rewrite(&text) } else { text };
        new.write_all(text.as_bytes()).unwrap();
    }
    new.finish().unwrap().into_inner()
}
