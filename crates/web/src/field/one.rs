//! `/field/{campaign}/forms/{form}`: one filled form – what it answers in plain words, its files, its receipt, what people decided
//! about it, and what can be decided now.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use forms::instance::Instance;
use registry::access::Right;
use registry::capture::{Attention, Decision, KeptFile, Look, Shown, State, Visited, reasoned};
use registry::documents::size_words;
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{HouseholdId, Stopped, SubmissionId};
use serde_json::Value as Json;
use standards::standard::PovertyStandard;
use vocab::said;

use crate::admin::time;
use crate::error::Refusal;
use crate::field::answers::{self, Section};
use crate::field::choose::{self, Choosable};
use crate::field::{board, reading};
use crate::households::{Badge, badge, looked_at};
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{Visit, attachment, no_store, render_as};

#[derive(Template)]
#[template(path = "field/one.html")]
struct One {
    page: Page,
    action: String,
    /// Address of the household's file.
    file: Option<String>,
    village: String,
    state: String,
    outcome: Option<Badge>,
    why: Option<String>,
    questions: Vec<String>,
    from: Vec<(String, String)>,
    household: Vec<Section>,
    members: Vec<Vec<Section>>,
    /// Why no answers are shown.
    hidden: Option<String>,
    files: Vec<ShownFile>,
    receipt: Vec<(String, String)>,
    stored: Vec<(String, String, String)>,
    missing: Vec<String>,
    decided: Vec<(String, String, Option<String>)>,
    instead: Option<String>,
    offers: Offers,
    problem: Option<String>,
    text: String,
    is_asked: bool,
    found: Vec<Choosable>,
}

/// What can be decided about the form as it is.
#[derive(Default)]
struct Offers {
    household: bool,
    /// The household that it names, to be put on the surveyor's list.
    listed: Option<HouseholdId>,
    zone: Option<(String, String)>,
    form: bool,
    files: bool,
    again: bool,
    set_aside: bool,
    /// Where it is laid beside another one.
    compare: Option<String>,
    /// Where it is corrected by typing.
    correct: bool,
}

impl Offers {
    fn any(&self) -> bool {
        self.household
            || self.listed.is_some()
            || self.zone.is_some()
            || self.form
            || self.files
            || self.again
            || self.set_aside
            || self.compare.is_some()
            || self.correct
    }
}

struct ShownFile {
    name: String,
    about: String,
    /// Where a photograph is seen.
    picture: Option<String>,
    /// Where another file is taken away.
    take: Option<String>,
    note: Option<String>,
}

/// A form within reach, its questions, and whose household it is.
pub(super) struct Seen {
    pub(super) campaign: Sealable,
    pub(super) look: Look,
    /// The household that counts for it, or that it names.
    pub(super) lives: Option<Visited>,
    /// Whether that household lies outside the caller's area: nothing that it answered is shown.
    pub(super) is_elsewhere: bool,
}

pub(super) async fn seen(who: &SignedIn, id: &str, form: &str) -> Result<Seen, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(who, id).await?;
    let form: SubmissionId = form.parse().map_err(|_| Refusal::NoPage)?;
    let (site, registry) = (&who.visit.site, &who.registry);
    let failed = |fault| Refusal::of_fault(&fault);
    reading::waiting(site, registry).await.map_err(failed)?;
    let look = registry.look_at(&scope, &site.gazetteer.units, (campaign.id, form), Instant::now()).await;
    let look = look.map_err(failed)?.ok_or(Refusal::NoPage)?;
    let instance = look.received.xml.as_deref().and_then(|xml| Instance::read(xml).ok());
    let named = instance.as_ref().and_then(|instance| forms::answers::household(&instance.content));
    let decided = registry.decided_of(form).await.map_err(failed)?.household;
    let named = decided.or_else(|| named.and_then(|id| id.parse().ok()));
    let lives = match named {
        Some(household) => registry.lives(campaign.id, household).await.map_err(failed)?,
        None => None,
    };
    let covers =
        |place: &Visited| scope.covers(&place.province_code, &place.commune_code, Some(place.village));
    let is_elsewhere = look.is_elsewhere || lives.as_ref().is_some_and(|place| !covers(place));
    Ok(Seen { campaign, look, lives, is_elsewhere })
}

impl Seen {
    /// The answers by the questions of the campaign, if this server has them.
    pub(super) fn answers<'a>(&self, who: &'a SignedIn) -> Option<(&'a PovertyStandard, Json)> {
        let standard = reading::standard_of(&who.visit.site, &self.campaign.terms)?;
        let instance = Instance::read(self.look.received.xml.as_deref()?).ok()?;
        Some((standard, forms::answers::read(&instance.content, &standard.questionnaire).answers))
    }
}

pub(super) async fn page(
    who: SignedIn,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let seen = seen(&who, &id, &form).await?;
    shown(&who, seen, None, None).await
}

async fn shown(
    who: &SignedIn,
    seen: Seen,
    problem: Option<String>,
    asked: Option<(String, Vec<Choosable>)>,
) -> Result<Response, Refusal> {
    let visit = &who.visit;
    if let Some((household, ..)) = &seen.look.line.household {
        looked_at(who, &who.scope(Right::ChangeHouseholds)?, *household).await?;
    }
    let hidden = hidden(&seen, who);
    let answers = if hidden.is_none() { seen.answers(who) } else { None };
    let (household, members) = answers.map_or_else(Default::default, |(standard, answers)| {
        (answers::of_household(standard, &answers, visit), answers::of_members(standard, &answers, visit))
    });
    let base = format!("/field/{}", seen.campaign.id);
    let action = format!("{base}/forms/{}", seen.look.line.id);
    let line = &seen.look.line;
    let (head, village) = match &line.household {
        Some((_, head, village)) => (head.clone(), village.clone()),
        None => (visit.t("forms-no-household"), String::new()),
    };
    let (is_asked, (text, found)) = (asked.is_some(), asked.unwrap_or_default());
    let template = One {
        file: line.household.as_ref().map(|(id, ..)| format!("/households/{id}")),
        state: visit.t(&format!("submission-{}", line.state.code())),
        outcome: line
            .outcome
            .as_ref()
            .map(|outcome| badge(visit, outcome, Some(i64::from(seen.campaign.year) + 1))),
        why: line.attention.map(|why| visit.t(&attention_key(why))),
        questions: questions(&seen.campaign, &seen.look.line.questions, who),
        from: from(&seen.look, visit),
        files: if seen.is_elsewhere {
            Vec::new()
        } else {
            seen.look.files.iter().enumerate().map(|(at, file)| of_file(file, &action, at, visit)).collect()
        },
        receipt: receipt(&seen.look, visit),
        stored: seen.look.receipt.stored.iter().map(|one| stored(one, visit)).collect(),
        missing: seen.look.receipt.missing.clone(),
        decided: seen.look.decided.iter().map(|told| decided(told, visit)).collect(),
        instead: seen.look.instead.map(|other| format!("{base}/forms/{other}")),
        offers: offers(&seen, visit, &action),
        page: visit
            .page(head)
            .crumb("/field", visit.t("field-title"))
            .crumb(base.clone(), seen.campaign.label.clone())
            .crumb(format!("{base}/forms"), visit.t("forms-title")),
        action,
        village,
        household,
        members,
        hidden,
        problem,
        text,
        is_asked,
        found,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

pub(super) fn attention_key(why: Attention) -> String {
    format!("attention-{}", why.code().replace('_', "-"))
}

fn hidden(seen: &Seen, who: &SignedIn) -> Option<String> {
    let key = if seen.is_elsewhere {
        "form-elsewhere"
    } else if seen.look.received.xml.is_none() {
        "form-erased"
    } else if reading::standard_of(&who.visit.site, &seen.campaign.terms).is_none() {
        "attention-pack-changed"
    } else {
        return None;
    };
    Some(who.visit.t(key))
}

/// The questions that cannot be read, in their words.
pub(super) fn questions(campaign: &Sealable, ids: &[String], who: &SignedIn) -> Vec<String> {
    let Some(standard) = reading::standard_of(&who.visit.site, &campaign.terms) else {
        return Vec::new();
    };
    let visit = &who.visit;
    let named = |id: &String| {
        let (member, id) = id.split_once(':').map_or((None, id.as_str()), |(at, id)| (Some(at), id));
        let found = standard.questionnaire.iter().find(|(_, question)| question.id == id);
        let label = found.map_or(id, |(_, question)| question.label.get(visit.language));
        match member.and_then(|at| at.parse::<usize>().ok()) {
            Some(at) => format!("{}: {label}", visit.page(String::new()).count("person-number", at)),
            None => label.to_owned(),
        }
    };
    let all: BTreeSet<String> = ids.iter().map(named).collect();
    all.into_iter().collect()
}

fn from(look: &Look, visit: &Visit) -> Vec<(String, String)> {
    let typed = (!look.typed_by.is_empty()).then(|| (visit.t("form-typed-by"), look.typed_by.join(", ")));
    let phone = look
        .typed_by
        .is_empty()
        .then(|| (visit.t("form-from"), format!("{} · {}", look.line.surveyor, look.phone)));
    let at = (visit.t("form-received"), time::shown(look.line.received_at, visit.language));
    typed.into_iter().chain(phone).chain(std::iter::once(at)).collect()
}

fn receipt(look: &Look, visit: &Visit) -> Vec<(String, String)> {
    vec![
        (visit.t("form-number"), look.receipt.instance_id.clone()),
        (visit.t("form-entry"), look.receipt.act_seq.to_string()),
        (visit.t("form-version"), format!("{} · {}", look.received.form_id, look.received.version)),
    ]
}

fn stored(one: &registry::capture::Stored, visit: &Visit) -> (String, String, String) {
    let size = size_words(u64::try_from(one.size).unwrap_or(0), visit.language);
    let name =
        if one.name == registry::capture::FORM_PART { visit.t("form-itself") } else { one.name.clone() };
    (name, size, one.sha256.clone())
}

fn decided(told: &registry::capture::Told, visit: &Visit) -> (String, String, Option<String>) {
    let kind = visit.t(&format!("decision-{}", told.kind.replace('_', "-")));
    (kind, format!("{} · {}", time::shown(told.at, visit.language), told.by), told.reason.clone())
}

fn of_file(file: &KeptFile, action: &str, at: usize, visit: &Visit) -> ShownFile {
    let address = format!("{action}/files/{at}");
    let size = size_words(u64::try_from(file.stored.size).unwrap_or(0), visit.language);
    let media = file.media.map_or_else(|| visit.t("file-unknown"), |media| media.name().to_owned());
    let is_picture = file.media.is_some_and(|media| media.is_cleaned());
    let is_kept = file.media == Some(registry::documents::Media::Heic);
    let note = if file.is_erased {
        Some("file-erased")
    } else if is_kept {
        Some("file-not-cleaned")
    } else if file.has_position {
        Some("file-position")
    } else {
        None
    };
    ShownFile {
        name: file.stored.name.clone(),
        about: format!("{media} · {size}"),
        picture: (is_picture && !file.is_erased).then(|| address.clone()),
        take: (!is_picture && !is_kept && !file.is_erased).then_some(address),
        note: note.map(|key| visit.t(key)),
    }
}

fn offers(seen: &Seen, visit: &Visit, action: &str) -> Offers {
    let (state, why) = (seen.look.line.state, seen.look.line.attention);
    if seen.is_elsewhere || seen.look.received.xml.is_none() {
        return Offers::default();
    }
    let is = |one: Attention| state == State::Attention && why == Some(one);
    let is_two = is(Attention::HasResult) || is(Attention::TwoForms);
    let zone = seen.lives.as_ref().filter(|_| is(Attention::ZoneDiffers)).map(|place| {
        let village = seen.look.line.household.as_ref().map(|(_, _, village)| village.clone());
        (village.unwrap_or_default(), visit.t(&format!("zone-{}", place.zone.code())))
    });
    let open = matches!(state, State::Attention | State::Assessed | State::Waiting | State::Received);
    Offers {
        household: is(Attention::NoHousehold) || is(Attention::NotOnList),
        listed: seen.lives.as_ref().filter(|_| is(Attention::NotOnList)).map(|place| place.household),
        zone,
        form: is(Attention::UnknownVersion),
        files: state == State::Waiting,
        again: matches!(state, State::Attention | State::SetAside),
        set_aside: open,
        compare: is_two.then(|| format!("{action}/compare")),
        correct: state == State::Attention && seen.lives.is_some() && !is(Attention::PackChanged),
    }
}

/// A household is looked for on the page of a form.
pub(super) async fn search(
    who: SignedIn,
    Path((id, form)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let seen = seen(&who, &id, &form).await?;
    let text = typed.text("q").to_owned();
    let found = choose::found(&who, &text).await?;
    shown(&who, seen, None, Some((text, found))).await
}

/// A decision about a form.
pub(super) async fn decide(
    who: SignedIn,
    Path((id, form)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let seen = seen(&who, &id, &form).await?;
    match who.told(decided_so(&who, &seen, &typed).await)? {
        Ok(()) => Ok(Redirect::to(&format!("/field/{id}/forms/{}", seen.look.line.id)).into_response()),
        Err(words) => shown(&who, seen, Some(words), None).await,
    }
}

async fn decided_so(who: &SignedIn, seen: &Seen, typed: &Typed) -> Result<(), Stopped> {
    let none = || {
        Stopped::refused(
            said!("chưa chọn cách xử lý", "nothing was chosen"),
            said!("chọn một cách rồi gửi lại", "choose what to do and send it again"),
        )
    };
    let scope = who.visit.scope(Right::ChangeHouseholds).ok_or_else(none)?;
    if seen.is_elsewhere {
        return Err(Stopped::refused(
            said!("hộ của phiếu này ở địa bàn khác", "the household of this form lies in another area"),
            said!("báo công chức của địa bàn đó", "tell the officer of that area"),
        ));
    }
    let (units, now) = (&who.visit.site.gazetteer.units, Instant::now());
    let (campaign, id) = (seen.campaign.id, seen.look.line.id);
    // Before anything is done: a decision may begin with an act of its own.
    let reason = reasoned(typed.text("reason"))?;
    let decision = match typed.text("do") {
        "household" => Decision::Household(typed.text("household").parse().map_err(|_| none())?),
        "list" => {
            let place = seen.lives.as_ref().ok_or_else(none)?;
            if place.has_result {
                // On a list it would be one for a re-check, and the form would correct the result unseen.
                Decision::Household(place.household)
            } else {
                let user = who.registry.user_of_device(seen.look.received.device).await?.ok_or_else(none)?;
                who.registry.assign(Some(&scope), units, (campaign, user), &[place.household], now).await?;
                Decision::Again
            }
        }
        "zone" => Decision::Zone,
        "form" => Decision::Form,
        "files" => Decision::Files,
        "again" => Decision::Again,
        "set_aside" => Decision::SetAside,
        _ => return Err(none()),
    };
    who.registry.decide_submission(&scope, units, (campaign, id), decision, reason, now).await.map(|_| ())
}

/// A file of a form: a photograph to be seen, anything else to be taken away.
pub(super) async fn file(
    who: SignedIn,
    Path((id, form, number)): Path<(String, String, usize)>,
) -> Result<Response, Refusal> {
    let seen = seen(&who, &id, &form).await?;
    if seen.is_elsewhere {
        return Err(Refusal::NoPage);
    }
    if let Some((household, ..)) = &seen.look.line.household {
        looked_at(&who, &who.scope(Right::ChangeHouseholds)?, *household).await?;
    }
    let (scope, units) = (who.scope(Right::ChangeHouseholds)?, &who.visit.site.gazetteer.units);
    let of = (seen.campaign.id, seen.look.line.id);
    let shown = who.registry.shown_file(&scope, units, of, number, Instant::now()).await;
    sent(shown.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NoPage)?)
}

/// A picture as what its bytes are, and nothing else but a picture; anything else only as a file, under a name of ours.
pub(super) fn sent(shown: Shown) -> Result<Response, Refusal> {
    let Shown { media, bytes } = shown;
    let mut response = match media.filter(|media| media.is_cleaned()) {
        Some(picture) => {
            let mut response = no_store(bytes.into_response());
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(picture.code()));
            response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
            response
        }
        None => attachment(bytes, "tep-cua-phieu.bin", "application/octet-stream"),
    };
    let only_here = HeaderValue::from_static("same-origin");
    response.headers_mut().insert(HeaderName::from_static("cross-origin-resource-policy"), only_here);
    Ok(response)
}
