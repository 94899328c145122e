//! The two things a visitor may choose without an account: the language and the theme. Each is a link and a cookie.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::error::Refusal;
use crate::language::{code, of_code};
use crate::layout::Theme;
use crate::routes::{Policy, Routes};
use crate::visit::{LANGUAGE_COOKIE, THEME_COOKIE, Visit};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/language/{choice}", Policy::Everybody, language).get(
        "/theme/{choice}",
        Policy::Everybody,
        theme,
    )
}

async fn language(visit: Visit, Path(choice): Path<String>) -> Result<Response, Refusal> {
    let language = of_code(&choice).ok_or(Refusal::NoPage)?;
    Ok(remember(&visit, LANGUAGE_COOKIE, code(language)))
}

async fn theme(visit: Visit, Path(choice): Path<String>) -> Result<Response, Refusal> {
    let theme = Theme::of_code(&choice).ok_or(Refusal::NoPage)?;
    Ok(remember(&visit, THEME_COOKIE, theme.code()))
}

/// Keeps a choice for a year and goes back to where it was made.
fn remember(visit: &Visit, name: &str, value: &'static str) -> Response {
    let secure = if visit.site.over_tls { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}");
    let back = visit.asked("back").filter(|back| is_ours(back)).unwrap_or("/");
    let back = HeaderValue::from_str(back).unwrap_or(HeaderValue::from_static("/"));
    let cookie = HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""));
    let headers = [
        (header::LOCATION, back),
        (header::SET_COOKIE, cookie),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Whether an address lies in this house: `//other.vn` and `/\other.vn` are somebody else's.
pub(crate) fn is_ours(address: &str) -> bool {
    let mut signs = address.bytes();
    signs.next() == Some(b'/')
        && !matches!(signs.next(), Some(b'/' | b'\\'))
        && address.bytes().all(|sign| sign.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_never_leads_to_another_house() {
        for ours in ["/", "/law?day=2026-01-01", "/units/communes/24823"] {
            assert!(is_ours(ours), "{ours}");
        }
        for other in
            ["//a.vn", "/\\a.vn", "https://a.vn", "javascript:alert(1)", "law", "", "/a\nSet-Cookie: x=y"]
        {
            assert!(!is_ours(other), "{other}");
        }
    }
}
