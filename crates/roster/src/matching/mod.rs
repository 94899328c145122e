//! Ai là ai: whom of the registry a person or household of a list may be. Pure; proposes, never merges.
//!
//! A proposal is a score with the reasons it is made of, so that a person can decide and see why. Marks count in Vietnamese
//! (Hoa and Hòa are two names), but lists are typed without them, with the tone on the other vowel, in capitals, or with the
//! family name last.

mod household;
mod name;
mod reason;

pub use household::{HouseholdProposal, MatchHousehold, compare_households};
pub(crate) use name::name_key;
pub use name::{NameLikeness, compare_names};
pub use reason::{Reason, Verdict};

use vocab::search_key;

use crate::cells::{Birth, PersonalNumber, Sex};
use crate::person::Person;

/// A person as far as matching needs one: of a list or of the registry.
#[derive(Clone, Default)]
pub struct MatchPerson {
    /// Họ và tên.
    pub name: String,
    /// Ngày hoặc năm sinh.
    pub birth: Option<Birth>,
    /// Giới tính.
    pub sex: Option<Sex>,
    /// Thôn, tổ dân phố.
    pub village: Option<String>,
    /// Số định danh cá nhân.
    pub number: Option<PersonalNumber>,
}

/// Without its values: they are personal data.
impl std::fmt::Debug for MatchPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MatchPerson")
    }
}

impl From<&Person> for MatchPerson {
    fn from(person: &Person) -> MatchPerson {
        MatchPerson {
            name: person.name.as_ref().and_then(|name| name.value.clone()).unwrap_or_default(),
            birth: person.birth.as_ref().and_then(|birth| birth.value),
            sex: person.sex.as_ref().and_then(|sex| sex.value),
            village: person.village.as_ref().and_then(|village| village.value.clone()),
            number: person.number.as_ref().and_then(|number| number.value.clone()),
        }
    }
}

/// How two persons compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// From 0 to 100; only for sorting.
    pub score: u8,
    /// What it is made of.
    pub reasons: Vec<Reason>,
    /// What it comes to.
    pub verdict: Verdict,
}

/// A candidate that may be the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Position among the candidates.
    pub candidate: usize,
    /// How it compares.
    pub likeness: Likeness,
}

/// Compares two persons. The order of the two does not matter.
pub fn compare(a: &MatchPerson, b: &MatchPerson) -> Likeness {
    let name = compare_names(&a.name, &b.name);
    let mut reasons = vec![Reason::of_name(name)];
    reasons.extend(number_reason(a, b));
    reasons.push(birth_reason(a.birth, b.birth));
    reasons.extend(equality(a.sex, b.sex, Reason::SameSex, Reason::OtherSex));
    let village =
        |person: &MatchPerson| person.village.as_deref().map(search_key).filter(|key| !key.is_empty());
    reasons.extend(equality(village(a), village(b), Reason::SameVillage, Reason::OtherVillage));
    let score = reasons.iter().map(|reason| reason.points()).sum::<i32>().clamp(0, 100) as u8;
    let verdict = verdict(&reasons, name, score);
    Likeness { score, reasons, verdict }
}

/// The candidates that may be the person, the likeliest first. Several with the same verdict are a question, not an answer.
pub fn propose(person: &MatchPerson, candidates: &[MatchPerson]) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = candidates
        .iter()
        .enumerate()
        .map(|(candidate, other)| Proposal { candidate, likeness: compare(person, other) })
        .filter(|proposal| proposal.likeness.verdict != Verdict::None)
        .collect();
    proposals.sort_by_key(|proposal| {
        (std::cmp::Reverse((proposal.likeness.verdict, proposal.likeness.score)), proposal.candidate)
    });
    proposals
}

/// The least scores.
const LIKELY: u8 = 70;
const POSSIBLE: u8 = 40;

fn verdict(reasons: &[Reason], name: NameLikeness, score: u8) -> Verdict {
    let has = |reason| reasons.contains(&reason);
    if has(Reason::SameNumber) {
        return Verdict::SameNumber;
    }
    if name == NameLikeness::Different {
        return Verdict::None;
    }
    // Two numbers, or two births that cannot be one, speak against it however alike the rest is.
    let against = has(Reason::OtherNumber) || has(Reason::OtherBirth) || has(Reason::OtherSex);
    match score {
        LIKELY.. if !against => Verdict::Likely,
        POSSIBLE.. => Verdict::Possible,
        _ => Verdict::None,
    }
}

fn number_reason(a: &MatchPerson, b: &MatchPerson) -> Option<Reason> {
    let (a, b) = (a.number.as_ref()?, b.number.as_ref()?);
    match (a.is_unique(), b.is_unique()) {
        (true, true) if a.digits() == b.digits() => Some(Reason::SameNumber),
        (true, true) => Some(Reason::OtherNumber),
        (false, false) if a.digits() == b.digits() => Some(Reason::SameOldNumber),
        // An old card against a new one says nothing, and old cards were renumbered when people moved.
        _ => None,
    }
}

fn birth_reason(a: Option<Birth>, b: Option<Birth>) -> Reason {
    match (a, b) {
        (Some(Birth::Day(a)), Some(Birth::Day(b))) if a == b => Reason::SameBirthDay,
        (Some(a), Some(b)) if a.agrees_with(b) => Reason::SameBirthYear,
        (Some(a), Some(b)) if a.year() == b.year() => Reason::OtherDayOfYear,
        (Some(_), Some(_)) => Reason::OtherBirth,
        _ => Reason::BirthUnknown,
    }
}

fn equality<T: PartialEq>(a: Option<T>, b: Option<T>, same: Reason, other: Reason) -> Option<Reason> {
    Some(if a? == b? { same } else { other })
}
