//! A printed paper: pages, words, letters.

use std::path::Path;
use std::process::Command;

use forms::paper::{Copy, Making, Paper};
use standards::standard::PovertyStandard;
use standards::{PackFiles, load};
use vocab::{Citation, Day, Language};

/// A standard of the pack, with texts replaced in its questionnaire.
pub(crate) fn standard(id: &str, replaced: &[(&str, &str)]) -> PovertyStandard {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn/standards");
    let mut files = Vec::new();
    for folder in [id, "vn-2022"] {
        for name in ["standard.toml", "questionnaire.toml", "indicators.toml", "points.toml"] {
            let Ok(mut text) = std::fs::read_to_string(root.join(folder).join(name)) else { continue };
            for (from, to) in replaced {
                text = text.replace(from, to);
            }
            files.push((format!("standards/{folder}/{name}"), text.into_bytes()));
        }
    }
    let loaded = load(&PackFiles::new(files), &format!("standards/{id}"));
    loaded.standard.unwrap_or_else(|| panic!("{:#?}", loaded.findings))
}

/// The last day that a standard covers.
pub(crate) fn last_day(standard: &PovertyStandard) -> Day {
    standard.covers.until.expect("an end").previous()
}

/// Makes with a standard, in a language, what `make` wants.
pub(crate) fn made<T>(
    standard: &PovertyStandard,
    language: Language,
    make: impl FnOnce(&Making<'_>) -> T,
) -> T {
    let params = standard.on(last_day(standard)).expect("covered");
    let cite = |citation: &Citation| format!("{citation}, {}", citation.confidence.code());
    make(&Making { standard, params: &params, language, cite: &cite })
}

/// A form with its PDF.
pub(crate) struct Printed {
    pub(crate) paper: Paper,
    of: Pdf,
}

impl std::ops::Deref for Printed {
    type Target = Pdf;

    fn deref(&self) -> &Pdf {
        &self.of
    }
}

/// A PDF, read back.
pub(crate) struct Pdf {
    pub(crate) pdf: Vec<u8>,
}

pub(crate) fn print(standard: &PovertyStandard, language: Language, copies: &[Copy]) -> Printed {
    let paper = made(standard, language, Paper::new);
    let pdf =
        reports::paper_form(&paper, copies, last_day(standard)).unwrap_or_else(|error| panic!("{error}"));
    Printed { paper, of: Pdf { pdf } }
}

impl Pdf {
    pub(crate) fn of(pdf: Vec<u8>) -> Pdf {
        Pdf { pdf }
    }

    /// All words with the spaces between them.
    pub(crate) fn said(&self) -> String {
        self.tool("pdftotext", &["-raw", "-"])
    }

    /// All words in the order of their places: letters that another font lends stay in their words.
    pub(crate) fn in_reading_order(&self) -> String {
        self.tool("pdftotext", &["-"])
    }

    /// The words with their places, as XHTML.
    pub(crate) fn boxes(&self) -> String {
        self.tool("pdftotext", &["-bbox", "-"])
    }

    fn tool(&self, name: &str, options: &[&str]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("paper.pdf");
        std::fs::write(&file, &self.pdf).unwrap();
        let mut command = Command::new(name);
        command.args(options.iter().filter(|option| **option != "-")).arg(&file);
        command.args(options.iter().filter(|option| **option == "-"));
        let output = command.output().unwrap_or_else(|error| panic!("{name} of poppler-utils: {error}"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The words of each page, in the order in which they were set, without any space between them.
    pub(crate) fn pages(&self) -> Vec<String> {
        let text = self.tool("pdftotext", &["-raw", "-"]);
        let mut pages: Vec<String> = text.split('\u{c}').map(bare).collect();
        assert_eq!(pages.pop().as_deref(), Some(""), "a form feed ends the last page");
        pages
    }

    pub(crate) fn words(&self) -> String {
        self.pages().concat()
    }

    /// Name and whether it is embedded, of each font.
    pub(crate) fn fonts(&self) -> Vec<(String, bool)> {
        let lines = self.tool("pdffonts", &[]);
        let font = |line: &str| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            (columns[0].to_owned(), columns[columns.len() - 5] == "yes")
        };
        lines.lines().skip(2).map(font).collect()
    }

    pub(crate) fn describes_itself_as(&self) -> String {
        self.tool("pdfinfo", &[])
    }
}

/// A text without spaces of any width: lines break where the paper wants.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}').collect()
}
