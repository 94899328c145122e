//! `/review/{id}`: one review – where it is, whose move it is, what is late, what is missing, what the law leaves open, what was done.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use registry::VillageId;
use registry::proceedings::{about, village_id, village_ref};
use registry::store::dates::Instant;
use review::{Campaign, Deed, DeedKind, Lane, Pass, VillageRef};
use vocab::said;

use super::desk::{Desk, Missing, Told, status};
use super::determine::{self, Form, Open};
use super::steps::{self, Step};
use super::words;
use crate::admin::time;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

#[derive(Template)]
#[template(path = "review/one.html")]
struct One {
    page: Page,
    base: String,
    /// What addresses end with, so that other pages show the same day.
    look: String,
    known: String,
    seen: usize,
    told: Option<Told>,
    just: Option<String>,
    steps: Vec<Step>,
    is_finished: bool,
    is_whole: bool,
    commune: Option<Now>,
    villages: Vec<VillageLine>,
    /// How many villages without a household can simply go on.
    empty: usize,
    waiting: usize,
    late: Vec<LateLine>,
    open: Vec<Open>,
    may_determine: bool,
    typed: Typed,
    history: Vec<Done>,
    earlier: usize,
    counts: Vec<(String, usize)>,
}

impl One {
    fn is_days(&self, open: &Open) -> Option<String> {
        match &open.form {
            Form::Days(days) => Some(days.clone()),
            _ => None,
        }
    }

    fn offices(&self, open: &Open) -> Vec<(String, String)> {
        match &open.form {
            Form::Office(offices) => offices.clone(),
            _ => Vec::new(),
        }
    }
}

/// What the commune does now.
struct Now {
    step: String,
    whose: String,
    since: String,
    unmet: Vec<Missing>,
    holds: Vec<String>,
    may_pass: bool,
    cite: Cite,
}

struct VillageLine {
    href: String,
    name: String,
    step: String,
    whose: String,
    /// What is missing first, in words.
    unmet: Vec<String>,
    hangs_until: Option<String>,
    is_ready: bool,
    households: usize,
}

struct LateLine {
    what: String,
    whose: String,
    since: String,
    days: u32,
    village: Option<String>,
    cite: Cite,
}

struct Done {
    what: String,
    place: Option<String>,
    household: Option<String>,
    by: String,
    at: String,
}

/// So many deeds are shown, the newest first.
const SHOWN: usize = 40;

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(Desk::open(who, &id).await?, &Typed::default(), None)
}

pub(super) fn shown(desk: Desk, typed: &Typed, told: Option<Told>) -> Result<Response, Refusal> {
    let campaign = desk.campaign()?;
    let board = campaign.board(desk.moment());
    let visit = &desk.who.visit;
    let procedure = campaign.procedure();
    let lanes: Vec<&Lane> = board
        .lanes
        .iter()
        .filter(|lane| lane.village.is_none_or(|village| desk.seen.village(village_id(village)).is_some()))
        .collect();
    let at: Vec<(bool, &str)> = lanes
        .iter()
        .filter_map(|lane| Some((lane.village.is_some(), procedure.steps.get(lane.step)?.id.as_str())))
        .collect();
    let (history, earlier) = history(&desk, &campaign);
    let villages = villages(&desk, &campaign, &lanes);
    let is_of_villages = lanes.iter().any(|lane| lane.village.is_some());
    let template = One {
        base: desk.base(),
        look: desk.look(),
        known: desk.known.map(|day| day.to_string()).unwrap_or_default(),
        seen: desk.events(),
        just: desk.just_done_here().filter(|_| told.is_none()),
        steps: steps::line(visit, procedure, &at, board.is_finished),
        is_finished: board.is_finished,
        is_whole: desk.seen.is_whole,
        commune: lanes
            .iter()
            .find(|lane| lane.village.is_none())
            .and_then(|lane| now(&desk, &campaign, lane)),
        empty: idle(&desk, &campaign).len(),
        waiting: if is_of_villages {
            desk.villages.len() - villages.len() - idle(&desk, &campaign).len()
        } else {
            0
        },
        villages,
        late: late(&desk, &board.late),
        open: determine::open(&desk, &campaign),
        may_determine: desk.offers(&campaign, DeedKind::Determine, None),
        typed: typed.clone(),
        history,
        earlier,
        counts: counts(&desk, &campaign),
        page: visit.page(desk.title()).crumb("/review", visit.t("review-title")),
        told,
    };
    Ok(no_store(render_as(status(template.told.as_ref()), &template)))
}

fn now(desk: &Desk, campaign: &Campaign<'_>, lane: &Lane) -> Option<Now> {
    let language = desk.who.visit.language;
    let step = campaign.procedure().steps.get(lane.step)?;
    Some(Now {
        step: words::sentence(step.label.get(language)),
        whose: desk.office(&lane.whose),
        since: time::shown(Instant::from_millis(lane.since.millis()), language),
        unmet: lane.unmet.iter().filter_map(|unmet| desk.missing(unmet)).collect(),
        holds: step.holds.iter().map(|text| words::sentence(text.get(language))).collect(),
        may_pass: desk.may_pass(campaign, None),
        cite: desk.cite(&step.source),
    })
}

fn villages(desk: &Desk, campaign: &Campaign<'_>, lanes: &[&Lane]) -> Vec<VillageLine> {
    let visit = &desk.who.visit;
    let idle = idle(desk, campaign);
    let line = |(id, name): &(VillageId, String)| {
        if idle.contains(id) {
            return None;
        }
        let lane = lanes.iter().find(|lane| lane.village == Some(village_ref(*id)))?;
        let step = campaign.procedure().steps.get(lane.step)?;
        let hangs = campaign.track(village_ref(*id)).and_then(|track| track.postings.last());
        let hangs = hangs.filter(|posting| posting.is_up(desk.moment())).map(|posting| posting.due.last_day);
        Some(VillageLine {
            href: format!("{}/villages/{id}{}", desk.base(), desk.look()),
            name: name.clone(),
            step: words::sentence(step.label.get(visit.language)),
            whose: desk.office(&lane.whose),
            unmet: lane.unmet.iter().map(|unmet| visit.t(&words::duty_key(unmet.duty.code()))).collect(),
            hangs_until: hangs.map(|day| format::day(day, visit.language)),
            is_ready: lane.unmet.is_empty(),
            households: campaign.cases_of(village_ref(*id)).filter(|case| case.is_active()).count(),
        })
    };
    desk.villages.iter().filter_map(line).collect()
}

fn late(desk: &Desk, late: &[review::Late]) -> Vec<LateLine> {
    let language = desk.who.visit.language;
    let line = |one: &review::Late| {
        let village = one.village.map(village_id);
        let is_seen = village.map_or(desk.seen.is_whole, |village| desk.seen.village(village).is_some());
        is_seen.then(|| LateLine {
            what: words::sentence(one.what.get(language)),
            whose: desk.office(&one.whose),
            since: format::day(one.since, language),
            days: one.due.days_late(desk.moment()),
            village: village.map(|village| desk.village_name(village)),
            cite: desk.cite(&one.source),
        })
    };
    late.iter().filter_map(line).collect()
}

fn history(desk: &Desk, campaign: &Campaign<'_>) -> (Vec<Done>, usize) {
    let visit = &desk.who.visit;
    let done = |recorded: &registry::proceedings::Recorded| {
        let (village, household) = about(&recorded.event.deed, campaign);
        let is_seen = village.map_or(desk.seen.is_whole, |village| desk.seen.village(village).is_some());
        is_seen.then(|| Done {
            what: words::sentence(recorded.event.deed.kind().label().get(visit.language)),
            place: village.map(|village| desk.village_name(village)),
            household: household.map(|household| desk.household(household)).filter(|name| !name.is_empty()),
            by: desk.seen.people.get(&recorded.by()).cloned().unwrap_or_default(),
            at: time::shown(Instant::from_millis(recorded.event.at.millis()), visit.language),
        })
    };
    // Passes of villages where nobody is reviewed would hide everything else: those on end are one line.
    let idle_village = |recorded: &registry::proceedings::Recorded| match &recorded.event.deed {
        Deed::Pass(Pass { village: Some(village) }) => {
            campaign.cases_of(*village).next().is_none().then_some(*village)
        }
        _ => None,
    };
    let mut all: Vec<Done> = Vec::new();
    let mut idle: BTreeSet<VillageRef> = BTreeSet::new();
    for recorded in desk.seen.walk.events.iter().rev() {
        let Some(line) = done(recorded) else { continue };
        let Some(village) = idle_village(recorded) else {
            idle.clear();
            all.push(line);
            continue;
        };
        let is_on = !idle.is_empty();
        // A village passes several steps, and is one village.
        idle.insert(village);
        let Some(last) = all.last_mut().filter(|_| is_on) else {
            all.push(line);
            continue;
        };
        if idle.len() > 1 {
            last.place = Some(visit.page(String::new()).count("review-idle-passed", idle.len()));
        }
    }
    let earlier = all.len().saturating_sub(SHOWN);
    all.truncate(SHOWN);
    (all, earlier)
}

fn counts(desk: &Desk, campaign: &Campaign<'_>) -> Vec<(String, usize)> {
    let visit = &desk.who.visit;
    let inside = |village| desk.seen.village(village_id(village)).is_some();
    let cases: Vec<_> = campaign.cases().filter(|case| case.is_active() && inside(case.village)).collect();
    let of = |outcome| cases.iter().filter(|case| case.outcome() == Some(outcome)).count();
    let complaints =
        campaign.complaints().filter(|(_, one)| inside(one.village) && one.answered_at.is_none());
    vec![
        (visit.t("review-count-households"), cases.len()),
        (visit.t("review-count-open"), cases.iter().filter(|case| case.outcome().is_none()).count()),
        (visit.t("review-count-poor"), of(review::Outcome::Poor)),
        (visit.t("review-count-near-poor"), of(review::Outcome::NearPoor)),
        (visit.t("review-count-complaints"), complaints.count()),
    ]
}

/// Villages without a household that may go on: they keep nobody waiting.
fn idle(desk: &Desk, campaign: &Campaign<'_>) -> Vec<VillageId> {
    let is_empty = |id: &VillageId| campaign.cases_of(village_ref(*id)).all(|case| !case.is_active());
    let all = desk.villages.iter().map(|(id, _)| *id);
    all.filter(|id| is_empty(id) && desk.may_pass(campaign, Some(*id))).collect()
}

/// The villages without a household go on, step by step, as far as the rules let them.
pub(super) async fn pass_empty(
    who: SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let mut desk = Desk::open(who, &id).await?;
    if idle(&desk, &desk.campaign()?).is_empty() {
        let told = desk.unreadable(
            &said!(
                "không có thôn nào để chuyển bước, hoặc việc này do người khác làm",
                "no village can go on, or somebody else does this"
            ),
            &said!("xem các thôn bên dưới", "see the villages below"),
        );
        return shown(desk, &typed, Some(told));
    }
    let steps = desk.campaign()?.procedure().village_steps().len();
    for _ in 0..steps {
        let idle = idle(&desk, &desk.campaign()?);
        if idle.is_empty() {
            break;
        }
        let deeds = idle.into_iter().map(|village| Pass { village: Some(village_ref(village)) }).collect();
        if let Err(told) = desk.act::<Pass>(deeds, None).await? {
            return shown(desk.again().await?, &typed, Some(told));
        }
        desk = desk.again().await?;
    }
    Ok(Redirect::to(&format!("{}#villages", desk.base())).into_response())
}

/// The commune goes on to its next step.
pub(super) async fn pass(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    match desk.act(vec![Pass { village: None }], typed.text("seen").parse().ok()).await? {
        Ok(_) => Ok(Redirect::to(&desk.base()).into_response()),
        Err(told) => shown(desk.again().await?, &typed, Some(told)),
    }
}
