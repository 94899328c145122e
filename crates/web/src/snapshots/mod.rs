//! `/admin/snapshots` and `/snapshots/{id}`: what was sealed, the figures of one snapshot, and its files.
//!
//! The figures stand in the manifest, whose hash is in the log: they are those of the sealed files, whatever has changed
//! since. Whoever has a role in some communes sees those communes; the files hold all of them, so taking one asks for a
//! role everywhere.

mod figures;
mod list;
mod take;

use axum::Router;
use axum::routing::get;
use registry::Scope;
use registry::access::{Area, Right};

use crate::signed_in::SignedIn;
use crate::site::Shared;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/admin/snapshots", get(list::page))
        .route("/snapshots/{id}", get(figures::page))
        .route("/snapshots/{id}/files/{*path}", get(take::file))
}

/// Whether somebody may take files away: they hold households of everywhere.
fn may_take(signed_in: &SignedIn) -> Option<Scope> {
    let scope = signed_in.scope(Right::ExportHouseholds).ok()?;
    (scope.areas() == [Area::Everywhere]).then_some(scope)
}
