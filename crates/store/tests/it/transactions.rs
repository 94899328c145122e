//! Whole or not at all, and one writer at a time.

use store::testing::{Fresh, both};
use store::{Kind, Queries, Value};

use crate::tell::{id, ready, refused, set, settings};

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_is_dropped_leaves_nothing() {
    both(|location| async move {
        let store = ready(&location).await;
        let tx = store.begin().await.unwrap();
        set(&tx, "lost").await.unwrap();
        assert_eq!(settings(&tx).await, ["lost"]);
        drop(tx);
        let tx = store.begin().await.unwrap();
        assert!(settings(&tx).await.is_empty());
        set(&tx, "kept").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(settings(&store).await, ["kept"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_is_cancelled_leaves_nothing() {
    both(|location| async move {
        let store = ready(&location).await;
        let writing = {
            let store = store.clone();
            tokio::spawn(async move {
                let tx = store.begin().await.unwrap();
                for n in 0_u64.. {
                    set(&tx, &n.to_string()).await.unwrap();
                }
                tx.commit().await.unwrap();
            })
        };
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        writing.abort();
        let tx = store.begin().await.unwrap();
        assert!(settings(&tx).await.is_empty());
        tx.rollback().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_do_not_see_what_is_not_committed_and_do_not_wait() {
    both(|location| async move {
        let store = ready(&location).await;
        let tx = store.begin().await.unwrap();
        set(&tx, "soon").await.unwrap();
        assert!(settings(&store).await.is_empty());
        tx.commit().await.unwrap();
        assert_eq!(settings(&store).await, ["soon"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_breaks_a_constraint_is_refused_and_its_values_are_not_in_the_words() {
    both(|location| async move {
        let store = ready(&location).await;
        let tx = store.begin().await.unwrap();
        set(&tx, "Nguyễn Văn A").await.unwrap();
        let twice = set(&tx, "Nguyễn Văn A").await.unwrap_err();
        assert_eq!(twice.kind, Kind::Constraint, "{:?}", twice.cause());
        assert!(!twice.to_string().contains("Nguyễn"));
        drop(tx);
        for (columns, values) in [
            (["id", "act_seq", "ordinal"], [id().into(), 77.into(), 0.into()]),
            (["id", "act_seq", "ordinal"], [Value::Uuid(None), 77.into(), 0.into()]),
        ] {
            let tx = store.begin().await.unwrap();
            refused(tx.insert("village", &columns, vec![values.into()]).await, Kind::Constraint, "write");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_cannot_write() {
    let fresh = Fresh::sqlite();
    let store = fresh.store().await;
    let written =
        store.rows("insert into setting (name, value) values ('x', 'true') returning name", vec![]).await;
    refused(written, Kind::NoRoom, "could not read");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_writer_waits_and_is_then_told_that_it_is_busy() {
    both(|location| async move {
        let store = ready(&location).await;
        let held = store.begin().await.unwrap();
        set(&held, "first").await.unwrap();
        let waited = std::time::Instant::now();
        refused(store.begin().await, Kind::Busy, "could not begin");
        assert!(waited.elapsed().as_secs() >= 5);
        held.commit().await.unwrap();
        store.begin().await.unwrap().rollback().await.unwrap();
    })
    .await;
}
