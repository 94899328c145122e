//! `/api/v1`: reading by programs, with the same policies and scopes as the pages. What is answered stands in
//! `openapi.json`, and a test holds every answer against it.
//!
//! A program logs in at `/api/v1/session` and sends the token with `Authorization: Bearer`. The token is a session as a
//! browser's: it stands on the account page, ends at the same time, and a right that ended is gone at the next request.

mod acts;
mod figures;
mod households;
mod me;
mod session;
mod standards;

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use registry::access::Right;
use serde_json::Value as Json;

use crate::households::NAMES;
use crate::routes::{Policy, Routes};
use crate::visit::no_store;

/// What addresses of the interface begin with.
pub(crate) const ROOT: &str = "/api/";
/// Where a program logs in.
pub(crate) const SESSION: &str = "/api/v1/session";

const SEE: Policy = Policy::Within(&[Right::SeeHouseholds]);
const AUDIT: Policy = Policy::Within(&[Right::SeeAudit]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/openapi.json", Policy::Everybody, openapi)
        .post(SESSION, Policy::Everybody, session::begin)
        .post("/api/v1/session/end", Policy::Themselves, session::end)
        .get("/api/v1/me", Policy::Themselves, me::me)
        .get("/api/v1/standards", Policy::Everybody, standards::list)
        .get_asking("/api/v1/households", SEE, NAMES, households::list)
        .post("/api/v1/households/search", SEE, households::search)
        .get_asking("/api/v1/households/{id}", SEE, &["day", "known"], households::file)
        .get("/api/v1/villages", SEE, households::villages)
        .get_asking(
            "/api/v1/figures",
            Policy::Within(&[Right::SeeFigures]),
            &["year", "standard", "borders"],
            figures::figures,
        )
        .get_asking("/api/v1/acts", AUDIT, &["kind", "by", "from", "until", "page"], acts::list)
        .get("/api/v1/acts/{seq}", AUDIT, acts::act)
}

/// The document that describes the interface.
async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("openapi.json")).into_response()
}

/// An answer, for this caller only.
fn answer(json: &Json) -> Response {
    let body = json.to_string();
    no_store(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// The token of a program.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}
