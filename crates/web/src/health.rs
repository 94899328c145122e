//! `/healthz`: whether the server answers. For the machine that watches it, so one word and no page.

use axum::http::header;
use axum::response::IntoResponse;

/// Says that the server answers.
pub(crate) async fn healthz() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")], "ok\n")
}
