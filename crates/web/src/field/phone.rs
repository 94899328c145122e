//! A phone is let in and shows its code once; a phone is taken off.

use askama::Template;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::capture::Enrolled;
use registry::store::dates::Instant;
use registry::{DeviceId, UserId};

use crate::account::{Picture, picture};
use crate::error::Refusal;
use crate::field::{board, roster, settings};
use crate::layout::Page;
use crate::openrosa::base_of;
use crate::signed_in::SignedIn;
use crate::surveyor;
use crate::typed::Typed;
use crate::visit::{no_store, render};

#[derive(Template)]
#[template(path = "field/phone.html")]
struct Phone {
    page: Page,
    back: String,
    /// For our own app, and for ODK Collect.
    app: Option<Picture>,
    collect: Option<Picture>,
    code: String,
    address: String,
    name: String,
    token: String,
    /// Phones need a secure origin unless they are this machine.
    is_secure: bool,
    /// Where phones get the certificate of this office, if it has an authority of its own.
    door: Option<String>,
    /// Whether the surveyor passed the quiz of the campaign.
    is_certified: bool,
}

/// Lets a phone in and shows what it must scan. The code is shown once: the server keeps only its hash.
pub(super) async fn enrol(
    who: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let user = typed.text("user").parse().unwrap_or(UserId(uuid::Uuid::nil()));
    let (units, whom) = (&who.visit.site.gazetteer.units, (campaign.id, user));
    let enrolled =
        who.registry.enrol_device(Some(&scope), units, whom, typed.text("label"), Instant::now()).await;
    let Enrolled { name, token, code, .. } = match who.told(enrolled)? {
        Ok(enrolled) => enrolled,
        Err(words) => {
            return board::shown(&who, campaign, Some(words)).await;
        }
    };
    let visit = &who.visit;
    let base = base_of(&visit.site, &headers);
    let with_token = format!("{base}/v1/key/{token}/projects/{}", campaign.id);
    let passed = roster::passed(&who.registry, campaign.id, &[user]).await?;
    let template = Phone {
        // Behind the `#`: browsers keep that to themselves, so that no log has it.
        app: picture(&format!("{base}{}#pair={}.{token}", surveyor::ROOT, campaign.id)),
        collect: settings::code(&with_token, &campaign.label).as_deref().and_then(picture),
        code: format!("{} {}", code.get(..4).unwrap_or_default(), code.get(4..).unwrap_or_default()),
        is_certified: passed.get(&user).copied().unwrap_or(false),
        address: format!("{base}/v1/projects/{}", campaign.id),
        back: format!("/field/{}", campaign.id),
        name,
        token,
        is_secure: visit.site.over_tls,
        door: visit.site.trust.as_ref().map(|trust| trust.address(&headers)),
        page: visit
            .page(visit.t("phone-title"))
            .crumb("/field", visit.t("field-title"))
            .crumb(format!("/field/{}", campaign.id), campaign.label),
    };
    Ok(no_store(render(&template)))
}

/// Takes a phone off.
pub(super) async fn end(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let device = typed.text("device").parse().unwrap_or(DeviceId(uuid::Uuid::nil()));
    let units = &who.visit.site.gazetteer.units;
    let ended =
        who.registry.end_device(Some(&scope), units, device, typed.text("reason"), Instant::now()).await;
    match who.told(ended)? {
        Ok(_) => Ok(Redirect::to(&format!("/field/{id}")).into_response()),
        Err(words) => board::shown(&who, campaign, Some(words)).await,
    }
}
