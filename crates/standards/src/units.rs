//! Đơn vị hành chính: provinces, districts and communes with their days. A code is a place only together with a day.

use std::collections::BTreeMap;

use vocab::{Confidence, Day, Finding, Place, Span};

use crate::load::PackFiles;

/// Level of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh; none since 2025-07-01.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
}

/// One unit during one period.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Official code, with leading zeros.
    pub code: String,
    /// Official name with its kind: `Phường 1 Bảo Lộc`.
    pub name: String,
    /// Level.
    pub level: Level,
    /// Code of the kind, see `lists/unit_kinds.toml`.
    pub kind: String,
    /// Code of the province that it lies in, itself for a province.
    pub province_code: String,
    /// The days on which the code meant this unit.
    pub valid: Span,
    /// How sure we are.
    pub confidence: Confidence,
}

/// A unit became (part of) another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The new unit's code from that day.
    pub new_code: String,
    /// The first day of the new unit.
    pub on: Day,
    /// Whether the whole old unit went there.
    pub whole: bool,
}

/// All units of a pack.
#[derive(Clone, Debug, Default)]
pub struct Units {
    units: BTreeMap<(Level, String), Vec<Unit>>,
    successions: BTreeMap<String, Vec<Succession>>,
}

impl Units {
    /// Reads `units/` of a pack, with every mistake found.
    pub fn read(files: &PackFiles) -> (Units, Vec<Finding>) {
        let mut units = Units::default();
        let mut findings = Vec::new();
        for (file, level) in [
            ("units/provinces.csv", Level::Province),
            ("units/districts.csv", Level::District),
            ("units/communes.csv", Level::Commune),
        ] {
            for (line, row) in rows(files, file, &mut findings) {
                match unit(&row, level) {
                    Some(unit) => units.add(unit, file, line, &mut findings),
                    None => findings.push(bad_row(file, line)),
                }
            }
        }
        let file = "units/successors.csv";
        for (line, row) in rows(files, file, &mut findings) {
            match succession(&row) {
                Some((old, succession)) => units.successions.entry(old).or_default().push(succession),
                None => findings.push(bad_row(file, line)),
            }
        }
        (units, findings)
    }

    fn add(&mut self, unit: Unit, file: &str, line: usize, findings: &mut Vec<Finding>) {
        let periods = self.units.entry((unit.level, unit.code.clone())).or_default();
        if let Some(other) = periods.iter().find(|other| other.valid.overlaps(unit.valid)) {
            findings.push(Finding::error(
                Place { file: file.to_owned(), line },
                format!(
                    "the code {} means two places on one day: {} and {}",
                    unit.code, other.name, unit.name
                ),
                "end the earlier period with `until`",
            ));
        }
        periods.push(unit);
    }

    /// Whether the pack has any units.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// What a code meant on a day.
    pub fn on(&self, level: Level, code: &str, day: Day) -> Option<&Unit> {
        self.units.get(&(level, code.to_owned()))?.iter().find(|unit| unit.valid.contains(day))
    }

    /// All units of a level on a day, by code.
    pub fn all_on(&self, level: Level, day: Day) -> impl Iterator<Item = &Unit> {
        self.units.values().flatten().filter(move |unit| unit.level == level && unit.valid.contains(day))
    }

    /// Where a commune went at the first change after a day.
    pub fn successors(&self, code: &str, after: Day) -> Vec<&Succession> {
        let all = self.successions.get(code).map(Vec::as_slice).unwrap_or_default();
        let next = all.iter().filter(|s| s.on > after).map(|s| s.on).min();
        all.iter().filter(|s| Some(s.on) == next).collect()
    }
}

type Row = BTreeMap<String, String>;

fn rows(files: &PackFiles, file: &str, findings: &mut Vec<Finding>) -> Vec<(usize, Row)> {
    let Some(bytes) = files.get(file) else { return Vec::new() };
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => {
            findings.push(Finding::error(
                Place { file: file.to_owned(), line: 1 },
                error.to_string(),
                "mend the CSV",
            ));
            return Vec::new();
        }
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, |at| at.line() as usize);
                let cells = headers.iter().zip(record.iter());
                rows.push((line, cells.map(|(h, cell)| (h.to_owned(), cell.to_owned())).collect()));
            }
            Err(error) => {
                let line = error.position().map_or(0, |at| at.line() as usize);
                let place = Place { file: file.to_owned(), line };
                findings.push(Finding::error(
                    place,
                    "not a row of this table",
                    "as many cells as the header, in UTF-8",
                ));
            }
        }
    }
    rows
}

fn bad_row(file: &str, line: usize) -> Finding {
    Finding::error(
        Place { file: file.to_owned(), line },
        "a cell of this row is missing or malformed",
        "packs/README.md lists the columns; days are 2025-07-01",
    )
}

/// An empty cell is an open end; anything else must be a day.
fn open_day(row: &Row, column: &str) -> Option<Option<Day>> {
    match row.get(column)?.as_str() {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    }
}

fn unit(row: &Row, level: Level) -> Option<Unit> {
    let cell = |name: &str| row.get(name).filter(|cell| !cell.is_empty()).cloned();
    let code = cell("code")?;
    Some(Unit {
        name: cell("name")?,
        level,
        kind: cell("kind")?,
        province_code: if level == Level::Province { code.clone() } else { cell("province_code")? },
        valid: Span { from: open_day(row, "from")?, until: open_day(row, "until")? },
        confidence: Confidence::from_code(row.get("confidence")?)?,
        code,
    })
}

fn succession(row: &Row) -> Option<(String, Succession)> {
    let whole = match row.get("part")?.as_str() {
        "full" => true,
        "partial" => false,
        _ => return None,
    };
    let succession =
        Succession { new_code: row.get("new_code")?.clone(), on: row.get("on")?.parse().ok()?, whole };
    Some((row.get("old_code")?.clone(), succession))
}
