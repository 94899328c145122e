//! A database that an older program filled, brought to the tables of today.
//!
//! `fixtures/step4.backup` is a backup that the program of 2026-11 (step 4, before answers were encrypted) made of two
//! households: An with a daughter, a number, a telephone and a corrected result; Cúc, who moved. It is never made anew: a
//! file that today's program writes would say nothing about yesterday's.

use registry::access::{Area, Right};
use registry::facts::AsOf;
use registry::households::Filter;
use registry::review::replay;
use registry::store::{Location, MigrationState, Store, restore};
use registry::verify::Verdict;
use registry::{Keys, Registry};
use store::testing::both;

use crate::encrypted::{SECRETS, everything, holds};
use crate::place::{at, day, scope};
use crate::town::standard;

/// The database as the older program left it, brought to this version: a file by its steps one by one, a server by a
/// restored backup, which runs the same steps over the rows that it has copied.
async fn upgraded(location: &Location) -> Registry {
    let backup: &[u8] = include_bytes!("../fixtures/step4.backup");
    let folder = tempfile::tempdir().unwrap();
    let store = match location {
        Location::Sqlite(file) => {
            std::fs::write(file, backup).unwrap();
            let store = Store::open(location, false).await.unwrap();
            let tx = store.begin().await.unwrap();
            tx.execute("drop table backup_content", vec![]).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(store.migration_state().await.unwrap(), MigrationState::Behind(4));
            store.migrate().await.unwrap();
            store
        }
        Location::Postgres(_) => {
            let file = folder.path().join("old.backup");
            std::fs::write(&file, backup).unwrap();
            restore(&file, location).await.unwrap();
            Store::open(location, false).await.unwrap()
        }
    };
    assert_eq!(store.migration_state().await.unwrap(), MigrationState::Current);
    Registry::new(store, Keys::of_secret([7; 32]))
}

async fn lines(registry: &Registry) -> Vec<registry::households::Line> {
    let seen = scope(Right::SeeHouseholds, Area::Everywhere).unwrap();
    registry.households(&seen, &Filter::default(), 1, 50).await.unwrap().lines
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_older_program_recorded_reads_the_same_verifies_and_no_longer_lies_in_plain() {
    both(async |location| {
        let registry = upgraded(&location).await;
        let plain = everything(&registry).await;
        assert!(
            holds(&plain, SECRETS[2]) && holds(&plain, SECRETS[4]),
            "the older program wrote answers in plain"
        );
        assert!(registry.keys_belong().await.unwrap());
        assert!(
            matches!(registry.verify(&[]).await.unwrap(), Verdict::Whole(_)),
            "before answers are encrypted"
        );
        let before = lines(&registry).await;

        assert_eq!(registry.seal_old_answers(at("2026-11-26")).await.unwrap(), 3);
        assert_eq!(
            registry.seal_old_answers(at("2026-11-26")).await.unwrap(),
            0,
            "there is nothing left to do"
        );
        let all = everything(&registry).await;
        for secret in SECRETS {
            assert!(!holds(&all, secret), "`{secret}` still lies open");
        }
        assert!(holds(&all, "Trần Thị Cúc"));
        let Verdict::Whole(whole) = registry.verify(&[]).await.unwrap() else { panic!("not whole") };
        assert_eq!(whole.erased, 0);

        let after = lines(&registry).await;
        let told = |lines: &[registry::households::Line]| {
            lines
                .iter()
                .map(|line| (line.head.clone(), line.village.clone(), line.outcome.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&before), told(&after));
        assert_eq!(after.len(), 2);
        let an = after.iter().find(|line| line.head.as_deref() == Some("Lê Văn An")).unwrap();
        let cuc = after.iter().find(|line| line.head.as_deref() == Some("Trần Thị Cúc")).unwrap();
        assert_eq!(cuc.village.as_deref(), Some("Tổ dân phố 1"), "she moved");
        let seen = scope(Right::SeeHouseholds, Area::Everywhere).unwrap();
        let results = registry.assessments_of(&seen, an.id).await.unwrap();
        assert_eq!((results.len(), results[1].is_superseded), (2, true));
        let answers = results[0].answers.as_ref().unwrap();
        assert_eq!(answers["household"]["income_per_capita"], 900_000);
        assert_eq!(answers["members"][0]["illness_note"], "điều trị tâm thần");
        // The law of that day may have been described anew since; where it was not, the decision comes out again.
        let standard = standard();
        if standard.digest == results[0].assessed.pack_digest {
            assert_eq!(replay(&results[0], &standard).unwrap(), results[0].assessed);
        }
        let as_of = AsOf { day: day("2025-09-01"), known_at: None };
        let file = registry.file(&seen, cuc.id, as_of).await.unwrap().unwrap();
        assert_eq!(file.people.len(), 1, "as of a day before she moved");
        registry.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_of_an_upgraded_database_are_those_of_a_new_one() {
    both(async |location| {
        let registry = upgraded(&location).await;
        let upgraded = registry.store().schema().await.unwrap();
        let fresh = store::testing::Fresh::sqlite();
        assert_eq!(upgraded, fresh.store().await.schema().await.unwrap());
    })
    .await;
}
