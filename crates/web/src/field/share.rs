//! `/field/{campaign}/share`: households are shared among surveyors – chosen, looked at, then given in one act.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::UserId;
use registry::access::Right;
use registry::capture::{Lying, Plan, Wanted};
use registry::snapshot::Sealable;
use registry::store::dates::Instant;

use crate::error::Refusal;
use crate::field::board::{self, many};
use crate::field::roster;
use crate::households::village;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

/// The households of last year's lists.
const LISTED: [&str; 2] = ["poor", "near_poor"];

#[derive(Template)]
#[template(path = "field/share.html")]
struct Sharing {
    page: Page,
    back: String,
    villages: Vec<Choice>,
    surveyors: Vec<Choice>,
    /// Whether every household is shared, not only those of last year's lists.
    of_all: bool,
    moves: bool,
    plan: Option<Shown>,
    /// Whether somebody chosen did not pass the quiz of the campaign: a warning and no bar.
    warns: bool,
    problem: Option<String>,
}

struct Choice {
    id: String,
    name: String,
    /// What a surveyor has already.
    has: usize,
    is_chosen: bool,
    is_certified: bool,
}

struct Shown {
    digest: String,
    added: usize,
    kept: usize,
    visited: usize,
    unreached: usize,
    shares: Vec<ShownShare>,
}

struct ShownShare {
    name: String,
    has: usize,
    adds: usize,
    then: usize,
    /// Villages with how many of their households.
    places: Vec<(String, usize)>,
    homes: Vec<String>,
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let campaign = board::campaign(&who, &id).await?;
    shown(&who, campaign, (&Typed::default(), None), None).await
}

/// What would be given to whom; nothing is done.
pub(super) async fn look(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let units = &who.visit.site.gazetteer.units;
    let plan = who.registry.plan_share(&scope, units, campaign.id, &wanted(&typed), Instant::now()).await;
    match who.told(plan)? {
        Ok(plan) => shown(&who, campaign, (&typed, Some(plan)), None).await,
        Err(words) => shown(&who, campaign, (&typed, None), Some(words)).await,
    }
}

/// Gives what was looked at: one act.
pub(super) async fn give(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let (units, wanted, now) = (&who.visit.site.gazetteer.units, wanted(&typed), Instant::now());
    let given = who.registry.share(&scope, units, campaign.id, (&wanted, typed.text("seen")), now).await;
    match who.told(given)? {
        Ok(_) => Ok(Redirect::to(&format!("/field/{id}")).into_response()),
        Err(words) => {
            let plan = who.registry.plan_share(&scope, units, campaign.id, &wanted, now).await.ok();
            shown(&who, campaign, (&typed, plan), Some(words)).await
        }
    }
}

fn wanted(typed: &Typed) -> Wanted {
    let outcomes: &[&str] = if typed.text("which") == "all" { &[] } else { &LISTED };
    let chosen = typed.0.iter().filter(|(name, _)| name == "user");
    Wanted {
        village: typed.text("village").parse().ok(),
        outcomes: outcomes.iter().map(|outcome| (*outcome).to_owned()).collect(),
        surveyors: chosen.filter_map(|(_, value)| value.parse::<UserId>().ok()).collect(),
        moves: typed.text("moves") == "yes",
    }
}

async fn shown(
    who: &SignedIn,
    campaign: Sealable,
    (typed, plan): (&Typed, Option<Plan>),
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let (visit, registry, units) = (&who.visit, &who.registry, &who.visit.site.gazetteer.units);
    let failed = |fault| Refusal::of_fault(&fault);
    let progress = registry.progress(&scope, units, campaign.id, Instant::now()).await.map_err(failed)?;
    let lists = registry.lists(&scope, campaign.id).await.map_err(failed)?;
    let users: Vec<UserId> = progress.iter().map(|one| one.user).collect();
    let passed = roster::passed(registry, campaign.id, &users).await?;
    let chosen = wanted(typed);
    let surveyors = progress.iter().map(|one| Choice {
        id: one.user.to_string(),
        name: one.name.clone(),
        has: many(lists.iter().filter(|list| list.user == one.user).map(|list| list.stand.assigned()).sum()),
        is_chosen: chosen.surveyors.contains(&one.user),
        is_certified: passed.get(&one.user).copied().unwrap_or(false),
    });
    let villages = registry.villages(&scope).await.map_err(failed)?;
    let villages = villages.iter().map(|one| Choice {
        id: one.id.to_string(),
        name: village(visit, &one.name, None),
        has: 0,
        is_chosen: chosen.village == Some(one.id),
        is_certified: true,
    });
    let back = format!("/field/{}", campaign.id);
    let template = Sharing {
        villages: villages.collect(),
        surveyors: surveyors.collect(),
        of_all: typed.text("which") == "all",
        moves: chosen.moves,
        warns: chosen.surveyors.iter().any(|user| passed.get(user) == Some(&false)),
        plan: plan.map(of_plan),
        page: visit
            .page(visit.t("share-title"))
            .crumb("/field", visit.t("field-title"))
            .crumb(back.clone(), campaign.label),
        back,
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

fn of_plan(plan: Plan) -> Shown {
    let added = plan.added();
    let share = |share: registry::capture::Share| ShownShare {
        has: share.has,
        adds: share.adds.len(),
        then: share.has + share.adds.len(),
        places: places(&share.adds),
        homes: share.adds.iter().map(home).collect(),
        name: share.name,
    };
    Shown {
        digest: plan.digest,
        added,
        kept: plan.kept,
        visited: plan.visited,
        unreached: plan.unreached,
        shares: plan.shares.into_iter().map(share).collect(),
    }
}

fn places(adds: &[Lying]) -> Vec<(String, usize)> {
    let mut places: Vec<(String, usize)> = Vec::new();
    for one in adds {
        match places.last_mut().filter(|(name, _)| *name == one.village) {
            Some((_, n)) => *n += 1,
            None => places.push((one.village.clone(), 1)),
        }
    }
    places
}

fn home(one: &Lying) -> String {
    let parts = [one.head.as_str(), one.address.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" – ")
}
