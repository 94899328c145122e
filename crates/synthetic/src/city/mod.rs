//! The demo city: invented Bảo Lộc, its households over five yearly reviews, the same for the same seed.
//!
//! Nobody in it is real and no number made from it is a statistic. Nothing is decided here: answers are invented so that
//! about as many households come out poor as is assumed, and whether one is poor is for the engine to say.

mod assumptions;
mod course;
mod household;
mod leaning;
mod life;
mod lot;
mod memory;
mod questions;
mod residents;
mod settling;
mod value;
mod villages;
mod visit;

use standards::PackFiles;
use standards::standard::PovertyStandard;
use vocab::{Day, Finding};

pub use self::household::{CityBirth, CityChange, CityEvent, CityHousehold, CityMember, CityReview};
pub use self::value::{CityAnswers, CityValue};
pub use self::villages::CityVillage;

use self::assumptions::Assumptions;
use self::course::{Courses, courses};
use self::questions::Questions;
use self::residents::{Resident, residents};
use crate::population::{Options, Population};
use crate::reading::Reading;

/// Thành phố bịa ra: the villages of invented Bảo Lộc and its households.
#[derive(Clone, Debug)]
pub struct City {
    standard: PovertyStandard,
    population: Population,
    assumptions: Assumptions,
    villages: Vec<CityVillage>,
    residents: Vec<Resident>,
    courses: Courses,
    questions: Questions,
}

impl City {
    /// Prepares a city. `standard` is the one by which its reviews are made; `households` is how many there are, or
    /// `None` for as many as are assumed of its wards.
    ///
    /// # Errors
    /// Everything that is wrong with the pack's assumptions.
    pub fn new(
        standard: &PovertyStandard,
        files: &PackFiles,
        seed: u64,
        households: Option<u64>,
    ) -> Result<City, Vec<Finding>> {
        let reading = Reading::new(files);
        let assumptions = Assumptions::read(&reading);
        let Some(first) = assumptions.years.first().map(|year| year.year) else {
            reading.error("synthetic/baoloc_poverty.csv", 0, "no year", "write the rates of the reviews");
            return Err(reading.into_findings());
        };
        let age_day = Some(last_day(first));
        let options = Options { households: 0, seed, missing_share: 0.0, names: true, age_day };
        let mut wards = Vec::new();
        let population = Population::placed(standard, files, options, |reading, _, peoples| {
            let (places, peoples, of_communes) = villages::places(reading, &assumptions, households, peoples);
            wards = of_communes;
            (places, peoples)
        });
        let mut population = population?;
        let villages = villages::villages(&reading, &assumptions, &population.places, &wards);
        let findings = reading.into_findings();
        if !findings.is_empty() {
            return Err(findings);
        }
        let questions = Questions::of(&standard.questionnaire);
        questions.keep(&mut population);
        let residents = residents(&population, &villages, population.places.asked());
        let courses = courses(&population, &assumptions, &villages, &residents);
        Ok(City {
            standard: standard.clone(),
            population,
            assumptions,
            villages,
            residents,
            courses,
            questions,
        })
    }

    /// All villages, in the order of their ids.
    pub fn villages(&self) -> &[CityVillage] {
        &self.villages
    }

    /// All households in the order of their villages; one that split off follows the one that it came from.
    pub fn households(&self) -> impl Iterator<Item = CityHousehold> {
        (0..self.residents.len() as u64).flat_map(|number| self.household(number))
    }

    /// How many households there were at first; those that split off come on top.
    pub fn first_households(&self) -> u64 {
        self.residents.len() as u64
    }

    /// The years of the reviews.
    pub fn years(&self) -> impl Iterator<Item = i32> {
        self.assumptions.years.iter().map(|year| year.year)
    }

    /// The day from which the wards are.
    pub fn merged_on(&self) -> Day {
        self.assumptions.merged_on
    }

    /// How people write where a village is on a day: "Thôn 3, Xã Đại Lào", later "Thôn 3, Phường 3 Bảo Lộc".
    pub fn address(&self, village: u32, day: Day) -> String {
        self.village(village).map_or_else(String::new, |village| {
            let unit =
                if day < self.assumptions.merged_on { &village.former_name } else { &village.ward_name };
            format!("{}, {unit}", village.name)
        })
    }

    /// A village by its id.
    pub fn village(&self, id: u32) -> Option<&CityVillage> {
        self.villages.get(usize::try_from(id).ok()?.checked_sub(1)?)
    }
}

/// The last day of a year: ages are counted on it, and the result is valid from the next.
fn last_day(year: i32) -> Day {
    Day::from_civil(year, 12, 31).unwrap_or(Day::from_epoch_days(0))
}
