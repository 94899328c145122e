//! `/admin/snapshots` and `/snapshots/{id}`: what was sealed, the figures of one snapshot, and its files.
//!
//! The figures stand in the manifest, whose hash is in the log: they are those of the sealed files, whatever has changed
//! since. Whoever has a role in some communes sees those communes; the files hold all of them, so taking one asks for a
//! role everywhere.

mod figures;
mod list;
mod seal;
mod take;

use registry::Scope;
use registry::access::{Area, Right};

use crate::routes::{Policy, Routes};
use crate::signed_in::SignedIn;

/// Sealing; the handlers ask for the right everywhere.
const SEAL: Policy = Policy::Within(&[Right::SealResults]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/admin/snapshots", Policy::Within(&[Right::SeeFigures, Right::SeeAudit]), list::page)
        .post("/admin/snapshots", SEAL, seal::begin)
        .post("/admin/snapshots/stop", SEAL, seal::stop)
        .get("/snapshots/{id}", Policy::Within(&[Right::SeeFigures]), figures::page)
        .get("/snapshots/{id}/files/{*path}", Policy::Within(&[Right::ExportHouseholds]), take::file)
}

/// Whether somebody may take files away: they hold households of everywhere.
fn may_take(signed_in: &SignedIn) -> Option<Scope> {
    let scope = signed_in.scope(Right::ExportHouseholds).ok()?;
    (scope.areas() == [Area::Everywhere]).then_some(scope)
}
