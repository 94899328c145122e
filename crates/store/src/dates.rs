//! Days and instants as the databases keep them.

use sea_orm::Value;
use sea_orm::prelude::{ChronoDate, ChronoDateTimeUtc};

/// An instant, in UTC, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub const fn from_millis(millis: i64) -> Instant {
        Instant(millis)
    }

    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// What the machine's clock says.
    pub fn now() -> Instant {
        Instant(ChronoDateTimeUtc::from(std::time::SystemTime::now()).timestamp_millis())
    }

    /// The instant so many seconds later.
    pub const fn plus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0 + seconds * 1000)
    }

    pub(crate) fn from_column(at: ChronoDateTimeUtc) -> Instant {
        Instant(at.timestamp_millis())
    }

    fn to_column(self) -> Option<ChronoDateTimeUtc> {
        ChronoDateTimeUtc::from_timestamp_millis(self.0)
    }
}

impl From<Instant> for Value {
    fn from(at: Instant) -> Value {
        at.to_column().into()
    }
}

/// A day by its number since 1970-01-01, as a column value.
pub fn day(epoch_days: i32) -> Value {
    ChronoDate::from_epoch_days(epoch_days).into()
}

/// A day that may be missing.
pub fn optional_day(epoch_days: Option<i32>) -> Value {
    epoch_days.and_then(ChronoDate::from_epoch_days).into()
}

pub(crate) fn epoch_days(date: ChronoDate) -> i32 {
    date.to_epoch_days()
}
