//! `/reports/submissions`: the communes of somebody's places, each with where its report stands, and by when it is due.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use registry::access::{Area, Right};
use registry::reporting::{Period, SentReport, State};
use standards::units::Level;

use super::{periods, shown};
use crate::admin::time;
use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, no_store, render};

#[derive(Template)]
#[template(path = "official/submissions.html")]
struct Board {
    page: Page,
    title: String,
    report: String,
    periods: Vec<(String, String, bool)>,
    clock: Option<periods::Clock>,
    provinces: Vec<Province>,
    /// Communes for which the caller may send one.
    own: Vec<(String, String)>,
    exchanges: bool,
}

struct Province {
    code: String,
    name: String,
    /// Its own report, and where it stands.
    whole: Option<Row>,
    rows: Vec<Row>,
    /// How many stand where, in words.
    tally: Vec<(String, usize)>,
    missing: Vec<String>,
    consolidates: bool,
    accepted: usize,
}

struct Row {
    href: String,
    name: String,
    state: String,
    state_words: String,
    sent: String,
    receipt: Option<String>,
    is_late: bool,
    comment: Option<String>,
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    let visit = &who.visit;
    let scope = who.scope(Right::SeeFigures)?;
    let failed = |fault: registry::store::Fault| Refusal::of_fault(&fault);
    let reviews = who.registry.yearly_reviews(&scope).await.map_err(failed)?;
    let period = periods::asked(visit, &reviews)?;
    let (units, today) = (&visit.site.gazetteer.units, (visit.site.today)());
    let sent = who.registry.sent_reports(&scope, (units, today), period).await.map_err(failed)?;
    let lay = who.registry.lay_of_villages(today).await.map_err(failed)?;
    // Provinces that somebody sees as a whole, and communes of others.
    let mut provinces: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for at in lay.values() {
        let sees_all = scope.covers(&at.province, "", None);
        if !sees_all && !scope.covers(&at.province, &at.commune, None) {
            continue;
        }
        let of = provinces.entry(at.province.clone()).or_default();
        if sees_all && of.is_empty() {
            let all = units.all_on(Level::Commune, today).filter(|unit| unit.province_code == at.province);
            of.extend(all.map(|unit| (unit.code.clone(), unit.name.clone())));
        }
        of.insert(at.commune.clone(), crate::households::commune(visit, &at.commune));
    }
    let receives = visit.scope(Right::ReceiveReports);
    let receives = |code: &str| {
        let own = [Area::Everywhere, Area::Province(code.to_owned())];
        receives.as_ref().is_some_and(|scope| scope.areas().iter().any(|area| own.contains(area)))
    };
    let groups = provinces.into_iter().map(|(code, communes)| {
        let name =
            units.on(Level::Province, &code, today).map_or_else(|| code.clone(), |unit| unit.name.clone());
        let may = receives(&code);
        province(visit, &sent, ((code, name), communes), may)
    });
    let groups: Vec<Province> = groups.collect();
    let own = match visit.scope(Right::SendReports) {
        None => Vec::new(),
        Some(scope) => scope
            .areas()
            .iter()
            .filter_map(|area| match area {
                Area::Commune(code) => Some((code.clone(), crate::households::commune(visit, code))),
                _ => None,
            })
            .filter(|(code, _)| sendable(&sent, code))
            .collect(),
    };
    let all = periods::all(&who, &reviews).await?;
    let choice = |one: &Period| (one.to_string(), periods::named(visit, *one), *one == period);
    let mut choices: Vec<(String, String, bool)> = all.iter().map(choice).collect();
    if !all.contains(&period) {
        choices.insert(0, choice(&period));
    }
    Ok(no_store(render(&Board {
        title: periods::named(visit, period),
        report: period.to_string(),
        periods: choices,
        clock: periods::clock(visit, period),
        provinces: groups,
        own,
        exchanges: [Right::SendReports, Right::ReceiveReports, Right::KeepReference]
            .iter()
            .any(|right| visit.scope(*right).is_some()),
        page: visit.page(visit.t("sent-title")).crumb("/reports", visit.t("reports-title")),
    })))
}

/// Whether the commune has no report on its way.
fn sendable(sent: &[SentReport], commune: &str) -> bool {
    let of =
        |report: &&SentReport| report.content.unit.commune.as_ref().is_some_and(|(code, _)| code == commune);
    let last = sent.iter().filter(of).find(|report| report.state() != State::Replaced);
    last.is_none_or(|last| last.state() == State::Returned)
}

fn province(
    visit: &Visit,
    sent: &[SentReport],
    ((code, name), communes): ((String, String), BTreeMap<String, String>),
    consolidates: bool,
) -> Province {
    let current =
        |report: &&SentReport| report.state() != State::Replaced && report.content.unit.province.0 == code;
    let of = |commune: Option<&str>| {
        let is = |report: &&SentReport| {
            report.content.unit.commune.as_ref().map(|(code, _)| code.as_str()) == commune
        };
        sent.iter().filter(current).find(is)
    };
    let (mut rows, mut missing, mut tally) = (Vec::new(), Vec::new(), BTreeMap::new());
    let mut accepted = 0;
    for (commune, name) in &communes {
        match of(Some(commune)) {
            Some(report) => {
                *tally.entry(report.state()).or_insert(0) += 1;
                accepted += usize::from(report.state() == State::Accepted);
                rows.push(row(visit, report));
            }
            None => missing.push(name.clone()),
        }
    }
    let mut counted: Vec<(String, usize)> =
        tally.into_iter().map(|(state, n)| (visit.t(&shown::state_words(state)), n)).collect();
    if !missing.is_empty() {
        counted.push((visit.t("sent-state-none"), missing.len()));
    }
    Province {
        whole: of(None).map(|report| row(visit, report)),
        code,
        name,
        rows,
        tally: counted,
        missing,
        consolidates,
        accepted,
    }
}

fn row(visit: &Visit, report: &SentReport) -> Row {
    let state = report.state();
    let last = report.events.last().and_then(|event| event.comment.clone());
    Row {
        href: format!("/reports/submissions/{}", report.id),
        name: report.content.unit.name().to_owned(),
        state: state.code().to_owned(),
        state_words: visit.t(&shown::state_key(report)),
        sent: time::shown(report.sent_at, visit.language),
        receipt: shown::receipt(report).map(|(number, _)| number),
        is_late: report.is_late(),
        comment: last.filter(|_| state == State::Returned),
    }
}
