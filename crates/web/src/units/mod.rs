//! Địa bàn then and now: find a unit without diacritics, see what it was on any day, what it came from, what it became.

mod commune;
mod gazetteer;
mod province;
mod search;
pub(crate) mod tiles;

use standards::units::{Level, Unit};

pub(crate) use gazetteer::Gazetteer;

use crate::cite::Mark;
use crate::format;
use crate::routes::{Policy, Routes};
use crate::visit::Visit;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/units", Policy::Everybody, search::page)
        .get("/units/provinces/{code}", Policy::Everybody, province::page)
        .get("/units/communes/{code}", Policy::Everybody, commune::page)
}

/// A unit during one period, for a list.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Where it lies: district and province of its time.
    pub(crate) within: String,
    pub(crate) days: String,
    pub(crate) href: String,
    pub(crate) ended: bool,
    pub(crate) mark: Mark,
}

/// A unit for a list; the link leads to a day on which its code meant it.
pub(crate) fn named(unit: &Unit, visit: &Visit) -> Named {
    let gazetteer = &visit.site.gazetteer;
    let today = (visit.site.today)();
    let day = if unit.valid.contains(today) {
        None
    } else {
        unit.valid.until.map(|until| until.previous()).or(unit.valid.from)
    };
    let level = if unit.level == Level::Province { "provinces" } else { "communes" };
    let query = day.map(|day| format!("?day={day}")).unwrap_or_default();
    Named {
        code: unit.code.clone(),
        name: unit.name.clone(),
        within: if unit.level == Level::Province {
            String::new()
        } else {
            gazetteer.within(unit, day.unwrap_or(today))
        },
        days: format::span(unit.valid, visit.language),
        href: format!("/units/{level}/{}{query}", unit.code),
        ended: !unit.valid.contains(today),
        mark: Mark::of(unit.confidence, visit.language),
    }
}
