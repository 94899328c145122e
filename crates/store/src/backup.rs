//! A backup: all tables as they are at one moment, in one SQLite file, whichever database they come from.
//!
//! The file has the tables of the program, and one more that says what each table holds. It serves to restore either
//! database, so that a commune can move from one to the other.

use std::collections::BTreeMap;
use std::path::Path;

use crate::copy::{Content, walk};
use crate::fault::Fault;
use crate::migration::{done, run, state};
use crate::migrations;
use crate::open::Store;
use crate::tables::{Table, tables};
use crate::tx::{Queries, Tx};
use crate::unfinished::{Unfinished, leftovers};

/// What a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backup {
    /// How many tables.
    pub tables: usize,
    /// How many rows.
    pub rows: i64,
}

/// A backup that was read from end to end and found whole.
pub(crate) struct Checked {
    pub(crate) store: Store,
    /// The last step of the program that made it.
    pub(crate) step: i64,
    pub(crate) contents: BTreeMap<String, Content>,
}

impl Store {
    /// Writes everything into a new file while others go on working, reads the file again, and compares it with what was
    /// there at that moment. A database that is older than the program is backed up as it is.
    ///
    /// # Errors
    /// The database failed, the file exists or cannot be written, or the copy is not equal. No file is there then.
    pub async fn backup(&self, to: &Path) -> Result<Backup, Fault> {
        let file = Unfinished::beside(to)?;
        let copy = Store::unfinished(file.path()).await?;
        let source = self.snapshot().await?;
        let contents = export(&source, &copy).await;
        // Reading changes nothing: what happens to this transaction does not matter.
        let _ = source.rollback().await;
        copy.close().await;
        let contents = contents?;
        let checked = check(file.path()).await?;
        checked.store.close().await;
        if checked.contents != contents {
            return Err(not_whole(to));
        }
        file.keep()?;
        Ok(Backup::of(&contents))
    }
}

impl Backup {
    pub(crate) fn of(contents: &BTreeMap<String, Content>) -> Backup {
        Backup { tables: contents.len(), rows: contents.values().map(|content| content.rows).sum() }
    }
}

async fn export(source: &Tx, copy: &Store) -> Result<BTreeMap<String, Content>, Fault> {
    let step = done(state(source).await?.refuse_newer()?);
    if step == 0 {
        return Err(Fault::unusable("the database is empty", "name the database that is to be backed up"));
    }
    let to = copy.begin().await?;
    for step in migrations::all().iter().filter(|made| made.number <= step) {
        run(&to, step).await?;
    }
    to.batch("create table backup_content (table_name text not null primary key, row_count bigint not null, sha256 text not null)").await?;
    let mut contents = BTreeMap::new();
    for table in tables(step) {
        let content = walk(source, &table, Some(&to)).await?;
        let count = source.row(&format!("select count(*) as n from {}", table.name), vec![]).await?;
        if count.map(|row| row.get::<i64>("n")).transpose()? != Some(content.rows) {
            return Err(Fault::unusable(
                format!(
                    "the table {} of the database is damaged: its index and its rows disagree",
                    table.name
                ),
                "stop the program, keep a copy of the database, and restore the newest backup: `chungtay restore`",
            ));
        }
        let values = vec![table.name.into(), content.rows.into(), content.sha256.clone().into()];
        to.execute("insert into backup_content (table_name, row_count, sha256) values ($1, $2, $3)", values)
            .await?;
        contents.insert(table.name.to_owned(), content);
    }
    to.commit().await?;
    Ok(contents)
}

/// Reads a backup from end to end.
///
/// # Errors
/// It is not there, not a backup, from a newer program, or damaged.
pub(crate) async fn check(path: &Path) -> Result<Checked, Fault> {
    if !path.is_file() {
        return Err(Fault::unusable(format!("there is no backup {}", path.display()), "check the path"));
    }
    if leftovers(path).next().is_some() {
        return Err(Fault::unusable(
            format!("{} is a database in use, or a copy of one, and not a backup", path.display()),
            "make a backup of it: `chungtay backup`",
        ));
    }
    let store = Store::frozen(path).await.map_err(|_| not_whole(path))?;
    match read(&store, path).await {
        Ok((step, contents)) => Ok(Checked { store, step, contents }),
        Err(fault) => {
            store.close().await;
            Err(fault)
        }
    }
}

async fn read(store: &Store, path: &Path) -> Result<(i64, BTreeMap<String, Content>), Fault> {
    let whole = store.rows("pragma integrity_check", vec![]).await.map_err(|_| not_whole(path))?;
    let said = whole.first().and_then(|row| row.get::<String>("integrity_check").ok());
    if said.as_deref() != Some("ok") {
        return Err(not_whole(path));
    }
    let is_ours = "select 1 as n from sqlite_schema where type = 'table' and name = 'backup_content'";
    if store.row(is_ours, vec![]).await?.is_none() {
        return Err(Fault::unusable(
            format!("{} is not a backup of this program", path.display()),
            "name a file that `chungtay backup` wrote",
        ));
    }
    let step = done(state(store).await?.refuse_newer()?);
    let noted = noted(store).await.map_err(|_| not_whole(path))?;
    let found = found(store, &tables(step)).await.map_err(|_| not_whole(path))?;
    if noted != found {
        return Err(not_whole(path));
    }
    Ok((step, found))
}

async fn noted(store: &Store) -> Result<BTreeMap<String, Content>, Fault> {
    let mut noted = BTreeMap::new();
    for row in store.rows("select table_name, row_count, sha256 from backup_content", vec![]).await? {
        noted.insert(
            row.get("table_name")?,
            Content { rows: row.get("row_count")?, sha256: row.get("sha256")? },
        );
    }
    Ok(noted)
}

async fn found(store: &Store, tables: &[Table]) -> Result<BTreeMap<String, Content>, Fault> {
    let mut found = BTreeMap::new();
    for table in tables {
        found.insert(table.name.to_owned(), walk(store, table, None).await?);
    }
    Ok(found)
}

pub(crate) fn not_whole(path: &Path) -> Fault {
    Fault::unusable(
        format!("the backup {} is damaged or not a backup", path.display()),
        "take an older backup, and have the disk checked",
    )
}
