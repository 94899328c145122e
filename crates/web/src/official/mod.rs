//! `/reports`: the official tables of the yearly reviews, counted from sealed snapshots; each cell opens its households.
//!
//! A review that was not sealed shows no table to anybody: what looks like the form would be sent as the form. Live
//! counts have a page of their own, and say so. Who sees which rows follows from where a village lies today; which codes
//! and names the rows have follows from the borders that are chosen.

mod bars;
mod cell;
mod desk;
mod differ;
mod filled;
mod forms;
mod list;
mod order;
mod review;
mod source;
mod submissions;
mod table;
mod take;
mod wait;

pub(crate) use desk::Desk;
pub(crate) use forms::Forms;
pub use submissions::known_packs;
pub(crate) use submissions::upload;

use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;

use crate::error::Refusal;
use crate::routes::{Policy, Routes};
use crate::signed_in::SignedIn;
use crate::typed::Typed;

/// Seeing tables.
const SEE: Policy = Policy::Within(&[Right::SeeFigures]);

pub(crate) fn routes() -> Routes {
    let place = &["borders", "area", "province", "commune", "village"];
    Routes::new()
        .get("/reports", SEE, list::page)
        .post("/reports/stop", SEE, stop)
        .get_asking("/reports/{campaign}", SEE, place, review::page)
        .get_asking("/reports/{campaign}/tables/{table}", SEE, place, table::page)
        .get_asking(
            "/reports/{campaign}/tables/{table}/households",
            Policy::Within(&[Right::SeeHouseholds]),
            &["borders", "area", "province", "commune", "village", "row", "column", "rows", "page"],
            cell::page,
        )
        .get_asking("/reports/{campaign}/files/{file}", SEE, place, take::file)
        .get_asking(
            "/reports/{campaign}/lists/{table}/{commune}",
            Policy::Within(&[Right::ExportHouseholds]),
            &["borders"],
            take::list,
        )
        .merge(submissions::routes())
}

async fn stop(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    who.scope(Right::SeeFigures)?;
    let id = typed.text("work").parse().map_err(|_| Refusal::NoPage)?;
    if !who.visit.site.counting.stop(id, who.actor.user) {
        return Err(Refusal::NoPage);
    }
    Ok(Redirect::to("/reports").into_response())
}
