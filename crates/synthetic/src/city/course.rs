//! Who is meant to be poor in which year: as many as the assumed rates say, most of them those of the year before.
//!
//! It only says what answers are invented for a household. Whether it is poor is decided by the engine from the answers.

use std::collections::BTreeMap;

use vocab::Zone;

use super::assumptions::{Assumptions, Mobility};
use super::lot::{by_lot, lot};
use super::residents::Resident;
use super::villages::CityVillage;
use crate::draw::Topic;
use crate::population::Population;

/// What a review is meant to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    NotReviewed,
    Poor,
    NearPoor,
    NotPoor,
    /// Left open by missing answers.
    Open,
}

/// The standings of each candidate, year by year.
pub(super) type Courses = BTreeMap<u64, Vec<Standing>>;

/// Households that may ask for a review: minority and others apart, so that each keeps its risk.
struct Candidates {
    numbers: Vec<u64>,
    courses: Vec<Vec<Standing>>,
}

/// Plans all years.
pub(super) fn courses(
    population: &Population,
    assumptions: &Assumptions,
    villages: &[CityVillage],
    residents: &[Resident],
) -> Courses {
    let is_minority = |at: &usize| {
        residents.get(*at).is_some_and(|resident| population.peoples.is_minority(resident.people))
    };
    let (minority, others): (Vec<usize>, Vec<usize>) = (0..residents.len()).partition(is_minority);
    let all = residents.len() as u64;
    let shares = others.len() as u64 + assumptions.relative_to_majority * minority.len() as u64;
    let rate = |rate: u64, group: usize, risk: u64| {
        let of_all = rate * all * risk * group as u64;
        ((of_all + shares * 50_000) / (shares.max(1) * 100_000)) as usize
    };
    let mut groups = Vec::new();
    for (group, risk) in [(&minority, assumptions.relative_to_majority), (&others, 1)] {
        let targets: Vec<[usize; 2]> = assumptions
            .years
            .iter()
            .map(|year| [year.poor, year.near_poor].map(|of| rate(of, group.len(), risk)))
            .collect();
        let first = targets.first().map_or(0, |[poor, near]| poor + near);
        let weight = |number: usize| {
            let village = residents.get(number).and_then(|resident| villages.get(resident.village));
            let [rural, urban] = assumptions.candidate_weights;
            if village.is_some_and(|village| village.zone == Zone::Urban) { urban } else { rural }
        };
        let order = by_lot(group.len(), |at| {
            let number = group.get(at).copied().unwrap_or(0);
            lot(&mut population.draw(number as u64, Topic::Course), weight(number))
        });
        let chosen = order.into_iter().take(first * assumptions.candidates_times as usize);
        let numbers = chosen.filter_map(|at| group.get(at).map(|number| *number as u64)).collect::<Vec<_>>();
        let courses = vec![Vec::new(); numbers.len()];
        groups.push((Candidates { numbers, courses }, targets));
    }
    for year in 0..assumptions.years.len() {
        for (candidates, targets) in &mut groups {
            let target = targets.get(year).copied().unwrap_or_default();
            candidates.next_year(target, &assumptions.mobility, population);
        }
        let of = |per_10000: u64| (all * per_10000 / 10_000) as usize;
        let mut all: Vec<&mut Candidates> = groups.iter_mut().map(|(candidates, _)| candidates).collect();
        requests(&mut all, population, of(assumptions.reviewed), of(assumptions.undetermined));
    }
    let both =
        groups.into_iter().flat_map(|(candidates, _)| candidates.numbers.into_iter().zip(candidates.courses));
    both.filter(|(_, course)| course.iter().any(|standing| *standing != Standing::NotReviewed)).collect()
}

impl Candidates {
    /// Adds a year with so many poor and near-poor.
    fn next_year(&mut self, [poor, near]: [usize; 2], mobility: &Mobility, population: &Population) {
        use Standing::{NearPoor, NotPoor, NotReviewed, Poor};
        let year = self.courses.first().map_or(0, Vec::len);
        let order = by_lot(self.numbers.len(), |at| {
            let number = self.numbers.get(at).copied().unwrap_or(0);
            lot(&mut population.draw(number, Topic::Course).part(year as u64 + 1), 1)
        });
        let before =
            |at: usize| self.courses.get(at).and_then(|course| course.last()).copied().unwrap_or(NotReviewed);
        let was_listed = |at: usize| matches!(before(at), Poor | NearPoor);
        let fell_out = |at: usize| {
            let ever =
                |course: &Vec<Standing>| course.iter().any(|standing| matches!(standing, Poor | NearPoor));
            !was_listed(at) && self.courses.get(at).is_some_and(ever)
        };
        let mut now = vec![NotReviewed; self.numbers.len()];
        let mut take = |to: Standing, count: usize, from: &dyn Fn(usize) -> bool| {
            let free = order.iter().copied().filter(|at| now.get(*at) == Some(&NotReviewed) && from(*at));
            let taken: Vec<usize> = free.take(count).collect();
            taken.iter().filter_map(|at| now.get_mut(*at).map(|slot| *slot = to).map(drop)).count()
        };
        let percent = |of: usize, percent: usize| of * percent / 100;
        let anyone = |_: usize| true;

        let entering = if year == 0 { poor } else { percent(poor, mobility.poor_entering) };
        let mut missing = poor - take(Poor, poor - entering, &|at| before(at) == Poor);
        let fallen = take(Poor, percent(missing, mobility.poor_from_near), &|at| before(at) == NearPoor);
        let back = take(Poor, percent(missing, mobility.poor_falling_back), &fell_out);
        missing -= fallen + back;
        missing -= take(Poor, missing, &|at| !was_listed(at) && !fell_out(at));
        take(Poor, missing, &anyone);

        let leaving =
            (0..self.numbers.len()).filter(|at| before(*at) == Poor).count().saturating_sub(poor - entering);
        let mut missing = near
            - take(NearPoor, percent(leaving, mobility.poor_to_near).min(near), &|at| before(at) == Poor);
        let entering = if year == 0 { missing } else { percent(near, mobility.near_entering).min(missing) };
        missing -= take(NearPoor, missing - entering, &|at| before(at) == NearPoor);
        missing -= take(NearPoor, percent(missing, mobility.near_falling_back), &fell_out);
        missing -= take(NearPoor, missing, &|at| !was_listed(at) && !fell_out(at));
        take(NearPoor, missing, &anyone);
        // Who was on the list is reviewed again.
        take(NotPoor, usize::MAX, &was_listed);
        for (course, standing) in self.courses.iter_mut().zip(now) {
            course.push(standing);
        }
    }
}

/// Fills a year up to the wanted number of reviews with households that ask and turn out not to be poor; a few lack an
/// answer that would decide.
fn requests(groups: &mut [&mut Candidates], population: &Population, reviewed: usize, open: usize) {
    let mut asking: Vec<(i64, u64, &mut Standing)> = Vec::new();
    let mut already = 0;
    for group in groups {
        for (number, course) in group.numbers.iter().zip(&mut group.courses) {
            let year = course.len() as u64;
            match course.last_mut() {
                Some(standing) if *standing == Standing::NotReviewed => {
                    let mut draw = population.draw(*number, Topic::Course).part(1000 + year);
                    asking.push((lot(&mut draw, 1), *number, standing));
                }
                _ => already += 1,
            }
        }
    }
    asking.sort_unstable_by_key(|(lot, number, _)| (*lot, *number));
    for (at, (_, _, standing)) in asking.into_iter().take(reviewed.saturating_sub(already)).enumerate() {
        *standing = if at < open { Standing::Open } else { Standing::NotPoor };
    }
}
