//! One line a request in the log: a number, the path's pattern, the answer, the time. Nothing about a person.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// Counts requests since the start.
static NUMBER: AtomicU64 = AtomicU64::new(1);

/// The number of a request, shown on its error page so that a user can name it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number(pub(crate) u64);

/// Where the number is sent.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Logs a request when it is answered. The query, the body and the address of the caller are never written: a search
/// can be a name.
pub(crate) async fn logged(mut request: Request, next: Next) -> Response {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    request.extensions_mut().insert(Number(number));
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let began = Instant::now();
    let mut response = next.run(request).await;
    response.headers_mut().insert(HEADER, HeaderValue::from(number));
    let pattern = path.as_ref().map_or("–", MatchedPath::as_str);
    let (status, ms) = (response.status().as_u16(), began.elapsed().as_millis());
    tracing::info!(number, %method, pattern, status, ms, "answered");
    response
}
