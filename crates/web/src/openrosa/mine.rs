//! What the surveyors' own app asks beyond OpenRosa: what the server has of this phone, and a token for a code.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use registry::store::dates::Instant;
use serde_json::{Value as Json, json};

use crate::field::reading;
use crate::openrosa::answer::{NOT_HERE, Refused};
use crate::openrosa::guard::{Phone, failed};
use crate::site::Shared;

/// A code is never longer.
const CODE_BYTES: usize = 200;

/// `GET …/mine`: the campaign, the surveyor, and how far each form has come.
pub(crate) async fn mine(phone: Phone) -> Response {
    // What arrived a moment ago may not be read yet; the phone shows what became of it.
    if let Err(fault) = reading::unless_read(&phone.site, &phone.registry).await {
        return failed(&fault, phone.language);
    }
    let (campaign, surveyor, received) = match phone.registry.of_phone(&phone.device).await {
        Ok(of_phone) => of_phone,
        Err(fault) => return failed(&fault, phone.language),
    };
    let received: Vec<_> = received
        .into_iter()
        .map(|one| {
            json!({
                "instance": one.instance_id,
                "household": one.household.map(|id| id.to_string()),
                "state": one.state.code(),
                "at": one.received_at.millis(),
            })
        })
        .collect();
    told(&json!({
        "schema": "chungtay.phone/1",
        "campaign": campaign,
        "surveyor": surveyor,
        "received": received,
    }))
}

/// `POST /v1/pair`: exchanges a code for a token, once.
pub(crate) async fn pair(State(site): State<Shared>, body: Bytes) -> Response {
    let language = vocab::Language::Vi;
    let Some(registry) = site.registry.as_ref() else { return NOT_HERE.answer(language) };
    let wrong = || Refused(StatusCode::FORBIDDEN, "phone-code-wrong").answer(language);
    let asked = Some(&body).filter(|body| body.len() <= CODE_BYTES);
    let asked: Option<Json> = asked.and_then(|body| serde_json::from_slice(body).ok());
    let Some(code) = asked.as_ref().and_then(|asked| asked.get("code")?.as_str()) else { return wrong() };
    match registry.pair(code, Instant::now()).await {
        Ok(Some(paired)) => told(&json!({ "project": paired.campaign.to_string(), "token": paired.token })),
        Ok(None) => wrong(),
        Err(fault) => failed(&fault, language),
    }
}

fn told(body: &Json) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "private, no-store")];
    (headers, body.to_string()).into_response()
}
