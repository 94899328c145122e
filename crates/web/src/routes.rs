//! Every address of the house with who may ask for it. There is no other way to add an address ([`Routes`]), so there is
//! none without a policy.
//!
//! The policy is asked before the handler runs; the handler then asks for the [`Scope`](registry::Scope) of the same
//! right, which narrows what it sees to the caller's places. The test of scopes walks [`Routes::list`].

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use registry::Actor;
use registry::access::Right;

use crate::error::Refusal;
use crate::openrosa;
use crate::signed_in::{Caller, log_in_first};
use crate::site::{Shared, Site};
use crate::visit::Visit;

/// Who may ask for an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Everybody, logged in or not: nothing about a household, a user or an act is there, but for a list that hangs in public
    /// anyway, for whoever has its code.
    Everybody,
    /// Whoever is logged in; only what is their own is there.
    Themselves,
    /// A phone that was let in; only the campaign and the households of its surveyor are there.
    Device,
    /// Whoever has one of these rights somewhere; what is there is narrowed to where they have it.
    Within(&'static [Right]),
}

/// One way of asking for one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// `GET` (which answers `HEAD`, too) or `POST`.
    pub method: &'static str,
    /// The address, with `{names}` for its parts.
    pub path: &'static str,
    /// Who may ask.
    pub policy: Policy,
    /// Names of the query that are read where the policy is [`Policy::Within`]; no other reaches the handler.
    pub asks: &'static [&'static str],
}

/// The routes of one part of the house.
pub(crate) struct Routes {
    router: Router<Shared>,
    list: Vec<Route>,
}

impl Routes {
    pub(crate) fn new() -> Routes {
        Routes { router: Router::new(), list: Vec::new() }
    }

    /// A page to read, without a query.
    pub(crate) fn get<H, T>(self, path: &'static str, policy: Policy, handler: H) -> Routes
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.get_asking(path, policy, &[], handler)
    }

    /// A page to read, with the names that its query may hold.
    pub(crate) fn get_asking<H, T>(
        self,
        path: &'static str,
        policy: Policy,
        asks: &'static [&'static str],
        handler: H,
    ) -> Routes
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.with(Route { method: "GET", path, policy, asks }, get(handler))
    }

    /// An address that a form is sent to.
    pub(crate) fn post<H, T>(self, path: &'static str, policy: Policy, handler: H) -> Routes
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.with(Route { method: "POST", path, policy, asks: &[] }, post(handler))
    }

    fn with(mut self, route: Route, handler: MethodRouter<Shared>) -> Routes {
        self.list.push(route);
        let guarded = handler.route_layer(from_fn(move |request, next| guarded(route, request, next)));
        Routes { router: self.router.route(route.path, guarded), list: self.list }
    }

    /// These and others.
    pub(crate) fn merge(mut self, others: Routes) -> Routes {
        self.list.extend(others.list);
        Routes { router: self.router.merge(others.router), list: self.list }
    }

    /// The same behind layers of their own.
    pub(crate) fn behind(self, layers: impl FnOnce(Router<Shared>) -> Router<Shared>) -> Routes {
        Routes { router: layers(self.router), list: self.list }
    }

    /// All of them, in the order in which they were added.
    pub(crate) fn into_list(self) -> Vec<Route> {
        self.list
    }

    pub(crate) fn into_router(self) -> Router<Shared> {
        self.router
    }
}

/// Lets through whom the policy names, and leaves of the query what the route asks for.
async fn guarded(route: Route, mut request: Request, next: Next) -> Response {
    let rights = match route.policy {
        Policy::Everybody => return next.run(request).await,
        Policy::Device => return openrosa::admitted(request, next).await,
        Policy::Themselves => None,
        Policy::Within(rights) => Some(rights),
    };
    let (site, caller) = (request.extensions().get::<Shared>(), request.extensions().get::<Caller>());
    let Some((site, caller)) = site.cloned().zip(caller.cloned()) else {
        // There is no registry in this house.
        return Refusal::NoPage.into_response();
    };
    match caller {
        Caller::Unknowable(refusal) => return refusal.into_response(),
        Caller::Nobody => {
            let (parts, _) = request.into_parts();
            return log_in_first(&parts, &Visit::of(&parts, site));
        }
        Caller::Known(actor) if rights.is_some_and(|rights| !has_one(&site, &actor, rights)) => {
            return Refusal::NotYours.into_response();
        }
        Caller::Known(_) => {}
    }
    request.extensions_mut().insert(route);
    next.run(request).await
}

fn has_one(site: &Site, actor: &Actor, rights: &[Right]) -> bool {
    let (units, today) = (&site.gazetteer.units, (site.today)());
    rights.iter().any(|right| actor.scope(*right, units, today).is_some())
}
