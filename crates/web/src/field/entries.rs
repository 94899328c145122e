//! `/field/{campaign}/entries`: the paper forms that are typed in, how far each is for whoever asks, and where one is begun.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::capture::{Corrects, Entry};
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{HouseholdId, Stopped};

use crate::error::Refusal;
use crate::field::choose::{self, Choosable};
use crate::field::{board, one, typing};
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

/// So many are shown.
const MOST: usize = 300;

#[derive(Template)]
#[template(path = "field/entries.html")]
struct List {
    page: Page,
    base: String,
    open: Vec<Item>,
    closed: Vec<Item>,
    text: String,
    is_asked: bool,
    found: Vec<Choosable>,
    problem: Option<String>,
}

struct Item {
    href: String,
    head: String,
    village: String,
    state: String,
    who: String,
    is_mine: bool,
}

pub(super) async fn list(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let campaign = board::campaign(&who, &id).await?;
    listed(&who, campaign, None, None).await
}

/// A household is looked for, to type its form.
pub(super) async fn search(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let campaign = board::campaign(&who, &id).await?;
    let text = typed.text("q").to_owned();
    let found = choose::found(&who, &text).await?;
    listed(&who, campaign, None, Some((text, found))).await
}

async fn listed(
    who: &SignedIn,
    campaign: Sealable,
    problem: Option<String>,
    asked: Option<(String, Vec<Choosable>)>,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let visit = &who.visit;
    let all = who.registry.entries(&scope, campaign.id, MOST).await;
    let all = all.map_err(|fault| Refusal::of_fault(&fault))?;
    let base = format!("/field/{}", campaign.id);
    let (closed, open): (Vec<Entry>, Vec<Entry>) =
        all.into_iter().partition(|entry| entry.submission.is_some() || entry.is_ended || entry.is_erased);
    let items = |all: Vec<Entry>| all.iter().map(|entry| item(who, entry, &base)).collect();
    let (is_asked, (text, found)) = (asked.is_some(), asked.unwrap_or_default());
    let template = List {
        open: items(open),
        closed: items(closed),
        page: visit
            .page(visit.t("entries-title"))
            .crumb("/field", visit.t("field-title"))
            .crumb(base.clone(), campaign.label),
        base,
        text,
        is_asked,
        found,
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

/// How far a form is, for whoever asks.
pub(super) fn state_key(who: &SignedIn, entry: &Entry) -> &'static str {
    let own = entry.part_of(who.actor.user).and_then(|part| entry.parts.get(&part));
    if entry.is_erased {
        "form-erased"
    } else if entry.is_ended {
        "entry-ended"
    } else if entry.submission.is_some() {
        "entry-arrived"
    } else if entry.is_typed() {
        "entry-to-settle"
    } else if own.is_some_and(|part| part.done_at.is_some()) {
        "entry-waits-second"
    } else if entry.part_of(who.actor.user) == Some(2) {
        "entry-second"
    } else if entry.part_of(who.actor.user).is_some() {
        "entry-first"
    } else {
        "entry-typed-by-others"
    }
}

fn item(who: &SignedIn, entry: &Entry, base: &str) -> Item {
    let key = state_key(who, entry);
    Item {
        href: entry.submission.map_or_else(
            || format!("{base}/entries/{}", entry.id),
            |submission| format!("{base}/forms/{submission}"),
        ),
        head: entry.head.clone(),
        village: entry.village.clone(),
        state: who.visit.t(key),
        who: entry.parts.values().map(|part| part.name.clone()).collect::<Vec<_>>().join(", "),
        is_mine: matches!(key, "entry-first" | "entry-second" | "entry-to-settle"),
    }
}

/// Begins to type the form of a household.
pub(super) async fn open(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let household = typed.text("household").parse().unwrap_or(HouseholdId(uuid::Uuid::nil()));
    let now = Instant::now();
    match who.told(who.registry.open_entry(&scope, (campaign.id, household), Corrects::Nothing, now).await)? {
        Ok(entry) => Ok(Redirect::to(&format!("/field/{id}/entries/{entry}")).into_response()),
        Err(words) => listed(&who, campaign, Some(words), None).await,
    }
}

/// Begins to correct a filled form: its answers are filled in, and it stays as it is.
pub(super) async fn correct(
    who: SignedIn,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let seen = one::seen(&who, &id, &form).await?;
    let scope = who.scope(Right::ChangeHouseholds)?;
    let household = seen.lives.as_ref().filter(|_| !seen.is_elsewhere).map(|place| place.household);
    let household = household.ok_or(Refusal::NotYours)?;
    let (standard, answers) = seen.answers(&who).ok_or(Refusal::NoPage)?;
    let pairs = typing::filled(standard, &answers, who.visit.language);
    let (of, now) = (Corrects::Submission(seen.look.line.id), Instant::now());
    let refused = |stopped| match stopped {
        Stopped::Failed(fault) => Refusal::of_fault(&fault),
        Stopped::Refused(_) => Refusal::NotYours,
    };
    let campaign = seen.campaign.id;
    let entry = who.registry.open_entry(&scope, (campaign, household), of, now).await.map_err(refused)?;
    who.registry.save_entry(&scope, (campaign, entry), &pairs, false, now).await.map_err(refused)?;
    Ok(Redirect::to(&format!("/field/{id}/entries/{entry}")).into_response())
}
