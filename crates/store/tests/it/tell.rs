//! Words that many stories share.

use std::path::PathBuf;

use store::{Fault, Kind, Location, Queries, Store, Tx, Value};
use uuid::Uuid;

/// A store with all tables.
pub(crate) async fn ready(location: &Location) -> Store {
    let store = Store::open(location, true).await.unwrap();
    store.migrate().await.unwrap();
    store
}

/// Adds a setting: the smallest row there is.
pub(crate) async fn set(tx: &Tx, name: &str) -> Result<(), Fault> {
    let value = Value::Json(Some(Box::new(true.into())));
    tx.insert("setting", &["name", "value"], vec![vec![name.into(), value]]).await
}

/// The names of all settings, in the order of the database.
pub(crate) async fn settings(on: &impl Queries) -> Vec<String> {
    let rows = on.rows("select name from setting order by name", vec![]).await.unwrap();
    rows.iter().map(|row| row.get("name").unwrap()).collect()
}

/// How many rows a table has.
pub(crate) async fn count(on: &impl Queries, table: &str) -> i64 {
    let row = on.row(&format!("select count(*) as n from {table}"), vec![]).await.unwrap();
    row.unwrap().get("n").unwrap()
}

/// A new id.
pub(crate) fn id() -> Uuid {
    Uuid::now_v7()
}

/// The file of a SQLite database.
pub(crate) fn file(location: &Location) -> PathBuf {
    match location {
        Location::Sqlite(path) => path.clone(),
        Location::Postgres(_) => panic!("{location} is no file"),
    }
}

/// A refusal of a certain kind that says what to do.
#[track_caller]
pub(crate) fn refused<T>(outcome: Result<T, Fault>, kind: Kind, says: &str) {
    let Err(fault) = outcome else { panic!("expected a refusal that says `{says}`") };
    assert_eq!(fault.kind, kind, "{fault}: {:?}", fault.cause());
    assert!(fault.to_string().contains(says), "`{fault}` does not say `{says}`");
    assert!(!fault.remedy().vi.is_empty() && fault.doing().vi != fault.doing().en);
}
