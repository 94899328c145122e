//! What the sender of a list decides: household by household, then about the whole.

use axum::extract::{Path, RawForm};
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::import::Decision;
use registry::store::dates::Instant;
use registry::{ImportId, Scope};

use crate::error::Refusal;
use crate::imports::{problem, reading, table};
use crate::signed_in::SignedIn;

/// The draft of an address, or no page.
pub(crate) async fn draft(
    signed_in: &SignedIn,
    scope: &Scope,
    id: &str,
) -> Result<registry::import::Draft, Refusal> {
    let id: ImportId = id.parse().map_err(|_| Refusal::NoPage)?;
    let found = signed_in.registry.kept_import(scope, id, Instant::now()).await;
    found.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NoPage)
}

/// Keeps the decisions of one page of the table; those of other pages stay.
pub(crate) async fn decisions(
    signed_in: SignedIn,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    let mut draft = draft(&signed_in, &scope, &id).await?;
    let fields = fields_of(&body)?;
    for (name, value) in &fields {
        if name == "ethnic" {
            draft.wishes.ethnic_codes = value.parse().ok().filter(|year| matches!(year, 1979 | 2008));
        }
        if name == "campaign" {
            draft.wishes.campaign = value.parse().ok();
        }
        if let Some(at) = name.strip_prefix("household-").and_then(|at| at.parse().ok()) {
            match Decision::of_code(value) {
                Some(decision) => drop(draft.wishes.decisions.insert(at, decision)),
                None => drop(draft.wishes.decisions.remove(&at)),
            }
        }
    }
    let kept = signed_in.registry.wish_import(&scope, draft.id, &draft.wishes).await;
    kept.map_err(|fault| Refusal::of_fault(&fault))?;
    let field =
        |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let show = table::Show::of_code(field("show").unwrap_or_default());
    let page: usize = field("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    Ok(Redirect::to(&format!("/imports/{}?show={}&page={page}", draft.id, show.code())).into_response())
}

/// Records the list as it was seen, or shows why not.
pub(crate) async fn confirm(
    signed_in: SignedIn,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    let draft = draft(&signed_in, &scope, &id).await?;
    let language = signed_in.visit.language;
    let fields = fields_of(&body)?;
    let seen = fields.iter().find(|(name, _)| name == "fingerprint").map(|(_, value)| value.as_str());
    let mut preview = match reading::preview(&signed_in, &scope, &draft).await {
        Ok(preview) => preview,
        Err(stopped) => {
            let problem = problem(stopped, language)?;
            return table::unreadable(&signed_in, problem);
        }
    };
    // What counts is what the person saw: the registry compares it with what is true now.
    preview.fingerprint = seen.unwrap_or_default().to_owned();
    let registry = &signed_in.registry;
    match registry.confirm_import(&scope, &preview, &draft.wishes.decisions, Instant::now()).await {
        Ok(imported) => {
            if let Err(fault) = registry.drop_import(&scope, draft.id).await {
                tracing::warn!(%fault, "a list that was recorded still waits");
            }
            Ok(Redirect::to(&format!("/imports?recorded={}", imported.done.seq)).into_response())
        }
        Err(stopped) => {
            let problem = problem(stopped, language)?;
            table::shown(&signed_in, &scope, &draft, Some(problem)).await
        }
    }
}

/// Gives up a list.
pub(crate) async fn abort(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    let draft = draft(&signed_in, &scope, &id).await?;
    let dropped = signed_in.registry.drop_import(&scope, draft.id).await;
    dropped.map_err(|fault| Refusal::of_fault(&fault))?;
    Ok(Redirect::to("/imports").into_response())
}

fn fields_of(body: &[u8]) -> Result<Vec<(String, String)>, Refusal> {
    serde_urlencoded::from_bytes(body).map_err(|_| Refusal::Unreadable)
}
