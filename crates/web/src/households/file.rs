//! `/households/{id}`: the file of one household, as of a day, as known on a day. Numbers of people are masked until
//! somebody asks to see those of one person.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use registry::access::Right;
use registry::facts::AsOf;
use registry::file::{File, Other};
use registry::households::VillageName;
use registry::review::Assessment;
use registry::store::dates::Instant;
use registry::views::View;
use registry::{HouseholdId, PersonId, Scope};
use vocab::Day;

use super::documents::{Paper, papers};
use super::forms::{self, Form, Typed};
use super::people::{Person, person};
use super::results::{self, Results};
use super::standing::{self, Standing};
use super::time_line::{self, Dated, Event};
use super::words;
use crate::admin::time;
use crate::cite::Mark;
use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, no_store, render_as};

#[derive(Template)]
#[template(path = "households/file.html")]
struct FilePage {
    page: Page,
    id: HouseholdId,
    number: i64,
    is_active: bool,
    /// The household that it became part of.
    merged_into: Option<Other>,
    /// Where the form to merge it begins, for whoever may.
    merge: Option<String>,
    /// Labels and what is said: village, commune, address.
    place: Vec<(String, String)>,
    zone: Option<(String, String, Mark)>,
    people: Vec<Person>,
    standing: Option<Standing>,
    results: Results,
    /// What happened, by the day from which it holds.
    life: Vec<Dated>,
    /// What was recorded, by act.
    time_line: Vec<Event>,
    /// Who looked at the file, and when, newest first.
    views: Vec<(String, String)>,
    forms: Vec<Form>,
    papers: Vec<Paper>,
    /// The papers are listed, and the caller may take none away.
    papers_are_only_listed: bool,
    /// Words against an undoing.
    refused: Option<(String, String)>,
    look: Look,
    is_past: bool,
}

/// As of which day, as known on which day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(super) day: Day,
    pub(super) known: Option<Day>,
}

/// What a page shows besides the file.
#[derive(Default)]
pub(super) struct Besides {
    pub(super) status: StatusCode,
    /// A form that was refused, with what was typed.
    pub(super) typed: Option<Typed>,
    /// Words against an undoing.
    pub(super) refused: Option<(String, String)>,
    /// Whose numbers are shown.
    pub(super) revealed: Option<PersonId>,
}

impl Look {
    pub(crate) fn of(visit: &Visit) -> Look {
        let known = visit.asked("known").and_then(|day| day.parse().ok());
        Look { day: visit.day(), known }
    }

    pub(super) fn today(visit: &Visit) -> Look {
        Look { day: (visit.site.today)(), known: None }
    }

    /// Known by the end of the day in Việt Nam (UTC+7).
    pub(super) fn as_of(self) -> AsOf {
        AsOf { day: self.day, known_at: self.known.map(time::end_of) }
    }
}

pub(super) async fn page(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let look = Look::of(&signed_in.visit);
    let file = load(&signed_in, Right::SeeHouseholds, &id, look).await?;
    shown(&signed_in, file, look, Besides::default()).await
}

/// The same page with the numbers of one person.
pub(super) async fn numbers(
    signed_in: SignedIn,
    Path((id, person)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let look = Look::of(&signed_in.visit);
    let file = load(&signed_in, Right::SeeHouseholds, &id, look).await?;
    let revealed: PersonId = person.parse().map_err(|_| Refusal::NoPage)?;
    if !file.people.iter().any(|member| member.id == revealed) {
        return Err(Refusal::NoPage);
    }
    shown(&signed_in, file, look, Besides { revealed: Some(revealed), ..Besides::default() }).await
}

/// The file, if it lies where the caller has the right; whether it exists elsewhere is not said.
pub(crate) async fn load(signed_in: &SignedIn, right: Right, id: &str, look: Look) -> Result<File, Refusal> {
    let scope = signed_in.scope(right)?;
    let id: HouseholdId = id.parse().map_err(|_| Refusal::NoPage)?;
    let file = signed_in.registry.file(&scope, id, look.as_of()).await;
    file.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NotYours)
}

pub(super) async fn shown(
    signed_in: &SignedIn,
    file: File,
    look: Look,
    besides: Besides,
) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    let scope = signed_in.scope(Right::SeeHouseholds)?;
    let views = looked_at(signed_in, &scope, file.id).await?;
    let reviews = reviews(signed_in, &scope, &file, look).await?;
    let is_past = look.day != (visit.site.today)() || look.known.is_some();
    let villages = if is_past { None } else { villages_to_choose(signed_in, &file).await? };
    let papers = papers(signed_in, &file, look, villages.is_some()).await?;
    let names = villages.as_deref().unwrap_or_default();
    let head = file.people.iter().find(|member| member.is_head);
    let head = head.and_then(|member| member.details.text("name")).map(str::to_owned);
    let title = head.unwrap_or_else(|| visit.t("head-unknown"));
    let typed = besides.typed.as_ref();
    let correcting = villages.is_some();
    let people = file.people.iter().map(|member| {
        let correction = correcting.then(|| forms::correction(&file, member, typed, visit));
        person(signed_in, member, look.day, besides.revealed, correction)
    });
    let template = FilePage {
        id: file.id,
        number: file.number,
        is_active: file.is_active,
        merged_into: file.merged_into,
        merge: villages.as_ref().filter(|_| file.is_active).map(|_| super::merge::address(file.id)),
        place: place(&file, visit),
        zone: file.zone.as_ref().map(|(zone, source)| self::zone(zone, source, visit)),
        people: people.collect(),
        standing: standing::now(&file, look, visit),
        results: results::results(&reviews, visit),
        life: time_line::life(&file, &reviews, look, visit),
        views: views.iter().map(|one| view(one, visit)).collect(),
        time_line: time_line::events(&file, names, correcting, visit),
        forms: villages.as_ref().map(|v| forms::all(&file, v, typed, visit)).unwrap_or_default(),
        papers_are_only_listed: papers.iter().all(|paper| paper.href.is_none()),
        papers,
        refused: besides.refused,
        page: visit.page(title).crumb("/households", visit.t("households-title")),
        look,
        is_past,
    };
    Ok(no_store(render_as(besides.status, &template)))
}

/// The villages of whoever may change this household; `None` may not.
async fn villages_to_choose(signed_in: &SignedIn, file: &File) -> Result<Option<Vec<VillageName>>, Refusal> {
    let Ok(scope) = signed_in.scope(Right::ChangeHouseholds) else { return Ok(None) };
    let code = |code: &Option<String>| code.clone().unwrap_or_default();
    let village = file.village.as_ref().map(|(id, _)| *id);
    if !scope.covers(&code(&file.province_code), &code(&file.commune_code), village) {
        return Ok(None);
    }
    let villages = signed_in.registry.villages(&scope).await;
    villages.map(Some).map_err(|fault| Refusal::of_fault(&fault))
}

/// The reviews of the household that stood.
pub(crate) async fn reviews(
    signed_in: &SignedIn,
    scope: &Scope,
    file: &File,
    look: Look,
) -> Result<Vec<Assessment>, Refusal> {
    let recorded = signed_in.registry.assessments_of(scope, file.id).await;
    let recorded = recorded.map_err(|fault| Refusal::of_fault(&fault))?;
    Ok(results::standing(recorded, look, &signed_in.visit))
}

/// Notes that the file is looked at, and says who did so; without the note it is not shown.
pub(crate) async fn looked_at(
    signed_in: &SignedIn,
    scope: &Scope,
    id: HouseholdId,
) -> Result<Vec<View>, Refusal> {
    let registry = &signed_in.registry;
    let noted = registry.note_view(scope, id, Instant::now()).await;
    noted.map_err(|fault| Refusal::of_fault(&fault))?;
    let views = registry.views_of(scope, id).await.map_err(|fault| Refusal::of_fault(&fault))?;
    views.ok_or(Refusal::NotYours)
}

/// A look in words: when, and who.
fn view(view: &View, visit: &Visit) -> (String, String) {
    (time::shown(view.at, visit.language), format!("{} ({})", view.name, view.login))
}

fn place(file: &File, visit: &Visit) -> Vec<(String, String)> {
    let commune = file.commune_code.as_deref().map(|code| words::commune(visit, code));
    let lines = [
        ("household-village", file.village.as_ref().map(|(_, name)| name.clone())),
        ("household-commune", commune),
        ("household-address", file.address.clone()),
    ];
    let said =
        lines.into_iter().map(|(key, said)| (visit.t(key), said.unwrap_or_else(|| visit.t("not-recorded"))));
    said.collect()
}

/// The zone, who says so, and a mark: it was recorded by somebody, and is nowhere checked against a document.
fn zone(zone: &str, source: &str, visit: &Visit) -> (String, String, Mark) {
    let key = if zone == "urban" { "zone-urban" } else { "zone-rural" };
    (visit.t(key), source.to_owned(), Mark::of(vocab::Confidence::Secondary, visit.language))
}
