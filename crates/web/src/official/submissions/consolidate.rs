//! `/reports/submissions/consolidate`: the report of a province, the sum of what it accepted, with the communes that are missing.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::{Area, Right};
use registry::reporting::{Content, Period};
use registry::store::dates::Instant;
use standards::units::Level;

use super::new::Preview;
use super::{periods, shown};
use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

fn frame(who: &SignedIn, period: Period) -> Page {
    let visit = &who.visit;
    let page = visit.page(visit.t("sent-consolidate")).crumb("/reports", visit.t("reports-title"));
    page.crumb(format!("/reports/submissions?report={period}"), periods::named(visit, period))
}

/// What the province would report now, or why it cannot.
async fn sum(
    who: &SignedIn,
    period: Period,
    asked: Option<&str>,
) -> Result<Result<Content, String>, Refusal> {
    let (visit, scope) = (&who.visit, who.scope(Right::ReceiveReports)?);
    let (units, today) = (&visit.site.gazetteer.units, (visit.site.today)());
    let own = scope.areas().iter().find_map(|area| match area {
        Area::Province(code) => Some(code.as_str()),
        _ => None,
    });
    let code = asked.or(own).ok_or(Refusal::NoPage)?;
    if !scope.covers(code, "", None) {
        return Err(Refusal::NoPage);
    }
    let province = units.on(Level::Province, code, today).ok_or(Refusal::NoPage)?;
    let communes: BTreeMap<String, String> = units
        .all_on(Level::Commune, today)
        .filter(|unit| unit.province_code == code)
        .map(|unit| (unit.code.clone(), unit.name.clone()))
        .collect();
    let due = periods::due(visit, period);
    let province = (province.code.clone(), province.name.clone());
    let made = who.registry.consolidated_report(&scope, (period, due), province, &communes).await;
    Ok(who.told(made)?.map(|mut content| {
        content.remarks = shown::sum_remarks(&content, visit);
        content.differences = shown::differences(&content, visit);
        content
    }))
}

fn asked_period(text: Option<&str>) -> Result<Period, Refusal> {
    text.and_then(|text| text.parse().ok()).ok_or(Refusal::NoPage)
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    let period = asked_period(who.visit.asked("report"))?;
    match sum(&who, period, who.visit.asked("province")).await? {
        Ok(content) => Ok(preview(&who, &content, None)),
        Err(why) => Ok(shown::told(frame(&who, period), why)),
    }
}

fn preview(who: &SignedIn, content: &Content, told: Option<String>) -> Response {
    let visit = &who.visit;
    let status = if told.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let template = Preview {
        page: frame(who, content.period),
        told,
        action: "/reports/submissions/consolidate",
        unit: content.unit.name().to_owned(),
        clock: periods::clock(visit, content.period),
        summary: shown::summary(content, visit, visit.language),
        differences: content.differences.clone(),
        remarks: content.remarks.clone(),
        missing: shown::missing(content),
        parts: content.parts.len(),
        sha256: content.sha256(),
        hidden: vec![
            ("report", content.period.to_string()),
            ("province", content.unit.province.0.clone()),
            ("seen", content.sha256()),
        ],
        returned: None,
        send: visit.t("sent-consolidate-do"),
        is_empty: false,
    };
    no_store(render_as(status, &template))
}

pub(super) async fn record(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::SendReports)?;
    let period = asked_period(Some(typed.text("report")))?;
    let content = match sum(&who, period, Some(typed.text("province"))).await? {
        Ok(content) => content,
        Err(why) => return Ok(shown::told(frame(&who, period), why)),
    };
    if content.sha256() != typed.text("seen") {
        return Ok(preview(&who, &content, Some(who.visit.t("sent-changed"))));
    }
    if !content.differences.is_empty() && typed.text("acknowledged") != "yes" {
        return Ok(preview(&who, &content, Some(who.visit.t("sent-acknowledge-first"))));
    }
    match who.told(who.registry.record_consolidated(&scope, &content, Instant::now()).await)? {
        Ok(id) => Ok(Redirect::to(&format!("/reports/submissions/{id}")).into_response()),
        Err(told) => Ok(preview(&who, &content, Some(told))),
    }
}
