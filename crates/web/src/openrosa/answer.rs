//! What phones are told: always in the envelope that they read, with the headers that they ask for.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use forms::openrosa;
use vocab::Language;

use crate::language::say;
use crate::openrosa::BODY_BYTES;

const VERSION: HeaderName = HeaderName::from_static("x-openrosa-version");
const ACCEPTS: HeaderName = HeaderName::from_static("x-openrosa-accept-content-length");
const XML: &str = "text/xml; charset=utf-8";

/// Why a phone does not get what it asks for: status and key of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) StatusCode, pub(crate) &'static str);

/// The phone was taken off, or its surveyor's role ended.
pub(crate) const NOT_LET_IN: Refused = Refused(StatusCode::FORBIDDEN, "phone-not-let-in");
/// No such campaign, form or file for this phone.
pub(crate) const NOT_HERE: Refused = Refused(StatusCode::NOT_FOUND, "phone-not-here");
/// The database cannot be reached, or too much waits.
pub(crate) const LATER: Refused = Refused(StatusCode::SERVICE_UNAVAILABLE, "phone-later");
/// The parts of the request cannot be read.
pub(crate) const UNREADABLE: Refused = Refused(StatusCode::BAD_REQUEST, "phone-unreadable");
/// More was sent than one request may hold.
pub(crate) const TOO_LARGE: Refused = Refused(StatusCode::PAYLOAD_TOO_LARGE, "phone-too-large");

impl Refused {
    pub(crate) fn answer(self, language: Language) -> Response {
        said(self.0, &say(language, self.1), true)
    }
}

/// A document.
pub(crate) fn xml(status: StatusCode, document: String) -> Response {
    let headers = [(header::CONTENT_TYPE, XML), (header::CACHE_CONTROL, "private, no-store")];
    (status, headers, document).into_response()
}

/// Words in the envelope.
pub(crate) fn said(status: StatusCode, words: &str, is_error: bool) -> Response {
    let mut response = xml(status, openrosa::message(words, is_error));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    }
    response
}

/// Sets the headers of every answer, and puts what the layers below answered with a bare status into the envelope.
pub(crate) async fn in_envelope(response: Response) -> Response {
    let status = response.status();
    let is_ours = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain"));
    let mut response = if is_ours || !(status.is_client_error() || status.is_server_error()) {
        response
    } else {
        let refused = match status {
            StatusCode::PAYLOAD_TOO_LARGE => TOO_LARGE,
            StatusCode::SERVICE_UNAVAILABLE => LATER,
            StatusCode::NOT_FOUND => NOT_HERE,
            _ => Refused(status, "phone-unreadable"),
        };
        let mut answer = refused.answer(Language::Vi);
        if let Some(allow) = response.headers().get(header::ALLOW) {
            answer.headers_mut().insert(header::ALLOW, allow.clone());
        }
        answer
    };
    let headers = response.headers_mut();
    headers.insert(VERSION, HeaderValue::from_static("1.0"));
    headers.insert(ACCEPTS, HeaderValue::from(BODY_BYTES - (64 << 10)));
    response
}
