//! `/field/{campaign}/roster`: the surveyors of the area – who was trained, and who passed the quiz of the campaign.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::capture::{Attempt, NewTraining};
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{CampaignId, Registry, Stopped, UserId};

use crate::error::Refusal;
use crate::field::board;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::training::standing;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

#[derive(Template)]
#[template(path = "field/roster.html")]
struct Roster {
    page: Page,
    here: String,
    surveyors: Vec<Surveyor>,
    today: String,
    problem: Option<String>,
}

struct Surveyor {
    id: String,
    name: String,
    is_passed: bool,
    standing: String,
    trainings: Vec<(String, String)>,
}

/// Whether users passed the quiz of a campaign.
pub(super) async fn passed(
    registry: &Registry,
    campaign: CampaignId,
    users: &[UserId],
) -> Result<BTreeMap<UserId, bool>, Refusal> {
    let attempts = registry.quizzes(campaign, users).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let passed = |user: &UserId| attempts.get(user).is_some_and(|all| all.iter().any(Attempt::is_passed));
    Ok(users.iter().map(|user| (*user, passed(user))).collect())
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(&who, board::campaign(&who, &id).await?, None).await
}

async fn shown(who: &SignedIn, campaign: Sealable, problem: Option<String>) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let (visit, registry, units) = (&who.visit, &who.registry, &who.visit.site.gazetteer.units);
    let failed = |fault| Refusal::of_fault(&fault);
    let progress = registry.progress(&scope, units, campaign.id, Instant::now()).await.map_err(failed)?;
    let users: Vec<UserId> = progress.iter().map(|one| one.user).collect();
    let trainings = registry.trainings(&users).await.map_err(failed)?;
    let attempts = registry.quizzes(campaign.id, &users).await.map_err(failed)?;
    let surveyors = progress.into_iter().map(|one| {
        let attempts = attempts.get(&one.user).map(Vec::as_slice).unwrap_or_default();
        let held = trainings.iter().filter(|training| training.user == one.user).map(|training| {
            let parts = [training.topic.as_str(), &training.place, &training.trainer];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let day = format::day(training.held_on, visit.language);
            (training.id.to_string(), format!("{day} · {}", parts.join(" · ")))
        });
        Surveyor {
            id: one.user.to_string(),
            name: one.name,
            is_passed: attempts.iter().any(Attempt::is_passed),
            standing: standing(attempts, visit),
            trainings: held.collect(),
        }
    });
    let back = format!("/field/{}", campaign.id);
    let template = Roster {
        surveyors: surveyors.collect(),
        here: format!("{back}/roster"),
        today: (visit.site.today)().to_string(),
        page: visit
            .page(visit.t("roster-title"))
            .crumb("/field", visit.t("field-title"))
            .crumb(back, campaign.label),
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

/// Writes down that surveyors were trained together.
pub(super) async fn train(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let units = &who.visit.site.gazetteer.units;
    let chosen = typed.0.iter().filter(|(name, _)| name == "user");
    let users: Vec<UserId> = chosen.filter_map(|(_, value)| value.parse().ok()).collect();
    let Ok(held_on) = typed.text("held_on").parse() else {
        return shown(&who, campaign, Some(who.visit.t("roster-no-day"))).await;
    };
    let new = NewTraining {
        held_on,
        place: typed.text("place").to_owned(),
        trainer: typed.text("trainer").to_owned(),
        topic: typed.text("topic").to_owned(),
    };
    let done = who.registry.record_training(&scope, units, &users, &new, Instant::now()).await;
    done_or_told(&who, campaign, done.map(|_| ())).await
}

/// Withdraws a training that was written down by mistake.
pub(super) async fn withdraw(
    who: SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let (units, training) =
        (&who.visit.site.gazetteer.units, typed.text("training").parse().unwrap_or_default());
    let reason = typed.text("reason");
    let done = who.registry.withdraw_training(&scope, units, training, reason, Instant::now()).await;
    done_or_told(&who, campaign, done.map(|_| ())).await
}

async fn done_or_told(
    who: &SignedIn,
    campaign: Sealable,
    done: Result<(), Stopped>,
) -> Result<Response, Refusal> {
    match who.told(done)? {
        Ok(()) => Ok(Redirect::to(&format!("/field/{}/roster", campaign.id)).into_response()),
        Err(words) => shown(who, campaign, Some(words)).await,
    }
}
