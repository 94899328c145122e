//! Hộ nào là hộ nào: whether a household of a list may be one of the registry.

use crate::matching::{MatchPerson, Reason, Verdict, compare};

/// A household as far as matching needs one.
#[derive(Clone, Debug, Default)]
pub struct MatchHousehold {
    /// Its people.
    pub people: Vec<MatchPerson>,
    /// Which of them is the head.
    pub head: Option<usize>,
}

/// How two households compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdProposal {
    /// Percent of the larger household's people who have a partner in the other.
    pub shared: u8,
    /// Position of a person of the first, of the partner in the second, and how alike they are.
    pub pairs: Vec<(usize, usize, Verdict)>,
    /// What it is made of.
    pub reasons: Vec<Reason>,
    /// What it comes to.
    pub verdict: Verdict,
}

/// Compares two households: who in one may be whom in the other. Each person has at most one partner, the likeliest first.
pub fn compare_households(a: &MatchHousehold, b: &MatchHousehold) -> HouseholdProposal {
    let mut found = Vec::new();
    for (i, person) in a.people.iter().enumerate() {
        for (j, other) in b.people.iter().enumerate() {
            let likeness = compare(person, other);
            if likeness.verdict != Verdict::None {
                found.push((likeness.verdict, likeness.score, i, j));
            }
        }
    }
    found.sort_by_key(|(verdict, score, i, j)| (std::cmp::Reverse((*verdict, *score)), *i, *j));
    let (mut used_a, mut used_b) = (vec![false; a.people.len()], vec![false; b.people.len()]);
    let mut pairs = Vec::new();
    for (verdict, _, i, j) in found {
        let (Some(left), Some(right)) = (used_a.get_mut(i), used_b.get_mut(j)) else { continue };
        if !*left && !*right {
            (*left, *right) = (true, true);
            pairs.push((i, j, verdict));
        }
    }
    pairs.sort_unstable();
    let heads = a.head.zip(b.head).and_then(|(i, j)| pairs.iter().find(|pair| (pair.0, pair.1) == (i, j)));
    let head = heads.map_or(Verdict::None, |pair| pair.2);
    let larger = a.people.len().max(b.people.len()).max(1);
    let sure = pairs.iter().filter(|pair| pair.2 >= Verdict::Likely).count();
    let mut reasons = Vec::new();
    if head != Verdict::None {
        reasons.push(Reason::SameHead);
    }
    if pairs.len() > usize::from(head != Verdict::None) {
        reasons.push(Reason::MembersInCommon);
    }
    let verdict = verdict(head, sure, pairs.len(), larger);
    let shared = (pairs.len() * 100 / larger).min(100) as u8;
    HouseholdProposal { shared, pairs, reasons, verdict }
}

/// People move between households: one person in common, even by number, does not make the household the same.
fn verdict(head: Verdict, sure: usize, pairs: usize, larger: usize) -> Verdict {
    let half = sure * 2 >= larger;
    match (head, half) {
        (Verdict::SameNumber, true) => Verdict::SameNumber,
        (Verdict::Likely, true) => Verdict::Likely,
        (Verdict::None, true) if sure > 1 => Verdict::Likely,
        _ if pairs > 0 => Verdict::Possible,
        _ => Verdict::None,
    }
}
