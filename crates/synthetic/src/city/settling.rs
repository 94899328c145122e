//! One household of the city: its family, its life over the years, and how it is told.

use vocab::Day;

use super::City;
use super::course::Standing;
use super::household::{CityBirth, CityChange, CityHousehold, CityMember};
use super::life::{Life, code_of};
use super::villages::CityVillage;
use crate::columns::MISSING;
use crate::draw::Topic;
use crate::family::Relation;
use crate::household::Household;
use crate::places::Village;
use crate::roles::Role;

/// Numbers of households that split off begin here.
const SPLIT_OFF: u64 = 1_000_000;

/// Nobody younger is known by the year of birth alone.
const ONLY_YEAR_FROM_AGE: i32 = 45;

impl City {
    /// A household of the first day, and the one that split off from it.
    pub(super) fn household(&self, number: u64) -> Vec<CityHousehold> {
        let Some((mut household, village)) = self.settled(number) else { return Vec::new() };
        let id = household.id;
        let life = self.life(number, &household, village);
        let base = Base::of(self, &household);
        let mut told = CityHousehold {
            number: id,
            split_from: None,
            first_village: village.id,
            ethnic_group: format!("{:02}", household.people.0),
            phone: base.has_phone.then(|| self.written(Role::Phone, &household, 0)),
            members: self.members(&mut household, &life, &base),
            events: life.events.clone(),
            reviews: Vec::new(),
        };
        if let Some(course) = self.courses.get(&number) {
            told.reviews = self.reviews(&mut household, &life, course, &told);
        }
        let split = told.split_off(id, |number| {
            let mut phone = String::new();
            self.population.numbers.phone(self.population.seed(), number, &mut phone);
            phone
        });
        std::iter::once(told).chain(split).collect()
    }

    /// The household on the first day, with the answers that tell who its people are.
    fn settled(&self, number: u64) -> Option<(Household<'_>, &CityVillage)> {
        let resident = self.residents.get(usize::try_from(number).ok()?)?;
        let village = self.villages.get(resident.village)?;
        let place = self.place(village)?;
        let population = &self.population;
        let mut household = Household::new(place, "", self.standard.questionnaire.questions.len());
        population.found(number, place, resident.people, &mut household);
        let minority = population.is_minority(&household);
        let draw = population.draw(number, Topic::Fortune);
        household.fortune = population.fortunes.draw(draw, place.zone, place.commune.income, minority);
        if let Some(course) = self.courses.get(&number) {
            let ever = |which: &[Standing]| course.iter().any(|standing| which.contains(standing));
            household.fortune.low = ever(&[Standing::Poor, Standing::NearPoor]);
            household.fortune.severe = ever(&[Standing::Poor]);
            if household.fortune.low {
                household.fortune.size = population.fortunes.size_of_low(minority, &mut draw.part(1));
            }
        }
        population.settle(number, &mut household);
        population.begin_answers(&mut household);
        let day = population.age_day().epoch_days();
        population.asked.answer(
            std::slice::from_mut(&mut household),
            &population.rules,
            &population.scores,
            day,
        );
        Some((household, village))
    }

    /// A village as the generator knows it.
    pub(super) fn place(&self, village: &CityVillage) -> Option<Village<'_>> {
        let commune = self.population.places.communes.get(village.commune)?;
        Some(Village { commune, number: village.number, zone: village.zone })
    }

    fn life(&self, number: u64, household: &Household<'_>, village: &CityVillage) -> Life {
        let rates = &self.assumptions.life;
        let (first, last) =
            self.years().fold((i32::MAX, i32::MIN), |(a, b), year| (a.min(year), b.max(year)));
        let elsewhere = |draw: &mut crate::draw::Draw| {
            let within = draw.below(10_000) < rates.within_ward;
            let fits = |other: &&CityVillage| !within || other.ward_code == village.ward_code;
            let others = self.villages.iter().filter(|other| other.id != village.id);
            let mut fitting = others.filter(fits);
            let count = fitting.clone().count().max(1) as u32;
            fitting.nth(draw.below(count) as usize).map_or(village.id, |other| other.id)
        };
        let draw = self.population.draw(number, Topic::Life);
        let split = SPLIT_OFF + household.id;
        Life::of(&household.members, first.saturating_add(1)..=last, rates, draw, elsewhere, split)
    }

    /// Everybody who ever lived in the household.
    fn members(&self, household: &mut Household<'_>, life: &Life, base: &Base) -> Vec<CityMember> {
        household.members = life.people.iter().map(|lived| lived.person).collect();
        let day = |day: Option<i32>| day.map(Day::from_epoch_days);
        let members = life.people.iter().enumerate().map(|(at, lived)| {
            let birth = Day::from_epoch_days(lived.person.birth);
            let (has_day, has_id) = base.members.get(at).copied().unwrap_or((true, true));
            CityMember {
                person: household.id * 16 + at as u64,
                number: lived.person.number.into(),
                name: self.written(Role::FullName, household, at + 1),
                female: lived.person.female,
                birth: if has_day { CityBirth::Day(birth) } else { CityBirth::Year(birth.year()) },
                relation: code_of(lived.person.relation),
                ethnic_group: format!("{:02}", household.people.0),
                id_number: has_id.then(|| self.written(Role::PersonalId, household, at + 1)),
                from: day(lived.from),
                until: day(lived.until),
            }
        });
        members.collect()
    }

    fn written(&self, role: Role, household: &Household<'_>, row: usize) -> String {
        let mut text = String::new();
        self.population.text(role, household, row, &mut text);
        text
    }
}

/// What the first answers say about who somebody is.
struct Base {
    has_phone: bool,
    /// By member: whether the day of birth is known, and whether there is a personal number.
    members: Vec<(bool, bool)>,
}

impl Base {
    fn of(city: &City, household: &Household<'_>) -> Base {
        let is_there = |row: usize, question: Option<_>| {
            question.is_some_and(|question| household.cell(row, question) != MISSING)
        };
        let questions = &city.questions;
        let members = household.members.iter().enumerate().map(|(at, person)| {
            let has_day = person.age < ONLY_YEAR_FROM_AGE || is_there(at + 1, questions.birth_date);
            (has_day, is_there(at + 1, questions.id_number))
        });
        Base { has_phone: is_there(0, questions.phone), members: members.collect() }
    }
}

impl CityHousehold {
    /// The household that split off from this one, if one did.
    fn split_off(&self, id: u64, phone: impl Fn(u64) -> String) -> Option<CityHousehold> {
        let (on, leaving, number) = self.events.iter().find_map(|event| match &event.what {
            CityChange::SplitOff(leaving, number) => Some((event.on, leaving, *number)),
            _ => None,
        })?;
        let relations =
            [Relation::Head, Relation::Spouse].into_iter().chain(std::iter::repeat(Relation::Child));
        let members = leaving.iter().zip(relations).zip(1..).filter_map(|((left, relation), number)| {
            let member = self.members.iter().find(|member| member.number == *left)?;
            let relation = code_of(relation);
            Some(CityMember { number, relation, from: Some(on), until: None, ..member.clone() })
        });
        Some(CityHousehold {
            number,
            split_from: Some((on, id)),
            first_village: self.village_on(on),
            ethnic_group: self.ethnic_group.clone(),
            phone: Some(phone(number)),
            members: members.collect(),
            events: Vec::new(),
            reviews: Vec::new(),
        })
    }
}
