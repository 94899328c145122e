//! A small place for stories: two villages of one commune, one of another, and officers.

use registry::access::{Actor, Area, Grant, Right, Role};
use registry::register::{Birth, NewHousehold, NewPerson, Registered};
use registry::store::dates::Instant;
use registry::store::{Location, Store};
use registry::villages::VillageDetails;
use registry::{GrantId, Keys, Registry, Scope, UserId, VillageId};
use standards::PackFiles;
use standards::units::Units;
use vocab::{Day, Zone};

pub(crate) const WARD: &str = "24823";
pub(crate) const NEXT_WARD: &str = "24820";
pub(crate) const PROVINCE: &str = "68";

pub(crate) struct Place {
    pub(crate) registry: Registry,
    pub(crate) villages: Vec<VillageId>,
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Noon in Việt Nam.
pub(crate) fn at(text: &str) -> Instant {
    Instant::from_millis(i64::from(day(text).epoch_days()) * 86_400_000 + 5 * 3_600_000)
}

pub(crate) async fn place(location: &Location) -> Place {
    let store = Store::open(location, true).await.unwrap();
    store.migrate().await.unwrap();
    let registry = Registry::new(store, Keys::of_secret([7; 32]));
    let village = |name: &str, commune: &str, zone| VillageDetails {
        name: name.into(),
        kind: "to_dan_pho".into(),
        commune_code: commune.into(),
        province_code: PROVINCE.into(),
        zone,
        zone_source: "invented for a test".into(),
        from: day("2025-07-01"),
    };
    let villages = vec![
        village("Tổ dân phố 1", WARD, Zone::Urban),
        village("Thôn Đạ Nghịch", WARD, Zone::Rural),
        village("Tổ dân phố 3", NEXT_WARD, Zone::Urban),
    ];
    let villages = registry.add_villages(None, villages, at("2025-07-01")).await.unwrap();
    Place { registry, villages }
}

pub(crate) fn person(name: &str, relation: &str, birth: Birth) -> NewPerson {
    NewPerson {
        name: name.into(),
        sex: None,
        birth,
        ethnic_group: Some("01".into()),
        id_number: None,
        phone: None,
        relation: relation.into(),
    }
}

impl Place {
    pub(crate) async fn household(&self, village: usize, names: &[&str]) -> Registered {
        let relation = |at: usize| if at == 0 { "head" } else { "child" };
        let people = names.iter().enumerate();
        let new = NewHousehold {
            village: self.villages[village],
            address: Some("12 Trần Phú".into()),
            people: people.map(|(at, name)| person(name, relation(at), Birth::Year(1980))).collect(),
            head: 0,
            from: Some(day("2025-07-01")),
        };
        let done = self.registry.register_households(None, "a test", vec![new], at("2025-07-02")).await;
        done.unwrap().remove(0)
    }
}

pub(crate) fn units() -> Units {
    let table = |path: &str, bytes: &'static [u8]| (path.to_owned(), bytes.to_vec());
    let files = [
        table("units/provinces.csv", include_bytes!("../../../../packs/vn/units/provinces.csv")),
        table("units/communes.csv", include_bytes!("../../../../packs/vn/units/communes.csv")),
    ];
    Units::read(&PackFiles::new(files)).0
}

pub(crate) fn actor(roles: &[(Role, Area)], from: Day) -> Actor {
    let grants = roles.iter().map(|(role, area)| Grant {
        id: GrantId::fresh(),
        role: *role,
        area: area.clone(),
        from,
        until: None,
    });
    Actor { user: UserId::fresh(), name: "Thử".into(), login: "thu".into(), grants: grants.collect() }
}

pub(crate) fn scope(right: Right, area: Area) -> Option<Scope> {
    let from = day("2025-07-01");
    actor(&[(Role::CommuneOfficer, area)], from).scope(right, &units(), day("2026-01-02"))
}

pub(crate) fn scope_since(right: Right, area: Area, from: &str, on: &str) -> Option<Scope> {
    actor(&[(Role::CommuneOfficer, area)], day(from)).scope(right, &units(), day(on))
}
