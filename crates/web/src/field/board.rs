//! The campaigns, and the board of one: surveyors, their phones and lists, what has arrived. It renews itself; its numbers
//! are live counts and no figures.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use registry::access::Right;
use registry::capture::{Listed, ListedIn, Progress, Stand, State};
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{UserId, VillageId};

use crate::admin::time;
use crate::error::Refusal;
use crate::households::village;
use crate::layout::{Link, Page};
use crate::signed_in::SignedIn;
use crate::visit::{no_store, render, render_as};

#[derive(Template)]
#[template(path = "field/campaigns.html")]
struct Campaigns {
    page: Page,
    campaigns: Vec<Link>,
}

/// The campaigns to choose from.
pub(super) async fn campaigns(who: SignedIn) -> Result<Response, Refusal> {
    let all = who.registry.campaigns().await.map_err(|fault| Refusal::of_fault(&fault))?;
    let campaigns =
        all.into_iter().rev().map(|one| Link::new(format!("/field/{}", one.id), one.label)).collect();
    Ok(render(&Campaigns { campaigns, page: who.visit.page(who.visit.t("field-title")) }))
}

#[derive(Template)]
#[template(path = "field/board.html")]
struct Board {
    page: Page,
    campaign: Sealable,
    surveyors: Vec<Line>,
    phones: Vec<PhoneLine>,
    villages: Vec<Line>,
    all: Counts,
    has_form: bool,
    /// When these counts were taken.
    now: String,
    problem: Option<String>,
}

/// How far a list has come, as counts and as a bar.
struct Counts {
    assigned: usize,
    visited: usize,
    received: usize,
    attention: usize,
    recorded: usize,
    bar: Vec<Piece>,
}

/// A piece of a bar, in hundredths of it.
struct Piece {
    kind: &'static str,
    from: String,
    wide: String,
}

/// A surveyor or a village.
struct Line {
    id: String,
    name: String,
    counts: Counts,
    /// Where the households of a surveyor lie.
    places: String,
    /// Forms of a surveyor that a person must look at, also those of no household.
    attention: usize,
    phones: usize,
    seen: Option<String>,
    /// Whether the role of the surveyor has ended.
    is_over: bool,
}

struct PhoneLine {
    id: String,
    label: String,
    surveyor: String,
    seen: Option<String>,
    is_ended: bool,
    submissions: usize,
}

pub(super) fn many(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

/// The campaign of an address.
pub(super) async fn campaign(who: &SignedIn, id: &str) -> Result<Sealable, Refusal> {
    let all = who.registry.campaigns().await.map_err(|fault| Refusal::of_fault(&fault))?;
    all.into_iter().find(|campaign| campaign.id.to_string() == id).ok_or(Refusal::NoPage)
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(&who, campaign(&who, &id).await?, None).await
}

pub(super) async fn shown(
    who: &SignedIn,
    campaign: Sealable,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let (visit, registry, units) = (&who.visit, &who.registry, &who.visit.site.gazetteer.units);
    let now = Instant::now();
    let failed = |fault| Refusal::of_fault(&fault);
    let progress = registry.progress(&scope, units, campaign.id, now).await.map_err(failed)?;
    let phones = registry.devices(&scope, units, campaign.id, now).await.map_err(failed)?;
    let lists = registry.lists(&scope, campaign.id).await.map_err(failed)?;
    let forms = registry.forms(campaign.id).await.map_err(failed)?;
    let seen = |at: Option<Instant>| at.map(|at| time::shown(at, visit.language));
    let mut all = Stand::default();
    lists.iter().for_each(|one| all += one.stand);
    let template = Board {
        surveyors: surveyors(&progress, &lists, &seen),
        villages: villages(who, &lists),
        all: counts(all),
        phones: phones.into_iter().map(|one| phone_line(one, &seen)).collect(),
        has_form: !forms.is_empty(),
        now: time::shown(now, visit.language),
        page: visit.page(campaign.label.clone()).crumb("/field", visit.t("field-title")),
        campaign,
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

/// Surveyors of the area, and whoever has a list without being one any more.
fn surveyors(
    progress: &[Progress],
    lists: &[ListedIn],
    seen: &impl Fn(Option<Instant>) -> Option<String>,
) -> Vec<Line> {
    let of = |user: UserId| lists.iter().filter(move |list| list.user == user);
    let line = |user: UserId, name: &str| {
        let mut stand = Stand::default();
        of(user).for_each(|list| stand += list.stand);
        let places: Vec<&str> = of(user).map(|list| list.village_name.as_str()).collect();
        Line {
            id: user.to_string(),
            name: name.to_owned(),
            counts: counts(stand),
            places: places.join(", "),
            attention: many(stand.attention),
            phones: 0,
            seen: None,
            is_over: true,
        }
    };
    let mut all: Vec<Line> = progress
        .iter()
        .map(|one| Line {
            attention: many(one.received.get(&State::Attention).copied().unwrap_or(0)),
            phones: many(one.phones),
            seen: seen(one.seen_at),
            is_over: false,
            ..line(one.user, &one.name)
        })
        .collect();
    let others: BTreeMap<UserId, &str> = lists
        .iter()
        .filter(|list| progress.iter().all(|one| one.user != list.user))
        .map(|list| (list.user, list.name.as_str()))
        .collect();
    all.extend(others.into_iter().map(|(user, name)| line(user, name)));
    all
}

fn villages(who: &SignedIn, lists: &[ListedIn]) -> Vec<Line> {
    let mut by_village: BTreeMap<(&str, Option<VillageId>), Stand> = BTreeMap::new();
    for list in lists {
        *by_village.entry((list.village_name.as_str(), list.village)).or_default() += list.stand;
    }
    let line = |((name, id), stand): ((&str, Option<VillageId>), Stand)| Line {
        id: id.map(|id| id.to_string()).unwrap_or_default(),
        name: village(&who.visit, name, None),
        counts: counts(stand),
        places: String::new(),
        attention: many(stand.attention),
        phones: 0,
        seen: None,
        is_over: false,
    };
    by_village.into_iter().map(line).collect()
}

fn counts(stand: Stand) -> Counts {
    let all = stand.assigned().max(1);
    let mut from = 0;
    let pieces = [
        ("recorded", stand.recorded),
        ("received", stand.received),
        ("attention", stand.attention),
        ("waiting", stand.waiting),
    ];
    let share = |n: i64| format!("{}.{:02}", n * 100 / all, n * 10_000 / all % 100);
    let mut bar = Vec::new();
    for (kind, n) in pieces.into_iter().filter(|(_, n)| *n > 0) {
        bar.push(Piece { kind, from: share(from), wide: share(n) });
        from += n;
    }
    Counts {
        assigned: many(stand.assigned()),
        visited: many(stand.visited()),
        received: many(stand.whole()),
        attention: many(stand.attention),
        recorded: many(stand.recorded),
        bar,
    }
}

fn phone_line(one: Listed, seen: &impl Fn(Option<Instant>) -> Option<String>) -> PhoneLine {
    PhoneLine {
        id: one.id.to_string(),
        label: one.label,
        surveyor: one.surveyor,
        seen: seen(one.seen_at),
        is_ended: one.is_ended,
        submissions: many(one.submissions),
    }
}
