//! `/reports/submissions/{report}`: one report with its history, its receipt, its tables – and what may be done with it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::reporting::{Answer, Content, Part, SentReport, State, area_text};
use registry::store::dates::Instant;
use reports::official::{Head, head, numbers, shown as cell_words};

use super::super::differ;
use super::shown::Summary;
use super::{periods, shown};
use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::layout::{Link, Page};
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{Visit, no_store, render_as};

#[derive(Template)]
#[template(path = "official/submission.html")]
struct One {
    page: Page,
    told: Option<String>,
    state: String,
    state_words: String,
    facts: Vec<(String, String)>,
    sha256: String,
    is_late: bool,
    comment: Option<String>,
    history: Vec<(String, String, Option<String>)>,
    summary: Summary,
    differences: Vec<String>,
    remarks: Vec<String>,
    missing: Vec<String>,
    /// Reports that it adds up; and whether one of them was returned since.
    parts: Vec<(Link, bool)>,
    tables: Vec<(Link, bool)>,
    table: Option<Table>,
    /// Whether its tables can be shown here.
    has_form: bool,
    files: Vec<Link>,
    action: String,
    may_receive: bool,
    may_accept: bool,
    may_return: bool,
    again: Option<String>,
    /// The review in which sending it was recorded.
    review: Option<String>,
    /// Where it may be exported to: name and key, whether as a report or as a receipt.
    exports: Vec<Export>,
}

struct Export {
    wanted: &'static str,
    label: String,
    peers: Vec<(String, String)>,
}

/// One official table.
pub(super) struct Table {
    pub(super) title: String,
    pub(super) head: Head,
    pub(super) rows: Vec<TableRow>,
    pub(super) is_wide: bool,
}

pub(super) struct TableRow {
    pub(super) number: String,
    pub(super) name: String,
    pub(super) kind: Option<String>,
    pub(super) is_second: bool,
    pub(super) is_strong: bool,
    /// Words, and whether a formula gave them.
    pub(super) cells: Vec<(String, bool)>,
}

pub(super) async fn found(who: &SignedIn, id: &str) -> Result<SentReport, Refusal> {
    let (visit, scope) = (&who.visit, who.scope(Right::SeeFigures)?);
    let id = id.parse().map_err(|_| Refusal::NoPage)?;
    let at = (&visit.site.gazetteer.units, (visit.site.today)());
    let found = who.registry.sent_report(&scope, at, id).await.map_err(|fault| Refusal::of_fault(&fault))?;
    found.ok_or(Refusal::NoPage)
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let report = found(&who, &id).await?;
    render_one(&who, &report, None).await
}

pub(super) async fn answer(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let report = found(&who, &id).await?;
    let scope = who.scope(Right::ReceiveReports)?;
    let answer = match typed.text("do") {
        "receive" => Answer::Receive,
        "return" => Answer::Return(typed.text("comment").to_owned()),
        "accept" => Answer::Accept,
        _ => return Err(Refusal::Unreadable),
    };
    match who.told(who.registry.answer_report(&scope, report.id, &answer, Instant::now()).await)? {
        Ok(_) => Ok(Redirect::to(&format!("/reports/submissions/{}", report.id)).into_response()),
        Err(told) => render_one(&who, &report, Some(told)).await,
    }
}

/// A table of a report.
fn table(report: &SentReport, visit: &Visit) -> (Vec<(Link, bool)>, Option<Table>) {
    let content = &report.content;
    let Some(form) = shown::form(content, visit) else { return (Vec::new(), None) };
    let filled = shown::filled(content, form, visit.language);
    let asked: Option<u16> = visit.asked("table").and_then(|text| text.parse().ok());
    let asked = asked.or_else(|| filled.tables.first().map(|table| table.number));
    let link = |number: u16| {
        let href = format!("/reports/submissions/{}?table={number}#table", report.id);
        (Link::new(href, number.to_string()), Some(number) == asked)
    };
    let all = filled.tables.iter().map(|table| link(table.number)).collect();
    let Some(table) = filled.tables.iter().find(|table| Some(table.number) == asked) else {
        return (all, None);
    };
    let wanted = [table.number];
    let printed = filled.report((form, (visit.site.today)()), &wanted, visit.language);
    let stt = numbers(&filled.lines);
    let row = |row: &engine::figures::FilledRow| {
        let cells = table.headings.iter().zip(&row.cells);
        TableRow {
            number: stt.get(row.line).cloned().unwrap_or_default(),
            name: filled.names.get(row.line).cloned().unwrap_or_default(),
            kind: differ::kind(row.of_people).map(|key| visit.t(key)),
            is_second: row.of_people == Some(true),
            is_strong: filled.lines.get(row.line).is_some_and(|line| !line.of.is_empty()),
            cells: cells
                .map(|(heading, cell)| (cell_words(cell, visit.language), heading.formula.is_some()))
                .collect(),
        }
    };
    let number = table.number;
    let title = form.set.table(number).map(|layout| layout.title.get(visit.language).to_owned());
    let named = visit.page(String::new()).named("reports-table", number.to_string());
    let shown = Table {
        title: format!("{named}. {}", title.unwrap_or_default()),
        head: head(&printed, table),
        rows: table.rows.iter().map(row).collect(),
        is_wide: table.headings.len() > 6,
    };
    (all, Some(shown))
}

/// What the report is, in pairs.
fn facts(report: &SentReport, visit: &Visit) -> Vec<(String, String)> {
    let content = &report.content;
    let mut facts = vec![(visit.t("sent-unit"), content.unit.name().to_owned())];
    let by = report.by_name.clone().unwrap_or_else(|| visit.t("audit-program"));
    let sent = format!("{} · {by}", time::shown(report.sent_at, visit.language));
    facts.push((visit.t("sent-sent-at"), sent));
    if let Some((_, peer)) = &report.peer {
        facts.push((visit.t("sent-from-file"), peer.clone()));
    }
    if let Some(due) = content.due {
        facts.push((visit.t("sent-due-day"), format::day(due, visit.language)));
    }
    if let Some((number, at)) = shown::receipt(report) {
        facts.push((visit.t("sent-receipt"), format!("{number} · {}", time::shown(at, visit.language))));
    }
    for sealed in &content.sealed {
        facts.push((visit.t("sent-sealed"), format!("{} · {}", sealed.label, sealed.sha256)));
    }
    facts
}

fn history(report: &SentReport, visit: &Visit) -> Vec<(String, String, Option<String>)> {
    let by = report.by_name.clone().unwrap_or_else(|| visit.t("audit-program"));
    let at = |at: Instant, by: &str| format!("{} · {by}", time::shown(at, visit.language));
    let first = if report.content.unit.commune.is_none() { "sent-state-added" } else { "sent-state-sent" };
    let mut lines = vec![(visit.t(first), at(report.sent_at, &by), None)];
    for event in &report.events {
        let words = visit.t(&format!("sent-happened-{}", event.what.code()));
        let by =
            event.peer.clone().or_else(|| event.by_name.clone()).unwrap_or_else(|| visit.t("audit-program"));
        lines.push((words, at(event.at, &by), event.comment.clone()));
    }
    lines
}

async fn render_one(who: &SignedIn, report: &SentReport, told: Option<String>) -> Result<Response, Refusal> {
    let visit = &who.visit;
    let (content, state) = (&report.content, report.state());
    let (tables, table) = table(report, visit);
    let receives = visit.scope(Right::ReceiveReports).is_some_and(|scope| {
        scope.areas().iter().any(|area| report.goes_to(area)) && report.by != Some(who.actor.user)
    });
    let own = content.unit.commune.as_ref().filter(|(code, _)| {
        let area = registry::access::Area::Commune(code.clone());
        visit.scope(Right::SendReports).is_some_and(|scope| scope.areas().contains(&area))
    });
    let root = format!("/reports/submissions/{}/files", report.id);
    let mut files = vec![
        Link::new(format!("{root}/bao-cao.docx"), visit.t("sent-letter-docx")),
        Link::new(format!("{root}/bao-cao.pdf"), visit.t("sent-letter-pdf")),
    ];
    if !tables.is_empty() && !content.counts.places.is_empty() {
        files.push(Link::new(format!("{root}/mau-bieu.xlsx"), visit.t("reports-all-xlsx")));
    }
    let comment = report.events.last().and_then(|event| event.comment.clone());
    let title = format!("{} – {}", periods::named(visit, content.period), content.unit.name());
    let page = visit.page(title).crumb("/reports", visit.t("reports-title"));
    let back = format!("/reports/submissions?report={}", content.period);
    let status = if told.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let template = One {
        page: page.crumb(back, visit.t("sent-title")),
        told,
        state: state.code().to_owned(),
        state_words: visit.t(&shown::state_key(report)),
        facts: facts(report, visit),
        sha256: report.sha256.clone(),
        is_late: report.is_late(),
        comment: comment.filter(|_| state == State::Returned),
        history: history(report, visit),
        summary: shown::summary(content, visit, visit.language),
        differences: content.differences.clone(),
        remarks: content.remarks.clone(),
        missing: shown::missing(content),
        parts: parts(who, content).await?,
        has_form: content.counts.places.is_empty() || !tables.is_empty(),
        tables: if content.counts.places.is_empty() { Vec::new() } else { tables },
        table: table.filter(|_| !content.counts.places.is_empty()),
        files,
        action: format!("/reports/submissions/{}", report.id),
        may_receive: receives && Answer::Receive.is_open(state),
        may_accept: receives && Answer::Accept.is_open(state),
        may_return: receives && Answer::Return(String::new()).is_open(state),
        again: own
            .filter(|_| state == State::Returned)
            .map(|(code, _)| format!("/reports/submissions/new?report={}&commune={code}", content.period)),
        review: review(who, report).await?,
        exports: exports(who, report, receives, own.is_some()).await?,
    };
    Ok(no_store(render_as(status, &template)))
}

/// The reports that it adds up, and whether one of them was returned since.
async fn parts(who: &SignedIn, content: &Content) -> Result<Vec<(Link, bool)>, Refusal> {
    if content.parts.is_empty() {
        return Ok(Vec::new());
    }
    let site = &who.visit.site;
    let (scope, at) = (who.scope(Right::SeeFigures)?, (&site.gazetteer.units, (site.today)()));
    let sent = who.registry.sent_reports(&scope, at, content.period).await;
    let sent = sent.map_err(|fault| Refusal::of_fault(&fault))?;
    let part = |part: &Part| {
        let name = content.communes.get(&part.commune).unwrap_or(&part.commune).clone();
        let of = sent.iter().find(|of| of.id == part.id);
        let is_returned = of.is_some_and(|of| of.state() != State::Accepted);
        (Link::new(format!("/reports/submissions/{}", part.id), name), is_returned)
    };
    Ok(content.parts.iter().map(part).collect())
}

/// The review in which sending the report was recorded, for whoever sees it.
async fn review(who: &SignedIn, report: &SentReport) -> Result<Option<String>, Refusal> {
    let Some(scope) = who.visit.scope(Right::SeeHouseholds) else { return Ok(None) };
    let found = who.registry.review_of_report(&scope, report).await;
    let found = found.map_err(|fault| Refusal::of_fault(&fault))?;
    Ok(found.map(|id| format!("/review/{id}/recognition")))
}

/// Where the report, or its receipt, may go as a file.
async fn exports(
    who: &SignedIn,
    report: &SentReport,
    receives: bool,
    is_own_commune: bool,
) -> Result<Vec<Export>, Refusal> {
    let visit = &who.visit;
    let is_own_province = report.content.unit.commune.is_none()
        && visit
            .scope(Right::SendReports)
            .is_some_and(|scope| scope.covers(&report.content.unit.province.0, "", None));
    let peers = who.registry.peers().await.map_err(|fault| Refusal::of_fault(&fault))?;
    let named = |peer: &registry::reporting::Peer| {
        (
            peer.key.to_string(),
            format!("{} ({}, {})", peer.name, area_text(&peer.area), peer.key.fingerprint()),
        )
    };
    let mut exports = Vec::new();
    if (is_own_commune || is_own_province) && report.peer.is_none() {
        let above = peers.iter().filter(|peer| report.goes_to(&peer.area)).map(named).collect();
        exports.push(Export { wanted: "report", label: visit.t("sent-export-report"), peers: above });
    }
    if receives && report.peer.is_some() && !report.events.is_empty() {
        let sender = report.peer.as_ref().map(|(id, _)| *id);
        let back = peers.iter().filter(|peer| Some(peer.id) == sender).map(named).collect();
        exports.push(Export { wanted: "receipt", label: visit.t("sent-export-receipt"), peers: back });
    }
    Ok(exports)
}
