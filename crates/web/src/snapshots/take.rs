//! `/snapshots/{id}/files/…`: a sealed file to take away. It is compared with what was sealed, and taking it is an act in
//! the log, written before the first byte leaves.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use registry::store::dates::Instant;
use registry::{SnapshotId, Stopped};

use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::snapshots::may_take;
use crate::visit::{attachment, render_as};

#[derive(Template)]
#[template(path = "snapshots/not_taken.html")]
struct NotTaken {
    page: Page,
    why: String,
    remedy: String,
}

const PARQUET: &str = "application/vnd.apache.parquet";
const JSON: &str = "application/json";

pub(super) async fn file(
    signed_in: SignedIn,
    Path((id, path)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let scope = may_take(&signed_in).ok_or(Refusal::NotYours)?;
    let id: SnapshotId = id.parse().map_err(|_| Refusal::NoPage)?;
    let visit = &signed_in.visit;
    match signed_in.registry.take_sealed_file(&scope, id, &path, Instant::now()).await {
        Ok(Some(bytes)) => Ok(taken(bytes, id, &path)),
        Ok(None) => Err(Refusal::NoPage),
        Err(Stopped::Failed(fault)) => Err(Refusal::of_fault(&fault)),
        Err(Stopped::Refused(refusal)) => {
            let page = visit
                .page(visit.t("snapshot-not-taken"))
                .crumb("/admin/snapshots", visit.t("snapshots-title"))
                .crumb(format!("/snapshots/{id}"), id.to_string());
            let (why, remedy) = (refusal.why.get(visit.language), refusal.remedy.get(visit.language));
            let not = NotTaken { page, why: why.to_owned(), remedy: remedy.to_owned() };
            Ok(render_as(StatusCode::CONFLICT, &not))
        }
    }
}

/// Named after all its folders: several files go into one folder of downloads.
fn taken(bytes: Vec<u8>, id: SnapshotId, path: &str) -> Response {
    let kind = if path.ends_with(".json") { JSON } else { PARQUET };
    attachment(bytes, &format!("{id}-{}", path.replace(['/', '='], "-")), kind)
}
