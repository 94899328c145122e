//! Sao lưu hằng đêm: a backup every night while the program serves, the newest seven kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use registry::store::Store;
use registry::store::dates::Instant;
use web::{Backups, LastBackup};

use crate::backup::{folder, stamp};

/// So many of the program's own backups are kept.
const KEPT: usize = 7;
/// A failed backup is tried again after this.
const AGAIN: Duration = Duration::from_secs(3600);
/// Two o'clock in Việt Nam, in seconds of the day in UTC.
const NIGHT: u64 = 19 * 3600;
const DAY: u64 = 24 * 3600;
/// What begins the name of a nightly backup; other files in the folder are left alone.
const PREFIX: &str = "nightly-";

/// Backs up every night, and at once if the newest backup is older than a day: a machine may be off at night.
pub(crate) async fn run(store: Store, data: PathBuf, backups: Backups) {
    let folder = folder(&data);
    if let Some(newest) = newest(&folder) {
        backups.made(newest);
    }
    let mut wait = if backups.are_late(Instant::now()) { Duration::ZERO } else { until_night(seconds_now()) };
    loop {
        tokio::time::sleep(wait).await;
        match one(&store, &folder).await {
            Ok(made) => {
                tracing::info!(file = %made.file.display(), bytes = made.bytes, "backup made and read again");
                backups.made(made);
                wait = until_night(seconds_now());
            }
            Err(what) => {
                tracing::error!(what, "the nightly backup failed; it is tried again in an hour");
                backups.failed();
                wait = AGAIN;
            }
        }
    }
}

async fn one(store: &Store, folder: &Path) -> Result<LastBackup, String> {
    crate::backup::private_folder(folder).map_err(|_| format!("{} cannot be made", folder.display()))?;
    let file = folder.join(format!("{PREFIX}{}.db", stamp()));
    store.backup(&file).await.map_err(|fault| format!("{fault}: {}", fault.remedy().en))?;
    let bytes = fs::metadata(&file).map_or(0, |data| data.len());
    for old in nightly(folder).into_iter().rev().skip(KEPT) {
        // One file too many does no harm; the next night tries again.
        let _ = fs::remove_file(old);
    }
    Ok(LastBackup { at: Instant::now(), file, bytes })
}

/// The nightly backups, oldest first: their names begin with the day.
fn nightly(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with(PREFIX) && name.ends_with(".db")
    };
    let mut found: Vec<PathBuf> = entries.filter(is_ours).collect();
    found.sort();
    found
}

fn newest(folder: &Path) -> Option<LastBackup> {
    let file = nightly(folder).pop()?;
    let data = fs::metadata(&file).ok()?;
    let at = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(LastBackup { at: Instant::from_millis(at.as_millis() as i64), file, bytes: data.len() })
}

fn seconds_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// How long it is until the next night.
fn until_night(now: u64) -> Duration {
    let of_day = now % DAY;
    Duration::from_secs(if of_day < NIGHT { NIGHT - of_day } else { DAY + NIGHT - of_day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_night_is_never_now_and_never_more_than_a_day_away() {
        assert_eq!(until_night(0), Duration::from_secs(NIGHT));
        assert_eq!(until_night(NIGHT), Duration::from_secs(DAY));
        assert_eq!(until_night(DAY + NIGHT - 1), Duration::from_secs(1));
    }

    #[tokio::test]
    async fn seven_backups_are_kept_and_other_files_are_left_alone() {
        let fresh = store::testing::Fresh::sqlite();
        let (store, folder) = (fresh.store().await, tempfile::tempdir().expect("a folder"));
        for day in 10..19 {
            fs::write(folder.path().join(format!("{PREFIX}2020-01-{day}-020000.db")), "old")
                .expect("written");
        }
        fs::write(folder.path().join("before-upgrade-2020-01-01-020000.db"), "kept").expect("written");
        let made = one(&store, folder.path()).await.expect("a backup");
        let left = nightly(folder.path());
        assert_eq!(left.len(), KEPT);
        assert_eq!(left.last(), Some(&made.file));
        assert!(folder.path().join("before-upgrade-2020-01-01-020000.db").exists());
        assert_eq!(newest(folder.path()).map(|newest| newest.file), Some(made.file));
    }
}
