//! Báo cáo kết quả rà soát: the letter with which figures go up, every month, before 15 November, before 20 December.

use serde_json::{Value as Json, json};

use super::office::{Issued, Office, Signatory};
use super::values::{Values, items, maybe, text, values};

/// Văn bản báo cáo kết quả rà soát: every month, before 15 November, before 20 December.
#[derive(Clone, Debug)]
pub struct ReportLetter {
    /// Who reports.
    pub office: Office,
    /// Number and day.
    pub issued: Issued,
    /// Who signs.
    pub signatory: Signatory,
    /// Which report.
    pub kind: ReportKind,
    /// The year of the review.
    pub year: i32,
    /// Kính gửi, a line each.
    pub to: Vec<String>,
    /// The figures.
    pub table: GivenTable,
    /// What is to be said about them, a sentence each.
    pub remarks: Vec<String>,
    /// What comes with it: “15 biểu mẫu, 02 danh sách”.
    pub enclosed: Option<String>,
    /// Nơi nhận.
    pub recipients: Vec<String>,
}

/// Which report of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKind {
    /// Of the reviews of a month.
    Monthly(u32),
    /// Kết quả sơ bộ.
    Preliminary,
    /// Kết quả chính thức.
    Official,
}

/// A table that is given as it is to be printed.
#[derive(Clone, Debug, Default)]
pub struct GivenTable {
    /// Headings; the first is of the places.
    pub columns: Vec<String>,
    /// Rows, each with a cell for every column.
    pub rows: Vec<Vec<String>>,
}

impl ReportLetter {
    pub(crate) fn values(&self) -> Values {
        let month = match self.kind {
            ReportKind::Monthly(month) if month < 3 => Json::from(format!("{month:02}")),
            ReportKind::Monthly(month) => Json::from(month.to_string()),
            _ => Json::Null,
        };
        let about = match self.kind {
            ReportKind::Monthly(_) => {
                format!("rà soát thường xuyên tháng {}/{}", month.as_str().unwrap_or(""), self.year)
            }
            ReportKind::Preliminary => format!("sơ bộ rà soát định kỳ năm {}", self.year),
            ReportKind::Official => format!("chính thức rà soát định kỳ năm {}", self.year),
        };
        let line = |line: &Vec<String>| line.iter().map(|cell| text(cell)).collect::<Json>();
        let table = json!({
            "columns": line(&self.table.columns),
            "rows": self.table.rows.iter().map(line).collect::<Json>(),
        });
        let mut values = values([
            ("year", Json::from(self.year.to_string())),
            ("month", month),
            ("about", Json::from(about)),
            ("is_monthly", Json::from(matches!(self.kind, ReportKind::Monthly(_)))),
            ("is_preliminary", Json::from(self.kind == ReportKind::Preliminary)),
            ("is_official", Json::from(self.kind == ReportKind::Official)),
            ("to", items(&self.to)),
            ("table", table),
            ("remarks", items(&self.remarks)),
            ("enclosed", maybe(self.enclosed.as_deref())),
            ("recipients", items(&self.recipients)),
        ]);
        values.extend(self.office.values(&self.issued, &self.signatory));
        values
    }
}
