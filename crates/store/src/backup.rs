//! A backup: all tables as they are at one moment, in one SQLite file, whichever database they come from.
//!
//! The file has the tables of the program, and one more that says what each table holds. It serves to restore either
//! database, so that a commune can move from one to the other.

use std::collections::BTreeMap;
use std::path::Path;

use vocab::said;

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
        return Err(Fault::unusable(
            said!("cơ sở dữ liệu còn trống", "the database is empty"),
            said!("ghi cơ sở dữ liệu cần sao lưu", "name the database that is to be backed up"),
        ));
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
            let name = table.name;
            return Err(Fault::unusable(
                said!(
                    "bảng {name} của cơ sở dữ liệu bị hỏng: chỉ mục và các dòng không khớp nhau",
                    "the table {name} of the database is damaged: its index and its rows disagree"
                ),
                said!(
                    "dừng chương trình, giữ lại bản chép của cơ sở dữ liệu, rồi phục hồi bản sao lưu mới nhất: `chungtay restore`",
                    "stop the program, keep a copy of the database, and restore the newest backup: `chungtay restore`"
                ),
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
    let shown = path.display();
    if !path.is_file() {
        return Err(Fault::unusable(
            said!("không có bản sao lưu {shown}", "there is no backup {shown}"),
            said!("kiểm tra đường dẫn", "check the path"),
        ));
    }
    if leftovers(path).next().is_some() {
        return Err(Fault::unusable(
            said!(
                "{shown} là cơ sở dữ liệu đang dùng, hoặc bản chép của nó, không phải bản sao lưu",
                "{shown} is a database in use, or a copy of one, and not a backup"
            ),
            said!("sao lưu nó bằng `chungtay backup`", "make a backup of it: `chungtay backup`"),
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
        let shown = path.display();
        return Err(Fault::unusable(
            said!(
                "{shown} không phải bản sao lưu của chương trình này",
                "{shown} is not a backup of this program"
            ),
            said!("ghi tên tệp do `chungtay backup` tạo ra", "name a file that `chungtay backup` wrote"),
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
    let shown = path.display();
    Fault::unusable(
        said!(
            "bản sao lưu {shown} bị hỏng hoặc không phải bản sao lưu",
            "the backup {shown} is damaged or not a backup"
        ),
        said!(
            "dùng bản sao lưu cũ hơn, và cho kiểm tra ổ đĩa",
            "take an older backup, and have the disk checked"
        ),
    )
}
