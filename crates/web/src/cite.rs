//! Căn cứ on a page: the document, the article, and a mark that says how sure we are – in shape and words, never color alone.

use vocab::{Citation, Confidence, Language, LocalText};

use crate::language::say;
use crate::law::Library;

/// A source as pages show it.
#[derive(Clone, Debug)]
pub(crate) struct Cite {
    /// `07/2021/NĐ-CP, Điều 3`.
    pub(crate) text: String,
    /// The document's full name.
    pub(crate) title: String,
    /// Page of the document; none for what is no law.
    pub(crate) href: Option<String>,
    /// The mark.
    pub(crate) mark: Mark,
}

/// How sure we are, in a sign, a word and a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// For the class: `verified`, `secondary`, `unverified`, `invented`.
    pub(crate) code: &'static str,
    /// The sign.
    pub(crate) sign: &'static str,
    /// One or two words.
    pub(crate) word: String,
    /// The sentence on tap.
    pub(crate) meaning: String,
}

impl Mark {
    /// The mark of a confidence.
    pub(crate) fn of(confidence: Confidence, language: Language) -> Mark {
        let (sign, word, meaning) = match confidence {
            Confidence::Verified => ("✓", "mark-verified", "mark-verified-means"),
            Confidence::Secondary => ("◐", "mark-secondary", "mark-secondary-means"),
            Confidence::Unverified => ("?", "mark-unverified", "mark-unverified-means"),
            Confidence::Invented => ("✎", "mark-invented", "mark-invented-means"),
        };
        Mark { code: confidence.code(), sign, word: say(language, word), meaning: say(language, meaning) }
    }
}

impl Cite {
    /// The source of a value.
    pub(crate) fn of(citation: &Citation, library: &Library, language: Language) -> Cite {
        let mark = Mark::of(citation.confidence, language);
        match library.document(&citation.doc) {
            Some(document) => Cite {
                text: citation.to_string().replacen(&citation.doc, &document.number, 1),
                title: format!(
                    "{} {}: {}",
                    document.kind.get(language),
                    document.number,
                    document.title.get(language)
                ),
                href: Some(format!("/law/documents/{}", document.id)),
                mark,
            },
            None => Cite { text: mark.word.clone(), title: mark.meaning.clone(), href: None, mark },
        }
    }
}

/// Both languages of a key, for words that are chosen later.
pub(crate) fn both(key: &str) -> LocalText {
    LocalText { vi: say(Language::Vi, key), en: say(Language::En, key) }
}
