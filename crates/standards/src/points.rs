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

/// One row of `region,item,option,points` with the place it was read from.
#[derive(Clone, Debug)]
pub struct PointRow {
    /// Region id.
    pub region: String,
    /// Item id.
    pub item: String,
    /// Option id.
    pub option: String,
    /// Points as written.
    pub points: String,
    /// Where it was read.
    pub place: Place,
}

/// Points beyond this are a typing error.
const MAX_POINTS: i64 = 1000;

impl PointStructure {
    /// The table of these rows.
    ///
    /// # Errors
    /// Every region × item × option needs exactly one row with a whole number; all gaps and extras are listed.
    pub fn table(&self, file: &str, rows: &[PointRow]) -> Result<PointTable, Vec<Finding>> {
        let mut findings = Vec::new();
        let mut known: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
        let regions: BTreeSet<&str> = self.regions.iter().map(|r| r.id.as_str()).collect();
        let options: BTreeSet<(&str, &str)> = self
            .items
            .iter()
            .flat_map(|i| i.options.iter().map(|o| (i.id.as_str(), o.id.as_str())))
            .collect();
        for row in rows {
            let key = (row.region.as_str(), row.item.as_str(), row.option.as_str());
            if !regions.contains(key.0) || !options.contains(&(key.1, key.2)) {
                findings.push(Finding::error(
                    row.place.clone(),
                    format!("`{}`, `{}`, `{}` is not in the structure of the table", key.0, key.1, key.2),
                    "use the region, item and option ids of points.toml (`chungtay packs show` lists them)",
                ));
                continue;
            }
            match row.points.trim().parse::<i64>() {
                Ok(points) if (-MAX_POINTS..=MAX_POINTS).contains(&points) => {
                    if known.insert(key, points).is_some() {
                        findings.push(Finding::error(
                            row.place.clone(),
                            format!("`{}`, `{}`, `{}` stands twice", key.0, key.1, key.2),
                            "keep the row of the official table",
                        ));
                    }
                }
                _ => findings.push(Finding::error(
                    row.place.clone(),
                    format!("`{}` is not a number of points", row.points),
                    format!("write a whole number from -{MAX_POINTS} to {MAX_POINTS}"),
                )),
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
                        None => findings.push(Finding::error(
                            Place { file: file.to_owned(), line: 0 },
                            format!("no points for `{}`, `{}`, `{}`", region.id, item.id, option.id),
                            "a table is used only when it is complete; a typed total is always possible",
                        )),
                    }
                }
                of_region.push(of_item);
            }
            points.push(of_region);
        }
        if findings.is_empty() { Ok(PointTable { points }) } else { Err(findings) }
    }
}
