//! Ages on the age day, from birth dates by table and from birth years by bounds.

use vocab::Day;

use super::Role;
use crate::columns::{Lane, Numbers};

/// Completed years by days since birth.
#[derive(Clone, Debug)]
pub(super) struct AgeTable {
    age_day: Day,
    range: (i64, i64),
    years: Vec<i32>,
}

/// Nobody is older; a table for more would only waste memory.
const OLDEST: i64 = 200;

impl AgeTable {
    pub(super) fn new(age_day: Day, range: (i64, i64)) -> AgeTable {
        let oldest = range.1.clamp(0, OLDEST) as i32;
        let mut years = Vec::new();
        let mut birth = age_day;
        while let Some(age) = age_day.age_of(birth).filter(|age| *age <= oldest) {
            years.push(age);
            birth = birth.previous();
        }
        AgeTable { age_day, range, years }
    }

    /// Ages that the question allows.
    pub(super) fn range(&self) -> (i64, i64) {
        self.range
    }

    /// The age of someone born on this day; `None` when it is outside the question's range.
    #[inline]
    pub(super) fn of_birth(&self, birth: i32) -> Option<i32> {
        let days = i64::from(self.age_day.epoch_days()) - i64::from(birth);
        let age = *self.years.get(usize::try_from(days).ok()?)?;
        (i64::from(age) >= self.range.0).then_some(age)
    }

    /// The ages that someone born in this year can have.
    pub(super) fn of_year(&self, year: i32) -> Option<(i32, i32)> {
        let age_of = |month, day| self.age_day.age_of(Day::from_civil(year, month, day)?);
        let greatest = age_of(1, 1)?;
        let least = age_of(12, 31).unwrap_or(0);
        let (least, greatest) = (i64::from(least).max(self.range.0), i64::from(greatest).min(self.range.1));
        (least <= greatest).then_some((least as i32, greatest as i32))
    }

    /// Appends `rows` ages: of the birth date if it is there, else of the birth year, else as given.
    ///
    /// Returns the rows whose birth gives an age outside the question's range, and which birth; they are taken as
    /// missing.
    pub(super) fn combine<T: Lane>(
        &self,
        rows: usize,
        [dates, years]: [Option<&Numbers<i32>>; 2],
        given: Option<&Numbers<T>>,
        into: &mut Numbers<T>,
    ) -> Vec<(usize, Role)> {
        let mut outside = Vec::new();
        let dates = dates.filter(|dates| dates.len() == rows);
        let missing = (T::truncated(self.range.0), T::truncated(self.range.1));
        let lane = |age: i32| T::truncated(i64::from(age));
        if let Some(dates) = dates.filter(|dates| dates.greatest().is_none()) {
            let from = into.least.len();
            let mut all = true;
            into.least.extend(dates.least.iter().map(|birth| match self.of_birth(*birth) {
                Some(age) => lane(age),
                None => {
                    all = false;
                    missing.0
                }
            }));
            if all {
                into.settle();
                return outside;
            }
            into.least.truncate(from);
        }
        for row in 0..rows {
            let birth = dates.and_then(|dates| exactly(dates, row));
            let year = years.and_then(|years| exactly(years, row));
            let bounds = match (birth, year) {
                (Some(birth), _) => self.of_birth(birth).map(|age| (lane(age), lane(age))),
                (None, Some(year)) => {
                    self.of_year(year).map(|(least, greatest)| (lane(least), lane(greatest)))
                }
                (None, None) => Some(given.and_then(|ages| ages.get(row)).unwrap_or(missing)),
            };
            if bounds.is_none() {
                outside.push((row, if birth.is_some() { Role::BirthDate } else { Role::BirthYear }));
            }
            let (least, greatest) = bounds.unwrap_or(missing);
            into.push_between(least, greatest);
        }
        outside
    }
}

/// The value of a row that is not missing.
fn exactly(numbers: &Numbers<i32>, row: usize) -> Option<i32> {
    numbers.get(row).filter(|(least, greatest)| least == greatest).map(|(least, _)| least)
}
