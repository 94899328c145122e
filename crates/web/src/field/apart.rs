//! `/field/{campaign}/apart`: what was kept apart – why, when, from whose phone –, one of them beside what is stored, and what becomes
//! of it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use forms::instance::Instance;
use registry::Stopped;
use registry::access::Right;
use registry::capture::{Apart, Correction, Look, Unkept, Visited};
use registry::documents::{Media, size_words};
use registry::snapshot::Sealable;
use registry::store::Fault;
use registry::store::dates::Instant;
use serde_json::Value as Json;
use uuid::Uuid;
use vocab::said;

use crate::admin::time;
use crate::error::Refusal;
use crate::field::compared::{self, Row};
use crate::field::{board, one, reading};
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{Visit, attachment, no_store, render, render_as};

/// So much of what could not be read is shown on the page.
const MOST_SHOWN: usize = 20_000;

#[derive(Template)]
#[template(path = "field/apart.html")]
struct List {
    page: Page,
    base: String,
    open: Vec<Item>,
    closed: Vec<Item>,
}

struct Item {
    href: String,
    why: String,
    from: String,
    at: String,
    about: String,
    decided: Option<String>,
}

pub(super) async fn list(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let visit = &who.visit;
    let units = &visit.site.gazetteer.units;
    let all = who.registry.kept_apart(&scope, units, campaign.id, Instant::now()).await;
    let all = all.map_err(|fault| Refusal::of_fault(&fault))?;
    let base = format!("/field/{}", campaign.id);
    let (closed, open): (Vec<Apart>, Vec<Apart>) =
        all.into_iter().partition(|apart| apart.decided.is_some() || apart.is_erased);
    let items = |all: Vec<Apart>| all.iter().map(|apart| item(apart, &base, visit)).collect();
    let template = List {
        open: items(open),
        closed: items(closed),
        page: visit
            .page(visit.t("apart-title"))
            .crumb("/field", visit.t("field-title"))
            .crumb(base.clone(), campaign.label),
        base,
    };
    Ok(no_store(render(&template)))
}

fn item(apart: &Apart, base: &str, visit: &Visit) -> Item {
    Item {
        href: format!("{base}/apart/{}", apart.id),
        why: visit.t(why_key(apart.why)),
        from: format!("{} · {}", apart.surveyor, apart.phone),
        at: time::shown(apart.received_at, visit.language),
        about: about(apart, visit),
        decided: decided(apart, visit).map(|(what, ..)| what),
    }
}

const fn why_key(why: Unkept) -> &'static str {
    match why {
        Unkept::FormDiffers => "apart-form-differs",
        Unkept::FileDiffers => "apart-file-differs",
        Unkept::Unreadable => "apart-unreadable",
    }
}

fn about(apart: &Apart, visit: &Visit) -> String {
    let size = size_words(u64::try_from(apart.size).unwrap_or(0), visit.language);
    match &apart.name {
        Some(name) => format!("{name} · {size}"),
        None => size,
    }
}

/// What was decided, by whom and when, and why.
fn decided(apart: &Apart, visit: &Visit) -> Option<(String, String, Option<String>)> {
    if apart.is_erased {
        return Some((visit.t("form-erased"), String::new(), None));
    }
    let decided = apart.decided.as_ref()?;
    let what = visit.t(if decided.is_taken { "apart-taken" } else { "apart-kept" });
    Some((
        what,
        format!("{} · {}", time::shown(decided.at, visit.language), decided.by),
        decided.reason.clone(),
    ))
}

#[derive(Template)]
#[template(path = "field/apart_one.html")]
struct One {
    page: Page,
    action: String,
    why: String,
    from: Vec<(String, String)>,
    /// Its answers beside the stored ones.
    rows: Vec<Row>,
    /// How many answers are the same.
    same: usize,
    /// Why no answers are shown.
    hidden: Option<String>,
    /// What could not be read, as text.
    text: Option<String>,
    /// A photograph that came with other bytes, and the one that is stored.
    picture: Option<String>,
    stored_picture: Option<String>,
    /// Where it is taken away as a file.
    take: Option<String>,
    note: Option<String>,
    decided: Option<(String, String, Option<String>)>,
    /// The form that has its number, or that it became.
    of: Option<String>,
    may_take: bool,
    may_decide: bool,
    problem: Option<String>,
}

/// Something that is kept apart, within reach.
struct Seen {
    campaign: Sealable,
    apart: Apart,
    bytes: Vec<u8>,
    instance: Option<Instance>,
    /// What it corrects in its own words, if it is a form.
    correction: Option<Correction>,
    /// The form that has its number, if it is within reach.
    stored: Option<Look>,
    /// Whether its household lies outside the caller's area.
    is_elsewhere: bool,
}

async fn seen(who: &SignedIn, id: &str, apart: &str) -> Result<Seen, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(who, id).await?;
    let apart: Uuid = apart.parse().map_err(|_| Refusal::NoPage)?;
    let units = &who.visit.site.gazetteer.units;
    let found = who.registry.one_apart(&scope, units, (campaign.id, apart), Instant::now()).await;
    let (apart, bytes) = found.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NoPage)?;
    let instance = if apart.why == Unkept::FileDiffers { None } else { Instance::read(&bytes).ok() };
    let failed = |fault: Fault| Refusal::of_fault(&fault);
    let (correction, lives) = match &instance {
        Some(instance) => {
            let (correction, lives) = correction(who, &campaign, instance).await.map_err(failed)?;
            (Some(correction), lives)
        }
        None => (None, None),
    };
    let stored = match apart.of {
        Some(of) => {
            who.registry.look_at(&scope, units, (campaign.id, of), Instant::now()).await.map_err(failed)?
        }
        None => None,
    };
    let covers =
        |place: &Visited| scope.covers(&place.province_code, &place.commune_code, Some(place.village));
    // A file is of the household of its form.
    let is_elsewhere = lives.is_some_and(|place| !covers(&place))
        || apart.of.is_some() && stored.as_ref().is_none_or(|look| look.is_elsewhere);
    Ok(Seen { campaign, apart, bytes, instance, correction, stored, is_elsewhere })
}

/// What a form says of itself, and where its household lives.
async fn correction(
    who: &SignedIn,
    campaign: &Sealable,
    instance: &Instance,
) -> Result<(Correction, Option<Visited>), Fault> {
    let registry = &who.registry;
    let (form_id, version) = (&instance.form_id, &instance.version);
    let published = &who.visit.site.published;
    let files = published.file_questions_or_newest(registry, campaign.id, form_id, version).await?;
    let named = forms::answers::household(&instance.content).and_then(|id| id.parse().ok());
    let lives = match named {
        Some(household) => registry.lives(campaign.id, household).await?,
        None => None,
    };
    let correction = Correction {
        form_id: instance.form_id.clone(),
        version: instance.version.clone(),
        declared: instance.declared(&files.unwrap_or_default()),
        household: lives.as_ref().map(|place| place.household),
    };
    Ok((correction, lives))
}

pub(super) async fn page(
    who: SignedIn,
    Path((id, apart)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let seen = seen(&who, &id, &apart).await?;
    shown(&who, &seen, None).await
}

async fn shown(who: &SignedIn, seen: &Seen, problem: Option<String>) -> Result<Response, Refusal> {
    let visit = &who.visit;
    let apart = &seen.apart;
    let base = format!("/field/{}", seen.campaign.id);
    let action = format!("{base}/apart/{}", apart.id);
    let is_shown = !seen.is_elsewhere && !apart.is_erased;
    let (rows, same) = if is_shown { compared_rows(who, seen) } else { (Vec::new(), 0) };
    let media = Media::of_bytes(&seen.bytes);
    let is_file = apart.why == Unkept::FileDiffers;
    let is_picture = is_file && is_shown && media.is_some_and(|media| media.is_cleaned());
    let is_open = apart.decided.is_none() && is_shown;
    let hidden = if apart.is_erased {
        Some("form-erased")
    } else if seen.is_elsewhere {
        Some("form-elsewhere")
    } else {
        None
    };
    let text = is_shown && !is_file && seen.instance.is_none();
    let of = apart.decided.as_ref().and_then(|decided| decided.submission).or(apart.of);
    let template = One {
        why: visit.t(why_key(apart.why)),
        from: vec![
            (visit.t("form-from"), format!("{} · {}", apart.surveyor, apart.phone)),
            (visit.t("form-received"), time::shown(apart.received_at, visit.language)),
            (visit.t("apart-what"), about(apart, visit)),
        ],
        rows,
        same,
        hidden: hidden.map(|key| visit.t(key)),
        text: text.then(|| String::from_utf8_lossy(&seen.bytes).chars().take(MOST_SHOWN).collect()),
        picture: is_picture.then(|| format!("{action}/file")),
        stored_picture: if is_picture { stored_picture(seen, &base) } else { None },
        take: (is_shown && !is_picture && media != Some(Media::Heic)).then(|| format!("{action}/file")),
        note: (media == Some(Media::Heic)).then(|| visit.t("file-not-cleaned")),
        decided: decided(apart, visit),
        of: of.map(|of| format!("{base}/forms/{of}")),
        may_take: is_open && (is_file && apart.of.is_some() || seen.correction.is_some()),
        may_decide: is_open,
        page: visit
            .page(visit.t(why_key(apart.why)))
            .crumb("/field", visit.t("field-title"))
            .crumb(base.clone(), seen.campaign.label.clone())
            .crumb(format!("{base}/apart"), visit.t("apart-title")),
        action,
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

/// Where the stored photograph of the same name is seen.
fn stored_picture(seen: &Seen, base: &str) -> Option<String> {
    let (look, name) = (seen.stored.as_ref()?, seen.apart.name.as_ref()?);
    let at = look
        .files
        .iter()
        .position(|file| file.stored.name == *name && file.media.is_some_and(|media| media.is_cleaned()))?;
    Some(format!("{base}/forms/{}/files/{at}", look.line.id))
}

/// What it answers beside what is stored under its number.
fn compared_rows(who: &SignedIn, seen: &Seen) -> (Vec<Row>, usize) {
    let standard = reading::standard_of(&who.visit.site, &seen.campaign.terms);
    let Some((standard, instance)) = standard.zip(seen.instance.as_ref()) else {
        return (Vec::new(), 0);
    };
    let read = |instance: &Instance| -> Json {
        forms::answers::read(&instance.content, &standard.questionnaire).answers
    };
    let stored = seen.stored.as_ref().and_then(|look| look.received.xml.as_deref());
    let stored = stored.and_then(|xml| Instance::read(xml).ok());
    let stored = stored.as_ref().map(read).unwrap_or_else(|| Json::Object(serde_json::Map::new()));
    compared::by_row(standard, &stored, &read(instance), &who.visit)
}

/// What becomes of it.
pub(super) async fn decide(
    who: SignedIn,
    Path((id, apart)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let seen = seen(&who, &id, &apart).await?;
    match who.told(decided_so(&who, &seen, &typed).await)? {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(words) => shown(&who, &seen, Some(words)).await,
    }
}

async fn decided_so(who: &SignedIn, seen: &Seen, typed: &Typed) -> Result<String, Stopped> {
    let none = || {
        Stopped::refused(
            said!("chưa chọn cách xử lý", "nothing was chosen"),
            said!("chọn một cách rồi gửi lại", "choose what to do and send it again"),
        )
    };
    let scope = who.visit.scope(Right::ChangeHouseholds).ok_or_else(none)?;
    let (units, now, reason) = (&who.visit.site.gazetteer.units, Instant::now(), typed.text("reason"));
    let of = (seen.campaign.id, seen.apart.id);
    let base = format!("/field/{}", seen.campaign.id);
    if seen.is_elsewhere {
        return Err(Stopped::refused(
            said!("hộ của phiếu này ở địa bàn khác", "the household of this form lies in another area"),
            said!("báo công chức của địa bàn đó", "tell the officer of that area"),
        ));
    }
    match (typed.text("do"), &seen.correction) {
        ("keep", _) => {
            who.registry.leave_apart(&scope, units, of, reason, now).await?;
            Ok(format!("{base}/apart"))
        }
        ("take", Some(correction)) => {
            let taken = who.registry.take_apart(&scope, units, of, correction, reason, now).await?;
            Ok(format!("{base}/forms/{taken}"))
        }
        ("take", None) => {
            let media = Media::of_bytes(&seen.bytes).map_or("application/octet-stream", Media::code);
            who.registry.add_apart(&scope, units, of, media, reason, now).await?;
            Ok(seen.apart.of.map_or_else(|| format!("{base}/apart"), |of| format!("{base}/forms/{of}")))
        }
        _ => Err(none()),
    }
}

/// What was sent, as a file: a photograph to be seen, anything else to be taken away.
pub(super) async fn file(
    who: SignedIn,
    Path((id, apart)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let seen = seen(&who, &id, &apart).await?;
    if seen.is_elsewhere || seen.apart.is_erased {
        return Err(Refusal::NoPage);
    }
    if seen.apart.why != Unkept::FileDiffers {
        return Ok(attachment(seen.bytes, "phieu-de-rieng.xml.txt", "application/octet-stream"));
    }
    let (scope, units) = (who.scope(Right::ChangeHouseholds)?, &who.visit.site.gazetteer.units);
    let of = (seen.campaign.id, seen.apart.id);
    let shown = who.registry.shown_apart(&scope, units, of, Instant::now()).await;
    one::sent(shown.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NoPage)?)
}
