//! How numbers, days and words are written in each language.

use vocab::{Day, Decimal, Language, LocalText};

/// "1.500.000" and "8,5"; in English "1,500,000" and "8.5". Zeros at the end of a fraction are not said.
pub(super) fn decimal(value: i64, scale: u8, language: Language) -> String {
    let plain = Decimal { value, scale }.to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let (group, point) = match language {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    };
    let mut written = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            written.push(group);
        }
        written.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        written.push(point);
        written.push_str(fraction);
    }
    written
}

/// "ngày 03/11/2026"; in English "3 November 2026".
pub(super) fn day(epoch_days: i64, language: Language) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let Ok(days) = i32::try_from(epoch_days) else {
        return decimal(epoch_days, 0, language);
    };
    let (year, month, day) = Day::from_epoch_days(days).civil();
    match (language, MONTHS.get(month.saturating_sub(1) as usize)) {
        (Language::En, Some(name)) => format!("{day} {name} {year}"),
        _ => format!("ngày {day:02}/{month:02}/{year}"),
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
