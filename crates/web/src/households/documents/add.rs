//! `/households/{id}/documents`: adding a paper to the file of a household.

use askama::Template;
use axum::extract::Multipart;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::Stopped;
use registry::access::Right;
use registry::documents::{KINDS, LARGEST_BYTES, NewDocument, size_words, too_large};
use registry::file::File;
use registry::store::dates::Instant;
use vocab::said;

use super::super::change::{Pairs, words as refused_words};
use super::super::file::{Look, load, looked_at};
use super::super::forms::{known, text};
use super::super::list::Choice;
use super::kind_words;
use crate::act_words;
use crate::admin::time;
use crate::error::Refusal;
use crate::layout::Page;
use crate::sent::{refused, taken};
use crate::signed_in::SignedIn;
use crate::visit::{no_store, render_as};

/// So many acts can be chosen, the newest first.
const ACTS: usize = 20;
/// No field of the form is longer, except the file.
const FIELD_BYTES: usize = 4_000;

#[derive(Template)]
#[template(path = "households/documents.html")]
struct Add {
    page: Page,
    action: String,
    number: i64,
    refused: Option<(String, String)>,
    kinds: Vec<Choice>,
    people: Vec<Choice>,
    acts: Vec<Choice>,
    title: String,
    dated: String,
    largest: String,
}

/// What was sent.
#[derive(Default)]
struct Sent {
    pairs: Pairs,
    file_name: String,
    bytes: Vec<u8>,
    /// How much there was, also of a file that is too large to keep.
    size: u64,
}

pub(super) async fn page(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let file = load(&signed_in, Right::ChangeHouseholds, &id, Look::today(&signed_in.visit)).await?;
    shown(&signed_in, &file, &Vec::new(), StatusCode::OK, None).await
}

pub(super) async fn send(
    signed_in: SignedIn,
    Path(id): Path<String>,
    multipart: Multipart,
) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    let file = load(&signed_in, Right::ChangeHouseholds, &id, Look::today(&signed_in.visit)).await?;
    let sent = read(multipart).await?;
    let done = match new(&sent) {
        Ok(new) => signed_in.registry.add_document(&scope, file.id, new, Instant::now()).await.map(|_| ()),
        Err(stopped) => Err(stopped),
    };
    match refused_words(done, &signed_in)? {
        None => Ok(Redirect::to(&format!("/households/{}#papers-title", file.id)).into_response()),
        refused => shown(&signed_in, &file, &sent.pairs, StatusCode::UNPROCESSABLE_ENTITY, refused).await,
    }
}

fn new(sent: &Sent) -> Result<NewDocument, Stopped> {
    let filled = |name: &str| text(&sent.pairs, name).filter(|value| !value.is_empty());
    if sent.file_name.is_empty() && sent.bytes.is_empty() {
        return Err(Stopped::refused(
            said!("chưa chọn tệp", "no file was chosen"),
            said!("chọn tệp quét hoặc ảnh chụp giấy tờ", "choose the scan or photograph of the paper"),
        ));
    }
    if sent.size > u64::try_from(LARGEST_BYTES).unwrap_or(u64::MAX) {
        return Err(too_large(&sent.file_name, sent.size));
    }
    let dated = filled("dated").map(str::parse).transpose().map_err(|_| {
        Stopped::refused(
            said!("ngày của giấy tờ không đọc được", "the day of the paper cannot be read"),
            said!("ghi ngày, ví dụ 2026-01-31, hoặc để trống", "write a day such as 2026-01-31, or none"),
        )
    })?;
    Ok(NewDocument {
        kind: filled("kind").unwrap_or_default().to_owned(),
        title: filled("title").unwrap_or_default().to_owned(),
        dated,
        person: filled("person").and_then(|id| id.parse().ok()),
        of_act: filled("act").and_then(|seq| seq.parse().ok()),
        file_name: sent.file_name.clone(),
        bytes: sent.bytes.clone(),
    })
}

async fn read(mut multipart: Multipart) -> Result<Sent, Refusal> {
    let mut sent = Sent::default();
    while let Some(mut field) = multipart.next_field().await.map_err(|e| refused(&e))? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            sent.file_name = field.file_name().unwrap_or_default().to_owned();
            (sent.bytes, sent.size) = taken(&mut field, LARGEST_BYTES).await?;
        } else {
            let (bytes, _) = taken(&mut field, FIELD_BYTES).await?;
            sent.pairs.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok(sent)
}

async fn shown(
    signed_in: &SignedIn,
    file: &File,
    pairs: &Pairs,
    status: StatusCode,
    refused: Option<(String, String)>,
) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    looked_at(signed_in, &signed_in.scope(Right::ChangeHouseholds)?, file.id).await?;
    let typed = |name: &str| text(pairs, name).unwrap_or_default().to_owned();
    let choices = |name: &str, all: Vec<(String, String)>| -> Vec<Choice> {
        let chosen = typed(name);
        all.into_iter().map(|(code, words)| (code.clone(), words, code == chosen)).collect()
    };
    let head = file.people.iter().find(|member| member.is_head);
    let head = head.map_or_else(|| visit.t("head-unknown"), |head| known(head, "name"));
    let kinds = KINDS.map(|kind| (kind.to_owned(), kind_words(visit, kind)));
    let people = file.people.iter().map(|member| (member.id.to_string(), known(member, "name")));
    let acts = file.time_line.iter().filter(|entry| entry.undone_by.is_none()).take(ACTS).map(|entry| {
        let when = time::shown(entry.recorded_at, visit.language);
        (entry.seq.to_string(), format!("{when} – {}", act_words::of_kind(visit.language, &entry.kind)))
    });
    let template = Add {
        action: format!("/households/{}/documents", file.id),
        number: file.number,
        refused,
        kinds: choices("kind", kinds.to_vec()),
        people: choices("person", people.collect()),
        acts: choices("act", acts.collect()),
        title: typed("title"),
        dated: typed("dated"),
        largest: size_words(u64::try_from(LARGEST_BYTES).unwrap_or(u64::MAX), visit.language),
        page: visit
            .page(visit.t("paper-add"))
            .crumb("/households", visit.t("households-title"))
            .crumb(format!("/households/{}", file.id), head),
    };
    Ok(no_store(render_as(status, &template)))
}
