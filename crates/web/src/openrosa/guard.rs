//! Which phone asks: before any handler runs.

use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use registry::access::Right;
use registry::capture::Device;
use registry::store::dates::Instant;
use registry::{Registry, Role, Scope};

use crate::openrosa::answer::{self, Refused};
use crate::openrosa::digest::{self, Proof};
use crate::site::{Shared, Site};
use crate::visit::{LANGUAGE_COOKIE, cookie};
use crate::{api, language};

/// What handlers know of the phone that asks.
#[derive(Clone)]
pub(crate) struct Phone {
    pub(crate) device: Device,
    pub(crate) registry: Registry,
    pub(crate) site: Shared,
    pub(crate) language: vocab::Language,
    /// What this phone's addresses begin with, with the name of this server.
    pub(crate) base: String,
    /// Where its surveyor sees households.
    pub(crate) scope: Scope,
}

/// Lets a phone in whose token is known, whose surveyor still is one, and which asks for its own campaign.
pub(crate) async fn admitted(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let raw = parts.uri.query().unwrap_or_default();
    let language = language::of_request(raw, cookie(&parts.headers, LANGUAGE_COOKIE), &parts.headers);
    let refuse = |refused: Refused| refused.answer(language);
    let Some(site) = parts.extensions.get::<Shared>().cloned() else { return refuse(answer::NOT_HERE) };
    let Some(registry) = site.registry.clone() else { return refuse(answer::NOT_HERE) };
    let Ok(params) = RawPathParams::from_request_parts(&mut parts, &()).await else {
        return refuse(answer::NOT_HERE);
    };
    let param =
        |name: &str| params.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned());
    let (in_path, project) = (param("token"), param("project").unwrap_or_default());
    let token = in_path.clone().or_else(|| api::bearer(&parts.headers).map(str::to_owned));
    let now = Instant::now();
    let device = match &token {
        Some(token) => match registry.device_of(token).await {
            Ok(Some(device)) => device,
            Ok(None) => return refuse(answer::NOT_LET_IN),
            Err(fault) => return failed(&fault, language),
        },
        None => {
            let uri = parts.uri.path_and_query().map_or("", |uri| uri.as_str());
            match digest::proof(&registry, &parts.headers, (&parts.method, uri), now).await {
                Ok(Proof::Is(device)) => *device,
                Ok(no) => {
                    let asked = refuse(Refused(axum::http::StatusCode::UNAUTHORIZED, "phone-log-in"));
                    return digest::challenge(&registry, asked, matches!(no, Proof::Stale), now);
                }
                Err(fault) => return failed(&fault, language),
            }
        }
    };
    let (units, today) = (&site.gazetteer.units, (site.today)());
    let scope = device.surveyor.scope(Right::SeeHouseholds, units, today);
    let Some(scope) = scope.filter(|_| device.surveyor.has(Role::Surveyor, units, today)) else {
        return refuse(answer::NOT_LET_IN);
    };
    if device.campaign.to_string() != project {
        return refuse(answer::NOT_HERE);
    }
    let path = match &in_path {
        Some(token) => format!("/v1/key/{token}/projects/{project}"),
        None => format!("/v1/projects/{project}"),
    };
    let base = format!("{}{path}", base_of(&site, &parts.headers));
    parts.extensions.insert(Phone { device, registry, site, language, base, scope });
    next.run(Request::from_parts(parts, body)).await
}

/// What addresses of this server begin with, as whoever asks named it.
pub(crate) fn base_of(site: &Site, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("{}://{host}", if site.over_tls { "https" } else { "http" })
}

/// The database failed: its cause goes to the log, and the phone keeps what it has.
pub(crate) fn failed(fault: &registry::store::Fault, language: vocab::Language) -> Response {
    tracing::error!(kind = ?fault.kind, %fault, "the database failed");
    answer::LATER.answer(language)
}

impl<S: Send + Sync> FromRequestParts<S> for Phone {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, _: &S) -> Result<Phone, Response> {
        let phone = parts.extensions.get::<Phone>().cloned();
        phone.ok_or_else(|| answer::NOT_LET_IN.answer(vocab::Language::Vi))
    }
}
