//! Where the peoples of the city live: each ward has the shares that are assumed of it, its villages differ.

use std::collections::BTreeMap;

use super::lot::{by_lot, lot};
use super::villages::CityVillage;
use crate::draw::Topic;
use crate::peoples::People;
use crate::population::Population;

/// What is decided about a household before its family.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resident {
    pub(super) people: People,
    /// Position of its village.
    pub(super) village: usize,
}

/// The ethnic group and the village of every household.
pub(super) fn residents(population: &Population, villages: &[CityVillage], count: u64) -> Vec<Resident> {
    let first = first_villages(villages);
    let mut residents: Vec<Resident> = Vec::with_capacity(count as usize);
    let mut wards: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for number in 0..count {
        let place = population.places.village_of(number);
        let start = first.get(place.commune.code.as_str()).copied().unwrap_or(0);
        let village = start + place.number.saturating_sub(1) as usize;
        let people =
            population.peoples.draw(place.commune.people, &mut population.draw(number, Topic::Ethnicity));
        if let Some(village) = villages.get(village) {
            wards.entry(village.ward_code.as_str()).or_default().push(residents.len());
        }
        residents.push(Resident { people, village });
    }
    for households in wards.into_values() {
        gather(population, villages, &households, &mut residents);
    }
    residents
}

/// Deals out the groups that were drawn for a ward anew, so that minorities live together.
fn gather(
    population: &Population,
    villages: &[CityVillage],
    households: &[usize],
    residents: &mut [Resident],
) {
    let mut groups: Vec<People> =
        households.iter().filter_map(|at| residents.get(*at)).map(|resident| resident.people).collect();
    // Minorities first, and of these the largest, so that the villages with the greatest weights are of one people.
    let mut counts: BTreeMap<People, usize> = BTreeMap::new();
    groups.iter().for_each(|people| *counts.entry(*people).or_default() += 1);
    groups.sort_by_key(|people| {
        (
            !population.peoples.is_minority(*people),
            usize::MAX - counts.get(people).copied().unwrap_or(0),
            *people,
        )
    });
    let order = by_lot(households.len(), |at| {
        let number = households.get(at).copied().unwrap_or(0);
        let village = residents.get(number).and_then(|resident| villages.get(resident.village));
        let mut draw = population.draw(number as u64, Topic::Ethnicity).part(1);
        lot(&mut draw, village.map_or(1, |village| village.minority_weight))
    });
    for (at, people) in order.into_iter().zip(groups) {
        if let Some(resident) = households.get(at).and_then(|number| residents.get_mut(*number)) {
            resident.people = people;
        }
    }
}

fn first_villages(villages: &[CityVillage]) -> BTreeMap<&str, usize> {
    let mut first = BTreeMap::new();
    for (at, village) in villages.iter().enumerate() {
        first.entry(village.former_code.as_str()).or_insert(at);
    }
    first
}
