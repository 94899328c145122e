//! Âm lịch Việt Nam: the day of a lunar date. The lunar calendar of Vietnam counts days at UTC+7, so Tết is sometimes a day
//! before the Chinese new year (2007, 2030).
//!
//! Positions of moon and sun follow the usual series (Meeus, *Astronomical Algorithms*), good to some minutes; a new moon
//! within minutes of midnight could come out a day wrong. Tests compare with the days that were printed, 2000 to 2050.

use std::f64::consts::PI;

use vocab::Day;

/// Mean length of a lunar month, in days.
const SYNODIC_MONTH: f64 = 29.530_588_68;
/// Mean new moon of January 1900, as a Julian day.
const FIRST_NEW_MOON: f64 = 2_415_020.759_33;
/// Julian day of 1970-01-01, at noon.
const EPOCH: i64 = 2_440_588;
/// UTC+7 in days.
const ZONE: f64 = 7.0 / 24.0;

/// The day of a date of the Vietnamese lunar calendar: day `day` of month `month` of lunar `year`, never of a leap month.
/// `None` for a month that is not 1 to 12 or a day that is not 1 to 30.
pub fn lunar_day(year: i32, month: u32, day: u32) -> Option<Day> {
    if !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    // The month with the winter solstice is the eleventh; months are counted from it.
    let winter = if month < 11 { year - 1 } else { year };
    let (first, next) = (eleventh_month(winter), eleventh_month(winter + 1));
    let counted = i64::from((month + 1) % 12);
    let from = new_moon_number(first);
    let months = if next - first > 365 && counted >= leap_after(from) { counted + 1 } else { counted };
    let start = new_moon(from + months);
    i32::try_from(start + i64::from(day) - 1 - EPOCH).ok().map(Day::from_epoch_days)
}

/// Julian day on which the month with the winter solstice of a year begins.
fn eleventh_month(year: i32) -> i64 {
    let last = Day::from_civil(year, 12, 31).map_or(0, |day| i64::from(day.epoch_days()) + EPOCH);
    let number = ((last as f64 - FIRST_NEW_MOON) / SYNODIC_MONTH).floor() as i64;
    // The newest new moon of the year, whichever side of the mean it fell on.
    let start = (number - 1..=number + 1).map(new_moon).filter(|day| *day <= last).max().unwrap_or(last);
    if solar_sector(start) >= 9 { new_moon(new_moon_number(start) - 1) } else { start }
}

/// The number of the new moon that falls on a day.
fn new_moon_number(day: i64) -> i64 {
    let near = ((day as f64 - FIRST_NEW_MOON) / SYNODIC_MONTH).round() as i64;
    (near - 1..=near + 1).min_by_key(|number| (new_moon(*number) - day).abs()).unwrap_or(near)
}

/// In a year of thirteen months: how many months after the eleventh the leap month comes. It is the first in which the sun
/// enters no new sector.
fn leap_after(eleventh: i64) -> i64 {
    (1..=13)
        .find(|month| {
            solar_sector(new_moon(eleventh + month)) == solar_sector(new_moon(eleventh + month + 1))
        })
        .unwrap_or(13)
}

/// Day (Julian, in Vietnam) of the new moon with this number, counted from January 1900.
fn new_moon(number: i64) -> i64 {
    let k = number as f64;
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let sin = |degrees: f64| (degrees * PI / 180.0).sin();
    let sun = 359.2242 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3;
    let moon = 306.0253 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3;
    let node = 21.2964 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3;
    let mean = FIRST_NEW_MOON + SYNODIC_MONTH * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * sin(166.56 + 132.87 * t - 0.009_173 * t2);
    let true_minus_mean = (0.1734 - 0.000_393 * t) * sin(sun) + 0.0021 * sin(2.0 * sun) - 0.4068 * sin(moon)
        + 0.0161 * sin(2.0 * moon)
        - 0.0004 * sin(3.0 * moon)
        + 0.0104 * sin(2.0 * node)
        - 0.0051 * sin(sun + moon)
        - 0.0074 * sin(sun - moon)
        + 0.0004 * sin(2.0 * node + sun)
        - 0.0004 * sin(2.0 * node - sun)
        - 0.0006 * sin(2.0 * node + moon)
        + 0.0010 * sin(2.0 * node - moon)
        + 0.0005 * sin(2.0 * moon + sun);
    let clock_drift = -0.000_278 + 0.000_265 * t + 0.000_262 * t2;
    (mean + true_minus_mean - clock_drift + 0.5 + ZONE).floor() as i64
}

/// In which twelfth of its yearly path the sun stands at the beginning of a day in Vietnam, from 0 at the March equinox.
fn solar_sector(day: i64) -> i64 {
    let t = (day as f64 - 0.5 - ZONE - 2_451_545.0) / 36_525.0;
    let t2 = t * t;
    let radians = PI / 180.0;
    let anomaly = (357.5291 + 35_999.050_3 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2) * radians;
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.9146 - 0.004_817 * t - 0.000_014 * t2) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_29 * (3.0 * anomaly).sin();
    ((mean + centre).rem_euclid(360.0) / 30.0).floor() as i64
}
