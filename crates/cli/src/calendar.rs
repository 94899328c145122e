//! Today, as a legal day in Vietnam. Only the program's edge may ask the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use vocab::{Day, Language};

/// Vietnam is seven hours ahead, without summer time.
const OFFSET_SECONDS: i64 = 7 * 3600;

/// Today in Asia/Ho_Chi_Minh.
pub(crate) fn today() -> Day {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    Day::from_epoch_days((seconds + OFFSET_SECONDS).div_euclid(86_400) as i32)
}

/// A day as people write it.
pub(crate) fn shown(day: Day, language: Language) -> String {
    let (year, month, date) = day.civil();
    match language {
        Language::Vi => format!("{date:02}/{month:02}/{year:04}"),
        Language::En => day.to_string(),
    }
}
