//! The audit log for whoever may see it: lists, proofs, checkpoints, and the erasure of a person.

use registry::access::{Area, Right, Role};
use registry::audit::{Checkpoint, Wanted};
use registry::verify::Verdict;
use registry::{PersonId, Registry, Scope, Stopped};
use store::Queries;
use store::testing::both;
use uuid::Uuid;

use crate::place::{NEXT_WARD, WARD, actor, at, day, place, scope, units};

fn auditor(area: Area) -> Scope {
    let actor = actor(&[(Role::Auditor, area)], day("2025-07-01"));
    actor.scope(Right::SeeAudit, &units(), day("2026-01-02")).unwrap()
}

async fn seqs(registry: &Registry, scope: &Scope, wanted: &Wanted) -> Vec<i64> {
    let found = registry.acts(scope, wanted, 0, 100).await.unwrap();
    assert_eq!(found.total, found.entries.len() as i64);
    found.entries.iter().map(|entry| entry.seq).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_of_one_commune_sees_only_acts_that_touched_its_households() {
    both(|location| async move {
        let place = place(&location).await;
        place.household(0, &["A"]).await;
        place.household(2, &["B"]).await;
        let all = Wanted::default();
        let registry = &place.registry;
        let everywhere = auditor(Area::Everywhere);
        assert_eq!(seqs(registry, &everywhere, &all).await, [2, 1, 0]);
        assert_eq!(seqs(registry, &auditor(Area::Commune(WARD.into())), &all).await, [1]);
        let next = auditor(Area::Commune(NEXT_WARD.into()));
        assert_eq!(seqs(registry, &next, &all).await, [2]);
        assert!(registry.act(&next, 1).await.unwrap().is_none());
        assert!(registry.inclusion(&next, 1).await.unwrap().is_none());
        let officer = scope(Right::SeeHouseholds, Area::Everywhere).unwrap();
        assert_eq!(seqs(registry, &officer, &all).await, [0; 0]);
        let kind = Wanted { kind: Some("village.add".into()), ..Wanted::default() };
        assert_eq!(seqs(registry, &everywhere, &kind).await, [0]);
        let later = Wanted { from: Some(at("2025-07-02")), ..Wanted::default() };
        assert_eq!(seqs(registry, &everywhere, &later).await, [2, 1]);
        assert_eq!(registry.act_kinds(&everywhere).await.unwrap(), ["household.register", "village.add"]);
        place.registry.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_proves_its_place_and_the_log_that_it_has_only_grown() {
    both(|location| async move {
        let place = place(&location).await;
        let (registry, everywhere) = (&place.registry, auditor(Area::Everywhere));
        let mut kept: Vec<Checkpoint> = Vec::new();
        for n in 0..6 {
            kept.push(registry.checkpoint().await.unwrap().to_string().parse().unwrap());
            place.household(0, &[&format!("Hộ {n}")]).await;
        }
        for seq in 0..7 {
            let proof = registry.inclusion(&everywhere, seq).await.unwrap().unwrap();
            assert!(proof.holds());
            assert!(!registry::audit::Inclusion { seq: proof.seq ^ 1, ..proof }.holds());
        }
        assert!(registry.inclusion(&everywhere, 7).await.unwrap().is_none());
        for earlier in &kept {
            assert!(registry.has_only_grown_since(earlier).await.unwrap());
            let forged = Checkpoint { root: [7; 32], ..*earlier };
            assert!(!registry.has_only_grown_since(&forged).await.unwrap());
        }
        let longer = Checkpoint { size: 99, ..kept[0] };
        assert!(!registry.has_only_grown_since(&longer).await.unwrap());
        assert!("chungtay-log/1 3 zz 0".parse::<Checkpoint>().is_err());
        place.registry.close().await;
    })
    .await;
}

/// Everything that is kept about her, as text.
async fn kept_of(registry: &Registry, subject: Uuid) -> String {
    let sql = "select cast(value as text) as value, salt from fact where subject = $1";
    let rows = registry.store().rows(sql, vec![subject.into()]).await.unwrap();
    let text = |row: &store::Row| {
        let (value, salt): (Option<String>, Option<Vec<u8>>) =
            (row.get("value").unwrap(), row.get("salt").unwrap());
        format!("{value:?} {salt:?}")
    };
    rows.iter().map(text).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_nowhere_any_more_and_the_log_is_still_whole() {
    both(|location| async move {
        let place = place(&location).await;
        let registry = &place.registry;
        let family = place.household(0, &["Nguyễn Thị A", "Trần Văn B"]).await;
        let alone = place.household(0, &["Lê Thị C"]).await;
        let ward = scope(Right::ChangeHouseholds, Area::Commune(WARD.into())).unwrap();
        let child = family.people[1];
        let done = registry.erase_person(Some(&ward), child, "VB 12/2026", at("2025-08-01")).await.unwrap();
        assert!(!kept_of(registry, child.0).await.contains("Some"));
        assert!(kept_of(registry, family.people[0].0).await.contains("Nguyễn Thị A"));
        // The address of a family is that of the others, too.
        assert!(kept_of(registry, family.household.0).await.contains("12 Trần Phú"));
        registry.erase_person(Some(&ward), alone.people[0], "VB 13/2026", at("2025-08-01")).await.unwrap();
        assert!(!kept_of(registry, alone.household.0).await.contains("Some"));
        for table in [
            "person_now where name in ('Trần Văn B', 'Lê Thị C')",
            "household_now where head_name = 'Lê Thị C' or number = 2 and address is not null",
        ] {
            let row =
                registry.store().row(&format!("select count(*) as n from {table}"), vec![]).await.unwrap();
            assert_eq!(row.unwrap().get::<i64>("n").unwrap(), 0, "{table}");
        }
        let Verdict::Whole(whole) = registry.verify(&[]).await.unwrap() else {
            panic!("the log is not whole")
        };
        assert_eq!(whole.erased, 6);
        let shown = registry.act(&auditor(Area::Everywhere), 1).await.unwrap().unwrap();
        assert_eq!((shown.erased, shown.entry.seq), (2, 1));
        let act = registry.act(&auditor(Area::Everywhere), done.seq).await.unwrap().unwrap();
        assert_eq!(act.entry.reason.as_deref(), Some("VB 12/2026"));
        place.registry.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_erases_out_of_reach_twice_or_without_a_reason() {
    both(|location| async move {
        let place = place(&location).await;
        let registry = &place.registry;
        let person = place.household(0, &["Nguyễn Thị A"]).await.people[0];
        let next = scope(Right::ChangeHouseholds, Area::Commune(NEXT_WARD.into())).unwrap();
        let sees = scope(Right::SeeHouseholds, Area::Commune(WARD.into())).unwrap();
        let on = at("2025-08-01");
        let refused = |done: Result<_, Stopped>| assert!(matches!(done, Err(Stopped::Refused(_))));
        refused(registry.erase_person(Some(&next), person, "VB 1", on).await);
        refused(registry.erase_person(Some(&sees), person, "VB 1", on).await);
        refused(registry.erase_person(None, PersonId::fresh(), "VB 1", on).await);
        refused(registry.erase_person(None, person, "  ", on).await);
        assert!(kept_of(registry, person.0).await.contains("Nguyễn Thị A"));
        registry.erase_person(None, person, "VB 1", on).await.unwrap();
        refused(registry.erase_person(None, person, "VB 1", on).await);
        assert_eq!(registry.person_of_number(1).await.unwrap(), Some(person));
        place.registry.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_another_database_are_noticed() {
    both(|location| async move {
        let place = place(&location).await;
        assert!(place.registry.keys_belong().await.unwrap());
        assert!(place.registry.keys_belong().await.unwrap());
        let other = Registry::new(place.registry.store().clone(), registry::Keys::of_secret([8; 32]));
        assert!(!other.keys_belong().await.unwrap());
        let state = place.registry.state_of_database().await.unwrap();
        assert!(state.bytes > 0 && state.acts == 1, "{state:?}");
        place.registry.close().await;
    })
    .await;
}
