//! `/review/{id}/villages/{village}/posting`: niêm yết – the list as it would hang now, its last day, its paper with code, and what hangs or
//! hung, with photographs of where.

use askama::Template;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use registry::VillageId;
use registry::proceedings::{
    Beside, FileKind, OfficialList, PostedLine, ReadyFile, posted_lines, posting_of, postings_of, village_ref,
};
use registry::store::dates::Instant;
use reports::papers::{Format, Paper, PostedHousehold, Posting, SheetSize};
use review::{Deed, DeedKind, Post};
use vocab::said;

use super::desk::{Desk, Told, status};
use super::files::{self, Kept};
use super::{print, words};
use crate::account::{Picture, picture};
use crate::admin::time;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::format;
use crate::households::Badge;
use crate::layout::Page;
use crate::printer;
use crate::sent::Sent;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{Visit, no_store, render_as};

/// What is done on this page.
const DONE_HERE: [DeedKind; 1] = [DeedKind::Post];

#[derive(Template)]
#[template(path = "review/posting.html")]
struct Hanging {
    page: Page,
    here: String,
    seen: usize,
    told: Option<Told>,
    just: Option<String>,
    may_post: bool,
    /// Whether what hangs is the list of now.
    is_same: bool,
    /// The list as it would hang now.
    lines: Vec<Line>,
    hash: String,
    until: Option<String>,
    days: String,
    cite: Option<Cite>,
    places: Vec<(String, String, bool)>,
    /// When the photographs were taken.
    taken: String,
    is_announced: bool,
    announced: bool,
    posted: Vec<Hung>,
}

/// A household of a list.
struct Line {
    head: String,
    birth_year: Option<i64>,
    outcome: Badge,
}

/// A list that hangs or hung.
struct Hung {
    number: i64,
    since: String,
    until: String,
    is_up: bool,
    places: Vec<String>,
    /// Photographs of where it hangs.
    files: Vec<Kept>,
    hash: String,
    households: usize,
    /// The public address, while it hangs.
    address: Option<String>,
    picture: Option<Picture>,
}

pub(super) async fn page(
    who: SignedIn,
    Path((id, village)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let village = desk.village(&village)?;
    shown(desk, village, &Typed::default(), None, &headers).await
}

async fn list(desk: &Desk, village: VillageId) -> Result<OfficialList, Refusal> {
    let list = desk.who.registry.posting_list(&desk.scope, &desk.seen.walk, village).await;
    list.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NoPage)
}

/// Digits of a hash.
fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn shown(
    desk: Desk,
    village: VillageId,
    typed: &Typed,
    told: Option<Told>,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let campaign = desk.campaign()?;
    let visit = &desk.who.visit;
    let Some(rule) = &campaign.procedure().posting else { return Err(Refusal::NoPage) };
    let list = list(&desk, village).await?;
    let measured = campaign.posting_clock(village_ref(village));
    let due = campaign.due(measured, desk.moment().day()).ok();
    let length = campaign.determined().length(measured);
    let length = length.or_else(|| campaign.procedure().clock(measured)?.length);
    let is_among = |value: &str| typed.0.iter().any(|(name, known)| name == "place" && known == value);
    let line = |one: &registry::proceedings::ListLine| Line {
        head: one.head.clone(),
        birth_year: one.birth_year,
        outcome: words::outcome(visit, outcome(one.outcome)),
    };
    let posted = hung(&desk, village, headers).await?;
    let template = Hanging {
        here: format!("{}/villages/{village}", desk.base()),
        seen: desk.events(),
        just: desk.just_done(&DONE_HERE).filter(|_| told.is_none()),
        may_post: desk.offers(&campaign, DeedKind::Post, Some(village)),
        is_same: posted.iter().any(|one| one.is_up && one.hash == hex(&list.sha256)),
        lines: list.lines.iter().map(line).collect(),
        hash: hex(&list.sha256),
        until: due.map(|(due, _)| format::day(due.last_day, visit.language)),
        days: length.map(|length| super::determine::length(&desk, length)).unwrap_or_default(),
        cite: campaign.procedure().clock(measured).map(|clock| desk.cite(&clock.source)),
        places: rule
            .places
            .iter()
            .map(|(id, label)| (id.clone(), words::sentence(label.get(visit.language)), is_among(id)))
            .collect(),
        taken: match typed.text("taken") {
            "" => files::typed(desk.at),
            typed => typed.to_owned(),
        },
        is_announced: !typed.text("announced").is_empty(),
        announced: rule.announced,
        posted,
        page: desk
            .page(visit.t("review-posting"))
            .crumb(format!("{}/villages/{village}", desk.base()), desk.village_name(village)),
        told,
    };
    Ok(no_store(render_as(status(template.told.as_ref()), &template)))
}

/// The result of a code.
pub(super) fn outcome(code: &str) -> Option<review::Outcome> {
    review::Outcome::WORDS.into_iter().find(|(known, _)| *known == code).map(|(_, outcome)| outcome)
}

async fn hung(desk: &Desk, village: VillageId, headers: &HeaderMap) -> Result<Vec<Hung>, Refusal> {
    let (visit, walk) = (&desk.who.visit, &desk.seen.walk);
    let kept = desk.who.registry.proceeding_lists(&desk.scope, desk.id).await;
    let kept = kept.map_err(|fault| Refusal::of_fault(&fault))?;
    let files = files::all(desk).await?;
    let mut all = Vec::new();
    for number in postings_of(walk, village).into_iter().rev() {
        let Some((_, posting)) = posting_of(walk, number) else { continue };
        let Some(list) = kept.iter().find(|list| list.number == number) else { continue };
        let event = usize::try_from(number).ok().and_then(|at| walk.events.get(at));
        let places = match event.map(|one| &one.event.deed) {
            Some(Deed::Post(post)) => post.places.as_slice(),
            _ => &[],
        };
        let rule = walk.procedure().posting.as_ref();
        let label = |id: &String| {
            let label = rule.and_then(|rule| rule.places.iter().find(|(known, _)| known == id));
            label.map_or_else(|| id.clone(), |(_, label)| label.get(visit.language).to_owned())
        };
        let is_up = posting.is_up(desk.moment());
        let address = if is_up { address(desk, number, headers) } else { None };
        all.push(Hung {
            number,
            since: time::shown(Instant::from_millis(posting.posted_at.millis()), visit.language),
            until: format::day(posting.due.last_day, visit.language),
            is_up,
            places: places.iter().map(label).collect(),
            files: files::of_event(desk, &files, number),
            hash: list.sha256.clone(),
            households: posted_lines(&list.text).len(),
            picture: address.as_deref().and_then(picture),
            address,
        });
    }
    Ok(all)
}

/// The public address of a list, as a browser elsewhere writes it.
fn address(desk: &Desk, number: i64, headers: &HeaderMap) -> Option<String> {
    let secret = desk.who.registry.posted_secret(desk.id, number)?;
    let path = format!("/posted/{}", URL_SAFE_NO_PAD.encode(secret));
    Some(format!("{}{path}", crate::openrosa::base_of(&desk.who.visit.site, headers)))
}

/// What was pressed on the page.
pub(super) async fn send(
    who: SignedIn,
    Path((id, village)): Path<(String, String)>,
    headers: HeaderMap,
    mut sent: Sent,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let village = desk.village(&village)?;
    let typed = sent.typed.clone();
    let places: Vec<String> =
        typed.0.iter().filter(|(name, _)| name == "place").map(|(_, value)| value.clone()).collect();
    let photographs = match photographs(&desk, &mut sent).await? {
        Ok(files) => files,
        Err(told) => return shown(desk, village, &typed, Some(told), &headers).await,
    };
    let deed = Post {
        village: village_ref(village),
        places,
        announced: !typed.text("announced").is_empty(),
        list_hash: hash(typed.text("hash")).ok_or(Refusal::Unreadable)?,
    };
    let beside = Beside { files: photographs, ..Beside::default() };
    match desk.act_with(vec![(deed, beside)], typed.text("seen").parse().ok()).await? {
        Ok(_) => Ok(Redirect::to(&format!("{}/villages/{village}/posting", desk.base())).into_response()),
        Err(told) => shown(desk.again().await?, village, &typed, Some(told), &headers).await,
    }
}

/// The photographs of where the list hangs: at most one of each place.
async fn photographs(desk: &Desk, sent: &mut Sent) -> Result<Result<Vec<ReadyFile>, Told>, Refusal> {
    let Some(rule) = &desk.seen.walk.procedure().posting else { return Err(Refusal::NoPage) };
    let mut files = Vec::new();
    for (place, _) in &rule.places {
        let photograph = sent.ready(&desk.who.registry, FileKind::Posting, &format!("photo-{place}")).await;
        let photograph = match photograph {
            Ok(Some(photograph)) => photograph,
            Ok(None) => continue,
            Err(stopped) => return Ok(Err(files::told(desk, stopped)?)),
        };
        let Ok(taken) = files::moment(sent.typed.text("taken")) else {
            return Ok(Err(desk.unreadable(
                &said!("giờ chụp ảnh không đọc được", "the time of the photographs cannot be read"),
                &said!(
                    "ghi ngày giờ, ví dụ 2026-09-16T08:30, hoặc để trống",
                    "write day and time such as 2026-09-16T08:30, or nothing"
                ),
            )));
        };
        files.push(photograph.taken_at(place, taken));
    }
    Ok(Ok(files))
}

/// A hash of its digits.
pub(super) fn hash(digits: &str) -> Option<[u8; 32]> {
    let byte = |at: usize| u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
    bytes.filter(|_| digits.len() == 64)?.try_into().ok()
}

/// The list on paper: the one that hangs, or with `now` the one that would hang from today on.
pub(super) async fn paper(
    who: SignedIn,
    Path((id, village, which)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let village = desk.village(&village)?;
    let (which, sheet) = match which.strip_suffix("-a3") {
        Some(which) => (which, SheetSize::A3),
        None => (which.as_str(), SheetSize::A4),
    };
    let visit = &desk.who.visit;
    let (lines, first, last, address) = match which {
        "now" => {
            let list = list(&desk, village).await?;
            let campaign = desk.campaign()?;
            let today = desk.moment().day();
            let due = campaign.due(campaign.posting_clock(village_ref(village)), today).ok();
            let line = |one: &registry::proceedings::ListLine| PostedLine {
                head: one.head.clone(),
                birth_year: one.birth_year,
                outcome: one.outcome.to_owned(),
            };
            let lines: Vec<PostedLine> = list.lines.iter().map(line).collect();
            (lines, today, due.map(|(due, _)| due.last_day), None)
        }
        number => {
            let number: i64 = number.parse().map_err(|_| Refusal::NoPage)?;
            let (of, posting) = posting_of(&desk.seen.walk, number).ok_or(Refusal::NoPage)?;
            let kept = desk.who.registry.proceeding_lists(&desk.scope, desk.id).await;
            let kept = kept.map_err(|fault| Refusal::of_fault(&fault))?;
            let list = kept
                .into_iter()
                .find(|list| list.number == number && of == village)
                .ok_or(Refusal::NoPage)?;
            let address = if posting.is_up(desk.moment()) { address(&desk, number, &headers) } else { None };
            (posted_lines(&list.text), posting.posted_at.day(), Some(posting.due.last_day), address)
        }
    };
    let of = &desk.seen.walk.proceeding;
    let mut posting =
        of_lines(visit, print::commune_code(&desk), of.year, &desk.village_name(village), &lines);
    posting.first_day = Some(first);
    posting.last_day = last;
    posting.address = address;
    posting.sheet = sheet;
    printer::give(visit, Paper::Posting(posting), Format::Pdf, "danh-sach-niem-yet").await
}

/// The paper of a list without its days.
pub(super) fn of_lines(
    visit: &Visit,
    commune: &str,
    year: i32,
    village: &str,
    lines: &[PostedLine],
) -> Posting {
    let household = |line: &PostedLine| PostedHousehold {
        head: line.head.clone(),
        village: village.to_owned(),
        result: outcome(&line.outcome).map(|one| words::sentence(&one.label().vi)).unwrap_or_default(),
        birth_year: line.birth_year.and_then(|year| i32::try_from(year).ok()),
    };
    let office = print::committee(visit, commune);
    Posting {
        complain_at: format!("Ủy ban nhân dân {}", office.commune),
        office,
        year,
        area: village.to_owned(),
        households: lines.iter().map(household).collect(),
        ..Posting::default()
    }
}
