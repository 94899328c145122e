//! The state of an open database for whoever keeps the machine: which one it is, how large, whether the keys belong to it.

use serde_json::Value as Json;
use store::{Fault, Queries};
use vocab::said;

use crate::Registry;
use crate::keys::hex;

/// What is known of an open database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseState {
    /// Whether it is PostgreSQL; otherwise SQLite.
    pub is_postgres: bool,
    /// Version of the database program.
    pub version: String,
    /// Bytes of all tables and indexes.
    pub bytes: i64,
    /// How many acts the log has.
    pub acts: i64,
}

/// The setting that says which keys the database was made with.
const KEY_MARK: &str = "keys.mark";

impl Registry {
    /// The state of the database.
    ///
    /// # Errors
    /// The database failed.
    pub async fn state_of_database(&self) -> Result<DatabaseState, Fault> {
        let is_postgres = self.store.is_postgres();
        let sql = if is_postgres {
            "select current_setting('server_version') as version, pg_database_size(current_database())::bigint as bytes, coalesce((select size from audit_head where id = 1), 0) as acts"
        } else {
            "select sqlite_version() as version, (select page_count from pragma_page_count()) * (select page_size from pragma_page_size()) as bytes, coalesce((select size from audit_head where id = 1), 0) as acts"
        };
        let row = self.store.row(sql, vec![]).await?;
        let row = row.ok_or_else(|| {
            Fault::damaged(said!(
                "cơ sở dữ liệu không cho biết gì về chính nó",
                "the database says nothing about itself"
            ))
        })?;
        Ok(DatabaseState {
            is_postgres,
            version: row.get("version")?,
            bytes: row.get("bytes")?,
            acts: row.get("acts")?,
        })
    }

    /// Whether the keys are those that the database was made with. A database without a mark takes these as its own.
    ///
    /// # Errors
    /// The database failed.
    pub async fn keys_belong(&self) -> Result<bool, Fault> {
        let mark = hex(&self.keys.index("keys", "mark"));
        let sql = "select value from setting where name = $1";
        let tx = self.store.begin().await?;
        if let Some(row) = tx.row(sql, vec![KEY_MARK.into()]).await? {
            let kept: Json = row.get("value")?;
            tx.rollback().await?;
            return Ok(kept.as_str() == Some(mark.as_str()));
        }
        let sql = "insert into setting (name, value) values ($1, $2)";
        tx.execute(sql, vec![KEY_MARK.into(), Json::from(mark).into()]).await?;
        tx.commit().await?;
        Ok(true)
    }
}
