//! Trả lời: letters to those who asked and were refused, and to those who complained, with the reasons.

use vocab::Day;

use super::office::{Issued, Office, Signatory};
use super::values::{Values, day, items, maybe, text, values};

/// Văn bản trả lời hộ không đủ điều kiện, có nêu rõ lý do.
#[derive(Clone, Debug, Default)]
pub struct RefusalLetter {
    /// The people's committee of the commune.
    pub office: Office,
    /// Number and day.
    pub issued: Issued,
    /// Who signs.
    pub signatory: Signatory,
    /// Who asked.
    pub applicant: String,
    /// Where they live.
    pub address: String,
    /// What they asked for: “công nhận hộ nghèo”.
    pub asked_for: String,
    /// When they asked.
    pub asked_on: Option<Day>,
    /// What the review found: “hộ không nghèo”.
    pub found: String,
    /// Why, a sentence each, with its article.
    pub reasons: Vec<String>,
    /// Until when they may complain.
    pub complain_until: Option<Day>,
    /// Where to complain.
    pub complain_at: String,
    /// Nơi nhận.
    pub recipients: Vec<String>,
}

/// Văn bản trả lời khiếu nại, phản ánh.
#[derive(Clone, Debug, Default)]
pub struct ComplaintAnswer {
    /// The steering committee or the people's committee.
    pub office: Office,
    /// Number and day.
    pub issued: Issued,
    /// Who signs.
    pub signatory: Signatory,
    /// Who complained.
    pub complainant: String,
    /// Where they live.
    pub address: String,
    /// When it came.
    pub received_on: Option<Day>,
    /// What it is about, in a sentence part.
    pub about: String,
    /// When it was checked again.
    pub rechecked_on: Option<Day>,
    /// Who checked it again.
    pub rechecked_by: String,
    /// What was found, a sentence each.
    pub findings: Vec<String>,
    /// What is decided: “Khiếu nại đúng; …”.
    pub decided: String,
    /// Why, a sentence each, with its article.
    pub reasons: Vec<String>,
    /// What follows: “Kết quả được niêm yết lại từ …”.
    pub follows: Option<String>,
    /// Nơi nhận.
    pub recipients: Vec<String>,
}

impl RefusalLetter {
    pub(crate) fn values(&self) -> Values {
        let mut values = values([
            ("applicant", text(&self.applicant)),
            ("address", text(&self.address)),
            ("asked_for", text(&self.asked_for)),
            ("asked_on", day(self.asked_on)),
            ("found", text(&self.found)),
            ("reasons", items(&self.reasons)),
            ("complain_until", day(self.complain_until)),
            ("complain_at", text(&self.complain_at)),
            ("recipients", items(&self.recipients)),
        ]);
        values.extend(self.office.values(&self.issued, &self.signatory));
        values
    }
}

impl ComplaintAnswer {
    pub(crate) fn values(&self) -> Values {
        let mut values = values([
            ("complainant", text(&self.complainant)),
            ("address", text(&self.address)),
            ("received_on", day(self.received_on)),
            ("about", text(&self.about)),
            ("rechecked_on", day(self.rechecked_on)),
            ("rechecked_by", text(&self.rechecked_by)),
            ("findings", items(&self.findings)),
            ("decided", text(&self.decided)),
            ("reasons", items(&self.reasons)),
            ("follows", maybe(self.follows.as_deref())),
            ("recipients", items(&self.recipients)),
        ]);
        values.extend(self.office.values(&self.issued, &self.signatory));
        values
    }
}
