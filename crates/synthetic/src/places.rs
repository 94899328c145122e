//! Where households live: communes with their villages, as many households in each as people live there.

use std::fmt::Write;

use vocab::{Day, Zone};

use crate::draw::{Draw, Topic, key_of};
use crate::logarithm::{ONE, log2};
use crate::peoples::{PeopleTable, Peoples};
use crate::reading::{Reading, Row};

/// Kinds of communes that a village may belong to.
const KINDS: [&str; 3] = ["phuong", "xa", "dac_khu"];

/// One ward, commune or special zone.
#[derive(Clone, Debug)]
pub(crate) struct Commune {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) province: u16,
    pub(crate) kind: usize,
    /// Real households, about; and of all communes up to this one.
    pub(crate) households: u64,
    end: u64,
    pub(crate) villages: u32,
    pub(crate) people: PeopleTable,
    /// Logarithm of how its incomes differ.
    pub(crate) income: i64,
    key: u64,
}

impl Commune {
    /// A commune of the city, in the only province.
    pub(crate) fn of_city(code: &str, name: &str, kind: &str, people: PeopleTable) -> Option<Commune> {
        Some(Commune {
            code: code.to_owned(),
            name: name.to_owned(),
            province: 0,
            kind: KINDS.iter().position(|known| *known == kind)?,
            households: 0,
            end: 0,
            villages: 1,
            people,
            income: 0,
            key: key_of(code),
        })
    }
}

/// A village: its commune and its number in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Village<'a> {
    pub(crate) commune: &'a Commune,
    pub(crate) number: u32,
    pub(crate) zone: Zone,
}

impl Village<'_> {
    /// Its invented code: the commune's and a number.
    pub(crate) fn write_code(self, out: &mut String) {
        let _ = write!(out, "{}-{:03}", self.commune.code, self.number);
    }
}

/// All places of a population.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    pub(crate) communes: Vec<Commune>,
    pub(crate) provinces: Vec<String>,
    urban_percent: [u32; 3],
    names: [String; 3],
    asked: u64,
}

impl Places {
    /// Places for so many households, from a city to the whole country.
    pub(crate) fn read(reading: &Reading<'_>, households: u64, mut peoples: Peoples) -> (Places, Peoples) {
        let settings = reading.settings("synthetic/generator.toml");
        let assumptions = reading.settings("synthetic/assumptions.toml");
        let limit = |key: &str| settings.whole(key).max(0) as u64;
        let mut places = Places { asked: households.max(1), ..Places::default() };
        places.urban_percent =
            KINDS.map(|kind| settings.whole(&format!("places.urban_percent.{kind}")) as u32);
        places.names = KINDS.map(|kind| settings.text(&format!("places.village_name.{kind}")));
        let minority =
            KINDS.map(|kind| settings.whole(&format!("places.minority_percent_of_province.{kind}")) as u32);
        let per_household = limit("places.people_per_household_percent").max(1);
        let (least, greatest) =
            (settings.whole("income.elsewhere_least"), settings.whole("income.elsewhere_greatest"));
        let province = settings.text("places.province_code");
        let (city, all_of_province) = (limit("places.city_households"), limit("places.province_households"));
        let units_on: Day = settings.text("places.units_on").parse().unwrap_or(Day::from_epoch_days(20_500));
        let mut known = std::collections::BTreeMap::new();
        reading.rows("units/facts_lamdong_2026.csv", |row| {
            known.insert(row.text("code").to_owned(), u64::from(row.whole("population_2024_12_31")));
        });
        let mut of_city = std::collections::BTreeMap::new();
        reading.rows("synthetic/baoloc_units.csv", |row| {
            of_city.insert(row.text("code").to_owned(), u64::from(row.whole("households")));
        });
        let shares = peoples.city_tables(reading);
        let sizes = KINDS.map(|kind| limit(&format!("places.size.{kind}")));
        let city_income = (
            assumptions.thousandths("income.baoloc_factor_min") / 10,
            assumptions.thousandths("income.baoloc_factor_max") / 10,
        );
        let mut provisional: Vec<(Commune, u64)> = Vec::new();
        reading.rows("units/communes.csv", |row| {
            let code = row.text("code");
            let wanted = if households <= city {
                of_city.contains_key(code)
            } else {
                households > all_of_province || row.text("province_code") == province
            };
            let Some(kind) = KINDS.iter().position(|kind| *kind == row.text("kind")) else { return };
            if !wanted || !in_force(row, units_on) {
                return;
            }
            let key = key_of(code);
            let mut draw = Draw::of(0, key, Topic::Place);
            let size = sizes.get(kind).copied().unwrap_or(1) * u64::from(60 + draw.below(90));
            let percent = if of_city.contains_key(code) {
                draw.between(city_income.0 as i32, city_income.1 as i32)
            } else {
                draw.between(least as i32, greatest as i32)
            };
            let at = places.province(row.text("province_code"));
            let people = shares.get(code).copied().unwrap_or_else(|| {
                let factor = minority.get(kind).copied().unwrap_or(100);
                peoples.table_of(row.text("province_code"), factor * (20 + draw.below(160)) / 100)
            });
            let households = of_city.get(code).copied();
            let households =
                households.or_else(|| known.get(code).map(|people| people * 100 / per_household));
            let commune = Commune {
                code: code.to_owned(),
                name: row.text("name").to_owned(),
                province: at,
                kind,
                households: households.unwrap_or(0),
                end: 0,
                villages: 1,
                people,
                income: log2(percent.max(1) as u64) - log2(100),
                key,
            };
            provisional.push((commune, size));
        });
        let per_village = assumptions.whole("villages.households_per_village").max(1) as u64;
        places.fill(provisional, &peoples, per_household, per_village);
        if places.communes.is_empty() {
            reading.error(
                "units/communes.csv",
                0,
                "no commune for the population",
                "check codes, days and kinds",
            );
        }
        (places, peoples)
    }

    fn province(&mut self, code: &str) -> u16 {
        let at = self.provinces.iter().position(|known| known == code).unwrap_or_else(|| {
            self.provinces.push(code.to_owned());
            self.provinces.len() - 1
        });
        at as u16
    }

    /// Shares the people of each province among communes whose population is not known, and sorts all.
    fn fill(
        &mut self,
        communes: Vec<(Commune, u64)>,
        peoples: &Peoples,
        per_household: u64,
        per_village: u64,
    ) {
        let mut sums = vec![0_u64; self.provinces.len()];
        for (commune, size) in &communes {
            if let Some(sum) = sums.get_mut(usize::from(commune.province)) {
                *sum += size;
            }
        }
        let people_of =
            |at: u16| self.provinces.get(usize::from(at)).map_or(0, |code| peoples.people_of(code));
        self.communes = communes
            .into_iter()
            .map(|(mut commune, size)| {
                let sum = sums.get(usize::from(commune.province)).copied().unwrap_or(1).max(1);
                if commune.households == 0 {
                    let people = u128::from(people_of(commune.province)) * u128::from(size) / u128::from(sum);
                    commune.households = (people as u64 * 100 / per_household).max(1);
                }
                commune.villages = (commune.households / per_village).max(1) as u32;
                commune
            })
            .collect();
        let provinces = &self.provinces;
        self.communes.sort_by(|a, b| {
            let key = |commune: &Commune| provinces.get(usize::from(commune.province)).cloned();
            key(a).cmp(&key(b)).then_with(|| a.code.cmp(&b.code))
        });
        let mut end = 0;
        for commune in &mut self.communes {
            end += commune.households;
            commune.end = end;
        }
    }

    /// Where a household lives; households of one village follow each other.
    #[allow(clippy::indexing_slicing)] // a population without communes is refused, and `at` is clamped
    pub(crate) fn village_of(&self, household: u64) -> Village<'_> {
        let all = self.communes.last().map_or(1, |commune| commune.end);
        let position = (u128::from(household % self.asked) * u128::from(all) / u128::from(self.asked)) as u64;
        let at =
            self.communes.partition_point(|commune| commune.end <= position).min(self.communes.len() - 1);
        let commune = &self.communes[at];
        let inside = position + commune.households - commune.end;
        let number = (inside * u64::from(commune.villages) / commune.households.max(1)) as u32 + 1;
        let mut draw = Draw::of(0, commune.key, Topic::Place).part(u64::from(number));
        let urban = draw.percent(self.urban_percent.get(commune.kind).copied().unwrap_or(0));
        Village { commune, number, zone: if urban { Zone::Urban } else { Zone::Rural } }
    }

    /// Places of these communes alone, whose zone follows their kind.
    pub(crate) fn of_communes(
        reading: &Reading<'_>,
        province: &str,
        communes: Vec<Commune>,
        asked: u64,
    ) -> Places {
        let settings = reading.settings("synthetic/generator.toml");
        let names = KINDS.map(|kind| settings.text(&format!("places.village_name.{kind}")));
        let urban_percent = KINDS.map(|kind| if kind == "phuong" { 100 } else { 0 });
        let mut places =
            Places { communes, provinces: vec![province.to_owned()], urban_percent, names, asked };
        let mut end = 0;
        for commune in &mut places.communes {
            end += commune.households;
            commune.end = end;
        }
        places
    }

    /// How many households were asked for.
    pub(crate) fn asked(&self) -> u64 {
        self.asked
    }

    /// Whether every village of the commune is urban.
    pub(crate) fn is_urban(&self, commune: &Commune) -> bool {
        self.urban_percent.get(commune.kind).is_some_and(|percent| *percent >= 100)
    }

    /// The name of a village by its number or name, as its kind of commune says it.
    pub(crate) fn village_name(&self, commune: &Commune, number: &str) -> String {
        self.names.get(commune.kind).map_or("{number}", String::as_str).replace("{number}", number)
    }

    /// How people call a village: "Tổ dân phố 7, Phường 1 Bảo Lộc".
    pub(crate) fn address(&self, village: Village<'_>) -> String {
        let name = self.village_name(village.commune, &village.number.to_string());
        format!("{name}, {}", village.commune.name)
    }
}

pub(crate) fn in_force(row: &Row<'_>, day: Day) -> bool {
    let bound = |column: &str| row.text(column).parse::<Day>().ok();
    bound("from").is_none_or(|from| from <= day) && bound("until").is_none_or(|until| day < until)
}

/// The logarithm of a percentage.
pub(crate) fn log_percent(percent: i64) -> i64 {
    log2(percent.max(1) as u64 * ONE as u64) - log2(100 * ONE as u64)
}
