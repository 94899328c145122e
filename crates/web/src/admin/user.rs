//! `/admin/users/{user}`: the roles of one user; giving one, ending one, a new password.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::{Area, Right, Role};
use registry::store::dates::Instant;
use registry::users::NewGrant;
use registry::{GrantId, Stopped, UserId, VillageId};
use standards::units::Level;
use vocab::{Day, Span};

use super::users::{listed, reading, role_and_place};
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

/// So many places are offered for a search.
const OFFERED: usize = 8;

#[derive(Template)]
#[template(path = "admin/user.html")]
struct UserPage {
    page: Page,
    user: String,
    login: String,
    grants: Vec<Granted>,
    manages: bool,
    /// Whether a new password may be given.
    opens: bool,
    form: Form,
    one_time_password: Option<String>,
    problem: Option<String>,
}

struct Granted {
    id: String,
    role: String,
    place: String,
    days: String,
}

/// The form for a role.
struct Form {
    /// Code, word, whether it is chosen.
    roles: Vec<(&'static str, String, bool)>,
    search: String,
    /// Value, words, whether it is chosen.
    places: Vec<(String, String, bool)>,
    from: String,
    until: String,
}

/// What a page says beside the roles.
#[derive(Default)]
struct Said {
    one_time_password: Option<String>,
    problem: Option<String>,
}

pub(super) async fn page(who: SignedIn, Path(user): Path<String>) -> Result<Response, Refusal> {
    shown(&who, id(&user)?, &Typed(who.visit.query.clone()), Said::default()).await
}

/// The page with a password for once: it is shown now and never again.
pub(super) async fn with_password(who: &SignedIn, user: UserId, once: String) -> Result<Response, Refusal> {
    let said = Said { one_time_password: Some(once), ..Said::default() };
    shown(who, user, &Typed::default(), said).await
}

async fn shown(who: &SignedIn, user: UserId, typed: &Typed, said: Said) -> Result<Response, Refusal> {
    let scope = reading(who)?;
    let visit = &who.visit;
    let found = listed(who, &scope).await?.into_iter().find(|listed| listed.user == user);
    let found = found.ok_or(Refusal::NotYours)?;
    let grants = found.grants.iter().map(|granted| {
        let (role, place) = role_and_place(visit, granted);
        let days = Span { from: Some(granted.grant.from), until: granted.grant.until };
        Granted { id: granted.grant.id.to_string(), role, place, days: format::span(days, visit.language) }
    });
    let manages = scope.right() == Right::ManageUsers;
    let status = if said.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = UserPage {
        user: user.to_string(),
        grants: grants.collect(),
        manages,
        opens: manages && found.is_wholly_inside && user != who.actor.user,
        form: form(who, &scope, typed).await?,
        one_time_password: said.one_time_password,
        problem: said.problem,
        page: visit.page(found.name).crumb("/admin/users", visit.t("users-title")),
        login: found.login,
    };
    Ok(no_store(render_as(status, &template)))
}

async fn form(who: &SignedIn, scope: &registry::Scope, typed: &Typed) -> Result<Form, Refusal> {
    let (visit, gazetteer) = (&who.visit, &who.visit.site.gazetteer);
    let today = (visit.site.today)();
    let search = typed.text("q").to_owned();
    let mut places = Vec::new();
    let units = gazetteer.search(&search, today).into_iter().filter(|unit| unit.valid.contains(today));
    for unit in units.filter(|unit| scope.covers(&unit.province_code, &unit.code, None)).take(OFFERED) {
        places.push(match unit.level {
            Level::Province => (format!("province:{}", unit.code), unit.name.clone()),
            _ => (
                format!("commune:{}", unit.code),
                format!("{}, {}", unit.name, gazetteer.within(unit, today)),
            ),
        });
    }
    let villages = who.registry.villages_like(scope, &search, OFFERED).await;
    for village in villages.map_err(|fault| Refusal::of_fault(&fault))? {
        let commune = gazetteer.units.on(Level::Commune, &village.commune_code, today);
        let commune = commune.map_or(village.commune_code.as_str(), |unit| unit.name.as_str());
        places.push((format!("village:{}", village.id), format!("{}, {commune}", village.name)));
    }
    if scope.areas().contains(&Area::Everywhere) {
        places.push(("everywhere".to_owned(), visit.t("area-everywhere")));
    }
    let chosen = typed.text("place");
    let from = Some(typed.text("from")).filter(|from| !from.is_empty());
    Ok(Form {
        roles: Role::ALL
            .into_iter()
            .map(|role| {
                (role.code(), visit.t(&format!("role-{}", role.code())), role.code() == typed.text("role"))
            })
            .collect(),
        places: places.into_iter().map(|(value, words)| (value.clone(), words, value == chosen)).collect(),
        from: from.map_or_else(|| today.to_string(), str::to_owned),
        until: typed.text("until").to_owned(),
        search,
    })
}

pub(super) async fn grant(
    who: SignedIn,
    Path(user): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ManageUsers)?;
    let user = id(&user)?;
    let Some(new) = read(&typed) else {
        let said = Said { problem: Some(who.visit.t("grant-incomplete")), ..Said::default() };
        return shown(&who, user, &typed, said).await;
    };
    let units = &who.visit.site.gazetteer.units;
    let granted = who.registry.grant_role(&scope, units, user, &new, Instant::now()).await;
    after(&who, user, &typed, granted.map(drop)).await
}

/// The role that was chosen; `None` if something is missing.
fn read(typed: &Typed) -> Option<NewGrant> {
    let (kind, code) = typed.text("place").split_once(':').unwrap_or((typed.text("place"), ""));
    let area = match kind {
        "everywhere" => Area::Everywhere,
        "province" => Area::Province(code.to_owned()),
        "commune" => Area::Commune(code.to_owned()),
        "village" => Area::Village(code.parse::<VillageId>().ok()?),
        _ => return None,
    };
    let until = match typed.text("until") {
        "" => None,
        // The field holds the last day.
        last => Some(last.parse::<Day>().ok()?.next()),
    };
    Some(NewGrant {
        role: Role::from_code(typed.text("role"))?,
        area,
        from: typed.text("from").parse().ok()?,
        until,
    })
}

pub(super) async fn end(who: SignedIn, Path(user): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ManageUsers)?;
    let user = id(&user)?;
    let grant: GrantId = typed.text("grant").parse().map_err(|_| Refusal::Unreadable)?;
    let reason = Some(typed.text("reason")).filter(|reason| !reason.is_empty());
    let units = &who.visit.site.gazetteer.units;
    let ended = who.registry.end_role(&scope, units, grant, reason, Instant::now()).await;
    after(&who, user, &Typed::default(), ended.map(drop)).await
}

pub(super) async fn reset_password(who: SignedIn, Path(user): Path<String>) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ManageUsers)?;
    let user = id(&user)?;
    let units = &who.visit.site.gazetteer.units;
    match who.registry.reset_password(&scope, units, user, Instant::now()).await {
        Ok(once) => with_password(&who, user, once).await,
        Err(stopped) => after(&who, user, &Typed::default(), Err(stopped)).await,
    }
}

async fn after(
    who: &SignedIn,
    user: UserId,
    typed: &Typed,
    outcome: Result<(), Stopped>,
) -> Result<Response, Refusal> {
    match who.told(outcome)? {
        Ok(()) => Ok(Redirect::to(&format!("/admin/users/{user}")).into_response()),
        Err(words) => shown(who, user, typed, Said { problem: Some(words), ..Said::default() }).await,
    }
}

fn id(user: &str) -> Result<UserId, Refusal> {
    user.parse().map_err(|_| Refusal::NoPage)
}
