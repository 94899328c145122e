//! Thời điểm: an instant by the server's clock, and the legal day in Vietnam that it falls on.

use std::fmt;

use vocab::Day;

/// Vietnam is seven hours ahead of UTC all year.
const AHEAD_MILLIS: i64 = 7 * 3_600_000;
const DAY_MILLIS: i64 = 86_400_000;

/// Thời điểm: milliseconds since 1970-01-01 00:00 UTC. Whoever makes one asked the server's clock; what a telephone says is
/// no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The moment so many milliseconds after 1970-01-01 00:00 UTC.
    pub const fn from_millis(millis: i64) -> Moment {
        Moment(millis)
    }

    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The first moment of a legal day.
    pub const fn start_of(day: Day) -> Moment {
        Moment(day.epoch_days() as i64 * DAY_MILLIS - AHEAD_MILLIS)
    }

    /// The last moment of a legal day: what happens on the last minute of the last day is in time.
    pub const fn end_of(day: Day) -> Moment {
        Moment(Moment::start_of(day).0 + DAY_MILLIS - 1)
    }

    /// The legal day in Vietnam.
    pub const fn day(self) -> Day {
        Day::from_epoch_days((self.0 + AHEAD_MILLIS).div_euclid(DAY_MILLIS) as i32)
    }

    /// The moment so many minutes later.
    pub const fn plus_minutes(self, minutes: i64) -> Moment {
        Moment(self.0 + minutes * 60_000)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = (self.0 + AHEAD_MILLIS).rem_euclid(DAY_MILLIS) / 60_000;
        write!(f, "{} {:02}:{:02}", self.day(), minutes / 60, minutes % 60)
    }
}
