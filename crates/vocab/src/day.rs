//! A calendar day (Gregorian), and spans of days whose end is exclusive.

use std::fmt;
use std::str::FromStr;

/// A calendar day, counted from 1970-01-01. Legal days in Vietnam have no time zone of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A text that is not a day of the form `2026-01-31`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDayError(String);

impl fmt::Display for ParseDayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a day; write it as 2026-01-31", self.0)
    }
}

impl std::error::Error for ParseDayError {}

impl Day {
    /// The day `days` days after 1970-01-01 (Arrow's `Date32`).
    pub const fn from_epoch_days(days: i32) -> Day {
        Day(days)
    }

    /// Days since 1970-01-01.
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// The day of a civil date, if there is one (30 February is none).
    pub fn from_civil(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1..=12).contains(&month)
            || day < 1
            || day > days_in_month(year, month)
            || !(1..=9999).contains(&year)
        {
            return None;
        }
        Some(Day(days_from_civil(year, month, day)))
    }

    /// Year, month and day of the month.
    pub fn civil(self) -> (i32, u32, u32) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        (year as i32, month as u32, day as u32)
    }

    /// The year of this day.
    pub fn year(self) -> i32 {
        self.civil().0
    }

    /// The day after.
    pub const fn next(self) -> Day {
        Day(self.0 + 1)
    }

    /// The day before.
    pub const fn previous(self) -> Day {
        Day(self.0 - 1)
    }

    /// The last birth date on which a person has completed `years` years on this day.
    ///
    /// Someone born on 29 February completes a year on 1 March in a common year.
    pub fn latest_birth_for_age(self, years: i32) -> Day {
        let (y, m, d) = self.civil();
        let target = y - years;
        // On 28 February the people born on 29 February have not yet completed the year;
        // on 29 February itself, a common birth year has only 28 days to compare with.
        let day = d.min(days_in_month(target, m));
        Day(days_from_civil(target, m, day))
    }

    /// Completed years between a birth date and this day; `None` if the birth is later.
    pub fn age_of(self, birth: Day) -> Option<i32> {
        if birth > self {
            return None;
        }
        let (y, m, d) = self.civil();
        let (by, bm, bd) = birth.civil();
        Some(y - by - i32::from((m, d) < (bm, bd)))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.civil();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

impl FromStr for Day {
    type Err = ParseDayError;

    fn from_str(text: &str) -> Result<Day, ParseDayError> {
        let bad = || ParseDayError(text.to_owned());
        let mut parts = text.split('-');
        let mut field = |width: usize| -> Option<u32> {
            let part = parts.next()?;
            (part.len() == width && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
        };
        let (year, month, day) = (field(4), field(2), field(2));
        if parts.next().is_some() {
            return Err(bad());
        }
        match (year, month, day) {
            (Some(y), Some(m), Some(d)) => Day::from_civil(y as i32, m, d).ok_or_else(bad),
            _ => Err(bad()),
        }
    }
}

/// From the first day to the day before `until`; open ends are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day; `None` is *not known, long ago*.
    pub from: Option<Day>,
    /// First day after; `None` is *still*.
    pub until: Option<Day>,
}

impl Span {
    /// Whether the day lies in the span.
    pub fn contains(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Whether the two spans share a day.
    pub fn overlaps(self, other: Span) -> bool {
        let starts_before_end = |a: Option<Day>, b: Option<Day>| match (a, b) {
            (Some(start), Some(end)) => start < end,
            _ => true,
        };
        starts_before_end(self.from, other.until) && starts_before_end(other.from, self.until)
    }
}

fn is_leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let y = i64::from(year) - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let shifted = (i64::from(month) + 9) % 12;
    let doy = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    (era * 146_097 + doe - 719_468) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_day_survives_text_and_civil_form() {
        for days in (-60_000..60_000).step_by(7) {
            let d = Day::from_epoch_days(days);
            let (y, m, dd) = d.civil();
            assert_eq!(Day::from_civil(y, m, dd), Some(d));
            assert_eq!(day(&d.to_string()), d);
        }
    }

    #[test]
    fn impossible_days_are_refused() {
        for text in ["2023-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-01x", "", "2026-01-01-01"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_is_completed_on_the_birthday_and_not_the_day_before() {
        assert_eq!(day("2026-05-10").age_of(day("2010-05-10")), Some(16));
        assert_eq!(day("2026-05-09").age_of(day("2010-05-10")), Some(15));
        assert_eq!(day("2026-02-28").age_of(day("2008-02-29")), Some(17));
        assert_eq!(day("2026-03-01").age_of(day("2008-02-29")), Some(18));
        assert_eq!(day("2026-03-01").age_of(day("2026-03-02")), None);
    }

    #[test]
    fn the_latest_birth_for_an_age_agrees_with_the_age() {
        for age_day in ["2026-02-28", "2024-02-29", "2026-03-01", "2025-12-31", "2026-01-01"] {
            for years in 0..=130 {
                let latest = day(age_day).latest_birth_for_age(years);
                assert_eq!(day(age_day).age_of(latest), Some(years), "{age_day} {years}");
                assert!(
                    day(age_day).age_of(latest.next()).is_none_or(|age| age < years),
                    "{age_day} {years}"
                );
            }
        }
    }

    #[test]
    fn spans_that_touch_do_not_overlap() {
        let span = |a: &str, b: &str| Span { from: Some(day(a)), until: Some(day(b)) };
        let (first, second) = (span("2022-01-01", "2027-01-01"), span("2027-01-01", "2031-01-01"));
        assert!(!first.overlaps(second));
        assert!(first.overlaps(Span { from: Some(day("2026-12-31")), until: None }));
        assert!(first.contains(day("2026-12-31")) && !first.contains(day("2027-01-01")));
    }
}
