//! Quản trị: what administrators and auditors come for – the audit log, the state of the machine, the users.

mod audit;
mod entry;
mod health;
mod time;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use registry::access::Right;

use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::site::Shared;
use crate::visit::render;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/admin", get(page))
        .route("/admin/audit", get(audit::page))
        .route("/admin/audit/{seq}", get(entry::page))
        .route("/admin/health", get(health::page))
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
    if manages {
        tiles.push(tile("/admin/users", "person", "users"));
    }
    if sees {
        tiles.push(tile("/admin/audit", "paper", "audit"));
    }
    if sees || manages {
        tiles.push(tile("/admin/health", "system", "health"));
    }
    if tiles.is_empty() {
        return Err(Refusal::NotYours);
    }
    Ok(render(&Index { tiles, page: visit.page(visit.t("admin-title")) }))
}
