//! Giấy tờ of a household: the list in its file, adding one, taking one away, removing one.
//!
//! A file leaves only as an attachment, never to be shown inside a page of ours: nobody's upload runs here.

mod add;

use axum::extract::{DefaultBodyLimit, Path};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::documents::{Document, Taken, size_words};
use registry::file::File;
use registry::store::dates::Instant;
use registry::{DocumentId, HouseholdId};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::change::{Pairs, words as refused_words};
use super::file::{Besides, Look, load, shown};
use super::forms::{known, text};
use super::{CHANGE, EXPORT};
use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::layout::encoded;
use crate::routes::Routes;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, attachment};

/// More than any file that is taken: one that is too large is read on, so that it can be told how large it is.
const BODY_BYTES: usize = 64 << 20;
/// A large file over a slow line.
const ANSWER_WITHIN: std::time::Duration = std::time::Duration::from_secs(300);

/// A paper in the list of a file.
pub(super) struct Paper {
    pub(super) title: String,
    pub(super) kind: String,
    /// Its day and whom it is about.
    pub(super) about: Vec<String>,
    /// What the file is and how large.
    pub(super) file: String,
    /// When and by whom it was added.
    pub(super) added: String,
    /// The act of which it is the evidence.
    pub(super) of_act: Option<i64>,
    /// Where it is taken away, for whoever may.
    pub(super) href: Option<String>,
    /// Where it is removed, for whoever may.
    pub(super) remove: Option<String>,
}

pub(super) fn routes() -> Routes {
    Routes::new().get("/households/{id}/documents/{document}", EXPORT, take).post(
        "/households/{id}/documents/{document}/remove",
        CHANGE,
        remove,
    )
}

/// Sending a file, with limits of its own: it is larger and slower than any other form.
pub(crate) fn upload() -> Routes {
    Routes::new()
        .get("/households/{id}/documents", CHANGE, add::page)
        .post("/households/{id}/documents", CHANGE, add::send)
        .behind(|router| {
            router
                .layer(DefaultBodyLimit::disable())
                .layer(RequestBodyLimitLayer::new(BODY_BYTES))
                .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        })
}

/// Kinds of papers with the keys of their words.
const KIND_WORDS: [(&str, &str); 6] = [
    ("application", "paper-kind-application"),
    ("evidence", "paper-kind-evidence"),
    ("minutes", "paper-kind-minutes"),
    ("identity", "paper-kind-identity"),
    ("photo", "paper-kind-photo"),
    ("other", "paper-kind-other"),
];

/// A kind of paper in words; an unknown code is shown as it is.
fn kind_words(visit: &Visit, code: &str) -> String {
    let found = KIND_WORDS.iter().find(|(known, _)| *known == code);
    found.map_or_else(|| code.to_owned(), |(_, key)| visit.t(key))
}

/// The papers of a file as it is looked at; `may_change` says whether they may be removed.
pub(super) async fn papers(
    signed_in: &SignedIn,
    file: &File,
    look: Look,
    may_change: bool,
) -> Result<Vec<Paper>, Refusal> {
    let visit = &signed_in.visit;
    let scope = signed_in.scope(Right::SeeHouseholds)?;
    let kept = signed_in.registry.documents(&scope, file.id).await;
    let kept = kept.map_err(|fault| Refusal::of_fault(&fault))?;
    let code = |code: &Option<String>| code.clone().unwrap_or_default();
    let village = file.village.as_ref().map(|(id, _)| *id);
    let may_take = signed_in
        .scope(Right::ExportHouseholds)
        .is_ok_and(|scope| scope.covers(&code(&file.province_code), &code(&file.commune_code), village));
    let known_at = look.as_of().known_at;
    let then = kept.iter().filter(|paper| known_at.is_none_or(|at| paper.added_at <= at));
    Ok(then.map(|document| paper(document, file, (may_take, may_change), visit)).collect())
}

fn paper(document: &Document, file: &File, (may_take, may_change): (bool, bool), visit: &Visit) -> Paper {
    let of = document.person.and_then(|id| file.people.iter().find(|member| member.id == id));
    let dated = document
        .dated
        .map(|day| visit.page(String::new()).named("paper-dated", format::day(day, visit.language)));
    let size = size_words(u64::try_from(document.size).unwrap_or(0), visit.language);
    let media = document.media.map_or("?", |media| media.name());
    let by = document.by.clone().unwrap_or_else(|| visit.t("by-program"));
    let address = address(file.id, document.id);
    let is_here = document.title.is_some();
    Paper {
        title: document.title.clone().unwrap_or_else(|| visit.t("paper-erased")),
        kind: kind_words(visit, &document.kind),
        about: dated.into_iter().chain(of.map(|member| known(member, "name"))).collect(),
        file: format!("{media} · {size}"),
        added: format!("{} · {by}", time::shown(document.added_at, visit.language)),
        of_act: document.of_act,
        href: (may_take && is_here).then(|| address.clone()),
        remove: may_change.then(|| format!("{address}/remove")),
    }
}

fn address(household: HouseholdId, document: DocumentId) -> String {
    format!("/households/{household}/documents/{document}")
}

async fn take(
    signed_in: SignedIn,
    Path((id, document)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ExportHouseholds)?;
    let id: HouseholdId = id.parse().map_err(|_| Refusal::NoPage)?;
    let document: DocumentId = document.parse().map_err(|_| Refusal::NoPage)?;
    let look = Look::today(&signed_in.visit);
    let file = load(&signed_in, Right::ExportHouseholds, &id.to_string(), look).await?;
    match signed_in.registry.take_document(&scope, id, document, Instant::now()).await {
        Ok(taken) => Ok(sent(taken, document)),
        Err(stopped) => not_done(&signed_in, file, refused_words(Err::<(), _>(stopped), &signed_in)?).await,
    }
}

/// A name of ours for old programs, and the name that it had.
fn sent(taken: Taken, id: DocumentId) -> Response {
    let ending = taken.media.endings().first().copied().unwrap_or("bin");
    let plain = format!("giay-to-{}.{ending}", id.to_string().split('-').next_back().unwrap_or_default());
    let mut response = attachment(taken.bytes, &plain, taken.media.code());
    let both = format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        encoded(&taken.name).replace('+', "%20")
    );
    if let Ok(both) = HeaderValue::from_str(&both) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, both);
    }
    response
}

async fn remove(
    signed_in: SignedIn,
    Path((id, document)): Path<(String, String)>,
    axum::Form(pairs): axum::Form<Pairs>,
) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    let file = load(&signed_in, Right::ChangeHouseholds, &id, Look::today(&signed_in.visit)).await?;
    let document: DocumentId = document.parse().map_err(|_| Refusal::NoPage)?;
    let reason = text(&pairs, "reason").unwrap_or_default();
    let done = signed_in.registry.remove_document(&scope, file.id, document, reason, Instant::now()).await;
    match refused_words(done, &signed_in)? {
        None => Ok(Redirect::to(&format!("/households/{}#papers-title", file.id)).into_response()),
        refused => not_done(&signed_in, file, refused).await,
    }
}

/// The file with why something was not done with one of its papers.
async fn not_done(
    signed_in: &SignedIn,
    file: File,
    refused: Option<(String, String)>,
) -> Result<Response, Refusal> {
    let besides = Besides { status: StatusCode::UNPROCESSABLE_ENTITY, refused, ..Besides::default() };
    shown(signed_in, file, Look::today(&signed_in.visit), besides).await
}
