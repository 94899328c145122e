//! `/admin/villages/{village}`: one thôn or tổ dân phố – what was said of it and by which document, restating it, closing it
//! into others, and taking such an act back.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::store::dates::Instant;
use registry::villages::VillageChange;
use registry::{Stopped, VillageId};
use serde_json::Value as Json;
use vocab::Zone;

use crate::admin::time;
use crate::admin::villages::{self, Form, Line, failed, looking};
use crate::error::Refusal;
use crate::format;
use crate::layout::{Link, Page};
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{Visit, no_store, render_as};

#[derive(Template)]
#[template(path = "admin/village.html")]
struct Village {
    page: Page,
    id: String,
    village: Line,
    successors: Vec<Link>,
    /// The list of its households, for whoever sees households there.
    households: Option<String>,
    changes: Vec<Change>,
    keeps: bool,
    sees_acts: bool,
    problem: Option<String>,
    form: Form,
    /// Villages of the same commune that it may become.
    others: Vec<(String, String)>,
}

/// What one act said.
#[derive(Debug)]
struct Change {
    act_seq: i64,
    says: String,
    from: String,
    document: String,
    recorded: String,
    is_undone: bool,
    /// Whether it can be taken back from here.
    undoes: bool,
}

fn id(village: &str) -> Result<VillageId, Refusal> {
    village.parse().map_err(|_| Refusal::NoPage)
}

pub(super) async fn page(who: SignedIn, Path(village): Path<String>) -> Result<Response, Refusal> {
    shown(&who, id(&village)?, &Typed::default(), None).await
}

pub(super) async fn restate(
    who: SignedIn,
    Path(village): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let (scope, id) = (who.scope(Right::KeepReference)?, id(&village)?);
    let Some(said) = villages::read(&who.visit, &typed) else {
        return shown(&who, id, &typed, Some(who.visit.t("village-incomplete"))).await;
    };
    let units = &who.visit.site.gazetteer.units;
    let said = (&said, typed.text("document"));
    let done = who.registry.restate_village(&scope, units, id, said, Instant::now()).await;
    after(&who, id, &typed, done.map(drop)).await
}

pub(super) async fn close(
    who: SignedIn,
    Path(village): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let (scope, id) = (who.scope(Right::KeepReference)?, id(&village)?);
    let named = typed.0.iter().filter(|(name, value)| name == "successor" && !value.is_empty());
    let successors: Option<Vec<VillageId>> = named.map(|(_, value)| value.parse().ok()).collect();
    let (Some(successors), Ok(from)) = (successors, typed.text("closed_from").parse()) else {
        return shown(&who, id, &Typed::default(), Some(who.visit.t("village-incomplete"))).await;
    };
    let decided = (typed.text("document"), from);
    let done = who.registry.close_village(&scope, id, &successors, decided, Instant::now()).await;
    after(&who, id, &Typed::default(), done.map(drop)).await
}

pub(super) async fn undo(
    who: SignedIn,
    Path((village, seq)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let (scope, id) = (who.scope(Right::KeepReference)?, id(&village)?);
    let changes = who.registry.village_changes(&scope, id).await.map_err(failed)?;
    // Only what was said of this village, from its own page.
    if !changes.iter().any(|change| change.act_seq == seq) {
        return Err(Refusal::NoPage);
    }
    let undone = who.registry.undo(Some(&scope), seq, typed.text("reason"), Instant::now()).await;
    after(&who, id, &Typed::default(), undone.map(drop)).await
}

async fn after(
    who: &SignedIn,
    id: VillageId,
    typed: &Typed,
    done: Result<(), Stopped>,
) -> Result<Response, Refusal> {
    match who.told(done)? {
        Ok(()) => Ok(Redirect::to(&format!("/admin/villages/{id}")).into_response()),
        Err(words) => shown(who, id, typed, Some(words)).await,
    }
}

async fn shown(
    who: &SignedIn,
    id: VillageId,
    typed: &Typed,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let (scope, visit) = (looking(who)?, &who.visit);
    let village = who.registry.kept_village(&scope, id).await.map_err(failed)?.ok_or(Refusal::NoPage)?;
    let commune = village.details.commune_code.as_str();
    let (others, _) = who.registry.kept_villages(&scope, Some(commune), 1).await.map_err(failed)?;
    let others = others.into_iter().filter(|other| other.id != id && other.closed.is_none());
    let changes = who.registry.village_changes(&scope, id).await.map_err(failed)?;
    let keeps = scope.right() == Right::KeepReference;
    let newest = changes.iter().rfind(|change| !change.is_undone).map(|change| change.act_seq);
    let first = changes.first().map(|change| change.act_seq);
    let in_words = |change: &VillageChange| Change {
        undoes: keeps && Some(change.act_seq) == newest && newest != first,
        ..in_words(visit, change)
    };
    let sees_households = who.scope(Right::SeeHouseholds).ok().filter(|scope| {
        scope.covers(&village.details.province_code, commune, Some(id)) && village.households > 0
    });
    let successors = village.closed.iter().flat_map(|closed| &closed.successors);
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = Village {
        id: id.to_string(),
        successors: successors
            .map(|(id, name)| Link::new(format!("/admin/villages/{id}"), name.clone()))
            .collect(),
        households: sees_households.map(|_| format!("/households?village={id}")),
        changes: changes.iter().map(in_words).collect(),
        keeps,
        sees_acts: who.scope(Right::SeeAudit).is_ok(),
        problem,
        form: villages::form(who, &scope, typed, Some(&village.details)).await?,
        others: others.map(|other| (other.id.to_string(), other.details.name)).collect(),
        page: visit
            .page(village.details.name.clone())
            .crumb("/admin", visit.t("admin-title"))
            .crumb("/admin/villages", visit.t("villages-title")),
        village: villages::line(visit, &village),
    };
    Ok(no_store(render_as(status, &template)))
}

fn in_words(visit: &Visit, change: &VillageChange) -> Change {
    let text = |key: &str| change.value.get(key).and_then(Json::as_str).unwrap_or_default();
    let says = if change.value.contains_key("is_closed") {
        visit.t("village-closed")
    } else {
        let zone = Zone::from_code(text("zone")).map(|zone| villages::zone(visit, zone)).unwrap_or_default();
        let commune = villages::commune_name(visit, text("commune_code"));
        let (name, source) = (text("name"), text("zone_source"));
        format!("{name}, {commune} · {zone} ({source})")
    };
    let by = change.by_name.clone().unwrap_or_else(|| visit.t("audit-program"));
    Change {
        act_seq: change.act_seq,
        says,
        from: change.from.map(|day| format::day(day, visit.language)).unwrap_or_default(),
        document: change.document.clone().unwrap_or_default(),
        recorded: format!("{} · {by}", time::shown(change.at, visit.language)),
        is_undone: change.is_undone,
        undoes: false,
    }
}
