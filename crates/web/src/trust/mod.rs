//! Whether a phone trusts this server: `/trust` is the page that tells, in big letters. An office without a domain name has a
//! certificate authority of its own ([`Authority`]); what phones must install comes from the plain-HTTP door ([`door`]).

mod authority;
mod door;
mod names;
mod renewing;

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

pub use authority::Authority;
pub(crate) use door::door;
pub use names::HostName;
pub(crate) use renewing::acceptor;

use crate::layout::Page;
use crate::routes::{Policy, Routes};
use crate::visit::{Visit, render};

/// What the pages know of the door where phones get the certificate.
#[derive(Clone, Debug)]
pub(crate) struct Trust {
    pub(crate) authority: Arc<Authority>,
    /// Port of the door.
    pub(crate) port: u16,
}

impl Trust {
    /// The address of the door, by the name with which a request asked for the server.
    pub(crate) fn address(&self, headers: &HeaderMap) -> String {
        let host = names::asked_by(headers, self.authority.names()).map(HostName::in_url).unwrap_or_default();
        format!("http://{host}:{}/trust", self.port)
    }
}

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/trust", Policy::Everybody, page)
        .get("/trust/worker.js", Policy::Everybody, worker)
        .get("/trust/answer", Policy::Everybody, answer)
}

#[derive(Template)]
#[template(path = "trust/test.html")]
struct Test {
    page: Page,
    /// Where the certificate is, if this server has an authority of its own.
    door: Option<String>,
}

async fn page(visit: Visit, headers: HeaderMap) -> Response {
    let door = visit.site.trust.as_ref().map(|trust| trust.address(&headers));
    render(&Test { door, page: visit.page(visit.t("trust-test-title")) })
}

/// A worker that does nothing. That the browser takes it proves more than the page itself: who pressed past a warning sees
/// the page, and is still refused the worker.
async fn worker() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-store")],
        "// Nothing to do.\n",
    )
}

/// One word for the page at the door: it is heard only by a browser that trusts this server.
async fn answer() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, "trusted\n")
}
