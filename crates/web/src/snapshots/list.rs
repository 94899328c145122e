//! `/admin/snapshots`: campaigns that were sealed – when, by whom, how many rows, under which hash; and sealing another.

use askama::Template;
use axum::response::Response;
use registry::access::Right;

use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::snapshots::seal::{self, SealForm};
use crate::typed::Typed;
use crate::visit::render_as;

#[derive(Template)]
#[template(path = "snapshots/list.html")]
struct Snapshots {
    page: Page,
    rows: Vec<Row>,
    /// Whether the figures of one may be opened.
    opens: bool,
    /// For whoever may seal.
    seals: Option<SealForm>,
}

/// A snapshot in the list.
#[derive(Debug)]
struct Row {
    id: String,
    label: String,
    year: i64,
    households: String,
    members: String,
    at: String,
    by: String,
    reason: String,
    act_seq: i64,
    sha256: String,
}

pub(super) async fn page(signed_in: SignedIn) -> Result<Response, Refusal> {
    shown(&signed_in, &Typed::default(), None).await
}

pub(super) async fn shown(
    signed_in: &SignedIn,
    typed: &Typed,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    let figures = signed_in.scope(Right::SeeFigures);
    let opens = figures.is_ok();
    let scope = match figures {
        Ok(scope) => scope,
        Err(_) => signed_in.scope(Right::SeeAudit)?,
    };
    let all = signed_in.registry.snapshots(&scope).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let rows = all.into_iter().map(|one| Row {
        id: one.id.to_string(),
        label: one.manifest.label().to_owned(),
        year: one.manifest.year(),
        households: format::whole(one.manifest.households(), visit.language),
        members: format::whole(one.manifest.members(), visit.language),
        at: time::shown(one.at, visit.language),
        by: one.by_name.unwrap_or_else(|| visit.t("audit-program")),
        reason: one.reason.unwrap_or_default(),
        act_seq: one.act_seq,
        sha256: one.sha256,
    });
    let page = visit.page(visit.t("snapshots-title"));
    let sees_audit = signed_in.scope(Right::SeeAudit).is_ok();
    let page = if sees_audit { page.crumb("/admin", visit.t("admin-title")) } else { page };
    let status = seal::status(problem.as_ref());
    let seals = seal::form(signed_in, typed, problem).await?;
    Ok(render_as(status, &Snapshots { rows: rows.collect(), opens, seals, page }))
}
