//! Hồ sơ của một hộ trong một đợt: the case of one household.
//!
//! ```text
//!  Listed ──screened out──► ScreenedOut ──────────────────────────────────────────┐
//!    │                                                                            ▼
//!    └──► ToSurvey ──survey──► ToClassify ──classify──► Classified ──posted──► Recognized / NotRecognized
//!            ▲                     │ undetermined           │ meeting < least share, or "survey again"
//!            └─────── Suspended ◄──┴────────────────────────┘        (Left from anywhere before the signature)
//! ```
//!
//! | state | guaranteed |
//! |---|---|
//! | `Listed`, `ToSurvey` | it is on the roster with a reason; nothing is said of it yet |
//! | `ScreenedOut` | Phiếu A says no; it waits for its written answer |
//! | `ToClassify` | a form of this round was accepted |
//! | `Classified` | one result by the standard that the campaign names, of the newest survey |
//! | `Suspended` | its earlier result is not trusted: it must be surveyed again before anything rests on it |
//! | `Left` | it is no longer in the campaign, with a reason; it is on no list |
//! | `Recognized`, `NotRecognized` | a signed decision says so; the newest one counts |

use std::collections::BTreeSet;

use vocab::{LocalText, said};

use crate::outcome::{Class, Outcome};
use crate::refs::{HouseholdRef, PersonRef, VillageRef};
use crate::roster::{Leaving, Why};

/// Hồ sơ of one household in one campaign.
#[derive(Clone, Debug)]
pub struct Case {
    /// The household.
    pub household: HouseholdRef,
    /// Its village.
    pub village: VillageRef,
    /// Why it is on the roster.
    pub why: Why,
    /// The list it was on when the campaign was opened.
    pub before: Option<Class>,
    /// Lists that it was on in earlier years, though not when the campaign was opened.
    pub formerly: Vec<Class>,
    pub(crate) screened: Option<bool>,
    pub(crate) surveyed_by: BTreeSet<PersonRef>,
    /// Who re-checked it, newest last.
    pub(crate) rechecked_by: Vec<PersonRef>,
    pub(crate) needs_survey: bool,
    pub(crate) result: Option<Found>,
    /// What was found after the decision was signed; it counts when a correcting decision says so.
    pub(crate) reconsidered: Option<Outcome>,
    pub(crate) version: u32,
    pub(crate) agreed: Option<bool>,
    pub(crate) failed_vote: bool,
    pub(crate) disagreement: Option<Disagreement>,
    pub(crate) left: Option<Leaving>,
    pub(crate) has_certificate: bool,
    pub(crate) has_answer: bool,
}

/// Kết quả found for a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// `None`: undetermined.
    pub outcome: Option<Outcome>,
    /// Whether a re-check set it.
    pub by_recheck: bool,
}

/// Ý kiến khác: the meeting says another result than the score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// What the meeting says.
    pub says: Outcome,
    /// The answer, once there is one.
    pub answer: Option<String>,
}

/// Trạng thái of a case. What each guarantees stands at the top of this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table at the top of the file says what each guarantees")]
pub enum CaseState {
    Listed,
    ScreenedOut,
    ToSurvey,
    ToClassify,
    Classified(Outcome),
    Suspended,
    Left,
    Recognized(Outcome),
    NotRecognized,
}

impl CaseState {
    /// What people call it.
    pub fn label(self) -> LocalText {
        match self {
            CaseState::Listed => {
                said!("trong danh sách, chờ nhận dạng nhanh", "on the roster, to be screened")
            }
            CaseState::ScreenedOut => {
                said!("không phải khảo sát tiếp, chờ văn bản trả lời", "screened out, waits for its answer")
            }
            CaseState::ToSurvey => said!("chờ khảo sát", "to be surveyed"),
            CaseState::ToClassify => said!("đã khảo sát, chờ phân loại", "surveyed, to be classified"),
            CaseState::Classified(_) => said!("đã phân loại", "classified"),
            CaseState::Suspended => {
                said!("kết quả cũ không còn dùng, phải khảo sát lại", "to be surveyed again")
            }
            CaseState::Left => said!("đã ra khỏi đợt rà soát", "out of the campaign"),
            CaseState::Recognized(_) => said!("đã công nhận", "recognised"),
            CaseState::NotRecognized => said!("không được công nhận", "not recognised"),
        }
    }
}

impl Case {
    pub(crate) fn new(
        household: HouseholdRef,
        village: VillageRef,
        why: Why,
        before: Option<Class>,
        formerly: Vec<Class>,
    ) -> Case {
        Case {
            household,
            village,
            why,
            before,
            formerly,
            screened: None,
            surveyed_by: BTreeSet::new(),
            rechecked_by: Vec::new(),
            needs_survey: true,
            result: None,
            reconsidered: None,
            version: 0,
            agreed: None,
            failed_vote: false,
            disagreement: None,
            left: None,
            has_certificate: false,
            has_answer: false,
        }
    }

    /// Whether it is surveyed, posted and decided on: it has not left and was not screened out.
    pub fn is_active(&self) -> bool {
        self.left.is_none() && self.screened != Some(false)
    }

    /// The result that counts now; `None` where there is none, it is undetermined, or it must be found anew.
    pub fn outcome(&self) -> Option<Outcome> {
        self.result.filter(|_| !self.needs_survey).and_then(|found| found.outcome)
    }

    /// The newest result, trusted or not.
    pub fn found(&self) -> Option<Found> {
        self.result
    }

    /// What was found of it after the decision was signed.
    pub fn reconsidered(&self) -> Option<Outcome> {
        self.reconsidered
    }

    /// How many results it had; a posting says which of them it showed.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Why it left, if it did.
    pub fn left(&self) -> Option<Leaving> {
        self.left
    }

    /// Who surveyed it in this campaign.
    pub fn surveyed_by(&self) -> impl Iterator<Item = PersonRef> {
        self.surveyed_by.iter().copied()
    }

    /// Who re-checked it in this campaign, newest last.
    pub fn rechecked_by(&self) -> &[PersonRef] {
        &self.rechecked_by
    }

    /// Whether this person may re-check it: nobody who surveyed it, and not who re-checked it last. Whoever re-checked it
    /// before that may, or a small commune would run out of people.
    pub fn is_new_to(&self, person: PersonRef) -> bool {
        !self.surveyed_by.contains(&person) && self.rechecked_by.last() != Some(&person)
    }

    /// Whether this person surveyed or re-checked it.
    pub fn was_asked_by(&self, person: PersonRef) -> bool {
        self.surveyed_by.contains(&person) || self.rechecked_by.contains(&person)
    }

    /// What the meeting says against the score, and the answer.
    pub fn disagreement(&self) -> Option<&Disagreement> {
        self.disagreement.as_ref()
    }

    /// Whether Phiếu A lets it go on; `None` where it was not screened.
    pub fn screened(&self) -> Option<bool> {
        self.screened
    }

    /// Whether a meeting agreed to its result.
    pub fn is_agreed(&self) -> bool {
        self.agreed == Some(true)
    }

    /// Whether it has its certificate of this campaign.
    pub fn has_certificate(&self) -> bool {
        self.has_certificate
    }

    /// Whether it has its written answer.
    pub fn has_answer(&self) -> bool {
        self.has_answer
    }

    /// Whether the result changes the household's status: it comes onto a list, leaves one, or changes lists.
    pub fn is_change(&self) -> bool {
        self.outcome().is_some_and(|outcome| match self.before {
            None => outcome.is_recognized(),
            Some(class) => outcome.class() != Some(class),
        })
    }

    /// Whether the meeting must agree to its result: it changes a status, or an earlier vote on the household failed.
    pub fn must_be_voted(&self) -> bool {
        (self.is_change() || self.failed_vote) && !self.result.is_some_and(|found| found.by_recheck)
    }

    /// A new result; one that differs must be posted again.
    pub(crate) fn find(&mut self, outcome: Option<Outcome>, by_recheck: bool) {
        self.version += 1;
        self.result = Some(Found { outcome, by_recheck });
    }

    /// A correcting decision says something else. The result was not posted: its version stays.
    pub(crate) fn decide_anew(&mut self, outcome: Outcome) {
        self.result = Some(Found { outcome: Some(outcome), by_recheck: true });
        self.reconsidered = None;
    }

    pub(crate) fn survey_again(&mut self) {
        self.needs_survey = true;
        self.agreed = None;
    }

    pub(crate) fn state(&self, is_signed: bool, must_screen: bool) -> CaseState {
        if self.left.is_some() {
            return CaseState::Left;
        }
        let outcome = self.outcome();
        match (self.screened, outcome) {
            (Some(false), _) if is_signed => CaseState::NotRecognized,
            (Some(false), _) => CaseState::ScreenedOut,
            (_, Some(outcome)) if is_signed && outcome.is_recognized() => CaseState::Recognized(outcome),
            (_, Some(_)) if is_signed => CaseState::NotRecognized,
            (_, Some(outcome)) => CaseState::Classified(outcome),
            (None, None) if must_screen => CaseState::Listed,
            (_, None) if self.needs_survey && self.version > 0 => CaseState::Suspended,
            (_, None) if self.needs_survey => CaseState::ToSurvey,
            (_, None) if self.result.is_some() => CaseState::Suspended,
            (_, None) => CaseState::ToClassify,
        }
    }
}
