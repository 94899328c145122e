//! `/review/new`: opening a review in a commune. The campaign of the year is opened with it, if nobody opened it yet.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::proceedings::{NewProceeding, NotDone, campaign_days, offices_of};
use registry::review::{NewCampaign, ReviewKind};
use registry::store::dates::Instant;
use registry::{CampaignId, Stopped};
use review::procedure::Procedure;
use standards::units::Level;
use vocab::{LocalText, said};

use super::desk::{Told, status};
use super::words;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::households::commune;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

#[derive(Template)]
#[template(path = "review/opening.html")]
struct Opening {
    page: Page,
    told: Option<Told>,
    procedures: Vec<(String, String, String, bool)>,
    communes: Vec<(String, String, bool)>,
    year: String,
    month: String,
}

/// Whether this person leads the first step of a procedure somewhere: they may open a review.
pub(super) fn may_open(who: &SignedIn) -> bool {
    let site = &who.visit.site;
    let (units, today) = (&site.gazetteer.units, (site.today)());
    let first = site.procedures.iter().filter_map(|procedure| procedure.steps.first());
    let leads: Vec<&str> = first.map(|step| step.leads.as_str()).collect();
    let grants = who.actor.grants.iter().filter(|grant| grant.holds(units, today));
    grants.flat_map(|grant| offices_of(grant.role)).any(|office| leads.contains(office))
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    if !may_open(&who) {
        return Err(Refusal::NotYours);
    }
    shown(&who, &Typed::default(), None).await
}

async fn shown(who: &SignedIn, typed: &Typed, told: Option<Told>) -> Result<Response, Refusal> {
    let scope = who.scope(Right::SeeHouseholds)?;
    let (visit, today) = (&who.visit, (who.visit.site.today)());
    let villages = who.registry.villages(&scope).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let mut communes: Vec<(String, String, bool)> = Vec::new();
    for village in villages {
        if communes.iter().all(|(code, ..)| *code != village.commune_code) {
            let is_chosen = typed.text("commune") == village.commune_code;
            let name = commune(visit, &village.commune_code);
            communes.push((village.commune_code, name, is_chosen));
        }
    }
    // The yearly one first: that is what most people open.
    let is_yearly = |procedure: &&Procedure| procedure.kind == review::procedure::Kind::Yearly;
    let all = visit.site.procedures.iter();
    let in_order = all.clone().filter(is_yearly).chain(all.filter(|one| !is_yearly(one)));
    let procedures = in_order.map(|procedure| {
        let hint = if procedure.kind == review::procedure::Kind::Yearly {
            "review-yearly"
        } else {
            "review-monthly"
        };
        let is_chosen = typed.text("procedure") == procedure.id;
        let label = procedure.label.get(visit.language).to_owned();
        (procedure.id.clone(), label, visit.t(hint), is_chosen)
    });
    let (year, month, _) = today.civil();
    let or = |name: &str, value: String| match typed.text(name) {
        "" => value,
        text => text.to_owned(),
    };
    let template = Opening {
        procedures: procedures.collect(),
        communes,
        year: or("year", year.to_string()),
        month: or("month", month.to_string()),
        page: visit.page(visit.t("review-new")).crumb("/review", visit.t("review-title")),
        told,
    };
    Ok(no_store(render_as(status(template.told.as_ref()), &template)))
}

pub(super) async fn open(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    if !may_open(&who) {
        return Err(Refusal::NotYours);
    }
    let scope = who.scope(Right::SeeHouseholds)?;
    let new = match new(&who, &typed).await? {
        Ok(new) => new,
        Err(told) => return shown(&who, &typed, Some(told)).await,
    };
    let site = &who.visit.site;
    let opened =
        who.registry.open_proceeding(&scope, &site.packs, &site.gazetteer.units, &new, Instant::now()).await;
    match opened {
        Ok(id) => Ok(Redirect::to(&format!("/review/{id}")).into_response()),
        Err(NotDone::Stopped(Stopped::Failed(fault))) => Err(Refusal::of_fault(&fault)),
        Err(not_done) => {
            let mut told = not_done.words().map(|words| in_words(&who, &words)).unwrap_or_default();
            if let NotDone::Refused(refusal) = &not_done {
                let cite = |source| Cite::of(source, &site.library, who.visit.language);
                told.cite = refusal.source.as_deref().map(cite);
            }
            shown(&who, &typed, Some(told)).await
        }
    }
}

fn in_words(who: &SignedIn, (why, remedy): &(LocalText, LocalText)) -> Told {
    let language = who.visit.language;
    Told {
        why: words::sentence(why.get(language)),
        remedy: words::sentence(remedy.get(language)),
        ..Told::default()
    }
}

/// What was asked for, with the campaign that it is part of.
async fn new(who: &SignedIn, typed: &Typed) -> Result<Result<NewProceeding, Told>, Refusal> {
    let procedures = &who.visit.site.procedures;
    let procedure = procedures.iter().find(|procedure| procedure.id == typed.text("procedure"));
    let year: Option<i32> = typed.text("year").parse().ok().filter(|year| (2000..2200).contains(year));
    let (Some(procedure), Some(year)) = (procedure, year) else {
        let words = (
            said!(
                "chưa chọn quy trình, hoặc năm không đọc được",
                "no procedure was chosen, or the year cannot be read"
            ),
            said!("chọn quy trình, ghi năm, ví dụ 2026", "choose a procedure and write a year such as 2026"),
        );
        return Ok(Err(in_words(who, &words)));
    };
    let is_yearly = procedure.kind == review::procedure::Kind::Yearly;
    // The field of the month is there for the other procedures.
    let month = typed.text("month").parse().ok().filter(|_| !is_yearly);
    let commune = typed.text("commune").to_owned();
    // Nothing is opened for a commune that lies elsewhere.
    let unit = who.visit.site.gazetteer.units.on(Level::Commune, &commune, (who.visit.site.today)());
    let scope = who.scope(Right::SeeHouseholds)?;
    if !unit.is_some_and(|unit| scope.covers(&unit.province_code, &commune, None)) {
        let words = (
            said!("xã, phường này không thuộc địa bàn được giao", "the commune is not in your area"),
            said!("chọn xã, phường của bạn", "choose your commune"),
        );
        return Ok(Err(in_words(who, &words)));
    }
    let campaign = match campaign(who, procedure, year, month).await? {
        Ok(campaign) => campaign,
        Err(words) => return Ok(Err(in_words(who, &words))),
    };
    Ok(Ok(NewProceeding { campaign, procedure: procedure.id.clone(), commune, month }))
}

/// The campaign for a procedure, year and month; it is opened if it is not there.
async fn campaign(
    who: &SignedIn,
    procedure: &Procedure,
    year: i32,
    month: Option<u32>,
) -> Result<Result<CampaignId, (LocalText, LocalText)>, Refusal> {
    let Some((kind, result_day, age_day)) = campaign_days(procedure, year, month) else {
        return Ok(Err((
            said!("quy trình này cần tháng, từ 1 đến 12", "this procedure needs a month from 1 to 12"),
            said!("ghi tháng của đợt rà soát", "write the month of the review"),
        )));
    };
    let all = who.registry.campaigns().await.map_err(|fault| Refusal::of_fault(&fault))?;
    // There is one yearly review a year, whatever day its results hold from; a monthly one is known by its day.
    let known = all.iter().rev().find(|one| {
        one.kind == Some(kind)
            && one.year == year
            && (kind == ReviewKind::Yearly || one.terms.result_day == result_day)
    });
    if let Some(known) = known {
        return Ok(Ok(known.id));
    }
    let Some(scope) = who.visit.scope(Right::ChangeHouseholds) else {
        return Ok(Err((
            said!("đợt rà soát của năm này chưa mở", "the review of that year is not open yet"),
            said!("nhờ công chức cấp xã mở", "ask an officer of the commune to open it"),
        )));
    };
    let Some(standard) = who.visit.site.library.in_force(result_day).map(|shelved| &shelved.standard) else {
        return Ok(Err((
            said!(
                "không có chuẩn nghèo nào áp dụng cho ngày đó",
                "no poverty standard is in force on that day"
            ),
            said!("kiểm tra năm", "check the year"),
        )));
    };
    let label = match (kind, month) {
        (ReviewKind::Irregular, Some(month)) => format!("Rà soát thường xuyên tháng {month}/{year}"),
        _ => format!("Rà soát định kỳ năm {year}"),
    };
    let new = NewCampaign {
        kind,
        label,
        year,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
        result_day,
        age_day,
        income_test: None,
    };
    let opened = who.registry.open_campaign(Some(&scope), &new, standard, Instant::now()).await;
    match opened {
        Ok(id) => Ok(Ok(id)),
        Err(Stopped::Refused(refusal)) => Ok(Err((refusal.why, refusal.remedy))),
        Err(Stopped::Failed(fault)) => Err(Refusal::of_fault(&fault)),
    }
}
