//! Đơn vị hành chính: provinces, districts and communes with their days. A code is a place only together with a day.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Code of the district that it lay in, if there was one.
    pub district_code: Option<String>,
    /// The days on which the code meant this unit.
    pub valid: Span,
    /// How sure we are.
    pub confidence: Confidence,
}

/// A unit became (part of) another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The old unit's code until the day before.
    pub old_code: String,
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
    successions: BTreeMap<(Level, String), Vec<Succession>>,
}

/// The tables of units, by level.
const TABLES: [(&str, Level); 3] = [
    ("units/provinces.csv", Level::Province),
    ("units/districts.csv", Level::District),
    ("units/communes.csv", Level::Commune),
];

/// The tables of what became of units, by level.
const SUCCESSIONS: [(&str, Level); 2] =
    [("units/successors.csv", Level::Commune), ("units/province_successors.csv", Level::Province)];

/// The names of some codes of a level on a day, without reading everything else.
pub fn names_on(
    files: &PackFiles,
    level: Level,
    codes: &BTreeSet<&str>,
    day: Day,
) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (file, _) in TABLES.iter().filter(|(_, of)| *of == level) {
        let Some(table) = files.get(file) else { continue };
        rows(
            &lines_of(table, codes),
            file,
            ["code", "name", "from", "until"],
            &mut Vec::new(),
            |[code, name, from, until], _| {
                if codes.contains(code) {
                    let valid = Span { from: open_day(from)?, until: open_day(until)? };
                    if valid.contains(day) {
                        names.insert(code.to_owned(), name.to_owned());
                    }
                }
                Some(())
            },
        );
    }
    names
}

/// The header of a table and the lines that begin with one of these codes: a summary shows a few of ten thousand units,
/// and looking at the first cell is a tenth of the work of reading all. A table that begins with another column is kept whole.
fn lines_of(table: &[u8], codes: &BTreeSet<&str>) -> Vec<u8> {
    let mut lines = table.split_inclusive(|byte| *byte == b'\n');
    let Some(header) = lines.next().filter(|header| header.starts_with(b"code,")) else {
        return table.to_vec();
    };
    let mut kept = header.to_vec();
    for line in lines {
        let first = line.split(|byte| *byte == b',').next().unwrap_or_default();
        if std::str::from_utf8(first).is_ok_and(|first| codes.contains(first.trim_matches('"'))) {
            kept.extend_from_slice(line);
        }
    }
    kept
}

impl Units {
    /// Reads `units/` of a pack, with every mistake found.
    pub fn read(files: &PackFiles) -> (Units, Vec<Finding>) {
        let mut units = Units::default();
        let table = |file: &str| files.get(file).unwrap_or_default();
        let mut findings = Vec::new();
        for (file, level) in TABLES {
            let mut clashes = Vec::new();
            // A province lies in itself.
            let province = if level == Level::Province { "code" } else { "province_code" };
            // Only a commune lies in a district; for the others the column stands in for itself.
            let district = if level == Level::Commune { "district_code" } else { "code" };
            let columns = ["code", "name", "kind", province, district, "from", "until", "confidence"];
            rows(table(file), file, columns, &mut findings, |cells, line| {
                units.add(unit(cells, level)?, file, line, &mut clashes);
                Some(())
            });
            findings.append(&mut clashes);
        }
        for (file, level) in SUCCESSIONS {
            let columns = ["old_code", "on", "new_code", "part"];
            rows(table(file), file, columns, &mut findings, |[old, on, new, part], _| {
                let whole = match part {
                    "full" => true,
                    "partial" => false,
                    _ => return None,
                };
                let (old_code, new_code) = (old.to_owned(), new.to_owned());
                let succession = Succession { old_code, new_code, on: on.parse().ok()?, whole };
                units.successions.entry((level, old.to_owned())).or_default().push(succession);
                Some(())
            });
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

    /// Everything that a code has meant, in the order of the file.
    pub fn periods(&self, level: Level, code: &str) -> &[Unit] {
        self.units.get(&(level, code.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every unit of every period.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.values().flatten()
    }

    /// Where a unit went at the first change after a day.
    pub fn successors(&self, level: Level, code: &str, after: Day) -> Vec<&Succession> {
        let all = self.successions.get(&(level, code.to_owned())).map(Vec::as_slice).unwrap_or_default();
        let next = all.iter().filter(|s| s.on > after).map(|s| s.on).min();
        all.iter().filter(|s| Some(s.on) == next).collect()
    }

    /// What went into a unit on the day that it began.
    pub fn predecessors(&self, level: Level, code: &str, on: Day) -> Vec<&Succession> {
        let of_level = self.successions.iter().filter(|((of, _), _)| *of == level);
        of_level.flat_map(|(_, all)| all).filter(|s| s.new_code == code && s.on == on).collect()
    }
}

/// Shows the wanted columns of every row to `take`; a row for which it has no answer is a finding.
fn rows<const N: usize>(
    table: &[u8],
    file: &str,
    columns: [&str; N],
    findings: &mut Vec<Finding>,
    mut take: impl FnMut([&str; N], usize) -> Option<()>,
) {
    let place = |line: usize| Place { file: file.to_owned(), line };
    if table.is_empty() {
        return;
    }
    let mut reader = csv::Reader::from_reader(table);
    let header = reader.headers().cloned().unwrap_or_default();
    let wanted = columns.map(|name| header.iter().position(|known| known == name).unwrap_or(usize::MAX));
    if wanted.contains(&usize::MAX) {
        let message = format!("the header lacks one of: {}", columns.join(", "));
        findings.push(Finding::error(place(1), message, "packs/README.md lists the columns"));
        return;
    }
    let mut record = csv::StringRecord::new();
    loop {
        let line = match reader.read_record(&mut record) {
            Ok(false) => return,
            Ok(true) => record.position().map_or(0, |at| at.line() as usize),
            Err(error) => {
                let line = error.position().map_or(0, |at| at.line() as usize);
                let hint = "as many cells as the header, in UTF-8";
                findings.push(Finding::error(place(line), "not a row of this table", hint));
                continue;
            }
        };
        if take(wanted.map(|at| record.get(at).unwrap_or("")), line).is_none() {
            findings.push(Finding::error(
                place(line),
                "a cell of this row is missing or malformed",
                "packs/README.md lists the columns; days are 2025-07-01",
            ));
        }
    }
}

/// An empty cell is an open end; anything else must be a day.
fn open_day(cell: &str) -> Option<Option<Day>> {
    if cell.is_empty() { Some(None) } else { cell.parse().ok().map(Some) }
}

fn unit(cells: [&str; 8], level: Level) -> Option<Unit> {
    let [code, name, kind, province, district, from, until, confidence] = cells;
    let named = ![code, name, kind, province].contains(&"");
    Some(Unit {
        code: code.to_owned(),
        name: name.to_owned(),
        level,
        kind: kind.to_owned(),
        province_code: province.to_owned(),
        district_code: (level == Level::Commune && !district.is_empty()).then(|| district.to_owned()),
        valid: Span { from: open_day(from)?, until: open_day(until)? },
        confidence: Confidence::from_code(confidence)?,
    })
    .filter(|_| named)
}
