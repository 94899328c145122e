//! Takes the tables from any earlier version to this one, step by step; each step whole or not at all.

use sea_orm::sea_query::{ColumnDef, ForeignKey, Index, Table};
use sea_orm::{DbBackend, Value};

use crate::dates::Instant;
use crate::fault::Fault;
use crate::migrations;
use crate::open::Store;
use crate::tx::{Queries, Tx};

/// The type of a column: one word for both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A 128-bit id.
    Uuid,
    /// A whole number of 64 bits.
    Integer,
    /// Yes or no.
    Boolean,
    /// Text in NFC.
    Text,
    /// A calendar day.
    Date,
    /// An instant in UTC.
    Instant,
    /// A JSON value.
    Json,
    /// Bytes.
    Bytes,
}

/// A column.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) is: Type,
    pub(crate) required: bool,
}

/// A table, its keys and its indexes. The order of columns is their order in the database.
pub(crate) struct TableDef {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [Column],
    pub(crate) key: &'static [&'static str],
    pub(crate) unique: &'static [&'static [&'static str]],
    /// Column, table, column of that table.
    pub(crate) references: &'static [(&'static str, &'static str, &'static str)],
    pub(crate) indexes: &'static [&'static [&'static str]],
}

/// A column that is always there.
pub(crate) const fn need(name: &'static str, is: Type) -> Column {
    Column { name, is, required: true }
}

/// A column that may be null.
pub(crate) const fn may(name: &'static str, is: Type) -> Column {
    Column { name, is, required: false }
}

/// One change of the tables.
pub(crate) enum Change {
    /// A new table.
    Create(&'static TableDef),
    /// A new column that may be null: programs of the version before go on working.
    AddColumn(&'static str, Column),
    /// What only SQL can say, for each database: search indexes.
    Sql { sqlite: &'static [&'static str], postgres: &'static [&'static str] },
}

/// One step of the list.
pub struct Step {
    /// Position in the list, from 1.
    pub number: i64,
    /// What it does, in words.
    pub name: &'static str,
    pub(crate) changes: &'static [Change],
}

/// How a database stands to this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MigrationState {
    /// No table of ours yet.
    Empty,
    /// Some steps are missing: this many are there.
    Behind(i64),
    /// Ready.
    Current,
    /// A newer program has changed it.
    Newer(i64),
}

impl Store {
    /// How the database stands to this program.
    ///
    /// # Errors
    /// The database failed, or has tables that are not ours.
    pub async fn migration_state(&self) -> Result<MigrationState, Fault> {
        let last = migrations::all().last().map_or(0, |step| step.number);
        let sql = if self.is_postgres() {
            "select count(*) as n from information_schema.tables where table_schema = current_schema() and table_name = 'migration'"
        } else {
            "select count(*) as n from sqlite_schema where type = 'table' and name = 'migration'"
        };
        let there: i64 = self.row(sql, vec![]).await?.map(|row| row.get("n")).transpose()?.unwrap_or(0);
        if there == 0 {
            return self.none_of_others().await.map(|()| MigrationState::Empty);
        }
        let row = self.row("select coalesce(max(number), 0) as number from migration", vec![]).await?;
        let number: i64 = row.map(|row| row.get("number")).transpose()?.unwrap_or(0);
        Ok(match number.cmp(&last) {
            std::cmp::Ordering::Less => MigrationState::Behind(number),
            std::cmp::Ordering::Equal => MigrationState::Current,
            std::cmp::Ordering::Greater => MigrationState::Newer(number),
        })
    }

    /// Runs the steps that are missing.
    ///
    /// # Errors
    /// The database failed, is from a newer program, or holds somebody else's tables. Then it is as before.
    pub async fn migrate(&self) -> Result<(), Fault> {
        let done = match self.migration_state().await? {
            MigrationState::Current => return Ok(()),
            MigrationState::Empty => 0,
            MigrationState::Behind(number) => number,
            MigrationState::Newer(number) => {
                return Err(Fault::unusable(
                    format!("the database was changed by a newer version of this program (step {number})"),
                    "start the newer program, or restore the backup that it made before the upgrade",
                ));
            }
        };
        if done == 0 {
            self.set_up("create table if not exists migration (number bigint not null primary key, name text not null, applied_at text not null)").await?;
        }
        for step in migrations::all().iter().filter(|step| step.number > done) {
            let tx = self.begin().await?;
            for change in step.changes {
                for sql in statements(change, tx.backend()) {
                    tx.batch(&sql).await?;
                }
            }
            record(&tx, step).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// A database with other tables belongs to another program.
    async fn none_of_others(&self) -> Result<(), Fault> {
        let sql = if self.is_postgres() {
            "select count(*) as n from information_schema.tables where table_schema = current_schema()"
        } else {
            "select count(*) as n from sqlite_schema where type = 'table'"
        };
        let tables: i64 = self.row(sql, vec![]).await?.map(|row| row.get("n")).transpose()?.unwrap_or(0);
        if tables == 0 {
            return Ok(());
        }
        Err(Fault::unusable(
            "the database holds tables of another program",
            "name an empty database, or the one that belongs to this program",
        ))
    }
}

async fn record(tx: &Tx, step: &Step) -> Result<(), Fault> {
    let at = Instant::now().millis().to_string();
    let values: Vec<Value> = vec![step.number.into(), step.name.into(), at.into()];
    tx.execute("insert into migration (number, name, applied_at) values ($1, $2, $3)", values).await?;
    Ok(())
}

fn statements(change: &Change, backend: DbBackend) -> Vec<String> {
    match change {
        Change::Create(table) => created(table, backend),
        Change::AddColumn(table, column) => {
            let statement = Table::alter().table(*table).add_column(defined(column)).to_owned();
            vec![backend.build(&statement).to_string()]
        }
        Change::Sql { sqlite, postgres } => {
            let chosen = if backend == DbBackend::Postgres { postgres } else { sqlite };
            chosen.iter().map(|sql| (*sql).to_owned()).collect()
        }
    }
}

fn created(table: &TableDef, backend: DbBackend) -> Vec<String> {
    let mut statement = Table::create();
    statement.table(table.name);
    for column in table.columns {
        statement.col(defined(column));
    }
    let mut key = Index::create();
    key.primary();
    for column in table.key {
        key.col(*column);
    }
    statement.primary_key(&mut key);
    for (column, to, of) in table.references {
        statement.foreign_key(ForeignKey::create().from(table.name, *column).to(*to, *of));
    }
    let mut all = vec![backend.build(&statement).to_string()];
    let indexes = table.unique.iter().map(|columns| (columns, true));
    for (columns, unique) in indexes.chain(table.indexes.iter().map(|columns| (columns, false))) {
        let mut index = Index::create();
        index.name(format!("{}_{}", table.name, columns.join("_"))).table(table.name);
        if unique {
            index.unique();
        }
        for column in *columns {
            index.col(*column);
        }
        all.push(backend.build(&index).to_string());
    }
    all
}

fn defined(column: &Column) -> ColumnDef {
    let mut defined = ColumnDef::new(column.name);
    match column.is {
        Type::Uuid => defined.uuid(),
        Type::Integer => defined.big_integer(),
        Type::Boolean => defined.boolean(),
        Type::Text => defined.text(),
        Type::Date => defined.date(),
        Type::Instant => defined.timestamp_with_time_zone(),
        Type::Json => defined.json_binary(),
        Type::Bytes => defined.blob(),
    };
    if column.required {
        defined.not_null();
    }
    defined
}
