//! Changes of a household that somebody sends from its file. A refusal shows the file again with the form as it was
//! typed; a change that somebody else made meanwhile is a conflict (409), every other one is for mending (422).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::file::{File, Member};
use registry::register::{Birth, Change, NewPerson, Seen, Why};
use registry::store::dates::Instant;
use registry::{PersonId, Stopped, VillageId};
use serde_json::{Map, Value as Json};
use vocab::Day;

use super::file::{Besides, Look, load, shown};
use super::forms::{Typed, known, text};
use crate::error::Refusal;
use crate::signed_in::SignedIn;

/// Fields of a form.
pub(super) type Pairs = Vec<(String, String)>;
/// Keys of why a form cannot be read, and what to do.
type Unread = (&'static str, &'static str);

/// Records a change.
pub(super) async fn record(
    signed_in: SignedIn,
    Path((id, kind)): Path<(String, String)>,
    axum::Form(pairs): axum::Form<Pairs>,
) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    let look = Look::today(&signed_in.visit);
    let file = load(&signed_in, Right::ChangeHouseholds, &id, look).await?;
    let (change, on) = match read(&kind, &pairs, &file) {
        Ok(read) => read,
        Err(Read::NoSuchForm) => return Err(Refusal::NoPage),
        Err(Read::Mend((why, remedy))) => {
            let refused = (signed_in.visit.t(why), signed_in.visit.t(remedy));
            let typed = Some(Typed { kind, pairs, refused });
            let besides = Besides { status: StatusCode::UNPROCESSABLE_ENTITY, typed, ..Besides::default() };
            return shown(&signed_in, file, look, besides).await;
        }
    };
    // A form without the number counts as one that saw nothing.
    let seen = Seen(text(&pairs, "seen").and_then(|seen| seen.parse().ok()).unwrap_or(-1));
    let evidence = text(&pairs, "evidence").filter(|evidence| !evidence.is_empty()).map(str::to_owned);
    let why = Why { reason: text(&pairs, "reason").unwrap_or_default().to_owned(), evidence };
    let done = signed_in
        .registry
        .change(Some(&scope), file.id, (change, on), &why, Some(seen), Instant::now())
        .await;
    let refused = match words(done, &signed_in)? {
        None => return Ok(to_file(&file)),
        Some(refused) => refused,
    };
    let file = load(&signed_in, Right::ChangeHouseholds, &id, look).await?;
    let is_conflict = file.seen > seen.0;
    let status = if is_conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let besides = Besides { status, typed: Some(Typed { kind, pairs, refused }), ..Besides::default() };
    shown(&signed_in, file, look, besides).await
}

/// Takes back an act of the file.
pub(super) async fn undo(
    signed_in: SignedIn,
    Path((id, seq)): Path<(String, i64)>,
    axum::Form(pairs): axum::Form<Pairs>,
) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    let look = Look::today(&signed_in.visit);
    let file = load(&signed_in, Right::ChangeHouseholds, &id, look).await?;
    if !file.time_line.iter().any(|entry| entry.seq == seq) {
        return Err(Refusal::NoPage);
    }
    let reason = text(&pairs, "reason").unwrap_or_default();
    let refused = if reason.is_empty() {
        Some((signed_in.visit.t("undo-no-reason"), signed_in.visit.t("undo-no-reason-do")))
    } else {
        words(signed_in.registry.undo(Some(&scope), seq, reason, Instant::now()).await, &signed_in)?
    };
    if refused.is_none() {
        return Ok(to_file(&file));
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    shown(&signed_in, file, look, Besides { status, refused, ..Besides::default() }).await
}

fn to_file(file: &File) -> Response {
    Redirect::to(&format!("/households/{}", file.id)).into_response()
}

/// The words of a refused act; a fault is a page of its own.
pub(super) fn words<T>(
    done: Result<T, Stopped>,
    signed_in: &SignedIn,
) -> Result<Option<(String, String)>, Refusal> {
    let language = signed_in.visit.language;
    match done {
        Ok(_) => Ok(None),
        Err(Stopped::Refused(refusal)) => {
            Ok(Some((refusal.why.get(language).to_owned(), refusal.remedy.get(language).to_owned())))
        }
        Err(Stopped::Failed(fault)) => Err(Refusal::of_fault(&fault)),
    }
}

/// Why nothing could be read from a form.
enum Read {
    NoSuchForm,
    Mend(Unread),
}

impl From<Unread> for Read {
    fn from(unread: Unread) -> Read {
        Read::Mend(unread)
    }
}

/// The change that a form says, and its day.
fn read(kind: &str, pairs: &Pairs, file: &File) -> Result<(Change, Day), Read> {
    let filled = |name: &str| text(pairs, name).filter(|value| !value.is_empty());
    let person = || -> Result<PersonId, Unread> {
        let id = filled("person").and_then(|id| id.parse().ok());
        id.ok_or(("change-no-person", "change-no-person-do"))
    };
    let village = || -> Result<VillageId, Unread> {
        let id = filled("village").and_then(|id| id.parse().ok());
        id.ok_or(("change-no-village", "change-no-village-do"))
    };
    let address = filled("address").map(str::to_owned);
    let change = match kind {
        "person" => {
            let id = person()?;
            let member = file.people.iter().find(|member| member.id == id);
            let member = member.ok_or(("change-no-person", "change-no-person-do"))?;
            Change::Person(id, corrected(member, pairs)?)
        }
        "move" => Change::Move(village()?, address),
        "join" => Change::Join(Box::new(joining(pairs)?)),
        "death" => Change::Death(person()?),
        "head" => Change::NewHead(person()?),
        "split" => Change::Split(splitting(pairs)?, village()?, address),
        _ => return Err(Read::NoSuchForm),
    };
    let on = filled("on").and_then(|day| day.parse().ok()).ok_or(("change-no-day", "change-no-day-do"))?;
    Ok((change, on))
}

/// What is typed differently from what is known; numbers are never shown in the form, so an empty one stays as it is.
fn corrected(member: &Member, pairs: &Pairs) -> Result<Map<String, Json>, Unread> {
    let mut values = Map::new();
    birth(pairs)?;
    for key in ["name", "sex", "birth_date", "birth_year", "ethnic_group", "id_number", "phone"] {
        let Some(typed) = text(pairs, key) else { continue };
        let is_number = matches!(key, "id_number" | "phone");
        if if is_number { typed.is_empty() } else { typed == known(member, key) } {
            continue;
        }
        let value = match key {
            "name" => typed.into(),
            _ if typed.is_empty() => Json::Null,
            "birth_year" => typed.parse::<i32>().map_or(Json::Null, Json::from),
            _ => typed.into(),
        };
        values.insert(key.to_owned(), value);
    }
    if let Some(number) = text(pairs, "id_number") {
        check_id_number(number)?;
    }
    if values.is_empty() { Err(("change-nothing", "change-nothing-do")) } else { Ok(values) }
}

fn joining(pairs: &Pairs) -> Result<NewPerson, Unread> {
    let filled = |name: &str| text(pairs, name).filter(|value| !value.is_empty()).map(str::to_owned);
    check_id_number(text(pairs, "id_number").unwrap_or_default())?;
    Ok(NewPerson {
        name: text(pairs, "name").unwrap_or_default().to_owned(),
        sex: filled("sex"),
        birth: birth(pairs)?,
        ethnic_group: filled("ethnic_group"),
        id_number: filled("id_number"),
        phone: filled("phone"),
        relation: filled("relation").ok_or(("change-no-relation", "change-no-relation-do"))?,
    })
}

/// The chosen people, the new head first.
fn splitting(pairs: &Pairs) -> Result<Vec<PersonId>, Unread> {
    let chosen = pairs.iter().filter(|(name, _)| name == "person");
    let mut people: Vec<PersonId> = chosen.filter_map(|(_, id)| id.trim().parse().ok()).collect();
    let head: Option<PersonId> = text(pairs, "head").and_then(|id| id.parse().ok());
    let at = people.iter().position(|person| Some(*person) == head);
    people.swap(0, at.ok_or(("change-no-split-head", "change-no-split-head-do"))?);
    Ok(people)
}

fn birth(pairs: &Pairs) -> Result<Birth, Unread> {
    const UNREAD: Unread = ("change-birth", "change-birth-do");
    let filled = |name: &str| text(pairs, name).filter(|value| !value.is_empty());
    if let Some(day) = filled("birth_date") {
        return day.parse().map(Birth::Day).map_err(|_| UNREAD);
    }
    let Some(year) = filled("birth_year") else { return Ok(Birth::Unknown) };
    year.parse().ok().filter(|year| (1850..=2200).contains(year)).map(Birth::Year).ok_or(UNREAD)
}

/// Twelve digits, or nothing.
fn check_id_number(number: &str) -> Result<(), Unread> {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let is_whole = digits == 12 && number.chars().all(|sign| sign.is_ascii_digit() || " .-".contains(sign));
    if number.is_empty() || is_whole { Ok(()) } else { Err(("change-id-number", "change-id-number-do")) }
}
