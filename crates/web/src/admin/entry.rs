//! `/admin/audit/{seq}`: one act, what it wrote, and the proof that it is in the log.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use registry::access::Right;
use registry::keys::hex;
use registry::store::Fault;

use crate::admin::audit::{Line, line};
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::render;

#[derive(Template)]
#[template(path = "admin/entry.html")]
struct Shown {
    page: Page,
    act: Line,
    rows: Vec<(&'static str, String)>,
    erased: usize,
    content: Option<String>,
    holds: bool,
    leaf: String,
    path: Vec<String>,
    checkpoint: String,
}

pub(crate) async fn page(signed_in: SignedIn, Path(seq): Path<i64>) -> Result<Response, Refusal> {
    let (visit, registry) = (&signed_in.visit, &signed_in.registry);
    let scope = signed_in.scope(Right::SeeAudit)?;
    let refused = |fault: Fault| Refusal::of_fault(&fault);
    // The same answer whether there is no such act or it is out of reach.
    let act = registry.act(&scope, seq).await.map_err(refused)?.ok_or(Refusal::NoPage)?;
    let proof = registry.inclusion(&scope, seq).await.map_err(refused)?.ok_or(Refusal::NoPage)?;
    let title = visit.page(String::new()).named("audit-act-title", seq.to_string());
    let page = visit
        .page(title)
        .crumb("/admin", visit.t("admin-title"))
        .crumb("/admin/audit", visit.t("audit-title"));
    Ok(render(&Shown {
        act: line(&act.entry, visit),
        rows: act.rows.iter().map(|(table, n)| (*table, format::whole(*n, visit.language))).collect(),
        erased: usize::try_from(act.erased).unwrap_or(0),
        content: act.content.and_then(|content| serde_json::to_string_pretty(&content).ok()),
        holds: proof.holds(),
        leaf: hex(&proof.leaf),
        path: proof.path.iter().map(|hash| hex(hash)).collect(),
        checkpoint: proof.within.to_string(),
        page,
    }))
}
