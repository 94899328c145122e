//! Instants as people in Việt Nam read them, and days as the beginning of an instant.

use registry::store::dates::Instant;
use vocab::{Day, Language};

use crate::format;

/// Việt Nam is seven hours ahead, without summer time.
const OFFSET_MILLIS: i64 = 7 * 3_600_000;
const DAY_MILLIS: i64 = 86_400_000;

/// `26/11/2026 21:05`.
pub(crate) fn shown(at: Instant, language: Language) -> String {
    let local = at.millis() + OFFSET_MILLIS;
    let minutes = local.rem_euclid(DAY_MILLIS) / 60_000;
    let day = Day::from_epoch_days(i32::try_from(local.div_euclid(DAY_MILLIS)).unwrap_or(0));
    format!("{} {:02}:{:02}", format::day(day, language), minutes / 60, minutes % 60)
}

/// `2026-11-26T14:05:00.000Z`, for programs.
pub(crate) fn utc(at: Instant) -> String {
    let day = Day::from_epoch_days(i32::try_from(at.millis().div_euclid(DAY_MILLIS)).unwrap_or(0));
    let of_day = at.millis().rem_euclid(DAY_MILLIS);
    let (seconds, millis) = (of_day / 1000, of_day % 1000);
    format!("{day}T{:02}:{:02}:{:02}.{millis:03}Z", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// When a day begins in Việt Nam.
pub(crate) fn beginning(day: Day) -> Instant {
    Instant::from_millis(i64::from(day.epoch_days()) * DAY_MILLIS - OFFSET_MILLIS)
}

/// The last millisecond of a day in Việt Nam.
pub(crate) fn end_of(day: Day) -> Instant {
    Instant::from_millis(beginning(day.next()).millis() - 1)
}

/// The day of an instant in Việt Nam.
pub(crate) fn day(at: Instant) -> Day {
    Day::from_epoch_days(i32::try_from((at.millis() + OFFSET_MILLIS).div_euclid(DAY_MILLIS)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_viet_nam() {
        let day = Day::from_civil(2026, 11, 3).expect("a day");
        assert_eq!(shown(beginning(day), Language::Vi), "03/11/2026 00:00");
        assert_eq!(shown(beginning(day).plus_seconds(-60), Language::En), "2 November 2026 23:59");
        assert_eq!(utc(beginning(day)), "2026-11-02T17:00:00.000Z");
    }
}
