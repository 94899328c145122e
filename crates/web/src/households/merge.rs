//! `/households/{id}/merge`: looking for the household that takes this one in, seeing both side by side, saying as what each
//! person joins, and confirming. Nothing is recorded before the last page; without scripts, each step is a page.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::file::{File, Member};
use registry::households::Total;
use registry::register::{Change, Merger, Seen, Why};
use registry::store::dates::Instant;
use registry::{HouseholdId, PersonId};
use vocab::Day;

use super::asked::Asked;
use super::change::{Pairs, words as refused_words};
use super::file::{Look, load, looked_at, reviews};
use super::forms::{known, text};
use super::list::{Choice, lapsed};
use super::words::{self, Badge};
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, no_store, render_as};

/// So many households are offered; more letters help.
const OFFERED: i64 = 20;

#[derive(Template)]
#[template(path = "households/merge.html")]
struct Looking {
    page: Page,
    side: Side,
    text: String,
    notice: Option<String>,
    /// Whether something was looked for.
    is_asked: bool,
    found: Vec<Found>,
    /// There are more than are shown.
    has_more: bool,
}

/// A household to choose.
struct Found {
    href: String,
    head: String,
    number: i64,
    place: String,
    outcome: Option<Badge>,
}

#[derive(Template)]
#[template(path = "households/merge_two.html")]
struct Two {
    page: Page,
    action: String,
    /// Where to look for another household.
    again: String,
    from: Side,
    into: Side,
    joining: Vec<Joining>,
    on: String,
    /// The day in words, once it can be read.
    on_words: String,
    reason: String,
    evidence: String,
    seen: (i64, i64),
    refused: Option<(String, String)>,
    /// Everything is filled: only the last word is missing.
    is_last: bool,
}

/// One household beside the other.
struct Side {
    href: String,
    head: String,
    number: i64,
    place: String,
    address: String,
    people: Vec<String>,
    /// The name of the last review and what it found.
    result: Option<(String, Badge)>,
}

/// Somebody who joins.
struct Joining {
    id: PersonId,
    name: String,
    choices: Vec<Choice>,
    /// The chosen relation in words.
    relation: String,
}

/// The page on which the other household is looked for.
pub(super) async fn look(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    let file = load(&signed_in, Right::ChangeHouseholds, &id, Look::today(visit)).await?;
    let asked = Asked::of_address(&signed_in);
    let (mut found, mut has_more) = (Vec::new(), false);
    if asked.filter.text.is_some() {
        let scope = signed_in.scope(Right::ChangeHouseholds)?;
        let lines = signed_in.registry.households(&scope, &asked.filter, 1, OFFERED).await;
        let list = lines.map_err(|fault| Refusal::of_fault(&fault))?;
        has_more = !matches!(list.total, Total::Exactly(n) if n <= OFFERED);
        found.extend(list.lines.into_iter().filter(|line| line.id != file.id).map(|line| Found {
            href: format!("/households/{}/merge/{}", file.id, line.id),
            head: line.head.unwrap_or_else(|| visit.t("head-unknown")),
            number: line.number,
            place: line.village.unwrap_or_default(),
            outcome: line.outcome.as_deref().map(|outcome| words::badge(visit, outcome, line.outcome_year)),
        }));
    }
    let template = Looking {
        side: side(&signed_in, &file).await?,
        text: asked.filter.text.clone().unwrap_or_default(),
        notice: asked.has_lapsed.then(|| lapsed(visit)),
        is_asked: asked.filter.text.is_some(),
        found,
        has_more,
        page: page(visit, &file),
    };
    Ok(no_store(render_as(StatusCode::OK, &template)))
}

/// Seals what was typed: it stands in no address.
pub(super) async fn search(
    signed_in: SignedIn,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Refusal> {
    let file = load(&signed_in, Right::ChangeHouseholds, &id, Look::today(&signed_in.visit)).await?;
    let mut asked = Asked::of_search(&signed_in, &[]).ok_or(Refusal::Broken)?;
    if let Some(typed) = text(&pairs, "q").filter(|typed| !typed.is_empty()) {
        let pairs = [("q".to_owned(), typed.to_owned())];
        asked = Asked::of_search(&signed_in, &pairs).ok_or(Refusal::Broken)?;
    }
    let to = asked.address(&format!("/households/{}/merge", file.id), 1);
    Ok(no_store(Redirect::to(&to).into_response()))
}

/// Both side by side, with the form.
pub(super) async fn compare(
    signed_in: SignedIn,
    Path((id, into)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (from, into) = both(&signed_in, &id, &into).await?;
    shown(&signed_in, (&from, &into), &Vec::new(), StatusCode::OK, None, false).await
}

/// What was typed: to be confirmed, to be mended, or to be recorded.
pub(super) async fn send(
    signed_in: SignedIn,
    Path((id, into)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Refusal> {
    let (from, into) = both(&signed_in, &id, &into).await?;
    let files = (&from, &into);
    let on: Option<Day> = text(&pairs, "on").and_then(|day| day.parse().ok());
    let reason = text(&pairs, "reason").unwrap_or_default();
    let unread = match on {
        None => Some(("change-no-day", "change-no-day-do")),
        Some(_) if reason.is_empty() => Some(("merge-no-reason", "merge-no-reason-do")),
        Some(_) => None,
    };
    let visit = &signed_in.visit;
    if let Some((why, remedy)) = unread {
        let refused = Some((visit.t(why), visit.t(remedy)));
        return shown(&signed_in, files, &pairs, StatusCode::UNPROCESSABLE_ENTITY, refused, false).await;
    }
    let Some(on) = on else { return Err(Refusal::Unreadable) };
    match text(&pairs, "go") {
        Some("record") => record(&signed_in, files, &pairs, on).await,
        Some("back") => shown(&signed_in, files, &pairs, StatusCode::OK, None, false).await,
        _ => shown(&signed_in, files, &pairs, StatusCode::OK, None, true).await,
    }
}

async fn record(
    signed_in: &SignedIn,
    (from, into): (&File, &File),
    pairs: &Pairs,
    on: Day,
) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    // A form without the numbers counts as one that saw nothing.
    let seen = |name: &str| Seen(text(pairs, name).and_then(|seen| seen.parse().ok()).unwrap_or(-1));
    let chosen = pairs.iter().filter_map(|(name, relation)| {
        Some((name.strip_prefix("relation-")?.parse().ok()?, relation.trim().to_owned()))
    });
    let relations: BTreeMap<PersonId, String> = chosen.collect();
    let merger = Merger { into: Some(into.id), relations, seen: Some(seen("seen-into")) };
    let evidence = text(pairs, "evidence").filter(|evidence| !evidence.is_empty()).map(str::to_owned);
    let why = Why { reason: text(pairs, "reason").unwrap_or_default().to_owned(), evidence };
    let change = (Change::Merge(merger), on);
    let done =
        signed_in.registry.change(Some(&scope), from.id, change, &why, Some(seen("seen")), Instant::now());
    let Some(refused) = refused_words(done.await, signed_in)? else {
        return Ok(Redirect::to(&format!("/households/{}", from.id)).into_response());
    };
    let is_conflict = from.seen > seen("seen").0 || into.seen > seen("seen-into").0;
    let status = if is_conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    shown(signed_in, (from, into), pairs, status, Some(refused), false).await
}

/// Both files, each where the caller may change it.
async fn both(signed_in: &SignedIn, from: &str, into: &str) -> Result<(File, File), Refusal> {
    let look = Look::today(&signed_in.visit);
    let from = load(signed_in, Right::ChangeHouseholds, from, look).await?;
    Ok((from, load(signed_in, Right::ChangeHouseholds, into, look).await?))
}

async fn shown(
    signed_in: &SignedIn,
    (from, into): (&File, &File),
    pairs: &Pairs,
    status: StatusCode,
    refused: Option<(String, String)>,
    is_last: bool,
) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    let typed = |name: &str| text(pairs, name).unwrap_or_default().to_owned();
    let today = (visit.site.today)();
    let on = Some(typed("on")).filter(|on| !on.is_empty()).unwrap_or_else(|| today.to_string());
    // After a refusal the page shows both as they are now, and whoever sends it again has seen them so.
    let seen = |name: &str, now: i64| if is_last { typed(name).parse().unwrap_or(-1) } else { now };
    let template = Two {
        action: format!("/households/{}/merge/{}", from.id, into.id),
        again: format!("/households/{}/merge", from.id),
        joining: from.people.iter().map(|member| joining(member, pairs, visit)).collect(),
        on_words: on.parse().map_or_else(|_| on.clone(), |day| format::day(day, visit.language)),
        on,
        reason: typed("reason"),
        evidence: typed("evidence"),
        seen: (seen("seen", from.seen), seen("seen-into", into.seen)),
        from: side(signed_in, from).await?,
        into: side(signed_in, into).await?,
        refused,
        is_last,
        page: page(visit, from),
    };
    Ok(no_store(render_as(status, &template)))
}

fn page(visit: &Visit, from: &File) -> Page {
    visit
        .page(visit.t("merge-title"))
        .crumb("/households", visit.t("households-title"))
        .crumb(format!("/households/{}", from.id), head_of(from, visit))
}

fn head_of(file: &File, visit: &Visit) -> String {
    let head = file.people.iter().find(|member| member.is_head);
    head.and_then(|head| head.details.text("name")).map_or_else(|| visit.t("head-unknown"), str::to_owned)
}

/// One household with its people and its last result. To see them is a look at the file.
async fn side(signed_in: &SignedIn, file: &File) -> Result<Side, Refusal> {
    let visit = &signed_in.visit;
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    looked_at(signed_in, &scope, file.id).await?;
    let reviews = reviews(signed_in, &scope, file, Look::today(visit)).await?;
    let result = reviews.first().map(|review| {
        let badge = words::badge(visit, &review.assessed.outcome, Some(review.year));
        (review.campaign_label.clone(), badge)
    });
    let village = file.village.as_ref().map(|(_, name)| name.clone());
    let commune = file.commune_code.as_deref().map(|code| words::commune(visit, code));
    let place: Vec<String> = village.into_iter().chain(commune).collect();
    Ok(Side {
        href: format!("/households/{}", file.id),
        head: head_of(file, visit),
        number: file.number,
        place: place.join(" – "),
        address: file.address.clone().unwrap_or_else(|| visit.t("not-recorded")),
        people: file.people.iter().map(|member| person(member, visit)).collect(),
        result,
    })
}

/// Name, relation and birth of somebody.
fn person(member: &Member, visit: &Visit) -> String {
    let relation = member.relation.as_deref().map(|code| words::relation(visit, code));
    let birth = words::birth(&member.details, visit.language);
    let parts = [Some(known(member, "name")), relation, birth];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Relations to choose for somebody; the head stays, so nobody joins as one.
fn joining(member: &Member, pairs: &Pairs, visit: &Visit) -> Joining {
    let name = format!("relation-{}", member.id);
    let chosen = text(pairs, &name).unwrap_or("other");
    let relations = words::RELATIONS.iter().filter(|(code, _)| *code != "head");
    let choices = relations.map(|(code, key)| ((*code).to_owned(), visit.t(key), *code == chosen));
    Joining {
        id: member.id,
        name: known(member, "name"),
        choices: choices.collect(),
        relation: words::relation(visit, chosen),
    }
}

/// The address of the form of a household that may be merged.
pub(super) fn address(id: HouseholdId) -> String {
    format!("/households/{id}/merge")
}
