//! Thời hạn: how long something lasts or may take by law, and the day on which it ends.

use vocab::{Citation, Confidence, Day, LocalText};

use crate::calendar::Calendar;
use crate::moment::Moment;

/// Đơn vị thời hạn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Ngày làm việc.
    WorkingDay,
    /// Ngày (theo lịch).
    CalendarDay,
}

impl Unit {
    pub(crate) const WORDS: [(&'static str, Unit); 2] =
        [("working_day", Unit::WorkingDay), ("calendar_day", Unit::CalendarDay)];

    /// The word of packs.
    pub const fn code(self) -> &'static str {
        match self {
            Unit::WorkingDay => "working_day",
            Unit::CalendarDay => "calendar_day",
        }
    }
}

/// What a clock of a procedure measures. The kinds are the machine's; how many days each has is the pack's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measured {
    /// Thời gian niêm yết: how long the list of a village hangs.
    Posting,
    /// Thời gian niêm yết lại kết quả phúc tra.
    Reposting,
    /// Thời hạn phúc tra, from the day the complaint was received.
    Recheck,
    /// Thời hạn cho ý kiến, from the day it was asked for.
    Opinion,
    /// Thời hạn quyết định, from the day the review begins.
    Decision,
}

impl Measured {
    pub(crate) const WORDS: [(&'static str, Measured); 5] = [
        ("posting", Measured::Posting),
        ("reposting", Measured::Reposting),
        ("recheck", Measured::Recheck),
        ("opinion", Measured::Opinion),
        ("decision", Measured::Decision),
    ];

    /// The word of packs.
    pub fn code(self) -> &'static str {
        Measured::WORDS.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| word)
    }
}

/// Thời hạn of a procedure.
#[derive(Clone, Debug)]
pub struct Clock {
    /// What it measures.
    pub measures: Measured,
    /// What people call it.
    pub label: LocalText,
    /// How long; `None` where no text was found that says so: then somebody with the right must determine it.
    pub length: Option<Length>,
    /// Where that comes from, and how sure it is.
    pub source: Citation,
}

/// So many days of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub days: u16,
    /// Of what.
    pub unit: Unit,
}

/// Hạn cuối: the last day of a period. It ends with the last minute of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub last_day: Day,
    /// How sure the number of days is.
    pub confidence: Confidence,
    /// Whether a day off on the way is not certain yet, so that the last day may still move.
    pub is_provisional: bool,
}

impl Due {
    /// Whether the period is over: the last minute of its last day is past.
    pub fn is_over(self, at: Moment) -> bool {
        at > Moment::end_of(self.last_day)
    }

    /// Days from the first late day up to today, that one included; 0 while there is time.
    pub fn days_late(self, at: Moment) -> u32 {
        u32::try_from(at.day().epoch_days() - self.last_day.epoch_days()).unwrap_or(0)
    }
}

impl Length {
    /// The last day of a period that an event of `start` begins.
    ///
    /// Whether that day itself counts, and what happens when the period would end on a day off, is said by
    /// [`Calendar::rules`].
    pub fn due(self, start: Day, calendar: &Calendar, confidence: Confidence) -> Due {
        let counting = &calendar.rules().counting;
        let counts = |day: Day| self.unit == Unit::CalendarDay || calendar.is_working(day);
        let mut left = self.days;
        let mut day = start;
        if counting.first_day_counts && left > 0 && counts(day) {
            left -= 1;
        }
        while left > 0 {
            day = day.next();
            left -= u16::from(counts(day));
        }
        while counting.ends_on_working_day && day > start && !calendar.is_working(day) {
            day = day.next();
        }
        let passed = (start.epoch_days()..=day.epoch_days()).map(Day::from_epoch_days);
        let is_provisional = self.unit == Unit::WorkingDay
            && passed.clone().any(|day| calendar.is_provisional(day))
            || calendar.is_provisional(day);
        Due { last_day: day, confidence, is_provisional }
    }
}
