//! A form that was sent after its session was over: it waits inside the log-in page, and is sent by one button afterwards.
//!
//! It is not sent by itself: somebody else may have logged in at the same browser, and should see that something waits.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Refusal;
use crate::login::in_answer_to;
use crate::preferences::is_ours;
use crate::signed_in::Caller;
use crate::site::{BODY_BYTES, Shared};
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
        // Passwords and codes are typed again: they do not belong into a page.
        let fields = typed.0.into_iter().filter(|(name, _)| !name.contains("password") && name != "code");
        KeptForm { to: to.to_owned(), fields: fields.collect() }
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

/// Answers a form of somebody who is logged in no more with the log-in page, the form inside it.
pub(crate) async fn keep_forms(State(site): State<Shared>, request: Request, next: Next) -> Response {
    let is_nobody = matches!(request.extensions().get(), Some(Caller::Nobody));
    if !is_nobody || request.method() != Method::POST {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let visit = Visit::of(&parts, site);
    if !is_form(&parts.headers) {
        // A file is too large to wait inside a page.
        let response = next.run(Request::from_parts(parts, body)).await;
        let is_over = response.extensions().get::<LogInNeeded>().is_some();
        return if is_over { in_answer_to(&visit, None) } else { response };
    }
    let Ok(bytes) = to_bytes(body, BODY_BYTES).await else { return Refusal::TooLarge.into_response() };
    let to = parts.uri.path_and_query().map(|to| to.as_str().to_owned()).unwrap_or_default();
    let response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    if response.extensions().get::<LogInNeeded>().is_none() {
        return response;
    }
    match Typed::of_bytes(&bytes) {
        Some(typed) => in_answer_to(&visit, Some(KeptForm::new(&to, typed))),
        None => Refusal::Unreadable.into_response(),
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(|kind| kind.as_bytes()).unwrap_or_default();
    kind.starts_with(b"application/x-www-form-urlencoded")
}
