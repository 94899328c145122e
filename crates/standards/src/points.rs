//! Bảng điểm B1: the structure of a proxy score and an imported table of its points.

use std::collections::{BTreeMap, BTreeSet};

use vocab::{Citation, Finding, LocalText, Place};

use crate::questionnaire::QuestionIndex;
use crate::standard::Rule;

/// Which items and options a proxy score has and when each applies. The points are imported.
#[derive(Clone, Debug)]
pub struct PointStructure {
    /// The question that holds the total; a typed total wins over a computed one.
    pub question: QuestionIndex,
    /// Name.
    pub label: LocalText,
    /// Where the structure comes from.
    pub source: Citation,
    /// Regions with columns of their own, first true wins.
    pub regions: Vec<PointRegion>,
    /// Items; their points are added.
    pub items: Vec<PointItem>,
}

/// A column of the table.
#[derive(Clone, Debug)]
pub struct PointRegion {
    /// Id used in the table.
    pub id: String,
    /// Name.
    pub label: LocalText,
    /// When a household is in it.
    pub when: Rule,
}

/// A group of options of which at most one applies.
#[derive(Clone, Debug)]
pub struct PointItem {
    /// Id used in the table.
    pub id: String,
    /// Name.
    pub label: LocalText,
    /// Options, first true wins; none true is 0 points.
    pub options: Vec<PointOption>,
    /// Where the item comes from.
    pub source: Citation,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct PointOption {
    /// Id used in the table.
    pub id: String,
    /// Name.
    pub label: LocalText,
    /// When it applies.
    pub when: Rule,
}

/// The points of every region, item and option of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointTable {
    /// `points[region][item][option]`, in the order of the structure.
    pub points: Vec<Vec<Vec<i64>>>,
}

/// The columns of a table of points as people send it.
pub const HEADER: [&str; 4] = ["region", "item", "option", "points"];

/// One row of `region,item,option,points` with the place it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PointRow {
    /// Region id.
    pub region: String,
    /// Item id.
    pub item: String,
    /// Option id.
    pub option: String,
    /// Points as written.
    pub points: String,
    /// Row of the file, from 1; 0 is no row.
    pub line: usize,
    /// Column of the file in which each of the four stands, from 0.
    pub columns: [usize; 4],
}

/// What is wrong with a row of a table, or with its absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointMistake {
    /// Its ids are not in the structure.
    NotInStructure,
    /// It stands a second time.
    Twice,
    /// Its points are no whole number, or a typing error.
    NotPoints,
    /// The structure has it and the table has not.
    Missing,
}

/// A row with its mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongPoints {
    /// What is wrong.
    pub mistake: PointMistake,
    /// The row; of one that is missing the ids alone.
    pub row: PointRow,
}

/// Points beyond this are a typing error.
pub const MAX_POINTS: i64 = 1000;

impl WrongPoints {
    /// Row (from 1) and column (from 0) of the cell to mend; `None` if the row is missing.
    pub fn cell(&self) -> Option<(usize, usize)> {
        let [region, .., points] = self.row.columns;
        match self.mistake {
            PointMistake::Missing => None,
            PointMistake::NotPoints => Some((self.row.line, points)),
            PointMistake::NotInStructure | PointMistake::Twice => Some((self.row.line, region)),
        }
    }

    /// The same for a list of mistakes in files.
    pub fn finding(&self, file: &str) -> Finding {
        let PointRow { region, item, option, points, line, .. } = &self.row;
        let ids = format!("`{region}`, `{item}`, `{option}`");
        let (message, hint) = match self.mistake {
            PointMistake::NotInStructure => (
                format!("{ids} is not in the structure of the table"),
                "use the region, item and option ids of points.toml (`chungtay packs show` lists them)"
                    .to_owned(),
            ),
            PointMistake::Twice => {
                (format!("{ids} stands twice"), "keep the row of the official table".to_owned())
            }
            PointMistake::NotPoints => (
                format!("`{points}` is not a number of points"),
                format!("write a whole number from -{MAX_POINTS} to {MAX_POINTS}"),
            ),
            PointMistake::Missing => (
                format!("no points for {ids}"),
                "a table is used only when it is complete; a typed total is always possible".to_owned(),
            ),
        };
        Finding::error(Place { file: file.to_owned(), line: *line }, message, hint)
    }
}

/// The rows below the header of a table, wherever in the file that stands; empty rows are passed over. `None` without
/// the header [`HEADER`].
pub fn rows(cells: &[Vec<String>]) -> Option<Vec<PointRow>> {
    let names = |row: &Vec<String>| row.iter().map(|cell| cell.trim().to_lowercase()).collect::<Vec<_>>();
    let header = cells.iter().position(|row| {
        let names = names(row);
        HEADER.iter().all(|name| names.iter().any(|cell| cell == name))
    })?;
    let names = names(cells.get(header)?);
    let columns = HEADER.map(|name| names.iter().position(|known| known == name).unwrap_or(usize::MAX));
    let below = cells.iter().enumerate().skip(header + 1);
    let filled = below.filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
    let row_of = |(at, row): (usize, &Vec<String>)| {
        let [region, item, option, points] =
            columns.map(|column| row.get(column).map(|cell| cell.trim().to_owned()).unwrap_or_default());
        PointRow { region, item, option, points, line: at + 1, columns }
    };
    Some(filled.map(row_of).collect())
}

/// The table as it is kept: CSV with [`HEADER`], in the order of the rows.
pub fn written(rows: &[PointRow]) -> String {
    let mut csv = format!("{}\n", HEADER.join(","));
    for row in rows {
        csv.push_str(&format!("{},{},{},{}\n", row.region, row.item, row.option, row.points.trim()));
    }
    csv
}

/// Reads what [`written`] wrote.
pub fn reread(csv: &str) -> Option<Vec<PointRow>> {
    let cells: Vec<Vec<String>> =
        csv.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    rows(&cells)
}

impl PointStructure {
    /// The table of these rows.
    ///
    /// # Errors
    /// Every region × item × option needs exactly one row with a whole number; all gaps and extras are listed.
    pub fn table(&self, rows: &[PointRow]) -> Result<PointTable, Vec<WrongPoints>> {
        let mut wrong = Vec::new();
        let mut known: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
        let regions: BTreeSet<&str> = self.regions.iter().map(|r| r.id.as_str()).collect();
        let options: BTreeSet<(&str, &str)> = self
            .items
            .iter()
            .flat_map(|i| i.options.iter().map(|o| (i.id.as_str(), o.id.as_str())))
            .collect();
        for row in rows {
            let key = (row.region.as_str(), row.item.as_str(), row.option.as_str());
            let mut add = |mistake| wrong.push(WrongPoints { mistake, row: row.clone() });
            if !regions.contains(key.0) || !options.contains(&(key.1, key.2)) {
                add(PointMistake::NotInStructure);
                continue;
            }
            match row.points.trim().parse::<i64>() {
                Ok(points) if (-MAX_POINTS..=MAX_POINTS).contains(&points) => {
                    if known.insert(key, points).is_some() {
                        add(PointMistake::Twice);
                    }
                }
                _ => add(PointMistake::NotPoints),
            }
        }
        let mut points = Vec::new();
        for region in &self.regions {
            let mut of_region = Vec::new();
            for item in &self.items {
                let mut of_item = Vec::new();
                for option in &item.options {
                    match known.get(&(region.id.as_str(), item.id.as_str(), option.id.as_str())) {
                        Some(value) => of_item.push(*value),
                        None => {
                            let (region, item) = (region.id.clone(), item.id.clone());
                            let row =
                                PointRow { region, item, option: option.id.clone(), ..PointRow::default() };
                            wrong.push(WrongPoints { mistake: PointMistake::Missing, row });
                        }
                    }
                }
                of_region.push(of_item);
            }
            points.push(of_region);
        }
        if wrong.is_empty() { Ok(PointTable { points }) } else { Err(wrong) }
    }
}
