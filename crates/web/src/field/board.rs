//! The campaigns, and the board of one: surveyors, their phones and lists, what has arrived.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::capture::{Listed, Progress, State};
use registry::households::{Filter, VillageName};
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{HouseholdId, Scope, Stopped, UserId, VillageId};
use vocab::said;

use crate::account::refusal_in_words;
use crate::admin::time;
use crate::error::Refusal;
use crate::field::paper::AT_ONCE;
use crate::households::village;
use crate::layout::{Link, Page};
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render, render_as};

/// So many households are put on a list at once at most.
const MOST_AT_ONCE: i64 = 2000;

#[derive(Template)]
#[template(path = "field/campaigns.html")]
struct Campaigns {
    page: Page,
    campaigns: Vec<Link>,
}

/// The campaigns to choose from.
pub(super) async fn campaigns(who: SignedIn) -> Result<Response, Refusal> {
    let all = who.registry.campaigns().await.map_err(|fault| Refusal::of_fault(&fault))?;
    let campaigns =
        all.into_iter().rev().map(|one| Link::new(format!("/field/{}", one.id), one.label)).collect();
    Ok(render(&Campaigns { campaigns, page: who.visit.page(who.visit.t("field-title")) }))
}

#[derive(Template)]
#[template(path = "field/board.html")]
struct Board {
    page: Page,
    campaign: Sealable,
    surveyors: Vec<Line>,
    phones: Vec<PhoneLine>,
    villages: Vec<(String, String)>,
    /// Households on lists, and submissions by state.
    assigned: usize,
    states: Vec<(String, usize)>,
    has_form: bool,
    problem: Option<String>,
}

struct Line {
    id: UserId,
    name: String,
    phones: usize,
    assigned: usize,
    received: usize,
    attention: usize,
    /// In hundredths, for the bar.
    share: usize,
    seen: Option<String>,
    /// Parts of the list that are printed, each with its first and last household.
    parts: Vec<(usize, usize, usize)>,
}

struct PhoneLine {
    id: String,
    label: String,
    surveyor: String,
    seen: Option<String>,
    is_ended: bool,
    submissions: usize,
}

fn many(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

/// The campaign of an address.
pub(super) async fn campaign(who: &SignedIn, id: &str) -> Result<Sealable, Refusal> {
    let all = who.registry.campaigns().await.map_err(|fault| Refusal::of_fault(&fault))?;
    all.into_iter().find(|campaign| campaign.id.to_string() == id).ok_or(Refusal::NoPage)
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(&who, campaign(&who, &id).await?, None).await
}

pub(super) async fn shown(
    who: &SignedIn,
    campaign: Sealable,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let (visit, registry, units) = (&who.visit, &who.registry, &who.visit.site.gazetteer.units);
    let now = Instant::now();
    let failed = |fault| Refusal::of_fault(&fault);
    let progress = registry.progress(&scope, units, campaign.id, now).await.map_err(failed)?;
    let phones = registry.devices(&scope, units, campaign.id, now).await.map_err(failed)?;
    let villages = registry.villages(&scope).await.map_err(failed)?;
    let forms = registry.forms(campaign.id).await.map_err(failed)?;
    let of_state = |state: State| progress.iter().filter_map(|one| one.received.get(&state)).sum::<i64>();
    let states =
        State::ALL.map(|state| (visit.t(&format!("submission-{}", state.code())), many(of_state(state))));
    let seen = |at: Option<Instant>| at.map(|at| time::shown(at, visit.language));
    let template = Board {
        assigned: many(progress.iter().map(|one| one.assigned).sum()),
        surveyors: progress.iter().map(|one| line(one, seen(one.seen_at))).collect(),
        phones: phones.into_iter().map(|one| phone_line(one, &seen)).collect(),
        villages: villages.iter().map(|one| (one.id.to_string(), named(one, who))).collect(),
        states: states.to_vec(),
        has_form: !forms.is_empty(),
        page: visit.page(campaign.label.clone()).crumb("/field", visit.t("field-title")),
        campaign,
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

fn named(one: &VillageName, who: &SignedIn) -> String {
    village(&who.visit, &one.name, None)
}

fn line(one: &Progress, seen: Option<String>) -> Line {
    let (assigned, received) = (many(one.assigned), many(one.all_received()));
    Line {
        id: one.user,
        name: one.name.clone(),
        phones: many(one.phones),
        assigned,
        received,
        attention: many(one.received.get(&State::Attention).copied().unwrap_or(0)),
        share: (received * 100).checked_div(assigned).unwrap_or(0).min(100),
        seen,
        parts: parts(assigned),
    }
}

/// A list in parts of as many forms as one PDF holds.
fn parts(assigned: usize) -> Vec<(usize, usize, usize)> {
    let firsts = (0..assigned).step_by(AT_ONCE);
    firsts.enumerate().map(|(at, first)| (at + 1, first + 1, assigned.min(first + AT_ONCE))).collect()
}

fn phone_line(one: Listed, seen: &impl Fn(Option<Instant>) -> Option<String>) -> PhoneLine {
    PhoneLine {
        id: one.id.to_string(),
        label: one.label,
        surveyor: one.surveyor,
        seen: seen(one.seen_at),
        is_ended: one.is_ended,
        submissions: many(one.submissions),
    }
}

/// Puts the households of a village on a surveyor's list.
pub(super) async fn assign(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = campaign(&who, &id).await?;
    let given = give(&who, &scope, &campaign, &typed).await;
    match given {
        Ok(()) => Ok(Redirect::to(&format!("/field/{id}")).into_response()),
        Err(Stopped::Failed(fault)) => Err(Refusal::of_fault(&fault)),
        Err(Stopped::Refused(refusal)) => {
            let words = refusal_in_words(who.visit.language, &refusal);
            shown(&who, campaign, Some(words)).await
        }
    }
}

async fn give(who: &SignedIn, scope: &Scope, campaign: &Sealable, typed: &Typed) -> Result<(), Stopped> {
    let chosen =
        typed.text("village").parse::<VillageId>().ok().zip(typed.text("user").parse::<UserId>().ok());
    let Some((village, user)) = chosen else {
        return Err(Stopped::refused(
            said!("chưa chọn thôn hoặc rà soát viên", "no village or surveyor was chosen"),
            said!("chọn cả hai rồi giao lại", "choose both and give the list again"),
        ));
    };
    // Those of last year's lists, or everybody.
    let wanted: &[Option<&str>] =
        if typed.text("which") == "all" { &[None] } else { &[Some("poor"), Some("near_poor")] };
    let mut households: Vec<HouseholdId> = Vec::new();
    for outcome in wanted {
        let filter =
            Filter { village: Some(village), outcome: outcome.map(str::to_owned), ..Filter::default() };
        let found = who.registry.every_household(scope, &filter, MOST_AT_ONCE).await?;
        let Some(found) = found else {
            return Err(Stopped::refused(
                said!("thôn có hơn {MOST_AT_ONCE} hộ", "the village has more than {MOST_AT_ONCE} households"),
                said!("giao riêng hộ nghèo, hộ cận nghèo", "give poor and near-poor households only"),
            ));
        };
        households.extend(found.into_iter().map(|line| line.id));
    }
    let whom = (campaign.id, user);
    who.registry
        .assign(Some(scope), &who.visit.site.gazetteer.units, whom, &households, Instant::now())
        .await
        .map(|_| ())
}
