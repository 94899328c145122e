//! Whatever was acknowledged is there after a kill, and every transaction is there wholly or not at all.
//!
//! SQLite with `synchronous=OFF` is no negative control here: a killed program loses nothing that it handed to the
//! operating system, whatever it synced; only a power cut shows that. The controls are a program that acknowledges too
//! early, and PostgreSQL with `synchronous_commit=off`, where a crash of the server does lose what was acknowledged.

use store::testing::{Cluster, Fresh, both};
use store::{Location, Queries, Store, Tx, Value};

use crate::child;
use crate::tell::{count, id, set};

/// Rows of one act.
const ROWS: i64 = 20;

/// One act with some rows.
pub(crate) async fn write(tx: &Tx, seq: i64) {
    let act =
        vec![seq.into(), id().into(), "test".into(), store::dates::Instant::now().into(), vec![1_u8].into()];
    tx.insert("act", &["seq", "id", "kind", "at", "commitment"], vec![act]).await.unwrap();
    let rows: Vec<Vec<Value>> = (0..ROWS).map(|n| vec![id().into(), seq.into(), n.into()]).collect();
    tx.insert("village", &["id", "act_seq", "ordinal"], rows).await.unwrap();
}

/// The number of the last act.
pub(crate) async fn last(store: &Store) -> i64 {
    let row = store.row("select coalesce(max(seq), 0) as seq from act", vec![]).await.unwrap();
    row.unwrap().get("seq").unwrap()
}

/// Kills a writing program after some acknowledgements; says what was acknowledged and what is there.
async fn kill_a_writer(part: &str, location: &Location, after: usize) -> (i64, i64) {
    let (mut child, mut said) = child::writing(part, location);
    let heard = said.by_ref().take(after).last().expect("the writer acknowledges");
    child.kill().unwrap();
    child.wait().unwrap();
    let acknowledged = said.last().unwrap_or(heard);
    let store = Store::open(location, false).await.unwrap();
    // PostgreSQL notices a dead client when it next speaks to it; until then its transaction may hold the place.
    let tx = store.begin().await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(count(&store, "village").await, ROWS * count(&store, "act").await, "an act is there in part");
    let there = last(&store).await;
    store.close().await;
    (acknowledged, there)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_program_loses_nothing_that_it_acknowledged() {
    both(|location| async move {
        let store = Store::open(&location, true).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await;
        for after in [1, 7, 20, 3, 50] {
            let (acknowledged, there) = kill_a_writer("writes_and_then_acknowledges", &location, after).await;
            // The last one may have been written and not yet told.
            assert!(there == acknowledged || there == acknowledged + 1, "{acknowledged} told, {there} there");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kill_finds_a_program_that_acknowledges_too_early() {
    both(|location| async move {
        let store = Store::open(&location, true).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await;
        let (acknowledged, there) = kill_a_writer("acknowledges_and_then_writes", &location, 3).await;
        assert!(there < acknowledged, "{acknowledged} told, {there} there: the test could not see a loss");
    })
    .await;
}

/// A server that writes its log late on its own, so that only commits make it write.
async fn crash_after(settings: &str, careless: bool) -> (i64, i64) {
    let server = Cluster::start(settings);
    let fresh = Fresh::on(&server.maintenance()).await;
    let store = fresh.store().await;
    for seq in 1..=20 {
        let tx = store.begin().await.unwrap();
        if careless {
            tx.execute("set local synchronous_commit = off", vec![]).await.unwrap();
        }
        write(&tx, seq).await;
        tx.commit().await.unwrap();
    }
    server.crash();
    server.start_again();
    let tx = store.begin().await.unwrap();
    set(&tx, "goes on").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count(&store, "village").await, ROWS * count(&store, "act").await);
    (20, last(&store).await)
}

/// The server's own setting is the careless one: the store does not take it over.
const CARELESS: &str = "-c synchronous_commit=off -c wal_writer_delay=10s";

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_of_the_server_loses_nothing_that_was_acknowledged() {
    let (acknowledged, there) = crash_after(CARELESS, false).await;
    assert_eq!(there, acknowledged);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_crash_finds_a_commit_that_does_not_wait_for_the_disk() {
    let (acknowledged, there) = crash_after(CARELESS, true).await;
    assert!(there < acknowledged, "{there} of {acknowledged} are there: the test could not see a loss");
}
