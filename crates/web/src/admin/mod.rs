//! Quản trị: what administrators and auditors come for – the audit log, the state of the machine, the users.

mod audit;
mod entry;
mod health;
pub(crate) mod time;
mod user;
mod users;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use registry::access::{Area, Grant, Right};
use standards::units::Level;

use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::site::Shared;
use crate::visit::{Visit, render};

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/admin", get(page))
        .route("/admin/audit", get(audit::page))
        .route("/admin/audit/{seq}", get(entry::page))
        .route("/admin/health", get(health::page))
        .route("/admin/users", get(users::page).post(users::add))
        .route("/admin/users/{user}", get(user::page))
        .route("/admin/users/{user}/grants", post(user::grant))
        .route("/admin/users/{user}/grants/end", post(user::end))
        .route("/admin/users/{user}/password", post(user::reset_password))
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
    if sees {
        tiles.push(tile("/admin/audit", "paper", "audit"));
        tiles.push(tile("/admin/snapshots", "book", "snapshots"));
    }
    if sees || manages {
        tiles.push(tile("/admin/health", "system", "health"));
    }
    if tiles.is_empty() {
        return Err(Refusal::NotYours);
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
