//! What a page shows while figures are counted, and where they cannot be.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use super::desk::{Got, Made, Working};
use crate::account::refusal_in_words;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::render_as;

#[derive(Template)]
#[template(path = "official/wait.html")]
struct Wait {
    page: Page,
    /// The number of the work, for whoever may stop it.
    own: Option<u64>,
    /// Done and all, as numbers and in words.
    reached: Option<(u64, u64, String)>,
    /// This address, to look again.
    again: String,
}

#[derive(Template)]
#[template(path = "official/refused.html")]
struct Refused {
    page: Page,
    why: String,
}

/// What was made, or the page that says how far it is or why not.
pub(super) fn ready(
    who: &SignedIn,
    page: impl FnOnce() -> Page,
    got: Got,
) -> Result<Arc<Made>, Box<Response>> {
    match got {
        Got::Ready(made) => Ok(made),
        Got::Working(working) => Err(Box::new(waiting(who, page(), working))),
        Got::Refused((why, remedy)) => Err(Box::new(refused(who, page(), registry::Refusal { why, remedy }))),
    }
}

fn waiting(who: &SignedIn, page: Page, working: Working) -> Response {
    let visit = &who.visit;
    let number = |n: u64| format::whole(n as i64, visit.language);
    let reached = (working.total > 0).then(|| {
        let done = working.done.min(working.total);
        (done, working.total, format!("{} / {}", number(done), number(working.total)))
    });
    let again = page.visit.here();
    let own = working.is_own.then_some(working.id);
    let mut response = render_as(StatusCode::ACCEPTED, &Wait { page, own, reached, again });
    // The browser asks again by itself, also without a script.
    response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("2"));
    response
}

/// A page that says why there is no table.
pub(super) fn refused(who: &SignedIn, page: Page, refusal: registry::Refusal) -> Response {
    let why = refusal_in_words(who.visit.language, &refusal);
    render_as(StatusCode::CONFLICT, &Refused { page, why })
}
