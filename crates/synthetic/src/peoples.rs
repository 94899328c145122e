//! Which ethnic groups live where, and how many.

use std::collections::BTreeMap;

use crate::draw::Draw;
use crate::reading::Reading;
use crate::weighted::Weighted;

/// Dân tộc, by its number in the list of 2008.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct People(pub(crate) u8);

/// Position of a table of shares.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PeopleTable(u16);

/// What is assumed of a province.
#[derive(Clone, Debug)]
struct Province {
    people: u64,
    /// Thousandths of a percent.
    minority: u32,
    groups: Vec<People>,
}

/// Shares of ethnic groups.
#[derive(Clone, Debug, Default)]
pub(crate) struct Peoples {
    tables: Vec<Weighted<People>>,
    /// The largest group.
    majority: Option<People>,
    national: BTreeMap<People, u32>,
    /// Only in the old province of the city.
    around_city: BTreeMap<People, u32>,
    provinces: BTreeMap<String, Province>,
    city_province: String,
}

impl Peoples {
    pub(crate) fn read(reading: &Reading<'_>) -> Peoples {
        let city_province = reading.settings("synthetic/generator.toml").text("places.province_code");
        let mut peoples = Peoples { city_province, ..Peoples::default() };
        reading.rows("synthetic/ethnic_populations.csv", |row| {
            let Ok(code) = row.text("code_2008").parse().map(People) else { return };
            // Where no number was found, the group is too small to matter here.
            let count = |column: &str| row.text(column).parse::<u32>().unwrap_or(0);
            peoples.national.insert(code, count("population_vietnam_2019").div_ceil(100));
            peoples.around_city.insert(code, count("population_lamdong_old_2013"));
        });
        peoples.majority = peoples.national.iter().max_by_key(|(_, count)| **count).map(|(code, _)| *code);
        if peoples.majority.is_none() {
            reading.error("synthetic/ethnic_populations.csv", 0, "no ethnic group", "list them");
        }
        reading.rows("synthetic/provinces.csv", |row| {
            let codes = row.text("ethnic_codes").split(' ').filter_map(|code| code.parse().ok().map(People));
            let province = Province {
                people: u64::from(row.whole("people_thousand")) * 1000,
                minority: row.thousandths("minority_percent"),
                groups: codes.collect(),
            };
            peoples.provinces.insert(row.text("code").to_owned(), province);
        });
        peoples
    }

    /// The shares of the wards of the city, by code.
    pub(crate) fn city_tables(&mut self, reading: &Reading<'_>) -> BTreeMap<String, PeopleTable> {
        let mut shares: BTreeMap<String, Vec<(Option<People>, u32)>> = BTreeMap::new();
        reading.rows("synthetic/baoloc_ethnic_shares.csv", |row| {
            let group = row.text("ethnic_code").parse().ok().map(People);
            shares.entry(row.text("code").to_owned()).or_default().push((group, row.thousandths("percent")));
        });
        let mut tables = BTreeMap::new();
        for (code, shares) in shares {
            let mut table: Weighted<People> =
                shares.iter().filter_map(|(group, share)| Some(((*group)?, *share))).collect();
            let others: u32 =
                shares.iter().filter(|(group, _)| group.is_none()).map(|(_, share)| share).sum();
            let rest: Vec<(People, u32)> = self
                .around_city
                .iter()
                .filter(|(group, _)| !shares.iter().any(|(named, _)| *named == Some(**group)))
                .map(|(group, count)| (*group, *count))
                .collect();
            push_parts(&mut table, &rest, others);
            tables.insert(code, self.add(table));
        }
        tables
    }

    /// Shares for a commune whose minorities are `percent` of the province's share.
    pub(crate) fn table_of(&mut self, province: &str, percent: u32) -> PeopleTable {
        const ALL: u32 = 100_000;
        let Some(known) = self.provinces.get(province) else { return PeopleTable::default() };
        let minority =
            (u64::from(known.minority) * u64::from(percent) / 100).min(u64::from(ALL) * 95 / 100) as u32;
        let counts = if province == self.city_province { &self.around_city } else { &self.national };
        let groups: Vec<(People, u32)> = known
            .groups
            .iter()
            .map(|group| (*group, counts.get(group).copied().unwrap_or(0).max(1)))
            .collect();
        let mut table: Weighted<People> =
            self.majority.map(|majority| (majority, ALL - minority)).into_iter().collect();
        push_parts(&mut table, &groups, minority);
        self.add(table)
    }

    fn add(&mut self, table: Weighted<People>) -> PeopleTable {
        self.tables.push(table);
        PeopleTable((self.tables.len() - 1) as u16)
    }

    /// People of a province; of an unknown one a million.
    pub(crate) fn people_of(&self, province: &str) -> u64 {
        self.provinces.get(province).map_or(1_000_000, |known| known.people)
    }

    /// The group of a household in a commune.
    pub(crate) fn draw(&self, table: PeopleTable, draw: &mut Draw) -> People {
        let drawn = self.tables.get(usize::from(table.0)).and_then(|table| table.draw(draw)).copied();
        drawn.or(self.majority).unwrap_or(People(1))
    }

    /// Whether the group is a minority (dân tộc thiểu số).
    pub(crate) fn is_minority(&self, people: People) -> bool {
        self.majority != Some(people)
    }
}

/// Adds groups that share `all` in proportion to their numbers.
fn push_parts(table: &mut Weighted<People>, groups: &[(People, u32)], all: u32) {
    let sum: u64 = groups.iter().map(|(_, count)| u64::from(*count)).sum();
    for (group, count) in groups {
        table.push(*group, (u64::from(all) * u64::from(*count) / sum.max(1)) as u32);
    }
}
