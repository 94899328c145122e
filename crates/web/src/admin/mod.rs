//! `/admin`: users and their roles.

mod user;
mod users;

use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};
use registry::access::{Area, Grant};
use standards::units::Level;

use crate::signed_in::SignedIn;
use crate::site::Shared;
use crate::visit::Visit;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/admin", get(async |_: SignedIn| Redirect::to("/admin/users")))
        .route("/admin/users", get(users::page).post(users::add))
        .route("/admin/users/{user}", get(user::page))
        .route("/admin/users/{user}/grants", post(user::grant))
        .route("/admin/users/{user}/grants/end", post(user::end))
        .route("/admin/users/{user}/password", post(user::reset_password))
}

/// Where a role holds, in words; the unit as it was when the role was given.
pub(crate) fn place_of(visit: &Visit, grant: &Grant, village: Option<&str>) -> String {
    let gazetteer = &visit.site.gazetteer;
    let named = |level, code: &str| match gazetteer.units.on(level, code, grant.from) {
        Some(unit) if level == Level::Commune => format!("{}, {}", unit.name, gazetteer.within(unit, grant.from)),
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
