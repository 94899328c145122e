//! Đăng nhập, đăng xuất.

use askama::Template;
use axum::Form;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use registry::Registry;
use registry::session::{Attempt, LONGEST_SECONDS, LogIn};
use registry::store::dates::Instant;

use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SESSION_COOKIE;
use crate::site::Shared;
use crate::visit::{Visit, cookie, render_as};

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    page: Page,
    /// What is wrong, in words.
    mistake: Option<String>,
    login: String,
    back: String,
    /// The password was for once.
    choose_another: bool,
}

/// What was typed.
type Typed = Vec<(String, String)>;

pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/login", get(page).post(log_in)).route("/logout", post(log_out))
}

async fn page(visit: Visit) -> Result<Response, Refusal> {
    registry(&visit.site)?;
    let back = visit.asked("back").unwrap_or_default().to_owned();
    Ok(shown(visit, StatusCode::OK, None, String::new(), back, false))
}

async fn log_in(visit: Visit, headers: HeaderMap, Form(typed): Form<Typed>) -> Result<Response, Refusal> {
    let registry = registry(&visit.site)?;
    let value =
        |name: &str| typed.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let attempt = Attempt {
        login: value("login"),
        password: value("password"),
        code: value("code"),
        new_password: Some(value("new_password")).filter(|new| !new.is_empty()),
        old_token: cookie(&headers, SESSION_COOKIE),
        device: None,
    };
    let done = registry.log_in(attempt, Instant::now()).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let (status, mistake, choose_another) = match done {
        LogIn::In(_, token) => return Ok(welcome(&token, value("back"), visit.site.over_tls)),
        LogIn::Wrong => (StatusCode::UNAUTHORIZED, visit.t("login-wrong"), false),
        LogIn::Wait(seconds) => {
            let words = crate::language::say_with(visit.language, "login-wait", &[("n", seconds.into())]);
            (StatusCode::TOO_MANY_REQUESTS, words, false)
        }
        LogIn::ChooseAnother => (StatusCode::OK, visit.t("login-choose-another"), true),
        LogIn::Refused(refusal) => {
            let words =
                format!("{}: {}", refusal.why.get(visit.language), refusal.remedy.get(visit.language));
            (StatusCode::UNPROCESSABLE_ENTITY, words, true)
        }
    };
    let (login, back) = (value("login").to_owned(), value("back").to_owned());
    Ok(shown(visit, status, Some(mistake), login, back, choose_another))
}

async fn log_out(State(site): State<Shared>, headers: HeaderMap) -> Result<Response, Refusal> {
    if let Some(token) = cookie(&headers, SESSION_COOKIE) {
        registry(&site)?.log_out(token).await.map_err(|fault| Refusal::of_fault(&fault))?;
    }
    Ok((token_cookie("", 0, site.over_tls), Redirect::to("/")).into_response())
}

fn registry(site: &Shared) -> Result<&Registry, Refusal> {
    site.registry.as_ref().ok_or(Refusal::NoPage)
}

fn welcome(token: &str, back: &str, over_tls: bool) -> Response {
    let back = if is_local(back) { back } else { "/households" };
    (token_cookie(token, LONGEST_SECONDS, over_tls), Redirect::to(back)).into_response()
}

/// Whether an address leads to a page of ours: `//x` and `/\x` lead elsewhere.
fn is_local(address: &str) -> bool {
    let mut signs = address.chars();
    signs.next() == Some('/')
        && !matches!(signs.next(), Some('/' | '\\'))
        && !address.chars().any(char::is_control)
}

fn token_cookie(token: &str, seconds: i64, over_tls: bool) -> [(header::HeaderName, HeaderValue); 1] {
    let secure = if over_tls { "; Secure" } else { "" };
    let text = format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    // A token is hexadecimal: it fits into a header.
    [(header::SET_COOKIE, HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("")))]
}

fn shown(
    visit: Visit,
    status: StatusCode,
    mistake: Option<String>,
    login: String,
    back: String,
    choose_another: bool,
) -> Response {
    let page = visit.page(visit.t("login-title"));
    render_as(status, &LoginPage { page, mistake, login, back, choose_another })
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn after_the_log_in_nobody_is_led_elsewhere() {
        for ours in ["/", "/households?page=2", "/households/0199?as_of=2025-01-01"] {
            assert!(is_local(ours), "{ours}");
        }
        for other in ["", "//evil.vn", "/\\evil.vn", "https://evil.vn", "javascript:alert(1)", "/a\nb"] {
            assert!(!is_local(other), "{other}");
        }
    }
}
