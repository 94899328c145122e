//! Đối chiếu ba bên: what two sides made of the same household, answer by answer, against what both began with.
//!
//! Nothing is decided here: what only one side changed is proposed, what both changed differently is a conflict, and a
//! person picks each of them. Answers are those of [`crate::answers`]; what they mean is not asked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

/// One side: its answers, and which of the base's people each of its members is, from 1.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The answers as they are stored.
    pub answers: &'a Json,
    /// By member; a member that is not there or has no number is new.
    pub known: &'a [Option<usize>],
}

/// A person of the household: where the base and the sides have her.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Position among the members of the base.
    pub base: Option<usize>,
    /// Position among those of the first side.
    pub a: Option<usize>,
    /// Position among those of the second side.
    pub b: Option<usize>,
}

/// Who changed an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the first side.
    OnlyA,
    /// Only the second side.
    OnlyB,
    /// Both in the same way.
    Alike,
    /// Both, each in another way: a conflict.
    Differs,
}

/// What is compared: a question of the household or of a person, by the position in [`Merge::people`]; without a question
/// it is whether the person is of the household.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The person; `None` is the household.
    pub person: Option<usize>,
    /// Id of the question; empty is the person.
    pub question: String,
}

/// An answer that somebody changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Of what.
    pub place: Place,
    /// Before; `None` is not answered, here and below.
    pub base: Option<Json>,
    /// On the first side.
    pub a: Option<Json>,
    /// On the second side.
    pub b: Option<Json>,
    /// By whom.
    pub change: Change,
}

/// Which answer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The one before.
    Base,
    /// The first side's.
    A,
    /// The second side's.
    B,
}

/// Two sides against their base.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// Everybody whom the base or a side names: those of the base first, then new ones.
    pub people: Vec<Person>,
    /// What was changed, the household first, by person and question.
    pub fields: Vec<Field>,
    base: Json,
    a: Json,
    b: Json,
}

/// The part of stored answers that stands beside those of the household.
const ZONE: &str = "zone";

impl Merge {
    /// Lays both sides against the base; without one, everything that they answered is a change.
    pub fn of(base: Option<&Json>, a: Side<'_>, b: Side<'_>) -> Merge {
        let base = base.cloned().unwrap_or_else(|| Json::Object(Map::new()));
        let people = people(&base, a, b);
        let mut merge =
            Merge { people, fields: Vec::new(), base, a: a.answers.clone(), b: b.answers.clone() };
        merge.compare();
        merge
    }

    /// How many answers only a person can decide.
    pub fn conflicts(&self) -> usize {
        self.fields.iter().filter(|field| field.change == Change::Differs).count()
    }

    /// The answers as they were picked. What both sides changed alike needs no picking.
    ///
    /// # Errors
    /// What was not picked.
    pub fn resolved(&self, picks: &BTreeMap<Place, Pick>) -> Result<Json, Vec<Place>> {
        let picked = |field: &Field| match field.change {
            Change::Alike => Some(Pick::A),
            _ => picks.get(&field.place).copied(),
        };
        let gone = |person: usize| {
            let field = self
                .fields
                .iter()
                .find(|field| field.place.person == Some(person) && field.place.question.is_empty());
            // Whoever is not in a field of her own is on all sides.
            field.is_some_and(|field| picked(field).is_some_and(|pick| field.of(pick).is_none()))
        };
        let needed = |field: &&Field| {
            let of_gone =
                field.place.person.is_some_and(|person| !field.place.question.is_empty() && gone(person));
            !of_gone && picked(field).is_none()
        };
        let open: Vec<Place> = self.fields.iter().filter(needed).map(|field| field.place.clone()).collect();
        if !open.is_empty() {
            return Err(open);
        }
        let answers_of = |person: Option<usize>| {
            let mut answers = Map::new();
            for question in self.questions(person) {
                let place = Place { person, question };
                let field = self.fields.iter().find(|field| field.place == place);
                let value = match field {
                    Some(field) => picked(field).and_then(|pick| field.of(pick).cloned()),
                    None => self.unchanged(&place),
                };
                if let Some(value) = value {
                    answers.insert(place.question, value);
                }
            }
            answers
        };
        let mut household = answers_of(None);
        let mut all = Map::new();
        if let Some(zone) = household.remove(ZONE) {
            all.insert(ZONE.to_owned(), zone);
        }
        all.insert("household".to_owned(), Json::Object(household));
        let staying = (0..self.people.len()).filter(|person| !gone(*person));
        let members = staying.map(|person| Json::Object(answers_of(Some(person)))).collect();
        all.insert("members".to_owned(), Json::Array(members));
        Ok(Json::Object(all))
    }

    /// What one side, or the base, says of a person or of the household; `None` if she is not there.
    pub fn said(&self, person: Option<usize>, of: Pick) -> Option<Map<String, Json>> {
        let answers = match of {
            Pick::Base => &self.base,
            Pick::A => &self.a,
            Pick::B => &self.b,
        };
        let Some(person) = person else { return Some(of_household(answers)) };
        let person = self.people.get(person)?;
        let at = match of {
            Pick::Base => person.base,
            Pick::A => person.a,
            Pick::B => person.b,
        };
        members(answers).get(at?).map(|member| (*member).clone())
    }

    fn compare(&mut self) {
        let mut fields = Vec::new();
        for person in std::iter::once(None).chain((0..self.people.len()).map(Some)) {
            let sides = [Pick::Base, Pick::A, Pick::B].map(|of| self.said(person, of));
            let [base, a, b] = &sides;
            if person.is_some() {
                // A side without her that says nothing of her changes none of her answers.
                let is_there = |of: &Option<Map<String, Json>>| of.as_ref().map(|_| Json::Bool(true));
                let of = (is_there(base), is_there(a), is_there(b));
                let changed = match (base, a, b) {
                    // One side says that she is gone, the other one says something new of her.
                    (Some(base), None, Some(there)) | (Some(base), Some(there), None) if base != there => {
                        Some(Change::Differs)
                    }
                    _ => change((&of.0, &of.1, &of.2)),
                };
                if let Some(change) = changed {
                    let place = Place { person, question: String::new() };
                    fields.push(Field { place, base: of.0, a: of.1, b: of.2, change });
                }
            }
            for question in self.questions(person) {
                let answer =
                    |of: &Option<Map<String, Json>>| of.as_ref().and_then(|of| of.get(&question).cloned());
                // Whoever does not have her says the same of her as the base, or as the only one who has her.
                let before = answer(base);
                let of = |side: &Option<Map<String, Json>>| match side {
                    None => before.clone(),
                    Some(_) => answer(side),
                };
                let (in_a, in_b) = (of(a), of(b));
                let is_new = base.is_none() && (a.is_none() || b.is_none());
                if person.is_some() && is_new {
                    continue;
                }
                if let Some(change) = change((&before, &in_a, &in_b)) {
                    let place = Place { person, question };
                    fields.push(Field { place, base: before, a: in_a, b: in_b, change });
                }
            }
        }
        self.fields = fields;
    }

    /// Everything that is answered of a person or of the household on any side.
    fn questions(&self, person: Option<usize>) -> BTreeSet<String> {
        let sides = [Pick::Base, Pick::A, Pick::B].into_iter().filter_map(|of| self.said(person, of));
        sides.flat_map(|answers| answers.into_iter().map(|(question, _)| question)).collect()
    }

    /// The answer on which all who give one agree.
    fn unchanged(&self, place: &Place) -> Option<Json> {
        let sides = [Pick::A, Pick::B, Pick::Base].into_iter().filter_map(|of| self.said(place.person, of));
        sides.filter_map(|answers| answers.get(&place.question).cloned()).next()
    }
}

impl Field {
    /// What a pick means.
    pub fn of(&self, pick: Pick) -> Option<&Json> {
        match pick {
            Pick::Base => self.base.as_ref(),
            Pick::A => self.a.as_ref(),
            Pick::B => self.b.as_ref(),
        }
    }

    /// What is proposed: the side that changed it; nothing for a conflict.
    pub const fn proposed(&self) -> Option<Pick> {
        match self.change {
            Change::OnlyA | Change::Alike => Some(Pick::A),
            Change::OnlyB => Some(Pick::B),
            Change::Differs => None,
        }
    }
}

fn change((base, a, b): (&Option<Json>, &Option<Json>, &Option<Json>)) -> Option<Change> {
    match (a == base, b == base, a == b) {
        (true, true, _) => None,
        (_, _, true) => Some(Change::Alike),
        (false, true, _) => Some(Change::OnlyA),
        (true, false, _) => Some(Change::OnlyB),
        (false, false, false) => Some(Change::Differs),
    }
}

fn of_household(answers: &Json) -> Map<String, Json> {
    let mut all = answers.get("household").and_then(Json::as_object).cloned().unwrap_or_default();
    if let Some(zone) = answers.get(ZONE) {
        all.insert(ZONE.to_owned(), zone.clone());
    }
    all
}

fn members(answers: &Json) -> Vec<&Map<String, Json>> {
    let members = answers.get("members").and_then(Json::as_array);
    members.into_iter().flatten().filter_map(Json::as_object).collect()
}

/// Everybody, matched by the numbers of the base; of new ones only those are one person of whom both sides say the very
/// same. A number that a side uses twice counts the first time.
fn people(base: &Json, a: Side<'_>, b: Side<'_>) -> Vec<Person> {
    let (of_base, of_a, of_b) = (members(base), members(a.answers), members(b.answers));
    let numbered = |side: Side<'_>, all: usize| {
        let mut by_number = BTreeMap::new();
        let mut new = Vec::new();
        for at in 0..all {
            match side.known.get(at).copied().flatten() {
                Some(number) if !by_number.contains_key(&number) => drop(by_number.insert(number, at)),
                _ => new.push(at),
            }
        }
        (by_number, new)
    };
    let ((in_a, new_a), (in_b, mut new_b)) = (numbered(a, of_a.len()), numbered(b, of_b.len()));
    let numbers: BTreeSet<usize> =
        (1..=of_base.len()).chain(in_a.keys().copied()).chain(in_b.keys().copied()).collect();
    let mut people: Vec<Person> = numbers
        .into_iter()
        .map(|number| Person {
            base: number.checked_sub(1).filter(|at| *at < of_base.len()),
            a: in_a.get(&number).copied(),
            b: in_b.get(&number).copied(),
        })
        .collect();
    for at in new_a {
        let same = new_b.iter().position(|other| of_a.get(at) == of_b.get(*other));
        people.push(Person { base: None, a: Some(at), b: same.map(|same| new_b.remove(same)) });
    }
    people.extend(new_b.into_iter().map(|at| Person { base: None, a: None, b: Some(at) }));
    people
}

/// Whom of the base each member of a side is, where no numbers are known: those whose answers to these questions are the
/// same, if there is one such person on each side.
pub fn recognised(base: &Json, side: &Json, by: &[&str]) -> Vec<Option<usize>> {
    let key = |member: &Map<String, Json>| {
        let answers: Vec<Option<&Json>> = by.iter().map(|question| member.get(*question)).collect();
        answers.iter().any(Option::is_some).then(|| format!("{answers:?}"))
    };
    let of = |answers: &Json| members(answers).into_iter().map(key).collect::<Vec<_>>();
    let (of_base, of_side) = (of(base), of(side));
    let only = |among: &[Option<String>], key: &String| {
        let mut found = among.iter().enumerate().filter(|(_, other)| other.as_ref() == Some(key));
        match (found.next(), found.next()) {
            (Some((at, _)), None) => Some(at),
            _ => None,
        }
    };
    let number = |key: &Option<String>| {
        let key = key.as_ref()?;
        only(&of_side, key)?;
        only(&of_base, key).map(|at| at + 1)
    };
    of_side.iter().map(number).collect()
}
