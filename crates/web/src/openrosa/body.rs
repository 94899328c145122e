//! Bodies of requests within the memory of a small server: whoever sends waits until there is room for it.

use std::sync::LazyLock;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::Semaphore;
use vocab::Language;

use crate::openrosa::{BODY_BYTES, answer};

/// Kilobytes of all bodies that are read, or wait to be written, at the same time. Each stands in memory about three times: as
/// it came, encrypted, and as a value of the statement.
const ROOM: usize = 48 << 10;
const PATIENCE: Duration = Duration::from_secs(60);

static FREE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(ROOM));

/// Lets a request in when there is room for its body.
pub(crate) async fn within_memory(request: Request, next: Next) -> Response {
    let kilobytes = weight(request.headers()).div_ceil(1024);
    if kilobytes == 0 {
        return next.run(request).await;
    }
    let permits = u32::try_from(kilobytes.min(ROOM)).unwrap_or(u32::MAX);
    match tokio::time::timeout(PATIENCE, FREE.acquire_many(permits)).await {
        Ok(Ok(_held)) => next.run(request).await,
        _ => answer::LATER.answer(Language::Vi),
    }
}

/// What the body may come to; compressed or of unknown length it may be the largest.
fn weight(headers: &HeaderMap) -> usize {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(header::CONTENT_ENCODING).is_some() || text(header::TRANSFER_ENCODING).is_some() {
        return BODY_BYTES;
    }
    text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()).unwrap_or(0).min(BODY_BYTES)
}
