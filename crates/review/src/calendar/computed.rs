//! A year that has no table: what follows from the rules.

use std::collections::BTreeMap;

use vocab::Day;

use super::{Holiday, Marked, Rules, YearTable, weekday};
use crate::lunar::lunar_day;

/// The days off of a year by the rules alone: what the law names, each on its day; those on a day of rest made up for on the
/// next working day. Always provisional: which days of Tết and which swaps is decided each year.
pub(super) fn year(rules: &Rules, year: i32) -> YearTable {
    let mut off = BTreeMap::new();
    let mut to_make_up: Vec<(Day, Marked)> = Vec::new();
    for holiday in &rules.holidays {
        let marked = Marked { label: holiday.label.clone(), source: holiday.source.clone() };
        for day in days_of(holiday, year) {
            if rules.rest.get(weekday(day)).copied().unwrap_or(false) {
                to_make_up.push((day, marked.clone()));
            } else {
                off.insert(day, marked.clone());
            }
        }
    }
    to_make_up.sort_by_key(|(day, _)| *day);
    for (day, marked) in to_make_up.into_iter().filter(|_| rules.made_up) {
        let mut free = day.next();
        // Seven days of rest a week would have no working day to move to.
        while rules.rest.contains(&false)
            && (off.contains_key(&free) || rules.rest.get(weekday(free)).copied().unwrap_or(false))
        {
            free = free.next();
        }
        off.insert(free, marked);
    }
    YearTable { year, off, works: BTreeMap::new(), is_provisional: true }
}

fn days_of(holiday: &Holiday, year: i32) -> Vec<Day> {
    let on = if holiday.lunar {
        lunar_day(year, holiday.month, holiday.day)
    } else {
        Day::from_civil(year, holiday.month, holiday.day)
    };
    let Some(on) = on else { return Vec::new() };
    let first = on.epoch_days() - holiday.starts_before;
    (first..first + holiday.days).map(Day::from_epoch_days).collect()
}
