//! One visit to a page: the language, the theme, the day, and the frame around what is shown.

use std::convert::Infallible;
use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRef, FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use registry::access::Right;
use registry::{Actor, Scope};
use vocab::{Day, Language};

use crate::language;
use crate::layout::{Page, Theme, encoded};
use crate::request::Number;
use crate::routes::{Policy, Route};
use crate::security::Nonce;
use crate::signed_in::Caller;
use crate::site::{Shared, Site};

/// What a handler knows of its caller.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) site: Arc<Site>,
    pub(crate) language: Language,
    pub(crate) theme: Theme,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) nonce: String,
    pub(crate) number: u64,
    /// Who is logged in.
    pub(crate) actor: Option<Arc<Actor>>,
    /// What stands above every page for this visitor.
    pub(crate) warnings: Vec<String>,
}

/// The names of the two cookies that hold what a visitor chose.
pub(crate) const LANGUAGE_COOKIE: &str = "ct-lang";
/// See [`LANGUAGE_COOKIE`].
pub(crate) const THEME_COOKIE: &str = "ct-theme";

impl<S> FromRequestParts<S> for Visit
where
    S: Send + Sync,
    Shared: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Visit, Infallible> {
        Ok(Visit::of(parts, Shared::from_ref(state)))
    }
}

impl Visit {
    /// The visit that a request is.
    pub(crate) fn of(parts: &Parts, site: Arc<Site>) -> Visit {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
        let raw = uri.query().unwrap_or_default();
        let chosen = |name: &str| cookie(&parts.headers, name);
        Visit {
            language: language::of_request(raw, chosen(LANGUAGE_COOKIE), &parts.headers),
            theme: chosen(THEME_COOKIE).and_then(Theme::of_code).unwrap_or_default(),
            path: uri.path().to_owned(),
            query: asked_of(parts.extensions.get::<Route>(), pairs(raw)),
            nonce: parts.extensions.get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default(),
            number: parts.extensions.get::<Number>().map_or(0, |number| number.0),
            actor: match parts.extensions.get::<Caller>() {
                Some(Caller::Known(actor)) => Some(actor.clone()),
                _ => None,
            },
            warnings: Vec::new(),
            site,
        }
    }

    /// A visit of nobody at a browser: for what is made beside the pages, in the language of official papers.
    pub(crate) fn beside(site: Arc<Site>, actor: Arc<Actor>) -> Visit {
        Visit {
            site,
            language: Language::Vi,
            theme: Theme::default(),
            path: String::new(),
            query: Vec::new(),
            nonce: String::new(),
            number: 0,
            actor: Some(actor),
            warnings: Vec::new(),
        }
    }

    /// Where whoever is logged in may do this today.
    pub(crate) fn scope(&self, right: Right) -> Option<Scope> {
        self.actor.as_ref()?.scope(right, &self.site.gazetteer.units, (self.site.today)())
    }

    /// The first value of a query parameter, trimmed; an empty one is none.
    pub(crate) fn asked(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The day of the query, or today. An unreadable one is today, too: the field shows it for mending.
    pub(crate) fn day(&self) -> Day {
        self.asked("day").and_then(|text| text.parse().ok()).unwrap_or_else(|| (self.site.today)())
    }

    /// The page number of the query, from 1.
    pub(crate) fn page_number(&self) -> usize {
        self.asked("page").and_then(|text| text.parse().ok()).filter(|page| *page > 0).unwrap_or(1)
    }

    /// This address for a link that comes back, without a language named in it.
    pub(crate) fn back(&self) -> String {
        encoded(&self.here())
    }

    /// This address, without a language named in it.
    pub(crate) fn here(&self) -> String {
        let kept = self.query.iter().filter(|(name, _)| name != "lang");
        let query: Vec<String> =
            kept.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let path = &self.path;
        if query.is_empty() { path.clone() } else { format!("{path}?{}", query.join("&")) }
    }

    /// A page with this title.
    pub(crate) fn page(&self, title: impl Into<String>) -> Page {
        Page::new(self.clone(), title.into())
    }

    /// The words of a key.
    pub(crate) fn t(&self, key: &str) -> String {
        language::say(self.language, key)
    }
}

/// A rendered page. It is made for one visitor, so no shared cache may keep it.
pub(crate) fn render(template: &impl Template) -> Response {
    render_as(StatusCode::OK, template)
}

/// A rendered page with a status.
pub(crate) fn render_as(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => {
            let headers = [
                (header::CACHE_CONTROL, "private, no-cache"),
                (header::VARY, "Cookie, Accept-Language, HX-Request"),
            ];
            (status, headers, Html(html)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a template did not render");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The same for a page that holds what only one person may see: no browser keeps it either.
pub(crate) fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A file to take away. Its name is ours: it holds nothing that a header may not.
pub(crate) fn attachment(bytes: Vec<u8>, name: &str, kind: &'static str) -> Response {
    let mut response = no_store(bytes.into_response());
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let set = [
        (header::CONTENT_TYPE, Some(HeaderValue::from_static(kind))),
        (header::CONTENT_DISPOSITION, disposition.ok()),
    ];
    for (name, value) in set.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        // Not `extend`: it would leave the type that bytes have by themselves beside ours.
        response.headers_mut().insert(name, value);
    }
    response
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Of a query, what the route asks for, and the language.
fn asked_of(route: Option<&Route>, mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    if let Some(route) = route.filter(|route| matches!(route.policy, Policy::Within(_))) {
        pairs.retain(|(name, _)| name == "lang" || route.asks.contains(&name.as_str()));
    }
    pairs
}

fn pairs(raw: &str) -> Vec<(String, String)> {
    axum::extract::Query::try_from_uri(&format!("/?{raw}").parse().unwrap_or_default())
        .map(|axum::extract::Query(pairs)| pairs)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use registry::access::Right;

    use super::*;

    #[test]
    fn what_a_route_within_a_scope_does_not_ask_for_is_not_read() {
        let sent = || pairs("commune=24823&lang=en&elsewhere=1");
        let route = |policy| Route { method: "GET", path: "/x", policy, asks: &["commune"] };
        let names = |route: Option<&Route>| -> Vec<String> {
            asked_of(route, sent()).into_iter().map(|(name, _)| name).collect()
        };
        let within = route(Policy::Within(&[Right::SeeHouseholds]));
        assert_eq!(names(Some(&within)), ["commune", "lang"]);
        assert_eq!(names(Some(&route(Policy::Everybody))), ["commune", "lang", "elsewhere"]);
        assert_eq!(names(None), ["commune", "lang", "elsewhere"]);
    }
}
