//! The words of a template: plain text with holes. `{name}` is a hole, `**bold**` and `__slanted__` are how it looks, `{{` and
//! `}}` are braces. What fills a hole is never read again, so nothing that a person wrote can look like a template.

use serde_json::{Map, Value as Json};
use vocab::{LocalText, said};

use super::values::BLANK;

/// Letters that look the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) bold: bool,
    pub(crate) slanted: bool,
}

/// Words of a template, read once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wording {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    what: What,
    bold: bool,
    slanted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Words(String),
    Hole(String),
}

impl Wording {
    /// Reads the words of a template.
    pub(crate) fn read(text: &str) -> Result<Wording, LocalText> {
        let mut reader = Reader { pieces: Vec::new(), words: String::new(), bold: false, slanted: false };
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            rest = if let Some(after) = rest.strip_prefix("{{") {
                reader.words.push('{');
                after
            } else if let Some(after) = rest.strip_prefix("}}") {
                reader.words.push('}');
                after
            } else if let Some(after) = rest.strip_prefix("**") {
                reader.close();
                reader.bold = !reader.bold;
                after
            } else if let Some(after) = rest.strip_prefix("__") {
                reader.close();
                reader.slanted = !reader.slanted;
                after
            } else if let Some(after) = rest.strip_prefix('{') {
                reader.hole(after)?
            } else if letter == '}' {
                return Err(said!("`}}` không có `{{` trước nó", "there is a `}}` without a `{{` before it"));
            } else {
                reader.words.push(letter);
                rest.get(letter.len_utf8()..).unwrap_or("")
            };
        }
        reader.close();
        if reader.bold || reader.slanted {
            return Err(said!("`**` hoặc `__` mở mà không đóng", "`**` or `__` is opened and not closed"));
        }
        Ok(Wording { pieces: reader.pieces })
    }

    /// Names of the holes.
    pub(crate) fn holes(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match &piece.what {
            What::Hole(name) => Some(name.as_str()),
            What::Words(_) => None,
        })
    }

    /// The words with their holes filled, from the row first and then from the paper. What is not known is room to write.
    pub(crate) fn fill(&self, row: Option<&Map<String, Json>>, all: &Map<String, Json>) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for piece in &self.pieces {
            let text = match &piece.what {
                What::Words(words) => words.clone(),
                What::Hole(name) => {
                    let value = row.and_then(|row| row.get(name)).or_else(|| all.get(name));
                    match value {
                        Some(Json::String(text)) => text.clone(),
                        Some(Json::Number(number)) => number.to_string(),
                        _ => BLANK.to_owned(),
                    }
                }
            };
            match runs.last_mut() {
                Some(last) if last.bold == piece.bold && last.slanted == piece.slanted => last.text += &text,
                _ => runs.push(Run { text, bold: piece.bold, slanted: piece.slanted }),
            }
        }
        runs
    }

    /// The filled words without how they look.
    pub(crate) fn plain(&self, row: Option<&Map<String, Json>>, all: &Map<String, Json>) -> String {
        self.fill(row, all).into_iter().map(|run| run.text).collect()
    }
}

struct Reader {
    pieces: Vec<Piece>,
    words: String,
    bold: bool,
    slanted: bool,
}

impl Reader {
    /// Ends the words before a hole or a change of looks.
    fn close(&mut self) {
        if !self.words.is_empty() {
            let what = What::Words(std::mem::take(&mut self.words));
            self.pieces.push(Piece { what, bold: self.bold, slanted: self.slanted });
        }
    }

    /// Reads a hole after its brace; what is left.
    fn hole<'a>(&mut self, after: &'a str) -> Result<&'a str, LocalText> {
        let Some((name, rest)) = after.split_once('}') else {
            return Err(said!("`{{` không có `}}` sau nó", "there is a `{{` without a `}}` after it"));
        };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Err(said!(
                "tên chỗ trống chỉ gồm chữ thường a-z và gạch dưới, như {{village}}",
                "a hole has a name of letters a-z and underscores, as in {{village}}"
            ));
        }
        self.close();
        self.pieces.push(Piece { what: What::Hole(name.to_owned()), bold: self.bold, slanted: self.slanted });
        Ok(rest)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filled(text: &str, name: &str) -> Vec<Run> {
        let mut values = Map::new();
        values.insert("name".to_owned(), Json::from(name));
        Wording::read(text).map(|wording| wording.fill(None, &values)).unwrap_or_default()
    }

    #[test]
    fn holes_are_filled_and_looks_kept() {
        let plain = |text: &str| Run { text: text.to_owned(), bold: false, slanted: false };
        assert_eq!(
            filled("Hộ ông/bà **{name}**, __nay__ {{1}}", "Lê Thị Hoà"),
            [
                plain("Hộ ông/bà "),
                Run { bold: true, ..plain("Lê Thị Hoà") },
                plain(", "),
                Run { slanted: true, ..plain("nay") },
                plain(" {1}"),
            ]
        );
    }

    #[test]
    fn what_is_not_known_is_room_to_write() {
        assert_eq!(
            filled("Số: {number}", ""),
            [Run { text: format!("Số: {BLANK}"), bold: false, slanted: false }]
        );
    }

    #[test]
    fn a_template_with_a_mistake_is_refused() {
        for text in ["{", "}", "{}", "{Name}", "{na me}", "**a", "__a", "a **b __c** d"] {
            assert!(Wording::read(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_stops_the_program(text in r"[{}*_a-zé\PC]{0,40}") {
            let _ = Wording::read(&text);
        }

        #[test]
        fn what_fills_a_hole_comes_out_letter_for_letter(name in r"[{}*_\\#$<>&a-z\PC]{1,40}") {
            let runs = filled("a **{name}** b", &name);
            prop_assert_eq!(runs.len(), 3);
            prop_assert_eq!(&runs[1], &Run { text: name, bold: true, slanted: false });
        }

        #[test]
        fn doubled_braces_write_any_text_without_looks(text in r"[{}a-zé ]{1,40}") {
            let written = text.replace('{', "{{").replace('}', "}}");
            let runs = filled(&written, "x");
            prop_assert_eq!(runs.len(), 1);
            prop_assert_eq!(&runs[0].text, &text);
        }
    }
}
