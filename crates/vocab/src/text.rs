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
    /// The words in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}
