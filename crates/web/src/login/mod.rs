//! `/login` and `/logout`: works without a script; nothing that was typed before is lost.

mod kept;
mod passkey;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use registry::Registry;
use registry::access::Right;
use registry::session::{Attempt, LONGEST_SECONDS, LogIn};
use registry::store::dates::Instant;

pub(crate) use kept::{KeptForm, LogInNeeded, keep_forms};

use crate::account::refusal_in_words;
use crate::error::Refusal;
use crate::language::say_with;
use crate::layout::Page;
use crate::preferences::is_ours;
use crate::routes::{Policy, Routes};
use crate::signed_in::{Token, session_cookie, token};
use crate::site::Site;
use crate::typed::Typed;
use crate::visit::{Visit, no_store, render, render_as};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/login", Policy::Everybody, page)
        .post("/login", Policy::Everybody, log_in)
        .post("/login/passkey", Policy::Everybody, passkey::log_in)
        .post("/login/passkey/challenge", Policy::Everybody, passkey::challenge)
        .post("/logout", Policy::Everybody, log_out)
}

#[derive(Template)]
#[template(path = "login/login.html")]
struct LogInPage {
    page: Page,
    login: String,
    back: String,
    kept: Option<KeptForm>,
    /// What went wrong, in one sentence.
    problem: Option<String>,
    /// The password was for once.
    choose: bool,
    /// Where passkeys open the door.
    passkeys_at: Option<String>,
}

#[derive(Template)]
#[template(path = "login/again.html")]
struct Again {
    page: Page,
    kept: KeptForm,
}

fn registry(site: &Site) -> Result<Registry, Refusal> {
    site.registry.clone().ok_or(Refusal::NoPage)
}

fn form(visit: &Visit, kept: Option<KeptForm>) -> LogInPage {
    let back = visit.asked("back").filter(|back| is_ours(back)).unwrap_or_default().to_owned();
    let page = visit.page(visit.t("login-title"));
    let passkeys_at = visit.site.passkeys_for.as_ref().map(|house| house.origin().to_owned());
    LogInPage { page, login: String::new(), back, kept, problem: None, choose: false, passkeys_at }
}

async fn page(visit: Visit) -> Result<Response, Refusal> {
    registry(&visit.site)?;
    Ok(no_store(render(&form(&visit, None))))
}

/// The log-in in answer to a form whose session is over: the form stands in it; a file must be sent again.
fn in_answer_to(visit: &Visit, kept: Option<KeptForm>) -> Response {
    let problem = kept.is_none().then(|| visit.t("login-over"));
    let template = LogInPage { problem, ..form(visit, kept) };
    no_store(render_as(StatusCode::UNAUTHORIZED, &template))
}

async fn log_in(visit: Visit, headers: HeaderMap, typed: Typed) -> Result<Response, Refusal> {
    let registry = registry(&visit.site)?;
    let old = token(&visit.site, &headers);
    let device = device(&headers);
    let new = typed.raw("new_password");
    let attempt = Attempt {
        login: typed.raw("login"),
        password: typed.raw("password"),
        code: typed.text("code"),
        new_password: Some(new).filter(|new| !new.is_empty()),
        old_token: Some(&old.0),
        device: device.as_deref(),
    };
    let came = registry.log_in(attempt, Instant::now()).await.map_err(|fault| Refusal::of_fault(&fault))?;
    answered(visit, &registry, &typed, came, "login-wrong").await
}

/// What the door says to an attempt; `wrong` are the words for one that was wrong.
async fn answered(
    visit: Visit,
    registry: &Registry,
    typed: &Typed,
    came: LogIn,
    wrong: &str,
) -> Result<Response, Refusal> {
    let mut choose = typed.0.iter().any(|(name, _)| name == "new_password");
    let problem = match came {
        LogIn::In(user, token) => {
            let actor = registry.actor(user).await.map_err(|fault| Refusal::of_fault(&fault))?;
            let visit = Visit { actor: actor.map(std::sync::Arc::new), ..visit };
            return Ok(with_cookie(&visit.site, &Token(token), LONGEST_SECONDS, welcomed(&visit, typed)));
        }
        LogIn::Wrong => visit.t(wrong),
        LogIn::Wait(seconds) => say_with(
            visit.language,
            "login-wait",
            &[("n", seconds.into()), ("shown", seconds.to_string().into())],
        ),
        LogIn::ChooseAnother => {
            choose = true;
            visit.t("login-once")
        }
        LogIn::Refused(refusal) => refusal_in_words(visit.language, &refusal),
    };
    let back = Some(typed.text("back")).filter(|back| is_ours(back)).unwrap_or_default().to_owned();
    let template = LogInPage {
        login: typed.text("login").to_owned(),
        back,
        problem: Some(problem),
        choose,
        ..form(&visit, KeptForm::sent_along(typed))
    };
    Ok(no_store(render_as(StatusCode::UNPROCESSABLE_ENTITY, &template)))
}

/// Where somebody who is logged in now goes on: the form that waited, the page that was asked for, or the first place.
fn welcomed(visit: &Visit, typed: &Typed) -> Response {
    if let Some(kept) = KeptForm::sent_along(typed) {
        let page = visit.page(visit.t("login-again-title"));
        return no_store(render(&Again { page, kept }));
    }
    let back = typed.text("back");
    let first = if visit.scope(Right::SeeHouseholds).is_some() {
        "/households"
    } else if visit.scope(Right::ManageUsers).is_some() {
        "/admin"
    } else {
        "/account"
    };
    Redirect::to(if is_ours(back) { back } else { first }).into_response()
}

async fn log_out(visit: Visit, headers: HeaderMap) -> Result<Response, Refusal> {
    let registry = registry(&visit.site)?;
    let token = token(&visit.site, &headers);
    registry.log_out(&token.0).await.map_err(|fault| Refusal::of_fault(&fault))?;
    Ok(with_cookie(&visit.site, &Token::default(), 0, Redirect::to("/").into_response()))
}

/// Lives as long as a session can; no script reads it, and no other site sends it along with a form.
fn with_cookie(site: &Site, token: &Token, seconds: i64, mut response: Response) -> Response {
    let (name, secure) = (session_cookie(site), if site.over_tls { "; Secure" } else { "" });
    let cookie = format!("{name}={}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", token.0);
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    no_store(response)
}

/// `Chrome · Android`: enough to know one's own devices apart.
fn device(headers: &HeaderMap) -> Option<String> {
    let agent = headers.get(header::USER_AGENT)?.to_str().ok()?;
    // The first that fits: most browsers also name those that they descend from.
    const BROWSERS: [(&str, &str); 7] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("coc_coc", "Cốc Cốc"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let named = |all: &[(&str, &'static str)]| {
        all.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [named(&BROWSERS), named(&SYSTEMS)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
