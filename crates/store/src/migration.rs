//! Takes the tables from any earlier version to this one, step by step; each step whole or not at all.

use sea_orm::Value;
use vocab::said;

use crate::dates::Instant;
use crate::fault::Fault;
use crate::migrations;
use crate::open::Store;
use crate::tables::statements;
use crate::tx::{Queries, Tx};

/// The type of a column: one word for both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
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
#[allow(dead_code, reason = "the first step only creates; later ones need the rest")]
pub(crate) enum Change {
    /// A new table.
    Create(&'static TableDef),
    /// A new column that may be null: programs of the version before go on working.
    AddColumn(&'static str, Column),
    /// What only SQL can say, for each database: search indexes. It must keep itself up to date, by triggers or generated
    /// columns: a backup carries the tables, and a restored database makes its indexes anew.
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
        state(self).await
    }

    /// Runs the steps that are missing. Two programs that do it at once do not disturb each other.
    ///
    /// # Errors
    /// The database failed, is from a newer program, or holds somebody else's tables. Then it is as before.
    pub async fn migrate(&self) -> Result<(), Fault> {
        if state(self).await?.refuse_newer()? == MigrationState::Current {
            return Ok(());
        }
        for step in migrations::all() {
            let tx = self.begin().await?;
            tx.alone_in_migrating().await?;
            if done(state(&tx).await?.refuse_newer()?) < step.number {
                run(&tx, step).await?;
                tx.commit().await?;
            } else {
                tx.rollback().await?;
            }
        }
        Ok(())
    }
}

impl MigrationState {
    /// # Errors
    /// A newer program has changed the database.
    pub(crate) fn refuse_newer(self) -> Result<MigrationState, Fault> {
        let MigrationState::Newer(number) = self else { return Ok(self) };
        Err(Fault::unusable(
            said!(
                "cơ sở dữ liệu đã được phiên bản mới hơn nâng cấp (bước {number})",
                "the database was changed by a newer version of this program (step {number})"
            ),
            said!(
                "dùng phiên bản mới hơn, hoặc phục hồi bản sao lưu mà phiên bản đó đã tạo trước khi nâng cấp",
                "start the newer program, or restore the backup that it made before the upgrade"
            ),
        ))
    }
}

/// The last step that was run.
pub(crate) fn done(state: MigrationState) -> i64 {
    match state {
        MigrationState::Empty => 0,
        MigrationState::Behind(number) | MigrationState::Newer(number) => number,
        MigrationState::Current => last(),
    }
}

fn last() -> i64 {
    migrations::all().last().map_or(0, |step| step.number)
}

/// How a database stands to this program, seen from inside or outside a transaction.
pub(crate) async fn state(on: &impl Queries) -> Result<MigrationState, Fault> {
    let sql = if on.is_postgres() {
        "select table_name::text as name from information_schema.tables where table_schema = current_schema()"
    } else {
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite%'"
    };
    let tables: Vec<String> =
        on.rows(sql, vec![]).await?.iter().map(|row| row.get("name")).collect::<Result<_, _>>()?;
    if tables.is_empty() {
        return Ok(MigrationState::Empty);
    }
    // `migration` alone proves nothing: other programs like the word too.
    if !["migration", "act", "audit_head"].iter().all(|ours| tables.iter().any(|table| table == ours)) {
        return Err(Fault::unusable(
            said!(
                "trong cơ sở dữ liệu có bảng của chương trình khác",
                "the database holds tables of another program"
            ),
            said!(
                "ghi cơ sở dữ liệu trống, hoặc cơ sở dữ liệu của chương trình này",
                "name an empty database, or the one that belongs to this program"
            ),
        ));
    }
    let row = on.row("select coalesce(max(number), 0) as number from migration", vec![]).await?;
    let number: i64 = row.map(|row| row.get("number")).transpose()?.unwrap_or(0);
    Ok(match number.cmp(&last()) {
        std::cmp::Ordering::Less => MigrationState::Behind(number),
        std::cmp::Ordering::Equal => MigrationState::Current,
        std::cmp::Ordering::Greater => MigrationState::Newer(number),
    })
}

/// Runs one step; its record is part of the same transaction.
pub(crate) async fn run(tx: &Tx, step: &Step) -> Result<(), Fault> {
    tx.batch("create table if not exists migration (number bigint not null primary key, name text not null, applied_at text not null)").await?;
    for change in step.changes {
        for sql in statements(change, tx.backend()) {
            tx.batch(&sql).await?;
        }
    }
    record(tx, step).await
}

async fn record(tx: &Tx, step: &Step) -> Result<(), Fault> {
    let at = Instant::now().millis().to_string();
    let values: Vec<Value> = vec![step.number.into(), step.name.into(), at.into()];
    tx.execute("insert into migration (number, name, applied_at) values ($1, $2, $3)", values).await?;
    Ok(())
}
