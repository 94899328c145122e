//! DOCX: sound XML, and the same words as the PDF when LibreOffice opens it.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::process::Command;

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use reports::papers::{Format, Paper, PaperKind};

use super::{make, many, pdf};
use crate::printed::{Pdf, bare};

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a container");
    let mut text = String::new();
    zip.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    text
}

/// All text of the document, a space between paragraphs; every part of it must be sound XML.
pub(super) fn texts(docx: &[u8]) -> String {
    let names: Vec<String> = {
        let zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a container");
        zip.file_names().map(|name| name.expect("a name").into_owned()).collect()
    };
    for name in names {
        let xml = part(docx, &name);
        let mut reader = Reader::from_str(&xml);
        reader.config_mut().check_end_names = true;
        while !matches!(reader.read_event().unwrap_or_else(|why| panic!("{name}: {why}")), Event::Eof) {}
    }
    let document = part(docx, "word/document.xml");
    let mut all = String::new();
    for piece in document.split("<w:t xml:space=\"preserve\">").skip(1) {
        let (text, rest) = piece.split_once("</w:t>").expect("an end");
        all.push_str(&quick_xml::escape::unescape(text).expect("escaped"));
        if rest.contains("</w:p>") {
            all.push(' ');
        }
    }
    all
}

#[test]
fn libreoffice_opens_every_document_and_finds_the_words_of_the_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let kinds: Vec<PaperKind> = PaperKind::ALL.into_iter().filter(|kind| kind.is_editable()).collect();
    let mut files = Vec::new();
    for kind in &kinds {
        let file = folder.path().join(format!("{}.docx", kind.id()));
        std::fs::write(&file, make(&many(*kind, 40), Format::Docx).bytes).unwrap();
        files.push(file);
    }
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path().join("opened"))
        .args(&files)
        .env("HOME", folder.path())
        .output()
        .expect("soffice of libreoffice-writer");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for kind in kinds {
        let opened = std::fs::read(folder.path().join(format!("opened/{}.pdf", kind.id())));
        let opened = bare(&Pdf::of(opened.expect("opened by libreoffice-writer")).in_reading_order());
        let ours = pdf(&many(kind, 40));
        let theirs = texts(&make(&many(kind, 40), Format::Docx).bytes);
        let lost = |words: &str, within: &str| -> Vec<String> {
            let words: BTreeSet<String> = words.split_whitespace().map(bare).collect();
            assert!(words.len() > 60, "{kind:?}: {}", words.len());
            words.into_iter().filter(|word| !within.contains(word)).collect()
        };
        assert_eq!(lost(&ours.said(), &opened), [""; 0], "{kind:?}: printed, and not in the opened document");
        assert_eq!(lost(&theirs, &ours.words()), [""; 0], "{kind:?}: in the document, and not printed");
    }
}

#[test]
fn headings_of_tables_repeat_rows_stay_whole_and_words_stay_with_signatures() {
    let document = part(&make(&many(PaperKind::Minutes, 40), Format::Docx).bytes, "word/document.xml");
    assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(document.matches("<w:tr>").count(), document.matches("<w:cantSplit/>").count());
    let (before, _) = document.split_once("THƯ KÝ").expect("a signature");
    let closing = before.rfind("Biên bản được đọc lại").expect("the closing words");
    let paragraph = before[..closing].rfind("<w:p>").expect("its paragraph");
    assert!(
        before[paragraph..closing].contains("<w:keepNext/>"),
        "the closing words stay with the signatures"
    );
    assert!(document.contains("<w:titlePg/>"), "the first page has no number");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_name_comes_back_from_the_document_letter_for_letter(name in r"[<>&'a-z{}*_\PC]{1,60}") {
        let mut paper = many(PaperKind::Refusal, 1);
        if let Paper::Refusal(letter) = &mut paper {
            letter.applicant = format!("[{name}]");
        }
        let all = texts(&make(&paper, Format::Docx).bytes);
        let read = all.split_once('[').and_then(|(_, rest)| rest.rsplit_once(']')).map(|(name, _)| name.to_owned());
        let plain: String = unicode_normalization::UnicodeNormalization::nfc(name.as_str())
            .filter(|letter| !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
            .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
            .collect();
        prop_assert_eq!(read, Some(plain));
    }
}
