//! Niêm phong một đợt rà soát từ `/admin/snapshots`: asking for it, watching it, stopping it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::{Area, Right};
use registry::snapshot::{Progress, SealingWork, WorkState};
use registry::store::dates::Instant;
use registry::{JobId, Scope, Stopped};

use crate::account::refusal_in_words;
use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::sealing::SealWish;
use crate::signed_in::SignedIn;
use crate::snapshots::list;
use crate::typed::Typed;

/// The part of the page with which results are sealed.
#[derive(Debug)]
pub(super) struct SealForm {
    /// Campaigns: id, label, and whether it is chosen.
    pub(super) campaigns: Vec<(String, String, bool)>,
    /// What was typed, and why it was refused.
    pub(super) reason: String,
    pub(super) problem: Option<String>,
    /// What was asked for, newest first.
    pub(super) works: Vec<Work>,
    pub(super) is_running: bool,
}

/// A sealing in words.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) id: String,
    pub(super) label: String,
    /// `running`, `sealed`, `stopped`, `failed`, `lost`.
    pub(super) state: &'static str,
    pub(super) words: String,
    pub(super) asked: String,
    /// Households done and all, as numbers and in words.
    pub(super) reached: Option<(i64, i64, String)>,
    pub(super) why: Option<String>,
    pub(super) snapshot: Option<String>,
}

/// The scope of whoever may seal: a snapshot holds everywhere.
pub(super) fn may_seal(signed_in: &SignedIn) -> Option<Scope> {
    let scope = signed_in.scope(Right::SealResults).ok()?;
    (scope.areas() == [Area::Everywhere]).then_some(scope)
}

pub(super) async fn begin(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let scope = may_seal(&who).ok_or(Refusal::NotYours)?;
    let sealing = who.visit.site.sealing.clone().ok_or(Refusal::NoPage)?;
    let campaigns = who.registry.campaigns_to_seal(&scope).await.map_err(failed)?;
    let Some(campaign) = campaigns.into_iter().find(|one| one.id.to_string() == typed.text("campaign"))
    else {
        return list::shown(&who, &typed, Some(who.visit.t("seal-choose"))).await;
    };
    let (reason, now) = (typed.text("reason").to_owned(), Instant::now());
    match who.registry.begin_sealing(&scope, &campaign, &reason, now).await {
        Ok(id) => {
            let wish = SealWish { by: scope, campaign, reason, progress: Progress::default().into() };
            tokio::spawn(sealing.work(who.registry.clone(), id, wish));
            Ok(Redirect::to("/admin/snapshots").into_response())
        }
        Err(stopped) => refused(&who, &typed, stopped).await,
    }
}

pub(super) async fn stop(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let scope = may_seal(&who).ok_or(Refusal::NotYours)?;
    let id: JobId = typed.text("work").parse().map_err(|_| Refusal::NoPage)?;
    match who.registry.stop_sealing(&scope, id).await {
        Ok(()) => Ok(Redirect::to("/admin/snapshots").into_response()),
        Err(stopped) => refused(&who, &typed, stopped).await,
    }
}

async fn refused(who: &SignedIn, typed: &Typed, stopped: Stopped) -> Result<Response, Refusal> {
    match stopped {
        Stopped::Failed(fault) => Err(Refusal::of_fault(&fault)),
        Stopped::Refused(refusal) => {
            list::shown(who, typed, Some(refusal_in_words(who.visit.language, &refusal))).await
        }
    }
}

fn failed(stopped: Stopped) -> Refusal {
    match stopped {
        Stopped::Failed(fault) => Refusal::of_fault(&fault),
        Stopped::Refused(_) => Refusal::NotYours,
    }
}

/// What the page shows to whoever may seal, where the program can.
pub(super) async fn form(
    who: &SignedIn,
    typed: &Typed,
    problem: Option<String>,
) -> Result<Option<SealForm>, Refusal> {
    let Some(scope) = may_seal(who).filter(|_| who.visit.site.sealing.is_some()) else { return Ok(None) };
    let campaigns = who.registry.campaigns_to_seal(&scope).await.map_err(failed)?;
    let campaigns = campaigns.into_iter().map(|one| {
        let id = one.id.to_string();
        let is_chosen = id == typed.text("campaign");
        (id, one.label, is_chosen)
    });
    let works = who.registry.sealings(&scope, Instant::now()).await.map_err(failed)?;
    let works: Vec<Work> = works.into_iter().map(|work| in_words(who, work)).collect();
    Ok(Some(SealForm {
        campaigns: campaigns.collect(),
        reason: typed.text("reason").to_owned(),
        problem,
        is_running: works.iter().any(|work| work.state == "running"),
        works,
    }))
}

fn in_words(who: &SignedIn, work: SealingWork) -> Work {
    let visit = &who.visit;
    let by = work.by_name.unwrap_or_default();
    let (state, why, snapshot) = match work.state {
        WorkState::Running => ("running", None, None),
        WorkState::Sealed(id) => ("sealed", None, Some(id.to_string())),
        WorkState::Stopped => ("stopped", None, None),
        WorkState::Lost => ("lost", Some(visit.t("seal-lost-do")), None),
        WorkState::Failed(why, remedy) => {
            let refusal = registry::Refusal { why, remedy };
            ("failed", Some(refusal_in_words(who.visit.language, &refusal)), None)
        }
    };
    let words = visit.t(match state {
        "running" => "seal-running",
        "sealed" => "seal-sealed",
        "stopped" => "seal-stopped",
        "lost" => "seal-lost",
        _ => "seal-failed",
    });
    let number = |n: i64| format::whole(n, visit.language);
    let reached =
        work.total.map(|total| (work.done, total, format!("{} / {}", number(work.done), number(total))));
    Work {
        id: work.id.to_string(),
        asked: format!("{} · {by} · {}", time::shown(work.at, visit.language), work.reason),
        label: work.label,
        state,
        words,
        reached,
        why,
        snapshot,
    }
}

/// A page with a refusal has the status of one.
pub(super) fn status(problem: Option<&String>) -> StatusCode {
    if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}
