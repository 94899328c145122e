//! The audit log: acts, and the proof that one of them is in it.

use axum::extract::Path;
use axum::response::Response;
use registry::access::Right;
use registry::audit::Entry;
use registry::keys::hex;
use registry::store::Fault;
use serde_json::{Value as Json, json};

use crate::admin::audit;
use crate::admin::time::utc;
use crate::api::answer;
use crate::error::Refusal;
use crate::signed_in::SignedIn;

pub(super) async fn list(signed_in: SignedIn) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::SeeAudit)?;
    let refused = |fault: Fault| Refusal::of_fault(&fault);
    let page = signed_in.visit.page_number();
    let found = audit::found(&signed_in, &scope, page).await.map_err(refused)?;
    let checkpoint = signed_in.registry.checkpoint().await.map_err(refused)?;
    Ok(answer(&json!({
        "total": found.total,
        "page": page,
        "per_page": audit::PER_PAGE,
        "acts": found.entries.iter().map(entry).collect::<Vec<Json>>(),
        "checkpoint": checkpoint.to_string(),
    })))
}

pub(super) async fn act(signed_in: SignedIn, Path(seq): Path<String>) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::SeeAudit)?;
    let refused = |fault: Fault| Refusal::of_fault(&fault);
    let seq: i64 = seq.parse().map_err(|_| Refusal::NoPage)?;
    let act = signed_in.registry.act(&scope, seq).await.map_err(refused)?.ok_or(Refusal::NoPage)?;
    let proof = signed_in.registry.inclusion(&scope, seq).await.map_err(refused)?.ok_or(Refusal::NoPage)?;
    let rows = act.rows.iter().map(|(table, rows)| ((*table).to_owned(), Json::from(*rows)));
    Ok(answer(&json!({
        "act": entry(&act.entry),
        "content": act.content,
        "rows": rows.collect::<serde_json::Map<String, Json>>(),
        "erased": act.erased,
        "leaf": hex(&proof.leaf),
        "path": proof.path.iter().map(|hash| hex(hash)).collect::<Vec<String>>(),
        "checkpoint": proof.within.to_string(),
    })))
}

fn entry(entry: &Entry) -> Json {
    json!({
        "seq": entry.seq,
        "kind": entry.kind,
        "at": utc(entry.at),
        "by": entry.actor_name,
        "reason": entry.reason,
        "undoes": entry.undoes,
        "undone_by": entry.undone_by,
    })
}
