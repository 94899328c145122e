//! `/field/{campaign}/surveyors/{user}`: the list of one surveyor; households are taken off it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::capture::{OnList, State};
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{HouseholdId, UserId};

use crate::error::Refusal;
use crate::field::{board, paper};
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

#[derive(Template)]
#[template(path = "field/surveyor.html")]
struct Surveyor {
    page: Page,
    here: String,
    user: String,
    homes: Vec<Home>,
    /// How many can be taken off.
    free: usize,
    /// Parts of the list that are printed, each with its first and last household.
    parts: Vec<(usize, usize, usize)>,
    problem: Option<String>,
}

struct Home {
    id: String,
    head: String,
    place: String,
    state: Option<String>,
    /// A form that is not recorded needs the list.
    is_bound: bool,
}

pub(super) async fn page(
    who: SignedIn,
    Path((id, user)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let campaign = board::campaign(&who, &id).await?;
    shown(&who, campaign, user.parse().map_err(|_| Refusal::NoPage)?, None).await
}

async fn shown(
    who: &SignedIn,
    campaign: Sealable,
    user: UserId,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let (visit, registry, units) = (&who.visit, &who.registry, &who.visit.site.gazetteer.units);
    let failed = |fault| Refusal::of_fault(&fault);
    let homes = registry.on_list(&scope, campaign.id, user).await.map_err(failed)?;
    let progress = registry.progress(&scope, units, campaign.id, Instant::now()).await.map_err(failed)?;
    let lists = registry.lists(&scope, campaign.id).await.map_err(failed)?;
    let of_list = lists.iter().find(|list| list.user == user).map(|list| list.name.clone());
    let name = progress.into_iter().find(|one| one.user == user).map(|one| one.name).or(of_list);
    let name = name.ok_or(Refusal::NoPage)?;
    let back = format!("/field/{}", campaign.id);
    let homes: Vec<Home> = homes.into_iter().map(|one| home(who, one)).collect();
    let template = Surveyor {
        free: homes.iter().filter(|home| !home.is_bound).count(),
        parts: paper::parts(homes.len()),
        homes,
        user: user.to_string(),
        here: back.clone(),
        page: visit.page(name).crumb("/field", visit.t("field-title")).crumb(back, campaign.label),
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

fn home(who: &SignedIn, one: OnList) -> Home {
    let parts = [Some(one.village), one.address];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    Home {
        id: one.household.to_string(),
        head: one.head,
        place: parts.join(" · "),
        is_bound: matches!(one.state, Some(State::Waiting | State::Received | State::Assessed)),
        state: one.state.map(|state| who.visit.t(&format!("submission-{}", state.code()))),
    }
}

/// Takes the chosen households off their list: one act.
pub(super) async fn take_off(
    who: SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let user: UserId = typed.text("user").parse().map_err(|_| Refusal::NoPage)?;
    let chosen = typed.0.iter().filter(|(name, _)| name == "household");
    let homes: Vec<HouseholdId> = chosen.filter_map(|(_, value)| value.parse().ok()).collect();
    let reason = typed.text("reason");
    let ended = who.registry.take_off(Some(&scope), campaign.id, &homes, reason, Instant::now()).await;
    match who.told(ended)? {
        Ok(_) => Ok(Redirect::to(&format!("/field/{id}/surveyors/{user}")).into_response()),
        Err(words) => shown(&who, campaign, user, Some(words)).await,
    }
}
