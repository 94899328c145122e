//! Giấy chứng nhận hộ nghèo, hộ cận nghèo (Mẫu 03): new ones, and next year's row for those that people have.

use serde_json::{Value as Json, json};
use vocab::Day;

use super::office::{Issued, Office, Signatory};
use super::values::{Values, day, items, maybe, text, values};
use crate::code::code;

/// What all certificates of a batch share.
#[derive(Clone, Debug, Default)]
pub struct CertificateFrame {
    /// The people's committee of the commune.
    pub office: Office,
    /// Who signs.
    pub signatory: Signatory,
    /// The day of the line above the signature.
    pub issued_on: Option<Day>,
    /// The decision by which the households were recognized: number with symbol.
    pub decision: Option<String>,
    /// Its day.
    pub decided_on: Option<Day>,
    /// The years that the grid has rows for.
    pub years: Vec<i32>,
    /// Names of the indicators, in the order of their numbers.
    pub indicators: Vec<String>,
}

/// Giấy chứng nhận of one household.
#[derive(Clone, Debug, Default)]
pub struct PovertyCertificate {
    /// The number before its symbol.
    pub number: Option<String>,
    /// Hộ ông/bà.
    pub head: String,
    /// Dân tộc.
    pub ethnic_group: String,
    /// Số CCCD/CMND.
    pub id_number: Option<String>,
    /// Its day.
    pub id_issued_on: Option<Day>,
    /// Nơi thường trú.
    pub address: String,
    /// Members, the head first.
    pub members: Vec<CertificateMember>,
    /// The result that is printed.
    pub result: YearRow,
    /// The public address that proves it.
    pub address_of_proof: Option<String>,
}

/// A member on a certificate.
#[derive(Clone, Debug, Default)]
pub struct CertificateMember {
    /// Full name.
    pub name: String,
    /// Dân tộc.
    pub ethnic_group: String,
    /// Quan hệ với chủ hộ.
    pub relationship: String,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Whether the year stands in the column of women.
    pub is_female: Option<bool>,
    /// Changes of members.
    pub note: Option<String>,
}

/// The row of a year in the grid.
#[derive(Clone, Debug, Default)]
pub struct YearRow {
    /// The year for which it is valid: the one after the review.
    pub year: i32,
    /// What was recognized.
    pub class: CertifiedClass,
    /// Whether the household is deprived in each indicator, in their order; `None` is not known.
    pub deprived: Vec<Option<bool>>,
    /// The day of the row.
    pub signed_on: Option<Day>,
}

/// The two classes that certificates are given to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CertifiedClass {
    /// N: hộ nghèo.
    #[default]
    Poor,
    /// CN: hộ cận nghèo.
    NearPoor,
}

/// So many hundredths of a millimetre to the right and down: printers differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// To the right.
    pub right: i32,
    /// Down.
    pub down: i32,
}

impl CertificateFrame {
    pub(crate) fn values(&self, of: &[PovertyCertificate], shift: Shift) -> Values {
        let mut values = values([
            ("issued_on", super::values::dated(self.issued_on)),
            ("decision", maybe(self.decision.as_deref())),
            ("decided_on", day(self.decided_on)),
            ("years", self.years.iter().map(|year| Json::from(year.to_string())).collect()),
            ("indicators", items(&self.indicators)),
            ("certificates", of.iter().map(|one| self.one(one)).collect()),
            ("right", Json::from(shift.right)),
            ("down", Json::from(shift.down)),
        ]);
        values.extend(self.office.values(&Issued::default(), &self.signatory));
        values
    }

    fn one(&self, of: &PovertyCertificate) -> Json {
        let members = of.members.iter().enumerate().map(|(at, one)| {
            let year = one.birth_year.map_or(String::new(), |year| year.to_string());
            json!({
                "no": (at + 1).to_string(),
                "name": text(&one.name),
                "ethnic_group": text(&one.ethnic_group),
                "relationship": text(&one.relationship),
                "male": if one.is_female == Some(false) { year.clone() } else { String::new() },
                "female": if one.is_female == Some(true) { year } else { String::new() },
                "note": text(one.note.as_deref().unwrap_or("")),
            })
        });
        let marks =
            (0..self.indicators.len()).map(|at| match of.result.deprived.get(at).copied().flatten() {
                Some(true) => "x",
                Some(false) => "",
                None => "…",
            });
        json!({
            "number": maybe(of.number.as_deref()),
            "head": text(&of.head),
            "ethnic_group": maybe(Some(&of.ethnic_group)),
            "id_number": maybe(of.id_number.as_deref()),
            "id_issued_on": day(of.id_issued_on),
            "address": maybe(Some(&of.address)),
            "members": members.collect::<Json>(),
            "row": self.years.iter().position(|year| *year == of.result.year),
            "year": of.result.year.to_string(),
            "is_poor": of.result.class == CertifiedClass::Poor,
            "marks": marks.collect::<Vec<_>>(),
            "signed_on": day(of.result.signed_on),
            "code": of.address_of_proof.as_deref().and_then(code),
        })
    }
}
