//! Templates that somebody changed: what is wrong is said with its line, what is right is printed.

use reports::papers::{Format, NotMade, PaperKind};

use super::{day, make, many, read};
use crate::printed::{Pdf, bare};

#[test]
fn the_papers_of_the_pack_have_no_mistake() {
    assert_eq!(read(&[]).1, []);
}

#[test]
fn changed_words_are_printed_in_both_formats() {
    let (papers, _) = read(&[("Họp dân về kết quả", "Họp thôn về kết quả")]);
    let papers = papers.expect("sound");
    let made = papers.make(&many(PaperKind::Minutes, 3), Format::Pdf, day()).unwrap();
    assert!(Pdf::of(made.bytes).words().contains(&bare("Họp thôn về kết quả")));
    let made = papers.make(&many(PaperKind::Minutes, 3), Format::Docx, day()).unwrap();
    assert!(super::docx::texts(&made.bytes).contains("Họp thôn về kết quả"));
}

#[test]
fn a_mistake_in_a_template_is_found_with_its_line_before_anything_is_printed() {
    for (from, to, said) in [
        ("{chair}, trưởng thôn", "{chiar}, trưởng thôn", "no value `{chiar}`"),
        ("{chair}, trưởng thôn", "{chair, trưởng thôn", "without a `}`"),
        ("each  = \"attended\"", "each  = \"atended\"", "no value `atended`"),
        ("kind  = \"title\"", "kind  = \"titel\"", "`kind` is `titel`"),
        ("layout = \"letter.typ\"", "layout = \"leter.typ\"", "names `leter.typ`"),
        ("doc = \"qd-24-2021\"", "doc = \"qd-24-2020\"", "no legal document"),
        ("body             = 13", "body             = 130", "`body` must be"),
        ("id     = \"minutes\"", "id     = \"posting\"", "holds on days of"),
    ] {
        let (papers, findings) = read(&[(from, to)]);
        assert!(papers.is_none(), "{to}");
        let found = findings.iter().find(|finding| finding.message.contains(said));
        let found = found.unwrap_or_else(|| panic!("{to}: {findings:#?}"));
        assert!(found.place.line > 0 && !found.hint.is_empty(), "{found}");
    }
}

#[test]
fn signatures_without_words_before_them_are_refused() {
    let (papers, findings) = read(&[(
        "kind = \"signatures\"\n  [[part.signature]]\n  title = \"THƯ KÝ\"",
        "kind = \"page_break\"\n[[part]]\nkind = \"signatures\"\n  [[part.signature]]\n  title = \"THƯ KÝ\"",
    )]);
    assert!(papers.is_none());
    assert!(
        findings.iter().any(|finding| finding.message.contains("signatures do not follow")),
        "{findings:#?}"
    );
}

#[test]
fn a_day_without_a_template_is_refused_and_a_paper_that_is_not_edited_is_no_docx() {
    let papers = super::papers();
    let early = papers.make(&many(PaperKind::Minutes, 1), Format::Pdf, "2021-08-31".parse().unwrap());
    assert_eq!(early.unwrap_err(), NotMade::NoTemplate(PaperKind::Minutes));
    let posting = papers.make(&many(PaperKind::Posting, 1), Format::Docx, day());
    assert_eq!(posting.unwrap_err(), NotMade::NotEditable(PaperKind::Posting));
}

#[test]
fn what_was_not_read_in_the_official_text_is_told_and_not_printed_as_law() {
    let made = make(&many(PaperKind::Decision, 1), Format::Pdf);
    let words = Pdf::of(made.bytes).words();
    assert!(
        words.contains(&bare("Căn cứ Quyết định số 24/2021/QĐ-TTg"))
            && !words.contains(&bare("72/2025/QH15"))
    );
    assert!(
        made.remarks
            .iter()
            .any(|remark| remark.vi.contains("72/2025/QH15") && remark.en.contains("72/2025/QH15"))
    );
    // The standard of 2022 is a basis until the end of 2026, that of 2025 from when it was issued.
    let in_2022 =
        super::papers().make(&many(PaperKind::Decision, 1), Format::Pdf, "2022-12-12".parse().unwrap());
    let words = Pdf::of(in_2022.unwrap().bytes).words();
    assert!(words.contains("07/2021/NĐ-CP") && !words.contains("351/2025"));
    let in_2027 =
        super::papers().make(&many(PaperKind::Decision, 1), Format::Pdf, "2027-12-12".parse().unwrap());
    let words = Pdf::of(in_2027.unwrap().bytes).words();
    assert!(!words.contains("07/2021/NĐ-CP") && words.contains("351/2025"));
}

#[test]
fn a_mistake_in_a_layout_names_its_file_and_line() {
    let (papers, _) = read(&[("#let title(part) =", "#let nobody = paper.nobody\n#let title(part) =")]);
    let why =
        papers.expect("sound words").make(&many(PaperKind::Minutes, 1), Format::Pdf, day()).unwrap_err();
    let (vi, en) = (why.words().0.vi, why.words().0.en);
    assert!(vi.contains("letter.typ:") && en.contains("nobody"), "{vi}");
}
