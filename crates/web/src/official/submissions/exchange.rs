//! `/reports/exchange`: the key of this instance, the instances that it trusts, and files that come in and go out.

use askama::Template;
use axum::extract::{Multipart, Path};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use fluent_templates::fluent_bundle::FluentValue;
use registry::access::{Area, Right};
use registry::reporting::{Imported, Importer, Known, Wanted, area_of, area_text, may_trust, split};
use registry::store::dates::Instant;
use standards::units::Level;

use super::{one, packs_of};
use crate::error::Refusal;
use crate::language::say_with;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{Visit, attachment, no_store, render_as};

/// A file that an office can send by e-mail.
const PART_BYTES: usize = 8 << 20;

#[derive(Template)]
#[template(path = "official/exchange.html")]
struct Exchange {
    page: Page,
    told: Option<String>,
    key: String,
    fingerprint: String,
    peers: Vec<PeerRow>,
    /// What came of each file: words, where it leads, whether it went wrong.
    came: Vec<(String, Option<String>, bool)>,
    imports: bool,
    keeps: bool,
    name: String,
    typed_key: String,
    area: String,
}

struct PeerRow {
    id: String,
    name: String,
    area: String,
    fingerprint: String,
    may_end: bool,
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    shown(&who, StatusCode::OK, None, Vec::new(), &Typed::default()).await
}

async fn shown(
    who: &SignedIn,
    status: StatusCode,
    told: Option<String>,
    came: Vec<(String, Option<String>, bool)>,
    typed: &Typed,
) -> Result<Response, Refusal> {
    let visit = &who.visit;
    let failed = |fault: registry::store::Fault| Refusal::of_fault(&fault);
    let keeps = visit.scope(Right::KeepReference);
    let (units, today) = (&visit.site.gazetteer.units, (visit.site.today)());
    let within = |area: &Area| keeps.as_ref().is_some_and(|scope| may_trust(scope, units, today, area));
    // Of other places not even which instances are trusted.
    let sees = |area: &Area| match area {
        Area::Everywhere => true,
        Area::Province(code) => [Right::SendReports, Right::ReceiveReports, Right::KeepReference]
            .into_iter()
            .filter_map(|right| visit.scope(right))
            .flat_map(|scope| scope.areas().to_vec())
            .any(|own| match own {
                Area::Everywhere => true,
                Area::Province(own) => own == *code,
                Area::Commune(own) => province_of(visit, &own).is_some_and(|own| own == *code),
                Area::Village(_) => false,
            }),
        Area::Commune(code) => [Right::SendReports, Right::ReceiveReports, Right::KeepReference]
            .into_iter()
            .filter_map(|right| visit.scope(right))
            .any(|scope| {
                province_of(visit, code).is_some_and(|province| scope.covers(&province, code, None))
            }),
        Area::Village(_) => false,
    };
    let peers = who.registry.peers().await.map_err(failed)?;
    let row = |peer: &registry::reporting::Peer| PeerRow {
        id: peer.id.to_string(),
        name: peer.name.clone(),
        area: area_words(visit, &peer.area),
        fingerprint: peer.key.fingerprint(),
        may_end: within(&peer.area),
    };
    let key = who.registry.exchange_key().map_err(failed)?;
    let template = Exchange {
        told,
        fingerprint: key.fingerprint(),
        key: key.to_string(),
        peers: peers.iter().filter(|peer| sees(&peer.area)).map(row).collect(),
        came,
        imports: [Right::SendReports, Right::ReceiveReports]
            .iter()
            .any(|right| visit.scope(*right).is_some()),
        keeps: keeps.is_some(),
        name: typed.text("name").to_owned(),
        typed_key: typed.text("key").to_owned(),
        area: typed.text("area").to_owned(),
        page: visit
            .page(visit.t("exchange-title"))
            .crumb("/reports", visit.t("reports-title"))
            .crumb("/reports/submissions", visit.t("sent-title")),
    };
    Ok(no_store(render_as(status, &template)))
}

fn province_of(visit: &Visit, commune: &str) -> Option<String> {
    let (units, today) = (&visit.site.gazetteer.units, (visit.site.today)());
    units.on(Level::Commune, commune, today).map(|unit| unit.province_code.clone())
}

/// `Xã Ea H'leo (commune:24211)`.
fn area_words(visit: &Visit, area: &Area) -> String {
    let (units, today) = (&visit.site.gazetteer.units, (visit.site.today)());
    let name = |level, code: &String| units.on(level, code, today).map(|unit| unit.name.clone());
    let name = match area {
        Area::Everywhere => Some(visit.t("exchange-everywhere")),
        Area::Province(code) => name(Level::Province, code),
        Area::Commune(code) => name(Level::Commune, code),
        Area::Village(_) => None,
    };
    let text = area_text(area);
    name.map_or_else(|| text.clone(), |name| format!("{name} ({text})"))
}

/// Files that came: each is a whole bundle or a part of one.
pub(super) async fn import(who: SignedIn, mut multipart: Multipart) -> Result<Response, Refusal> {
    let visit = &who.visit;
    let (receives, sends) = (visit.scope(Right::ReceiveReports), visit.scope(Right::SendReports));
    let by = Importer { user: Some(who.actor.user), receives: receives.as_ref(), sends: sends.as_ref() };
    let packs = packs_of(&visit.site.library, &visit.site.official);
    let known = Known { units: &visit.site.gazetteer.units, packs: &packs };
    let refused = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        _ => Refusal::Unreadable,
    };
    let mut came = Vec::new();
    let mut is_wrong = false;
    while let Some(field) = multipart.next_field().await.map_err(refused)? {
        if field.name() != Some("file") {
            continue;
        }
        let bytes = field.bytes().await.map_err(refused)?;
        if bytes.is_empty() {
            continue;
        }
        let imported = who.registry.import_bundle(by, known, &bytes, Instant::now()).await;
        match who.told(imported)? {
            Ok(imported) => {
                let (words, href) = words(visit, &imported);
                came.push((words, href, false));
            }
            Err(why) => {
                is_wrong = true;
                came.push((why, None, true));
            }
        }
    }
    if came.is_empty() {
        is_wrong = true;
        came.push((visit.t("exchange-no-file"), None, true));
    }
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    shown(&who, status, None, came, &Typed::default()).await
}

fn words(visit: &Visit, imported: &Imported) -> (String, Option<String>) {
    let say =
        |key: &str, values: &[(&'static str, FluentValue<'static>)]| say_with(visit.language, key, values);
    let href = |id: &registry::ReportId| Some(format!("/reports/submissions/{id}"));
    match imported {
        Imported::Waiting { parts, missing } => {
            let here = parts - missing.len();
            let numbers = missing.iter().take(30).map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let values = [
                ("here", here.to_string().into()),
                ("parts", parts.to_string().into()),
                ("missing", numbers.into()),
            ];
            (say("exchange-waiting", &values), None)
        }
        Imported::Report { id, unit, is_new } => {
            let key = if *is_new { "exchange-report" } else { "exchange-report-known" };
            (say(key, &[("name", unit.clone().into())]), href(id))
        }
        Imported::Receipt { id, events: 0 } => (say("exchange-receipt-known", &[]), href(id)),
        Imported::Receipt { id, .. } => (say("exchange-receipt", &[]), href(id)),
    }
}

pub(super) async fn trust(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::KeepReference)?;
    let units = &who.visit.site.gazetteer.units;
    let area = area_of(typed.text("area")).unwrap_or(Area::Commune(typed.text("area").to_owned()));
    let new = (typed.text("name"), typed.text("key"), &area);
    match who.told(who.registry.trust_peer(Some(&scope), units, new, Instant::now()).await)? {
        Ok(_) => Ok(Redirect::to("/reports/exchange").into_response()),
        Err(told) => shown(&who, StatusCode::UNPROCESSABLE_ENTITY, Some(told), Vec::new(), &typed).await,
    }
}

pub(super) async fn distrust(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::KeepReference)?;
    let id = typed.text("peer").parse().map_err(|_| Refusal::NoPage)?;
    match who.told(
        who.registry.distrust_peer(Some(&scope), &who.visit.site.gazetteer.units, id, Instant::now()).await,
    )? {
        Ok(()) => Ok(Redirect::to("/reports/exchange").into_response()),
        Err(told) => {
            shown(&who, StatusCode::UNPROCESSABLE_ENTITY, Some(told), Vec::new(), &Typed::default()).await
        }
    }
}

/// A report or its receipt as a file for one recipient; one that is too large for a letter goes by the command line in parts.
pub(super) async fn export(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let report = one::found(&who, &id).await?;
    let wanted = match typed.text("what") {
        "report" => Wanted::Report,
        "receipt" => Wanted::Receipt,
        _ => return Err(Refusal::Unreadable),
    };
    let right = if wanted == Wanted::Report { Right::SendReports } else { Right::ReceiveReports };
    let scope = who.scope(right)?;
    let exported =
        who.registry.export_report(Some(&scope), (report.id, wanted), typed.text("to"), Instant::now()).await;
    match who.told(exported)? {
        Ok((to, whole)) => {
            let own = who.registry.exchange_key().map_err(|fault| Refusal::of_fault(&fault))?;
            let file = split(&whole, &own, &to, PART_BYTES.max(whole.len())).into_iter().next();
            let what = if wanted == Wanted::Report { "bao-cao" } else { "bien-nhan" };
            let name = format!("{what}-{}-{}.ctb", report.content.period, report.id);
            Ok(attachment(file.ok_or(Refusal::Broken)?, &name, "application/octet-stream"))
        }
        Err(told) => shown(&who, StatusCode::CONFLICT, Some(told), Vec::new(), &Typed::default()).await,
    }
}
