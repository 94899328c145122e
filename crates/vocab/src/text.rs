//! Text in both languages of the interface.

/// A language of the interface. Vietnamese is the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

/// The same words in Vietnamese and English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalText {
    /// Tiếng Việt.
    pub vi: String,
    /// English.
    pub en: String,
}

impl LocalText {
    /// The same words in both languages: a name, a number, a code.
    pub fn same(words: impl Into<String>) -> LocalText {
        let vi = words.into();
        LocalText { en: vi.clone(), vi }
    }

    /// The words in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}

/// A sentence in both languages, Vietnamese first; both name the same things in braces. Neither can be forgotten: with one
/// text it does not compile.
///
/// ```
/// let rows = 3;
/// let said = vocab::said!("có {rows} dòng", "there are {rows} rows");
/// assert_eq!((said.vi.as_str(), said.en.as_str()), ("có 3 dòng", "there are 3 rows"));
/// ```
#[macro_export]
macro_rules! said {
    ($vi:literal, $en:literal $(,)?) => {
        $crate::LocalText { vi: format!($vi), en: format!($en) }
    };
}
