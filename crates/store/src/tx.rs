//! Statements and rows: the same SQL on both databases, with `$1` for values.

use std::future::Future;

use sea_orm::prelude::{ChronoDate, ChronoDateTimeUtc};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, JsonValue, QueryResult, Statement, TryGetable, Value,
};
use uuid::Uuid;
use vocab::said;

use crate::dates::{Instant, epoch_days};
use crate::fault::Fault;

/// Values that one statement may bind on both databases (SQLite's limit is 32,766).
pub(crate) const MOST_VALUES: usize = 30_000;

/// Whoever can answer a query: the store outside a transaction, or a transaction.
pub trait Queries: Sync {
    /// All rows of a query.
    ///
    /// # Errors
    /// The database failed.
    fn rows(&self, sql: &str, values: Vec<Value>) -> impl Future<Output = Result<Vec<Row>, Fault>> + Send;

    /// The first row of a query.
    ///
    /// # Errors
    /// The database failed.
    fn row(&self, sql: &str, values: Vec<Value>) -> impl Future<Output = Result<Option<Row>, Fault>> + Send {
        async move { Ok(self.rows(sql, values).await?.into_iter().next()) }
    }

    /// Whether the database is PostgreSQL, for the few statements that differ.
    fn is_postgres(&self) -> bool;
}

/// A transaction. It is rolled back unless it is committed.
pub struct Tx {
    inner: DatabaseTransaction,
}

/// One row of a result.
pub struct Row(QueryResult);

impl Tx {
    pub(crate) fn new(inner: DatabaseTransaction) -> Tx {
        Tx { inner }
    }

    /// Runs a statement; says how many rows it touched.
    ///
    /// # Errors
    /// The database failed or refused.
    pub async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<u64, Fault> {
        refuse_nul(&values)?;
        let done = self.inner.execute_raw(statement(self.inner.get_database_backend(), sql, values)).await;
        done.map(|done| done.rows_affected()).map_err(|e| {
            Fault::new(said!("không ghi được vào cơ sở dữ liệu", "could not write to the database"), e)
        })
    }

    /// Inserts many rows with few statements.
    ///
    /// # Errors
    /// The database failed or refused.
    pub async fn insert(&self, table: &str, columns: &[&str], rows: Vec<Vec<Value>>) -> Result<(), Fault> {
        let together = (MOST_VALUES / columns.len().max(1)).clamp(1, 1000);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(together).collect();
            let sql = insert_sql(table, columns, chunk.len(), self.is_postgres());
            self.execute(&sql, chunk.into_iter().flatten().collect()).await?;
        }
        Ok(())
    }

    /// Makes everything permanent: on return it is on the disk.
    ///
    /// # Errors
    /// The database failed; nothing of the transaction is there then. Only when a server went away while it was
    /// committing ([`Kind::Unreachable`](crate::Kind::Unreachable)) nobody knows: look before doing it again.
    pub async fn commit(self) -> Result<(), Fault> {
        self.inner
            .commit()
            .await
            .map_err(|e| Fault::new(said!("không hoàn tất việc ghi được", "could not commit"), e))
    }

    /// Undoes everything.
    ///
    /// # Errors
    /// The database failed; the transaction is undone all the same.
    pub async fn rollback(self) -> Result<(), Fault> {
        self.inner
            .rollback()
            .await
            .map_err(|e| Fault::new(said!("không huỷ việc ghi được", "could not roll back"), e))
    }

    pub(crate) async fn batch(&self, sql: &str) -> Result<(), Fault> {
        let done = self.inner.execute_unprepared(sql).await;
        done.map(|_| ())
            .map_err(|e| Fault::new(said!("không sửa được các bảng", "could not change the tables"), e))
    }

    /// Waits for another program that changes the tables. On SQLite [`Store::begin`](crate::Store::begin) has done so.
    pub(crate) async fn alone_in_migrating(&self) -> Result<(), Fault> {
        if self.is_postgres() {
            // Any number will do, as long as it stays the same.
            self.batch("select pg_advisory_xact_lock(7236811)").await?;
        }
        Ok(())
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }
}

impl Queries for Tx {
    async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, Fault> {
        query(&self.inner, sql, values).await
    }

    fn is_postgres(&self) -> bool {
        self.backend() == DbBackend::Postgres
    }
}

pub(crate) async fn query(
    on: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<Row>, Fault> {
    let found = on.query_all_raw(statement(on.get_database_backend(), sql, values)).await;
    let rows = found.map_err(|e| {
        Fault::new(said!("không đọc được từ cơ sở dữ liệu", "could not read from the database"), e)
    })?;
    Ok(rows.into_iter().map(Row).collect())
}

/// PostgreSQL keeps no NUL in texts; what one database refuses, the other does not take either.
fn refuse_nul(values: &[Value]) -> Result<(), Fault> {
    let has_nul = values.iter().any(|value| match value {
        Value::String(Some(text)) => text.contains('\0'),
        Value::Json(Some(json)) => json_has_nul(json),
        _ => false,
    });
    if !has_nul {
        return Ok(());
    }
    Err(Fault::refused(
        said!(
            "có ký tự NUL trong một đoạn chữ; không được có ký tự này",
            "a text holds the character NUL, which no text may hold"
        ),
        said!("xóa ký tự đó rồi thử lại", "remove the character and try again"),
    ))
}

fn json_has_nul(json: &JsonValue) -> bool {
    match json {
        JsonValue::String(text) => text.contains('\0'),
        JsonValue::Array(items) => items.iter().any(json_has_nul),
        JsonValue::Object(fields) => {
            fields.iter().any(|(name, value)| name.contains('\0') || json_has_nul(value))
        }
        _ => false,
    }
}

fn statement(backend: DbBackend, sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(backend, sql, values)
}

fn insert_sql(table: &str, columns: &[&str], rows: usize, is_postgres: bool) -> String {
    let mut sql = format!("insert into {table} ({}) values ", columns.join(", "));
    for row in 0..rows {
        let first = row * columns.len() + 1;
        let values: Vec<String> = (first..first + columns.len()).map(|at| place(at, is_postgres)).collect();
        sql.push_str(if row == 0 { "(" } else { ", (" });
        sql.push_str(&values.join(", "));
        sql.push(')');
    }
    sql
}

/// The sign for a value in a long list. To SQLite `$1` is a name, which it looks for among all names before it: with
/// thousands of values that takes longer than the writing.
pub(crate) fn place(at: usize, is_postgres: bool) -> String {
    if is_postgres { format!("${at}") } else { "?".to_owned() }
}

/// The signs for the values of a list, of which the first is the `first` of its statement. A list that begins a statement
/// is quick to bind on SQLite; a later one must go by names there, because unnamed values are counted from the beginning.
pub fn places(first: usize, n: usize, is_postgres: bool) -> String {
    let by_name = is_postgres || first > 1;
    (first..first + n).map(|at| place(at, by_name)).collect::<Vec<_>>().join(", ")
}

impl Row {
    /// A column by name.
    ///
    /// # Errors
    /// The column is missing or of another type: the query and its reader disagree.
    pub fn get<T: TryGetable>(&self, column: &str) -> Result<T, Fault> {
        self.0.try_get("", column).map_err(|e| {
            Fault::new(said!("không đọc được cột {column}", "could not read the column {column}"), e)
        })
    }

    /// A 128-bit id.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn id(&self, column: &str) -> Result<Uuid, Fault> {
        self.get(column)
    }

    /// A day, by its number since 1970-01-01.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn day(&self, column: &str) -> Result<Option<i32>, Fault> {
        Ok(self.get::<Option<ChronoDate>>(column)?.map(epoch_days))
    }

    /// An instant.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn instant(&self, column: &str) -> Result<Option<Instant>, Fault> {
        Ok(self.get::<Option<ChronoDateTimeUtc>>(column)?.map(Instant::from_column))
    }
}
