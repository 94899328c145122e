//! `/review/{id}/recognition`: xin ý kiến, công nhận – the opinion, the checks before signing in words, the draft, proposing and signing by two
//! people with the scan of what was signed, then certificates, answers and reports. Shown only to whoever sees the whole commune.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::{Area, Right};
use registry::proceedings::{Beside, FileKind, household_id, household_ref, person_ref};
use registry::store::dates::Instant;
use review::clock::Measured;
use review::flow::PovertyFlow;
use review::{
    AnswerApplicant, AskOpinion, Campaign, Class, ConsiderOpinion, Deed, DeedKind, Duty, GiveOpinion,
    HouseholdRef, IssueCertificate, OpinionBy, Propose, SendReport, Sign,
};
use vocab::{Day, said};

use super::cases::{self, CaseLine};
use super::desk::{Desk, Missing, Told, status};
use super::files::{self, Kept};
use super::village::household;
use super::{determine, words};
use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::sent::{Sent, none_chosen};
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

/// What is done on this page.
const DONE_HERE: [DeedKind; 7] = [
    DeedKind::AskOpinion,
    DeedKind::GiveOpinion,
    DeedKind::ConsiderOpinion,
    DeedKind::Propose,
    DeedKind::Sign,
    DeedKind::AnswerApplicant,
    DeedKind::SendReport,
];

#[derive(Template)]
#[template(path = "review/recognition.html")]
struct Recognition {
    page: Page,
    base: String,
    seen: usize,
    told: Option<Told>,
    just: Option<String>,
    typed: Typed,
    opinion: Option<OpinionNow>,
    unmet: Vec<Missing>,
    doubts: Vec<String>,
    sums: Vec<Sum>,
    lists: Vec<(String, u32)>,
    hash: String,
    proposed: Option<String>,
    is_own_proposal: bool,
    may_propose: bool,
    may_sign: bool,
    signed: Option<(String, String)>,
    /// The scan of the signed decision.
    scans: Vec<Kept>,
    /// Numbers and days of the decisions that corrected it.
    corrected: Vec<String>,
    may_certify: bool,
    to_certify: Vec<CaseLine>,
    certified: usize,
    /// Recognised households that get no certificate of form 03.
    others: usize,
    may_answer: bool,
    to_answer: Vec<CaseLine>,
    answered: Vec<CaseLine>,
    reports: Vec<Report>,
    may_report: bool,
    /// Where it is made and sent, for whoever may.
    send_at: Option<String>,
    today: String,
}

/// Who gives the opinion and how far it is.
struct OpinionNow {
    by: String,
    is_unknown: bool,
    office: Option<String>,
    asked: Option<String>,
    until: Option<String>,
    /// Whether the days of the answer wait for somebody to determine them.
    is_endless: bool,
    given: Option<bool>,
    recheck: Vec<String>,
    is_settled: bool,
    may_ask: bool,
    may_give: bool,
    may_consider: bool,
    households: Vec<CaseLine>,
}

/// `opening − exits + entries = closing` of a list.
struct Sum {
    label: String,
    opening: i64,
    exits: i64,
    entries: i64,
    closing: i64,
    closes: bool,
}

struct Report {
    id: String,
    label: String,
    until: Option<String>,
    is_sent: bool,
    /// The report that went up, where it was sent here and not on paper.
    sent: Option<String>,
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(whole(who, &id).await?, &Typed::default(), None).await
}

/// The proceeding, for whoever sees all of it.
pub(super) async fn whole(who: SignedIn, id: &str) -> Result<Desk, Refusal> {
    let desk = Desk::open(who, id).await?;
    if desk.seen.is_whole { Ok(desk) } else { Err(Refusal::NoPage) }
}

async fn shown(desk: Desk, typed: &Typed, told: Option<Told>) -> Result<Response, Refusal> {
    let campaign = desk.campaign()?;
    let visit = &desk.who.visit;
    let failed = |fault| Refusal::of_fault(&fault);
    let registry = &desk.who.registry;
    let list = registry.decision_list(&desk.scope, &desk.seen.walk).await.map_err(failed)?;
    let list = list.ok_or(Refusal::NoPage)?;
    let doubts = registry.proceeding_doubts(&desk.scope, &desk.seen.walk).await.map_err(failed)?;
    let doubts = doubts
        .iter()
        .map(|(id, _, doubt)| format!("{}: {}", desk.household(*id), doubt.words().get(visit.language)));
    let all = cases::lines(&desk, &campaign, None);
    let lacks = |duty| -> Vec<CaseLine> {
        let lacking = lacking(&desk, &campaign, duty);
        all.iter().filter(|line| lacking.contains(&household_ref(line.id))).cloned().collect()
    };
    let is_signed = campaign.decision().is_some();
    let proposal = campaign.proposal();
    let may = |kind| desk.offers(&campaign, kind, None);
    let answered =
        all.iter().filter(|line| campaign.case(household_ref(line.id)).is_some_and(|case| case.has_answer()));
    let certified = campaign.cases().filter(|case| case.has_certificate()).count();
    let signed = campaign.decision().map(|decision| {
        let day = format::day(decision.signed.signed_on, visit.language);
        (decision.signed.number.clone(), day)
    });
    let kept = files::all(&desk).await?;
    let of_decision = desk.seen.walk.events.iter().filter(|one| one.event.deed.kind() == DeedKind::Sign);
    let scans = of_decision.flat_map(|one| files::of_event(&desk, &kept, one.number)).collect();
    let reports = campaign.reports_owed().map(|report| Report {
        id: report.id.clone(),
        label: words::sentence(report.label.get(visit.language)),
        until: campaign.report_due(report).map(|due| format::day(due.last_day, visit.language)),
        is_sent: campaign.is_reported(&report.id),
        sent: sent_up(&desk, &report.id),
    });
    let template = Recognition {
        base: desk.base(),
        seen: desk.events(),
        just: desk.just_done(&DONE_HERE).filter(|_| told.is_none()),
        typed: typed.clone(),
        opinion: opinion(&desk, &campaign, &all),
        unmet: if is_signed { Vec::new() } else { unmet(&desk, &campaign) },
        doubts: if is_signed { Vec::new() } else { doubts.collect() },
        sums: sums(&desk, &campaign),
        lists: lists(&desk, &list.lists),
        hash: list.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        proposed: proposal.filter(|_| !is_signed).map(|proposal| {
            let user = registry::UserId(uuid::Uuid::from_u128(proposal.by.0));
            desk.seen.people.get(&user).cloned().unwrap_or_default()
        }),
        is_own_proposal: proposal.is_some_and(|proposal| proposal.by == person_ref(desk.who.actor.user)),
        may_propose: may(DeedKind::Propose) && !is_signed,
        may_sign: may(DeedKind::Sign) && !is_signed && proposal.is_some(),
        signed,
        scans,
        corrected: campaign
            .corrections()
            .iter()
            .map(|one| {
                format!("{} · {}", one.signed.number, format::day(one.signed.signed_on, visit.language))
            })
            .collect(),
        may_certify: may(DeedKind::IssueCertificate),
        to_certify: if is_signed { lacks(Duty::Certified) } else { Vec::new() },
        certified,
        others: if is_signed {
            without_form(&campaign, &lacking(&desk, &campaign, Duty::Certified)).len()
        } else {
            0
        },
        may_answer: may(DeedKind::AnswerApplicant),
        to_answer: if is_signed { lacks(Duty::ApplicantsAnswered) } else { Vec::new() },
        answered: answered.cloned().collect(),
        reports: reports.collect(),
        may_report: may(DeedKind::SendReport),
        send_at: send_at(&desk),
        today: desk.moment().day().to_string(),
        page: desk.page(visit.t("review-recognition")),
        told,
    };
    Ok(no_store(render_as(status(template.told.as_ref()), &template)))
}

/// The page that makes the report of this review and sends it, for whoever sends the reports of the commune.
fn send_at(desk: &Desk) -> Option<String> {
    let commune = desk.seen.walk.proceeding.commune_code.clone();
    let scope = desk.who.visit.scope(Right::SendReports)?;
    let period = desk.seen.walk.reported_in();
    let address = format!("/reports/submissions/new?report={period}&commune={commune}");
    scope.areas().contains(&Area::Commune(commune)).then_some(address)
}

/// The report that was sent up with the deed.
fn sent_up(desk: &Desk, report: &str) -> Option<String> {
    let sent = desk.seen.walk.events.iter().find_map(|one| match &one.event.deed {
        Deed::SendReport(deed) if deed.report == report => one.report,
        _ => None,
    });
    sent.map(|id| format!("/reports/submissions/{id}"))
}

/// Those that no form 03 is for: they are on neither list, and their certificate is not made here.
fn without_form(campaign: &Campaign<'_>, households: &[HouseholdRef]) -> Vec<HouseholdRef> {
    let has_class =
        |one: &HouseholdRef| campaign.case(*one).and_then(|case| case.outcome()?.class()).is_some();
    households.iter().copied().filter(|one| !has_class(one)).collect()
}

/// The households that lack something, wherever the procedure asks for it.
pub(super) fn lacking(desk: &Desk, campaign: &Campaign<'_>, duty: Duty) -> Vec<HouseholdRef> {
    let steps = 0..campaign.procedure().steps.len();
    let unmet = steps.flat_map(|at| campaign.unmet(at, None, desk.moment()));
    unmet.filter(|one| one.duty == duty).flat_map(|one| one.households).collect()
}

/// What all steps before the signature still owe.
fn unmet(desk: &Desk, campaign: &Campaign<'_>) -> Vec<Missing> {
    let steps = &campaign.procedure().steps;
    let signing = steps.iter().position(|step| step.allows(DeedKind::Sign).is_some());
    let Some(before) = signing.and_then(|at| at.checked_sub(1)) else { return Vec::new() };
    campaign.unmet_up_to(before, None, desk.moment()).iter().filter_map(|one| desk.missing(one)).collect()
}

fn opinion(desk: &Desk, campaign: &Campaign<'_>, all: &[CaseLine]) -> Option<OpinionNow> {
    let visit = &desk.who.visit;
    campaign.procedure().opinion_on(desk.moment().day())?;
    let by = campaign.opinion_by(desk.moment());
    let asked = campaign.opinion();
    let given = asked.and_then(|opinion| opinion.given.as_ref());
    let is_settled = asked.is_some_and(review::Opinion::is_settled);
    let office = match &by {
        OpinionBy::Office(office) => Some(office.clone()),
        _ => None,
    };
    let may = |kind| desk.offers(campaign, kind, None);
    let holds = asked.is_some_and(|opinion| desk.seen.hand(None).offices.contains(&opinion.office));
    Some(OpinionNow {
        by: match &by {
            OpinionBy::Office(office) => desk.office(office),
            OpinionBy::Nobody => visit.t("review-opinion-nobody"),
            OpinionBy::Unknown => visit.t("review-not-determined"),
        },
        is_unknown: by == OpinionBy::Unknown,
        may_ask: office.is_some() && may(DeedKind::AskOpinion) && asked.is_none_or(|_| is_settled),
        may_give: holds && given.is_none() && may(DeedKind::GiveOpinion),
        may_consider: given.is_some() && !is_settled && may(DeedKind::ConsiderOpinion),
        office,
        asked: asked.map(|one| time::shown(Instant::from_millis(one.asked_at.millis()), visit.language)),
        until: asked.and_then(|one| one.due).map(|due| format::day(due.last_day, visit.language)),
        is_endless: determine::open(desk, campaign)
            .iter()
            .any(|one| one.code == Measured::Opinion.code() && one.is_unknown),
        given: given.map(|given| given.agrees),
        recheck: given.map_or_else(Vec::new, |given| {
            given.recheck.iter().map(|one| desk.household(household_id(*one))).collect()
        }),
        is_settled,
        households: all.iter().filter(|line| line.is_active).cloned().collect(),
    })
}

fn sums(desk: &Desk, campaign: &Campaign<'_>) -> Vec<Sum> {
    if !campaign.is_yearly() {
        return Vec::new();
    }
    let sum = |class| {
        let flow = PovertyFlow::of(class, campaign.changes());
        let exits = flow.to_other.households + flow.above.households + flow.other_decrease.households;
        let entries = flow.from_other.households
            + flow.relapse.households
            + flow.new.households
            + flow.other_increase.households;
        Sum {
            label: words::sentence(&words::class(&desk.who.visit, class)),
            opening: flow.opening.households,
            exits,
            entries,
            closing: flow.closing().households,
            closes: flow.closes(),
        }
    };
    [Class::Poor, Class::NearPoor].into_iter().map(sum).collect()
}

fn lists(desk: &Desk, lists: &review::Lists) -> Vec<(String, u32)> {
    let visit = &desk.who.visit;
    let mut all = vec![
        (visit.t("review-list-poor"), lists.poor_households),
        (visit.t("review-list-near-poor"), lists.near_poor_households),
        (visit.t("review-list-escaped"), lists.escaped_poor_households),
        (visit.t("review-list-escaped-near"), lists.escaped_near_poor_households),
    ];
    if lists.other_recognized > 0 {
        all.push((visit.t("review-list-other"), lists.other_recognized));
    }
    all
}

/// What was pressed on the page.
pub(super) async fn send(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let desk = whole(who, &id).await?;
    let seen = typed.text("seen").parse().ok();
    let done = match typed.text("do") {
        "ask" => {
            desk.act(vec![AskOpinion { office: typed.text("office").to_owned() }], seen).await?.map(|_| ())
        }
        "give" => {
            let recheck = typed.0.iter().filter(|(name, _)| name == "household").map(|(_, id)| household(id));
            let deed = GiveOpinion {
                agrees: typed.text("agrees") == "yes",
                recheck: recheck.collect::<Result<_, _>>()?,
            };
            desk.act(vec![deed], seen).await?.map(|_| ())
        }
        "consider" => {
            let deed = ConsiderOpinion { explanation: typed.text("explanation").to_owned() };
            desk.act(vec![deed], seen).await?.map(|_| ())
        }
        "propose" => {
            let list = desk.who.registry.decision_list(&desk.scope, &desk.seen.walk).await;
            let list = list.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NoPage)?;
            // The hash of what the page showed: the registry tells if the cases say something else by now.
            let list_hash = super::posting::hash(typed.text("hash")).ok_or(Refusal::Unreadable)?;
            desk.act(vec![Propose { lists: list.lists, list_hash }], seen).await?.map(|_| ())
        }
        "certify" => {
            let campaign = desk.campaign()?;
            let lacking = lacking(&desk, &campaign, Duty::Certified);
            let deeds: Vec<IssueCertificate> = without_form(&campaign, &lacking)
                .into_iter()
                .map(|household| IssueCertificate { household })
                .collect();
            if deeds.is_empty() {
                Err(desk.unreadable(
                    &said!("mọi hộ đã có giấy chứng nhận", "every household has its certificate"),
                    &said!("in lại bản đã cấp", "print the issued ones again"),
                ))
            } else {
                desk.act(deeds, seen).await?.map(|_| ())
            }
        }
        "answer" => {
            let (household, reason) = (household(typed.text("household"))?, typed.text("reason").to_owned());
            desk.act(vec![AnswerApplicant { household, reason }], seen).await?.map(|_| ())
        }
        "report" => {
            desk.act(vec![SendReport { report: typed.text("report").to_owned() }], seen).await?.map(|_| ())
        }
        _ => return Err(Refusal::Unreadable),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}/recognition", desk.base())).into_response()),
        Err(told) => shown(desk.again().await?, &typed, Some(told)).await,
    }
}

/// The decision was signed on paper: its number, its day, its scan, which is kept; its hash stands in the record.
pub(super) async fn sign(who: SignedIn, Path(id): Path<String>, mut sent: Sent) -> Result<Response, Refusal> {
    let desk = whole(who, &id).await?;
    let typed = sent.typed.clone();
    let Ok(signed_on) = typed.text("signed_on").parse::<Day>() else {
        let told = desk.unreadable(
            &said!("ngày của quyết định không đọc được", "the day of the decision cannot be read"),
            &said!("ghi số và ngày như trên bản đã ký", "write number and day as on the signed paper"),
        );
        return shown(desk, &typed, Some(told)).await;
    };
    let scan = sent.ready(&desk.who.registry, FileKind::Decision, "scan").await;
    let scan = match scan.and_then(|scan| scan.ok_or_else(none_chosen)) {
        Ok(scan) => scan,
        Err(stopped) => {
            let told = files::told(&desk, stopped)?;
            return shown(desk, &typed, Some(told)).await;
        }
    };
    let deed = Sign {
        number: typed.text("number").to_owned(),
        signed_on,
        list_hash: super::posting::hash(typed.text("hash")).ok_or(Refusal::Unreadable)?,
        paper_hash: scan.sha256(),
    };
    let beside = Beside { files: vec![scan], ..Beside::default() };
    match desk.act_with(vec![(deed, beside)], typed.text("seen").parse().ok()).await? {
        Ok(_) => Ok(Redirect::to(&format!("{}/recognition", desk.base())).into_response()),
        Err(told) => shown(desk.again().await?, &typed, Some(told)).await,
    }
}
