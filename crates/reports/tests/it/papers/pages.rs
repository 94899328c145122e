//! Where pages end: rows, signatures, headings.

use reports::papers::{Format, Paper, PaperKind};

use super::{make, many, pdf};
use crate::printed::bare;

#[test]
fn every_paper_is_pdf_a_with_all_letters_inside() {
    for kind in PaperKind::ALL {
        let printed = pdf(&many(kind, 7));
        let fonts = printed.fonts();
        assert!(fonts.iter().all(|(name, inside)| name.contains("Tinos") && *inside), "{kind:?}: {fonts:?}");
        assert!(printed.pdf.windows(18).any(|part| part == b"<pdfaid:part>2</pd"), "{kind:?}");
        assert!(!printed.words().contains('□'), "{kind:?}: every letter of the pack is there");
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes_whatever_was_made_before() {
    for kind in PaperKind::ALL {
        for format in [Format::Pdf, Format::Docx] {
            if format == Format::Docx && !kind.is_editable() {
                continue;
            }
            let first = make(&many(kind, 5), format).bytes;
            make(&many(PaperKind::Minutes, 3), Format::Docx);
            assert!(first == make(&many(kind, 5), format).bytes, "{kind:?} {format:?}");
        }
    }
}

#[test]
fn minutes_never_cut_a_row_and_nobody_signs_an_empty_page() {
    for households in [0, 1, 9, 10, 11, 12, 13, 14, 28, 60, 200] {
        let mut paper = many(PaperKind::Minutes, households.max(1));
        if let Paper::Minutes(minutes) = &mut paper {
            minutes.households.truncate(households);
            // A name of several lines.
            if let Some(last) = minutes.households.last_mut() {
                last.head = "Nguyễn Thị Hoà ".repeat(12);
            }
        }
        let Paper::Minutes(minutes) = &paper else { panic!("minutes") };
        let pages = pdf(&paper).pages();
        for (at, one) in minutes.households.iter().enumerate() {
            let row = format!(
                "{}{}{}{}{}{}",
                at + 1,
                one.head,
                one.found,
                one.n_agree.unwrap(),
                one.n_disagree.unwrap(),
                one.result.as_deref().unwrap()
            );
            let on = pages.iter().filter(|page| page.contains(&bare(&row))).count();
            assert_eq!(on, 1, "{households} households: row {} is whole on one page", at + 1);
        }
        for signature in ["THƯKÝ", "CHỦTRÌ", "ĐẠIDIỆNCÁCHỘDÂN"] {
            let page = pages.iter().find(|page| page.contains(signature)).unwrap();
            assert!(page.contains(&bare("Biên bản được đọc lại")), "{households} households: {page}");
        }
        let heads = pages.iter().filter(|page| page.contains(&bare("Họ và tên chủ hộ"))).count();
        let with_rows = pages.iter().filter(|page| page.contains(&bare("Thống nhất"))).count();
        assert!(heads >= with_rows.min(households), "the heading stands on every page with rows");
    }
}

#[test]
fn a_decision_keeps_its_signature_with_its_last_article_and_numbers_its_pages() {
    for households in [1, 200] {
        for long in 0..6 {
            let mut paper = many(PaperKind::Decision, households);
            let Paper::Decision(decision) = &mut paper else { panic!("decision") };
            decision.carried_out_by = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân, ".repeat(1 + long * 6);
            let heads: Vec<String> = decision.poor.iter().map(|one| bare(&one.head)).collect();
            let pages = pdf(&paper).pages();
            let signed = pages.iter().find(|page| page.contains(&bare("Trần Văn Mẫu"))).unwrap();
            assert!(signed.contains(&bare("chịu trách nhiệm thi hành")), "{long}: {signed}");
            assert!(!pages[0].starts_with('1'), "the first page has no number");
            for (at, page) in pages.iter().enumerate().skip(1) {
                assert!(page.starts_with(&(at + 1).to_string()), "page {}: {page}", at + 1);
            }
            let words = pages.concat();
            assert!(heads.iter().all(|head| words.contains(head)));
        }
    }
}

#[test]
fn a_draft_has_room_for_number_and_day_and_an_issued_one_has_them() {
    let mut paper = many(PaperKind::Decision, 3);
    let draft = pdf(&paper).words();
    assert!(
        draft.contains(&bare("Số: ............/QĐ-UBND"))
            && draft.contains(&bare("ngày ...... tháng ......"))
    );
    let Paper::Decision(decision) = &mut paper else { panic!("decision") };
    decision.issued.number = Some("05".to_owned());
    decision.issued.on = "2026-12-09".parse().ok();
    decision.corrects = Some(("03/QĐ-UBND".to_owned(), "2026-12-01".parse().unwrap()));
    let issued = pdf(&paper).words();
    assert!(issued.contains(&bare("Số: 05/QĐ-UBND")) && issued.contains(&bare("ngày 09 tháng 12 năm 2026")));
    assert!(issued.contains(&bare("Kèm theo Quyết định số 05/QĐ-UBND ngày 09 tháng 12 năm 2026")));
    assert!(
        issued.contains(&bare("sửa Quyết định số 03/QĐ-UBND ngày 01/12/2026")) && !draft.contains("03/QĐ")
    );
}
