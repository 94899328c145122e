//! Numbers and days as Vietnamese and English readers write them (`packs/vn/lists/formats_vi.json`).

use crate::{Day, Decimal, Language};

/// `1.234.567` or `1,234,567`.
pub fn whole(value: i64, language: Language) -> String {
    decimal(value, 0, language)
}

/// `1.500.000,5` or `1,500,000.5`, of a value in units of 10^-scale. Zeros at the end of a fraction are not said.
pub fn decimal(value: i64, scale: u8, language: Language) -> String {
    let plain = Decimal { value, scale }.to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let (group, point) = match language {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    };
    let mut written = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
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

/// `03/11/2026` or `3 November 2026`.
pub fn day(day: Day, language: Language) -> String {
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
    let (year, month, date) = day.civil();
    match (language, MONTHS.get(month.saturating_sub(1) as usize)) {
        (Language::En, Some(name)) => format!("{date} {name} {year}"),
        _ => format!("{date:02}/{month:02}/{year}"),
    }
}
