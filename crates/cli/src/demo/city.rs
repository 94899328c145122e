//! The invented city taken over into the registry, village by village.

use std::collections::{BTreeMap, BTreeSet};

use registry::register::{Birth, History, NewPerson, Registered, Stay};
use registry::store::dates::Instant;
use registry::villages::VillageDetails;
use registry::{Registry, VillageId};
use synthetic::city::{City, CityBirth, CityChange, CityHousehold, CityMember, CityVillage};

use crate::database::stopped;
use crate::failure::Failure;

/// So many households are one act.
const TOGETHER: usize = 1000;
pub(crate) const PROVINCE: &str = "68";

/// The city as it stands in the registry.
pub(crate) struct Taken {
    /// By the city's number of the village.
    pub(crate) villages: BTreeMap<u32, VillageId>,
    /// By the city's number of the household.
    pub(crate) households: BTreeMap<u64, Registered>,
    /// When everything was recorded.
    pub(crate) at: Instant,
}

/// Records everything.
pub(crate) async fn take_over(registry: &Registry, city: &City) -> Result<Taken, Failure> {
    let at = Instant::now();
    let villages = villages(registry, city, at).await?;
    let mut taken = Taken { villages, households: BTreeMap::new(), at };
    let mut people = BTreeMap::new();
    let mut households = city.households().peekable();
    while households.peek().is_some() {
        let mut chunk: Vec<CityHousehold> = households.by_ref().take(TOGETHER).collect();
        // A household that split off stands in the act of the one that it came from.
        while households.peek().is_some_and(|next| next.split_from.is_some()) {
            chunk.extend(households.next());
        }
        let histories: Vec<History> =
            chunk.iter().map(|household| history(city, household, &taken.villages)).collect();
        let reason = "bản thử: dữ liệu bịa ra · demo: invented data";
        let done = registry.take_over(reason, &histories, &mut people, at).await.map_err(stopped)?;
        taken.households.extend(chunk.iter().map(|household| household.number).zip(done));
    }
    Ok(taken)
}

async fn villages(
    registry: &Registry,
    city: &City,
    at: Instant,
) -> Result<BTreeMap<u32, VillageId>, Failure> {
    let merged = city.merged_on();
    let details = |village: &CityVillage, commune: &str, from| VillageDetails {
        name: village.name.clone(),
        kind: if village.name.starts_with("Thôn") { "thon" } else { "to_dan_pho" }.to_owned(),
        commune_code: commune.to_owned(),
        province_code: PROVINCE.to_owned(),
        zone: village.zone,
        zone_source: "bịa ra cho bản thử · invented for the demo".to_owned(),
        from,
    };
    let Some(long_ago) = vocab::Day::from_civil(2010, 1, 1) else { return Ok(BTreeMap::new()) };
    let before = city.villages().iter().map(|village| details(village, &village.former_code, long_ago));
    let ids = registry.add_villages(None, before.collect(), at).await.map_err(stopped)?;
    let known: BTreeMap<u32, VillageId> = city.villages().iter().map(|village| village.id).zip(ids).collect();
    let after = city
        .villages()
        .iter()
        .filter_map(|village| Some((*known.get(&village.id)?, details(village, &village.ward_code, merged))));
    let reason = "1671/NQ-UBTVQH15";
    registry.restate_villages(None, reason, after.collect(), at).await.map_err(stopped)?;
    let wards: BTreeSet<String> = city.villages().iter().map(|village| village.ward_code.clone()).collect();
    let wards: Vec<String> = wards.into_iter().collect();
    // The city is no unit any more; the programme goes on in it.
    registry.add_program_area(None, "Bảo Lộc", &wards, at).await.map_err(stopped)?;
    Ok(known)
}

fn history(city: &City, household: &CityHousehold, villages: &BTreeMap<u32, VillageId>) -> History {
    let began = household.split_from.map(|(on, _)| on);
    let mut places = Vec::new();
    let mut live = |from, village: u32| {
        let address = Some(city.address(village, city.merged_on()));
        places.extend(villages.get(&village).map(|id| (from, *id, address)));
    };
    live(began, household.first_village);
    for event in &household.events {
        if let CityChange::Moved(to) = event.what {
            live(Some(event.on), to);
        }
    }
    let position = |number: u32| household.members.iter().position(|member| member.number == number);
    let first_head = household.members.iter().position(|member| member.relation == "head").unwrap_or(0);
    let mut heads = vec![(began, first_head)];
    heads.extend(household.events.iter().filter_map(|event| match event.what {
        CityChange::NewHead(number) => Some((Some(event.on), position(number)?)),
        _ => None,
    }));
    let phone = |at: usize| household.phone.clone().filter(|_| at == first_head);
    let people = household.members.iter().enumerate();
    History {
        people: people.map(|(at, member)| stay(household, member, phone(at))).collect(),
        places,
        heads,
        until: None,
    }
}

fn stay(household: &CityHousehold, member: &CityMember, phone: Option<String>) -> Stay {
    let died = household.events.iter().any(|event| event.what == CityChange::Died(member.number));
    Stay {
        key: member.person,
        person: NewPerson {
            name: member.name.clone(),
            sex: Some(if member.female { "female" } else { "male" }.to_owned()),
            birth: match member.birth {
                CityBirth::Day(day) => Birth::Day(day),
                CityBirth::Year(year) => Birth::Year(year),
            },
            ethnic_group: Some(member.ethnic_group.clone()),
            id_number: member.id_number.clone(),
            phone,
            relation: member.relation.to_owned(),
        },
        from: member.from,
        until: member.until,
        died,
    }
}
