//! Sao lưu: what the pages know of the backups that the program makes at night.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use registry::store::dates::Instant;

/// A backup that was made and read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastBackup {
    /// When.
    pub at: Instant,
    /// The file.
    pub file: PathBuf,
    /// Its bytes.
    pub bytes: u64,
}

/// The newest backup, and whether the last attempt failed. Whoever makes backups tells; the pages ask.
#[derive(Clone, Debug)]
pub struct Backups {
    folder: PathBuf,
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
    newest: Option<LastBackup>,
    has_failed: bool,
}

/// A backup older than this is late.
const LATE_AFTER_SECONDS: i64 = 24 * 3600;

impl Backups {
    /// Backups in a folder; nothing is known of them yet.
    pub fn in_folder(folder: PathBuf) -> Backups {
        Backups { folder, known: Arc::default() }
    }

    /// A backup was made, or found.
    pub fn made(&self, backup: LastBackup) {
        self.with(|known| *known = Known { newest: Some(backup), has_failed: false });
    }

    /// A backup could not be made.
    pub fn failed(&self) {
        self.with(|known| known.has_failed = true);
    }

    /// Whether the newest is older than a day, or there is none.
    pub fn are_late(&self, now: Instant) -> bool {
        self.newest().is_none_or(|newest| newest.at.plus_seconds(LATE_AFTER_SECONDS) < now)
    }

    /// The newest one.
    pub fn newest(&self) -> Option<LastBackup> {
        self.with(|known| known.newest.clone())
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.with(|known| known.has_failed)
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    fn with<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        look(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
