//! Đang có hiệu lực: which standards decide for a result day and a place.

use vocab::{Day, Place, Span};

use crate::standard::{PovertyStandard, StandardScope, Status};
use crate::units::{Level, Units};

/// The standards that decide on a result day in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce<'a> {
    /// The national standard.
    pub national: Option<&'a str>,
    /// The place's own, higher standard, beside the national one.
    pub local: Option<&'a str>,
}

/// Two standards apply with equal rank: the packs contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EqualRank {
    /// Ids and places of both.
    pub standards: [(String, Place); 2],
    /// The day they share.
    pub day: Day,
}

impl std::fmt::Display for EqualRank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [(a, at_a), (b, at_b)] = &self.standards;
        write!(f, "two standards apply with equal rank on {}: {a} ({at_a}) and {b} ({at_b})", self.day)
    }
}

impl std::error::Error for EqualRank {}

/// The standards in force on a result day (the first day the result is valid, never the day of the interview) in a
/// commune or province. Examples are never in force.
///
/// # Errors
/// Two standards of equal rank.
pub fn in_force<'a>(
    standards: &'a [PovertyStandard],
    units: &Units,
    place: Option<&str>,
    day: Day,
) -> Result<InForce<'a>, EqualRank> {
    let national = only(standards, day, |scope| *scope == StandardScope::National)?;
    let local = only(standards, day, |scope| match scope {
        StandardScope::National => false,
        StandardScope::Local(places) => {
            place.is_some_and(|place| lies_in(units, place, day, |code| places.iter().any(|p| p == code)))
        }
    })?;
    Ok(InForce { national, local })
}

fn only(
    standards: &[PovertyStandard],
    day: Day,
    fits: impl Fn(&StandardScope) -> bool,
) -> Result<Option<&str>, EqualRank> {
    let mut found =
        standards.iter().filter(|s| s.status != Status::Example && s.covers.contains(day) && fits(&s.scope));
    match (found.next(), found.next()) {
        (Some(a), Some(b)) => Err(equal_rank(a, b, day)),
        (first, _) => Ok(first.map(|standard| standard.id.as_str())),
    }
}

fn equal_rank(a: &PovertyStandard, b: &PovertyStandard, day: Day) -> EqualRank {
    EqualRank { standards: [(a.id.clone(), a.place.clone()), (b.id.clone(), b.place.clone())], day }
}

/// Whether a place is one of the codes, or lies in one of them on the day.
fn lies_in(units: &Units, place: &str, day: Day, is: impl Fn(&str) -> bool) -> bool {
    let province = units.on(Level::Commune, place, day).map(|unit| unit.province_code.as_str());
    is(place) || province.is_some_and(is)
}

/// Pairs of standards that would apply on one day with equal rank, for checking a pack.
pub fn clashes(standards: &[PovertyStandard]) -> Vec<EqualRank> {
    let mut found = Vec::new();
    for (at, a) in standards.iter().enumerate() {
        for b in standards.iter().skip(at + 1) {
            let same_place = match (&a.scope, &b.scope) {
                (StandardScope::National, StandardScope::National) => true,
                (StandardScope::Local(x), StandardScope::Local(y)) => x.iter().any(|place| y.contains(place)),
                _ => false,
            };
            let real = a.status != Status::Example && b.status != Status::Example;
            if same_place && real && a.covers.overlaps(b.covers) {
                let day = first_common(a.covers, b.covers);
                found.push(equal_rank(a, b, day));
            }
        }
    }
    found
}

fn first_common(a: Span, b: Span) -> Day {
    a.from.max(b.from).unwrap_or(Day::from_epoch_days(0))
}
