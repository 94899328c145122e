//! `/admin/audit`: nhật ký – who did what, when and why; the checkpoint to keep elsewhere, and one that was kept.

use askama::Template;
use axum::response::Response;
use registry::access::Right;
use registry::audit::{Checkpoint, Entries, Entry, Wanted};
use registry::store::Fault;
use registry::{Scope, UserId};

use crate::act_words;
use crate::admin::time;
use crate::error::Refusal;
use crate::layout::{Page, encoded};
use crate::signed_in::SignedIn;
use crate::visit::{Visit, render};

/// Acts on one page.
pub(crate) const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct Audit {
    page: Page,
    kinds: Vec<(String, String, bool)>,
    from: String,
    until: String,
    acts: Vec<Line>,
    total: usize,
    checkpoint: String,
    kept: String,
    /// Key of the words about the kept checkpoint, and whether it is good news.
    compared: Option<(&'static str, bool)>,
    earlier: Option<String>,
    later: Option<String>,
    at: usize,
    pages: usize,
}

/// An act in the list.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) seq: i64,
    pub(crate) at: String,
    pub(crate) kind: String,
    pub(crate) actor: String,
    /// The list of this actor's acts.
    pub(crate) by: Option<String>,
    pub(crate) reason: String,
    pub(crate) undoes: Option<i64>,
    pub(crate) undone_by: Option<i64>,
}

pub(crate) async fn page(signed_in: SignedIn) -> Result<Response, Refusal> {
    let (visit, registry) = (&signed_in.visit, &signed_in.registry);
    let scope = signed_in.scope(Right::SeeAudit)?;
    let refused = |fault: Fault| Refusal::of_fault(&fault);
    let wanted = wanted(visit);
    let at = visit.page_number();
    let found = found(&signed_in, &scope, at).await.map_err(refused)?;
    let kinds = registry.act_kinds(&scope).await.map_err(refused)?;
    let kept = visit.asked("checkpoint").unwrap_or_default().to_owned();
    let compared = match (kept.is_empty(), kept.parse::<Checkpoint>()) {
        (true, _) => None,
        (false, Err(())) => Some(("audit-checkpoint-unreadable", false)),
        (false, Ok(known)) => Some(match registry.has_only_grown_since(&known).await.map_err(refused)? {
            true => ("audit-checkpoint-holds", true),
            false => ("audit-checkpoint-broken", false),
        }),
    };
    let total = usize::try_from(found.total).unwrap_or(0);
    let pages = total.div_ceil(PER_PAGE).max(1);
    let chosen = |kind: &String| {
        (kind.clone(), act_words::of_kind(visit.language, kind), wanted.kind.as_ref() == Some(kind))
    };
    Ok(render(&Audit {
        kinds: kinds.iter().map(chosen).collect(),
        from: day(visit, "from").map(|day| day.to_string()).unwrap_or_default(),
        until: day(visit, "until").map(|day| day.to_string()).unwrap_or_default(),
        acts: found.entries.iter().map(|entry| line(entry, visit)).collect(),
        total,
        checkpoint: registry.checkpoint().await.map_err(refused)?.to_string(),
        kept,
        compared,
        earlier: (at > 1).then(|| other_page(visit, at - 1)),
        later: (at < pages).then(|| other_page(visit, at + 1)),
        at,
        pages,
        page: visit.page(visit.t("audit-title")).crumb("/admin", visit.t("admin-title")),
    }))
}

/// A day of the address.
fn day(visit: &Visit, name: &str) -> Option<vocab::Day> {
    visit.asked(name)?.parse().ok()
}

/// What the address asks for.
fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        kind: visit.asked("kind").map(str::to_owned),
        actor: visit.asked("by").and_then(|text| text.parse::<UserId>().ok()),
        from: day(visit, "from").map(time::beginning),
        until: day(visit, "until").map(|last| time::beginning(last).plus_seconds(24 * 3600)),
    }
}

/// One page of the acts that the address asks for, pages from 1.
pub(crate) async fn found(signed_in: &SignedIn, scope: &Scope, page: usize) -> Result<Entries, Fault> {
    let skip = (page - 1).saturating_mul(PER_PAGE) as i64;
    signed_in.registry.acts(scope, &wanted(&signed_in.visit), skip, PER_PAGE as i64).await
}

/// An act in words.
pub(crate) fn line(entry: &Entry, visit: &Visit) -> Line {
    Line {
        seq: entry.seq,
        at: time::shown(entry.at, visit.language),
        kind: act_words::of_kind(visit.language, &entry.kind),
        actor: entry.actor_name.clone().unwrap_or_else(|| visit.t("audit-program")),
        by: entry.actor.map(|actor| format!("/admin/audit?by={actor}")),
        reason: entry.reason.clone().unwrap_or_default(),
        undoes: entry.undoes,
        undone_by: entry.undone_by,
    }
}

fn other_page(visit: &Visit, page: usize) -> String {
    let kept =
        visit.query.iter().filter(|(name, value)| name != "page" && name != "lang" && !value.is_empty());
    let mut query: Vec<String> =
        kept.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    query.push(format!("page={page}"));
    format!("/admin/audit?{}", query.join("&"))
}
