//! `/admin/users`: who has which role where; adding somebody.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use registry::Scope;
use registry::access::Right;
use registry::store::dates::Instant;
use registry::users::Listed;
use vocab::search_key;

use crate::admin::{place_of, user};
use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{Visit, no_store, render_as};

#[derive(Template)]
#[template(path = "admin/users.html")]
struct UsersPage {
    page: Page,
    search: String,
    users: Vec<Line>,
    manages: bool,
    /// What was typed for somebody new, and why it was refused.
    login: String,
    name: String,
    problem: Option<String>,
}

struct Line {
    href: String,
    name: String,
    login: String,
    roles: Vec<(String, String)>,
}

/// The scope for reading the list: that of an administrator, else that of whoever audits.
pub(super) fn reading(who: &SignedIn) -> Result<Scope, Refusal> {
    who.scope(Right::ManageUsers).or_else(|_| who.scope(Right::SeeAudit))
}

pub(super) async fn listed(who: &SignedIn, scope: &Scope) -> Result<Vec<Listed>, Refusal> {
    let (units, today) = (&who.visit.site.gazetteer.units, (who.visit.site.today)());
    who.registry.users(scope, units, today).await.map_err(|fault| Refusal::of_fault(&fault))
}

pub(super) fn role_and_place(visit: &Visit, granted: &registry::users::ListedGrant) -> (String, String) {
    let role = visit.t(&format!("role-{}", granted.grant.role.code()));
    (role, place_of(visit, &granted.grant, granted.village.as_deref()))
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    shown(&who, &Typed::default(), None).await
}

async fn shown(who: &SignedIn, typed: &Typed, problem: Option<String>) -> Result<Response, Refusal> {
    let scope = reading(who)?;
    let visit = &who.visit;
    let search = visit.asked("q").unwrap_or_default().to_owned();
    let wanted = search_key(&search);
    let users = listed(who, &scope).await?.into_iter().filter(|listed| {
        wanted.is_empty()
            || search_key(&listed.name).contains(&wanted)
            || listed.login.contains(search.trim())
    });
    let users = users.map(|listed| Line {
        href: format!("/admin/users/{}", listed.user),
        roles: listed.grants.iter().map(|granted| role_and_place(visit, granted)).collect(),
        name: listed.name,
        login: listed.login,
    });
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = UsersPage {
        users: users.collect(),
        manages: scope.right() == Right::ManageUsers,
        login: typed.text("login").to_owned(),
        name: typed.text("name").to_owned(),
        problem,
        search,
        page: visit.page(visit.t("users-title")),
    };
    Ok(no_store(render_as(status, &template)))
}

pub(super) async fn add(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ManageUsers)?;
    let added = who.registry.add_user(&scope, typed.text("login"), typed.text("name"), Instant::now()).await;
    match who.told(added)? {
        Ok(added) => user::with_password(&who, added.user, added.one_time_password).await,
        Err(words) => shown(&who, &typed, Some(words)).await,
    }
}
