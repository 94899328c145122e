//! `/field/{campaign}/entries`: paper forms are typed in, twice by two people, and settled against the paper where they differ.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, RawForm};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use forms::answers::{Naming, written};
use forms::merge::{Field, Merge, Pick, Place};
use registry::access::Right;
use registry::capture::{Corrects, Entry, TypedForm};
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{EntryId, HouseholdId, Stopped, SubmissionId};
use serde_json::Value as Json;
use vocab::said;

use crate::admin::time;
use crate::error::Refusal;
use crate::field::choose::{self, Choosable};
use crate::field::compared::{named, positional, question_of, said as answered};
use crate::field::typing::{self, Pairs, Paper};
use crate::field::{board, one, reading};
use crate::households::looked_at;
use crate::law::try_it::answers as fields;
use crate::law::try_it::form::{Field as InputField, Form};
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

/// So many are shown.
const MOST: usize = 300;

#[derive(Template)]
#[template(path = "field/entries.html")]
struct List {
    page: Page,
    base: String,
    open: Vec<Item>,
    closed: Vec<Item>,
    text: String,
    is_asked: bool,
    found: Vec<Choosable>,
    problem: Option<String>,
}

struct Item {
    href: String,
    head: String,
    village: String,
    state: String,
    who: String,
    is_mine: bool,
}

pub(super) async fn list(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let campaign = board::campaign(&who, &id).await?;
    listed(&who, campaign, None, None).await
}

/// A household is looked for, to type its form.
pub(super) async fn search(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let campaign = board::campaign(&who, &id).await?;
    let text = typed.text("q").to_owned();
    let found = choose::found(&who, &text).await?;
    listed(&who, campaign, None, Some((text, found))).await
}

async fn listed(
    who: &SignedIn,
    campaign: Sealable,
    problem: Option<String>,
    asked: Option<(String, Vec<Choosable>)>,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let visit = &who.visit;
    let all = who.registry.entries(&scope, campaign.id, MOST).await;
    let all = all.map_err(|fault| Refusal::of_fault(&fault))?;
    let base = format!("/field/{}", campaign.id);
    let (closed, open): (Vec<Entry>, Vec<Entry>) =
        all.into_iter().partition(|entry| entry.submission.is_some() || entry.is_ended || entry.is_erased);
    let items = |all: Vec<Entry>| all.iter().map(|entry| item(who, entry, &base)).collect();
    let (is_asked, (text, found)) = (asked.is_some(), asked.unwrap_or_default());
    let template = List {
        open: items(open),
        closed: items(closed),
        page: visit
            .page(visit.t("entries-title"))
            .crumb("/field", visit.t("field-title"))
            .crumb(base.clone(), campaign.label),
        base,
        text,
        is_asked,
        found,
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

/// How far a form is, for whoever asks.
fn state_key(who: &SignedIn, entry: &Entry) -> &'static str {
    let own = entry.part_of(who.actor.user).and_then(|part| entry.parts.get(&part));
    if entry.is_erased {
        "form-erased"
    } else if entry.is_ended {
        "entry-ended"
    } else if entry.submission.is_some() {
        "entry-arrived"
    } else if entry.is_typed() {
        "entry-to-settle"
    } else if own.is_some_and(|part| part.done_at.is_some()) {
        "entry-waits-second"
    } else if entry.part_of(who.actor.user) == Some(2) {
        "entry-second"
    } else if entry.part_of(who.actor.user).is_some() {
        "entry-first"
    } else {
        "entry-typed-by-others"
    }
}

fn item(who: &SignedIn, entry: &Entry, base: &str) -> Item {
    let key = state_key(who, entry);
    Item {
        href: entry.submission.map_or_else(
            || format!("{base}/entries/{}", entry.id),
            |submission| format!("{base}/forms/{submission}"),
        ),
        head: entry.head.clone(),
        village: entry.village.clone(),
        state: who.visit.t(key),
        who: entry.parts.values().map(|part| part.name.clone()).collect::<Vec<_>>().join(", "),
        is_mine: matches!(key, "entry-first" | "entry-second" | "entry-to-settle"),
    }
}

/// Begins to type the form of a household.
pub(super) async fn open(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let household = typed.text("household").parse().unwrap_or(HouseholdId(uuid::Uuid::nil()));
    let now = Instant::now();
    match who.told(who.registry.open_entry(&scope, (campaign.id, household), Corrects::Nothing, now).await)? {
        Ok(entry) => Ok(Redirect::to(&format!("/field/{id}/entries/{entry}")).into_response()),
        Err(words) => listed(&who, campaign, Some(words), None).await,
    }
}

/// Begins to correct a filled form: its answers are filled in, and it stays as it is.
pub(super) async fn correct(
    who: SignedIn,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let seen = one::seen(&who, &id, &form).await?;
    let scope = who.scope(Right::ChangeHouseholds)?;
    let household = seen.lives.as_ref().filter(|_| !seen.is_elsewhere).map(|place| place.household);
    let household = household.ok_or(Refusal::NotYours)?;
    let (standard, answers) = seen.answers(&who).ok_or(Refusal::NoPage)?;
    let pairs = typing::filled(standard, &answers, who.visit.language);
    let (of, now) = (Corrects::Submission(seen.look.line.id), Instant::now());
    let refused = |stopped| match stopped {
        Stopped::Failed(fault) => Refusal::of_fault(&fault),
        Stopped::Refused(_) => Refusal::NotYours,
    };
    let campaign = seen.campaign.id;
    let entry = who.registry.open_entry(&scope, (campaign, household), of, now).await.map_err(refused)?;
    who.registry.save_entry(&scope, (campaign, entry), &pairs, false, now).await.map_err(refused)?;
    Ok(Redirect::to(&format!("/field/{id}/entries/{entry}")).into_response())
}

#[derive(Template)]
#[template(path = "field/entry.html")]
struct Typing {
    page: Page,
    action: String,
    title: String,
    lead: String,
    file: String,
    form: Option<Form>,
    /// When it was last kept.
    saved: Option<String>,
    /// What is told instead of a form.
    told: Option<String>,
    /// Where the form lies that is corrected, or that it became.
    of: Option<String>,
    differences: Vec<Difference>,
    may_settle: bool,
    may_end: bool,
    problem: Option<String>,
}

struct Difference {
    name: String,
    person: Option<String>,
    question: String,
    a: String,
    b: String,
    picked: String,
    /// Another answer, where both are wrong.
    other: Option<InputField>,
}

impl Difference {
    fn is(&self, pick: &str) -> bool {
        self.picked == pick
    }
}

struct Seen {
    campaign: Sealable,
    entry: Entry,
}

async fn seen(who: &SignedIn, id: &str, entry: &str) -> Result<Seen, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(who, id).await?;
    let entry: EntryId = entry.parse().map_err(|_| Refusal::NoPage)?;
    let found = who.registry.entry(&scope, campaign.id, entry).await;
    let entry = found.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NoPage)?;
    looked_at(who, &scope, entry.household).await?;
    Ok(Seen { campaign, entry })
}

impl Seen {
    fn paper<'a>(&self, who: &'a SignedIn) -> Option<Paper<'a>> {
        Paper::of(reading::standard_of(&who.visit.site, &self.campaign.terms)?, &self.campaign)
    }

    /// What this user typed so far; nothing if there is nothing for them to type.
    async fn own(&self, who: &SignedIn) -> Result<Option<Pairs>, Refusal> {
        let Some(number) = self.entry.part_of(who.actor.user) else { return Ok(None) };
        if let Some(part) = self.entry.parts.get(&number) {
            return Ok(part.fields.clone().filter(|_| part.done_at.is_none()));
        }
        let lives = who.registry.lives(self.campaign.id, self.entry.household).await;
        let lives = lives.map_err(|fault| Refusal::of_fault(&fault))?;
        let members = who.registry.members_of(self.entry.household).await;
        let members = members.map_err(|fault| Refusal::of_fault(&fault))?;
        Ok(Some(typing::empty(lives.as_ref().map(|place| place.zone.code()), members)))
    }

    /// Both typings beside each other; one of a correction is its own second.
    fn merge(&self, paper: &Paper<'_>, who: &SignedIn) -> Option<Merge> {
        let answers = |part: i64| {
            let fields = self.entry.parts.get(&part)?.fields.as_ref()?;
            Some(paper.stored(&paper.read(fields, who.visit.language)))
        };
        let first = answers(1)?;
        let second = if self.entry.needs_second() { answers(2)? } else { first.clone() };
        Some(positional(&first, &second))
    }
}

pub(super) async fn page(
    who: SignedIn,
    Path((id, entry)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let seen = seen(&who, &id, &entry).await?;
    shown(&who, &seen, None, None, &Typed::default()).await
}

async fn shown(
    who: &SignedIn,
    seen: &Seen,
    problem: Option<String>,
    typed: Option<&fields::Typed>,
    picked: &Typed,
) -> Result<Response, Refusal> {
    let (visit, entry) = (&who.visit, &seen.entry);
    let base = format!("/field/{}", seen.campaign.id);
    let key = state_key(who, entry);
    let paper = seen.paper(who);
    let is_open = entry.submission.is_none() && !entry.is_ended && !entry.is_erased;
    let own = if is_open && !entry.is_typed() { seen.own(who).await? } else { None };
    let form = match (&paper, &own, typed) {
        (Some(paper), Some(_), Some(typed)) => Some(paper.form(typed, visit)),
        (Some(paper), Some(pairs), None) => {
            let typed = paper.read(pairs, visit.language);
            let mut form = paper.form(&typed, visit);
            // Mistakes are told when somebody is done; what is merely open yet is none.
            form.mistakes.clear();
            Some(form)
        }
        _ => None,
    };
    let merge = paper
        .as_ref()
        .filter(|_| is_open && entry.is_typed())
        .and_then(|paper| Some((seen.merge(paper, who)?, paper)));
    let first = entry.parts.get(&1).map(|part| part.user);
    let number = entry.part_of(who.actor.user).and_then(|part| entry.parts.get(&part));
    let of = match (entry.submission, entry.corrects) {
        (Some(id), _) | (None, Corrects::Submission(id)) => Some(format!("{base}/forms/{id}")),
        _ => None,
    };
    let told = match (&form, paper.is_some()) {
        (_, false) => Some("attention-pack-changed"),
        (None, true) => Some(key),
        (Some(_), true) => None,
    };
    let template = Typing {
        title: visit.t(if entry.needs_second() { key } else { "entry-correcting" }),
        lead: format!(
            "{} · {}",
            visit.page(String::new()).named("household-number", entry.number.to_string()),
            entry.village
        ),
        file: format!("/households/{}", entry.household),
        saved: number.map(|part| time::shown(part.saved_at, visit.language)),
        told: told.map(|key| visit.t(key)),
        differences: merge
            .as_ref()
            .map_or_else(Vec::new, |(merge, paper)| differences(merge, paper, who, picked)),
        may_settle: merge.is_some() && (first != Some(who.actor.user) || !entry.needs_second()),
        may_end: is_open,
        page: visit
            .page(entry.head.clone())
            .crumb("/field", visit.t("field-title"))
            .crumb(base.clone(), seen.campaign.label.clone())
            .crumb(format!("{base}/entries"), visit.t("entries-title")),
        action: format!("{base}/entries/{}", entry.id),
        form,
        of,
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

/// What the two typings do not say alike.
fn open_fields(merge: &Merge) -> impl Iterator<Item = (usize, &Field)> {
    merge.fields.iter().enumerate().filter(|(_, field)| field.a != field.b)
}

fn differences(merge: &Merge, paper: &Paper<'_>, who: &SignedIn, picked: &Typed) -> Vec<Difference> {
    let (standard, visit) = (paper.standard(), &who.visit);
    let differing = open_fields(merge);
    let of = |(at, field): (usize, &Field)| {
        let name = format!("f{at}");
        Difference {
            person: field.place.person.map(|person| named(merge, standard, person, visit)),
            question: question_of(standard, field, visit),
            a: answered(standard, field, Pick::A, visit),
            b: answered(standard, field, Pick::B, visit),
            picked: picked.text(&name).to_owned(),
            other: other_field(merge, field, paper, who, (at, picked)),
            name,
        }
    };
    differing.map(of).collect()
}

/// The field for a third answer, as the form has it.
fn other_field(
    merge: &Merge,
    field: &Field,
    paper: &Paper<'_>,
    who: &SignedIn,
    (at, picked): (usize, &Typed),
) -> Option<InputField> {
    if field.place.question.is_empty() {
        return None;
    }
    let side = if field.a.is_some() { Pick::A } else { Pick::B };
    let answers = whole(merge, side);
    let pairs = typing::filled(paper.standard(), &answers, who.visit.language);
    let form = paper.form(&paper.read(&pairs, who.visit.language), &who.visit);
    let name = match field.place.person {
        Some(person) => format!("m{}.{}", place_of(merge, person, side)? + 1, field.place.question),
        None => format!("h.{}", field.place.question),
    };
    let of_household = form.household.into_iter().flat_map(|part| part.fields);
    let all = of_household.chain(form.people.into_iter().flat_map(|person| person.fields));
    let mut input = all.into_iter().find(|input| input.name == name)?;
    input.name = format!("v{at}");
    input.anchor = input.name.clone();
    input.mistake = None;
    let given: Vec<&str> =
        picked.0.iter().filter(|(name, _)| *name == input.name).map(|(_, value)| value.as_str()).collect();
    input.value = given.first().copied().unwrap_or_default().to_owned();
    input.options.iter_mut().for_each(|option| option.chosen = given.contains(&option.value.as_str()));
    Some(input)
}

fn place_of(merge: &Merge, person: usize, side: Pick) -> Option<usize> {
    let person = merge.people.get(person)?;
    if side == Pick::A { person.a } else { person.b }
}

/// All that one side says, as it is stored.
fn whole(merge: &Merge, side: Pick) -> Json {
    let picks: BTreeMap<Place, Pick> = merge.fields.iter().map(|field| (field.place.clone(), side)).collect();
    merge.resolved(&picks).unwrap_or_default()
}

/// Keeps what was typed; says so, or ends this typing.
pub(super) async fn save(
    who: SignedIn,
    Path((id, entry)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, Refusal> {
    let Typed(pairs) = Typed::of_bytes(&body).ok_or(Refusal::Unreadable)?;
    let is_done = pairs.iter().any(|(name, value)| name == "do" && value == "done");
    let seen_before = seen(&who, &id, &entry).await?;
    let pairs = typing::pressed(pairs);
    let paper = seen_before.paper(&who).ok_or(Refusal::NoPage)?;
    let typed = paper.read(&pairs, who.visit.language);
    let has_mistakes = !typed.mistakes.is_empty();
    let scope = who.scope(Right::ChangeHouseholds)?;
    let of = (seen_before.campaign.id, seen_before.entry.id);
    let kept = who.registry.save_entry(&scope, of, &pairs, is_done && !has_mistakes, Instant::now()).await;
    if let Err(words) = who.told(kept)? {
        return shown(&who, &seen_before, Some(words), None, &Typed::default()).await;
    }
    let seen = seen(&who, &id, &entry).await?;
    if !is_done {
        return shown(&who, &seen, None, None, &Typed::default()).await;
    }
    if has_mistakes {
        let words = who.visit.t("entry-mistakes");
        return shown(&who, &seen, Some(words), Some(&typed), &Typed::default()).await;
    }
    // Nothing differs: the second typing, or the one of a correction, makes it a filled form.
    let first = seen.entry.parts.get(&1).map(|part| part.user);
    let may_settle = first != Some(who.actor.user) || !seen.entry.needs_second();
    let is_settled = may_settle
        && seen.entry.is_typed()
        && seen.merge(&paper, &who).is_some_and(|merge| open_fields(&merge).next().is_none());
    if is_settled {
        return arrived(&who, seen, &Typed::default()).await;
    }
    Ok(Redirect::to(&format!("/field/{id}/entries/{entry}")).into_response())
}

/// Settles what differs, against the paper.
pub(super) async fn settle(
    who: SignedIn,
    Path((id, entry)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let seen = seen(&who, &id, &entry).await?;
    arrived(&who, seen, &typed).await
}

async fn arrived(who: &SignedIn, seen: Seen, picked: &Typed) -> Result<Response, Refusal> {
    match who.told(arrive(who, &seen, picked).await)? {
        Ok(form) => Ok(Redirect::to(&format!("/field/{}/forms/{form}", seen.campaign.id)).into_response()),
        Err(words) => shown(who, &seen, Some(words), None, picked).await,
    }
}

async fn arrive(who: &SignedIn, seen: &Seen, picked: &Typed) -> Result<SubmissionId, Stopped> {
    let not_now = || {
        Stopped::refused(
            said!("phiếu này chưa nhập đủ", "this form is not typed in completely"),
            said!("tải lại trang để xem phiếu đã đến đâu", "load the page again to see how far it has come"),
        )
    };
    let scope = who.visit.scope(Right::ChangeHouseholds).ok_or_else(not_now)?;
    let paper = seen.paper(who).ok_or_else(not_now)?;
    let merge = seen.merge(&paper, who).ok_or_else(not_now)?;
    let answers = settled(&merge, &paper, who, picked)?;
    let terms = &seen.campaign.terms;
    let forms = who.registry.forms(seen.campaign.id).await?;
    let form = forms.into_iter().find(|form| form.form.standard == terms.standard).ok_or_else(|| {
        Stopped::refused(
            said!("đợt rà soát chưa phát hành phiếu", "the campaign has no published form"),
            said!(
                "phát hành phiếu ở trang của đợt rà soát trước",
                "publish the form on the page of the campaign first"
            ),
        )
    })?;
    let instance_id = format!("uuid:{}", uuid::Uuid::now_v7());
    let naming = Naming {
        form_id: &form.form.form_id,
        version: &form.form.version,
        instance_id: &instance_id,
        household: &seen.entry.household.to_string(),
    };
    let typed = TypedForm {
        xml: written(naming, &answers),
        form_id: form.form.form_id.clone(),
        version: form.form.version.clone(),
        instance_id: instance_id.clone(),
    };
    let of = (seen.campaign.id, seen.entry.id);
    who.registry.arrive_typed(&scope, of, &typed, Instant::now()).await
}

/// The answers as they were settled: one of the two, or what the paper says where both are wrong.
fn settled(merge: &Merge, paper: &Paper<'_>, who: &SignedIn, picked: &Typed) -> Result<Json, Stopped> {
    let unsettled = || {
        Stopped::refused(
            said!("còn chỗ khác nhau chưa chọn", "something that differs was not chosen"),
            said!("xem phiếu giấy và chọn ở từng dòng", "look at the paper and choose in each line"),
        )
    };
    let mut picks = BTreeMap::new();
    let mut others: Vec<(&Field, Json)> = Vec::new();
    for (at, field) in open_fields(merge) {
        let pick = match picked.text(&format!("f{at}")) {
            "a" => Pick::A,
            "b" => Pick::B,
            "other" => {
                let question = super::compared::asked(paper.standard(), field).ok_or_else(unsettled)?;
                let name = format!("v{at}");
                let given: Vec<&str> = picked
                    .0
                    .iter()
                    .filter(|(known, _)| *known == name)
                    .map(|(_, value)| value.trim())
                    .collect();
                let answer = fields::one(question, &given, who.visit.language).map_err(|_| unsettled())?;
                others.push((field, registry::answers::stored_one(question, &answer).unwrap_or_default()));
                Pick::A
            }
            _ => return Err(unsettled()),
        };
        picks.insert(field.place.clone(), pick);
    }
    let mut answers = merge.resolved(&picks).map_err(|_| unsettled())?;
    for (field, answer) in others {
        let all = match field.place.person {
            None if field.place.question == "zone" => answers.as_object_mut(),
            None => answers.get_mut("household").and_then(Json::as_object_mut),
            Some(person) => {
                let at = standing(merge, &picks, person);
                let members = answers.get_mut("members").and_then(Json::as_array_mut);
                members.and_then(|members| members.get_mut(at?)).and_then(Json::as_object_mut)
            }
        };
        let Some(all) = all else { continue };
        if answer.is_null() {
            all.remove(&field.place.question);
        } else {
            all.insert(field.place.question.clone(), answer);
        }
    }
    // Read once more as a whole: what was settled may take questions away.
    let language = who.visit.language;
    let typed = paper.read(&typing::filled(paper.standard(), &answers, language), language);
    if typed.mistakes.is_empty() { Ok(paper.stored(&typed)) } else { Err(unsettled()) }
}

/// The place of a person among those who stay.
fn standing(merge: &Merge, picks: &BTreeMap<Place, Pick>, person: usize) -> Option<usize> {
    let stays = |other: usize| {
        let place = Place { person: Some(other), question: String::new() };
        let field = merge.fields.iter().find(|field| field.place == place);
        field.is_none_or(|field| picks.get(&place).is_none_or(|pick| field.of(*pick).is_some()))
    };
    stays(person).then(|| (0..person).filter(|other| stays(*other)).count())
}

/// Gives up typing a form.
pub(super) async fn end(
    who: SignedIn,
    Path((id, entry)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let seen = seen(&who, &id, &entry).await?;
    let scope = who.scope(Right::ChangeHouseholds)?;
    match who.told(who.registry.end_entry(&scope, (seen.campaign.id, seen.entry.id), Instant::now()).await)? {
        Ok(()) => Ok(Redirect::to(&format!("/field/{id}/entries")).into_response()),
        Err(words) => shown(&who, &seen, Some(words), None, &Typed::default()).await,
    }
}
