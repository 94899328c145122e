//! `/imports`: choosing a file, and the lists that wait.

use askama::Template;
use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::access::Right;
use registry::store::dates::Instant;

use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::imports::{Problem, problem, reading};
use crate::layout::{Link, Page};
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::render_as;

#[derive(Template)]
#[template(path = "imports/send.html")]
struct Send {
    page: Page,
    /// Sentences with the address of the cell and the remedy.
    findings: Vec<String>,
    problem: Option<Problem>,
    waiting: Vec<Link>,
    /// Number of the act of a list that was just recorded.
    recorded: Option<i64>,
}

pub(crate) async fn page(signed_in: SignedIn) -> Result<Response, Refusal> {
    shown(&signed_in, StatusCode::OK, Vec::new(), None).await
}

/// Keeps a file that holds a list. Anything else is told at once, with its cells.
pub(crate) async fn upload(signed_in: SignedIn, multipart: Multipart) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    let (site, language) = (&signed_in.visit.site, signed_in.visit.language);
    let (bytes, _) = file_and_fields(multipart).await?;
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    if bytes.is_empty() {
        let (why, remedy) = (signed_in.visit.t("imports-no-file"), signed_in.visit.t("imports-no-file-do"));
        return shown(&signed_in, refused, Vec::new(), Some(Problem { why, remedy })).await;
    }
    let roster = match reading::roster(site, &bytes, None).await {
        Ok(roster) => roster,
        Err(finding) => return shown(&signed_in, refused, vec![finding.on_screen(language)], None).await,
    };
    if roster.households.is_empty() {
        let findings = roster.findings.iter().map(|finding| finding.on_screen(language)).collect();
        return shown(&signed_in, refused, findings, None).await;
    }
    match signed_in.registry.keep_import(&scope, &bytes, Instant::now()).await {
        Ok(id) => Ok(Redirect::to(&format!("/imports/{id}")).into_response()),
        Err(stopped) => {
            let problem = problem(stopped, language)?;
            shown(&signed_in, refused, Vec::new(), Some(problem)).await
        }
    }
}

/// The file of the form, or both files of microdata together (of one alone nothing can be made), and its other fields.
pub(crate) async fn file_and_fields(mut multipart: Multipart) -> Result<(Vec<u8>, Typed), Refusal> {
    let refused = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        _ => Refusal::Unreadable,
    };
    let (mut file, mut households, mut members) = (Vec::new(), Vec::new(), Vec::new());
    let mut fields = Typed::default();
    while let Some(field) = multipart.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => file = field.bytes().await.map_err(refused)?.to_vec(),
            "households" => households = field.bytes().await.map_err(refused)?.to_vec(),
            "members" => members = field.bytes().await.map_err(refused)?.to_vec(),
            "" => {}
            _ => fields.0.push((name, field.text().await.map_err(refused)?)),
        }
    }
    if file.is_empty() && !households.is_empty() && !members.is_empty() {
        file = roster::microdata::joined(&households, &members);
    }
    Ok((file, fields))
}

async fn shown(
    signed_in: &SignedIn,
    status: StatusCode,
    findings: Vec<String>,
    problem: Option<Problem>,
) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    let visit = &signed_in.visit;
    let kept = signed_in.registry.kept_imports(&scope, Instant::now()).await;
    let waiting = kept
        .map_err(|fault| Refusal::of_fault(&fault))?
        .into_iter()
        .map(|(id, at)| Link::new(format!("/imports/{id}"), format::day(time::day(at), visit.language)));
    let template = Send {
        page: visit.page(visit.t("imports-title")),
        findings,
        problem,
        waiting: waiting.collect(),
        recorded: visit.asked("recorded").and_then(|seq| seq.parse().ok()),
    };
    Ok(render_as(status, &template))
}
