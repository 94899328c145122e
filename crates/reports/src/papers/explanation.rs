//! Phiếu giải thích kết quả: one page for the household, in plain words – the result, why, what changed, how to complain.

use serde_json::{Value as Json, json};
use vocab::{Day, Language, LocalText, written};

use super::office::{Issued, Office, Signatory};
use super::values::{Values, maybe, said_by, text, values};

/// Phiếu giải thích kết quả rà soát cho hộ.
#[derive(Clone, Debug, Default)]
pub struct ExplanationSheet {
    /// The steering committee.
    pub office: Office,
    /// The language of the sheet.
    pub language: Language,
    /// The year of the review.
    pub year: i32,
    /// Chủ hộ.
    pub head: String,
    /// Thôn, tổ dân phố.
    pub village: String,
    /// The result: “Hộ nghèo”.
    pub result: LocalText,
    /// What the result follows from, in a sentence: “thu nhập không quá mức chuẩn và thiếu hụt 4 chỉ số”.
    pub because: LocalText,
    /// Whether the result still has to be recognized.
    pub is_preliminary: bool,
    /// What the household lacks.
    pub deprivations: Vec<ExplainedDeprivation>,
    /// How many indicators there are.
    pub n_indicators: usize,
    /// What changed since last year, a sentence each; `None` if last year is not known.
    pub changes: Option<Vec<LocalText>>,
    /// Until when somebody may complain.
    pub complain_until: Option<Day>,
    /// Where to complain.
    pub complain_at: LocalText,
    /// Whom to call.
    pub telephone: Option<String>,
}

/// Thiếu hụt: one deprivation with its article and the answer from which it follows.
#[derive(Clone, Debug, Default)]
pub struct ExplainedDeprivation {
    /// The indicator.
    pub label: LocalText,
    /// The answer: “Nhà rộng 24 m² cho 5 người”.
    pub answer: LocalText,
    /// The article, as people read it: “Nghị định 07/2021/NĐ-CP”.
    pub article: String,
    /// Whether the article was read in the official text.
    pub is_verified: bool,
}

impl ExplanationSheet {
    pub(crate) fn values(&self) -> Values {
        let language = self.language;
        let words = |words: &LocalText| Json::from(said_by(words.get(language)));
        let deprivations = self.deprivations.iter().map(|one| {
            json!({
                "label": words(&one.label),
                "answer": words(&one.answer),
                "article": text(&one.article),
                "is_verified": one.is_verified,
            })
        });
        let until = self.complain_until.map_or(Json::Null, |day| Json::from(written::day(day, language)));
        let changes = self.changes.as_ref().map(|changes| changes.iter().map(words).collect::<Json>());
        let mut values = values([
            ("language", Json::from(if language == Language::Vi { "vi" } else { "en" })),
            ("year", Json::from(self.year.to_string())),
            ("head", text(&self.head)),
            ("village", text(&self.village)),
            ("result", words(&self.result)),
            ("because", words(&self.because)),
            ("is_preliminary", Json::from(self.is_preliminary)),
            ("deprivations", deprivations.collect()),
            ("n_deprivations", Json::from(self.deprivations.len().to_string())),
            ("n_indicators", Json::from(self.n_indicators.to_string())),
            ("changes", changes.unwrap_or(Json::Null)),
            ("complain_until", until),
            ("complain_at", words(&self.complain_at)),
            ("telephone", maybe(self.telephone.as_deref())),
        ]);
        values.extend(self.office.values(&Issued::default(), &Signatory::default()));
        values
    }
}
