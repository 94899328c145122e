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
    let issued = pdf(&paper).words();
    assert!(issued.contains(&bare("Số: 05/QĐ-UBND")) && issued.contains(&bare("ngày 09 tháng 12 năm 2026")));
    assert!(issued.contains(&bare("Kèm theo Quyết định số 05/QĐ-UBND ngày 09 tháng 12 năm 2026")));
}

#[test]
fn a_correcting_decision_names_the_one_it_corrects_and_lists_each_household_once_with_its_results() {
    for households in [1, 30, 300] {
        let mut paper = many(PaperKind::Correction, households);
        let draft = pdf(&paper).words();
        assert!(draft.contains(&bare("Số: ............/QĐ-UBND")) && !draft.contains("15/QĐ-UBND"));
        let Paper::Correction(decision) = &mut paper else { panic!("correction") };
        decision.issued.number = Some("15".to_owned());
        decision.issued.on = "2026-12-09".parse().ok();
        let decision = decision.clone();
        let printed = pdf(&paper);
        let (words, pages) = (printed.words(), printed.pages());
        for said in [
            "Số: 15/QĐ-UBND",
            "ngày 09 tháng 12 năm 2026",
            "Sửa đổi Quyết định số 03/QĐ-UBND ngày 01 tháng 12 năm 2026",
            "Nội dung khác của Quyết định số 03/QĐ-UBND ngày 01 tháng 12 năm 2026 giữ nguyên hiệu lực",
            decision.reason.as_deref().unwrap(),
            "Kèm theo Quyết định số 15/QĐ-UBND ngày 09 tháng 12 năm 2026",
        ] {
            assert!(words.contains(&bare(said)), "{said}: {words}");
        }
        let signed = pages.iter().find(|page| page.contains(&bare("Trần Văn Mẫu"))).unwrap();
        assert!(signed.contains(&bare("chịu trách nhiệm thi hành")), "{signed}");
        let (mut from, lists) = (0, &pages[1..]);
        for (at, one) in decision.households.iter().enumerate() {
            let born = one.birth_year.map_or(String::new(), |year| format!("(sinh năm {year})"));
            let row = bare(&format!("{}{}{born}{}{}{}", at + 1, one.head, one.village, one.from, one.to));
            let page = lists.iter().position(|page| page.contains(&row));
            let page = page.unwrap_or_else(|| panic!("{households}: {row}"));
            assert!(page >= from && lists[page].contains(&bare("Họ và tên chủ hộ")), "{households}: {row}");
            from = page;
        }
    }
}

#[test]
fn a_correcting_decision_without_a_reason_has_room_to_write_it() {
    let mut paper = many(PaperKind::Correction, 1);
    if let Paper::Correction(decision) = &mut paper {
        decision.reason = None;
    }
    assert!(pdf(&paper).words().contains(&bare("Lý do: ............")));
}
