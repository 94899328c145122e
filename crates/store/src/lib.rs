//! One store, two databases: SQLite in a file, or PostgreSQL. Connections, transactions, migrations, and every
//! difference between the two.
//!
//! This crate knows tables and rows, and no official act. The registry above it is the only one that writes.

mod backup;
mod copy;
pub mod dates;
mod fault;
mod location;
mod migration;
mod migrations;
mod open;
mod restore;
mod schema;
mod tables;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod unfinished;
mod version;

pub use backup::Backup;
pub use fault::{Fault, Kind};
pub use location::{Location, LocationError};
pub use migration::{MigrationState, Step};
pub use migrations::all as migrations;
pub use open::Store;
pub use restore::restore;
pub use schema::{Schema, TableShape};
pub use sea_orm::Value;
pub use tx::{Queries, Row, Tx, places};
