//! Biên bản họp dân: the minutes of a village meeting, prefilled.

use serde_json::{Value as Json, json};
use vocab::Day;

use super::office::{Issued, Office, Signatory};
use super::values::{Values, counted, dated, items, maybe, text, values};

/// Biên bản họp dân: what is known before and at the meeting; what is not known is left to write by hand.
#[derive(Clone, Debug, Default)]
pub struct Minutes {
    /// The steering committee.
    pub office: Office,
    /// The year of the review.
    pub year: i32,
    /// Thôn, tổ dân phố.
    pub village: String,
    /// The day.
    pub held_on: Option<Day>,
    /// When it began and ended, as the minutes say it: “8 giờ 00”.
    pub began: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// The house in which it was held.
    pub venue: Option<String>,
    /// Chair: the head of the village.
    pub chair: Option<String>,
    /// Secretary.
    pub secretary: Option<String>,
    /// Who else was there by office: a line each.
    pub attended: Vec<String>,
    /// How many were there.
    pub n_present: Option<usize>,
    /// How many of them for their households.
    pub n_households_present: Option<usize>,
    /// What was talked about, a line each.
    pub agenda: Vec<String>,
    /// What was agreed about each household.
    pub households: Vec<MinutesHousehold>,
    /// What people said.
    pub remarks: Vec<String>,
    /// How many sign for the households.
    pub n_representatives: usize,
}

/// One household in the minutes.
#[derive(Clone, Debug, Default)]
pub struct MinutesHousehold {
    /// Chủ hộ.
    pub head: String,
    /// What the survey found: “hộ nghèo (mới)”.
    pub found: String,
    /// Votes for it, once counted.
    pub n_agree: Option<usize>,
    /// Votes against it.
    pub n_disagree: Option<usize>,
    /// What follows: “Thống nhất”, “Làm lại bước 2”; empty where the meeting still has to say.
    pub result: Option<String>,
}

impl Minutes {
    pub(crate) fn values(&self) -> Values {
        let votes =
            |votes: Option<usize>| votes.map_or(Json::from(""), |votes| Json::from(votes.to_string()));
        let households = self.households.iter().enumerate().map(|(at, one)| {
            json!({
                "no": (at + 1).to_string(),
                "head": text(&one.head),
                "found": text(&one.found),
                "agree": votes(one.n_agree),
                "disagree": votes(one.n_disagree),
                "result": text(one.result.as_deref().unwrap_or("")),
            })
        });
        let number = |number: Option<usize>| number.map_or(Json::Null, counted);
        let mut values = values([
            ("year", Json::from(self.year.to_string())),
            ("village", text(&self.village)),
            ("held_on", dated(self.held_on)),
            ("began", maybe(self.began.as_deref())),
            ("ended", maybe(self.ended.as_deref())),
            ("venue", maybe(self.venue.as_deref())),
            ("chair", maybe(self.chair.as_deref())),
            ("secretary", maybe(self.secretary.as_deref())),
            ("attended", items(&self.attended)),
            ("present", number(self.n_present)),
            ("households_present", number(self.n_households_present)),
            ("agenda", items(&self.agenda)),
            ("n_households", counted(self.households.len())),
            ("households", households.collect::<Json>()),
            ("remarks", items(&self.remarks)),
            ("no_remarks", Json::from(self.remarks.is_empty())),
            ("representatives", counted(self.n_representatives.max(1))),
        ]);
        values.extend(self.office.values(&Issued::default(), &Signatory::default()));
        values
    }
}
