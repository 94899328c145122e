//! Passkeys of one's own: named and confirmed with the password, made by the browser on a page of its own, listed, removed.

use askama::Template;
use axum::response::Response;
use registry::session::{BeginPasskey, CHALLENGE_SECONDS, NewPasskey, RelyingParty};
use registry::store::dates::Instant;
use serde_json::json;

use super::{after, shown};
use crate::admin::time;
use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render};

/// A passkey as a line.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) added: String,
    pub(super) used: Option<String>,
}

#[derive(Template)]
#[template(path = "account/passkey.html")]
struct PasskeyPage {
    page: Page,
    /// What the browser's own function takes, as JSON.
    options: String,
}

pub(super) async fn lines(who: &SignedIn) -> Result<Vec<Line>, Refusal> {
    let kept = who.registry.passkeys(who.actor.user).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let at = |instant| time::shown(instant, who.visit.language);
    let line = |key: registry::session::KeptPasskey| Line {
        id: key.id.to_string(),
        label: key.label,
        added: at(key.added_at),
        used: key.used_at.map(at),
    };
    Ok(kept.into_iter().map(line).collect())
}

fn house(who: &SignedIn) -> Result<RelyingParty, Refusal> {
    who.visit.site.passkeys_for.clone().ok_or(Refusal::NoPage)
}

pub(super) async fn begin(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let house = house(&who)?;
    let visit = &who.visit;
    let typed = (typed.raw("present_password"), typed.raw("name"));
    let today = (&visit.site.gazetteer.units, (visit.site.today)());
    let session = (who.actor.as_ref(), who.token.0.as_str());
    match who.told(who.registry.begin_passkey(session, typed, today, Instant::now()).await)? {
        Ok(begun) => {
            let page = visit.page(visit.t("passkeys-make")).crumb("/account", visit.t("account-title"));
            Ok(no_store(render(&PasskeyPage { page, options: options(&who, &begun, &house) })))
        }
        Err(words) => shown(&who, Some((words, true))).await,
    }
}

/// WebAuthn, `PublicKeyCredentialCreationOptions`: a key that the device finds by itself, for whose use it asks its owner.
fn options(who: &SignedIn, begun: &BeginPasskey, house: &RelyingParty) -> String {
    let kinds = begun.algorithms.map(|alg| json!({ "type": "public-key", "alg": alg }));
    let known = begun.known.iter().map(|id| json!({ "type": "public-key", "id": id }));
    json!({
        "challenge": begun.challenge,
        "rp": { "id": house.name(), "name": "Chung Tay" },
        "user": { "id": begun.user, "name": who.actor.login, "displayName": who.actor.name },
        "pubKeyCredParams": kinds,
        "excludeCredentials": known.collect::<Vec<_>>(),
        "authenticatorSelection": {
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required"
        },
        "attestation": "none",
        "timeout": CHALLENGE_SECONDS * 1000,
    })
    .to_string()
}

pub(super) async fn confirm(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let house = house(&who)?;
    let new = NewPasskey {
        client_data: typed.text("client_data"),
        authenticator_data: typed.text("authenticator_data"),
    };
    let session = (who.actor.as_ref(), who.token.0.as_str());
    let added = who.registry.add_passkey(session, new, &house, Instant::now()).await;
    after(&who, added.map(|_| ()), "passkey").await
}

pub(super) async fn end(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let Ok(key) = typed.text("passkey").parse() else { return Err(Refusal::Unreadable) };
    let removed = who.registry.remove_passkey(&who.actor, key, Instant::now()).await;
    after(&who, removed, "passkey-end").await
}
