//! How numbers, days and words are written in each language.

pub(super) use vocab::written::decimal;
use vocab::{Day, Language, LocalText, written};

/// "ngày 03/11/2026"; in English "3 November 2026".
pub(super) fn day(epoch_days: i64, language: Language) -> String {
    let Ok(days) = i32::try_from(epoch_days) else {
        return decimal(epoch_days, 0, language);
    };
    let written = written::day(Day::from_epoch_days(days), language);
    match language {
        Language::Vi => format!("ngày {written}"),
        Language::En => written,
    }
}

/// A number and its unit; the percent sign stands without a space.
pub(super) fn joined_unit(number: &str, unit: &str) -> String {
    if unit.starts_with('%') { format!("{number}{unit}") } else { format!("{number} {unit}") }
}

/// A label as it stands inside a sentence: its first letter small, unless it looks like a name.
///
/// A name goes on with capitals (`Tây Nguyên`) or is a code (`B1`).
pub(super) fn inside_sentence(label: &LocalText, language: Language) -> String {
    let text = label.get(language).trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let word_follows = letters.clone().next().is_none_or(|second| second.is_lowercase() || second == ' ');
    let capitals_follow = text.split_whitespace().skip(1).any(is_capitalised);
    if !word_follows || capitals_follow {
        return text.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

/// A label in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", text.trim())
}

/// The text outside brackets and quotation marks.
pub(super) fn without_asides(text: &str) -> String {
    let mut outside = String::new();
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '(' | '“' => depth += 1,
            ')' | '”' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    outside
}

/// Whether a text can stand between "và" or "hoặc" without being misread.
pub(super) fn is_light(text: &str) -> bool {
    let mut outside = without_asides(text);
    for fixed in [" or over", " or under", " or above", " or below"] {
        outside = outside.replace(fixed, "");
    }
    ![", ", "; ", ": ", " và ", " hoặc ", " and ", " or "].iter().any(|mark| outside.contains(mark))
}

/// "a, b và c"; with semicolons where a part has commas or such words of its own.
pub(super) fn joined(parts: &[String], word: &str) -> String {
    let light = parts.iter().all(|part| is_light(part));
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] if light => format!("{} {word} {last}", rest.join(", ")),
        [rest @ .., last] => format!("{}; {word} {last}", rest.join("; ")),
    }
}

/// "a, b, c"; with semicolons where a part has commas of its own.
pub(super) fn listed(parts: &[String]) -> String {
    let plain = parts.iter().all(|part| is_light(part));
    parts.join(if plain { ", " } else { "; " })
}
