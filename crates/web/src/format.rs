//! Numbers and days as Vietnamese and English readers write them (`packs/vn/lists/formats_vi.json`).

pub(crate) use vocab::written::{day, decimal, whole};
use vocab::{Day, Language, Span};

use crate::language::{say, say_with};

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
