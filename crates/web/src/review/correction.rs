//! `/review/{id}/correction`: quyết định sửa đổi – what was found after the decision was signed, the draft of the decision that corrects it,
//! proposing and signing by two people, and the decisions that did. What was signed before stays as it was.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use registry::proceedings::{Beside, FileKind, household_id, person_ref};
use registry::store::dates::Instant;
use review::{
    Campaign, Corrected, Deed, DeedKind, HouseholdRef, Outcome, ProposeCorrection, Reconsider, SignCorrection,
};
use vocab::{Day, said};

use super::desk::{Desk, Told, status};
use super::files::{self, Kept};
use super::recognition::whole;
use super::village::household;
use super::words;
use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::households::Badge;
use crate::layout::Page;
use crate::sent::{Sent, none_chosen};
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

/// What is done on this page.
const DONE_HERE: [DeedKind; 3] =
    [DeedKind::Reconsider, DeedKind::ProposeCorrection, DeedKind::SignCorrection];

#[derive(Template)]
#[template(path = "review/correction.html")]
struct Correcting {
    page: Page,
    here: String,
    seen: usize,
    told: Option<Told>,
    just: Option<String>,
    typed: Typed,
    /// Number and day of the decision that a correction names.
    newest: (String, String, String),
    signed: Vec<Signed>,
    may_reconsider: bool,
    /// Results that were recorded since and not taken over.
    found: Vec<Line>,
    changes: Vec<Line>,
    hash: String,
    may_propose: bool,
    proposed: Option<String>,
    is_own_proposal: bool,
    may_sign: bool,
    today: String,
}

/// A household with what was decided and what is said since.
struct Line {
    id: String,
    household: String,
    from: Badge,
    to: Badge,
    is_same: bool,
}

/// A decision that corrected another one.
struct Signed {
    /// Which of them it is, from 0.
    at: usize,
    number: String,
    day: String,
    corrects: String,
    reason: String,
    recorded: String,
    changes: Vec<Line>,
    files: Vec<Kept>,
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(whole(who, &id).await?, &Typed::default(), None).await
}

fn line(desk: &Desk, household: HouseholdRef, from: Option<Outcome>, to: Outcome) -> Line {
    let visit = &desk.who.visit;
    let id = household_id(household);
    Line {
        id: id.to_string(),
        household: desk.household(id),
        from: words::outcome(visit, from),
        to: words::outcome(visit, Some(to)),
        is_same: from == Some(to),
    }
}

fn changed(desk: &Desk, one: &Corrected) -> Line {
    line(desk, one.household, Some(one.from), one.to)
}

/// Results of active households that were recorded after the newest decision and are not taken over.
async fn found(desk: &Desk, campaign: &Campaign<'_>) -> Result<Vec<(HouseholdRef, Reconsider)>, Refusal> {
    let walk = &desk.seen.walk;
    let Some(decided_at) = walk.decided_at() else { return Ok(Vec::new()) };
    let results = desk.who.registry.proceeding_results(&desk.scope, walk).await;
    let results = results.map_err(|fault| Refusal::of_fault(&fault))?;
    let bases = walk.bases();
    let new = results.into_iter().filter_map(|(household, result)| {
        let is_new = bases.get(&household) != Some(&result.assessment)
            && result.recorded_at.millis() >= decided_at.millis();
        let is_here = campaign.case(household).is_some_and(review::Case::is_active);
        let (outcome, surveyor) = (result.outcome?, result.surveyor);
        (is_new && is_here).then_some((household, Reconsider { household, surveyor, outcome }))
    });
    Ok(new.collect())
}

async fn shown(desk: Desk, typed: &Typed, told: Option<Told>) -> Result<Response, Refusal> {
    let campaign = desk.campaign()?;
    let visit = &desk.who.visit;
    let Some((number, on)) = campaign.newest_decision() else { return Err(Refusal::NoPage) };
    let newest = (number.to_owned(), on.to_string(), format::day(on, visit.language));
    let failed = |fault| Refusal::of_fault(&fault);
    let list = desk.who.registry.correction_list(&desk.scope, &desk.seen.walk).await.map_err(failed)?;
    let list = list.ok_or(Refusal::NoPage)?;
    let kept = files::all(&desk).await?;
    let may = |kind| desk.offers(&campaign, kind, None);
    let of = |household| campaign.case(household).and_then(review::Case::outcome);
    let found = found(&desk, &campaign).await?;
    let found = found.iter().map(|(household, one)| line(&desk, *household, of(*household), one.outcome));
    let draft = campaign.correction_draft();
    let template = Correcting {
        here: format!("{}/correction", desk.base()),
        seen: desk.events(),
        just: desk.just_done(&DONE_HERE).filter(|_| told.is_none()),
        typed: typed.clone(),
        newest,
        signed: signed(&desk, &campaign, &kept),
        may_reconsider: may(DeedKind::Reconsider),
        found: found.collect(),
        changes: campaign.to_correct().iter().map(|one| changed(&desk, one)).collect(),
        hash: list.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        may_propose: may(DeedKind::ProposeCorrection),
        proposed: draft.map(|draft| {
            let user = registry::UserId(uuid::Uuid::from_u128(draft.by.0));
            desk.seen.people.get(&user).cloned().unwrap_or_default()
        }),
        is_own_proposal: draft.is_some_and(|draft| draft.by == person_ref(desk.who.actor.user)),
        may_sign: may(DeedKind::SignCorrection) && draft.is_some(),
        today: desk.moment().day().to_string(),
        page: desk
            .page(visit.t("review-correction"))
            .crumb(format!("{}/recognition", desk.base()), visit.t("review-recognition")),
        told,
    };
    Ok(no_store(render_as(status(template.told.as_ref()), &template)))
}

/// The decisions that corrected, newest first.
fn signed(desk: &Desk, campaign: &Campaign<'_>, kept: &[registry::proceedings::KeptFile]) -> Vec<Signed> {
    let language = desk.who.visit.language;
    let is_signing =
        |one: &&registry::proceedings::Recorded| matches!(one.event.deed, Deed::SignCorrection(_));
    let events = desk.seen.walk.events.iter().filter(is_signing);
    let all = campaign.corrections().iter().zip(events).enumerate().map(|(at, (one, event))| Signed {
        at,
        number: one.signed.number.clone(),
        day: format::day(one.signed.signed_on, language),
        corrects: format!("{} · {}", one.proposed.corrects, format::day(one.proposed.corrects_on, language)),
        reason: one.proposed.reason.clone(),
        recorded: time::shown(Instant::from_millis(event.event.at.millis()), language),
        changes: one.households.iter().map(|one| changed(desk, one)).collect(),
        files: files::of_event(desk, kept, event.number),
    });
    let mut all: Vec<Signed> = all.collect();
    all.reverse();
    all
}

/// What was pressed on the page.
pub(super) async fn send(who: SignedIn, Path(id): Path<String>, mut sent: Sent) -> Result<Response, Refusal> {
    let desk = whole(who, &id).await?;
    let typed = sent.typed.clone();
    let seen = typed.text("seen").parse().ok();
    let done = match typed.text("do") {
        "reconsider" => {
            let household = household(typed.text("household"))?;
            let campaign = desk.campaign()?;
            let found = found(&desk, &campaign).await?.into_iter().find(|(known, _)| *known == household);
            drop(campaign);
            match found {
                Some((_, deed)) => desk.act(vec![deed], seen).await?.map(|_| ()),
                None => Err(desk.unreadable(
                    &said!("hộ này không có kết quả mới chưa ghi", "there is no new result of the household"),
                    &said!("ghi phiếu của hộ trước", "record the household's form first"),
                )),
            }
        }
        "propose" => {
            let deed = ProposeCorrection {
                corrects: typed.text("corrects").to_owned(),
                corrects_on: typed.text("corrects_on").parse().map_err(|_| Refusal::Unreadable)?,
                reason: typed.text("reason").to_owned(),
                list_hash: super::posting::hash(typed.text("hash")).ok_or(Refusal::Unreadable)?,
            };
            desk.act(vec![deed], seen).await?.map(|_| ())
        }
        "sign" => sign(&desk, &mut sent).await?,
        _ => return Err(Refusal::Unreadable),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}/correction", desk.base())).into_response()),
        Err(told) => shown(desk.again().await?, &typed, Some(told)).await,
    }
}

/// It was signed on paper: its number, its day, its scan.
async fn sign(desk: &Desk, sent: &mut Sent) -> Result<Result<(), Told>, Refusal> {
    let Ok(signed_on) = sent.typed.text("signed_on").parse::<Day>() else {
        return Ok(Err(desk.unreadable(
            &said!("ngày của quyết định không đọc được", "the day of the decision cannot be read"),
            &said!("ghi số và ngày như trên bản đã ký", "write number and day as on the signed paper"),
        )));
    };
    let scan = sent.ready(&desk.who.registry, FileKind::Decision, "scan").await;
    let scan = match scan.and_then(|scan| scan.ok_or_else(none_chosen)) {
        Ok(scan) => scan,
        Err(stopped) => return files::told(desk, stopped).map(Err),
    };
    let deed = SignCorrection {
        number: sent.typed.text("number").to_owned(),
        signed_on,
        list_hash: super::posting::hash(sent.typed.text("hash")).ok_or(Refusal::Unreadable)?,
        paper_hash: scan.sha256(),
    };
    let beside = Beside { files: vec![scan], ..Beside::default() };
    Ok(desk.act_with(vec![(deed, beside)], sent.typed.text("seen").parse().ok()).await?.map(|_| ()))
}
