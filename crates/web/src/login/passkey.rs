//! Logging in with a passkey: a script asks for a challenge, the browser asks its user, and a form brings the answer. Without a
//! script there is no button, and the password opens the door as ever.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use registry::keys::hex;
use registry::session::{Assertion, CHALLENGE_SECONDS, PasskeyAttempt, RelyingParty};
use registry::store::dates::Instant;
use serde_json::json;

use super::{answered, device, registry};
use crate::error::Refusal;
use crate::signed_in::token;
use crate::site::Site;
use crate::typed::Typed;
use crate::visit::{Visit, cookie, no_store};

/// The cookie that binds a challenge to the browser that asked for it; it opens nothing.
fn cookie_name(site: &Site) -> &'static str {
    if site.over_tls { "__Host-ct-passkey" } else { "ct-passkey" }
}

fn house(site: &Site) -> Result<RelyingParty, Refusal> {
    site.passkeys_for.clone().ok_or(Refusal::NoPage)
}

/// WebAuthn, `PublicKeyCredentialRequestOptions`: the same for everybody, so it does not say who has a passkey.
pub(super) async fn challenge(visit: Visit) -> Result<Response, Refusal> {
    let (registry, house) = (registry(&visit.site)?, house(&visit.site)?);
    let mut browser = [0_u8; 32];
    getrandom::fill(&mut browser).map_err(|_| Refusal::Broken)?;
    let browser = hex(&browser);
    let challenge = registry.challenge_for_log_in(&browser, Instant::now());
    let options = json!({
        "challenge": challenge.map_err(|fault| Refusal::of_fault(&fault))?,
        "rpId": house.name(),
        "userVerification": "required",
        "timeout": CHALLENGE_SECONDS * 1000,
    });
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let mut response = ([kind], options.to_string()).into_response();
    let (name, secure) = (cookie_name(&visit.site), if visit.site.over_tls { "; Secure" } else { "" });
    let set =
        format!("{name}={browser}; Path=/; Max-Age={CHALLENGE_SECONDS}; HttpOnly; SameSite=Strict{secure}");
    if let Ok(set) = HeaderValue::from_str(&set) {
        response.headers_mut().append(header::SET_COOKIE, set);
    }
    Ok(no_store(response))
}

pub(super) async fn log_in(visit: Visit, headers: HeaderMap, typed: Typed) -> Result<Response, Refusal> {
    let (registry, house) = (registry(&visit.site)?, house(&visit.site)?);
    let (old, device) = (token(&visit.site, &headers), device(&headers));
    let attempt = PasskeyAttempt {
        assertion: Assertion {
            credential: typed.text("credential"),
            client_data: typed.text("client_data"),
            authenticator_data: typed.text("authenticator_data"),
            signature: typed.text("signature"),
            user: typed.text("user_handle"),
        },
        browser: cookie(&headers, cookie_name(&visit.site)).unwrap_or_default(),
        login: typed.raw("login"),
        old_token: Some(&old.0),
        device: device.as_deref(),
    };
    let today = (&visit.site.gazetteer.units, (visit.site.today)());
    let came = registry.log_in_with_passkey(attempt, &house, today, Instant::now()).await;
    let came = came.map_err(|fault| Refusal::of_fault(&fault))?;
    answered(visit, &registry, &typed, came, "login-passkey-wrong").await
}
