//! Người đã đăng nhập: a visit of somebody with roles. A handler that takes this has no way around the scope.
//!
//! Who it is is asked once a request ([`recognise`]), from the database: a right that ended is gone at the next click.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::store::dates::Instant;
use registry::{Actor, Registry, Scope, Stopped};

use crate::account::refusal_in_words;
use crate::api;
use crate::error::{Refusal, as_json};
use crate::login::LogInNeeded;
use crate::site::{Shared, Site};
use crate::visit::{Visit, cookie};
use crate::{openrosa, surveyor};

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) enum Caller {
    Nobody,
    Known(Arc<Actor>),
    /// The database does not say.
    Unknowable(Refusal),
}

/// A visit of somebody who is logged in.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) visit: Visit,
    pub(crate) actor: Arc<Actor>,
    pub(crate) registry: Registry,
    /// The token of the session.
    pub(crate) token: Token,
}

/// A session's token, never printed.
#[derive(Clone, Default)]
pub(crate) struct Token(pub(crate) String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The cookie that holds the token of a session. Over TLS the browser itself sees to it that only this house, by TLS, sets it.
pub(crate) const fn session_cookie(site: &Site) -> &'static str {
    if site.over_tls { "__Host-ct-session" } else { "ct-session" }
}

/// The token that a request brings: a program's in a header, a browser's in a cookie.
pub(crate) fn token(site: &Site, headers: &HeaderMap) -> Token {
    if let Some(token) = api::bearer(headers) {
        return Token(token.to_owned());
    }
    Token(cookie(headers, session_cookie(site)).unwrap_or_default().to_owned())
}

impl SignedIn {
    /// Tells administrators and auditors above every page that the newest backup is late.
    fn warned(mut self) -> SignedIn {
        let is_late =
            self.visit.site.backups.as_ref().is_some_and(|backups| backups.are_late(Instant::now()));
        let may_see = [Right::SeeAudit, Right::ManageUsers].iter().any(|right| self.scope(*right).is_ok());
        if is_late && may_see {
            self.visit.warnings.push(self.visit.t("backup-late"));
        }
        self
    }

    /// Where the actor may do this today.
    ///
    /// # Errors
    /// Nowhere: the page that says so.
    pub(crate) fn scope(&self, right: Right) -> Result<Scope, Refusal> {
        self.visit.scope(right).ok_or(Refusal::NotYours)
    }

    /// What an act came to: a refusal is told in its words where it was asked for.
    ///
    /// # Errors
    /// A fault: the page that says so.
    pub(crate) fn told<T>(&self, act: Result<T, Stopped>) -> Result<Result<T, String>, Refusal> {
        match act {
            Ok(done) => Ok(Ok(done)),
            Err(Stopped::Refused(refusal)) => Ok(Err(refusal_in_words(self.visit.language, &refusal))),
            Err(Stopped::Failed(fault)) => Err(Refusal::of_fault(&fault)),
        }
    }
}

async fn asked(registry: &Registry, token: &Token) -> Caller {
    match registry.actor_of(&token.0, Instant::now()).await {
        Ok(Some(actor)) => Caller::Known(Arc::new(actor)),
        Ok(None) => Caller::Nobody,
        Err(fault) => Caller::Unknowable(Refusal::of_fault(&fault)),
    }
}

/// Asks who it is, for every page.
pub(crate) async fn recognise(State(site): State<Shared>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_file = path.starts_with("/assets/")
        || surveyor::is_of_app(path)
        || matches!(path, "/healthz" | "/favicon.svg" | "/robots.txt");
    let is_phone = path.starts_with(openrosa::ROOT);
    if let Some(registry) = site.registry.as_ref().filter(|_| !is_file) {
        let token = token(&site, request.headers());
        // Whoever calls the router inside this process may have asked already.
        let caller = match request.extensions_mut().remove::<Option<Actor>>() {
            Some(known) => known.map_or(Caller::Nobody, |actor| Caller::Known(Arc::new(actor))),
            // A phone shows who it is in its own way.
            None if is_phone => Caller::Nobody,
            None => asked(registry, &token).await,
        };
        request.extensions_mut().insert(site.clone());
        request.extensions_mut().insert(caller);
    }
    next.run(request).await
}

impl<S> FromRequestParts<S> for SignedIn
where
    S: Send + Sync,
    Shared: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<SignedIn, Response> {
        let site = Shared::from_ref(state);
        let Some(registry) = site.registry.clone() else { return Err(Refusal::NoPage.into_response()) };
        let token = token(&site, &parts.headers);
        let visit = Visit::of(parts, site);
        match parts.extensions.get::<Caller>() {
            Some(Caller::Known(actor)) => {
                Ok(SignedIn { visit, actor: actor.clone(), registry, token }.warned())
            }
            Some(Caller::Unknowable(refusal)) => Err(refusal.clone().into_response()),
            Some(Caller::Nobody) | None => Err(log_in_first(parts, &visit)),
        }
    }
}

/// A page leads to the log-in and back; a part of a page makes the browser load the whole; a form is kept; a program is
/// told.
pub(crate) fn log_in_first(parts: &Parts, visit: &Visit) -> Response {
    if visit.path.starts_with(api::ROOT) {
        let how = (header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        let answer = as_json(StatusCode::UNAUTHORIZED, &visit.t("login-title"), &visit.t("api-log-in-do"));
        return ([how], answer).into_response();
    }
    if parts.headers.contains_key("hx-request") {
        let reload = (HeaderName::from_static("hx-refresh"), HeaderValue::from_static("true"));
        return (StatusCode::UNAUTHORIZED, [reload], Html("")).into_response();
    }
    if matches!(parts.method, Method::GET | Method::HEAD) {
        return Redirect::to(&format!("/login?back={}", visit.back())).into_response();
    }
    let mut response = StatusCode::UNAUTHORIZED.into_response();
    response.extensions_mut().insert(LogInNeeded);
    response
}
