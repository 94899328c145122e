//! `/review/{id}/complaints`: khiếu nại – received, re-checked by somebody else, answered; each with its clock.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::proceedings::{NotDone, household_id, household_ref, person_ref, village_id, village_ref};
use registry::store::dates::Instant;
use registry::{HouseholdId, Stopped, UserId};
use reports::papers::{ComplaintAnswer, Paper};
use review::{
    AnswerComplaint, Campaign, Complain, Complaint, ComplaintRef, Deed, DeedKind, Grievance, Recheck, Source,
};
use uuid::Uuid;
use vocab::{LocalText, said};

use super::desk::{Desk, Told, status};
use super::village::household;
use super::{feedback, print, words};
use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::households::{self, Badge};
use crate::layout::Page;
use crate::printer;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

/// What is done on this page.
const DONE_HERE: [DeedKind; 5] = [
    DeedKind::Complain,
    DeedKind::Recheck,
    DeedKind::AnswerComplaint,
    DeedKind::TakeFeedback,
    DeedKind::SettleFeedback,
];

#[derive(Template)]
#[template(path = "review/complaints.html")]
struct Complaints {
    page: Page,
    base: String,
    seen: usize,
    told: Option<Told>,
    just: Option<String>,
    may_receive: bool,
    open: Vec<Line>,
    closed: Vec<Line>,
    typed: Typed,
    is_sought: bool,
    sought: Vec<(HouseholdId, String, String)>,
    about: Vec<(&'static str, String)>,
    from: Vec<(&'static str, String)>,
    /// The questions whose answers decide, by id.
    questions: Vec<(String, String)>,
    may_report: bool,
    reported: Vec<feedback::Line>,
    looked_into: Vec<feedback::Line>,
    findings: Vec<(&'static str, String)>,
    villages: Vec<(String, String)>,
}

/// A complaint.
struct Line {
    id: String,
    head: String,
    village: String,
    about: String,
    from: String,
    /// The answer that it is against, and what was said.
    against: Option<String>,
    words: String,
    received: String,
    until: Option<String>,
    is_late: bool,
    rechecked: Option<String>,
    answered: Option<String>,
    /// The result of now.
    outcome: Option<Badge>,
    /// The recorded result that a re-check would take over, and who asked.
    found: Option<(Badge, String)>,
    may_recheck: bool,
    /// Who may be sent to ask again, where nobody has yet.
    others: Vec<(String, String)>,
    /// On whose list it stands since the complaint came in.
    given: Option<String>,
    may_answer: bool,
    reason: Option<String>,
    field: String,
}

fn chosen<T: Copy>(words: &[(&str, T)], code: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == code).map(|(_, value)| *value)
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(Desk::open(who, &id).await?, &Typed::default(), None).await
}

pub(super) async fn shown(desk: Desk, typed: &Typed, told: Option<Told>) -> Result<Response, Refusal> {
    let campaign = desk.campaign()?;
    let visit = &desk.who.visit;
    let results = desk.who.registry.proceeding_results(&desk.scope, &desk.seen.walk).await;
    let results = results.map_err(|fault| Refusal::of_fault(&fault))?;
    let bases = desk.seen.walk.bases();
    let questions = questions(&desk);
    let sending = Sending::of(&desk, &campaign).await?;
    let line = |(id, complaint): (ComplaintRef, &Complaint)| {
        let mut line = line(&desk, &campaign, &questions, (id, complaint))?;
        // A result that was recorded after the complaint came in and on which nothing rests yet.
        let result = results.get(&complaint.household).filter(|result| {
            result.recorded_at.millis() >= complaint.received_at.millis()
                && bases.get(&complaint.household) != Some(&result.assessment)
        });
        let of = result.and_then(|result| Some((result, result.outcome?)));
        line.found = of.map(|(result, outcome)| {
            let user = UserId(Uuid::from_u128(result.surveyor.0));
            let by = desk.seen.people.get(&user).cloned().unwrap_or_default();
            (words::outcome(visit, Some(outcome)), by)
        });
        if line.may_recheck && line.found.is_none() {
            line.others = sending.others(&campaign, complaint);
            line.given = sending.given(complaint);
        }
        Some(line)
    };
    let lines: Vec<Line> = campaign.complaints().filter_map(line).collect();
    let (open, closed) = lines.into_iter().partition(|line| line.answered.is_none());
    let may = |kind| desk.villages.iter().any(|(id, _)| desk.offers(&campaign, kind, Some(*id)));
    let may_receive = may(DeedKind::Complain);
    let (reported, looked_into) = feedback::lines(&desk, &campaign);
    let told_in = |label: LocalText| words::sentence(label.get(visit.language));
    let template = Complaints {
        base: desk.base(),
        seen: desk.events(),
        just: desk.just_done(&DONE_HERE).filter(|_| told.is_none()),
        may_receive,
        open,
        closed,
        is_sought: !typed.text("q").is_empty(),
        sought: if may_receive { sought(&desk, typed.text("q")).await? } else { Vec::new() },
        may_report: may(DeedKind::TakeFeedback),
        reported,
        looked_into,
        findings: feedback::findings(&desk),
        villages: desk.villages.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
        questions,
        typed: typed.clone(),
        about: Grievance::WORDS.map(|(code, about)| (code, told_in(about.label()))).to_vec(),
        from: Source::WORDS.map(|(code, from)| (code, told_in(from.label()))).to_vec(),
        page: desk.page(visit.t("review-complaints")),
        told,
    };
    Ok(no_store(render_as(status(template.told.as_ref()), &template)))
}

fn line(
    desk: &Desk,
    campaign: &Campaign<'_>,
    questions: &[(String, String)],
    (id, complaint): (ComplaintRef, &Complaint),
) -> Option<Line> {
    let visit = &desk.who.visit;
    let village = village_id(complaint.village);
    desk.seen.village(village)?;
    let at = |moment: review::Moment| time::shown(Instant::from_millis(moment.millis()), visit.language);
    let reason = desk.seen.walk.events.iter().find_map(|one| match &one.event.deed {
        Deed::AnswerComplaint(answer) if answer.complaint == id => Some(answer.reason.clone()),
        _ => None,
    });
    let case = campaign.case(complaint.household);
    Some(Line {
        id: Uuid::from_u128(id.0).to_string(),
        head: desk.household(household_id(complaint.household)),
        village: desk.village_name(village),
        about: words::sentence(complaint.about.label().get(visit.language)),
        from: words::sentence(complaint.from.label().get(visit.language)),
        against: complaint
            .against
            .as_ref()
            .and_then(|id| questions.iter().find(|(known, _)| known == id).map(|(_, label)| label.clone())),
        words: complaint.words.clone(),
        received: at(complaint.received_at),
        until: complaint.due.map(|due| format::day(due.last_day, visit.language)),
        is_late: complaint.rechecked_at.is_none()
            && complaint.due.is_some_and(|due| due.is_over(desk.moment())),
        rechecked: complaint.rechecked_at.map(at),
        answered: complaint.answered_at.map(at),
        outcome: case.and_then(|case| case.outcome()).map(|outcome| words::outcome(visit, Some(outcome))),
        found: None,
        others: Vec::new(),
        given: None,
        may_recheck: complaint.rechecked_at.is_none()
            && desk.offers(campaign, DeedKind::Recheck, Some(village)),
        may_answer: complaint.rechecked_at.is_some()
            && complaint.answered_at.is_none()
            && desk.offers(campaign, DeedKind::AnswerComplaint, Some(village)),
        reason,
        field: format!("/field/{}", desk.seen.walk.proceeding.campaign),
    })
}

/// Giao phúc tra: the surveyors of the officer's area, and on whose lists the households complained about stand. Whoever may not
/// lead a survey sends nobody.
#[derive(Default)]
struct Sending {
    surveyors: Vec<(UserId, String)>,
    given: BTreeMap<HouseholdId, (UserId, Instant)>,
}

impl Sending {
    async fn of(desk: &Desk, campaign: &Campaign<'_>) -> Result<Sending, Refusal> {
        let waiting = campaign.complaints().filter(|(_, complaint)| complaint.rechecked_at.is_none());
        let households: Vec<HouseholdId> =
            waiting.map(|(_, complaint)| household_id(complaint.household)).collect();
        let (registry, visit) = (&desk.who.registry, &desk.who.visit);
        let Some(scope) = visit.scope(Right::ChangeHouseholds).filter(|_| !households.is_empty()) else {
            return Ok(Sending::default());
        };
        let failed = |fault| Refusal::of_fault(&fault);
        let of = desk.seen.walk.proceeding.campaign;
        let units = &visit.site.gazetteer.units;
        let surveyors = registry.progress(&scope, units, of, Instant::now()).await.map_err(failed)?;
        Ok(Sending {
            surveyors: surveyors.into_iter().map(|one| (one.user, one.name)).collect(),
            given: registry.given(&scope, of, &households).await.map_err(failed)?,
        })
    }

    /// Who may be sent: whoever the procedure lets re-check this household.
    fn others(&self, campaign: &Campaign<'_>, complaint: &Complaint) -> Vec<(String, String)> {
        let may = |user: UserId| {
            let case = campaign.case(complaint.household);
            !campaign.procedure().separation.rechecker_is_new
                || case.is_none_or(|case| case.is_new_to(person_ref(user)))
        };
        let others = self.surveyors.iter().filter(|(user, _)| may(*user));
        others.map(|(user, name)| (user.to_string(), name.clone())).collect()
    }

    /// Who was sent since the complaint came in.
    fn given(&self, complaint: &Complaint) -> Option<String> {
        let (user, at) = self.given.get(&household_id(complaint.household))?;
        let name = self.surveyors.iter().find(|(known, _)| known == user).map(|(_, name)| name.clone());
        name.filter(|_| at.millis() >= complaint.received_at.millis())
    }
}

/// Sends somebody to ask again: the household stands on that surveyor's list from now on, and on no other.
async fn sent(desk: &Desk, typed: &Typed) -> Result<Result<(), Told>, Refusal> {
    let campaign = desk.campaign()?;
    let id = complaint(typed)?;
    let open = campaign.complaints().find(|(known, _)| *known == id).map(|(_, complaint)| complaint);
    let open = open.filter(|complaint| {
        let village = village_id(complaint.village);
        complaint.rechecked_at.is_none() && desk.offers(&campaign, DeedKind::Recheck, Some(village))
    });
    let sending = Sending::of(desk, &campaign).await?;
    let chosen = open.and_then(|complaint| {
        let others = sending.others(&campaign, complaint);
        let user = others.into_iter().find(|(user, _)| user == typed.text("user"))?.0;
        Some((complaint.household, user.parse().ok()?))
    });
    let (Some((household, user)), Some(scope)) = (chosen, desk.who.visit.scope(Right::ChangeHouseholds))
    else {
        return Ok(Err(desk.unreadable(
            &said!(
                "chưa chọn được người phúc tra cho khiếu nại này",
                "nobody was chosen who may re-check this complaint"
            ),
            &said!(
                "tải lại trang, chọn một rà soát viên chưa khảo sát hộ này",
                "load the page again and choose a surveyor who did not survey the household"
            ),
        )));
    };
    let (registry, units) = (&desk.who.registry, &desk.who.visit.site.gazetteer.units);
    let to = (desk.seen.walk.proceeding.campaign, user);
    let given = registry.assign(Some(&scope), units, to, &[household_id(household)], Instant::now()).await;
    match given {
        Ok(_) => Ok(Ok(())),
        Err(Stopped::Failed(fault)) => Err(Refusal::of_fault(&fault)),
        Err(stopped) => Ok(Err(desk.told(&NotDone::Stopped(stopped)))),
    }
}

/// The questions whose answers decide about a household, by id; an answer may be complained about by itself.
fn questions(desk: &Desk) -> Vec<(String, String)> {
    let visit = &desk.who.visit;
    let Some(shelved) = visit.site.library.standard(&desk.seen.walk.proceeding.standard) else {
        return Vec::new();
    };
    let asked = &shelved.standard.questionnaire;
    let deciding = households::deciding(&shelved.standard);
    let of = asked.iter().filter(|(index, _)| deciding.contains(&index.0));
    of.map(|(_, question)| (question.id.clone(), question.label.get(visit.language).to_owned())).collect()
}

async fn sought(desk: &Desk, text: &str) -> Result<Vec<(HouseholdId, String, String)>, Refusal> {
    let line = |line: registry::households::Line| {
        let head = format!("{} ({})", line.head.unwrap_or_default(), line.number);
        (line.id, head, line.village.unwrap_or_default())
    };
    Ok(desk.sought(text).await?.into_iter().map(line).collect())
}

fn complaint(typed: &Typed) -> Result<ComplaintRef, Refusal> {
    let id: Uuid = typed.text("complaint").parse().map_err(|_| Refusal::Unreadable)?;
    Ok(ComplaintRef(id.as_u128()))
}

/// What was pressed on the page.
pub(super) async fn send(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let seen = typed.text("seen").parse().ok();
    let done = match typed.text("do") {
        // A name is not for an address: the page answers at once.
        "search" => return shown(desk, &typed, None).await,
        "receive" => match received(&desk, &typed).await? {
            Ok(deed) => desk.act(vec![deed], seen).await?.map(|_| ()),
            Err(told) => return shown(desk, &typed, Some(told)).await,
        },
        "recheck" => match rechecked(&desk, complaint(&typed)?).await? {
            Ok(deed) => desk.act(vec![deed], seen).await?.map(|_| ()),
            Err(told) => return shown(desk, &typed, Some(told)).await,
        },
        "give" => sent(&desk, &typed).await?,
        "answer" => {
            let deed =
                AnswerComplaint { complaint: complaint(&typed)?, reason: typed.text("reason").to_owned() };
            desk.act(vec![deed], seen).await?.map(|_| ())
        }
        _ => return Err(Refusal::Unreadable),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}/complaints", desk.base())).into_response()),
        Err(told) => shown(desk.again().await?, &typed, Some(told)).await,
    }
}

async fn received(desk: &Desk, typed: &Typed) -> Result<Result<Complain, Told>, Refusal> {
    let of = household(typed.text("household"))?;
    let id = household_id(of);
    // A household of the review complains where its case is, another one where it lives.
    let campaign = desk.campaign()?;
    let village = match campaign.case(of) {
        Some(case) => Some(village_id(case.village)),
        None => {
            let found = desk.who.registry.village_of_household(&desk.scope, id).await;
            found.map_err(|fault| Refusal::of_fault(&fault))?
        }
    };
    let village = village.filter(|village| desk.seen.village(*village).is_some());
    let about = chosen(&Grievance::WORDS, typed.text("about"));
    let from = chosen(&Source::WORDS, typed.text("from"));
    let (Some(village), Some(about), Some(from)) = (village, about, from) else {
        return Ok(Err(desk.unreadable(
            &said!(
                "chưa chọn hộ, nội dung hoặc người khiếu nại",
                "household, matter or complainant was not chosen"
            ),
            &said!("chọn đủ rồi ghi lại", "choose all of them, then record it"),
        )));
    };
    let against = typed.text("against");
    Ok(Ok(Complain {
        complaint: ComplaintRef(Uuid::now_v7().as_u128()),
        household: household_ref(id),
        village: village_ref(village),
        about,
        from,
        against: questions(desk).into_iter().map(|(id, _)| id).find(|id| id == against),
        words: typed.text("words").to_owned(),
    }))
}

/// The re-check that the newest recorded result of the household is.
async fn rechecked(desk: &Desk, id: ComplaintRef) -> Result<Result<Recheck, Told>, Refusal> {
    let campaign = desk.campaign()?;
    let of = campaign.complaints().find(|(known, _)| *known == id).map(|(_, complaint)| complaint.household);
    let household = of.ok_or(Refusal::NoPage)?;
    let results = desk.who.registry.proceeding_results(&desk.scope, &desk.seen.walk).await;
    let results = results.map_err(|fault| Refusal::of_fault(&fault))?;
    let found = results.get(&household).and_then(|result| Some((result.surveyor, result.outcome?)));
    Ok(match found {
        Some((surveyor, outcome)) => Ok(Recheck { complaint: id, surveyor, outcome }),
        None => Err(desk.unreadable(
            &said!(
                "hộ này chưa có kết quả được ghi, hoặc chưa xác định",
                "the household has no recorded result, or it is undetermined"
            ),
            &said!(
                "hỏi lại hộ, ghi phiếu mới rồi làm việc này",
                "ask the household again, record the new form, then do this"
            ),
        )),
    })
}

/// The letter that answers a complaint.
pub(super) async fn letter(
    who: SignedIn,
    Path((id, complaint, ending)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let campaign = desk.campaign()?;
    let visit = &desk.who.visit;
    let id = ComplaintRef(complaint.parse::<Uuid>().map_err(|_| Refusal::NoPage)?.as_u128());
    let found = campaign.complaints().find(|(known, _)| *known == id).map(|(_, complaint)| complaint);
    let complaint = found.filter(|one| desk.seen.village(village_id(one.village)).is_some());
    // There is no letter before somebody answered.
    let complaint = complaint.filter(|one| one.answered_at.is_some()).ok_or(Refusal::NoPage)?;
    let line = line(&desk, &campaign, &[], (id, complaint)).ok_or(Refusal::NoPage)?;
    let name = desk.seen.households.get(&household_id(complaint.household)).map(|name| name.head.clone());
    let recheck = desk.seen.walk.events.iter().find_map(|one| match &one.event.deed {
        Deed::Recheck(deed) if deed.complaint == id => Some(deed),
        _ => None,
    });
    // What the letter said when it was sent, whatever was decided later; of a household that left nothing was asked again.
    let of_now = || campaign.case(complaint.household).and_then(|case| case.outcome());
    let outcome = recheck.map(|deed| deed.outcome).or_else(of_now);
    let outcome = outcome.map(|outcome| outcome.label().vi).unwrap_or_default();
    let rechecker = recheck.map(|deed| UserId(Uuid::from_u128(deed.surveyor.0)));
    let is_own = complaint.from == Source::Citizen && complaint.about != Grievance::WrongInclusion;
    let answer = ComplaintAnswer {
        office: print::peoples_committee(visit, print::commune_code(&desk)),
        signatory: print::chair(),
        // Whoever complains that somebody else is on a list is another one, and is written by hand.
        complainant: name.filter(|_| is_own).unwrap_or_default(),
        address: line.village,
        received_on: Some(complaint.received_at.day()),
        about: complaint.about.label().vi,
        rechecked_on: complaint.rechecked_at.map(review::Moment::day),
        rechecked_by: rechecker.and_then(|user| desk.seen.people.get(&user).cloned()).unwrap_or_default(),
        findings: vec![format!("Kết quả sau phúc tra: {outcome}.")],
        decided: format!("kết quả của hộ là {outcome}."),
        reasons: line.reason.into_iter().collect(),
        ..ComplaintAnswer::default()
    };
    printer::give(visit, Paper::ComplaintAnswer(answer), printer::format(&ending)?, "tra-loi-khieu-nai").await
}
