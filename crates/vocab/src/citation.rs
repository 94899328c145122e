//! Căn cứ pháp lý: which document a value comes from, and how sure we are of it.

use std::fmt;

/// How sure we are that a value is what the law says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Not law: an example or a test.
    Invented,
    /// From memory; the official text must still be read.
    Unverified,
    /// Second-hand: a translation, a draft, another program's data.
    Secondary,
    /// Read in the official text or a page that quotes it.
    Verified,
}

impl Confidence {
    /// All of them, the surest first.
    pub const ALL: [Confidence; 4] =
        [Confidence::Verified, Confidence::Secondary, Confidence::Unverified, Confidence::Invented];

    /// The word used in packs.
    pub const fn code(self) -> &'static str {
        match self {
            Confidence::Verified => "verified",
            Confidence::Secondary => "secondary",
            Confidence::Unverified => "unverified",
            Confidence::Invented => "invented",
        }
    }

    /// The confidence with this word.
    pub fn from_code(code: &str) -> Option<Confidence> {
        Confidence::ALL.into_iter().find(|c| c.code() == code)
    }
}

/// Căn cứ: document, article where it was read, and the confidence in the value that cites it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Slug of a file in `law/`.
    pub doc: String,
    /// Điều; `None` or `unknown` means it was not read.
    pub article: Option<String>,
    /// Khoản.
    pub clause: Option<String>,
    /// Điểm.
    pub point: Option<String>,
    /// Phụ lục.
    pub appendix: Option<String>,
    /// How sure we are of the value.
    pub confidence: Confidence,
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.doc)?;
        let known = |part: &Option<String>| part.as_deref().filter(|p| *p != "unknown").map(str::to_owned);
        for (name, part) in [
            ("Điều", known(&self.article)),
            ("khoản", known(&self.clause)),
            ("điểm", known(&self.point)),
            ("phụ lục", known(&self.appendix)),
        ] {
            if let Some(part) = part {
                write!(f, ", {name} {part}")?;
            }
        }
        Ok(())
    }
}
