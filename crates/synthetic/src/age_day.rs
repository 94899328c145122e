//! The day on which ages are counted, and the values of the standard that hold after it.

use standards::standard::{ParamValues, PovertyStandard};
use vocab::{Day, Finding};

/// The day before 2026 where the standard holds on the day after, else the day before it begins.
pub(crate) fn default_age_day(standard: &PovertyStandard) -> Day {
    const NEW_YEAR_2026: Day = Day::from_epoch_days(20_454);
    let first = if standard.covers.contains(NEW_YEAR_2026) { None } else { standard.covers.from };
    first.unwrap_or(NEW_YEAR_2026).previous()
}

/// The values that `relevant` reads.
pub(crate) fn params_after(standard: &PovertyStandard, age_day: Day) -> Result<ParamValues, Finding> {
    let days = [Some(age_day.next()), Some(age_day), standard.covers.from];
    let found = days.into_iter().flatten().find_map(|day| standard.on(day).ok());
    found.ok_or_else(|| {
        Finding::error(
            standard.place.clone(),
            "the standard has no values for the day of the population",
            "choose an age day within the days that it covers",
        )
    })
}
