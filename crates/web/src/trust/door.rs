//! The door where a phone that does not trust the server yet gets its certificate: plain HTTP, a page and a file. Nothing else
//! is served there: no log-in, no households.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use sha2::{Digest as _, Sha256};
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use vocab::Language;

use crate::account::{Picture, picture};
use crate::assets::{self, Bundle};
use crate::trust::names::{HostName, asked_by};
use crate::trust::{Authority, Trust};
use crate::{language, request, security};

/// Nothing here takes long.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// What the door shows.
#[derive(Clone)]
struct Door {
    trust: Trust,
    /// Port of the pages, which speak TLS.
    pages: u16,
}

/// The door of a server whose pages are at this port.
pub(crate) fn door(trust: Trust, pages: u16) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/trust") }))
        .route("/trust", get(page))
        .route("/trust/chungtay.crt", get(certificate))
        .route("/assets/{file}", get(assets::asset))
        .route("/favicon.svg", get(assets::icon))
        .fallback(|| async { (StatusCode::NOT_FOUND, "/trust\n") })
        .layer(RequestBodyLimitLayer::new(0))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CompressionLayer::new().br(true).gzip(true))
        .layer(from_fn(headers))
        .layer(from_fn(request::logged))
        .with_state(Arc::new(Door { trust, pages }))
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    response
}

/// What kind of device asks, so that its own steps come first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Device {
    Android,
    Apple,
    Other,
}

impl Device {
    fn of(headers: &HeaderMap) -> Device {
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        match agent {
            agent if agent.contains("Android") => Device::Android,
            agent if agent.contains("iPhone") || agent.contains("iPad") => Device::Apple,
            _ => Device::Other,
        }
    }
}

#[derive(Template)]
#[template(path = "trust/install.html")]
struct Install {
    language: Language,
    bundle: &'static Bundle,
    /// Address of the pages, over TLS.
    pages: String,
    /// Address of this page, and its picture for other phones.
    door: String,
    picture: Option<Picture>,
    device: Device,
    /// What the certificate is good for.
    names: String,
    fingerprint: String,
}

impl Install {
    fn t(&self, key: &str) -> String {
        language::say(self.language, key)
    }

    fn lang(&self) -> &'static str {
        language::code(self.language)
    }

    /// Whether the steps of a kind of device are unfolded.
    fn is_open(&self, device: Device) -> bool {
        self.device == device || (self.device == Device::Other && device == Device::Android)
    }
}

async fn page(State(door): State<Arc<Door>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let authority = &door.trust.authority;
    let host = asked_by(&headers, authority.names()).map(HostName::in_url).unwrap_or_default();
    let pages =
        if door.pages == 443 { format!("https://{host}") } else { format!("https://{host}:{}", door.pages) };
    let address = door.trust.address(&headers);
    let page = Install {
        language: language::of_request(&query.unwrap_or_default(), None, &headers),
        bundle: assets::bundle(),
        picture: picture(&address),
        door: address,
        device: Device::of(&headers),
        names: authority.names().iter().map(HostName::to_string).collect::<Vec<_>>().join(", "),
        fingerprint: fingerprint(authority),
        pages,
    };
    let Ok(html) = page.render() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let policy = security::policy_of_door(&page.pages);
    let mut response = ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The certificate as phones read it. Without `attachment`: Safari must offer to install it.
async fn certificate(State(door): State<Arc<Door>>) -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "application/x-x509-ca-cert"), (header::CACHE_CONTROL, "no-store")];
    (headers, door.trust.authority.certificate().to_vec())
}

/// As phones show it: pairs of signs.
fn fingerprint(authority: &Authority) -> String {
    let hash = Sha256::digest(authority.certificate());
    hash.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" ")
}
