//! Names that mean harm: printed letter for letter, never run.

use reports::papers::{Format, Paper, PaperKind};

use super::{make, many, pdf};
use crate::printed::bare;

const NAMES: [&str; 12] = [
    r#"#read("/etc/passwd")"#,
    r#"#import "head.typ": * $x^2$"#,
    r"*đậm* _nghiêng_ `mã` \u{41} \ // lời",
    "= Tiêu đề @nhãn <nhãn> [a] {b}",
    "<script>alert('1')</script> &amp; ]]> <!--",
    "{village} {{chair}} **x** __y__",
    "ẰẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳỵỷỹđĐ",
    "%s %n ${HOME} $(reboot) `id`",
    "w:p/><w:t>x</w:t>",
    "Nguyễn\u{202e}Văn\u{0}\u{7}Hoà\u{200f}",
    "'; DROP TABLE household; --",
    "…‘’“”–—",
];

/// What is printed of a name: the signs that turn the line around or cannot be seen are gone.
fn shown(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '\u{202e}' | '\u{200f}' | '\u{0}' | '\u{7}')).collect()
}

fn named(kind: PaperKind, name: &str) -> Paper {
    let mut paper = many(kind, 3);
    match &mut paper {
        Paper::Minutes(paper) => {
            paper.households[1].head = name.to_owned();
            paper.chair = Some(name.to_owned());
            paper.remarks = vec![name.to_owned()];
        }
        Paper::Posting(paper) => paper.households[1].head = name.to_owned(),
        Paper::Decision(paper) => paper.near_poor[0].head = name.to_owned(),
        Paper::Correction(paper) => {
            paper.households[1].head = name.to_owned();
            paper.reason = Some(name.to_owned());
        }
        Paper::Certificates { certificates, .. } => certificates[0].members[0].name = name.to_owned(),
        Paper::CertificateRows { .. } => {}
        Paper::Refusal(paper) => paper.applicant = name.to_owned(),
        Paper::ComplaintAnswer(paper) => paper.findings = vec![name.to_owned()],
        Paper::Explanation(paper) => paper.head = name.to_owned(),
        Paper::ReportLetter(paper) => paper.table.rows[1][0] = name.to_owned(),
    }
    paper
}

#[test]
fn a_hostile_name_is_printed_as_it_is_in_every_paper() {
    for kind in PaperKind::ALL.into_iter().filter(|kind| *kind != PaperKind::CertificateRow) {
        for name in NAMES {
            let words = pdf(&named(kind, name)).words();
            assert!(words.contains(&bare(&shown(name))), "{kind:?} {name}: {words}");
            if kind.is_editable() {
                let bytes = make(&named(kind, name), Format::Docx).bytes;
                let texts = bare(&super::docx::texts(&bytes));
                assert!(texts.contains(&bare(&shown(name))), "{kind:?} {name}: {texts}");
            }
        }
    }
}

#[test]
fn letters_without_a_glyph_are_boxes_in_print_and_themselves_in_a_document() {
    let name = "Trần 👨‍🌾 مرحبا 村";
    let words = pdf(&named(PaperKind::Minutes, name)).words();
    assert!(words.contains("Trần□") && !words.contains('村'), "{words}");
    let bytes = make(&named(PaperKind::Minutes, name), Format::Docx).bytes;
    assert!(super::docx::texts(&bytes).contains("Trần 👨‍🌾 مرحبا 村"));
}

#[test]
fn a_very_long_name_stays_on_the_page() {
    let name = "Hoà".repeat(150);
    for kind in PaperKind::ALL.into_iter().filter(|kind| *kind != PaperKind::CertificateRow) {
        let printed = pdf(&named(kind, &name));
        assert!(printed.words().contains(&name), "{kind:?}");
        let boxes = printed.boxes();
        let mut width = 0.0;
        for line in boxes.lines() {
            let number = |name: &str| -> Option<f64> {
                line.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?.parse().ok()
            };
            match line.contains("<page ") {
                true => width = number("width").unwrap(),
                false => {
                    if let (Some(least), Some(most)) = (number("xMin"), number("xMax")) {
                        assert!(least >= 0.0 && most <= width, "{kind:?}: {line}");
                    }
                }
            }
        }
    }
}
