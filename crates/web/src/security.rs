//! What every answer forbids the browser, and which requests are refused before anybody reads them.
//!
//! Content comes only from here; styles and scripts are files, and what stands inside a page needs that page's nonce.
//! A request that changes something must come from one of our own pages.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Refusal;
use crate::site::Shared;
use crate::{api, openrosa, surveyor};

/// A number used once: what a page's own inline styles and scripts must carry.
#[derive(Clone, Debug)]
pub(crate) struct Nonce(pub(crate) String);

impl Nonce {
    fn new() -> Result<Nonce, getrandom::Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Nonce(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    fn policy(&self) -> String {
        let nonce = &self.0;
        format!(
            "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'"
        )
    }
}

/// What the plain-HTTP page where phones get the certificate may do: ask the pages whether they are trusted.
pub(crate) fn policy_of_door(pages: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src {pages}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// What the surveyors' app may do more than a page: run the forms' engine, which is compiled code inside a script, and show
/// photographs that it has taken itself. Nothing else may.
const OF_APP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; \
     font-src 'self'; connect-src 'self' data:; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Two years, as browsers' lists of secure sites ask.
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// The same for every answer.
const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // What somebody looked at is nobody else's business; our own pages may know.
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Sets the headers of every answer; its page finds the nonce in the request.
pub(crate) async fn headers(State(site): State<Shared>, mut request: Request, next: Next) -> Response {
    let Ok(nonce) = Nonce::new() else {
        tracing::error!("the system gives no random numbers");
        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let is_app = surveyor::is_of_app(request.uri().path());
    let policy =
        if is_app { Ok(HeaderValue::from_static(OF_APP)) } else { HeaderValue::from_str(&nonce.policy()) };
    request.extensions_mut().insert(nonce);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // With an authority of our own the door at the same name is plain HTTP: a phone must reach it also later.
    if site.over_tls && site.trust.is_none() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    }
    response
}

/// Refuses a request that could change something and does not come from our own pages, and one that nobody can type.
pub(crate) async fn only_from_here(request: Request, next: Next) -> Response {
    // No text may hold NUL, and the two databases say so differently.
    if request.uri().path_and_query().is_some_and(|asked| asked.as_str().contains("%00")) {
        return Refusal::Unreadable.into_response();
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // No other page can make a browser send a token in a header; a log-in for a token reads and sets no cookie.
    let is_program = api::bearer(request.headers()).is_some() || request.uri().path() == api::SESSION;
    // A phone shows who it is by itself; only a browser says where a page of somebody else is.
    let is_phone =
        request.uri().path().starts_with(openrosa::ROOT) && !request.headers().contains_key("sec-fetch-site");
    if safe || is_program || is_phone || is_from_here(request.headers()) {
        next.run(request).await
    } else {
        Refusal::FromElsewhere.into_response()
    }
}

/// Browsers say where a request comes from in `Sec-Fetch-Site`; older ones only in `Origin`.
fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match text(HeaderName::from_static("sec-fetch-site")) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match (text(header::ORIGIN), text(header::HOST)) {
            (Some(origin), Some(host)) => {
                origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")) == Some(host)
            }
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_here(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_from_here(&headers.collect())
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        assert!(from_here(&[("sec-fetch-site", "same-origin")]));
        assert!(from_here(&[("sec-fetch-site", "none")]));
        assert!(from_here(&[("origin", "https://a.vn"), ("host", "a.vn")]));
        assert!(!from_here(&[("sec-fetch-site", "cross-site")]));
        assert!(!from_here(&[("sec-fetch-site", "same-site")]));
        assert!(!from_here(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://a.vn"),
            ("host", "a.vn")
        ]));
        assert!(!from_here(&[("origin", "https://b.vn"), ("host", "a.vn")]));
        assert!(!from_here(&[("origin", "https://a.vn.b.vn"), ("host", "a.vn")]));
        assert!(!from_here(&[("origin", "null"), ("host", "a.vn")]));
        assert!(!from_here(&[("host", "a.vn")]));
    }
}
