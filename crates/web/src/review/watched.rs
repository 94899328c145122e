//! `/review/watched`: theo dõi sau khi thoát – households that left a list, how long they are watched still, and which of them nobody has
//! asked for long.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::response::Response;
use registry::access::Right;
use registry::proceedings::Watched;
use registry::{HouseholdId, VillageId};
use review::procedure::Monitoring;
use vocab::Day;

use super::words;
use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::households;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, no_store, render};

#[derive(Template)]
#[template(path = "review/watched.html")]
struct WatchedPage {
    page: Page,
    n: usize,
    n_due: usize,
    groups: Vec<(String, Vec<Line>)>,
}

struct Line {
    id: HouseholdId,
    head: String,
    number: i64,
    left: String,
    since: String,
    until: String,
    /// When it was asked last; `None`: never since it is in the registry.
    asked: Option<String>,
    is_due: bool,
    ends_soon: bool,
}

/// Whether somebody should visit it.
fn is_due(one: &Watched, monitoring: &Monitoring, today: Day) -> bool {
    one.asked_at.is_none_or(|at| days(time::day(at), today) > i64::from(monitoring.visit_after_days))
}

fn ends_soon(one: &Watched, monitoring: &Monitoring, today: Day) -> bool {
    days(today, one.until) <= i64::from(monitoring.remind_days)
}

fn days(from: Day, to: Day) -> i64 {
    i64::from(to.epoch_days()) - i64::from(from.epoch_days())
}

/// What my work says of them: how many are watched, and how many of these wait for a visit or an end.
pub(super) async fn reminder(who: &SignedIn) -> Result<Option<(usize, usize)>, Refusal> {
    let scope = who.scope(Right::SeeHouseholds)?;
    let today = (who.visit.site.today)();
    let Some(monitoring) = who.visit.site.monitoring() else { return Ok(None) };
    let watched = who.registry.watched_households(&scope, monitoring, today).await;
    let watched = watched.map_err(|fault| Refusal::of_fault(&fault))?;
    let waits = |one: &&Watched| is_due(one, monitoring, today) || ends_soon(one, monitoring, today);
    let due = watched.iter().filter(waits).count();
    Ok((!watched.is_empty()).then_some((watched.len(), due)))
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    let scope = who.scope(Right::SeeHouseholds)?;
    let (visit, today) = (&who.visit, (who.visit.site.today)());
    let failed = |fault| Refusal::of_fault(&fault);
    let monitoring = visit.site.monitoring().ok_or(Refusal::NoPage)?;
    let watched = who.registry.watched_households(&scope, monitoring, today).await.map_err(failed)?;
    let villages = who.registry.villages(&scope).await.map_err(failed)?;
    let names = households::village_names(&who.registry, visit, &villages).await?;
    let communes: BTreeMap<VillageId, String> =
        villages.iter().map(|village| (village.id, village.commune_code.clone())).collect();
    let is_of_many = communes.values().collect::<BTreeSet<_>>().len() > 1;
    let names: BTreeMap<VillageId, String> = names.into_iter().collect();
    // Villages of different communes may have one name.
    let mut groups: BTreeMap<(String, Option<VillageId>), Vec<Line>> = BTreeMap::new();
    for one in &watched {
        let mut name = one.village.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        if let Some(code) = one.village.and_then(|id| communes.get(&id)).filter(|_| is_of_many) {
            name = format!("{name}, {}", households::commune(visit, code));
        }
        groups.entry((name, one.village)).or_default().push(line(one, monitoring, visit));
    }
    let template = WatchedPage {
        n: watched.len(),
        n_due: watched.iter().filter(|one| is_due(one, monitoring, today)).count(),
        groups: groups.into_iter().map(|((name, _), lines)| (name, lines)).collect(),
        page: visit.page(visit.t("watched-title")).crumb("/review", visit.t("review-title")),
    };
    Ok(no_store(render(&template)))
}

fn line(one: &Watched, monitoring: &Monitoring, visit: &Visit) -> Line {
    let today = (visit.site.today)();
    Line {
        id: one.household,
        head: one.head.clone(),
        number: one.number,
        left: words::class(visit, one.left),
        since: format::day(one.since, visit.language),
        until: format::day(one.until, visit.language),
        asked: one.asked_at.map(|at| format::day(time::day(at), visit.language)),
        is_due: is_due(one, monitoring, today),
        ends_soon: ends_soon(one, monitoring, today),
    }
}
