//! Old codes in the borders of a later day: communes that went wholly into another one are counted in it.

use std::collections::BTreeMap;

use standards::units::{Level, Units};
use vocab::{Day, LocalText, said};

use super::Report;
use super::given::Given;
use crate::failure::Failure;

/// Communes that are counted in another one, by code: its province and its code.
pub(super) type Moved = BTreeMap<String, (String, String)>;

/// What became of the codes of this year and of last year.
#[derive(Debug, Default)]
pub(super) struct Borders {
    pub(super) now: Moved,
    pub(super) previous: Moved,
    pub(super) notes: Vec<LocalText>,
}

pub(super) fn read(options: &Report, given: &Given) -> Result<Borders, Failure> {
    let (units_on, to) = (given.days.units, given.borders);
    let before = options.previous_units_on.unwrap_or(units_on);
    if to < units_on || to < before {
        return Err(Failure::could_not_run(
            said!(
                "không đếm lại được số liệu mới theo địa giới cũ: mã xã mới không cho biết hộ từng thuộc xã nào",
                "new data cannot be counted in old borders: a new code does not say in which old commune a household was"
            ),
            said!(
                "chọn --borders-on từ ngày của mã xã trở đi (--units-on, --previous-units-on)",
                "choose --borders-on from the day of the codes on (--units-on, --previous-units-on)"
            ),
        ));
    }
    if to == units_on && to == before {
        return Ok(Borders::default());
    }
    let (units, _) = Units::read(&given.files);
    let mut divided = Vec::new();
    let now = moved(&units, units_on, to, &mut divided);
    let previous = moved(&units, before, to, &mut divided);
    let mut notes = Vec::new();
    if !divided.is_empty() {
        divided.sort();
        divided.dedup();
        let count = divided.len();
        notes.push(said!(
            "{count} xã cũ bị chia cho nhiều xã mới nên giữ mã cũ nếu có trong dữ liệu",
            "{count} former communes were divided among several; they keep their old code if the data have it"
        ));
    }
    Ok(Borders { now, previous, notes })
}

/// Where every commune of a day stands on a later day.
fn moved(units: &Units, from: Day, to: Day, divided: &mut Vec<String>) -> Moved {
    let mut moved = Moved::new();
    for unit in units.all_on(Level::Commune, from).filter(|_| from < to) {
        let (mut code, mut day) = (unit.code.as_str(), from);
        loop {
            let next = units.successors(Level::Commune, code, day);
            match next.as_slice() {
                [] => break,
                [one, ..] if one.on > to => break,
                [one] if one.whole => (code, day) = (&one.new_code, one.on),
                _ => {
                    divided.push(unit.code.clone());
                    break;
                }
            }
        }
        if let Some(there) = units.on(Level::Commune, code, day).filter(|_| day > from) {
            moved.insert(unit.code.clone(), (there.province_code.clone(), there.code.clone()));
        }
    }
    moved
}
