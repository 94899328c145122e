//! Whatever was acknowledged is there after the power was cut.

use std::path::Path;

use store::testing::ForgetfulDisk;
use store::{Location, Store};

use crate::child;
use crate::survives::last;

/// Cuts the power of a writing program after some acknowledgements; says what was acknowledged and what is there.
async fn cut_power_of(part: &str) -> (i64, i64) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Sqlite(folder.path().join("chungtay.db"));
    let store = Store::open(&location, true).await.unwrap();
    store.migrate().await.unwrap();
    store.close().await;
    let disk = ForgetfulDisk::of(folder.path());
    let (mut writer, mut said) = child::writing_on(part, &location, &|command| disk.under(command));
    let heard = said.by_ref().take(25).last().expect("the writer acknowledges");
    writer.kill().unwrap();
    writer.wait().unwrap();
    let acknowledged = said.last().unwrap_or(heard);
    disk.cut();
    let store = Store::open(&location, false).await.unwrap();
    let there = last(&store).await;
    store.close().await;
    (acknowledged, there)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let (acknowledged, there) = cut_power_of("writes_and_then_acknowledges").await;
    // The last one may have been written and not yet told.
    assert!(there == acknowledged || there == acknowledged + 1, "{acknowledged} told, {there} there");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_power_cut_finds_a_database_that_does_not_wait_for_the_disk() {
    let (acknowledged, there) = cut_power_of("writes_with_synchronous_off").await;
    assert!(there < acknowledged, "{acknowledged} told, {there} there: the test could not see a loss");
}

/// The part that the second story starts: the same rows, by a connection that is told not to wait.
pub(crate) async fn write_carelessly(path: &Path) {
    use sea_orm::{ConnectOptions, ConnectionTrait, Database};
    let path = path.to_owned();
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .filename(&path)
            .in_memory(false)
            .shared_cache(false)
            .pragma("synchronous", "OFF")
            .pragma("journal_mode", "WAL")
    });
    let database = Database::connect(options).await.unwrap();
    for seq in 1.. {
        let sql = format!(
            "insert into act (seq, id, kind, at, commitment) values ({seq}, x'{seq:032x}', 'test', '2026-01-01 00:00:00', x'01')"
        );
        database.execute_unprepared(&sql).await.unwrap();
        println!("acknowledged {seq}");
    }
}
