//! `/field/{campaign}/paper`: paper forms to print – blank ones, and those of one surveyor's list with last year's answers.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use forms::paper::{Copy, Making, Paper};
use registry::access::Right;
use registry::capture::Assigned;
use registry::review::Terms;
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{Scope, UserId, answers};
use serde_json::Value as Json;
use standards::HouseholdAnswers;
use standards::standard::PovertyStandard;
use standards::units::Level;
use tokio::sync::Semaphore;
use vocab::{Citation, Day, Language};

use crate::cite::Cite;
use crate::error::Refusal;
use crate::field::{board, reading};
use crate::households::village;
use crate::signed_in::SignedIn;
use crate::site::Site;
use crate::visit::attachment;

/// So many forms go into one PDF; a longer list is printed in parts.
const AT_ONCE: usize = reports::MOST_COPIES;

/// A list in parts of as many forms as one PDF holds, each with its first and last household, from 1.
pub(super) fn parts(households: usize) -> Vec<(usize, usize, usize)> {
    let firsts = (0..households).step_by(AT_ONCE);
    firsts.enumerate().map(|(at, first)| (at + 1, first + 1, households.min(first + AT_ONCE))).collect()
}

/// One at a time, for the sake of a small server; who comes meanwhile waits so long.
static PRINTER: Semaphore = Semaphore::const_new(1);
const PATIENCE: Duration = Duration::from_secs(25);

/// What is to be printed.
enum Wanted {
    Blank,
    /// Of a surveyor's list this part, from 1.
    Part(UserId, usize),
}

impl Wanted {
    fn of(query: Option<&str>) -> Option<Wanted> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query.unwrap_or_default()).ok()?;
        let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let Some(surveyor) = value("surveyor") else { return Some(Wanted::Blank) };
        let page = value("page").map_or(Some(1), |page| page.parse().ok())?;
        Some(Wanted::Part(surveyor.parse().ok()?, page))
    }
}

pub(super) async fn print(
    who: SignedIn,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let wanted = Wanted::of(query.as_deref()).ok_or(Refusal::NoPage)?;
    let Ok(Ok(_alone)) = tokio::time::timeout(PATIENCE, PRINTER.acquire()).await else {
        return board::shown(&who, campaign, Some(who.visit.t("paper-busy"))).await;
    };
    let (copies, name) = match wanted {
        Wanted::Blank => (vec![None], format!("phieu-trang-{}", campaign.year)),
        Wanted::Part(surveyor, page) => {
            let part = listed(&who, &scope, &campaign, (surveyor, page)).await?.ok_or(Refusal::NoPage)?;
            (part.into_iter().map(Some).collect(), format!("phieu-in-san-{}-{page}", campaign.year))
        }
    };
    let (site, terms, language) = (who.visit.site.clone(), campaign.terms.clone(), who.visit.language);
    let printed = tokio::task::spawn_blocking(move || pdf(&site, &terms, copies, language)).await;
    match printed {
        Ok(Ok(bytes)) => Ok(attachment(bytes, &format!("{name}.pdf"), "application/pdf")),
        Ok(Err(NotMade::OtherPacks)) => {
            board::shown(&who, campaign, Some(who.visit.t("paper-other-packs"))).await
        }
        Ok(Err(NotMade::Printing(fault))) => {
            tracing::error!(%fault, "a paper form could not be printed");
            Err(Refusal::Broken)
        }
        Err(_) => Err(Refusal::Broken),
    }
}

/// One part of a surveyor's list as far as the scope goes, with every look at a household noted; `None` if there is none.
async fn listed(
    who: &SignedIn,
    scope: &Scope,
    campaign: &Sealable,
    (surveyor, page): (UserId, usize),
) -> Result<Option<Vec<Listed>>, Refusal> {
    let failed = |fault| Refusal::of_fault(&fault);
    let (registry, units, now) = (&who.registry, &who.visit.site.gazetteer.units, Instant::now());
    let progress = registry.progress(scope, units, campaign.id, now).await.map_err(failed)?;
    let Some(name) = progress.into_iter().find(|one| one.user == surveyor).map(|one| one.name) else {
        return Ok(None);
    };
    let all = registry.list_of(scope, campaign.id, surveyor).await.map_err(failed)?;
    let first = page.saturating_sub(1).saturating_mul(AT_ONCE);
    let part: Vec<Assigned> = all.into_iter().skip(first).take(AT_ONCE).collect();
    if part.is_empty() {
        return Ok(None);
    }
    for one in &part {
        registry.note_view(scope, one.household, now).await.map_err(failed)?;
    }
    let today = (who.visit.site.today)();
    let name_of = |level, code: Option<&str>| Some(units.on(level, code?, today)?.name.clone());
    let place = |one: Assigned| Listed {
        village: village(&who.visit, &one.village, None),
        commune: name_of(Level::Commune, one.commune_code.as_deref()),
        province: name_of(Level::Province, one.province_code.as_deref()),
        surveyor: name.clone(),
        assigned: one,
    };
    Ok(Some(part.into_iter().map(place).collect()))
}

/// A household of the list with the words for where it is.
struct Listed {
    assigned: Assigned,
    village: String,
    commune: Option<String>,
    province: Option<String>,
    surveyor: String,
}

/// Blank forms that were printed, by what they were made from and when: they are the same for everybody.
static BLANK: Mutex<Vec<(BlankKey, Vec<u8>)>> = Mutex::new(Vec::new());
type BlankKey = (String, Day, Language, Day);
/// So many blank forms are kept.
const KEPT_BLANK: usize = 4;

enum NotMade {
    OtherPacks,
    Printing(reports::NotPrinted),
}

fn pdf(
    site: &Site,
    terms: &Terms,
    copies: Vec<Option<Listed>>,
    language: Language,
) -> Result<Vec<u8>, NotMade> {
    let standard = reading::standard_of(site, terms).ok_or(NotMade::OtherPacks)?;
    let today = (site.today)();
    let key = (standard.digest.clone(), terms.result_day, language, today);
    let is_blank = matches!(copies.as_slice(), [None]);
    if is_blank {
        let kept = BLANK.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, bytes)) = kept.iter().find(|(known, _)| *known == key) {
            return Ok(bytes.clone());
        }
    }
    let params = standard.on(terms.result_day).map_err(|_| NotMade::OtherPacks)?;
    let cite = |citation: &Citation| {
        let cite = Cite::of(citation, &site.library, language);
        if cite.mark.code == "verified" { cite.text } else { format!("{} – {}", cite.text, cite.mark.word) }
    };
    let making = Making { standard, params: &params, language, cite: &cite };
    let copies: Vec<Copy> = copies
        .into_iter()
        .map(|one| one.map_or_else(Copy::default, |one| copy(&making, terms, one)))
        .collect();
    let bytes = reports::paper_form(&Paper::new(&making), &copies, today).map_err(NotMade::Printing)?;
    if is_blank {
        let mut kept = BLANK.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_BLANK {
            kept.remove(0);
        }
        kept.push((key, bytes.clone()));
    }
    Ok(bytes)
}

fn copy(making: &Making<'_>, terms: &Terms, listed: Listed) -> Copy {
    let one = listed.assigned;
    let copy = Copy {
        household: Some(one.household.to_string()),
        number: Some(one.number.to_string()),
        head: Some(one.head),
        address: one.address,
        village: Some(listed.village),
        commune: listed.commune,
        province: listed.province,
        surveyor: Some(listed.surveyor),
        ..Copy::default()
    };
    match one.answers.and_then(|stored| readable(making.standard, stored, terms)) {
        Some(answers) => making.before(&answers, copy),
        None => copy,
    }
}

/// Last year's answers by the questions of this campaign. Answers that its questions do not have, or no longer allow, are
/// left out: they are asked anew.
fn readable(standard: &PovertyStandard, mut stored: Json, terms: &Terms) -> Option<HouseholdAnswers> {
    let wrong = match answers::read(standard, &stored, terms.age_day) {
        Ok(answers) => return Some(answers),
        Err(wrong) => wrong,
    };
    for one in wrong {
        let place = match one.member {
            None => stored.get_mut("household"),
            Some(member) => stored.get_mut("members").and_then(|all| all.get_mut(member.saturating_sub(1))),
        };
        if let Some(answers) = place.and_then(Json::as_object_mut) {
            answers.remove(&one.question);
        }
    }
    answers::read(standard, &stored, terms.age_day).ok()
}
