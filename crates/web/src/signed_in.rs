//! Người đã đăng nhập: a visit of somebody with roles. A handler that takes this has no way around the scope.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::store::dates::Instant;
use registry::{Actor, Registry, Scope};

use crate::error::Refusal;
use crate::site::Shared;
use crate::visit::{Visit, cookie};

/// The cookie that holds the token of a session.
pub(crate) const SESSION_COOKIE: &str = "ct-session";

/// A visit of somebody who is logged in.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) visit: Visit,
    pub(crate) actor: Actor,
    pub(crate) registry: Registry,
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
        let today = (self.visit.site.today)();
        self.actor.scope(right, &self.visit.site.gazetteer.units, today).ok_or(Refusal::NotYours)
    }
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
        let visit = Visit::of(parts, site);
        if let Some(Some(actor)) = parts.extensions.get::<Option<Actor>>().cloned() {
            return Ok(SignedIn { visit, actor, registry });
        }
        let token = cookie(&parts.headers, SESSION_COOKIE).unwrap_or_default();
        match registry.actor_of(token, Instant::now()).await {
            Ok(Some(actor)) => Ok(SignedIn { visit, actor, registry }.warned()),
            Ok(None) => Err(Redirect::to(&format!("/login?back={}", visit.back())).into_response()),
            Err(fault) => Err(Refusal::of_fault(&fault).into_response()),
        }
    }
}
