//! Files and servers that cannot be used are refused with words and a remedy; nothing is made or changed by that.

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use store::testing::{Cluster, Fresh};
use store::{Kind, Location, Queries, Store};

use crate::child;
use crate::tell::{count, file, refused, set, settings};

fn at(path: &Path) -> Location {
    Location::Sqlite(path.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_file_is_made_only_when_asked() {
    let fresh = Fresh::sqlite();
    refused(Store::open(fresh.location(), false).await, Kind::Unusable, "there is no database");
    assert!(!file(fresh.location()).exists());
    Store::open(fresh.location(), true).await.unwrap().close().await;
    assert!(file(fresh.location()).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_and_a_place_without_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    refused(Store::open(&at(folder.path()), true).await, Kind::Unusable, "is a folder");
    let nowhere = folder.path().join("none/x.db");
    refused(Store::open(&at(&nowhere), true).await, Kind::Unusable, "does not exist");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_with_signs_of_addresses_is_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("xã Đạ Tẻh?mode=memory#%41 .db");
    let store = Store::open(&at(&path), true).await.unwrap();
    store.migrate().await.unwrap();
    store.close().await;
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files, [path]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.db");
    let letter = "Kính gửi Uỷ ban nhân dân xã ".repeat(200);
    fs::write(&path, &letter).unwrap();
    refused(Store::open(&at(&path), true).await, Kind::Unusable, "could not open");
    assert_eq!(fs::read_to_string(&path).unwrap(), letter);
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_pages_are_an_error_of_their_own_and_never_an_empty_answer() {
    let fresh = Fresh::sqlite();
    let store = fresh.store().await;
    let tx = store.begin().await.unwrap();
    for n in 0..500 {
        set(&tx, &format!("{n:0200}")).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await;
    damage(&file(fresh.location()), 8);
    let outcome = async {
        let store = Store::open(fresh.location(), false).await?;
        store.rows("select name, value from setting order by name", vec![]).await
    };
    let Err(fault) = outcome.await else { panic!("damage was not noticed") };
    assert_eq!(fault.kind, Kind::Unusable, "{:?}", fault.cause());
    assert!(fault.remedy().en.contains("backup"));
}

/// Spoils the rest of a file after some tenths.
pub(crate) fn damage(path: &Path, tenths: u64) {
    let mut file = fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    let length = file.metadata().unwrap().len();
    let start = length / 10 * tenths;
    let mut rest = Vec::new();
    file.seek(SeekFrom::Start(start)).unwrap();
    file.read_to_end(&mut rest).unwrap();
    rest.iter_mut().for_each(|byte| *byte ^= 0x5a);
    file.seek(SeekFrom::Start(start)).unwrap();
    file.write_all(&rest).unwrap();
}

#[test]
fn a_file_that_may_not_be_written_is_refused_with_words() {
    child::as_nobody("read_only_file");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_another_program_writes_is_busy_for_writers_and_open_for_readers() {
    let fresh = Fresh::sqlite();
    let (store, other) = (fresh.store().await, Store::open(fresh.location(), false).await.unwrap());
    let held = other.begin().await.unwrap();
    set(&held, "theirs").await.unwrap();
    assert!(settings(&store).await.is_empty());
    refused(store.begin().await, Kind::Busy, "could not begin");
    held.commit().await.unwrap();
    store.begin().await.unwrap().rollback().await.unwrap();
    assert_eq!(settings(&store).await, ["theirs"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_leaves_the_file_whole_and_the_program_going() {
    let fresh = Fresh::sqlite();
    let store = fresh.store().await;
    let tx = store.begin().await.unwrap();
    set(&tx, "before").await.unwrap();
    let pages = tx.row("pragma page_count", vec![]).await.unwrap().unwrap().get::<i64>("page_count").unwrap();
    tx.commit().await.unwrap();
    for _ in 0..3 {
        let tx = store.begin().await.unwrap();
        tx.rows(&format!("pragma max_page_count = {}", pages + 20), vec![]).await.unwrap();
        let full = async {
            for n in 0..10_000 {
                set(&tx, &format!("{n:01000}")).await?;
            }
            Ok(())
        };
        refused(full.await, Kind::NoRoom, "could not write");
        drop(tx);
        assert_eq!(settings(&store).await, ["before"]);
        // SQLite itself ended that transaction. One that is given up after it must not stay open in the connection, or
        // everything later would be acknowledged inside of it and lost with it.
        let tx = store.begin().await.unwrap();
        set(&tx, "given up").await.unwrap();
        tx.rollback().await.unwrap();
    }
    let tx = store.begin().await.unwrap();
    tx.rows("pragma max_page_count = 1000000", vec![]).await.unwrap();
    for n in 0..100 {
        set(&tx, &format!("{n:01000}")).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(count(&store, "setting").await, 101);
    let other = Store::open(fresh.location(), false).await.unwrap();
    assert_eq!(count(&other, "setting").await, 101, "what was acknowledged is there for others");
    let whole = other.row("pragma integrity_check", vec![]).await.unwrap().unwrap();
    assert_eq!(whole.get::<String>("integrity_check").unwrap(), "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_sync_is_refused() {
    let server = Cluster::start("-c fsync=off");
    let location = Location::Postgres(server.maintenance());
    refused(Store::open(&location, true).await, Kind::Unusable, "fsync off");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_the_server_does_not_have_is_refused() {
    let fresh = Fresh::postgres().await;
    let Location::Postgres(url) = fresh.location() else { panic!("a server") };
    let name = url.split(['/', '?']).find(|part| part.starts_with("chungtay_test")).unwrap();
    let location = Location::Postgres(url.replace(name, "no_such_database"));
    refused(Store::open(&location, true).await, Kind::Unusable, "could not open");
    // The other way to write the same address.
    let location: Location = url.replace("postgres://", "postgresql://").parse().unwrap();
    Store::open(&location, false).await.unwrap().close().await;
}
