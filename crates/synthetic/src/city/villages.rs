//! Thôn, tổ dân phố of the demo city: invented, numbered within each former unit.

use std::collections::BTreeMap;

use vocab::Zone;

use super::assumptions::Assumptions;
use crate::peoples::{PeopleTable, Peoples};
use crate::places::{Commune, Places, Village, in_force};
use crate::reading::Reading;

/// Thôn, tổ dân phố: a village of the demo city. All are invented; only one bears the name of a real place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CityVillage {
    /// From 1 on; the same for every seed.
    pub id: u32,
    /// `former_code` and a number.
    pub code: String,
    /// "Tổ dân phố 7", "Thôn 3".
    pub name: String,
    /// Invented with the village: rural in a former xã, urban in a former phường.
    pub zone: Zone,
    /// Code of its commune before the merger.
    pub former_code: String,
    /// Name of that commune.
    pub former_name: String,
    /// Code of its ward since.
    pub ward_code: String,
    /// Name of that ward.
    pub ward_name: String,
    pub(super) commune: usize,
    pub(super) number: u32,
    pub(super) minority_weight: u32,
}

/// One former unit before its ward's households are shared out.
struct Former {
    commune: Commune,
    people: u64,
    ward: String,
}

/// The former units with their households and villages, and the codes of their wards.
pub(super) fn places(
    reading: &Reading<'_>,
    assumptions: &Assumptions,
    households: Option<u64>,
    mut peoples: Peoples,
) -> (Places, Peoples, Vec<String>) {
    let tables = peoples.city_tables(reading);
    let mut former = read_former(reading, assumptions, &tables);
    reading.rows("synthetic/baoloc_units.csv", |row| {
        let (mut households, mut villages) =
            (u64::from(row.whole("households")), u64::from(row.whole("villages")));
        let mut of_ward: Vec<&mut Former> =
            former.iter_mut().filter(|former| former.ward == row.text("code")).collect();
        let mut people: u64 = of_ward.iter().map(|former| former.people).sum();
        for former in &mut of_ward {
            let part = |all: u64| (all * former.people + people / 2) / people.max(1);
            (former.commune.households, former.commune.villages) = (part(households), part(villages) as u32);
            households -= former.commune.households;
            villages -= u64::from(former.commune.villages);
            people -= former.people;
        }
    });
    if former.iter().any(|former| former.commune.households == 0 || former.commune.villages == 0)
        || former.is_empty()
    {
        let hint = "give each ward its households and villages, each former unit its people";
        reading.error("units/population_baoloc.csv", 0, "a former unit of the city has no households", hint);
    }
    let wards = former.iter().map(|former| former.ward.clone()).collect();
    let communes: Vec<Commune> = former.into_iter().map(|former| former.commune).collect();
    let all = communes.iter().map(|commune| commune.households).sum::<u64>();
    let places =
        Places::of_communes(reading, &assumptions.province_code, communes, households.unwrap_or(all).max(1));
    (places, peoples, wards)
}

fn read_former(
    reading: &Reading<'_>,
    assumptions: &Assumptions,
    tables: &BTreeMap<String, PeopleTable>,
) -> Vec<Former> {
    let mut kinds: BTreeMap<String, (String, String)> = BTreeMap::new();
    reading.rows("units/communes.csv", |row| {
        if row.text("province_code") == assumptions.province_code && in_force(row, assumptions.before) {
            kinds.insert(
                row.text("code").to_owned(),
                (row.text("name").to_owned(), row.text("kind").to_owned()),
            );
        }
    });
    let before = assumptions.before.to_string();
    let mut former = Vec::new();
    reading.rows("units/population_baoloc.csv", |row| {
        if row.text("units_on") != before {
            return;
        }
        let (code, ward) = (row.text("code"), row.text("new_code"));
        let commune = kinds
            .get(code)
            .zip(tables.get(ward))
            .and_then(|((name, kind), people)| Commune::of_city(code, name, kind, *people));
        match commune {
            Some(commune) => former.push(Former {
                commune,
                people: row.whole("population_2024_12_31_estimated").into(),
                ward: ward.to_owned(),
            }),
            None => row
                .error(format!("{code} is no commune of that day, or its ward {ward} has no ethnic shares")),
        }
    });
    former.sort_by(|a, b| a.commune.code.cmp(&b.commune.code));
    former
}

/// The villages of the former units, in the order in which households follow each other.
pub(super) fn villages(
    reading: &Reading<'_>,
    assumptions: &Assumptions,
    places: &Places,
    wards: &[String],
) -> Vec<CityVillage> {
    let mut ward_names: BTreeMap<String, String> = BTreeMap::new();
    reading.rows("units/communes.csv", |row| {
        if wards.iter().any(|ward| ward == row.text("code")) && in_force(row, assumptions.merged_on) {
            ward_names.insert(row.text("code").to_owned(), row.text("name").to_owned());
        }
    });
    let mut villages = Vec::new();
    for (commune, (unit, ward)) in places.communes.iter().zip(wards).enumerate() {
        let special: Vec<_> =
            assumptions.special.iter().filter(|special| special.former_code == unit.code).collect();
        let named = special.iter().find(|special| special.name.is_some());
        for number in 1..=unit.villages {
            let zone = if places.is_urban(unit) { Zone::Urban } else { Zone::Rural };
            let is_named = named.filter(|_| number == unit.villages);
            let special = is_named.or_else(|| special.iter().find(|special| special.number == Some(number)));
            let name =
                is_named.and_then(|special| special.name.clone()).unwrap_or_else(|| number.to_string());
            let [rural, urban] = assumptions.minority_weights;
            let usual = if zone == Zone::Urban { urban } else { rural };
            let mut code = String::new();
            Village { commune: unit, number, zone }.write_code(&mut code);
            villages.push(CityVillage {
                id: villages.len() as u32 + 1,
                code,
                name: places.village_name(unit, &name),
                zone,
                former_code: unit.code.clone(),
                former_name: unit.name.clone(),
                ward_code: ward.clone(),
                ward_name: ward_names.get(ward).cloned().unwrap_or_default(),
                commune,
                number,
                minority_weight: special.map_or(usual, |special| special.minority_weight),
            });
        }
    }
    villages
}
