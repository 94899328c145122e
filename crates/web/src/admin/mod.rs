//! Quản trị: what administrators and auditors come for – the audit log, the state of the machine, the users.

mod areas;
pub(crate) mod audit;
mod entry;
mod health;
mod packs;
pub(crate) mod points;
pub(crate) mod time;
mod user;
mod users;
mod village;
mod villages;

use askama::Template;
use axum::response::Response;
use registry::access::{Area, Grant, Right};
use standards::units::Level;

use crate::error::Refusal;
use crate::layout::Page;
use crate::routes::{Policy, Routes};
use crate::signed_in::SignedIn;
use crate::visit::{Visit, render};

/// Administrators and those who audit.
const OFFICE: Policy = Policy::Within(&[Right::ManageUsers, Right::SeeAudit]);
/// Whoever finds something to do there.
const ADMIN: Policy =
    Policy::Within(&[Right::ManageUsers, Right::SeeAudit, Right::KeepReference, Right::SealResults]);
/// The audit log.
const AUDIT: Policy = Policy::Within(&[Right::SeeAudit]);
/// Users and their roles.
const MANAGE: Policy = Policy::Within(&[Right::ManageUsers]);

/// What the rules refer to: villages, tables of points.
const REFERENCE: Policy = Policy::Within(&[Right::KeepReference, Right::SeeAudit]);
/// Changing it.
pub(crate) const KEEP: Policy = Policy::Within(&[Right::KeepReference]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/admin", ADMIN, page)
        .get_asking(
            "/admin/audit",
            AUDIT,
            &["kind", "by", "from", "until", "page", "checkpoint"],
            audit::page,
        )
        .get("/admin/audit/{seq}", AUDIT, entry::page)
        .get("/admin/health", OFFICE, health::page)
        .get("/admin/packs", ADMIN, packs::page)
        .get_asking("/admin/users", OFFICE, &["q"], users::page)
        .post("/admin/users", MANAGE, users::add)
        .get_asking("/admin/users/{user}", OFFICE, &["q", "role", "place", "from", "until"], user::page)
        .post("/admin/users/{user}/grants", MANAGE, user::grant)
        .post("/admin/users/{user}/grants/end", MANAGE, user::end)
        .post("/admin/users/{user}/password", MANAGE, user::reset_password)
        .get_asking("/admin/villages", REFERENCE, &["commune", "page"], villages::page)
        .post("/admin/villages", KEEP, villages::add)
        .get("/admin/villages/{village}", REFERENCE, village::page)
        .post("/admin/villages/{village}", KEEP, village::restate)
        .post("/admin/villages/{village}/close", KEEP, village::close)
        .post("/admin/villages/{village}/undo/{seq}", KEEP, village::undo)
        .get("/admin/areas", REFERENCE, areas::page)
        .post("/admin/areas", KEEP, areas::send)
        .get_asking("/admin/points", REFERENCE, &["recorded"], points::page)
        .post("/admin/points/confirm", KEEP, points::confirm)
        .get("/admin/points/{seq}/table.csv", REFERENCE, points::table)
}

#[derive(Template)]
#[template(path = "admin/index.html")]
struct Index {
    page: Page,
    tiles: Vec<Tile>,
}

#[derive(Debug)]
struct Tile {
    href: &'static str,
    icon: &'static str,
    title: String,
    says: String,
}

async fn page(signed_in: SignedIn) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    let tile = |href, icon, key: &str| Tile {
        href,
        icon,
        title: visit.t(&format!("admin-{key}")),
        says: visit.t(&format!("admin-{key}-says")),
    };
    let (sees, manages) =
        (signed_in.scope(Right::SeeAudit).is_ok(), signed_in.scope(Right::ManageUsers).is_ok());
    let mut tiles = Vec::new();
    if sees || manages {
        tiles.push(tile("/admin/users", "person", "users"));
    }
    let (keeps, seals) =
        (signed_in.scope(Right::KeepReference).is_ok(), signed_in.scope(Right::SealResults).is_ok());
    if sees {
        tiles.push(tile("/admin/audit", "paper", "audit"));
    }
    if sees || seals {
        tiles.push(tile("/admin/snapshots", "book", "snapshots"));
    }
    if sees || keeps {
        tiles.push(tile("/admin/villages", "book", "villages"));
        tiles.push(tile("/admin/areas", "book", "areas"));
        tiles.push(tile("/admin/points", "form", "points"));
    }
    tiles.push(tile("/admin/packs", "book", "packs"));
    if sees || manages {
        tiles.push(tile("/admin/health", "system", "health"));
    }
    Ok(render(&Index { tiles, page: visit.page(visit.t("admin-title")) }))
}

/// Where a role holds, in words; the unit as it was when the role was given.
pub(crate) fn place_of(visit: &Visit, grant: &Grant, village: Option<&str>) -> String {
    let gazetteer = &visit.site.gazetteer;
    let named = |level, code: &str| match gazetteer.units.on(level, code, grant.from) {
        Some(unit) if level == Level::Commune => {
            format!("{}, {}", unit.name, gazetteer.within(unit, grant.from))
        }
        Some(unit) => unit.name.clone(),
        None => code.to_owned(),
    };
    match &grant.area {
        Area::Everywhere => visit.t("area-everywhere"),
        Area::Province(code) => named(Level::Province, code),
        Area::Commune(code) => named(Level::Commune, code),
        Area::Village(_) => village.map_or_else(|| visit.t("area-village"), str::to_owned),
    }
}
