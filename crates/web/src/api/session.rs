//! A program's session: a log-in name, a password and a code for a token.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use registry::session::{Attempt, LONGEST_SECONDS, LogIn};
use registry::store::dates::Instant;
use serde_json::json;

use crate::api::answer;
use crate::error::{Refusal, as_json};
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::Visit;

/// How the session is called on the account page.
const DEVICE: &str = "API";

pub(super) async fn begin(visit: Visit, typed: Typed) -> Result<Response, Refusal> {
    let registry = visit.site.registry.clone().ok_or(Refusal::NoPage)?;
    let attempt = Attempt {
        login: typed.raw("login"),
        password: typed.raw("password"),
        code: typed.text("code"),
        new_password: None,
        old_token: None,
        device: Some(DEVICE),
    };
    let came = registry.log_in(attempt, Instant::now()).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let refused = |why: String| as_json(StatusCode::UNAUTHORIZED, &why, &visit.t("api-log-in-do"));
    Ok(match came {
        LogIn::In(_, token) => answer(&json!({ "token": token, "seconds": LONGEST_SECONDS })),
        LogIn::Wrong => refused(visit.t("login-wrong")),
        LogIn::ChooseAnother => refused(visit.t("login-once")),
        LogIn::Refused(refusal) => refused(refusal.why.get(visit.language).to_owned()),
        LogIn::Wait(seconds) => {
            let values = [("n", seconds.into()), ("shown", seconds.to_string().into())];
            let why = crate::language::say_with(visit.language, "login-wait", &values);
            as_json(StatusCode::TOO_MANY_REQUESTS, &why, &visit.t("api-log-in-do"))
        }
    })
}

pub(super) async fn end(signed_in: SignedIn) -> Result<Response, Refusal> {
    let ended = signed_in.registry.log_out(&signed_in.token.0).await;
    ended.map_err(|fault| Refusal::of_fault(&fault))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
