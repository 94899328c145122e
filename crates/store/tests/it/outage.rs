//! PostgreSQL goes away and comes back; the program goes on without being started again.

use std::time::Duration;

use store::testing::{Cluster, Fresh};
use store::{Kind, Queries, Store};

use crate::tell::{refused, set, settings};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_is_said_to_be_unreachable() {
    let server = Cluster::start("");
    let fresh = Fresh::on(&server.maintenance()).await;
    server.crash();
    let opened = Store::open(fresh.location(), true).await;
    server.start_again();
    refused(opened, Kind::Unreachable, "could not open the database postgres://localhost/chungtay_test");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_recovers_when_the_server_comes_back() {
    let server = Cluster::start("");
    let fresh = Fresh::on(&server.maintenance()).await;
    let store = fresh.store().await;
    let tx = store.begin().await.unwrap();
    set(&tx, "before").await.unwrap();
    tx.commit().await.unwrap();

    let tx = store.begin().await.unwrap();
    set(&tx, "half").await.unwrap();
    server.crash();
    refused(set(&tx, "other half").await, Kind::Unreachable, "could not write");
    refused(tx.commit().await, Kind::Unreachable, "could not commit");
    let (read, begun) = tokio::join!(store.rows("select 1 as n", vec![]), store.begin());
    refused(read, Kind::Unreachable, "could not read");
    refused(begun, Kind::Unreachable, "could not begin");

    server.start_again();
    assert_eq!(settings(&store).await, ["before"]);
    let tx = store.begin().await.unwrap();
    set(&tx, "after").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(settings(&store).await, ["after", "before"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_restarted_while_nobody_asked_is_not_noticed() {
    let server = Cluster::start("");
    let fresh = Fresh::on(&server.maintenance()).await;
    let store = fresh.store().await;
    server.crash();
    server.start_again();
    assert!(settings(&store).await.is_empty());
    let tx = store.begin().await.unwrap();
    set(&tx, "after").await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_outage_ends_when_the_server_is_back() {
    let server = Cluster::start("");
    let fresh = Fresh::on(&server.maintenance()).await;
    let store = fresh.store().await;
    let tx = store.begin().await.unwrap();
    set(&tx, "half").await.unwrap();
    // A killed server leaves its socket: whoever connects is turned away, and tries again.
    server.kill();
    refused(set(&tx, "other half").await, Kind::Unreachable, "could not write");
    refused(tx.commit().await, Kind::Unreachable, "could not commit");
    // With pauses that double it is 20 seconds by now.
    tokio::time::sleep(Duration::from_secs(22)).await;

    server.start_again();
    let tx = store.begin().await.unwrap();
    set(&tx, "after").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(settings(&store).await, ["after"]);
}
