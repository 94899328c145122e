//! Hộ: the rows of a list put together, by the name of the head, the village and their order.

use std::collections::{BTreeMap, BTreeSet};

use vocab::search_key;

use crate::finding::Finding;
use crate::matching::name_key;
use crate::person::{Person, Written};
use crate::problem::Problem;

/// Hộ gia đình, as the list has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Household {
    /// Rows of its people, as positions in `Roster::people`.
    pub people: Vec<usize>,
    /// Which of them is the head: the first one that says so.
    pub head: Option<usize>,
}

/// Sheet, head's name and village, as they are compared.
type Key = (usize, String, String);

struct Run {
    key: Key,
    people: Vec<usize>,
    heads: usize,
}

/// Puts the people of all lists into households and notes where that was not clear.
pub(crate) fn group(people: &[Person], findings: &mut Vec<Finding>) -> Vec<Household> {
    let runs = runs(people, findings);
    let mut heads_of: BTreeMap<Key, usize> = BTreeMap::new();
    for run in &runs {
        *heads_of.entry(run.key.clone()).or_default() += usize::from(run.heads > 0);
    }
    let mut households: Vec<Household> = Vec::new();
    let mut first_of: BTreeMap<Key, usize> = BTreeMap::new();
    for run in runs {
        let named = !run.key.1.is_empty();
        let heads = heads_of.get(&run.key).copied().unwrap_or_default();
        match first_of.get(&run.key).copied().filter(|_| named) {
            // Only one household of this name has a head: scattered rows are its people.
            Some(first) if heads <= 1 => {
                note(people, run.people.first(), Problem::HouseholdApart, findings);
                if let Some(household) = households.get_mut(first) {
                    household.people.extend(run.people);
                }
                continue;
            }
            Some(_) if run.heads == 0 => {
                note(people, run.people.first(), Problem::HouseholdUnclear, findings)
            }
            Some(_) => {}
            None => {
                if heads > 1 && run.heads == 0 {
                    note(people, run.people.first(), Problem::HouseholdUnclear, findings);
                }
                first_of.insert(run.key, households.len());
            }
        }
        households.push(Household { people: run.people, head: None });
    }
    for household in &mut households {
        household.head = household.people.iter().copied().find(|at| is_head(people, *at));
        check(people, household, findings);
    }
    households
}

/// Rows that stand together and name the same head. A second head begins another household of the same name.
fn runs(people: &[Person], findings: &mut Vec<Finding>) -> Vec<Run> {
    let names_heads: BTreeSet<usize> =
        people.iter().filter(|person| person.head_name.is_some()).map(|person| person.at.sheet).collect();
    let numbers_everybody: BTreeSet<usize> = people
        .iter()
        .filter(|person| person.serial.is_some() && person.relation.is_some() && !person.is_head)
        .map(|person| person.at.sheet)
        .collect();
    let mut runs: Vec<Run> = Vec::new();
    for (at, person) in people.iter().enumerate() {
        let own = own_key(person);
        let same_sheet = runs.last().filter(|run| run.key.0 == person.at.sheet);
        let joins = match (same_sheet, &own) {
            (Some(run), Some(key)) => run.key == *key && !(person.is_head && run.heads > 0),
            // The exit lists number households, on the row of the head; other lists number people, and that says nothing.
            (Some(_), None) => {
                let numbered = person.serial.is_some() && !numbers_everybody.contains(&person.at.sheet);
                !person.is_head && !numbered
            }
            (None, _) => false,
        };
        if joins && own.is_none() && names_heads.contains(&person.at.sheet) {
            note(people, Some(&at), Problem::HeadNameMissing, findings);
        }
        let heads = usize::from(person.is_head);
        match runs.last_mut().filter(|_| joins) {
            Some(run) => {
                run.people.push(at);
                run.heads += heads;
            }
            None => {
                let key = own.unwrap_or_else(|| (person.at.sheet, String::new(), at.to_string()));
                runs.push(Run { key, people: vec![at], heads });
            }
        }
    }
    runs
}

/// Marks are part of a name, because Hoa and Hòa may be neighbours; the place of the tone is not.
fn own_key(person: &Person) -> Option<Key> {
    fn said(written: &Option<Written<String>>) -> &str {
        written.as_ref().and_then(|written| written.value.as_deref()).unwrap_or_default()
    }
    let head = name_key(said(&person.head_name));
    (!head.is_empty()).then(|| (person.at.sheet, head, search_key(said(&person.village))))
}

fn is_head(people: &[Person], at: usize) -> bool {
    people.get(at).is_some_and(|person| person.is_head)
}

pub(crate) fn check(people: &[Person], household: &Household, findings: &mut Vec<Finding>) {
    let members: Vec<&Person> = household.people.iter().filter_map(|at| people.get(*at)).collect();
    let mut heads = members.iter().filter(|person| person.is_head);
    let first = heads.next().copied().or(members.first().copied());
    let Some(first) = first else { return };
    if household.head.is_none() {
        findings.push(Finding::at(Problem::HeadMissing, first.at.clone()));
    }
    for second in heads {
        findings.push(Finding::at(Problem::HeadTwice, second.at.clone()));
    }
    if let Some(size) = &first.household_size
        && size.value.is_some_and(|size| usize::try_from(size) != Ok(members.len()))
    {
        findings.push(Finding::at(Problem::SizeDiffers, size.at.clone()).with_value(size.written.clone()));
    }
    for person in members {
        differs(&first.class, &person.class, findings);
        differs(&first.b1_points, &person.b1_points, findings);
        differs(&first.b2_points, &person.b2_points, findings);
        differs(&first.decision_number, &person.decision_number, findings);
        differs(&first.decision_day, &person.decision_day, findings);
    }
}

/// An empty cell below the head's is how many lists are kept; another value is not.
fn differs<T: PartialEq>(head: &Option<Written<T>>, other: &Option<Written<T>>, findings: &mut Vec<Finding>) {
    if let (Some(head), Some(other)) = (head, other)
        && let (Some(known), Some(says)) = (&head.value, &other.value)
        && known != says
    {
        let finding =
            Finding::at(Problem::HouseholdDiffers, other.at.clone()).with_value(other.written.clone());
        findings.push(finding.with_proposal(Some(head.written.clone())));
    }
}

fn note(people: &[Person], at: Option<&usize>, problem: Problem, findings: &mut Vec<Finding>) {
    if let Some(person) = at.and_then(|at| people.get(*at)) {
        findings.push(Finding::at(problem, person.at.clone()));
    }
}
