//! Codes of a telephone: shown once as a picture and as letters, turned on by the first right code.

use askama::Template;
use axum::response::Response;
use registry::Stopped;
use registry::store::dates::Instant;

use super::{after, qr, shown};
use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render};

#[derive(Template)]
#[template(path = "account/codes.html")]
struct CodesPage {
    page: Page,
    picture: Option<qr::Picture>,
    /// The secret in groups of four.
    secret: String,
}

pub(super) async fn begin(who: SignedIn) -> Result<Response, Refusal> {
    let begun = who.registry.begin_codes(&who.actor, Instant::now()).await;
    let setup = begun.map_err(|fault| Refusal::of_fault(&fault))?;
    let letters: Vec<char> = setup.secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    let visit = &who.visit;
    let page = visit.page(visit.t("codes-title")).crumb("/account", visit.t("account-title"));
    Ok(no_store(render(&CodesPage { page, picture: qr::picture(&setup.address), secret: groups.join(" ") })))
}

pub(super) async fn confirm(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let confirmed = who.registry.confirm_codes(who.actor.user, typed.text("code"), Instant::now()).await;
    if let Err(Stopped::Refused(_)) = &confirmed {
        return shown(&who, Some((who.visit.t("codes-wrong"), true))).await;
    }
    after(&who, confirmed, "codes").await
}

pub(super) async fn end(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let ended = who.registry.end_codes(&who.actor, typed.raw("present_password"), Instant::now()).await;
    after(&who, ended, "codes-end").await
}
