//! Quyết định sửa đổi: the decision that corrects a signed one, with the households whose result becomes another.

use serde_json::{Value as Json, json};
use vocab::Day;

use super::office::{Issued, Office, Signatory};
use super::values::{Values, counted, dated, day, items, maybe, text, values};

/// Quyết định sửa đổi một quyết định công nhận đã ký.
#[derive(Clone, Debug, Default)]
pub struct CorrectingDecision {
    /// The people's committee of the commune.
    pub office: Office,
    /// Number and day, once the clerk has given them.
    pub issued: Issued,
    /// Who signs.
    pub signatory: Signatory,
    /// The year of the review.
    pub year: i32,
    /// Number with symbol of the decision that is corrected.
    pub corrects: String,
    /// Its day.
    pub corrects_on: Option<Day>,
    /// Why, once somebody said it.
    pub reason: Option<String>,
    /// First day on which the results are valid.
    pub valid_from: Option<Day>,
    /// Who proposes: “Trưởng ban Ban Chỉ đạo rà soát”.
    pub proposed_by: String,
    /// Who carries it out, as a sentence part.
    pub carried_out_by: String,
    /// Danh sách hộ được sửa kết quả.
    pub households: Vec<CorrectedHousehold>,
    /// Nơi nhận.
    pub recipients: Vec<String>,
}

/// A household whose result is corrected.
#[derive(Clone, Debug, Default)]
pub struct CorrectedHousehold {
    /// Chủ hộ.
    pub head: String,
    /// Year of birth of the head, where two of the list have the same name.
    pub birth_year: Option<i64>,
    /// Thôn, tổ dân phố.
    pub village: String,
    /// What was decided before: “hộ nghèo”.
    pub from: String,
    /// What is decided now.
    pub to: String,
}

impl CorrectingDecision {
    pub(crate) fn values(&self) -> Values {
        let row = |(at, one): (usize, &CorrectedHousehold)| {
            let born = one.birth_year.map_or(String::new(), |year| format!(" (sinh năm {year})"));
            json!({
                "no": (at + 1).to_string(),
                "head": text(&format!("{}{born}", one.head)),
                "village": text(&one.village),
                "from": text(&one.from),
                "to": text(&one.to),
            })
        };
        let mut values = values([
            ("year", Json::from(self.year.to_string())),
            ("corrects", text(&self.corrects)),
            ("corrects_on", dated(self.corrects_on)),
            ("reason", maybe(self.reason.as_deref())),
            ("valid_from", day(self.valid_from)),
            ("proposed_by", text(&self.proposed_by)),
            ("carried_out_by", text(&self.carried_out_by)),
            ("households", self.households.iter().enumerate().map(row).collect()),
            ("n_households", counted(self.households.len())),
            ("recipients", items(&self.recipients)),
        ]);
        values.extend(self.office.values(&self.issued, &self.signatory));
        values
    }
}
