//! Fills an empty place from a backup: wholly or not at all.

use std::path::Path;

use vocab::said;

use crate::backup::{Backup, Checked, check, not_whole};
use crate::copy::walk;
use crate::fault::Fault;
use crate::location::Location;
use crate::migration::{MigrationState, run, state};
use crate::migrations;
use crate::open::Store;
use crate::tables::tables;
use crate::unfinished::Unfinished;

/// Makes a database from a backup, whichever database the backup came from. The tables are then those of this program.
///
/// # Errors
/// The backup is damaged, not ours or from a newer program; the target holds something; the target failed. Then the
/// target is as before.
pub async fn restore(backup: &Path, to: &Location) -> Result<Backup, Fault> {
    let checked = check(backup).await?;
    let filled = match to {
        Location::Sqlite(path) => into_file(&checked, backup, path).await,
        Location::Postgres(_) => into_server(&checked, backup, to).await,
    };
    checked.store.close().await;
    filled.map(|()| Backup::of(&checked.contents))
}

async fn into_file(from: &Checked, backup: &Path, path: &Path) -> Result<(), Fault> {
    let file = Unfinished::beside(path)?;
    let store = Store::unfinished(file.path()).await?;
    let filled = fill(from, backup, &store).await;
    store.close().await;
    filled?;
    file.keep()
}

async fn into_server(from: &Checked, backup: &Path, to: &Location) -> Result<(), Fault> {
    let store = Store::open(to, false).await?;
    let filled = fill(from, backup, &store).await;
    store.close().await;
    filled
}

async fn fill(from: &Checked, backup: &Path, to: &Store) -> Result<(), Fault> {
    let tx = to.begin().await?;
    tx.alone_in_migrating().await?;
    if state(&tx).await? != MigrationState::Empty {
        let place = to.location();
        return Err(Fault::unusable(
            said!("cơ sở dữ liệu {place} không trống", "the database {place} is not empty"),
            said!(
                "ghi cơ sở dữ liệu trống: bản sao lưu không bao giờ ghi đè dữ liệu đang có",
                "name an empty database: a backup never takes the place of data that are there"
            ),
        ));
    }
    for step in migrations::all().iter().filter(|step| step.number <= from.step) {
        run(&tx, step).await?;
    }
    for table in tables(from.step) {
        // Read a second time: the medium may have failed in between.
        let copied = walk(&from.store, &table, Some(&tx)).await?;
        if from.contents.get(table.name) != Some(&copied) {
            return Err(not_whole(backup));
        }
    }
    for step in migrations::all().iter().filter(|step| step.number > from.step) {
        run(&tx, step).await?;
    }
    tx.commit().await
}
