//! All units of the packs with what pages need to find them: search keys, and the tile grids of some provinces.

use std::collections::BTreeMap;

use standards::PackFiles;
use standards::units::{Level, Unit, Units};
use vocab::{Day, Finding, joined_search_key, search_key};

use crate::units::tiles::{self, Grid};

/// Units, found by name or code.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    pub(crate) units: Units,
    pub(crate) grids: Vec<Grid>,
    /// Words for the kinds of units, by code: Vietnamese and English.
    keys: Vec<Key>,
}

/// What a unit is found by.
#[derive(Debug)]
struct Key {
    level: Level,
    code: String,
    /// Position in the periods of the code.
    period: usize,
    spaced: String,
    joined: String,
}

impl Gazetteer {
    /// Reads `units/` of a pack; mistakes are added to the findings.
    pub(crate) fn read(files: &PackFiles, findings: &mut Vec<Finding>) -> Gazetteer {
        let (units, mistakes) = Units::read(files);
        findings.extend(mistakes);
        let mut keys = Vec::new();
        let mut seen: BTreeMap<(Level, &str), usize> = BTreeMap::new();
        for unit in units.iter().filter(|unit| unit.level != Level::District) {
            let period = seen.entry((unit.level, unit.code.as_str())).or_default();
            keys.push(Key {
                level: unit.level,
                code: unit.code.clone(),
                period: *period,
                spaced: search_key(&unit.name),
                joined: joined_search_key(&unit.name),
            });
            *period += 1;
        }
        let grids = tiles::read(files);
        Gazetteer { units, grids, keys }
    }

    /// Units whose name or code fits, best first: the whole name, its end, its words, then parts of it; of two alike the
    /// one of today, then the larger.
    pub(crate) fn search(&self, text: &str, today: Day) -> Vec<&Unit> {
        let (spaced, joined) = (search_key(text), joined_search_key(text));
        if joined.is_empty() {
            return Vec::new();
        }
        let words: Vec<&str> = spaced.split(' ').collect();
        let written = text.to_lowercase();
        let mut found: Vec<(u8, bool, bool, &Unit)> = Vec::new();
        for key in &self.keys {
            let rank = if key.code == text.trim() || key.spaced == spaced || key.joined == joined {
                0
            } else if key.spaced.ends_with(&format!(" {spaced}")) {
                1
            } else if words.iter().all(|word| key.spaced.split(' ').any(|known| known == *word)) {
                2
            } else if key.joined.contains(&joined) || words.iter().all(|word| key.spaced.contains(word)) {
                3
            } else {
                continue;
            };
            let Some(unit) = self.units.periods(key.level, &key.code).get(key.period) else { continue };
            let exact = unit.name.to_lowercase().contains(&written);
            found.push((rank, !exact, !unit.valid.contains(today), unit));
        }
        found.sort_by(|a, b| {
            (a.0, a.1, a.2, a.3.level, &a.3.name, &a.3.code)
                .cmp(&(b.0, b.1, b.2, b.3.level, &b.3.name, &b.3.code))
        });
        found.into_iter().map(|(_, _, _, unit)| unit).collect()
    }

    /// `Huyện Bảo Lâm, Tỉnh Lâm Đồng`: where a commune lies on a day.
    pub(crate) fn within(&self, unit: &Unit, day: Day) -> String {
        let name = |level, code: &str| self.units.on(level, code, day).map(|unit| unit.name.clone());
        let district = unit.district_code.as_deref().and_then(|code| name(Level::District, code));
        let parts = [district, name(Level::Province, &unit.province_code)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
