//! `/admin/villages`: thôn, tổ dân phố of the caller's area with zone, source and days; adding one.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::Scope;
use registry::access::Right;
use registry::store::dates::Instant;
use registry::villages::{KeptVillage, VILLAGES_PAGE, VillageDetails};
use standards::units::Level;
use vocab::Zone;

use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{Visit, no_store, render_as};

#[derive(Template)]
#[template(path = "admin/villages.html")]
struct Villages {
    page: Page,
    /// Where the units of the country come from.
    units: String,
    communes: Vec<(String, String, bool)>,
    rows: Vec<Line>,
    found: usize,
    earlier: Option<String>,
    later: Option<String>,
    at: usize,
    pages: usize,
    keeps: bool,
    problem: Option<String>,
    form: Form,
}

/// A village in a list.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) commune: String,
    pub(super) zone: String,
    pub(super) zone_source: String,
    pub(super) since: String,
    pub(super) closed: Option<String>,
    pub(super) households: String,
}

/// The fields of a village, as typed.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) name: String,
    pub(super) kinds: Vec<(&'static str, String, bool)>,
    pub(super) communes: Vec<(String, String, bool)>,
    pub(super) zones: Vec<(&'static str, String, bool)>,
    pub(super) zone_source: String,
    pub(super) from: String,
    pub(super) document: String,
}

/// The kinds of the pack's list of units below the commune.
const KINDS: [&str; 2] = ["thon", "to_dan_pho"];

/// The scope for looking: that of whoever keeps villages, else that of whoever audits.
pub(super) fn looking(who: &SignedIn) -> Result<Scope, Refusal> {
    who.scope(Right::KeepReference).or_else(|_| who.scope(Right::SeeAudit))
}

pub(super) fn failed(fault: registry::store::Fault) -> Refusal {
    Refusal::of_fault(&fault)
}

pub(super) fn kind(visit: &Visit, code: &str) -> String {
    match code {
        "thon" => visit.t("village-thon"),
        "to_dan_pho" => visit.t("village-to-dan-pho"),
        other => other.to_owned(),
    }
}

pub(super) fn zone(visit: &Visit, zone: Zone) -> String {
    visit.t(if zone == Zone::Urban { "village-urban" } else { "village-rural" })
}

pub(super) fn commune_name(visit: &Visit, code: &str) -> String {
    let unit = visit.site.gazetteer.units.on(Level::Commune, code, (visit.site.today)());
    unit.map_or_else(|| code.to_owned(), |unit| unit.name.clone())
}

pub(super) fn line(visit: &Visit, village: &KeptVillage) -> Line {
    let (details, language) = (&village.details, visit.language);
    Line {
        href: format!("/admin/villages/{}", village.id),
        name: details.name.clone(),
        kind: kind(visit, &details.kind),
        commune: commune_name(visit, &details.commune_code),
        zone: zone(visit, details.zone),
        zone_source: details.zone_source.clone(),
        since: format::day(details.from, language),
        closed: village.closed.as_ref().map(|closed| format::day(closed.from, language)),
        households: format::whole(village.households, language),
    }
}

/// The communes of today that a scope covers, in the provinces where it has villages; by name.
pub(super) async fn communes(who: &SignedIn, scope: &Scope) -> Result<Vec<(String, String)>, Refusal> {
    let provinces = who.registry.village_provinces(scope).await.map_err(failed)?;
    let (site, today) = (&who.visit.site, (who.visit.site.today)());
    let covered = site.gazetteer.units.all_on(Level::Commune, today).filter(|unit| {
        let is_near = provinces.is_empty() || provinces.contains(&unit.province_code);
        is_near && scope.covers(&unit.province_code, &unit.code, None)
    });
    let mut all: Vec<(String, String)> = covered.map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    all.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    Ok(all)
}

/// What was typed, or what is known of a village.
pub(super) async fn form(
    who: &SignedIn,
    scope: &Scope,
    typed: &Typed,
    known: Option<&VillageDetails>,
) -> Result<Form, Refusal> {
    let visit = &who.visit;
    let value = |name: &str, known: Option<&str>| {
        let typed = typed.text(name);
        if typed.is_empty() { known.unwrap_or_default().to_owned() } else { typed.to_owned() }
    };
    let chosen_kind = value("kind", known.map(|known| known.kind.as_str()));
    let chosen_zone = value("zone", known.map(|known| known.zone.code()));
    let chosen_commune = value("commune", known.map(|known| known.commune_code.as_str()));
    let kinds = KINDS.map(|code| (code, kind(visit, code), code == chosen_kind));
    let zones =
        [Zone::Urban, Zone::Rural].map(|one| (one.code(), zone(visit, one), one.code() == chosen_zone));
    let communes = communes(who, scope).await?.into_iter();
    Ok(Form {
        name: value("name", known.map(|known| known.name.as_str())),
        kinds: kinds.into(),
        communes: communes.map(|(code, name)| (code.clone(), name, code == chosen_commune)).collect(),
        zones: zones.into(),
        zone_source: value("zone_source", known.map(|known| known.zone_source.as_str())),
        from: value("from", Some(&(visit.site.today)().to_string())),
        document: typed.text("document").to_owned(),
    })
}

/// What a form says of a village; `None` if something is missing or is no day.
pub(super) fn read(visit: &Visit, typed: &Typed) -> Option<VillageDetails> {
    let from = typed.text("from").parse().ok()?;
    let commune =
        visit.site.gazetteer.units.on(Level::Commune, typed.text("commune"), (visit.site.today)())?;
    Some(VillageDetails {
        name: typed.text("name").split_whitespace().collect::<Vec<_>>().join(" "),
        kind: KINDS.into_iter().find(|kind| *kind == typed.text("kind"))?.to_owned(),
        commune_code: commune.code.clone(),
        province_code: commune.province_code.clone(),
        zone: Zone::from_code(typed.text("zone"))?,
        zone_source: typed.text("zone_source").to_owned(),
        from,
    })
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    shown(&who, &Typed::default(), None).await
}

pub(super) async fn add(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::KeepReference)?;
    let Some(village) = read(&who.visit, &typed) else {
        return shown(&who, &typed, Some(who.visit.t("village-incomplete"))).await;
    };
    let units = &who.visit.site.gazetteer.units;
    let said = (&village, typed.text("document"));
    match who.told(who.registry.add_village(&scope, units, said, Instant::now()).await)? {
        Ok(id) => Ok(Redirect::to(&format!("/admin/villages/{id}")).into_response()),
        Err(words) => shown(&who, &typed, Some(words)).await,
    }
}

async fn shown(who: &SignedIn, typed: &Typed, problem: Option<String>) -> Result<Response, Refusal> {
    let (scope, visit) = (looking(who)?, &who.visit);
    let chosen = visit.asked("commune").filter(|code| !code.is_empty());
    let at = visit.page_number();
    let (villages, all) = who.registry.kept_villages(&scope, chosen, at).await.map_err(failed)?;
    let found = usize::try_from(all).unwrap_or(0);
    let pages = found.div_ceil(VILLAGES_PAGE).max(1);
    let href = |page: usize| format!("/admin/villages?commune={}&page={page}", chosen.unwrap_or_default());
    let communes = communes(who, &scope).await?.into_iter();
    let communes = communes.map(|(code, name)| (code.clone(), name, Some(code.as_str()) == chosen));
    let units = &visit.site.gazetteer.units;
    let today = (visit.site.today)();
    let number = |level| format::whole(units.all_on(level, today).count() as i64, visit.language);
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = Villages {
        units: format!("{} · {}", number(Level::Province), number(Level::Commune)),
        communes: communes.collect(),
        rows: villages.iter().map(|village| line(visit, village)).collect(),
        found,
        earlier: (at > 1).then(|| href(at - 1)),
        later: (at < pages).then(|| href(at + 1)),
        at,
        pages,
        keeps: scope.right() == Right::KeepReference,
        problem,
        form: form(who, &scope, typed, None).await?,
        page: visit.page(visit.t("villages-title")).crumb("/admin", visit.t("admin-title")),
    };
    Ok(no_store(render_as(status, &template)))
}
