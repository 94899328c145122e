//! LibreOffice opens the workbook without the numbers that we calculated, calculates them itself, and comes to the same.

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{by_hand, commune, report};
use crate::arg;

/// Copies a workbook without the results of its formulas. Returns how many there were.
fn without_results(from: &Path, to: &Path) -> usize {
    let mut source = ZipArchive::new(std::fs::File::open(from).unwrap()).unwrap();
    let mut target = ZipWriter::new(std::fs::File::create(to).unwrap());
    let mut taken = 0;
    for at in 0..source.len() {
        let mut entry = source.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            let mut text = String::from_utf8(bytes).unwrap();
            let mut from = 0;
            while let Some(found) = text[from..].find("</f><v>") {
                let start = from + found + "</f>".len();
                let end = start + text[start..].find("</v>").unwrap() + "</v>".len();
                text.replace_range(start..end, "");
                from = start;
                taken += 1;
            }
            bytes = text.into_bytes();
        }
        target.start_file(name, SimpleFileOptions::default()).unwrap();
        target.write_all(&bytes).unwrap();
    }
    target.finish().unwrap();
    taken
}

/// The rows of numbers of a sheet: those with a number in the fourth column or later, below the row of column numbers.
fn numbers(path: &Path, table: u64) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
    let range = workbook.worksheet_range(&format!("Biểu {table:02}")).unwrap();
    let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    let codes =
        rows.iter().position(|row| row.first() == Some(&Data::String("A".into()))).expect("A, B, 1, 2");
    let before = rows[codes].iter().position(|cell| *cell == Data::String("1".into())).expect("column 1");
    let columns = rows[codes].iter().filter(|cell| **cell != Data::Empty).count();
    let data =
        rows[codes + 1..].iter().take_while(|row| matches!(row[before], Data::Float(_) | Data::Int(_)));
    data.map(|row| row[before..columns].to_vec()).collect()
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(number) => Some(*number),
        Data::Int(number) => Some(*number as f64),
        _ => None,
    }
}

#[test]
fn libreoffice_calculates_the_same_numbers_from_the_formulas() {
    let bench = commune();
    let said = report(&bench, &["--previous", "last-year.csv", "--by", "village", "--format", "xlsx"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let (ours, stripped) = (bench.path("bao-cao/mau-bieu.xlsx"), bench.path("mau-bieu.xlsx"));
    let formulas = without_results(&ours, &stripped);
    assert!(formulas > 250, "totals and the formulas of the forms: {formulas}");
    let folder = bench.path("tinh-lai");
    let profile = format!("-env:UserInstallation=file://{}", arg(&bench.path("profile")));
    let output = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir", &arg(&folder), &arg(&stripped)])
        .env("HOME", bench.folder.path())
        .output()
        .expect("soffice of libreoffice-calc");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs = folder.join("mau-bieu.xlsx");
    let (mut compared, mut wrong) = (0, Vec::new());
    for table in 1..=13 {
        let (ours, theirs) = (numbers(&ours, table), numbers(&theirs, table));
        assert_eq!(ours.len(), theirs.len(), "rows of table {table}");
        assert_eq!(ours.len(), by_hand().keys().filter(|(of, ..)| *of == table).count(), "table {table}");
        for (row, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            for (column, (our, their)) in ours.iter().zip(theirs).enumerate() {
                let is_same = match (number(our), number(their)) {
                    (Some(our), Some(their)) => (our - their).abs() < 1e-9,
                    // The share of nothing is an empty text.
                    (None, None) => true,
                    _ => false,
                };
                compared += 1;
                if !is_same {
                    wrong.push(format!(
                        "table {table}, row {row}, column {}: {our:?} and {their:?}",
                        column + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 600, "{compared} cells");
}
