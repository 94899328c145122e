//! Lời từ chối: one table of what can be refused, with its status, its words, and where to go on.
//!
//! A refusal is a page, not an error. What went wrong inside is in the log and never on the page.

use std::any::Any;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use vocab::LocalText;

use crate::api;
use crate::layout::{Link, Page};
use crate::login::KeptForm;
use crate::site::Shared;
use crate::visit::{Visit, no_store, render_as};

/// What is refused.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    /// No such page.
    NoPage,
    /// Something that exists has no such part: its name, and where to go on.
    NoPart(LocalText, Vec<(String, LocalText)>),
    /// The page is there, but not for this kind of request.
    WrongMethod,
    /// A form sent from a page that is not ours.
    FromElsewhere,
    /// More was sent than any form has.
    TooLarge,
    /// The request cannot be read.
    Unreadable,
    /// The answer took too long.
    TooSlow,
    /// No role of the caller permits it here; the page does not say whether the thing exists.
    NotYours,
    /// The database cannot be reached now.
    NoDatabase,
    /// The database cannot be written: the disk is full, or may only be read.
    NoRoom,
    /// The database did not take it: two acts crossed, or a text holds what no text may hold.
    Crossed,
    /// Our mistake.
    Broken,
}

/// Status and keys of the title and of what to do.
fn row(refusal: &Refusal) -> (StatusCode, &'static str, &'static str) {
    match refusal {
        Refusal::NoPage => (StatusCode::NOT_FOUND, "refusal-no-page", "refusal-no-page-do"),
        Refusal::NoPart(..) => (StatusCode::NOT_FOUND, "refusal-no-part", "refusal-no-part-do"),
        Refusal::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, "refusal-method", "refusal-method-do"),
        Refusal::FromElsewhere => (StatusCode::FORBIDDEN, "refusal-elsewhere", "refusal-elsewhere-do"),
        Refusal::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "refusal-large", "refusal-large-do"),
        Refusal::Unreadable => (StatusCode::BAD_REQUEST, "refusal-unreadable", "refusal-unreadable-do"),
        Refusal::TooSlow => (StatusCode::SERVICE_UNAVAILABLE, "refusal-slow", "refusal-slow-do"),
        Refusal::NotYours => (StatusCode::FORBIDDEN, "refusal-not-yours", "refusal-not-yours-do"),
        Refusal::NoDatabase => {
            (StatusCode::SERVICE_UNAVAILABLE, "refusal-no-database", "refusal-no-database-do")
        }
        Refusal::NoRoom => (StatusCode::SERVICE_UNAVAILABLE, "refusal-no-room", "refusal-no-room-do"),
        Refusal::Crossed => (StatusCode::CONFLICT, "refusal-crossed", "refusal-crossed-do"),
        Refusal::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "refusal-broken", "refusal-broken-do"),
    }
}

/// The refusal that a bare status of the layers below stands for.
fn of_status(status: StatusCode) -> Option<Refusal> {
    Some(match status {
        StatusCode::NOT_FOUND => Refusal::NoPage,
        StatusCode::METHOD_NOT_ALLOWED => Refusal::WrongMethod,
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => Refusal::TooSlow,
        status if status.is_client_error() => Refusal::Unreadable,
        status if status.is_server_error() => Refusal::Broken,
        _ => return None,
    })
}

impl Refusal {
    /// The page for a failure of the database; its cause goes to the log, which may not quote values.
    pub(crate) fn of_fault(fault: &registry::store::Fault) -> Refusal {
        use registry::store::Kind;
        tracing::error!(kind = ?fault.kind, %fault, remedy = fault.remedy().en, "the database failed");
        match fault.kind {
            Kind::Unreachable | Kind::Busy => Refusal::NoDatabase,
            Kind::NoRoom => Refusal::NoRoom,
            Kind::Constraint => Refusal::Crossed,
            _ => Refusal::Broken,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = row(&self).0.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    status: u16,
    what_to_do: String,
    next: Vec<Link>,
    /// What was typed and not taken.
    kept: Option<KeptForm>,
    /// Whether it may have been recorded all the same: the answer of the database was lost.
    is_in_doubt: bool,
}

/// Seconds after which a program may ask again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("10");

/// Turns refusals, and bare statuses of the layers below, into pages.
pub(crate) async fn as_page(State(site): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let visit = Visit::of(&parts, site);
    let is_reading = matches!(parts.method, Method::GET | Method::HEAD);
    let response = next.run(Request::from_parts(parts, body)).await;
    let refusal = match response.extensions().get::<Refusal>() {
        // Whoever only reads crosses nobody.
        Some(Refusal::Crossed) if is_reading => Refusal::Broken,
        Some(refusal) => refusal.clone(),
        None if !is_bare(response.headers()) => return response,
        None => match of_status(response.status()) {
            Some(refusal) => refusal,
            None => return response,
        },
    };
    let mut page = match visit.path.starts_with(api::ROOT) {
        true => {
            let (status, title, what_to_do) = row(&refusal);
            as_json(status, &visit.t(title), &visit.t(what_to_do))
        }
        false => of_refusal(&refusal, visit, response.extensions().get().cloned()),
    };
    if page.status() == StatusCode::SERVICE_UNAVAILABLE {
        page.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    }
    // A 405 must still say what is allowed.
    if let Some(allow) = response.headers().get(header::ALLOW) {
        page.headers_mut().insert(header::ALLOW, allow.clone());
    }
    page
}

/// Whether nobody wrote an answer of their own: the layers below send nothing, or a line of plain text.
fn is_bare(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

fn of_refusal(refusal: &Refusal, visit: Visit, kept: Option<KeptForm>) -> Response {
    let (status, title, what_to_do) = row(refusal);
    let page = visit.page(String::new());
    let (title, what_to_do, next) = match refusal {
        Refusal::NoPart(name, next) => {
            let language = visit.language;
            let next = next.iter().map(|(href, text)| Link::new(href.clone(), text.get(language)));
            (page.named(title, name.get(language)), page.t(what_to_do), next.collect())
        }
        _ => (page.t(title), page.t(what_to_do), Vec::new()),
    };
    let page = Page { title, ..page };
    // What was typed may be about people, and no refusal is true for long.
    let is_in_doubt = !matches!(refusal, Refusal::NoRoom);
    let template = ErrorPage { page, status: status.as_u16(), what_to_do, next, kept, is_in_doubt };
    no_store(render_as(status, &template))
}

/// A refusal for programs.
pub(crate) fn as_json(status: StatusCode, why: &str, what_to_do: &str) -> Response {
    let body = serde_json::json!({ "why": why, "what_to_do": what_to_do }).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// A handler that panicked: our mistake. The message may hold what somebody typed, so only the fact is logged.
pub(crate) fn of_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a page failed");
    Refusal::Broken.into_response()
}
