//! What becomes of every household of a list: certain where a number of twelve digits says so, else a question.

use std::collections::BTreeMap;

use roster::matching::{Verdict, compare_households};
use roster::{Finding, Roster};
use sha2::{Digest, Sha256};
use vocab::{said, search_key};

use crate::import::answered::{self, Open};
use crate::import::compare::{candidates, elsewhere};
use crate::import::known::Known;
use crate::import::listed::Listed;
use crate::import::{Candidate, Fate, Planned, refusal};
use crate::keys::hex;

/// The households of a list with their fates.
pub(crate) fn plan(roster: &Roster, listed: Vec<Listed>, known: &Known) -> Vec<Planned> {
    let again: Vec<Option<Fate>> = repeats(&listed);
    let mut findings: BTreeMap<(usize, u32), Vec<&Finding>> = BTreeMap::new();
    for finding in &roster.findings {
        if let Some(at) = &finding.at {
            findings.entry((at.sheet, at.row)).or_default().push(finding);
        }
    }
    let mut planned = Vec::with_capacity(listed.len());
    for (listed, again) in listed.into_iter().zip(again) {
        let candidates = candidates(&listed, known);
        let may_be_new = listed.numbers().all(|digits| !known.by_number.contains_key(digits));
        let fate = match (&listed.blocked, again) {
            (Some(refused), _) => Fate::Refused(refused.clone()),
            (None, Some(again)) => again,
            (None, None) => fate(&candidates, may_be_new),
        };
        let rows = listed.rows.iter().filter_map(|at| roster.people.get(*at));
        let of_rows = rows.filter_map(|person| findings.get(&(person.at.sheet, person.at.row)));
        planned.push(Planned {
            at: listed.at.clone(),
            head_name: listed
                .people
                .get(listed.head)
                .map(|head| head.matched.name.clone())
                .unwrap_or_default(),
            village: listed.village.as_ref().map(|(id, name, _)| (*id, name.clone())),
            people: listed.people.iter().map(|person| person.matched.name.clone()).collect(),
            findings: of_rows.flatten().map(|finding| (*finding).clone()).collect(),
            fate,
            candidates,
            may_be_new,
            answered: None,
            wrong_answers: Vec::new(),
            listed,
        });
    }
    planned
}

fn fate(candidates: &[Candidate], may_be_new: bool) -> Fate {
    let mut certain = candidates.iter().filter(|candidate| candidate.verdict == Verdict::SameNumber);
    if let (Some(only), None) = (certain.next(), certain.next()) {
        let is_plain = only.may_be_same
            && only.moves_to.is_none()
            && only.new_head.is_none()
            && only.pairs.iter().all(|pair| pair.verdict >= Verdict::Likely);
        if is_plain {
            return if only.is_unchanged() { Fate::NothingNew(only.id) } else { Fate::Changes(only.id) };
        }
    }
    match candidates {
        [] if may_be_new => Fate::New,
        _ if may_be_new || candidates.iter().any(|candidate| candidate.may_be_same) => Fate::Undecided,
        _ => Fate::Refused(elsewhere()),
    }
}

/// Households that stand in the list before: in a second sheet, or twice in one.
fn repeats(listed: &[Listed]) -> Vec<Option<Fate>> {
    let mut by_number: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_head: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::with_capacity(listed.len());
    for (at, household) in listed.iter().enumerate() {
        let numbered = household.numbers().find_map(|digits| by_number.get(digits)).copied();
        let head = household.people.get(household.head).map(|head| search_key(&head.matched.name));
        let head = head.unwrap_or_default();
        let called = by_head.get(&head).cloned().unwrap_or_default();
        let is_same = |other: &&usize| {
            listed.get(**other).is_some_and(|other| {
                compare_households(&household.for_matching(), &other.for_matching()).verdict
                    >= Verdict::Likely
            })
        };
        let again = called.iter().chain(numbered.as_ref()).find(is_same).and_then(|other| listed.get(*other));
        found.push(match (again, numbered) {
            (Some(first), _) => Some(Fate::Repeats(first.at.clone())),
            (None, Some(other)) => listed.get(other).map(twice),
            (None, None) => None,
        });
        for digits in household.numbers() {
            by_number.entry(digits).or_insert(at);
        }
        by_head.entry(head).or_default().push(at);
    }
    found
}

fn twice(first: &Listed) -> Fate {
    let at = first.at.to_string();
    Fate::Refused(refusal(
        said!(
            "một số định danh cũng có ở hộ tại {at}",
            "a personal number also stands in the household at {at}"
        ),
        said!("sửa số trong tệp rồi gửi lại", "mend the number in the file and send it again"),
    ))
}

/// A digest over everything on which the preview depends.
pub(crate) fn fingerprint(file_hash: &str, households: &[Planned], open: Option<&Open>) -> String {
    let mut hash = Sha256::new();
    let mut put = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    put(file_hash);
    for household in households {
        let fate = match &household.fate {
            Fate::New => "new".to_owned(),
            Fate::NothingNew(id) => format!("same {id}"),
            Fate::Changes(id) => format!("changes {id}"),
            Fate::Undecided => "undecided".to_owned(),
            Fate::Repeats(at) => format!("repeats {}", at.for_log()),
            Fate::Refused(why) => format!("refused {}", why.why.en),
        };
        put(&fate);
        put(&household.village.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default());
        put(if household.may_be_new { "1" } else { "0" });
        for candidate in &household.candidates {
            put(&format!("{} {} {:?}", candidate.id, candidate.last_act, candidate.verdict));
        }
        put(&answered::of_fingerprint(household, open));
        put("");
    }
    hex(&hash.finalize())
}
