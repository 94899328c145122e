//! `/field/{campaign}/entries/{entry}`: a paper form is typed in, twice by two people, and settled against the paper where they
//! differ.

use askama::Template;
use axum::extract::{Path, RawForm};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use forms::answers::{Naming, written};
use forms::merge::Merge;
use registry::access::Right;
use registry::capture::{Corrects, Entry, TypedForm};
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{EntryId, Stopped, SubmissionId};
use vocab::said;

use crate::admin::time;
use crate::error::Refusal;
use crate::field::compared::positional;
use crate::field::entries::state_key;
use crate::field::settle::{Difference, differences, open_fields, settled};
use crate::field::typing::{self, Pairs, Paper};
use crate::field::{board, reading};
use crate::households::looked_at;
use crate::law::try_it::answers as fields;
use crate::law::try_it::form::Form;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

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
