//! `/surveyor/`: the app that surveyors install on their phones. It is all files; what it asks for comes by the addresses of
//! phones ([`crate::openrosa`]).

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use rust_embed::RustEmbed;

use crate::assets::packed;
use crate::error::Refusal;
use crate::routes::{Policy, Routes};

/// Where the app lives; its service worker reaches no further.
pub(crate) const ROOT: &str = "/surveyor/";

#[derive(RustEmbed)]
#[folder = "../../apps/surveyor/dist"]
struct Dist;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/surveyor", Policy::Everybody, to_root)
        .get(ROOT, Policy::Everybody, page)
        .get("/surveyor/{file}", Policy::Everybody, file)
        .get("/surveyor/assets/{file}", Policy::Everybody, asset)
}

/// Whether an address is one of the app's own.
pub(crate) fn is_of_app(path: &str) -> bool {
    path.starts_with(ROOT)
}

async fn to_root() -> Response {
    Redirect::permanent(ROOT).into_response()
}

/// A newer version is asked for at every start; the phone keeps the one that it has meanwhile.
const ASKED_AGAIN: &str = "no-cache";

async fn page(headers: HeaderMap) -> Result<Response, Refusal> {
    packed::<Dist>("index.html", &headers, ASKED_AGAIN)
}

async fn file(Path(file): Path<String>, headers: HeaderMap) -> Result<Response, Refusal> {
    packed::<Dist>(&file, &headers, ASKED_AGAIN)
}

async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Result<Response, Refusal> {
    packed::<Dist>(&format!("assets/{file}"), &headers, "public, max-age=31536000, immutable")
}
