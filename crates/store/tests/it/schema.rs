//! The tables: equal on both databases, made once, and never taken from somebody else.

use store::testing::{Fresh, both};
use store::{Kind, MigrationState, Queries, Store};

use crate::tell::{count, ready, refused};

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_have_the_same_tables() {
    let (file, server) = (Fresh::sqlite(), Fresh::postgres().await);
    let (sqlite, postgres) =
        (file.store().await.schema().await.unwrap(), server.store().await.schema().await.unwrap());
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    for (name, shape) in &sqlite {
        assert_eq!(Some(shape), postgres.get(name), "table {name}");
        assert!(!shape.key.is_empty(), "table {name} has no key: it could not be backed up");
        assert!(shape.columns.iter().all(|(_, is, _)| *is != "unknown"), "table {name}: {:?}", shape.columns);
    }
    assert!(sqlite.len() > 15);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_comparison_notices_one_index_and_one_required_column_of_difference() {
    let (file, server) = (Fresh::sqlite(), Fresh::postgres().await);
    let (sqlite, postgres) = (file.store().await, server.store().await);
    let alike = async || sqlite.schema().await.unwrap() == postgres.schema().await.unwrap();
    assert!(alike().await);
    for (spoil, mend) in [
        ("drop index act_undoes", "create index act_undoes on act (undoes)"),
        ("alter table act alter column at drop not null", "alter table act alter column at set not null"),
        ("alter table act alter column at type text", ""),
    ] {
        change(&postgres, spoil).await;
        assert!(!alike().await, "{spoil}");
        if !mend.is_empty() {
            change(&postgres, mend).await;
            assert!(alike().await, "{mend}");
        }
    }
}

async fn change(store: &Store, sql: &str) {
    let tx = store.begin().await.unwrap();
    tx.execute(sql, vec![]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn migrating_twice_changes_nothing() {
    both(|location| async move {
        let store = Store::open(&location, true).await.unwrap();
        assert_eq!(store.migration_state().await.unwrap(), MigrationState::Empty);
        store.migrate().await.unwrap();
        let (schema, steps) = (store.schema().await.unwrap(), applied(&store).await);
        store.migrate().await.unwrap();
        assert_eq!(store.migration_state().await.unwrap(), MigrationState::Current);
        assert_eq!((store.schema().await.unwrap(), applied(&store).await), (schema, steps));
        assert_eq!(count(&store, "migration").await, i64::try_from(store::migrations().len()).unwrap());
    })
    .await;
}

async fn applied(store: &Store) -> Vec<(i64, String)> {
    let rows = store.rows("select number, applied_at from migration order by number", vec![]).await.unwrap();
    rows.iter().map(|row| (row.get("number").unwrap(), row.get("applied_at").unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_start_together_make_the_tables_once() {
    both(|location| async move {
        // SQLite changes a new file to its write-ahead log when it is first opened.
        Store::open(&location, true).await.unwrap().close().await;
        let start = || async {
            let store = Store::open(&location, true).await.unwrap();
            store.migrate().await.map_err(|fault| fault.cause()).unwrap();
            store
        };
        let (store, ..) = tokio::join!(start(), start(), start());
        assert_eq!(count(&store, "migration").await, i64::try_from(store::migrations().len()).unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    both(|location| async move {
        let store = ready(&location).await;
        change(&store, "insert into migration (number, name, applied_at) values (999, 'of tomorrow', '0')")
            .await;
        let schema = store.schema().await.unwrap();
        assert_eq!(store.migration_state().await.unwrap(), MigrationState::Newer(999));
        refused(store.migrate().await, Kind::Unusable, "newer version of this program (step 999)");
        assert_eq!(store.schema().await.unwrap(), schema);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_another_program_are_refused_and_left_alone() {
    for foreign in ["create table customer (id bigint)", "create table migration (id bigint, name text)"] {
        both(|location| async move {
            let store = Store::open(&location, true).await.unwrap();
            change(&store, foreign).await;
            refused(store.migrate().await, Kind::Unusable, "tables of another program");
            refused(store.migration_state().await, Kind::Unusable, "tables of another program");
            let there = if store.is_postgres() {
                "(select * from information_schema.tables where table_schema = 'public') t"
            } else {
                "sqlite_schema"
            };
            assert_eq!(count(&store, there).await, 1);
        })
        .await;
    }
}
