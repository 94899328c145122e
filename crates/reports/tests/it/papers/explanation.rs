//! The sheet for the household: one page, in both languages, whatever is on it.

use reports::papers::{Paper, PaperKind};
use vocab::{Language, said};

use super::{many, pdf};
use crate::printed::bare;

#[test]
fn it_is_one_page_in_both_languages_even_with_every_deprivation() {
    for language in [Language::Vi, Language::En] {
        for (deprivations, changes) in [(0, None), (4, Some(2)), (8, Some(0)), (12, Some(8))] {
            let mut paper = many(PaperKind::Explanation, 1);
            let Paper::Explanation(sheet) = &mut paper else { panic!("explanation") };
            sheet.language = language;
            let known = sheet.deprivations.clone();
            sheet.deprivations = known.into_iter().cycle().take(deprivations).collect();
            sheet.changes = changes
                .map(|count| vec![said!("Thiếu hụt thêm: việc làm.", "New: employment."); count]);
            let pages = pdf(&paper).pages();
            assert_eq!(pages.len(), 1, "{language:?} {deprivations} {changes:?}");
            let (result, until, unknown) = match language {
                Language::Vi => ("Hộ nghèo", "hết ngày 28/10/2026", "Chưa có số liệu năm trước"),
                Language::En => ("Poor household", "the end of 28 October 2026", "Last year is not known"),
            };
            for words in [result, until] {
                assert!(pages[0].contains(&bare(words)), "{words}: {}", pages[0]);
            }
            assert_eq!(pages[0].contains(&bare(unknown)), changes.is_none());
            assert_eq!(pages[0].matches(&bare("07/2021/NĐ-CP")).count(), deprivations);
        }
    }
}

#[test]
fn an_article_that_was_not_checked_says_so() {
    let mut paper = many(PaperKind::Explanation, 1);
    assert!(!pdf(&paper).words().contains(&bare("chưa đối chiếu")));
    let Paper::Explanation(sheet) = &mut paper else { panic!("explanation") };
    sheet.deprivations[0].is_verified = false;
    assert_eq!(pdf(&paper).words().matches(&bare("(chưa đối chiếu)")).count(), 1);
}
