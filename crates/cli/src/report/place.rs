//! The places of the tables: which are wanted, and what they are called.

use std::collections::BTreeSet;

use engine::figures::{Level as Rows, Line};
use lake::Figured;
use reports::official::{PlaceNames, codes};
use standards::units::{Level, names_on};
use vocab::said;

use super::given::Given;
use crate::failure::Failure;

/// Keeps the wanted area; a code is that of a province, a commune or a village.
pub(super) fn keep(figured: &mut Figured, area: &[String]) -> Result<(), Failure> {
    if area.is_empty() {
        return Ok(());
    }
    let mut found = BTreeSet::new();
    let mut is_in = |place: &[Option<String>; 3]| {
        let inside = place.iter().flatten().find(|code| area.contains(code));
        found.extend(inside.cloned());
        inside.is_some()
    };
    figured.counts.places.retain(|place, _| is_in(place));
    figured.listed.retain(|listed| listed.place.iter().flatten().any(|code| area.contains(code)));
    let unknown: Vec<&str> = area.iter().filter(|code| !found.contains(*code)).map(String::as_str).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let codes = unknown.join(", ");
    Err(Failure::could_not_run(
        said!("dữ liệu không có hộ nào ở: {codes}", "the data have no household in: {codes}"),
        said!(
            "ghi mã đơn vị như trong dữ liệu; mã thôn cần --by village",
            "write codes as in the data; codes of villages need --by village"
        ),
    ))
}

/// The names of the places of lines, in the borders in which they are counted.
pub(super) fn names(given: &Given, lines: &[Line]) -> PlaceNames {
    PlaceNames {
        provinces: names_on(&given.files, Level::Province, &codes(lines, 0), given.borders),
        communes: names_on(&given.files, Level::Commune, &codes(lines, 1), given.borders),
        villages: Default::default(),
        year: given.days.result.previous().year(),
    }
}

/// Whether rows go down to communes.
pub(super) fn has_communes(level: Rows) -> bool {
    level >= Rows::Commune
}
