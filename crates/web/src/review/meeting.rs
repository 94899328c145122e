//! `/review/{id}/villages/{village}/meeting`: họp dân – who was there, the agenda with the votes, whether it is enough said in words while
//! they are typed, the signed
//! minutes with their scan, and the answer where meeting and score disagree.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use registry::VillageId;
use registry::proceedings::{Beside, FileKind, KeptFile, household_id, household_ref, village_ref};
use review::{
    AgendaItem, AnswerDisagreement, AttachMinutes, Campaign, Case, Deed, DeedKind, DisagreementAnswer,
    HoldMeeting, Outcome, is_enough,
};
use vocab::{Day, said};

use super::cases::{self, CaseLine};
use super::desk::{Desk, Told, status};
use super::files::{self, Kept};
use super::village::household;
use super::words;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::format;
use crate::language::say_with;
use crate::layout::Page;
use crate::sent::Sent;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

/// What is done on this page.
const DONE_HERE: [DeedKind; 3] =
    [DeedKind::HoldMeeting, DeedKind::AttachMinutes, DeedKind::AnswerDisagreement];

#[derive(Template)]
#[template(path = "review/meeting.html")]
struct Meeting {
    page: Page,
    here: String,
    seen: usize,
    told: Option<Told>,
    just: Option<String>,
    /// Whether a meeting can be recorded now.
    is_open: bool,
    may_minutes: bool,
    may_answer: bool,
    rule: String,
    cite: Cite,
    held_on: String,
    present: String,
    attend: Vec<(String, String, bool)>,
    agenda: Vec<Line>,
    outcomes: Vec<(&'static str, String)>,
    tally: Vec<String>,
    held: Vec<Held>,
    copies: u32,
    signers: Vec<(String, String)>,
    disagreements: Vec<Disagreement>,
    reason: String,
}

/// A household that can be put to the vote.
struct Line {
    case: CaseLine,
    must: bool,
    is_on: bool,
    agree: String,
    disagree: String,
    says: String,
}

/// A meeting that was held.
struct Held {
    number: usize,
    day: String,
    present: u32,
    votes: Vec<String>,
    lacks_minutes: bool,
    /// The scan of its minutes.
    files: Vec<Kept>,
}

struct Disagreement {
    case: CaseLine,
    says: String,
    answer: Option<String>,
}

pub(super) async fn page(
    who: SignedIn,
    Path((id, village)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let village = desk.village(&village)?;
    shown(desk, village, &Typed::default(), None).await
}

async fn shown(
    desk: Desk,
    village: VillageId,
    typed: &Typed,
    told: Option<Told>,
) -> Result<Response, Refusal> {
    let files = files::all(&desk).await?;
    let campaign = desk.campaign()?;
    let visit = &desk.who.visit;
    let Some(rule) = &campaign.procedure().meeting else { return Err(Refusal::NoPage) };
    let is_typed = !typed.0.is_empty();
    let is_among = |name: &str, value: &str| typed.0.iter().any(|(n, v)| n == name && v == value);
    let attend = rule
        .attend
        .iter()
        .map(|id| (id.clone(), words::sentence(&desk.office(id)), is_among("attending", id)));
    let mut agenda: Vec<Line> = cases::lines(&desk, &campaign, Some(village))
        .into_iter()
        .filter_map(|line| on_agenda(&campaign, line, typed, is_typed))
        .collect();
    // Those that must be voted on stand first.
    agenda.sort_by_key(|line| !line.must);
    let or = |name: &str, other: String| match typed.text(name) {
        "" => other,
        text => text.to_owned(),
    };
    let least = rule.least_percent.to_string();
    let template = Meeting {
        here: format!("{}/villages/{village}", desk.base()),
        seen: desk.events(),
        just: desk.just_done(&DONE_HERE).filter(|_| told.is_none()),
        is_open: desk.offers(&campaign, DeedKind::HoldMeeting, Some(village)),
        may_minutes: desk.offers(&campaign, DeedKind::AttachMinutes, Some(village)),
        may_answer: desk.offers(&campaign, DeedKind::AnswerDisagreement, Some(village)),
        rule: say_with(visit.language, "review-meeting-rule", &[("percent", least.into())]),
        cite: desk.cite(&rule.source),
        held_on: or("held_on", desk.moment().day().to_string()),
        present: typed.text("present").to_owned(),
        attend: attend.collect(),
        tally: tally(&desk, &agenda, typed, rule.least_percent),
        agenda,
        outcomes: outcomes(&desk, &campaign),
        held: held(&desk, &campaign, village, &files),
        copies: rule.copies,
        signers: rule.signed_by.iter().map(|who| (who.clone(), visit.t(&format!("signer-{who}")))).collect(),
        disagreements: disagreements(&desk, &campaign, village),
        reason: typed.text("reason").to_owned(),
        page: desk
            .page(visit.t("review-meeting"))
            .crumb(format!("{}/villages/{village}", desk.base()), desk.village_name(village)),
        told,
    };
    Ok(no_store(render_as(status(template.told.as_ref()), &template)))
}

fn on_agenda(campaign: &Campaign<'_>, case: CaseLine, typed: &Typed, is_typed: bool) -> Option<Line> {
    let of = campaign.case(household_ref(case.id))?;
    if !of.is_active() || of.outcome().is_none() {
        return None;
    }
    let must = of.must_be_voted() && !of.is_agreed();
    let id = case.id.to_string();
    let is_on = typed.0.iter().any(|(name, value)| name == "household" && *value == id);
    let field = |name: &str| typed.text(&format!("{name}-{id}")).to_owned();
    let (agree, disagree, says) = (field("agree"), field("disagree"), field("says"));
    Some(Line { must, is_on: if is_typed { is_on } else { must }, agree, disagree, says, case })
}

/// For every household that is voted on, whether it is enough, in words.
fn tally(desk: &Desk, agenda: &[Line], typed: &Typed, least: u32) -> Vec<String> {
    let language = desk.who.visit.language;
    let Ok(present) = typed.text("present").parse::<u32>() else { return Vec::new() };
    let line = |line: &Line| {
        let agree: u32 = line.agree.trim().parse().ok()?;
        let key = match agree {
            _ if agree > present => "review-vote-too-many",
            _ if is_enough(agree, present, least) => "review-vote-enough",
            _ => "review-vote-too-few",
        };
        let values = [
            ("head", line.case.head.clone().into()),
            ("agree", agree.to_string().into()),
            ("present", present.to_string().into()),
            ("percent", least.to_string().into()),
        ];
        Some(say_with(language, key, &values))
    };
    agenda.iter().filter(|line| line.is_on).filter_map(line).collect()
}

fn outcomes(desk: &Desk, campaign: &Campaign<'_>) -> Vec<(&'static str, String)> {
    let language = desk.who.visit.language;
    let outcomes = campaign.procedure().outcomes.iter();
    outcomes.map(|outcome| (outcome.code(), words::sentence(outcome.label().get(language)))).collect()
}

/// The meetings of the village, newest first.
fn held(desk: &Desk, campaign: &Campaign<'_>, village: VillageId, files: &[KeptFile]) -> Vec<Held> {
    let visit = &desk.who.visit;
    let least = campaign.procedure().meeting.as_ref().map_or(100, |rule| rule.least_percent);
    let track = campaign.track(village_ref(village));
    let missing: Vec<usize> = track.map(|track| track.minutes_missing().collect()).unwrap_or_default();
    let meetings = desk.seen.walk.events.iter().filter_map(|one| match &one.event.deed {
        Deed::HoldMeeting(meeting) if meeting.village == village_ref(village) => Some(meeting),
        _ => None,
    });
    let vote = |item: &AgendaItem, present: u32| {
        let key =
            if is_enough(item.agree, present, least) { "review-vote-enough" } else { "review-vote-too-few" };
        let values = [
            ("head", desk.household(household_id(item.household)).into()),
            ("agree", item.agree.to_string().into()),
            ("present", present.to_string().into()),
            ("percent", least.to_string().into()),
        ];
        say_with(visit.language, key, &values)
    };
    let mut held: Vec<Held> = meetings
        .enumerate()
        .map(|(number, meeting)| Held {
            number,
            day: format::day(meeting.held_on, visit.language),
            present: meeting.present,
            votes: meeting.agenda.iter().map(|item| vote(item, meeting.present)).collect(),
            lacks_minutes: missing.contains(&number),
            files: scans(desk, village, number, files),
        })
        .collect();
    held.reverse();
    held
}

/// The scans that came with the minutes of a meeting.
fn scans(desk: &Desk, village: VillageId, meeting: usize, files: &[KeptFile]) -> Vec<Kept> {
    let of = desk.seen.walk.events.iter().filter(|one| match &one.event.deed {
        Deed::AttachMinutes(deed) => deed.village == village_ref(village) && deed.meeting == meeting,
        _ => false,
    });
    of.flat_map(|one| files::of_event(desk, files, one.number)).collect()
}

fn disagreements(desk: &Desk, campaign: &Campaign<'_>, village: VillageId) -> Vec<Disagreement> {
    let one = |case: &Case| {
        let disagreement = case.disagreement()?;
        Some(Disagreement {
            case: cases::line(desk, campaign, case)?,
            says: words::sentence(disagreement.says.label().get(desk.who.visit.language)),
            answer: disagreement.answer.clone(),
        })
    };
    campaign.cases_of(village_ref(village)).filter_map(one).collect()
}

/// What was pressed on the page.
pub(super) async fn send(
    who: SignedIn,
    Path((id, village)): Path<(String, String)>,
    mut sent: Sent,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let village = desk.village(&village)?;
    let typed = sent.typed.clone();
    let seen = typed.text("seen").parse().ok();
    let done = match typed.text("do") {
        "count" => return shown(desk, village, &typed, None).await,
        "minutes" => {
            let signed =
                typed.0.iter().filter(|(name, _)| name == "signed_by").map(|(_, value)| value.clone());
            let deed = AttachMinutes {
                village: village_ref(village),
                meeting: typed.text("meeting").parse().map_err(|_| Refusal::Unreadable)?,
                copies: typed.text("copies").parse().unwrap_or(0),
                signed_by: signed.collect(),
            };
            let files = match sent.ready(&desk.who.registry, FileKind::Minutes, "scan").await {
                Ok(file) => file.into_iter().collect(),
                Err(stopped) => {
                    let told = files::told(&desk, stopped)?;
                    return shown(desk, village, &typed, Some(told)).await;
                }
            };
            desk.act_with(vec![(deed, Beside { files, ..Beside::default() })], seen).await?
        }
        "answer" => {
            let answer = match typed.text("answer") {
                "again" => DisagreementAnswer::SurveyAgain,
                _ => DisagreementAnswer::Keep { reason: typed.text("reason").to_owned() },
            };
            let deed = AnswerDisagreement { household: household(typed.text("household"))?, answer };
            desk.act(vec![deed], seen).await?
        }
        "hold" => match meeting(&desk, village, &typed)? {
            Ok(deed) => desk.act(vec![deed], seen).await?,
            Err(told) => return shown(desk, village, &typed, Some(told)).await,
        },
        _ => return Err(Refusal::Unreadable),
    };
    match done {
        Ok(_) => Ok(Redirect::to(&format!("{}/villages/{village}/meeting", desk.base())).into_response()),
        Err(told) => shown(desk.again().await?, village, &typed, Some(told)).await,
    }
}

/// The meeting as it was typed.
fn meeting(desk: &Desk, village: VillageId, typed: &Typed) -> Result<Result<HoldMeeting, Told>, Refusal> {
    let Ok(held_on) = typed.text("held_on").parse::<Day>() else {
        return Ok(Err(desk.unreadable(
            &said!("ngày họp không đọc được", "the day of the meeting cannot be read"),
            &said!("ghi ngày, ví dụ 2026-10-15", "write a day such as 2026-10-15"),
        )));
    };
    let campaign = desk.campaign()?;
    let number = |name: &str| typed.text(name).parse::<u32>().ok();
    let mut agenda = Vec::new();
    for (_, id) in typed.0.iter().filter(|(name, _)| name == "household") {
        let field = |name: &str| format!("{name}-{id}");
        let (agree, disagree) = (number(&field("agree")), typed.text(&field("disagree")));
        // Nobody against is often left empty; nobody for is written.
        let disagree = if disagree.is_empty() { Some(0) } else { disagree.parse().ok() };
        let (Some(agree), Some(disagree)) = (agree, disagree) else {
            return Ok(Err(desk.unreadable(
                &said!("còn hộ chưa ghi số người đồng ý", "a household lacks the number of those who agree"),
                &said!(
                    "ghi số người đồng ý của mỗi hộ trong nội dung họp",
                    "write how many agreed, for every household on the agenda"
                ),
            )));
        };
        let says = outcome(&campaign, typed.text(&field("says")));
        agenda.push(AgendaItem { household: household(id)?, agree, disagree, says });
    }
    let attending = typed.0.iter().filter(|(name, _)| name == "attending").map(|(_, value)| value.clone());
    let present = number("present").unwrap_or(0);
    Ok(Ok(HoldMeeting {
        village: village_ref(village),
        held_on,
        present,
        attending: attending.collect(),
        agenda,
    }))
}

fn outcome(campaign: &Campaign<'_>, code: &str) -> Option<Outcome> {
    campaign.procedure().outcomes.iter().copied().find(|outcome| outcome.code() == code)
}
