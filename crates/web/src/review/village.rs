//! `/review/{id}/villages/{village}`: the cases of a village with state and result; what was recorded is taken over; on to the next step, or
//! back where the law orders it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use registry::VillageId;
use registry::proceedings::{FoundResult, household_ref, village_ref};
use review::{Campaign, CaseState, Classify, DeedKind, GoBack, HouseholdRef, Pass, Survey};
use vocab::{LocalText, said};

use super::cases::{self, CaseLine};
use super::desk::{Desk, Missing, Told, status};
use super::steps::{self, Step};
use super::words;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

#[derive(Template)]
#[template(path = "review/village.html")]
struct Village {
    page: Page,
    base: String,
    here: String,
    seen: usize,
    told: Option<Told>,
    just: Option<String>,
    steps: Vec<Step>,
    lane: Option<At>,
    cases: Vec<CaseLine>,
    /// How many recorded results wait to be taken over as surveys, and as classifications.
    to_survey: Option<usize>,
    to_classify: Option<usize>,
    field: String,
    /// Steps that may be done again: id, name, when.
    backs: Vec<(String, String, String)>,
}

/// Where the village is.
struct At {
    step: String,
    whose: String,
    unmet: Vec<Missing>,
    holds: Vec<String>,
    may_pass: bool,
    hangs_until: Option<String>,
    cite: Cite,
}

pub(super) async fn page(
    who: SignedIn,
    Path((id, village)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let village = desk.village(&village)?;
    shown(desk, village, None).await
}

type Results = BTreeMap<HouseholdRef, FoundResult>;

async fn results(desk: &Desk) -> Result<Results, Refusal> {
    let found = desk.who.registry.proceeding_results(&desk.scope, &desk.seen.walk).await;
    found.map_err(|fault| Refusal::of_fault(&fault))
}

/// The cases of a village in a state for which a new result was recorded.
fn waiting(
    desk: &Desk,
    campaign: &Campaign<'_>,
    results: &Results,
    village: VillageId,
    is_there: impl Fn(CaseState) -> bool,
) -> Vec<(HouseholdRef, FoundResult)> {
    let bases = desk.seen.walk.bases();
    let cases = campaign.cases_of(village_ref(village)).filter(|case| is_there(campaign.case_state(case)));
    let found = cases.filter_map(|case| {
        let result = results.get(&case.household)?;
        Some((case.household, *result, bases.get(&case.household) == Some(&result.assessment)))
    });
    let is_survey = is_there(CaseState::ToSurvey);
    found
        .filter(|(.., is_known)| !is_survey || !is_known)
        .map(|(household, result, _)| (household, result))
        .collect()
}

fn is_to_survey(state: CaseState) -> bool {
    matches!(state, CaseState::ToSurvey | CaseState::Suspended)
}

fn is_to_classify(state: CaseState) -> bool {
    matches!(state, CaseState::ToClassify)
}

pub(super) async fn shown(desk: Desk, village: VillageId, told: Option<Told>) -> Result<Response, Refusal> {
    let campaign = desk.campaign()?;
    let visit = &desk.who.visit;
    let results = results(&desk).await?;
    let board = campaign.board(desk.moment());
    let lane = board.lanes.iter().find(|lane| lane.village == Some(village_ref(village)));
    let procedure = campaign.procedure();
    let at: Vec<(bool, &str)> = lane
        .and_then(|lane| procedure.steps.get(lane.step))
        .map(|step| (false, step.id.as_str()))
        .into_iter()
        .collect();
    let hand = desk.seen.hand(Some(village));
    let backs = lane.and_then(|lane| procedure.steps.get(lane.step)).map_or(&[][..], |step| &step.backs);
    let backs = backs.iter().filter_map(|back| {
        let to = procedure.steps.get(back.to)?;
        let deed = GoBack { village: village_ref(village), to: to.id.clone() };
        let is_open = campaign.may(deed, &hand, desk.moment()).is_ok();
        let in_words = |text: &LocalText| words::sentence(text.get(visit.language));
        is_open.then(|| (to.id.clone(), in_words(&to.label), in_words(&back.label)))
    });
    let count = |kind, is_there: fn(CaseState) -> bool| {
        let offered = desk.offers(&campaign, kind, Some(village));
        offered.then(|| waiting(&desk, &campaign, &results, village, is_there).len())
    };
    let (to_survey, to_classify) =
        (count(DeedKind::Survey, is_to_survey), count(DeedKind::Classify, is_to_classify));
    let is_of_village = board.lanes.iter().any(|lane| lane.village.is_some());
    let steps = match (lane, is_of_village) {
        (Some(_), _) => steps::line(visit, procedure, &at, false),
        (None, true) => steps::line(visit, procedure, &[], false),
        (None, false) => {
            let commune = board.lanes.first().and_then(|lane| procedure.steps.get(lane.step));
            let at: Vec<(bool, &str)> = commune.map(|step| (false, step.id.as_str())).into_iter().collect();
            steps::line(visit, procedure, &at, board.is_finished)
        }
    };
    let template = Village {
        here: format!("{}/villages/{village}", desk.base()),
        base: desk.base(),
        seen: desk.events(),
        just: desk.just_done_here().filter(|_| told.is_none()),
        steps,
        lane: lane.and_then(|lane| at_words(&desk, &campaign, lane, village)),
        cases: cases::lines(&desk, &campaign, Some(village)),
        to_survey,
        to_classify,
        field: format!("/field/{}", desk.seen.walk.proceeding.campaign),
        backs: backs.collect(),
        page: desk.page(desk.village_name(village)),
        told,
    };
    Ok(no_store(render_as(status(template.told.as_ref()), &template)))
}

fn at_words(desk: &Desk, campaign: &Campaign<'_>, lane: &review::Lane, village: VillageId) -> Option<At> {
    let language = desk.who.visit.language;
    let step = campaign.procedure().steps.get(lane.step)?;
    let hangs = campaign.track(village_ref(village)).and_then(|track| track.postings.last());
    let hangs = hangs.filter(|posting| posting.is_up(desk.moment()));
    Some(At {
        step: words::sentence(step.label.get(language)),
        whose: desk.office(&lane.whose),
        unmet: lane.unmet.iter().filter_map(|unmet| desk.missing(unmet)).collect(),
        holds: step.holds.iter().map(|text| words::sentence(text.get(language))).collect(),
        may_pass: desk.may_pass(campaign, Some(village)),
        hangs_until: hangs.map(|posting| format::day(posting.due.last_day, language)),
        cite: desk.cite(&step.source),
    })
}

/// What was pressed on the page.
pub(super) async fn send(
    who: SignedIn,
    Path((id, village)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let village = desk.village(&village)?;
    let seen = typed.text("seen").parse().ok();
    let done = match typed.text("do") {
        "survey" => {
            let (campaign, results) = (desk.campaign()?, results(&desk).await?);
            let waiting = waiting(&desk, &campaign, &results, village, is_to_survey);
            let survey = |(household, result): (HouseholdRef, FoundResult)| Survey {
                household,
                surveyor: result.surveyor,
            };
            let deeds: Vec<Survey> = waiting.into_iter().map(survey).collect();
            if deeds.is_empty() { Err(nothing(&desk)) } else { desk.act(deeds, seen).await?.map(|_| ()) }
        }
        "classify" => {
            let (campaign, results) = (desk.campaign()?, results(&desk).await?);
            let standard = desk.seen.walk.proceeding.standard.clone();
            let waiting = waiting(&desk, &campaign, &results, village, is_to_classify);
            let classify = |(household, result): (HouseholdRef, FoundResult)| Classify {
                household,
                standard: standard.clone(),
                outcome: result.outcome,
            };
            let deeds: Vec<Classify> = waiting.into_iter().map(classify).collect();
            if deeds.is_empty() { Err(nothing(&desk)) } else { desk.act(deeds, seen).await?.map(|_| ()) }
        }
        "pass" => desk.act(vec![Pass { village: Some(village_ref(village)) }], seen).await?.map(|_| ()),
        "back" => {
            let deed = GoBack { village: village_ref(village), to: typed.text("to").to_owned() };
            desk.act(vec![deed], seen).await?.map(|_| ())
        }
        _ => return Err(Refusal::Unreadable),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}/villages/{village}", desk.base())).into_response()),
        Err(told) => shown(desk.again().await?, village, Some(told)).await,
    }
}

fn nothing(desk: &Desk) -> Told {
    desk.unreadable(
        &said!(
            "chưa có kết quả mới nào được ghi cho các hộ này",
            "no new result is recorded for these households"
        ),
        &said!("ghi phiếu của hộ ở trang Thực địa trước", "record their forms on the page Field first"),
    )
}

/// The reference of a household in the rules, from an address or a field.
pub(super) fn household(text: &str) -> Result<HouseholdRef, Refusal> {
    text.parse().map(household_ref).map_err(|_| Refusal::Unreadable)
}
