//! What a paper says, as values with names that templates use. A value is a text, a number, a list or nothing.

use serde_json::{Map, Value as Json, json};
use unicode_normalization::UnicodeNormalization;
use vocab::{Day, Language, written};

/// Room to write by hand what is not known.
pub(crate) const BLANK: &str = "............";

/// The values of a paper, by name.
pub(crate) type Values = Map<String, Json>;

/// Values from pairs.
pub(crate) fn values<const N: usize>(pairs: [(&str, Json); N]) -> Values {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Words of a person: NFC, in one line, without signs that turn the direction of writing or cannot be seen.
pub(crate) fn said_by(text: &str) -> String {
    let clean = |letter: char| match letter {
        letter if letter.is_control() || letter.is_whitespace() => Some(' '),
        // Marks of direction and order, a byte order mark, places for private use at the end of the planes.
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => None,
        '\u{fffe}' | '\u{ffff}' => None,
        letter => Some(letter),
    };
    text.nfc().filter_map(clean).collect::<String>().trim().to_owned()
}

/// A text.
pub(crate) fn text(words: &str) -> Json {
    Json::String(said_by(words))
}

/// A text, or nothing.
pub(crate) fn maybe(words: Option<&str>) -> Json {
    words.map(said_by).filter(|words| !words.is_empty()).map_or(Json::Null, Json::String)
}

/// A list of texts, as rows with one value `item`.
pub(crate) fn items(of: &[String]) -> Json {
    of.iter().map(|item| json!({ "item": said_by(item) })).collect()
}

/// A whole number as Vietnamese readers write it; small ones, as official papers want, with a zero before.
pub(crate) fn counted(count: usize) -> Json {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Json::String(if count < 10 { format!("{count:02}") } else { written::whole(count, Language::Vi) })
}

/// `ngày 05 tháng 02 năm 2026`, as Decree 30/2020 writes a day; without one, room to write it.
pub(crate) fn dated(day: Option<Day>) -> Json {
    Json::String(match day.map(Day::civil) {
        Some((year, month, day)) if month < 3 => format!("ngày {day:02} tháng {month:02} năm {year}"),
        Some((year, month, day)) => format!("ngày {day:02} tháng {month} năm {year}"),
        None => "ngày ...... tháng ...... năm 20......".to_owned(),
    })
}

/// `05/02/2026`, or nothing.
pub(crate) fn day(day: Option<Day>) -> Json {
    day.map_or(Json::Null, |day| Json::String(written::day(day, Language::Vi)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_official_papers_write_them() {
        let written = |year, month, date| dated(Day::from_civil(year, month, date));
        assert_eq!(written(2026, 2, 5), "ngày 05 tháng 02 năm 2026");
        assert_eq!(written(2026, 3, 9), "ngày 09 tháng 3 năm 2026");
        assert_eq!(written(2026, 12, 14), "ngày 14 tháng 12 năm 2026");
    }

    #[test]
    fn nothing_in_a_name_turns_the_line_around() {
        assert_eq!(said_by(" Lê\u{202e}\n Hoa\u{300}\u{0} "), "Lê  Hoà");
    }
}
