//! The tables on paper: what `pdftotext` reads there.

use std::process::Command;

use super::{by_hand, commune, report};
use crate::{Bench, arg};

/// The words of a PDF, as they stand on the sheet.
fn words(bench: &Bench, file: &str) -> String {
    let output = Command::new("pdftotext").args(["-layout", &arg(&bench.path(file)), "-"]).output();
    String::from_utf8(output.expect("pdftotext of poppler-utils").stdout).expect("UTF-8")
}

#[test]
fn every_number_counted_by_hand_stands_on_the_paper_of_its_table() {
    let bench = commune();
    let said = report(&bench, &["--previous", "last-year.csv", "--by", "village", "--format", "pdf"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for ((table, place, kind), cells) in by_hand() {
        let text = words(&bench, &format!("bao-cao/bieu-{table:02}.pdf"));
        let shown: Vec<String> = cells
            .iter()
            .map(|cell| {
                let star = if cell.truth.is_some() { "*" } else { "" };
                format!("{}{star}", cell.shown.trim_end_matches('%').replace('.', ","))
            })
            .collect();
        let found = text.lines().any(|line| {
            let mut said: Vec<&str> = line.split_whitespace().collect();
            let numbers = said.split_off(said.len().saturating_sub(shown.len()));
            numbers == shown
        });
        assert!(found, "table {table}, {place} {kind}: {shown:?} in\n{text}");
    }
}

#[test]
fn a_table_has_the_head_of_an_official_paper_and_its_row_of_column_numbers() {
    let bench = commune();
    let said = report(&bench, &["--previous", "last-year.csv", "--table", "2", "--format", "pdf"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let text = words(&bench, "bao-cao/bieu-02.pdf");
    for wanted in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG",
        "PHƯỜNG 1 BẢO LỘC",
        "Biểu số 2",
        "TỔNG HỢP DIỄN BIẾN HỘ NGHÈO",
        "Kèm theo Báo cáo số",
        "NGƯỜI LẬP BIỂU",
        "CHỦ TỊCH",
        "chưa đối chiếu với phụ lục",
    ] {
        assert!(text.contains(wanted), "{wanted} in\n{text}");
    }
    let bare: String =
        text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}').collect();
    assert!(bare.contains("9=1-2-3-"), "the formula of the form: {text}");
}

/// Whoever knows no programming can change the template of a pack, and a mistake in it is said with its file.
#[test]
fn the_template_of_a_pack_can_be_changed_and_a_mistake_in_it_is_told() {
    let bench = commune();
    let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let copied = Command::new("cp").args(["-r", &arg(&pack), &arg(&bench.path("goi"))]).status();
    assert!(copied.expect("cp").success());
    let file = "goi/reports/yearly/table.typ";
    let changed = bench.read(file).replace("\"Biểu số \"", "\"Phụ biểu \"");
    bench.write(file, &changed);
    let run = |bench: &Bench| report(bench, &["--packs", "goi", "--table", "4", "--format", "pdf"]);
    let said = run(&bench);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(words(&bench, "bao-cao/bieu-04.pdf").contains("Phụ biểu 4"));
    bench.write(file, changed + "\n#khong-co-ham-nay()\n");
    let said = run(&bench);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("reports/yearly/table.typ"), "{}", said.err);
}
