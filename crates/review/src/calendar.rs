//! Ngày nghỉ: which days are working days. One editable table a year; a year without one is computed from the rules, never
//! silently free of holidays, and whatever was computed or is not certain says that it is provisional.

mod computed;
mod read;

use std::collections::BTreeMap;

use vocab::{Citation, Confidence, Day, LocalText};

pub use read::calendar;

/// Lịch làm việc: weekly rest, public holidays, the tables of years, and how periods are counted.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub(crate) rules: Rules,
    pub(crate) tables: BTreeMap<i32, YearTable>,
    /// Years without a table, computed when the calendar was read.
    pub(crate) computed: BTreeMap<i32, YearTable>,
}

/// What holds every year.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Ngày nghỉ hằng tuần, by weekday, Monday first.
    pub rest: [bool; 7],
    /// Where the weekly rest comes from.
    pub rest_source: Citation,
    /// Ngày lễ, tết.
    pub holidays: Vec<Holiday>,
    /// Nghỉ bù: whether a holiday on a day of rest moves to the next working day.
    pub made_up: bool,
    /// How periods are counted.
    pub counting: Counting,
}

/// Cách tính thời hạn.
#[derive(Clone, Debug)]
pub struct Counting {
    /// Whether the day of the event is the first day of the period.
    pub first_day_counts: bool,
    /// Whether a period that would end on a day off ends with the next working day.
    pub ends_on_working_day: bool,
    /// Where that comes from.
    pub source: Citation,
}

/// Ngày lễ: a public holiday of the law.
#[derive(Clone, Debug)]
pub struct Holiday {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: LocalText,
    /// Whether month and day are of the lunar calendar.
    pub lunar: bool,
    /// Month, from 1.
    pub month: u32,
    /// Day of the month, from 1.
    pub day: u32,
    /// How many days before that day it begins.
    pub starts_before: i32,
    /// How many days it lasts.
    pub days: i32,
    /// Where it comes from.
    pub source: Citation,
}

/// Bảng ngày nghỉ của một năm.
#[derive(Clone, Debug)]
pub struct YearTable {
    /// The year.
    pub year: i32,
    /// Days off besides the weekly rest.
    pub off: BTreeMap<Day, Marked>,
    /// Days of rest on which people work, swapped for a day off.
    pub works: BTreeMap<Day, Marked>,
    /// Whether the table as a whole may still change.
    pub is_provisional: bool,
}

/// A day of a table, with its name and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// What it is.
    pub label: LocalText,
    /// Where that comes from.
    pub source: Citation,
}

impl Calendar {
    /// The rules that hold every year.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The days of a year: its own table, or what follows from the rules.
    pub fn year(&self, year: i32) -> Option<&YearTable> {
        self.tables.get(&year).or_else(|| self.computed.get(&year))
    }

    /// Years that have a table of their own.
    pub fn announced(&self) -> impl Iterator<Item = &YearTable> {
        self.tables.values()
    }

    /// Whether offices work on a day.
    pub fn is_working(&self, day: Day) -> bool {
        let table = self.year(day.year());
        let swapped = table.is_some_and(|table| table.works.contains_key(&day));
        let off = table.is_some_and(|table| table.off.contains_key(&day));
        swapped || (!off && !self.rests(day))
    }

    /// Whether the answer of [`Calendar::is_working`] may still change: the year has no table, its table says so, or this
    /// row of it was not read in an official text.
    pub fn is_provisional(&self, day: Day) -> bool {
        let Some(table) = self.tables.get(&day.year()) else { return true };
        let row = table.off.get(&day).or_else(|| table.works.get(&day));
        table.is_provisional || row.is_some_and(|row| row.source.confidence < Confidence::Verified)
    }

    /// Why offices do not work on a day, or work on a day of rest; `None` on other days.
    pub fn marked(&self, day: Day) -> Option<&Marked> {
        let table = self.year(day.year())?;
        table.off.get(&day).or_else(|| table.works.get(&day))
    }

    pub(crate) fn rests(&self, day: Day) -> bool {
        self.rules.rest.get(weekday(day)).copied().unwrap_or(false)
    }
}

/// Day of the week, Monday 0. 1970-01-01 was a Thursday.
pub(crate) fn weekday(day: Day) -> usize {
    (day.epoch_days() + 3).rem_euclid(7) as usize
}
