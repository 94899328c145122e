//! `/admin/areas`: địa bàn chương trình – named sets of communes by which reports are made.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::Scope;
use registry::access::{Area, Right};
use registry::official::ProgramArea;
use registry::store::dates::Instant;
use standards::units::Level;
use vocab::said;

use super::villages::{communes, failed, looking};
use crate::account::refusal_in_words;
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

#[derive(Template)]
#[template(path = "admin/areas.html")]
struct Areas {
    page: Page,
    areas: Vec<Shown>,
    /// The communes to choose from: code, name, whether it is chosen.
    communes: Vec<(String, String, bool)>,
    name: String,
    keeps: bool,
    problem: Option<String>,
}

struct Shown {
    name: String,
    /// Names of its units on the day on which it was written down.
    units: Vec<String>,
    since: String,
    by: Option<String>,
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    shown(&who, &Typed::default(), None).await
}

fn in_words(who: &SignedIn, area: ProgramArea) -> Shown {
    let (visit, units) = (&who.visit, &who.visit.site.gazetteer.units);
    let name = |code: &String| {
        let unit =
            [Level::Commune, Level::Province].into_iter().find_map(|of| units.on(of, code, area.since));
        unit.map_or_else(|| code.clone(), |unit| unit.name.clone())
    };
    Shown {
        units: area.units.iter().map(name).collect(),
        since: format::day(area.since, visit.language),
        by: area.by_name,
        name: area.name,
    }
}

/// Whether somebody's places have a commune of an area: what lies elsewhere is not named.
fn is_near(who: &SignedIn, scope: &Scope, area: &ProgramArea) -> bool {
    let units = &who.visit.site.gazetteer.units;
    let of = |code: &String| units.on(Level::Commune, code, area.since);
    let is_covered =
        |code: &String| of(code).is_some_and(|unit| scope.covers(&unit.province_code, code, None));
    scope.areas() == [Area::Everywhere] || area.units.iter().any(is_covered)
}

async fn shown(who: &SignedIn, typed: &Typed, problem: Option<String>) -> Result<Response, Refusal> {
    let (scope, visit) = (looking(who)?, &who.visit);
    let mut areas = who.registry.program_areas().await.map_err(failed)?;
    areas.retain(|area| is_near(who, &scope, area));
    let is_chosen = |code: &str| typed.0.iter().any(|(name, value)| name == "unit" && value == code);
    let choices = communes(who, &scope).await?.into_iter();
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = Areas {
        areas: areas.into_iter().map(|area| in_words(who, area)).collect(),
        communes: choices.map(|(code, name)| (code.clone(), name, is_chosen(&code))).collect(),
        name: typed.text("name").to_owned(),
        keeps: scope.right() == Right::KeepReference && scope.areas() == [Area::Everywhere],
        page: visit.page(visit.t("admin-areas")).crumb("/admin", visit.t("admin-title")),
        problem,
    };
    Ok(no_store(render_as(status, &template)))
}

/// Writes an area down, or ends a name.
pub(super) async fn send(who: SignedIn, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::KeepReference)?;
    let known: Vec<(String, String)> = communes(&who, &scope).await?;
    let chosen = typed.0.iter().filter(|(name, _)| name == "unit").map(|(_, code)| code.clone());
    let units: Vec<String> = match typed.text("do") {
        "end" => Vec::new(),
        _ => chosen.filter(|code| known.iter().any(|(known, _)| known == code)).collect(),
    };
    if units.is_empty() && typed.text("do") != "end" {
        let refusal = registry::Refusal {
            why: said!("chưa chọn xã, phường nào", "no commune was chosen"),
            remedy: said!("chọn ít nhất một xã, phường", "choose one commune at least"),
        };
        return shown(&who, &typed, Some(refusal_in_words(who.visit.language, &refusal))).await;
    }
    let done = who.registry.add_program_area(Some(&scope), typed.text("name"), &units, Instant::now()).await;
    match who.told(done)? {
        Ok(_) => Ok(Redirect::to("/admin/areas").into_response()),
        Err(words) => shown(&who, &typed, Some(words)).await,
    }
}
