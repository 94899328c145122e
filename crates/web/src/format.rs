//! Numbers and days as Vietnamese and English readers write them (`packs/vn/lists/formats_vi.json`).

use vocab::{Day, Decimal, Language, Span};

use crate::language::{say, say_with};

/// `1.234.567` or `1,234,567`.
pub(crate) fn whole(value: i64, language: Language) -> String {
    let digits = value.unsigned_abs().to_string();
    let mark = if language == Language::Vi { '.' } else { ',' };
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        grouped.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

/// `1.234,5` or `1,234.5`.
pub(crate) fn decimal(value: i64, scale: u8, language: Language) -> String {
    let written = Decimal { value, scale }.to_string();
    let (integer, fraction) = written.split_once('.').unwrap_or((written.as_str(), ""));
    let negative_zero = integer == "-0";
    let grouped = whole(integer.parse().unwrap_or(0), language);
    let grouped = if negative_zero { format!("-{grouped}") } else { grouped };
    let fraction = fraction.trim_end_matches('0');
    match (fraction.is_empty(), language) {
        (true, _) => grouped,
        (false, Language::Vi) => format!("{grouped},{fraction}"),
        (false, Language::En) => format!("{grouped}.{fraction}"),
    }
}

/// `03/11/2026` or `3 November 2026`.
pub(crate) fn day(day: Day, language: Language) -> String {
    let (year, month, date) = day.civil();
    match language {
        Language::Vi => format!("{date:02}/{month:02}/{year}"),
        Language::En => {
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
            let month = MONTHS.get((month as usize).wrapping_sub(1)).copied().unwrap_or_default();
            format!("{date} {month} {year}")
        }
    }
}

/// `01/01/2022 – 31/12/2026`: screens show the last day, not the day after. An open end is said in words.
pub(crate) fn span(span: Span, language: Language) -> String {
    let open =
        |key: &str, from_or_to: Day| say_with(language, key, &[("day", day(from_or_to, language).into())]);
    match (span.from, span.until.map(Day::previous)) {
        (Some(from), Some(last)) => format!("{} – {}", day(from, language), day(last, language)),
        (Some(from), None) => open("span-from", from),
        (None, Some(last)) => open("span-until", last),
        (None, None) => say(language, "span-always"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_follow_the_conventions_of_their_readers() {
        for (value, vi, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_500_000, "1.500.000", "1,500,000"),
            (-1234, "-1.234", "-1,234"),
        ] {
            assert_eq!((whole(value, Language::Vi).as_str(), whole(value, Language::En).as_str()), (vi, en));
        }
        assert_eq!(decimal(-12_345, 1, Language::Vi), "-1.234,5");
        assert_eq!(decimal(-5, 1, Language::En), "-0.5");
        assert_eq!(decimal(1_000, 2, Language::Vi), "10");
        let third = Day::from_civil(2026, 11, 3).expect("a day");
        assert_eq!(
            (day(third, Language::Vi).as_str(), day(third, Language::En).as_str()),
            ("03/11/2026", "3 November 2026")
        );
        let year = Span { from: Day::from_civil(2026, 1, 1), until: Day::from_civil(2027, 1, 1) };
        assert_eq!(span(year, Language::Vi), "01/01/2026 – 31/12/2026");
        assert_eq!(span(Span { until: None, ..year }, Language::Vi), "từ 01/01/2026");
    }
}
