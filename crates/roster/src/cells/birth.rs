//! Ngày sinh: a day, a month or only a year, however the spreadsheet kept it.

use std::fmt;

use vocab::{Day, search_key};

use crate::cells::Reading;
use crate::grid::Value;
use crate::problem::Problem;

/// Ngày, tháng hoặc năm sinh: as much as the list knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Birth {
    /// The day is known.
    Day(Day),
    /// Only month and year are known.
    Month(i32, u32),
    /// Only the year is known.
    Year(i32),
}

impl Birth {
    /// The year, which is always known.
    pub fn year(self) -> i32 {
        match self {
            Birth::Day(day) => day.year(),
            Birth::Month(year, _) | Birth::Year(year) => year,
        }
    }

    /// Whether both can be the same birth, as far as both are known.
    pub fn agrees_with(self, other: Birth) -> bool {
        let month = |birth| match birth {
            Birth::Day(day) => Some(day.civil().1),
            Birth::Month(_, month) => Some(month),
            Birth::Year(_) => None,
        };
        match (self, other) {
            (Birth::Day(a), Birth::Day(b)) => a == b,
            _ => {
                let months = month(self).zip(month(other));
                self.year() == other.year() && months.is_none_or(|(a, b)| a == b)
            }
        }
    }
}

impl fmt::Display for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Birth::Day(day) => {
                let (year, month, day) = day.civil();
                write!(f, "{day:02}/{month:02}/{year}")
            }
            Birth::Month(year, month) => write!(f, "{month:02}/{year}"),
            Birth::Year(year) => write!(f, "{year}"),
        }
    }
}

/// What reading a day needs to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dates {
    /// The day of reading: nobody is born later.
    pub(crate) on: Day,
    pub(crate) from_1904: bool,
}

const OLDEST: i32 = 110;

pub(crate) fn read_birth(value: &Value, dates: Dates) -> Reading<Birth> {
    let mut reading = match value {
        Value::Text(text) => of_text(text, dates),
        Value::Serial(days) => of_serial(*days, dates),
        Value::Number(number) => of_number(*number, dates),
        _ => Reading::failed(Problem::DateUnreadable),
    };
    if let Some(birth) = reading.value {
        let later = matches!(birth, Birth::Day(day) if day > dates.on) || birth.year() > dates.on.year();
        if later {
            reading.value = None;
            reading = reading.but(Problem::DateInFuture);
        } else if dates.on.year() - birth.year() > OLDEST {
            reading = reading.but(Problem::DateTooOld);
        }
        if !reading.problems.is_empty() {
            reading.proposal = reading.value.map(|birth| birth.to_string());
        }
    }
    reading
}

fn is_year(number: f64, on: Day) -> bool {
    number.fract() == 0.0 && number >= 1900.0 && number <= f64::from(on.year())
}

fn of_number(number: f64, dates: Dates) -> Reading<Birth> {
    if is_year(number, dates.on) {
        return Reading::clean(Birth::Year(number as i32));
    }
    if number.fract() == 0.0 && (1_010_000.0..100_000_000.0).contains(&number) {
        return of_text(&format!("{number:08}"), dates);
    }
    match day_of_serial(number, dates.from_1904) {
        Some(day) => Reading::clean(Birth::Day(day)).but(Problem::DateIsNumber),
        None => Reading::failed(Problem::DateUnreadable),
    }
}

/// Somebody who types 1965 into a cell formatted as a day gets 18 May 1905.
fn of_serial(days: f64, dates: Dates) -> Reading<Birth> {
    if !dates.from_1904 && is_year(days, dates.on) {
        return Reading::clean(Birth::Year(days as i32)).but(Problem::DateIsYear);
    }
    match day_of_serial(days, dates.from_1904) {
        Some(day) => Reading::clean(Birth::Day(day)),
        None => Reading::failed(Problem::DateUnreadable),
    }
}

/// Day 1 is 1 January 1900, and day 60 is a 29 February 1900 that never was; or day 0 is 1 January 1904.
fn day_of_serial(days: f64, from_1904: bool) -> Option<Day> {
    if !(0.0..3_000_000.0).contains(&days) {
        return None;
    }
    const EPOCH_1900: i32 = -25_569;
    const EPOCH_1904: i32 = -24_107;
    let whole = days.floor() as i32;
    let epoch_days = match (from_1904, whole) {
        (true, whole) => EPOCH_1904 + whole,
        (false, 0 | 60) => return None,
        (false, whole) if whole < 60 => EPOCH_1900 + whole + 1,
        (false, whole) => EPOCH_1900 + whole,
    };
    let day = Day::from_epoch_days(epoch_days);
    (day.year() <= 9999).then_some(day)
}

fn of_text(text: &str, dates: Dates) -> Reading<Birth> {
    let key = search_key(text);
    let words: Vec<&str> =
        key.split(' ').filter(|word| !matches!(*word, "sinh" | "ngay" | "thang" | "nam")).collect();
    if words.iter().any(|word| word.len() > 8 || !word.bytes().all(|byte| byte.is_ascii_digit())) {
        return Reading::failed(Problem::DateUnreadable);
    }
    let numbers: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let widths: Vec<usize> = words.iter().map(|word| word.len()).collect();
    match (numbers.as_slice(), widths.as_slice()) {
        ([year], [4]) if is_year(f64::from(*year), dates.on) => Reading::clean(Birth::Year(*year as i32)),
        ([all], [8]) => {
            let parts = (all / 1_000_000, all / 10_000 % 100, all % 10_000);
            of_parts(parts).but(Problem::DateRunTogether)
        }
        ([month, year], [1 | 2, 4]) => of_parts((0, *month, *year)),
        ([day, month, year], [1 | 2, 1 | 2, 4]) => of_parts((*day, *month, *year)),
        ([year, month, day], [4, 1 | 2, 1 | 2]) => of_parts((*day, *month, *year)),
        ([day, month, short], [1 | 2, 1 | 2, 2]) => {
            // Of two centuries the later one that is not in the future; the problem asks to look.
            let later = 2000 + *short;
            let year = if i64::from(later) <= i64::from(dates.on.year()) { later } else { later - 100 };
            of_parts((*day, *month, year)).but(Problem::DateTwoDigitYear)
        }
        _ => Reading::failed(Problem::DateUnreadable),
    }
}

/// Day and month 0 are how some papers write "not known".
fn of_parts((day, month, year): (u32, u32, u32)) -> Reading<Birth> {
    let year = year as i32;
    match (day, month) {
        _ if !(1850..=9999).contains(&year) => Reading::failed(Problem::DateUnreadable),
        (0, 0) => Reading::clean(Birth::Year(year)),
        (0, 1..=12) => Reading::clean(Birth::Month(year, month)),
        (1..=12, 13..=31) => Reading::failed(Problem::DateMonthFirst),
        _ => match Day::from_civil(year, month, day) {
            Some(day) => Reading::clean(Birth::Day(day)),
            None => Reading::failed(Problem::DateUnreadable),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(from_1904: bool) -> Dates {
        Dates { on: "2026-09-01".parse().expect("a day"), from_1904 }
    }

    fn read(value: Value, from_1904: bool) -> (String, Vec<Problem>) {
        let reading = read_birth(&value, dates(from_1904));
        (reading.value.map(|birth| birth.to_string()).unwrap_or_default(), reading.problems)
    }

    #[test]
    fn days_as_text_are_read_day_first_and_a_year_alone_has_no_day() {
        use Problem as P;
        for (written, expected, problems) in [
            ("15/08/1965", "15/08/1965", vec![]),
            ("5-8-1965", "05/08/1965", vec![]),
            ("05.08.1965 ", "05/08/1965", vec![]),
            ("ngày 5 tháng 8 năm 1965", "05/08/1965", vec![]),
            ("1965-08-15", "15/08/1965", vec![]),
            ("1965", "1965", vec![]),
            ("Năm 1965", "1965", vec![]),
            ("00/00/1965", "1965", vec![]),
            ("8/1965", "08/1965", vec![]),
            ("5/8/65", "05/08/1965", vec![P::DateTwoDigitYear]),
            ("5/8/15", "05/08/2015", vec![P::DateTwoDigitYear]),
            ("15081965", "15/08/1965", vec![P::DateRunTogether]),
            ("8/15/1965", "", vec![P::DateMonthFirst]),
            ("31/02/1965", "", vec![P::DateUnreadable]),
            ("khoảng 1965", "", vec![P::DateUnreadable]),
            ("65", "", vec![P::DateUnreadable]),
            ("02/09/2026", "", vec![P::DateInFuture]),
            ("01/09/2026", "01/09/2026", vec![]),
            ("1910", "1910", vec![P::DateTooOld]),
        ] {
            assert_eq!(
                read(Value::Text(written.to_owned()), false),
                (expected.to_owned(), problems),
                "{written}"
            );
        }
    }

    #[test]
    fn serials_count_from_1900_with_its_day_that_never_was_or_from_1904() {
        use Problem as P;
        for (value, from_1904, expected, problems) in [
            (Value::Serial(23_969.0), false, "15/08/1965", vec![]),
            (Value::Serial(22_507.75), true, "15/08/1965", vec![]),
            (Value::Serial(61.0), false, "01/03/1900", vec![P::DateTooOld]),
            (Value::Serial(59.0), false, "28/02/1900", vec![P::DateTooOld]),
            (Value::Serial(60.0), false, "", vec![P::DateUnreadable]),
            (Value::Serial(1_965.0), false, "1965", vec![P::DateIsYear]),
            (Value::Number(1_965.0), false, "1965", vec![]),
            (Value::Number(23_969.0), false, "15/08/1965", vec![P::DateIsNumber]),
            (Value::Number(5_081_965.0), false, "05/08/1965", vec![P::DateRunTogether]),
            (Value::Number(-5.0), false, "", vec![P::DateUnreadable]),
            (Value::Number(f64::NAN), false, "", vec![P::DateUnreadable]),
            (Value::Flag(true), false, "", vec![P::DateUnreadable]),
        ] {
            assert_eq!(read(value.clone(), from_1904), (expected.to_owned(), problems), "{value:?}");
        }
    }
}
