//! A form that could not be taken: what was typed waits inside the answer, and is sent again by one button. After a session
//! was over it waits inside the log-in page; when the database or the machine failed, inside the page that says so.
//!
//! It is not sent by itself: somebody else may have logged in at the same browser, and should see that something waits; and
//! of an answer that was lost nobody knows whether the act was done.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api;
use crate::error::Refusal;
use crate::login::in_answer_to;
use crate::preferences::is_ours;
use crate::signed_in::Caller;
use crate::site::{ANSWER_WITHIN, BODY_BYTES, Shared};
use crate::typed::Typed;
use crate::visit::Visit;

/// The mark of an answer that only says: log in first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogInNeeded;

/// A form: where it was sent, and its fields.
#[derive(Clone)]
pub(crate) struct KeptForm {
    pub(crate) to: String,
    pub(crate) fields: Vec<(String, String)>,
}

/// The field with the address, and what the names of the others begin with.
pub(crate) const TO: &str = "kept-to";
pub(crate) const FIELD: &str = "kept.";

impl KeptForm {
    fn new(to: &str, typed: Typed) -> KeptForm {
        let fields = typed.0.into_iter().filter(|(name, _)| !is_secret(name));
        KeptForm { to: to.to_owned(), fields: fields.collect() }
    }

    /// What waits while the server fails. A log-in is typed again, but a form that waited for it goes on waiting.
    fn of_failed(to: &str, typed: Typed) -> Option<KeptForm> {
        let is_open = typed.0.iter().all(|(name, _)| !is_secret(name));
        if is_open { Some(KeptForm::new(to, typed)) } else { KeptForm::sent_along(&typed) }
    }

    /// The form that a log-in page sent along.
    pub(crate) fn sent_along(typed: &Typed) -> Option<KeptForm> {
        let to = Some(typed.text(TO)).filter(|to| is_ours(to))?;
        let fields = typed.0.iter().filter_map(|(name, value)| Some((name.strip_prefix(FIELD)?, value)));
        Some(KeptForm {
            to: to.to_owned(),
            fields: fields.map(|(name, value)| (name.to_owned(), value.clone())).collect(),
        })
    }
}

/// Answers a form of somebody who is logged in no more with the log-in page, the form inside it; and gives a form that
/// the server failed to take to the page that says so.
pub(crate) async fn keep_forms(State(site): State<Shared>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || request.uri().path().starts_with(api::ROOT) {
        return next.run(request).await;
    }
    let is_nobody = matches!(request.extensions().get(), Some(Caller::Nobody));
    let (parts, body) = request.into_parts();
    let visit = Visit::of(&parts, site);
    if !is_form(&parts.headers) {
        // A file is too large to wait inside a page.
        let response = next.run(Request::from_parts(parts, body)).await;
        let is_over = is_nobody && response.extensions().get::<LogInNeeded>().is_some();
        return if is_over { in_answer_to(&visit, None) } else { response };
    }
    let Ok(read) = tokio::time::timeout(ANSWER_WITHIN, to_bytes(body, BODY_BYTES)).await else {
        return StatusCode::REQUEST_TIMEOUT.into_response();
    };
    let Ok(bytes) = read else { return Refusal::TooLarge.into_response() };
    let Some(typed) = Typed::of_bytes(&bytes) else { return Refusal::Unreadable.into_response() };
    let to = parts.uri.path_and_query().map(|to| to.as_str().to_owned()).unwrap_or_default();
    let mut response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    let is_over = is_nobody && response.extensions().get::<LogInNeeded>().is_some();
    if !is_over && !response.status().is_server_error() {
        return response;
    }
    if is_over {
        return in_answer_to(&visit, Some(KeptForm::new(&to, typed)));
    }
    if let Some(kept) = KeptForm::of_failed(&to, typed) {
        response.extensions_mut().insert(kept);
    }
    response
}

/// Passwords and codes are typed again: they do not belong into a page.
fn is_secret(name: &str) -> bool {
    name.contains("password") || name == "code"
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(|kind| kind.as_bytes()).unwrap_or_default();
    kind.starts_with(b"application/x-www-form-urlencoded")
}
