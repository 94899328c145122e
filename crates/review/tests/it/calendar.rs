//! Days off, lunar dates, and how periods are counted.

use proptest::prelude::*;
use review::calendar::calendar;
use review::clock::{Length, Unit};
use review::{Moment, lunar_day};
use standards::PackFiles;
use vocab::{Confidence, Day};

use crate::stage::{CALENDAR, FILES, day};

/// The first days of the lunar years 2000 to 2050 as printed in Vietnam.
const TET: &str = "2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-17 2008-02-07 \
    2009-01-26 2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 \
    2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 \
    2029-02-13 2030-02-02 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 \
    2039-01-24 2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14 \
    2049-02-02 2050-01-23";

#[test]
fn tet_falls_on_its_day_in_every_year_from_2000_to_2050_also_where_china_is_a_day_later() {
    let wrong: Vec<String> = TET
        .split_whitespace()
        .map(day)
        .filter(|tet| lunar_day(tet.year(), 1, 1) != Some(*tet))
        .map(|tet| format!("{tet}: {:?}", lunar_day(tet.year(), 1, 1).map(|day| day.to_string())))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(TET.split_whitespace().count(), 51);
}

#[test]
fn the_day_of_the_hung_kings_falls_on_the_tenth_of_the_third_lunar_month_also_after_a_leap_month() {
    for on in
        ["2020-04-02", "2021-04-21", "2022-04-10", "2023-04-29", "2024-04-18", "2025-04-07", "2026-04-26"]
    {
        assert_eq!(lunar_day(day(on).year(), 3, 10), Some(day(on)));
    }
    assert_eq!(lunar_day(2026, 13, 1), None);
    assert_eq!(lunar_day(2026, 1, 31), None);
}

#[test]
fn a_year_with_a_table_follows_it_and_a_year_without_one_is_computed_and_provisional() {
    let off = |on: &str| !CALENDAR.is_working(day(on));
    // 2026 has a table, with days that were swapped.
    assert!(off("2026-01-02") && !off("2026-01-10"), "swapped for each other");
    assert!(off("2026-02-20") && !off("2026-02-23"));
    assert!(off("2026-04-27"), "the day of the Hùng Kings is a Sunday");
    // 2027 has none: Tết and the other holidays are there all the same, and nothing of it is certain.
    assert!(off("2027-02-08") && off("2027-04-16") && off("2027-04-30") && off("2027-09-02"));
    assert!(CALENDAR.is_provisional(day("2027-03-01")) && CALENDAR.is_provisional(day("2027-02-08")));
    let hung_kings_2028 = CALENDAR.marked(day("2028-04-04")).expect("a holiday");
    assert_eq!(hung_kings_2028.label.vi, "Giỗ Tổ Hùng Vương");
}

#[test]
fn every_year_that_a_campaign_can_be_opened_in_has_its_eleven_holidays_on_days_of_work() {
    for year in 2020..=2060 {
        let table = CALENDAR.year(year).expect("a year");
        let swapped = table.works.len();
        assert_eq!(
            table.off.len() - swapped,
            11,
            "{year}: {:?}",
            table.off.keys().map(ToString::to_string).collect::<Vec<_>>()
        );
        assert!(table.off.keys().all(|day| !table.works.contains_key(day)));
    }
    assert!(CALENDAR.year(2200).is_none(), "no year is silently without holidays");
}

#[test]
fn three_working_days_over_national_day_end_after_it() {
    let three = Length { days: 3, unit: Unit::WorkingDay };
    // Posted on Friday 28 August 2026; Monday is swapped, Tuesday and Wednesday are National Day.
    let due = three.due(day("2026-08-28"), &CALENDAR, Confidence::Unverified);
    assert_eq!(due.last_day, day("2026-09-07"));
    assert!(due.is_provisional, "the swapped Monday is not certain");
    // Posted on a Sunday: the day of the posting never counts.
    assert_eq!(three.due(day("2026-10-04"), &CALENDAR, Confidence::Unverified).last_day, day("2026-10-07"));
}

#[test]
fn a_period_of_calendar_days_that_would_end_on_a_day_off_ends_with_the_next_working_day() {
    let fifteen = Length { days: 15, unit: Unit::CalendarDay };
    // From 15 February 2026, the 15th day is 2 March.
    assert_eq!(fifteen.due(day("2026-02-15"), &CALENDAR, Confidence::Secondary).last_day, day("2026-03-02"));
    // From 15 May 2026, it is Saturday 30 May; it ends on Monday.
    assert_eq!(fifteen.due(day("2026-05-15"), &CALENDAR, Confidence::Secondary).last_day, day("2026-06-01"));
}

#[test]
fn the_last_minute_of_the_last_day_is_in_time_and_the_next_is_not() {
    let due =
        Length { days: 3, unit: Unit::WorkingDay }.due(day("2026-10-05"), &CALENDAR, Confidence::Verified);
    let last = Moment::end_of(due.last_day);
    assert_eq!((last.day(), due.is_over(last), due.days_late(last)), (day("2026-10-08"), false, 0));
    let next = Moment::from_millis(last.millis() + 1);
    assert_eq!((next.day(), due.is_over(next), due.days_late(next)), (day("2026-10-09"), true, 1));
}

#[test]
fn a_moment_falls_on_the_day_that_it_is_in_vietnam_whatever_the_day_in_greenwich() {
    assert_eq!(Moment::start_of(day("1970-01-01")).millis(), -7 * 3_600_000);
    assert_eq!(Moment::from_millis(17 * 3_600_000 - 1).day(), day("1970-01-01"));
    assert_eq!(Moment::from_millis(17 * 3_600_000).day(), day("1970-01-02"));
}

proptest! {
    /// Counted by hand: the days after the start on which offices work are exactly as many as the period has.
    #[test]
    fn a_period_of_working_days_has_exactly_so_many_days_of_work(start in 18_000_i32..32_000, days in 1_u16..40) {
        let start = Day::from_epoch_days(start);
        let due = Length { days, unit: Unit::WorkingDay }.due(start, &CALENDAR, Confidence::Verified);
        let after = start.epoch_days() + 1..=due.last_day.epoch_days();
        let worked = after.map(Day::from_epoch_days).filter(|day| CALENDAR.is_working(*day)).count();
        prop_assert_eq!(worked, usize::from(days));
        prop_assert!(CALENDAR.is_working(due.last_day));
    }
}

#[test]
fn a_mistake_in_a_table_of_days_off_is_told_with_its_line_and_a_remedy() {
    let law =
        FILES.list("law", ".toml").map(|path| (path.to_owned(), FILES.get(path).expect("a file").to_vec()));
    let mut files: Vec<(String, Vec<u8>)> = law.collect();
    let rules = String::from_utf8(FILES.get("calendar/rules.toml").expect("rules").to_vec()).expect("UTF-8");
    files.push(("calendar/rules.toml".to_owned(), rules.replace("\"sunday\"", "\"sonntag\"").into_bytes()));
    let source = "source = { doc = \"blld-2019\", article = \"unknown\", confidence = \"verified\" }";
    let table = format!(
        "year = 2028\nstatus = \"announced\"\n[[off]]\nday = \"2028-01-01\"\nlabel = {{ vi = \"a\", en = \"a\" }}\n{source}\n\
         [[off]]\nday = \"2029-01-01\"\nlabel = {{ vi = \"a\", en = \"a\" }}\n{source}\n[[works]]\nday = \"2028-01-01\"\n\
         label = {{ vi = \"a\", en = \"a\" }}\n{source}\n"
    );
    files.push(("calendar/2028.toml".to_owned(), table.into_bytes()));
    let (read, findings) = calendar(&PackFiles::new(files));
    assert!(read.is_none(), "a calendar came with the mistakes");
    let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "calendar/2028.toml:1: error: 2028-01-01 is both a day off and a day of work\n  → keep one of them",
            "calendar/2028.toml:8: error: 2029-01-01 is not in this year\n  → write it into the table of its own year",
            "calendar/rules.toml:7: error: `sonntag` is no day of the week\n  → write one of: monday, tuesday, wednesday, \
             thursday, friday, saturday, sunday",
        ]
    );
}
