//! `/admin/health`: tình trạng hệ thống – version, database, backups, room on the disk.

use std::path::Path;

use askama::Template;
use axum::response::Response;
use registry::access::Right;
use registry::store::dates::Instant;
use vocab::Language;

use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::render;

#[derive(Template)]
#[template(path = "admin/health.html")]
struct Health {
    page: Page,
    version: String,
    database: String,
    place: String,
    size: String,
    acts: String,
    /// Time and size of the newest backup.
    backup: Option<(String, String)>,
    has_failed: bool,
    is_late: bool,
    folder: Option<String>,
    /// Free and all of it.
    room: Option<(String, String)>,
    is_short: bool,
}

/// With less room than this, the next backup or act may fail.
const LEAST_ROOM: u64 = 2 << 30;

pub(crate) async fn page(signed_in: SignedIn) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    if signed_in.scope(Right::SeeAudit).is_err() {
        signed_in.scope(Right::ManageUsers)?;
    }
    let condition =
        signed_in.registry.state_of_database().await.map_err(|fault| Refusal::of_fault(&fault))?;
    let language = visit.language;
    let backups = visit.site.backups.as_ref();
    let folder = backups.map(|backups| backups.folder().to_owned());
    let room = folder.as_deref().and_then(|folder| room_of(folder.parent().unwrap_or(folder)));
    let kind = if condition.is_postgres { "PostgreSQL" } else { "SQLite" };
    Ok(render(&Health {
        version: visit.site.version.clone(),
        database: format!("{kind} {}", condition.version),
        place: signed_in.registry.store().location().to_string(),
        size: bytes(condition.bytes.unsigned_abs(), language),
        acts: format::whole(condition.acts, language),
        backup: backups
            .and_then(|backups| backups.newest())
            .map(|newest| (time::shown(newest.at, language), bytes(newest.bytes, language))),
        has_failed: backups.is_some_and(|backups| backups.has_failed()),
        is_late: backups.is_none_or(|backups| backups.are_late(Instant::now())),
        folder: folder.map(|folder| folder.display().to_string()),
        is_short: room.is_some_and(|(free, _)| free < LEAST_ROOM),
        room: room.map(|(free, all)| (bytes(free, language), bytes(all, language))),
        page: visit.page(visit.t("health-title")).crumb("/admin", visit.t("admin-title")),
    }))
}

/// Free room for this program, and all of it.
#[cfg(unix)]
fn room_of(folder: &Path) -> Option<(u64, u64)> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some((disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize))
}

#[cfg(not(unix))]
fn room_of(_: &Path) -> Option<(u64, u64)> {
    None
}

/// `1,5 GB`.
fn bytes(n: u64, language: Language) -> String {
    let units = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];
    let (size, unit) = units.into_iter().find(|(size, _)| n >= *size).unwrap_or((1, "B"));
    let tenths = i64::try_from(n.saturating_mul(10) / size).unwrap_or(i64::MAX);
    format!("{} {unit}", format::decimal(tenths, 1, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short_and_follow_the_language() {
        assert_eq!(bytes(0, Language::Vi), "0 B");
        assert_eq!(bytes(1536, Language::Vi), "1,5 KB");
        assert_eq!(bytes(3 << 30, Language::En), "3 GB");
    }
}
