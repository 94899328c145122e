//! Làm giấy chứng nhận: the work beside the pages that makes certificates part by part. Each part that is done is kept, so that whoever takes
//! the work over – after a stop, a fault, another start of the server – goes on after the last whole one. The certificates are
//! made with what the person may see who asked for them, and every look at a household is noted as theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use registry::facts::AsOf;
use registry::proceedings::{CertificateForm, CertificateTask, household_id};
use registry::store::dates::Instant;
use registry::{HouseholdId, Registry};
use reports::papers::{
    Batch, CertificateFrame, CertificateMember, CertifiedClass, Papers, PovertyCertificate, Shift, YearRow,
};
use review::Class;
use vocab::{Day, LocalText, said};

use super::desk::Desk;
use super::{print, words};
use crate::error::Refusal;
use crate::households::relation;
use crate::printer;
use crate::signed_in::{SignedIn, Token};
use crate::site::Shared;
use crate::visit::Visit;

/// So often whoever works says so.
const BEAT: Duration = Duration::from_secs(10);
/// So often somebody looks for work that nobody goes on with.
const LOOK: Duration = Duration::from_secs(30);
/// After so many certificates whoever works asks whether to go on.
const A_LOOK: usize = 20;

/// Why the work does not go on.
enum Ended {
    /// Somebody stopped it or took it over: nothing more is written.
    NotOurs,
    /// It cannot be done.
    Told(LocalText, LocalText),
}

impl From<Refusal> for Ended {
    fn from(refusal: Refusal) -> Ended {
        tracing::error!(?refusal, "certificates could not be made");
        let why = said!(
            "không đọc được đợt rà soát hoặc một hộ trong đợt",
            "the review or one of its households could not be read"
        );
        Ended::Told(
            why,
            said!(
                "bấm làm tiếp; nếu lại dừng, báo người quản trị",
                "let it go on; if it stops again, tell the administrator"
            ),
        )
    }
}

fn of_fault(fault: &registry::store::Fault) -> Ended {
    Ended::from(Refusal::of_fault(fault))
}

/// Goes on with everything that nobody works on any more.
pub(crate) async fn go_on(site: &Shared) {
    let Some(registry) = &site.registry else { return };
    loop {
        match registry.claim_certificates(Instant::now()).await {
            Ok(Some(task)) => drop(tokio::spawn(work(site.clone(), task))),
            Ok(None) => return,
            Err(fault) => {
                tracing::error!(%fault, "certificates that wait could not be looked for");
                return;
            }
        }
    }
}

/// The same again and again, as long as the server runs.
pub(crate) async fn keep_going(site: Shared) {
    loop {
        go_on(&site).await;
        tokio::time::sleep(LOOK).await;
    }
}

/// Makes the parts that are not made yet.
pub(super) async fn work(site: Shared, task: CertificateTask) {
    let Some(registry) = site.registry.clone() else { return };
    let became = match make(&site, &registry, &task).await {
        Ok(()) => Ok(()),
        Err(Ended::NotOurs) => return,
        Err(Ended::Told(why, remedy)) => Err((why, remedy)),
    };
    if let Err(fault) = registry.certificates_ended(&task, became).await {
        tracing::error!(%fault, "how the making of certificates ended could not be noted");
    }
}

async fn make(site: &Shared, registry: &Registry, task: &CertificateTask) -> Result<(), Ended> {
    let actor = registry.actor(task.asked_by).await.map_err(|fault| of_fault(&fault))?;
    let no_right = || {
        Ended::Told(
            said!(
                "người yêu cầu làm giấy không còn quyền ở địa bàn này",
                "whoever asked has no right here any more"
            ),
            said!("người có quyền bấm làm tiếp", "let somebody who has it go on"),
        )
    };
    let actor = Arc::new(actor.ok_or_else(no_right)?);
    let visit = Visit::beside(site.clone(), actor.clone());
    let who = SignedIn { visit, actor, registry: registry.clone(), token: Token::default() };
    let desk = match super::recognition::whole(who, &task.proceeding.to_string()).await {
        Ok(desk) => desk,
        Err(Refusal::NoPage | Refusal::NotYours) => return Err(no_right()),
        Err(refusal) => return Err(refusal.into()),
    };
    let plan = Plan::of(&desk)?;
    for (number, (form, households)) in (1..).zip(&task.wish.parts) {
        if task.made.contains(&number) {
            continue;
        }
        let (mut certificates, mut printed) = (Vec::new(), Vec::new());
        for (at, household) in households.iter().enumerate() {
            if at % A_LOOK == 0 {
                must_go_on(registry, task).await?;
            }
            if let Some(certificate) = plan.certificate(&desk, *household).await? {
                certificates.push(certificate);
                printed.push(*household);
            }
        }
        let pdf = match certificates.is_empty() {
            true => Vec::new(),
            false => {
                let of = (certificates.len(), plan.decision(&printed)?);
                pdf(site, registry, task, plan.batch(&desk, task, *form, of), certificates).await?
            }
        };
        let kept = registry.keep_certificates(task, number, (&printed, pdf), Instant::now()).await;
        if !kept.map_err(|fault| of_fault(&fault))? {
            return Err(Ended::NotOurs);
        }
    }
    Ok(())
}

async fn must_go_on(registry: &Registry, task: &CertificateTask) -> Result<(), Ended> {
    match registry.certificates_go_on(task, Instant::now()).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Ended::NotOurs),
        Err(fault) => Err(of_fault(&fault)),
    }
}

/// Makes one file, after whatever else is being printed; says meanwhile that the work goes on.
async fn pdf(
    site: &Shared,
    registry: &Registry,
    task: &CertificateTask,
    batch: Batch,
    certificates: Vec<PovertyCertificate>,
) -> Result<Vec<u8>, Ended> {
    let (site, cancel) = (site.clone(), Arc::new(AtomicBool::new(false)));
    let is_over = cancel.clone();
    let made = async move {
        let _alone = printer::PRINTER.acquire().await.ok()?;
        let made = tokio::task::spawn_blocking(move || {
            let papers = site.papers.get_or_init(|| Papers::read(&site.packs).papers).as_ref()?;
            papers.certificates(&batch, certificates, |_| {}, &is_over).next()
        });
        made.await.ok().flatten()
    };
    tokio::pin!(made);
    let made = loop {
        tokio::select! {
            made = &mut made => break made,
            () = tokio::time::sleep(BEAT) => {
                if let Err(ended) = must_go_on(registry, task).await {
                    cancel.store(true, Ordering::Relaxed);
                    return Err(ended);
                }
            }
        }
    };
    match made {
        Some(Ok(part)) => Ok(part.pdf),
        Some(Err(why)) => {
            let (why, remedy) = why.words();
            Err(Ended::Told(why, remedy))
        }
        None => Err(Ended::Told(
            said!("mẫu giấy trong gói không dùng được", "the papers of the pack cannot be used"),
            said!(
                "chạy `chungtay packs check` rồi bấm làm tiếp",
                "run `chungtay packs check`, then let it go on"
            ),
        )),
    }
}

/// What all certificates of a review share.
struct Plan {
    year: i32,
    /// Indicators in the order of their columns: id and name.
    indicators: Vec<(String, String)>,
    /// The lists that households are recognised on, each by number and day of the decision that did.
    recognised: BTreeMap<HouseholdId, (Class, Decided)>,
}

/// Number and day of a decision.
type Decided = (String, Day);

impl Plan {
    fn of(desk: &Desk) -> Result<Plan, Refusal> {
        let campaign = desk.campaign()?;
        campaign.decision().ok_or(Refusal::NoPage)?;
        let proceeding = &desk.seen.walk.proceeding;
        let shelved = desk.who.visit.site.library.standard(&proceeding.standard);
        let indicators = shelved.map_or_else(Vec::new, |shelved| {
            let each = shelved.standard.indicators.iter();
            each.map(|one| (one.id.clone(), one.label.vi.clone())).collect()
        });
        let year = desk.seen.walk.valid_year();
        let recognised = campaign.cases().filter(|case| case.is_active()).filter_map(|case| {
            let (number, on) = campaign.decision_of(case.household)?;
            Some((household_id(case.household), (case.outcome()?.class()?, (number.to_owned(), on))))
        });
        let recognised = recognised.collect();
        Ok(Plan { year, indicators, recognised })
    }

    /// The decision of the households of a part: its certificates name one.
    fn decision(&self, households: &[HouseholdId]) -> Result<Decided, Ended> {
        let decisions: BTreeSet<&Decided> =
            households.iter().filter_map(|id| self.recognised.get(id)).map(|(_, decided)| decided).collect();
        match decisions.iter().collect::<Vec<_>>().as_slice() {
            [one] => Ok((**one).clone()),
            _ => Err(Ended::Told(
                said!(
                    "từ khi chọn, có hộ được sửa theo quyết định khác",
                    "since they were chosen another decision corrected some of the households"
                ),
                said!("làm lại tệp từ đầu", "make the files anew"),
            )),
        }
    }

    fn batch(
        &self,
        desk: &Desk,
        task: &CertificateTask,
        form: CertificateForm,
        (n, (number, decided_on)): (usize, Decided),
    ) -> Batch {
        let (first, only_row) = match form {
            CertificateForm::New => (self.year, false),
            CertificateForm::Row { first_year } => (first_year, true),
        };
        let (right, down) = task.wish.shift;
        Batch {
            frame: CertificateFrame {
                office: print::peoples_committee(&desk.who.visit, print::commune_code(desk)),
                signatory: print::chair(),
                issued_on: Some(task.wish.made_on),
                decision: Some(number),
                decided_on: Some(decided_on),
                years: (first..first + desk.seen.walk.certificate_years()).collect(),
                indicators: self.indicators.iter().map(|(_, label)| label.clone()).collect(),
            },
            only_row,
            shift: Shift { right, down },
            a_part: n,
            parts_done: 0,
            made_on: task.wish.made_on,
        }
    }

    async fn certificate(
        &self,
        desk: &Desk,
        household: HouseholdId,
    ) -> Result<Option<PovertyCertificate>, Refusal> {
        let Some((class, (_, decided_on))) = self.recognised.get(&household) else { return Ok(None) };
        let order: Vec<String> = self.indicators.iter().map(|(id, _)| id.clone()).collect();
        certificate(desk, household, *class, (self.year, *decided_on), &order).await
    }
}

async fn certificate(
    desk: &Desk,
    household: HouseholdId,
    class: Class,
    (year, signed_on): (i32, Day),
    order: &[String],
) -> Result<Option<PovertyCertificate>, Refusal> {
    let failed = |fault| Refusal::of_fault(&fault);
    let (visit, registry) = (&desk.who.visit, &desk.who.registry);
    let as_of = AsOf { day: desk.moment().day(), known_at: None };
    // Whoever lives elsewhere by now gets the certificate there.
    let Some(file) = registry.file(&desk.scope, household, as_of).await.map_err(failed)? else {
        return Ok(None);
    };
    registry.note_view(&desk.scope, household, desk.at).await.map_err(failed)?;
    let assessments = registry.assessments_of(&desk.scope, household).await.map_err(failed)?;
    let of = assessments
        .iter()
        .find(|one| one.campaign == desk.seen.walk.proceeding.campaign && !one.is_superseded);
    // What is not certain is left open on the paper.
    let deprived = |id: &String| {
        let assessed = &of?.assessed;
        let is_certain = assessed.deprivation_count == assessed.deprivation_count_max;
        if assessed.deprived.contains(id) { Some(true) } else { is_certain.then_some(false) }
    };
    let ethnic =
        |code: Option<&str>| code.map(|code| visit.site.lists.ethnic_group(code)).unwrap_or_default();
    let member = |one: &registry::file::Member| CertificateMember {
        name: one.details.text("name").unwrap_or_default().to_owned(),
        ethnic_group: ethnic(one.details.text("ethnic_group")),
        relationship: if one.is_head {
            relation(visit, "head")
        } else {
            one.relation.as_deref().map(|code| relation(visit, code)).unwrap_or_default()
        },
        birth_year: born(&one.details),
        is_female: one.details.text("sex").map(|sex| sex == "female"),
        note: None,
    };
    let members: Vec<CertificateMember> = file.people.iter().map(member).collect();
    let village = file.village.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let address = file.address.clone().unwrap_or_default();
    // Many addresses end with the village: it is not written twice.
    let village = if address.contains(&village) { String::new() } else { village };
    let place = [address, village];
    let place: Vec<String> = place.into_iter().filter(|text| !text.is_empty()).collect();
    Ok(Some(PovertyCertificate {
        head: members.first().map(|member| member.name.clone()).unwrap_or_default(),
        ethnic_group: members.first().map(|member| member.ethnic_group.clone()).unwrap_or_default(),
        address: format!("{}, {}", place.join(", "), words::commune_name(desk)),
        members,
        result: YearRow {
            year,
            class: if class == Class::Poor { CertifiedClass::Poor } else { CertifiedClass::NearPoor },
            deprived: order.iter().map(deprived).collect(),
            signed_on: Some(signed_on),
        },
        ..PovertyCertificate::default()
    }))
}

fn born(details: &registry::facts::Standing) -> Option<i32> {
    let year = details.value.get("birth_year").and_then(serde_json::Value::as_i64);
    let of_day = || details.text("birth_date")?.get(..4)?.parse().ok();
    year.or_else(of_day).and_then(|year: i64| i32::try_from(year).ok())
}
