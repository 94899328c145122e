//! `/review/{id}/certificates`: giấy chứng nhận – which households get a new one and which the row of this year onto the one they have, the
//! making of files part by part beside the pages, the files to print, and only then recording what was printed as issued.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use registry::proceedings::{
    Beside, CertificateForm, CertificateState, CertificateWish, CertificateWork, household_id, household_ref,
};
use registry::store::dates::Instant;
use registry::{HouseholdId, Stopped};
use review::{Campaign, Deed, DeedKind, Duty, IssueCertificate, Why};
use vocab::{Day, said};

use super::desk::{Desk, Told, status};
use super::files;
use super::printing;
use super::recognition::{lacking, whole};
use crate::account::refusal_in_words;
use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::language::say_with;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{attachment, no_store, render_as};

/// What is done on this page.
const DONE_HERE: [DeedKind; 1] = [DeedKind::IssueCertificate];

#[derive(Template)]
#[template(path = "review/certificates.html")]
struct Certificates {
    page: Page,
    here: String,
    seen: usize,
    told: Option<Told>,
    just: Option<String>,
    typed: Typed,
    certified: usize,
    work: Option<Work>,
    is_running: bool,
    /// Households whose certificates were printed and not recorded as issued.
    to_issue: usize,
    may_make: bool,
    /// Households that get a new one, and those that get the row of this year.
    new: usize,
    rows: Vec<Row>,
    /// Households that were managed before and that the program never gave one: they may hold one on paper.
    held: Vec<Held>,
    /// The years with which a certificate may begin that has a row for this year.
    held_since: Vec<String>,
}

/// A household that may hold a certificate that the program does not know.
struct Held {
    id: HouseholdId,
    household: String,
    /// The first year of it as it was chosen; `new` for a new one, nothing for what was chosen for all.
    since: String,
}

/// Printing in words.
struct Work {
    /// `running`, `lost`, `done`, `stopped`, `failed`.
    state: &'static str,
    words: String,
    asked: String,
    reached: (usize, usize, String),
    why: Option<String>,
    parts: Vec<Part>,
    /// Households that do not live here any more: they are in no file.
    left_out: Vec<String>,
}

struct Part {
    label: String,
    /// Where it is taken; `None` while it is not done, or where nothing is in it.
    href: Option<String>,
}

/// A household that gets the row of this year.
struct Row {
    id: HouseholdId,
    household: String,
    since: String,
    is_new: bool,
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(whole(who, &id).await?, &Typed::default(), None).await
}

/// The printing of a review. One whose server is silent goes on here.
async fn work(desk: &Desk) -> Result<Option<CertificateWork>, Refusal> {
    let found = async || {
        let found = desk.who.registry.certificate_work(&desk.scope, desk.id, Instant::now()).await;
        found.map_err(|fault| Refusal::of_fault(&fault))
    };
    let work = found().await?;
    if work.as_ref().is_some_and(|work| work.state == CertificateState::Lost) {
        printing::go_on(&desk.who.visit.site).await;
        return found().await;
    }
    Ok(work)
}

/// Recognised households on a list that lack their certificate.
fn to_certify(desk: &Desk, campaign: &Campaign<'_>) -> Vec<HouseholdId> {
    let has_class = |one| campaign.case(one).and_then(|case| case.outcome()?.class()).is_some();
    let lacking = lacking(desk, campaign, Duty::Certified).into_iter().filter(|one| has_class(*one));
    lacking.map(household_id).collect()
}

/// Those of households that the commune managed before this review.
fn managed(campaign: &Campaign<'_>, all: &[HouseholdId]) -> BTreeSet<HouseholdId> {
    let is_managed =
        |id: &&HouseholdId| campaign.case(household_ref(**id)).is_some_and(|case| case.why == Why::Managed);
    all.iter().filter(is_managed).copied().collect()
}

/// The years with which a certificate may begin whose grid has a row for this year.
fn held_since(desk: &Desk) -> impl Iterator<Item = i32> {
    let (year, years) = (desk.seen.walk.valid_year(), desk.seen.walk.certificate_years());
    (year - years + 1..year).rev()
}

/// How the certificate of a household is made that may hold one on paper, by what was chosen for it, or for all; `None` where what
/// was chosen has no row for this year.
fn held_form(desk: &Desk, typed: &Typed, id: HouseholdId) -> Option<CertificateForm> {
    let own = typed.text(&format!("held-{id}"));
    match if own.is_empty() { typed.text("held") } else { own } {
        "" | "new" => Some(CertificateForm::New),
        since => {
            let first_year = held_since(desk).find(|year| year.to_string() == since)?;
            Some(CertificateForm::Row { first_year })
        }
    }
}

/// What was printed and not recorded as issued.
fn to_issue(work: Option<&CertificateWork>, lacking: &[HouseholdId]) -> Vec<(HouseholdId, CertificateForm)> {
    let lacking: BTreeSet<HouseholdId> = lacking.iter().copied().collect();
    let printed = work.filter(|work| !work.wish.again).into_iter().flat_map(CertificateWork::printed);
    printed.filter(|(household, _)| lacking.contains(household)).collect()
}

async fn shown(desk: Desk, typed: &Typed, told: Option<Told>) -> Result<Response, Refusal> {
    let work = work(&desk).await?;
    let campaign = desk.campaign()?;
    if campaign.decision().is_none() {
        return Err(Refusal::NoPage);
    }
    let visit = &desk.who.visit;
    let lacking = to_certify(&desk, &campaign);
    let certified = campaign.cases().filter(|case| case.has_certificate()).count();
    let may_make = desk.offers(&campaign, DeedKind::IssueCertificate, None);
    let managed = managed(&campaign, &lacking);
    drop(campaign);
    let forms = desk.who.registry.certificate_forms(&desk.scope, &desk.seen.walk, &lacking).await;
    let forms = forms.map_err(|fault| Refusal::of_fault(&fault))?;
    let is_new =
        |id: &HouseholdId| typed.0.iter().any(|(name, value)| name == "new" && *value == id.to_string());
    let rows: Vec<Row> = forms
        .iter()
        .filter_map(|(id, form)| match form {
            CertificateForm::New => None,
            CertificateForm::Row { first_year } => Some(Row {
                id: *id,
                household: desk.household(*id),
                since: first_year.to_string(),
                is_new: is_new(id),
            }),
        })
        .collect();
    let may_hold = |(id, form): (&HouseholdId, &CertificateForm)| {
        (*form == CertificateForm::New && managed.contains(id)).then(|| Held {
            id: *id,
            household: desk.household(*id),
            since: typed.text(&format!("held-{id}")).to_owned(),
        })
    };
    let is_running = work
        .as_ref()
        .is_some_and(|work| matches!(work.state, CertificateState::Running | CertificateState::Lost));
    let template = Certificates {
        here: format!("{}/certificates", desk.base()),
        seen: desk.events(),
        just: desk.just_done(&DONE_HERE).filter(|_| told.is_none()),
        typed: typed.clone(),
        certified,
        is_running,
        to_issue: to_issue(work.as_ref(), &lacking).len(),
        new: forms.len() - rows.len(),
        rows,
        held: forms.iter().filter_map(may_hold).collect(),
        held_since: held_since(&desk).map(|year| year.to_string()).collect(),
        may_make,
        work: work.map(|work| in_words(&desk, work)),
        page: desk
            .page(visit.t("review-certificates"))
            .crumb(format!("{}/recognition", desk.base()), visit.t("review-recognition")),
        told,
    };
    let mut response = no_store(render_as(status(template.told.as_ref()), &template));
    // A refusal stays until it is read.
    if is_running && template.told.is_none() {
        // The browser asks again by itself, also without a script.
        response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("3"));
    }
    Ok(response)
}

fn in_words(desk: &Desk, work: CertificateWork) -> Work {
    let visit = &desk.who.visit;
    let (state, key, why) = match &work.state {
        CertificateState::Running => ("running", "review-print-running", None),
        CertificateState::Lost => ("lost", "review-print-lost", None),
        CertificateState::Done => ("done", "review-print-done", None),
        CertificateState::Stopped => ("stopped", "review-print-stopped", None),
        CertificateState::Failed(why, remedy) => {
            let refusal = registry::Refusal { why: why.clone(), remedy: remedy.clone() };
            ("failed", "review-print-failed", Some(refusal_in_words(visit.language, &refusal)))
        }
    };
    let (done, total) = work.reached();
    let number = |n: usize| format::whole(n as i64, visit.language);
    let part = |(at, (form, households)): (usize, &(CertificateForm, Vec<HouseholdId>))| {
        let made = work.made.iter().find(|part| part.number == at + 1);
        let n = made.map_or(households.len(), |part| part.printed.len());
        let (key, first) = match form {
            CertificateForm::New => ("review-part-new", String::new()),
            CertificateForm::Row { first_year } => ("review-part-row", first_year.to_string()),
        };
        let values =
            [("number", (at + 1).to_string().into()), ("n", number(n).into()), ("first", first.into())];
        let href = made.filter(|part| !part.printed.is_empty());
        Part {
            label: say_with(visit.language, key, &values),
            href: href.map(|part| format!("{}/certificates/{}", desk.base(), part.number)),
        }
    };
    let printed: BTreeSet<HouseholdId> = work.printed().map(|(household, _)| household).collect();
    let wished = work.made.iter().filter_map(|part| work.wish.parts.get(part.number.checked_sub(1)?));
    let left_out = wished.flat_map(|(_, all)| all).filter(|one| !printed.contains(one));
    let by = work.by_name.clone().unwrap_or_default();
    Work {
        state,
        words: visit.t(key),
        asked: format!("{} · {by}", time::shown(work.at, visit.language)),
        reached: (done, total, format!("{} / {}", number(done), number(total))),
        why,
        parts: work.wish.parts.iter().enumerate().map(part).collect(),
        left_out: left_out.map(|one| desk.household(*one)).collect(),
    }
}

/// What was pressed on the page.
pub(super) async fn send(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let desk = whole(who, &id).await?;
    let registry = &desk.who.registry;
    let done = match typed.text("do") {
        "make" | "again" => make(&desk, &typed).await?,
        "stop" => stopped(&desk, registry.stop_certificates(&desk.scope, desk.id).await)?,
        "resume" => match registry.resume_certificates(&desk.scope, desk.id, Instant::now()).await {
            Ok(task) => {
                tokio::spawn(printing::work(desk.who.visit.site.clone(), task));
                Ok(())
            }
            Err(refused) => stopped(&desk, Err(refused))?,
        },
        "issue" => issue(&desk, &typed).await?,
        _ => return Err(Refusal::Unreadable),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}/certificates", desk.base())).into_response()),
        Err(told) => shown(desk.again().await?, &typed, Some(told)).await,
    }
}

fn stopped(desk: &Desk, done: Result<(), Stopped>) -> Result<Result<(), Told>, Refusal> {
    match done {
        Ok(()) => Ok(Ok(())),
        Err(stopped) => files::told(desk, stopped).map(Err),
    }
}

/// Begins to make the files: of those that lack a certificate, or again of those that have one.
async fn make(desk: &Desk, typed: &Typed) -> Result<Result<(), Told>, Refusal> {
    let (registry, site) = (&desk.who.registry, &desk.who.visit.site);
    let campaign = desk.campaign()?;
    let again = typed.text("do") == "again";
    if !again && !desk.offers(&campaign, DeedKind::IssueCertificate, None) {
        return Err(Refusal::NotYours);
    }
    let lacking = to_certify(desk, &campaign);
    let issued = issued(desk, &campaign);
    let managed = managed(&campaign, &lacking);
    drop(campaign);
    let (Some(right), Some(down)) = (hundredths(typed.text("right")), hundredths(typed.text("down"))) else {
        return Ok(Err(desk.unreadable(
            &said!("độ lệch của máy in không đọc được", "how far the printer is off cannot be read"),
            &said!("ghi số mi-li-mét, ví dụ 1,5 hoặc -2", "write millimetres, such as 1.5 or -2"),
        )));
    };
    let households: Vec<(HouseholdId, CertificateForm)> = if again {
        issued.into_iter().collect()
    } else {
        let forms = registry.certificate_forms(&desk.scope, &desk.seen.walk, &lacking).await;
        let forms = forms.map_err(|fault| Refusal::of_fault(&fault))?;
        let new: BTreeSet<&str> =
            typed.0.iter().filter(|(name, _)| name == "new").map(|(_, id)| id.as_str()).collect();
        let chosen = |(id, form): (HouseholdId, CertificateForm)| match form {
            _ if new.contains(id.to_string().as_str()) => Some((id, CertificateForm::New)),
            CertificateForm::New if managed.contains(&id) => Some((id, held_form(desk, typed, id)?)),
            form => Some((id, form)),
        };
        let Some(households) = forms.into_iter().map(chosen).collect() else {
            return Ok(Err(desk.unreadable(
                &said!(
                    "giấy bắt đầu từ năm đó không còn hàng cho năm này",
                    "a certificate that begins with that year has no row for this one"
                ),
                &said!("chọn năm khác, hoặc giấy mới", "choose another year, or a new certificate"),
            )));
        };
        households
    };
    // The certificates of a part name one decision.
    let campaign = desk.campaign()?;
    let mut by_decision: BTreeMap<(Day, String), Vec<(HouseholdId, CertificateForm)>> = BTreeMap::new();
    for (household, form) in households {
        let decided = campaign.decision_of(household_ref(household));
        let (number, on) = decided.ok_or(Refusal::NoPage)?;
        by_decision.entry((on, number.to_owned())).or_default().push((household, form));
    }
    drop(campaign);
    let wish = |households| {
        CertificateWish::new(again, (site.today)(), (right, down), households, site.certificates_a_part)
    };
    let mut parts = by_decision.into_values().flat_map(|households| wish(households).parts).collect();
    let mut wish = wish(Vec::new());
    wish.parts.append(&mut parts);
    match registry.begin_certificates(&desk.scope, desk.id, wish, Instant::now()).await {
        Ok(task) => {
            tokio::spawn(printing::work(site.clone(), task));
            Ok(Ok(()))
        }
        Err(refused) => stopped(desk, Err(refused)),
    }
}

/// The certificates that households have of this review, each as it was made last.
fn issued(desk: &Desk, campaign: &Campaign<'_>) -> BTreeMap<HouseholdId, CertificateForm> {
    let issued = desk.seen.walk.events.iter().filter_map(|one| match &one.event.deed {
        Deed::IssueCertificate(deed) => {
            let has_it = campaign.case(deed.household).is_some_and(review::Case::has_certificate);
            has_it.then_some((household_id(deed.household), one.printed.unwrap_or(CertificateForm::New)))
        }
        _ => None,
    });
    issued.collect()
}

/// Records as issued what stands in finished files and nothing else.
async fn issue(desk: &Desk, typed: &Typed) -> Result<Result<(), Told>, Refusal> {
    let work = work(desk).await?;
    let campaign = desk.campaign()?;
    let printed = to_issue(work.as_ref(), &to_certify(desk, &campaign));
    drop(campaign);
    if printed.is_empty() {
        return Ok(Err(desk.unreadable(
            &said!(
                "chưa có giấy nào đã làm mà chưa ghi đã cấp",
                "no certificate was made that is not recorded"
            ),
            &said!(
                "làm tệp in trước, in và ký, rồi ghi đã cấp",
                "make the files first, print and sign, then record"
            ),
        )));
    }
    let deed = |(household, form): (HouseholdId, CertificateForm)| {
        let beside = Beside { printed: Some(form), ..Beside::default() };
        (IssueCertificate { household: household_ref(household) }, beside)
    };
    let deeds = printed.into_iter().map(deed).collect();
    Ok(desk.act_with(deeds, typed.text("seen").parse().ok()).await?.map(|_| ()))
}

/// A part to print.
pub(super) async fn part(
    who: SignedIn,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let desk = whole(who, &id).await?;
    let number: usize = number.parse().map_err(|_| Refusal::NoPage)?;
    match desk.who.registry.take_certificates(&desk.scope, desk.id, number, Instant::now()).await {
        Ok(pdf) => Ok(attachment(pdf, &format!("giay-chung-nhan-{number}.pdf"), "application/pdf")),
        Err(Stopped::Refused(_)) => Err(Refusal::NoPage),
        Err(Stopped::Failed(fault)) => Err(Refusal::of_fault(&fault)),
    }
}

/// Millimetres as hundredths; empty is none. Nobody's printer is off by more than a few.
fn hundredths(typed: &str) -> Option<i32> {
    if typed.is_empty() {
        return Some(0);
    }
    let millimetres: f64 = typed.replace(',', ".").parse().ok()?;
    (millimetres.abs() <= 20.0).then(|| (millimetres * 100.0).round() as i32)
}
