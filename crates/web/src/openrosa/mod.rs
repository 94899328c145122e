//! `/v1/…`: what ODK Collect and every other OpenRosa client ask for – the list of forms, a form, its files – and where
//! they send filled forms (<https://docs.getodk.org/openrosa/>).
//!
//! A phone shows who it is by a token in the address, as Collect's settings code writes it, in a header, as our own app
//! does, or by name and password, as a digest or plainly. The token is a secret: no log line, page or error repeats it.

mod answer;
mod body;
mod digest;
mod forms;
mod guard;
mod mine;
pub(crate) mod published;
mod submission;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, map_response};
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

pub(crate) use guard::{admitted, base_of};

use crate::routes::{Policy, Routes};
use crate::site::Shared;

/// What addresses of phones begin with.
pub(crate) const ROOT: &str = "/v1/";

/// What one request may hold; clients are told to split what is larger. A photograph is sent alone if it is larger than
/// the client's own limit.
pub(crate) const BODY_BYTES: usize = 12 << 20;
/// A photograph over a slow line.
const ANSWER_WITHIN: std::time::Duration = std::time::Duration::from_secs(300);

/// The addresses, twice: with a token, and for a log-in by name and password.
macro_rules! both {
    ($routes:expr, $method:ident, $path:literal, $handler:expr) => {
        $routes
            .$method(concat!("/v1/key/{token}/projects/{project}", $path), Policy::Device, $handler)
            .$method(concat!("/v1/projects/{project}", $path), Policy::Device, $handler)
    };
}

pub(crate) fn routes() -> Routes {
    let routes = both!(Routes::new(), get, "/formList", forms::list);
    let routes = both!(routes, get, "/forms/{form}", forms::form);
    let routes = both!(routes, get, "/forms/{form}/manifest", forms::manifest);
    let routes = both!(routes, get, "/forms/{form}/{file}", forms::file);
    let routes = both!(routes, get, "/submission", submission::ready);
    let routes = both!(routes, post, "/submission", submission::receive);
    let routes = both!(routes, get, "/mine", mine::mine);
    let routes = routes.post("/v1/pair", Policy::Everybody, mine::pair);
    // Only around these addresses: what is at no address at all is a page.
    routes.behind(|router: Router<Shared>| {
        router
            .route_layer(from_fn(body::within_memory))
            .route_layer(DefaultBodyLimit::disable())
            .route_layer(RequestBodyLimitLayer::new(BODY_BYTES))
            .route_layer(RequestDecompressionLayer::new())
            .route_layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
            .route_layer(map_response(answer::in_envelope))
    })
}
