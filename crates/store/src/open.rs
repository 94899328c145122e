//! Opens a database, and refuses one that would lose what was acknowledged.

use std::path::Path;
use std::time::Duration;

use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use sea_orm::sqlx::Connection as _;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use vocab::{LocalText, said};

use crate::fault::Fault;
use crate::location::Location;
use crate::tx::{Queries, Row, Tx, query};
use crate::version::is_new_enough;

/// Connections for readers. One more, of its own, writes: SQLite has one writer, and PostgreSQL's acts wait for the
/// audit log anyway.
const READERS: u32 = 8;
/// Writers wait for each other this long.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open database.
#[derive(Clone, Debug)]
pub struct Store {
    location: Location,
    readers: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Store {
    /// Opens a database; a SQLite file that is missing is made if `create` says so. Tables are not looked at:
    /// see [`Store::migrate`](crate::Store::migrate).
    ///
    /// # Errors
    /// It cannot be reached, or cannot keep promises (too old, no write-ahead log, not durable).
    pub async fn open(location: &Location, create: bool) -> Result<Store, Fault> {
        let doing = said!("không mở được cơ sở dữ liệu {location}", "could not open the database {location}");
        let connect = async |writes: bool| {
            let options = options(location, create && writes, writes);
            Database::connect(options).await.map_err(|e| Fault::new(doing.clone(), e))
        };
        if let Location::Sqlite(path) = location {
            check_file(path, create)?;
        }
        let writer = connect(true).await?;
        let readers = connect(false).await?;
        let store = Store { location: location.clone(), readers, writer };
        store.keeps_its_promises().await?;
        Ok(store)
    }

    /// A file that nobody else sees yet: written without a journal, and thrown away if anything fails.
    pub(crate) async fn unfinished(path: &Path) -> Result<Store, Fault> {
        Store::alone(path, |sqlite| {
            let sqlite = sqlite.foreign_keys(true).pragma("locking_mode", "EXCLUSIVE");
            sqlite.pragma("journal_mode", "OFF").pragma("synchronous", "OFF")
        })
        .await
    }

    /// A file that nobody changes: nothing is written beside it, so that it may lie on a medium that is read-only.
    pub(crate) async fn frozen(path: &Path) -> Result<Store, Fault> {
        Store::alone(path, |sqlite| sqlite.read_only(true).immutable(true)).await
    }

    async fn alone(
        path: &Path,
        set: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions + Send + Sync + 'static,
    ) -> Result<Store, Fault> {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options
            .sqlx_logging(false)
            .max_connections(1)
            .max_lifetime(None::<Duration>)
            .idle_timeout(None::<Duration>);
        let file = path.to_owned();
        options.map_sqlx_sqlite_opts(move |sqlite| {
            set(sqlite.filename(&file).in_memory(false).shared_cache(false))
        });
        let opened = Database::connect(options).await;
        let opened = opened.map_err(|e| Fault::new(could_not_open(path), e))?;
        Ok(Store { location: Location::Sqlite(path.to_owned()), readers: opened.clone(), writer: opened })
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Begins a transaction that writes. On SQLite it holds the database's one writing place from the start, so that it
    /// never has to give up half-way.
    ///
    /// # Errors
    /// The database failed, or another writer held it too long.
    pub async fn begin(&self) -> Result<Tx, Fault> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let begun = self.writer.begin_with_options(options).await;
        begun.map(Tx::new).map_err(|e| {
            let waited = matches!(e, DbErr::ConnectionAcquire(_)) && self.is_writing();
            let fault = Fault::new(said!("không bắt đầu ghi được", "could not begin a transaction"), e);
            if waited { fault.busy() } else { fault }
        })
    }

    /// A transaction that only reads, and sees the database as it is at its first query.
    ///
    /// # Errors
    /// The database failed.
    pub async fn snapshot(&self) -> Result<Tx, Fault> {
        let mut options = TransactionOptions::default();
        if self.is_postgres() {
            options.isolation_level = Some(IsolationLevel::RepeatableRead);
            options.access_mode = Some(AccessMode::ReadOnly);
        }
        let begun = self.readers.begin_with_options(options).await;
        begun
            .map(Tx::new)
            .map_err(|e| Fault::new(said!("không bắt đầu đọc được", "could not begin to read"), e))
    }

    /// Writes a table anew, without what was changed or deleted in it: those bytes are gone from the database's own files
    /// (not from backups, or from what the disk keeps of deleted files). Nobody else may be using it.
    ///
    /// # Errors
    /// The database failed, or has no room for a second copy of the table.
    pub async fn forget_deleted(&self, table: &str) -> Result<(), Fault> {
        let full = format!("vacuum full {table}");
        let statements: &[&str] =
            if self.is_postgres() { &[&full] } else { &["vacuum", "pragma wal_checkpoint(truncate)"] };
        for sql in statements {
            let done = self.writer.execute_unprepared(sql).await;
            done.map_err(|e| {
                Fault::new(said!("không ghi lại được một bảng", "could not write a table anew"), e)
            })?;
        }
        Ok(())
    }

    /// Closes all connections; a SQLite file is then complete in itself.
    pub async fn close(self) {
        // What cannot be closed is closed by the end of the process.
        let _ = self.readers.close().await;
        let _ = self.writer.close().await;
    }

    async fn keeps_its_promises(&self) -> Result<(), Fault> {
        if self.is_postgres() {
            let row = query(&self.writer, "select current_setting('server_version_num')::bigint as version, current_setting('server_encoding') as encoding, current_setting('fsync') as sync", vec![]).await?;
            let row = row.first();
            let version: i64 = row.map(|row| row.get("version")).transpose()?.unwrap_or(0);
            let encoding: String = row.map(|row| row.get("encoding")).transpose()?.unwrap_or_default();
            let sync: String = row.map(|row| row.get("sync")).transpose()?.unwrap_or_default();
            if sync != "on" {
                return Err(Fault::unusable(
                    said!(
                        "máy chủ chạy với fsync = off: mất điện sẽ mất việc đã báo là xong hoặc hỏng cơ sở dữ liệu",
                        "the server runs with fsync off: a power cut would lose acknowledged acts or damage the database"
                    ),
                    said!("đặt fsync = on trong postgresql.conf", "set fsync = on in postgresql.conf"),
                ));
            }
            let major = version / 10_000;
            if version < 150_000 || encoding != "UTF8" {
                return Err(Fault::unusable(
                    said!(
                        "không dùng được PostgreSQL {major} với bảng mã {encoding}",
                        "PostgreSQL {major} with encoding {encoding} cannot be used"
                    ),
                    said!(
                        "dùng PostgreSQL 15 trở lên và cơ sở dữ liệu tạo với bảng mã UTF8",
                        "use PostgreSQL 15 or newer and a database created with encoding UTF8"
                    ),
                ));
            }
            return Ok(());
        }
        let row = query(&self.writer, "select sqlite_version() as version, (select journal_mode from pragma_journal_mode) as journal, (select synchronous from pragma_synchronous) as sync, (select foreign_keys from pragma_foreign_keys) as keys", vec![]).await?;
        let Some(row) = row.first() else { return Ok(()) };
        let (version, journal): (String, String) = (row.get("version")?, row.get("journal")?);
        let (sync, keys): (i64, i64) = (row.get("sync")?, row.get("keys")?);
        if !is_new_enough(&version) || journal != "wal" || sync != 2 || keys != 1 {
            return Err(Fault::unusable(
                said!(
                    "không dùng được SQLite {version} (journal {journal}, synchronous {sync}, foreign keys {keys}): có thể mất việc đã báo là xong",
                    "SQLite {version} (journal {journal}, synchronous {sync}, foreign keys {keys}) cannot be used: an acknowledged act might be lost"
                ),
                said!(
                    "để dữ liệu trên ổ đĩa của chính máy này: có thư mục mạng không cho dùng nhật ký ghi trước",
                    "put the data on a local disk of this machine: some network folders do not permit a write-ahead log"
                ),
            ));
        }
        Ok(())
    }

    /// Whether the one place to write is taken by this program itself.
    fn is_writing(&self) -> bool {
        if self.is_postgres() {
            let pool = self.writer.get_postgres_connection_pool();
            pool.size() > 0 && pool.num_idle() == 0
        } else {
            let pool = self.writer.get_sqlite_connection_pool();
            pool.size() > 0 && pool.num_idle() == 0
        }
    }
}

impl Queries for Store {
    async fn rows(&self, sql: &str, values: Vec<sea_orm::Value>) -> Result<Vec<Row>, Fault> {
        query(&self.readers, sql, values).await
    }

    fn is_postgres(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Postgres
    }
}

fn check_file(path: &Path, create: bool) -> Result<(), Fault> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Fault::unusable(
            said!("{shown} là một thư mục", "{shown} is a folder"),
            said!("ghi tên tệp cơ sở dữ liệu", "name the database file"),
        ));
    }
    if path.exists() {
        return Ok(());
    }
    if !create {
        return Err(Fault::unusable(
            said!("không có cơ sở dữ liệu {shown}", "there is no database {shown}"),
            said!(
                "kiểm tra đường dẫn, hoặc lập cơ sở dữ liệu mới bằng `chungtay serve --data THƯ_MỤC`",
                "check the path, or start with a new one by `chungtay serve --data DIR`"
            ),
        ));
    }
    match path.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.is_dir()) {
        Some(parent) => {
            let parent = parent.display();
            Err(Fault::unusable(
                said!("thư mục {parent} không tồn tại", "the folder {parent} does not exist"),
                said!(
                    "tạo thư mục trước, hoặc chọn thư mục khác",
                    "make the folder first, or choose another one"
                ),
            ))
        }
        None => Ok(()),
    }
}

fn could_not_open(path: &Path) -> LocalText {
    let path = path.display();
    said!("không mở được {path}", "could not open {path}")
}

fn options(location: &Location, create: bool, writes: bool) -> ConnectOptions {
    let url = match location {
        // The path itself is set below: in an address, `?` and `#` of a file name would have a meaning.
        Location::Sqlite(_) => "sqlite::memory:".to_owned(),
        Location::Postgres(url) => url.clone(),
    };
    let mut options = ConnectOptions::new(url);
    // Whatever the server's own setting: a commit returns when it is on the disk.
    options.map_sqlx_postgres_opts(|postgres| {
        // And whoever waits for another program does so no longer than with SQLite.
        postgres.options([("synchronous_commit", "on"), ("timezone", "UTC"), ("lock_timeout", "10s")])
    });
    options.sqlx_logging(false).acquire_timeout(PATIENCE).connect_timeout(PATIENCE);
    options.max_connections(if writes { 1 } else { READERS });
    if let Location::Sqlite(path) = location {
        let path = path.clone();
        options.map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite =
                sqlite.filename(&path).create_if_missing(create).in_memory(false).shared_cache(false);
            let sqlite = sqlite.busy_timeout(PATIENCE).foreign_keys(true).pragma("synchronous", "FULL");
            if writes { sqlite.pragma("journal_mode", "WAL") } else { sqlite.pragma("query_only", "ON") }
        });
        // One stays open. Not with PostgreSQL: there the driver would replace a broken one in the background, with pauses of
        // up to a minute, and nobody else could open any meanwhile, long after the server is back.
        options.min_connections(1).max_lifetime(None::<Duration>).idle_timeout(None::<Duration>);
        // When the disk is full SQLite itself ends a transaction; the driver does not notice and takes every later one for a
        // part of it, which may stay open for ever: acts would be acknowledged that nobody else ever sees. A connection that
        // comes back with a transaction is not used again. (The driver's queue is empty by then: it was asked for a sign.)
        options.map_sqlx_sqlite_pool_opts(|pool| {
            pool.test_before_acquire(true)
                .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
        });
    }
    options
}
