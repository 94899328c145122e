//! `/reports/submissions/new`: what a commune would send, with everything that does not agree; then it is sent as it was seen.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::{Area, Right};
use registry::official::YearlyReview;
use registry::reporting::{Content, NewReport, Period, SentReport, State};
use registry::store::dates::Instant;

use super::shown::Summary;
use super::{figures, periods, shown};
use crate::error::Refusal;
use crate::layout::{Page, encoded};
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

#[derive(Template)]
#[template(path = "official/submission_new.html")]
pub(super) struct Preview {
    pub(super) page: Page,
    pub(super) told: Option<String>,
    pub(super) action: &'static str,
    pub(super) unit: String,
    pub(super) clock: Option<periods::Clock>,
    pub(super) summary: Summary,
    pub(super) differences: Vec<String>,
    pub(super) remarks: Vec<String>,
    pub(super) missing: Vec<String>,
    pub(super) parts: usize,
    pub(super) sha256: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    /// What was to be mended in the one that was returned.
    pub(super) returned: Option<String>,
    pub(super) send: String,
    /// Whether there is anything to send.
    pub(super) is_empty: bool,
}

/// The commune that is asked for, among those for which the caller may send.
fn commune(who: &SignedIn, asked: Option<&str>) -> Result<String, Refusal> {
    let scope = who.scope(Right::SendReports)?;
    let mut own = scope.areas().iter().filter_map(|area| match area {
        Area::Commune(code) => Some(code.as_str()),
        _ => None,
    });
    let found = match asked {
        Some(asked) => own.find(|code| *code == asked),
        None => own.next(),
    };
    found.map(str::to_owned).ok_or(Refusal::NoPage)
}

async fn reviews(who: &SignedIn) -> Result<Vec<YearlyReview>, Refusal> {
    let scope = who.scope(Right::SeeFigures)?;
    who.registry.yearly_reviews(&scope).await.map_err(|fault| Refusal::of_fault(&fault))
}

/// The report of the commune that was returned last, if nothing was sent since.
async fn returned(who: &SignedIn, period: Period, commune: &str) -> Result<Option<SentReport>, Refusal> {
    let (visit, scope) = (&who.visit, who.scope(Right::SeeFigures)?);
    let at = (&visit.site.gazetteer.units, (visit.site.today)());
    let sent =
        who.registry.sent_reports(&scope, at, period).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let own =
        |report: &SentReport| report.content.unit.commune.as_ref().is_some_and(|(code, _)| code == commune);
    let last = sent.into_iter().find(|report| own(report) && report.state() != State::Replaced);
    Ok(last.filter(|last| last.state() == State::Returned))
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    let reviews = reviews(&who).await?;
    let period = periods::asked(&who.visit, &reviews)?;
    let commune = commune(&who, who.visit.asked("commune"))?;
    let framed = || frame(&who, period);
    let content = match figures::of_commune(&who, &reviews, (period, &commune), framed).await? {
        Ok(content) => content,
        Err(response) => return Ok(*response),
    };
    preview(&who, &content, None).await
}

fn frame(who: &SignedIn, period: Period) -> Page {
    let visit = &who.visit;
    let page = visit.page(visit.t("sent-new")).crumb("/reports", visit.t("reports-title"));
    let title = periods::named(visit, period);
    page.crumb(format!("/reports/submissions?report={period}"), title)
}

async fn preview(who: &SignedIn, content: &Content, told: Option<String>) -> Result<Response, Refusal> {
    let visit = &who.visit;
    let commune = content.unit.commune.as_ref().map(|(code, _)| code.clone()).unwrap_or_default();
    let before = returned(who, content.period, &commune).await?;
    let status = if told.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let template = Preview {
        page: frame(who, content.period),
        told,
        action: "/reports/submissions/new",
        unit: content.unit.name().to_owned(),
        clock: periods::clock(visit, content.period),
        summary: shown::summary(content, visit, visit.language),
        differences: content.differences.clone(),
        remarks: content.remarks.clone(),
        missing: Vec::new(),
        parts: 0,
        sha256: content.sha256(),
        hidden: vec![
            ("report", content.period.to_string()),
            ("commune", commune),
            ("seen", content.sha256()),
            ("replaces", before.as_ref().map(|before| before.id.to_string()).unwrap_or_default()),
        ],
        returned: before.and_then(|before| before.events.last()?.comment.clone()),
        send: visit.t("sent-send"),
        is_empty: content.counts.places.is_empty() && content.decided.is_empty(),
    };
    Ok(no_store(render_as(status, &template)))
}

pub(super) async fn send(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::SendReports)?;
    let reviews = reviews(&who).await?;
    let period: Period = typed.text("report").parse().map_err(|()| Refusal::NoPage)?;
    let commune = commune(&who, Some(typed.text("commune")))?;
    let framed = || frame(&who, period);
    let content = match figures::of_commune(&who, &reviews, (period, &commune), framed).await? {
        Ok(content) => content,
        // The page that waits asks for its own address again, which must be that of this report.
        Err(response) if response.status() == StatusCode::ACCEPTED => {
            let to = format!("/reports/submissions/new?report={period}&commune={}", encoded(&commune));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(response) => return Ok(*response),
    };
    if content.sha256() != typed.text("seen") {
        let told = who.visit.t("sent-changed");
        return preview(&who, &content, Some(told)).await;
    }
    let new = NewReport {
        content,
        replaces: typed.text("replaces").parse().ok(),
        has_acknowledged: typed.text("acknowledged") == "yes",
    };
    let units = &who.visit.site.gazetteer.units;
    match who.told(who.registry.send_report(&scope, units, &new, Instant::now()).await)? {
        Ok(id) => Ok(Redirect::to(&format!("/reports/submissions/{id}")).into_response()),
        Err(told) => preview(&who, &new.content, Some(told)).await,
    }
}
