//! One backup serves both databases; a damaged one serves none.

use std::fs;
use std::path::{Path, PathBuf};

use sea_orm::JsonValue;
use store::dates::{Instant, day};
use store::testing::{Cluster, Fresh, both};
use store::{Kind, Location, MigrationState, Queries, Store, Value, restore};

use crate::opening::damage;
use crate::survives::write;
use crate::tell::{count, file, id, ready, refused, set, settings};

/// Rows of many kinds, more than one page of them.
async fn fill(store: &Store) {
    let tx = store.begin().await.unwrap();
    for seq in 1..=60 {
        write(&tx, seq).await;
    }
    let columns = ["act_seq", "ordinal", "subject", "attribute", "object", "value", "valid_from", "digest"];
    let content = r#"{"zz": 1.10, "a": [null, "Đặng Thị Ử"], "big": 9007199254740993, "x": 0.1e-7}"#;
    let content: Value = Value::Json(Some(Box::new(content.parse::<JsonValue>().unwrap())));
    let fact = |n: i64| {
        let object = (n % 2 == 0).then(id);
        vec![
            1.into(),
            n.into(),
            id().into(),
            "name".into(),
            object.into(),
            content.clone(),
            day(-400),
            vec![7_u8; 32].into(),
        ]
    };
    tx.insert("fact", &columns, (0..2345).map(fact).collect()).await.unwrap();
    let user = id();
    let account = vec![user.into(), "officer".into(), "Ông Ba".into(), 60.into(), 99.into()];
    tx.insert("user_account", &["id", "login", "name", "act_seq", "ordinal"], vec![account]).await.unwrap();
    let at = |millis| Value::from(Instant::from_millis(millis));
    let session = vec![vec![0_u8; 32].into(), user.into(), at(-1), at(0), at(1_790_000_000_123)];
    let columns = ["token_hash", "user_id", "began_at", "seen_at", "ends_at"];
    tx.insert("session", &columns, vec![session]).await.unwrap();
    set(&tx, "long").await.unwrap();
    tx.commit().await.unwrap();
}

/// Every row of every table in words, whichever database it is in.
async fn told(store: &Store) -> Vec<String> {
    let mut all = Vec::new();
    for (table, shape) in store.schema().await.unwrap() {
        for row in store
            .rows(&format!("select * from {table} order by {}", shape.key.join(", ")), vec![])
            .await
            .unwrap()
        {
            let mut line = table.clone();
            for (column, is, _) in &shape.columns {
                let value = match *is {
                    "uuid" => format!("{:?}", row.get::<Option<uuid::Uuid>>(column).unwrap()),
                    "integer" => format!("{:?}", row.get::<Option<i64>>(column).unwrap()),
                    "boolean" => format!("{:?}", row.get::<Option<bool>>(column).unwrap()),
                    "text" => format!("{:?}", row.get::<Option<String>>(column).unwrap()),
                    "date" => format!("{:?}", row.day(column).unwrap()),
                    "instant" => format!("{:?}", row.instant(column).unwrap()),
                    "bytes" => format!("{:?}", row.get::<Option<Vec<u8>>>(column).unwrap()),
                    // The two databases order the fields of an object differently.
                    _ => format!("{:?}", row.get::<Option<JsonValue>>(column).unwrap().map(sorted)),
                };
                line.push_str(&format!(" {column}={value}"));
            }
            all.push(line);
        }
    }
    all
}

fn sorted(json: JsonValue) -> JsonValue {
    match json {
        JsonValue::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            JsonValue::Object(fields.into_iter().collect())
        }
        JsonValue::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

/// A backup of a database that has rows, in a folder of its own.
async fn a_backup() -> (tempfile::TempDir, PathBuf) {
    let (folder, fresh) = (tempfile::tempdir().unwrap(), Fresh::sqlite());
    let (store, path) = (fresh.store().await, folder.path().join("backup.db"));
    fill(&store).await;
    store.backup(&path).await.unwrap();
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_comes_back_from_either_database_in_either_database() {
    both(|location| async move {
        let store = ready(&location).await;
        fill(&store).await;
        let (folder, before) = (tempfile::tempdir().unwrap(), told(&store).await);
        let path = folder.path().join("sao lưu 1.db");
        let made = store.backup(&path).await.unwrap();
        assert_eq!(usize::try_from(made.rows).unwrap(), before.len());
        assert_eq!(names(folder.path()), ["sao lưu 1.db"]);
        both(|target| {
            let (path, before) = (path.clone(), before.clone());
            async move {
                assert_eq!(restore(&path, &target).await.unwrap(), made);
                let restored = Store::open(&target, false).await.unwrap();
                assert_eq!(restored.migration_state().await.unwrap(), MigrationState::Current);
                assert_eq!(told(&restored).await, before);
                restored.migrate().await.unwrap();
                let tx = restored.begin().await.unwrap();
                set(&tx, "goes on").await.unwrap();
                tx.commit().await.unwrap();
                // The restored database can be backed up in its turn, and no table of the backup stayed in it.
                let again = path.with_extension(if restored.is_postgres() { "2" } else { "3" });
                assert_eq!(restored.backup(&again).await.unwrap().rows, made.rows + 1);
                assert!(!restored.schema().await.unwrap().contains_key("backup_content"));
            }
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_shows_one_moment_while_others_write() {
    both(|location| async move {
        let store = ready(&location).await;
        fill(&store).await;
        let writing = {
            let store = store.clone();
            tokio::spawn(async move {
                for seq in 1000.. {
                    let tx = store.begin().await.unwrap();
                    write(&tx, seq).await;
                    tx.commit().await.unwrap();
                }
            })
        };
        let folder = tempfile::tempdir().unwrap();
        let before = count(&store, "act").await;
        for n in 0..3 {
            store.backup(&folder.path().join(format!("{n}.db"))).await.unwrap();
        }
        let after = count(&store, "act").await;
        writing.abort();
        assert!(after > before, "nobody wrote meanwhile: the test shows nothing");
        for n in 0..3 {
            let target = Fresh::sqlite();
            restore(&folder.path().join(format!("{n}.db")), target.location()).await.unwrap();
            let restored = Store::open(target.location(), false).await.unwrap();
            assert_eq!(count(&restored, "village").await, 20 * count(&restored, "act").await);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_is_refused_and_nothing_is_made() {
    let (folder, path) = a_backup().await;
    let whole = fs::read(&path).unwrap();
    let spoiled = folder.path().join("spoiled.db");
    let name = whole
        .windows("Ông Ba".len())
        .position(|bytes| bytes == "Ông Ba".as_bytes())
        .expect("the name is in the file");
    let mut one_letter = whole.clone();
    one_letter[name + 6] ^= 1;
    let mut header = whole.clone();
    header[..100].fill(0);
    for (what, bytes) in [
        ("one letter", one_letter),
        ("header", header),
        ("half", whole[..whole.len() / 2].to_vec()),
        ("empty", vec![]),
        ("letter", b"not a database".repeat(1000)),
    ] {
        fs::write(&spoiled, bytes).unwrap();
        both(|target| {
            let spoiled = spoiled.clone();
            async move {
                let outcome = restore(&spoiled, &target).await;
                let Err(fault) = outcome else { panic!("{what}: was restored") };
                assert_eq!(fault.kind, Kind::Unusable, "{what}: {fault} {:?}", fault.cause());
                still_empty(&target).await;
            }
        })
        .await;
    }
    damage(&path, 5);
    refused(restore(&path, Fresh::sqlite().location()).await, Kind::Unusable, "damaged");
}

async fn still_empty(target: &Location) {
    match target {
        Location::Sqlite(path) => assert_eq!(names(path.parent().unwrap()), Vec::<String>::new()),
        Location::Postgres(_) => {
            let store = Store::open(target, false).await.unwrap();
            assert_eq!(store.migration_state().await.unwrap(), MigrationState::Empty);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_holds_something_is_refused_and_left_alone() {
    let (_folder, path) = a_backup().await;
    both(|target| {
        let path = path.clone();
        async move {
            let store = ready(&target).await;
            let tx = store.begin().await.unwrap();
            set(&tx, "theirs").await.unwrap();
            tx.commit().await.unwrap();
            let outcome = restore(&path, &target).await;
            let Err(fault) = outcome else { panic!("it took the place of data") };
            assert_eq!(fault.kind, Kind::Unusable);
            assert_eq!(settings(&store).await, ["theirs"]);
        }
    })
    .await;
    // The log of a deleted database would be taken for the newest changes of the new one.
    let fresh = Fresh::sqlite();
    let log = file(fresh.location()).with_extension("db-wal");
    fs::write(&log, b"old").unwrap();
    refused(restore(&path, fresh.location()).await, Kind::Unusable, "left of another database");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_backup_of_ours_is_refused() {
    let (folder, target) = (tempfile::tempdir().unwrap(), Fresh::sqlite());
    let missing = folder.path().join("none.db");
    refused(restore(&missing, target.location()).await, Kind::Unusable, "there is no backup");
    let running = Fresh::sqlite();
    let store = running.store().await;
    refused(restore(&file(running.location()), target.location()).await, Kind::Unusable, "a database in use");
    store.close().await;
    refused(restore(&file(running.location()), target.location()).await, Kind::Unusable, "not a backup");

    let (_folder, path) = a_backup().await;
    let newer = Store::open(&Location::Sqlite(path.clone()), false).await.unwrap();
    let tx = newer.begin().await.unwrap();
    tx.execute("insert into migration (number, name, applied_at) values (999, 'x', '0')", vec![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    newer.close().await;
    refused(restore(&path, target.location()).await, Kind::Unusable, "newer version of this program");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_never_takes_the_place_of_a_file_and_never_of_nothing() {
    let (folder, fresh) = (tempfile::tempdir().unwrap(), Fresh::sqlite());
    let there = folder.path().join("letter.txt");
    fs::write(&there, "Kính gửi").unwrap();
    let empty = Store::open(fresh.location(), true).await.unwrap();
    refused(empty.backup(&folder.path().join("x.db")).await, Kind::Unusable, "empty");
    empty.migrate().await.unwrap();
    refused(empty.backup(&there).await, Kind::Unusable, "there is already");
    refused(empty.backup(&folder.path().join("none/x.db")).await, Kind::NoRoom, "could not write");
    assert_eq!(fs::read_to_string(&there).unwrap(), "Kính gửi");
    assert_eq!(names(folder.path()), ["letter.txt"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_during_a_restore_is_empty_afterwards() {
    let (_folder, path) = a_backup().await;
    let server = Cluster::start("");
    let target = Fresh::on(&server.maintenance()).await;
    let restoring = {
        let (path, location) = (path.clone(), target.location().clone());
        tokio::spawn(async move { restore(&path, &location).await })
    };
    tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    server.crash();
    let outcome = restoring.await.unwrap();
    server.start_again();
    if outcome.is_err() {
        still_empty(target.location()).await;
        restore(&path, target.location()).await.unwrap();
    }
    assert_eq!(count(&Store::open(target.location(), false).await.unwrap(), "act").await, 60);
}
