//! Villages as administrators keep them: added, restated, closed into others, each by a document and within the own area.

use registry::access::{Area, Right, Role};
use registry::verify::{Verdict, verify};
use registry::villages::VillageDetails;
use registry::{Scope, Stopped, VillageId};
use standards::groups::HouseholdGroups;
use standards::units::Units;
use store::testing::both;
use vocab::Zone;

use crate::place::{NEXT_WARD, PROVINCE, Place, WARD, actor, at, day, place, units};

fn scope(role: Role, right: Right, area: Area) -> Scope {
    let who = actor(&[(role, area)], day("2025-07-01"));
    who.scope(right, &units(), day("2026-01-02")).expect("a role with the right")
}

fn refused<T: std::fmt::Debug>(result: Result<T, Stopped>) -> String {
    match result {
        Err(Stopped::Refused(refusal)) => refusal.why.vi,
        other => panic!("{other:?}"),
    }
}

fn details(name: &str, commune: &str, from: &str) -> VillageDetails {
    VillageDetails {
        name: name.into(),
        kind: "to_dan_pho".into(),
        commune_code: commune.into(),
        province_code: PROVINCE.into(),
        zone: Zone::Urban,
        zone_source: "QĐ 861".into(),
        from: day(from),
    }
}

async fn names(place: &Place, by: &Scope) -> Vec<String> {
    let (villages, all) = place.registry.kept_villages(by, None, 1).await.unwrap();
    assert_eq!(villages.len() as i64, all);
    villages.into_iter().map(|village| village.details.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn villages_are_added_restated_and_closed_within_the_own_area_and_taken_back() {
    both(|location| async move {
        let place = place(&location).await;
        let units: Units = units();
        let registry = &place.registry;
        let keeper = scope(Role::Administrator, Right::KeepReference, Area::Commune(WARD.into()));
        let officer = scope(Role::CommuneOfficer, Right::ChangeHouseholds, Area::Commune(WARD.into()));
        let (now, decided) = (at("2026-02-01"), "NQ 12/NQ-HĐND");
        assert_eq!(names(&place, &keeper).await, ["Thôn Đạ Nghịch", "Tổ dân phố 1"]);
        assert!(names(&place, &officer).await.is_empty());
        let new = details("Tổ dân phố 9", WARD, "2026-01-01");
        for (by, village, document, why) in [
            (&officer, new.clone(), decided, "trong địa bàn"),
            (&keeper, details("Tổ 9", NEXT_WARD, "2026-01-01"), decided, "trong địa bàn"),
            (&keeper, new.clone(), " ", "văn bản"),
            (&keeper, details(" ", WARD, "2026-01-01"), decided, "chưa có tên"),
            (&keeper, VillageDetails { zone_source: " ".into(), ..new.clone() }, decided, "nguồn"),
            (&keeper, details("Tổ 9", WARD, "2026-02-02"), decided, "chưa đến"),
            // Before the reform of 2025 that code was another commune's.
            (&keeper, details("Tổ 9", WARD, "2024-01-01"), decided, "của nơi khác"),
        ] {
            let added = registry.add_village(by, &units, (&village, document), now).await;
            let said = refused(added);
            assert!(said.contains(why), "{village:?}: {said}");
        }
        let added = registry.add_village(&keeper, &units, (&new, decided), now).await.unwrap();
        let rural = VillageDetails { zone: Zone::Rural, zone_source: "QĐ 99".into(), ..new.clone() };
        let theirs =
            registry.restate_village(&keeper, &units, place.villages[2], (&rural, decided), now).await;
        assert!(refused(theirs).contains("trong địa bàn"));
        let done = registry.restate_village(&keeper, &units, added, (&rural, decided), now).await.unwrap();
        let seen = registry.kept_village(&keeper, added).await.unwrap().unwrap();
        assert_eq!((seen.details.zone, seen.details.zone_source.as_str()), (Zone::Rural, "QĐ 99"));
        assert!(
            refused(registry.undo(Some(&officer), done.seq, "nhầm", now).await).contains("trong địa bàn")
        );
        registry.undo(Some(&keeper), done.seq, "nhầm", now).await.unwrap();
        let seen = registry.kept_village(&keeper, added).await.unwrap().unwrap();
        assert_eq!(seen.details.zone, Zone::Urban, "what was said before counts again");
        let changes = registry.village_changes(&keeper, added).await.unwrap();
        let told: Vec<_> = changes.iter().map(|one| (one.document.as_deref(), one.is_undone)).collect();
        assert_eq!(told, [(Some(decided), false), (Some(decided), true)]);
        // A merger: the old one is closed into the new one, and its household is shown as to be moved.
        place.household(0, &["A"]).await;
        let (old, from) = (place.villages[0], day("2026-01-15"));
        let close = async |id: VillageId, into: &[VillageId], document: &str| {
            registry.close_village(&keeper, id, into, (document, from), now).await
        };
        assert!(refused(close(old, &[place.villages[2]], decided).await).contains("trong địa bàn"));
        assert!(refused(close(place.villages[2], &[added], decided).await).contains("trong địa bàn"));
        assert!(refused(close(old, &[old], decided).await).contains("chính nó"));
        assert!(refused(close(old, &[added], "").await).contains("văn bản"));
        let done = close(old, &[added], decided).await.unwrap();
        let seen = registry.kept_village(&keeper, old).await.unwrap().unwrap();
        let closed = seen.closed.unwrap();
        assert_eq!((closed.from, closed.successors), (from, vec![(added, "Tổ dân phố 9".to_owned())]));
        assert_eq!(seen.households, 1);
        assert!(refused(close(old, &[added], decided).await).contains("đã kết thúc"));
        assert!(refused(close(added, &[old], decided).await).contains("đã kết thúc"));
        let verdict = verify(registry.store(), &HouseholdGroups::default(), None, &[]).await.unwrap();
        assert!(matches!(verdict, Verdict::Whole(_)), "{verdict:?}");
        registry.undo(Some(&keeper), done.seq, "nhầm", now).await.unwrap();
        assert_eq!(registry.kept_village(&keeper, old).await.unwrap().unwrap().closed, None);
    })
    .await;
}
