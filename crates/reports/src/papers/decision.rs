//! Quyết định công nhận (Mẫu 02): the decision that recognizes poor and near-poor households and those that escaped.

use serde_json::{Value as Json, json};
use vocab::Day;

use super::office::{Issued, Office, Signatory};
use super::values::{Values, counted, day, items, text, values};

/// Quyết định công nhận danh sách hộ nghèo, hộ cận nghèo, hộ thoát nghèo, hộ thoát cận nghèo.
#[derive(Clone, Debug, Default)]
pub struct RecognitionDecision {
    /// The people's committee of the commune.
    pub office: Office,
    /// Number and day, once the clerk has given them.
    pub issued: Issued,
    /// Who signs.
    pub signatory: Signatory,
    /// The year of the review.
    pub year: i32,
    /// First day on which the result is valid.
    pub valid_from: Option<Day>,
    /// Who proposes: “Trưởng ban Ban Chỉ đạo rà soát”.
    pub proposed_by: String,
    /// Danh sách hộ nghèo.
    pub poor: Vec<ListedHousehold>,
    /// Danh sách hộ cận nghèo.
    pub near_poor: Vec<ListedHousehold>,
    /// Danh sách hộ thoát nghèo.
    pub out_of_poverty: Vec<ListedHousehold>,
    /// Danh sách hộ thoát cận nghèo.
    pub out_of_near_poverty: Vec<ListedHousehold>,
    /// Who carries it out, as a sentence part.
    pub carried_out_by: String,
    /// Nơi nhận.
    pub recipients: Vec<String>,
}

/// A household in a list of a decision.
#[derive(Clone, Debug, Default)]
pub struct ListedHousehold {
    /// Chủ hộ.
    pub head: String,
    /// Thôn, tổ dân phố.
    pub village: String,
    /// Members.
    pub n_members: usize,
    /// What changed: “mới”, “tái nghèo”.
    pub note: Option<String>,
}

impl RecognitionDecision {
    pub(crate) fn values(&self) -> Values {
        let mut values = values([
            ("year", Json::from(self.year.to_string())),
            ("valid_from", day(self.valid_from)),
            ("proposed_by", text(&self.proposed_by)),
            ("carried_out_by", text(&self.carried_out_by)),
            ("recipients", items(&self.recipients)),
            ("poor", rows(&self.poor)),
            ("n_poor", counted(self.poor.len())),
            ("people_poor", people(&self.poor)),
            ("near_poor", rows(&self.near_poor)),
            ("n_near_poor", counted(self.near_poor.len())),
            ("people_near_poor", people(&self.near_poor)),
            ("out_of_poverty", rows(&self.out_of_poverty)),
            ("n_out_of_poverty", counted(self.out_of_poverty.len())),
            ("people_out_of_poverty", people(&self.out_of_poverty)),
            ("out_of_near_poverty", rows(&self.out_of_near_poverty)),
            ("n_out_of_near_poverty", counted(self.out_of_near_poverty.len())),
            ("people_out_of_near_poverty", people(&self.out_of_near_poverty)),
        ]);
        values.extend(self.office.values(&self.issued, &self.signatory));
        values
    }
}

fn people(of: &[ListedHousehold]) -> Json {
    counted(of.iter().map(|one| one.n_members).sum())
}

fn rows(of: &[ListedHousehold]) -> Json {
    let row = |(at, one): (usize, &ListedHousehold)| {
        json!({
            "no": (at + 1).to_string(),
            "head": text(&one.head),
            "village": text(&one.village),
            "members": one.n_members.to_string(),
            "note": text(one.note.as_deref().unwrap_or("")),
        })
    };
    of.iter().enumerate().map(row).collect()
}
