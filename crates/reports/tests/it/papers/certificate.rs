//! The row of a year falls into the cells of the certificate that the household has.

use reports::papers::{Paper, PaperKind, Shift};

use super::{many, pdf};

/// Words of a page with the middle of each, in points.
fn places(paper: &Paper, page: usize) -> Vec<(String, f64, f64)> {
    let xml = pdf(paper).boxes();
    let page = xml.split("<page ").nth(page).expect("a page");
    let number = |line: &str, name: &str| -> f64 {
        let from = line.split(&format!("{name}=\"")).nth(1).expect("a number");
        from.split('"').next().expect("a number").parse().expect("a number")
    };
    let words = page.lines().filter(|line| line.contains("<word "));
    let place = |line: &str| {
        let text = line.split('>').nth(1).unwrap_or("").split('<').next().unwrap_or("").to_owned();
        let middle = |least: &str, most: &str| (number(line, least) + number(line, most)) / 2.0;
        (text, middle("xMin", "xMax"), middle("yMin", "yMax"))
    };
    words.map(place).collect()
}

fn rows(year: i32, shift: Shift) -> (Paper, Paper) {
    let Paper::Certificates { mut frame, mut certificates } = many(PaperKind::Certificate, 1) else {
        panic!()
    };
    frame.years = vec![2027, 2028, 2029, 2030];
    certificates[0].result.year = year;
    let new = Paper::Certificates { frame: frame.clone(), certificates: certificates.clone() };
    (new, Paper::CertificateRows { frame, certificates, shift })
}

#[test]
fn a_printed_row_lies_where_the_certificate_has_it() {
    for year in [2027, 2028, 2030] {
        let (new, row) = rows(year, Shift::default());
        let (back, row) = (places(&new, 2), places(&row, 1));
        assert!(row.len() >= 5, "year, class, deprivations and day: {row:?}");
        for (word, x, y) in &row {
            let is_there =
                back.iter().any(|(other, a, b)| other == word && (a - x).abs() < 0.5 && (b - y).abs() < 0.5);
            assert!(is_there, "{year}: {word} at {x}, {y}");
        }
    }
}

#[test]
fn a_printer_that_is_off_can_be_corrected() {
    let (_, straight) = rows(2028, Shift::default());
    let (_, moved) = rows(2028, Shift { right: 200, down: -100 });
    let millimetre = 72.0 / 25.4;
    for ((word, x, y), (_, a, b)) in places(&straight, 1).iter().zip(places(&moved, 1)) {
        assert!((a - x - 2.0 * millimetre).abs() < 0.1 && (b - y + millimetre).abs() < 0.1, "{word}");
    }
}

#[test]
fn what_is_not_known_of_an_indicator_is_not_printed_as_no() {
    let (mut new, _) = rows(2027, Shift::default());
    let Paper::Certificates { certificates, .. } = &mut new else { panic!() };
    certificates[0].result.deprived = vec![Some(false); 11];
    let dots = places(&new, 2).iter().filter(|(word, ..)| word == "…").count();
    assert_eq!(dots, 1, "the twelfth was not answered");
}
