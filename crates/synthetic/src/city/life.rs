//! What happens to a household between its reviews: births, deaths, moves, and grown children who leave.

use vocab::Day;

use super::assumptions::LifeRates;
use super::household::{CityChange, CityEvent};
use crate::draw::Draw;
use crate::family::{Person, Relation};

/// More members than this would not have numbers of their own.
const MOST: usize = 14;

/// Days between two births.
const BETWEEN_BIRTHS: i32 = 550;

/// A person with the days of coming and leaving.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lived {
    pub(super) person: Person,
    pub(super) from: Option<i32>,
    pub(super) until: Option<i32>,
}

/// A household over the years.
#[derive(Clone, Debug)]
pub(super) struct Life {
    pub(super) people: Vec<Lived>,
    pub(super) events: Vec<CityEvent>,
    /// Day and number of the new head.
    new_head: Option<(i32, u8)>,
    has_split: bool,
}

/// What chance proposes for a day; it may have become impossible by then.
enum Proposal {
    Birth,
    Death(usize),
    Move,
    Split,
}

impl Life {
    /// What happens in some years. `village_after_move` and `split_number` say where a household may go.
    pub(super) fn of(
        people: &[Person],
        years: std::ops::RangeInclusive<i32>,
        rates: &LifeRates,
        draw: Draw,
        mut village_after_move: impl FnMut(&mut Draw) -> u32,
        split_number: u64,
    ) -> Life {
        let people = people.iter().map(|person| Lived { person: *person, from: None, until: None }).collect();
        let mut life = Life { people, events: Vec::new(), new_head: None, has_split: false };
        for year in years {
            let mut draw = draw.part(year as u64);
            for (day, proposal) in life.proposals(year, rates, &mut draw) {
                match proposal {
                    Proposal::Birth => life.birth(day, &mut draw),
                    Proposal::Death(at) => life.death(day, at),
                    Proposal::Move => {
                        let village = village_after_move(&mut draw);
                        life.tell(day, CityChange::Moved(village));
                    }
                    Proposal::Split => life.split(day, split_number),
                }
            }
        }
        life
    }

    /// The proposals of a year in order of time.
    fn proposals(&self, year: i32, rates: &LifeRates, draw: &mut Draw) -> Vec<(i32, Proposal)> {
        let Some(first) = Day::from_civil(year, 1, 1).map(Day::epoch_days) else { return Vec::new() };
        let mut proposals = Vec::new();
        let mut propose = |draw: &mut Draw, rate: u32, proposal: Proposal| {
            let (happens, day) = (draw.below(10_000) < rate, first + draw.below(365) as i32);
            if happens {
                proposals.push((day, proposal));
            }
        };
        propose(draw, rates.birth, Proposal::Birth);
        propose(draw, rates.moving, Proposal::Move);
        propose(draw, rates.split, Proposal::Split);
        for (at, lived) in self.people.iter().enumerate() {
            let age = (first - lived.person.birth) * 100 / 36_525;
            let rate = rates.deaths.iter().find(|(until, _)| age < *until).map_or(0, |(_, rate)| *rate);
            propose(draw, rate, Proposal::Death(at));
        }
        proposals.sort_by_key(|(day, _)| *day);
        proposals
    }

    fn tell(&mut self, day: i32, what: CityChange) {
        self.events.push(CityEvent { on: Day::from_epoch_days(day), what });
    }

    /// Who lives there on a day, with relation and completed years of that day; the head first.
    pub(super) fn present(&self, day: i32) -> Vec<Person> {
        let here = self.people.iter().filter(|lived| lived.is_there(day));
        let mut present: Vec<Person> = here
            .map(|lived| Person { relation: self.relation(lived, day), age: lived.age(day), ..lived.person })
            .collect();
        present.sort_by_key(|person| (person.relation != Relation::Head, person.number));
        present
    }

    fn relation(&self, lived: &Lived, day: i32) -> Relation {
        match self.new_head.filter(|(from, _)| *from <= day) {
            Some((_, head)) if head == lived.person.number => Relation::Head,
            Some(_) if lived.person.relation == Relation::Sibling => Relation::OtherRelative,
            _ => lived.person.relation,
        }
    }

    fn birth(&mut self, day: i32, draw: &mut Draw) {
        let present = self.present(day);
        let one = |relation: Relation| present.iter().find(|person| person.relation == relation);
        let couples = [(Relation::Head, Relation::Spouse), (Relation::Child, Relation::ChildInLaw)];
        let parents = couples.iter().rev().find_map(|(one_of, other)| {
            let other = one(*other)?;
            let partner = present
                .iter()
                .filter(|person| person.relation == *one_of && person.female != other.female)
                .max_by_key(|person| person.age)?;
            let (mother, father) = if other.female { (other, partner) } else { (partner, other) };
            (20..40).contains(&mother.age).then_some((*one_of, father.line))
        });
        let soon_after = self.people.iter().any(|lived| day - lived.person.birth < BETWEEN_BIRTHS);
        let Some((of, line)) = parents.filter(|_| !soon_after && self.people.len() < MOST) else { return };
        let relation = if of == Relation::Head { Relation::Child } else { Relation::Grandchild };
        let number = self.people.len() as u8 + 1;
        let person = Person { relation, female: draw.percent(48), age: 0, birth: day, line, number };
        self.people.push(Lived { person, from: Some(day), until: None });
        self.tell(day, CityChange::Born(number.into()));
    }

    /// A head is followed by the spouse; a head without one lives on in this story, and so does the last member.
    fn death(&mut self, day: i32, at: usize) {
        let Some(lived) = self.people.get(at).copied().filter(|lived| lived.is_there(day)) else { return };
        let present = self.present(day);
        let is_head = self.relation(&lived, day) == Relation::Head;
        let spouse = present.iter().find(|person| person.relation == Relation::Spouse);
        if is_head && spouse.is_none() {
            return;
        }
        let spouse = spouse.map(|person| person.number);
        if let Some(lived) = self.people.get_mut(at) {
            lived.until = Some(day);
        }
        self.tell(day, CityChange::Died(lived.person.number.into()));
        if let Some(spouse) = spouse.filter(|_| is_head) {
            self.new_head = Some((day, spouse));
            self.tell(day, CityChange::NewHead(spouse.into()));
        }
    }

    /// A grown child with partner and children leaves.
    fn split(&mut self, day: i32, to: u64) {
        let present = self.present(day);
        let is = |relation: Relation| move |person: &&Person| person.relation == relation;
        let Some(partner) = present.iter().find(is(Relation::ChildInLaw)) else { return };
        let child = present.iter().filter(is(Relation::Child)).filter(|child| child.female != partner.female);
        let Some(child) = child.max_by_key(|child| child.age) else { return };
        if self.has_split || child.age < 20 {
            return;
        }
        let mut leaving = vec![child.number, partner.number];
        leaving.extend(present.iter().filter(is(Relation::Grandchild)).map(|person| person.number));
        for lived in self.people.iter_mut().filter(|lived| leaving.contains(&lived.person.number)) {
            lived.until = Some(day);
        }
        self.has_split = true;
        self.tell(day, CityChange::SplitOff(leaving.into_iter().map(u32::from).collect(), to));
    }
}

impl Lived {
    fn is_there(&self, day: i32) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    fn age(&self, day: i32) -> i32 {
        Day::from_epoch_days(day).age_of(Day::from_epoch_days(self.person.birth)).unwrap_or(0)
    }
}

/// The code of a relation.
pub(super) const fn code_of(relation: Relation) -> &'static str {
    match relation {
        Relation::Head => "head",
        Relation::Spouse => "spouse",
        Relation::Child => "child",
        Relation::ChildInLaw => "child_in_law",
        Relation::Grandchild => "grandchild",
        Relation::Parent => "parent",
        Relation::Sibling => "sibling",
        Relation::OtherRelative => "other_relative",
        Relation::NotRelated => "not_related",
    }
}

/// A relation to a head who died, as one to the widow or widower.
pub(super) fn beside_widow(relation: &'static str) -> &'static str {
    if relation == code_of(Relation::Sibling) { code_of(Relation::OtherRelative) } else { relation }
}
