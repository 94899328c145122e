//! Reports that go up: sent, received, returned, accepted, added up; and the same between two instances as files.

mod chain;
mod damaged;
mod exchange;

use std::collections::BTreeMap;

use engine::figures::{Counts, Figure, PlaceCounts};
use registry::access::{Area, Right, Role};
use registry::reporting::{Content, NewReport, Period, ReportKind, Unit};
use registry::store::{Location, Store};
use registry::{Keys, Registry, ReportId, Scope, Stopped};

use crate::place::{NEXT_WARD, PROVINCE, WARD, actor, at, day, units};

/// The official report of 2025.
pub(crate) fn official() -> Period {
    Period { kind: ReportKind::Official, year: 2025, month: None }
}

/// A registry with keys of its own.
pub(crate) async fn instance(location: &Location, secret: u8) -> Registry {
    let store = Store::open(location, true).await.unwrap();
    store.migrate().await.unwrap();
    Registry::new(store, Keys::of_secret([secret; 32]))
}

/// Figures of one place: `n` households of three people, of which `n` are poor.
fn counted(n: u64) -> PlaceCounts {
    let figure = |n: u64| Figure { known: [n, n * 3], unclear: [0, 0], decided: n };
    PlaceCounts { figures: vec![figure(n), figure(n + 1)], all: [n, n * 3], undetermined: [0, 0] }
}

/// What a ward reports.
pub(crate) fn content(ward: &str, n: u64) -> Content {
    let name = if ward == WARD { "Phường 1 Bảo Lộc" } else { "Phường 2 Bảo Lộc" };
    Content {
        period: official(),
        unit: Unit {
            province: (PROVINCE.into(), "Tỉnh Lâm Đồng".into()),
            commune: Some((ward.into(), name.into())),
        },
        due: Some(day("2025-12-19")),
        sealed: vec![],
        packs: packs(),
        communes: BTreeMap::from([(ward.into(), name.into())]),
        has_before: true,
        undetermined_before: 1,
        counts: Counts {
            places: BTreeMap::from([([Some(PROVINCE.into()), Some(ward.into()), None], counted(n))]),
        },
        decided: vec![],
        differences: vec![],
        remarks: vec!["Chưa rõ 1 hộ.".into()],
        parts: vec![],
        missing: vec![],
    }
}

pub(crate) fn packs() -> BTreeMap<String, String> {
    BTreeMap::from([("standard vn-2022".into(), "a1".into()), ("tables yearly".into(), "b2".into())])
}

pub(crate) fn new(content: Content) -> NewReport {
    NewReport { content, replaces: None, has_acknowledged: false }
}

/// Somebody with a role in an area.
pub(crate) fn scope_of(role: Role, area: Area, right: Right) -> Scope {
    actor(&[(role, area)], day("2025-07-01")).scope(right, &units(), day("2026-01-02")).unwrap()
}

pub(crate) fn ward(code: &str) -> Scope {
    scope_of(Role::CommuneOfficer, Area::Commune(code.into()), Right::SendReports)
}

pub(crate) fn province(right: Right) -> Scope {
    scope_of(Role::DepartmentOfficer, Area::Province(PROVINCE.into()), right)
}

pub(crate) fn ministry(right: Right) -> Scope {
    scope_of(Role::DepartmentOfficer, Area::Everywhere, right)
}

pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, Stopped>) -> String {
    match result {
        Err(Stopped::Refused(refusal)) => {
            assert!(!refusal.why.en.is_empty() && !refusal.remedy.vi.is_empty());
            refusal.why.vi
        }
        other => panic!("{other:?}"),
    }
}

/// All communes that should report, with their names.
pub(crate) fn wards() -> BTreeMap<String, String> {
    let ward = |code: &str, name: &str| (code.to_owned(), name.to_owned());
    BTreeMap::from([
        ward(WARD, "Phường 1 Bảo Lộc"),
        ward(NEXT_WARD, "Phường 2 Bảo Lộc"),
        ward("24829", "Phường 3 Bảo Lộc"),
    ])
}

pub(crate) async fn state(registry: &Registry, id: ReportId) -> &'static str {
    let seen = province(Right::SeeFigures);
    let found = registry.sent_report(&seen, (&units(), day("2026-01-02")), id).await.unwrap();
    found.unwrap().state().code()
}

pub(crate) async fn acts(registry: &Registry) -> i64 {
    registry.state_of_database().await.unwrap().acts
}

pub(crate) fn noon(text: &str) -> registry::store::dates::Instant {
    at(text)
}
