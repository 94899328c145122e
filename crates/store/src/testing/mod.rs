//! Databases for tests: an own SQLite file, an own database on a real PostgreSQL server, and the same story on both.
//!
//! `CHUNGTAY_TEST_POSTGRES` names the maintenance database of a server to use; without it one is started for the process.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test stops where it cannot go on"
)]

mod cluster;
mod power;

use std::future::Future;

use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use tempfile::TempDir;
use uuid::Uuid;

pub use cluster::Cluster;
pub use power::ForgetfulDisk;

use crate::location::Location;
use crate::open::Store;

/// The variable that names the maintenance database of a server to use.
pub const SERVER: &str = "CHUNGTAY_TEST_POSTGRES";

/// An empty database of one test. It is gone when this is dropped, also by a panic.
#[derive(Debug)]
pub struct Fresh {
    location: Location,
    /// The maintenance database and the name of ours, or the folder of the file.
    kept: Kept,
}

#[derive(Debug)]
enum Kept {
    Folder(#[allow(dead_code, reason = "dropping it removes the folder")] TempDir),
    Server { maintenance: String, name: String },
}

impl Fresh {
    /// A SQLite file that does not exist yet, in a folder of its own.
    pub fn sqlite() -> Fresh {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let location = Location::Sqlite(folder.path().join("chungtay.db"));
        Fresh { location, kept: Kept::Folder(folder) }
    }

    /// An empty database on the server of `CHUNGTAY_TEST_POSTGRES`, or on the one of this process.
    pub async fn postgres() -> Fresh {
        match std::env::var(SERVER) {
            Ok(maintenance) => Fresh::on(&maintenance).await,
            Err(_) => Fresh::on(&Cluster::of_this_process().maintenance()).await,
        }
    }

    /// An empty database on a server, by the address of its maintenance database.
    pub async fn on(maintenance: &str) -> Fresh {
        let name = format!("chungtay_test_{}", Uuid::now_v7().simple());
        // `template0`: it is the only one that nobody can be connected to, so tests may make databases at once.
        run(maintenance, &format!("create database {name} template template0 encoding 'UTF8'")).await;
        let location = Location::Postgres(with_name(maintenance, &name));
        Fresh { location, kept: Kept::Server { maintenance: maintenance.to_owned(), name } }
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Opens it with all tables.
    pub async fn store(&self) -> Store {
        let store = Store::open(&self.location, true).await.expect("an empty database opens");
        store.migrate().await.expect("an empty database gets its tables");
        store
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let Kept::Server { maintenance, name } = &self.kept else { return };
        let sql = format!("drop database if exists {name} with (force)");
        let maintenance = maintenance.clone();
        // A thread of its own: here one may not wait, and the test's runtime may be ending.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime can be made").block_on(run(&maintenance, &sql));
        });
        if dropping.join().is_err() {
            eprintln!("the database {name} could not be dropped");
        }
    }
}

/// Tells one story twice: on an empty SQLite file, then on an empty PostgreSQL database.
pub async fn both<F, Told>(story: F)
where
    F: Fn(Location) -> Told,
    Told: Future<Output = ()>,
{
    for fresh in [Fresh::sqlite(), Fresh::postgres().await] {
        eprintln!("on {}", fresh.location());
        story(fresh.location().clone()).await;
    }
}

async fn run(maintenance: &str, sql: &str) {
    let mut options = ConnectOptions::new(maintenance);
    options.max_connections(1).sqlx_logging(false);
    let server = Database::connect(options).await;
    let server = server.unwrap_or_else(|e| panic!("the PostgreSQL server for tests is not reachable: {e}"));
    let done = server.execute_unprepared(sql).await;
    let _ = server.close().await;
    if let Err(e) = done {
        panic!("the PostgreSQL server for tests refused `{sql}`: {e}");
    }
}

/// The address with another database.
fn with_name(maintenance: &str, name: &str) -> String {
    let (address, settings) = maintenance.split_once('?').unwrap_or((maintenance, ""));
    let (scheme, place) = address.split_once("://").expect("an address begins with postgres://");
    let server = place.split_once('/').map_or(place, |(server, _)| server);
    let settings = if settings.is_empty() { String::new() } else { format!("?{settings}") };
    format!("{scheme}://{server}/{name}{settings}")
}

#[cfg(test)]
mod tests {
    use super::with_name;

    #[test]
    fn only_the_name_of_the_database_is_replaced() {
        assert_eq!(with_name("postgres://a:b@host:5/postgres", "x"), "postgres://a:b@host:5/x");
        assert_eq!(
            with_name("postgres://a@host/postgres?host=/tmp/s", "x"),
            "postgres://a@host/x?host=/tmp/s"
        );
        assert_eq!(with_name("postgres://host", "x"), "postgres://host/x");
    }
}
