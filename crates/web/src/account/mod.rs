//! `/account`: one's own roles, password, codes, passkeys and sessions.

mod codes;
mod passkeys;
mod qr;

pub(crate) use qr::{Picture, picture};

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::Stopped;
use registry::store::dates::Instant;
use vocab::{Language, Span};

use crate::admin::{place_of, time};
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::routes::{Policy, Routes};
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/account", Policy::Themselves, page)
        .post("/account/password", Policy::Themselves, change_password)
        .post("/account/codes", Policy::Themselves, codes::begin)
        .post("/account/codes/confirmation", Policy::Themselves, codes::confirm)
        .post("/account/codes/end", Policy::Themselves, codes::end)
        .post("/account/passkeys", Policy::Themselves, passkeys::begin)
        .post("/account/passkeys/confirmation", Policy::Themselves, passkeys::confirm)
        .post("/account/passkeys/end", Policy::Themselves, passkeys::end)
        .post("/account/sessions/end", Policy::Themselves, end_session)
}

#[derive(Template)]
#[template(path = "account/account.html")]
struct AccountPage {
    page: Page,
    login: String,
    /// Role, place, days.
    roles: Vec<(String, String, String)>,
    sessions: Vec<Session>,
    has_codes: bool,
    passkeys: Vec<passkeys::Line>,
    /// Where passkeys can be used.
    passkeys_at: Option<String>,
    /// A sentence about what was done just now, and whether it failed.
    note: Option<(String, bool)>,
}

/// A session as a line.
struct Session {
    key: String,
    device: String,
    began: String,
    seen: String,
    is_this: bool,
}

async fn page(who: SignedIn) -> Result<Response, Refusal> {
    let note = match who.visit.asked("done") {
        Some("password") => Some(who.visit.t("account-done-password")),
        Some("codes") => Some(who.visit.t("account-done-codes")),
        Some("codes-end") => Some(who.visit.t("account-done-codes-end")),
        Some("passkey") => Some(who.visit.t("account-done-passkey")),
        Some("passkey-end") => Some(who.visit.t("account-done-passkey-end")),
        _ => None,
    };
    shown(&who, note.map(|note| (note, false))).await
}

async fn shown(who: &SignedIn, note: Option<(String, bool)>) -> Result<Response, Refusal> {
    let (visit, actor) = (&who.visit, &who.actor);
    let of_fault = |fault| Refusal::of_fault(&fault);
    let sessions = who.registry.sessions(actor.user, &who.token.0, Instant::now()).await.map_err(of_fault)?;
    let unknown = visit.t("account-device-unknown");
    let sessions = sessions.into_iter().map(|session| Session {
        key: session.key,
        device: session.device.unwrap_or_else(|| unknown.clone()),
        began: time::shown(session.began_at, visit.language),
        seen: time::shown(session.seen_at, visit.language),
        is_this: session.is_this,
    });
    let today = (visit.site.today)();
    let held = actor.grants.iter().filter(|grant| grant.holds(&visit.site.gazetteer.units, today));
    let roles = held.map(|grant| {
        let days = Span { from: Some(grant.from), until: grant.until };
        (
            visit.t(&format!("role-{}", grant.role.code())),
            place_of(visit, grant, None),
            format::span(days, visit.language),
        )
    });
    let status = if note.as_ref().is_some_and(|(_, failed)| *failed) {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = AccountPage {
        login: actor.login.clone(),
        roles: roles.collect(),
        sessions: sessions.collect(),
        has_codes: who.registry.has_codes(actor.user).await.map_err(of_fault)?,
        passkeys: passkeys::lines(who).await?,
        passkeys_at: visit.site.passkeys_for.as_ref().map(|house| house.origin().to_owned()),
        note,
        page: visit.page(visit.t("account-title")),
    };
    Ok(no_store(render_as(status, &template)))
}

/// Back to the page with a sentence: what is loaded again does nothing twice.
async fn after(who: &SignedIn, outcome: Result<(), Stopped>, done: &str) -> Result<Response, Refusal> {
    match who.told(outcome)? {
        Ok(()) => Ok(Redirect::to(&format!("/account?done={done}")).into_response()),
        Err(words) => shown(who, Some((words, true))).await,
    }
}

pub(crate) fn refusal_in_words(language: Language, refusal: &registry::Refusal) -> String {
    let mut why = refusal.why.get(language).chars();
    let why: String = why.next().into_iter().flat_map(char::to_uppercase).chain(why).collect();
    format!("{why}: {}.", refusal.remedy.get(language))
}

async fn change_password(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let (present, new) = (typed.raw("present_password"), typed.raw("new_password"));
    let changed = who.registry.change_password(&who.actor, &who.token.0, present, new, Instant::now()).await;
    after(&who, changed, "password").await
}

async fn end_session(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let ended = who.registry.end_session(who.actor.user, typed.text("session")).await;
    after(&who, ended.map_err(Stopped::Failed), "session").await
}
