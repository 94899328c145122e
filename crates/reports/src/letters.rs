//! Tinos, in the four styles: the measures of Times New Roman, with every Vietnamese letter.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

macro_rules! tinos {
    ($style:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../apps/fonts/node_modules/@expo-google-fonts/tinos/",
            $style,
            "/Tinos_",
            $style,
            ".ttf"
        ))
    };
}

static FILES: [&[u8]; 4] =
    [tinos!("400Regular"), tinos!("400Regular_Italic"), tinos!("700Bold"), tinos!("700Bold_Italic")];

/// The fonts, read once.
pub(crate) struct Letters {
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
}

pub(crate) static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let fonts: Vec<Font> = FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    Letters { fonts, book }
});

/// What stands for a letter that Tinos does not have: a name in another script must not stop a whole print.
const UNKNOWN: char = '\u{25a1}';

/// A text with the letters that can be printed, in one line.
pub(crate) fn printable(text: &str) -> String {
    let known =
        |letter: char| LETTERS.fonts.iter().all(|font| font.info().coverage.contains(u32::from(letter)));
    let one = |letter: char| match letter {
        letter if letter.is_whitespace() || letter.is_control() => ' ',
        letter if known(letter) => letter,
        _ => UNKNOWN,
    };
    text.chars().map(one).collect()
}
