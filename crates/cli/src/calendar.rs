//! Today, as a legal day in Vietnam. Only the program's edge may ask the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use vocab::{Day, Language};

/// Vietnam is seven hours ahead, without summer time.
const OFFSET_SECONDS: i64 = 7 * 3600;

/// Today in Asia/Ho_Chi_Minh, and the time of the day there as `142305`: hours, minutes, seconds.
pub(crate) fn now() -> (Day, String) {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    let local = seconds + OFFSET_SECONDS;
    let (day, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    let time = format!("{:02}{:02}{:02}", second / 3600, second / 60 % 60, second % 60);
    (Day::from_epoch_days(day as i32), time)
}

/// Today in Asia/Ho_Chi_Minh.
pub(crate) fn today() -> Day {
    now().0
}

/// A day as people write it.
pub(crate) fn shown(day: Day, language: Language) -> String {
    let (year, month, date) = day.civil();
    match language {
        Language::Vi => format!("{date:02}/{month:02}/{year:04}"),
        Language::En => day.to_string(),
    }
}
