//! One household of a list beside one of the registry: who is whom, and what the list says otherwise.

use std::collections::BTreeSet;

use roster::matching::{NameLikeness, Verdict, compare_households, compare_names};
use uuid::Uuid;
use vocab::said;

use crate::facts::Standing;
use crate::import::known::{Known, KnownHousehold};
use crate::import::listed::{Listed, ListedPerson};
use crate::import::{Candidate, FactChange, NewValue, Pair, refusal};
use crate::register::Birth;
use crate::{PersonId, Refusal};

/// The households that one of the list may be, the likeliest first.
pub(crate) fn candidates(listed: &Listed, known: &Known) -> Vec<Candidate> {
    let mut near: BTreeSet<Uuid> = BTreeSet::new();
    for person in &listed.people {
        near.extend(known.by_name.get(&vocab::search_key(&person.matched.name)).into_iter().flatten());
    }
    let numbered = listed.numbers().filter_map(|digits| known.by_number.get(digits));
    near.extend(numbered.filter_map(|person| known.home.get(person)));
    let mut found: Vec<(u8, Candidate)> = near
        .iter()
        .filter_map(|id| known.households.get(id))
        .filter_map(|household| candidate(listed, household, known))
        .collect();
    found.sort_by_key(|(shared, candidate)| {
        (std::cmp::Reverse((candidate.verdict, *shared)), candidate.number)
    });
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

fn candidate(listed: &Listed, household: &KnownHousehold, known: &Known) -> Option<(u8, Candidate)> {
    let proposal = compare_households(&listed.for_matching(), &household.for_matching());
    if proposal.verdict == Verdict::None {
        return None;
    }
    let mut pairs = Vec::new();
    for (at, other, verdict) in &proposal.pairs {
        let (Some(person), Some(other)) = (listed.people.get(*at), household.people.get(*other)) else {
            continue;
        };
        pairs.push(Pair {
            listed: *at,
            person: PersonId(other.id),
            name: other.matched.name.clone(),
            verdict: *verdict,
            changes: changes(person, &other.details, other.matched.number.as_ref().map(|n| n.digits())),
        });
    }
    let paired: BTreeSet<usize> = pairs.iter().map(|pair| pair.listed).collect();
    let here: BTreeSet<Uuid> = pairs.iter().map(|pair| pair.person.0).collect();
    let joining: Vec<usize> = (0..listed.people.len()).filter(|at| !paired.contains(at)).collect();
    // Whoever has a number of the list must be the partner of that row, or the row would make a second one of the person.
    let is_elsewhere = listed.people.iter().enumerate().any(|(at, person)| {
        let owner = person.digits().and_then(|digits| known.by_number.get(digits));
        owner.is_some_and(|owner| !pairs.iter().any(|pair| pair.listed == at && pair.person.0 == *owner))
    });
    let head = pairs.iter().find(|pair| pair.listed == listed.head).map(|pair| pair.person.0);
    let moves_to = listed
        .village
        .as_ref()
        .filter(|village| household.village.as_ref().is_none_or(|(id, _)| *id != village.0));
    let absent = household.people.iter().filter(|person| !here.contains(&person.id));
    let is_head_known = head.is_some() && head == household.head;
    Some((
        proposal.shared,
        Candidate {
            id: household.id,
            number: household.number,
            head_name: household
                .people
                .iter()
                .find(|person| Some(person.id) == household.head)
                .map(|person| person.matched.name.clone()),
            village: household.village.as_ref().map(|(_, name)| name.clone()),
            verdict: proposal.verdict,
            reasons: proposal.reasons,
            joining,
            absent: absent.map(|person| person.matched.name.clone()).collect(),
            moves_to: moves_to.map(|(id, name, _)| (*id, name.clone())),
            new_head: (!is_head_known).then_some(listed.head),
            new_address: listed.address.clone().filter(|_| household.address.is_none()),
            may_be_same: !is_elsewhere,
            last_act: household.last_act,
            pairs,
        },
    ))
}

fn changes(person: &ListedPerson, details: &Standing, number: Option<&str>) -> Vec<FactChange> {
    let mut found = Vec::new();
    let mut put = |key, before: Option<&str>, after: &str, value| {
        found.push(FactChange { key, before: before.map(str::to_owned), after: after.to_owned(), value });
    };
    let (name, written) = (details.text("name").unwrap_or_default(), person.new.name.trim());
    // Capitals, the place of the tone and the order are ways of typing; a list typed without marks knows less.
    let says_less = written.is_ascii() && !name.is_ascii();
    let is_same = matches!(
        compare_names(name, written),
        NameLikeness::Same | NameLikeness::OtherOrderSameMarks | NameLikeness::OtherOrder
    );
    if !is_same && !says_less {
        put("name", Some(name), written, NewValue::Text(written.to_owned()));
    }
    if let Some(sex) = &person.new.sex
        && details.text("sex") != Some(sex)
    {
        put("sex", details.text("sex"), sex, NewValue::Text(sex.clone()));
    }
    let date = details.text("birth_date");
    let year = date.and_then(|date| date.get(..4)).map(str::to_owned).or_else(|| {
        details.value.get("birth_year").and_then(serde_json::Value::as_i64).map(|year| year.to_string())
    });
    match person.new.birth {
        Birth::Day(day) if date != Some(day.to_string().as_str()) => {
            let day = day.to_string();
            put("birth_date", date.or(year.as_deref()), &day, NewValue::Text(day.clone()));
        }
        Birth::Year(born) if year.as_deref() != Some(born.to_string().as_str()) => {
            put("birth_year", date.or(year.as_deref()), &born.to_string(), NewValue::Year(born));
        }
        _ => {}
    }
    if let Some(group) = &person.new.ethnic_group
        && details.text("ethnic_group") != Some(group)
    {
        let shown = person.ethnic_name.as_deref().unwrap_or(group);
        put("ethnic_group", details.text("ethnic_group"), shown, NewValue::Text(group.clone()));
    }
    if let Some(digits) = &person.new.id_number
        && number != Some(digits)
    {
        put("id_number", number, digits, NewValue::Number(digits.clone()));
    }
    found
}

/// Somebody of the list is in the registry, but not where the list has them.
pub(crate) fn elsewhere() -> Box<Refusal> {
    refusal(
        said!(
            "số định danh của một người trong hộ đã có ở hộ khác trong hệ thống",
            "the personal number of somebody in this household is in another household of the registry"
        ),
        said!(
            "ghi chuyển hộ, tách hộ hoặc nhập hộ trước, hoặc sửa số trong tệp rồi gửi lại",
            "record the move, split or merger first, or mend the number in the file and send it again"
        ),
    )
}
