//! `/households/{id}`: the file of one household, as of a day, as known on a day. Numbers of people are masked until
//! somebody asks to see those of one person.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use registry::access::Right;
use registry::facts::AsOf;
use registry::file::{File, Member};
use registry::households::VillageName;
use registry::store::dates::Instant;
use registry::{HouseholdId, PersonId, Scope, review};
use vocab::Day;

use super::forms::{self, Form, Typed};
use super::list::unstored;
use super::time_line::{self, Event};
use super::words::{self, Badge};
use crate::cite::Mark;
use crate::error::Refusal;
use crate::law::Verdict;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, render_as};

#[derive(Template)]
#[template(path = "households/file.html")]
struct FilePage {
    page: Page,
    id: HouseholdId,
    number: i64,
    is_active: bool,
    /// Labels and what is said: village, commune, address.
    place: Vec<(String, String)>,
    zone: Option<(String, String, Mark)>,
    people: Vec<Person>,
    assessments: Vec<Assessment>,
    time_line: Vec<Event>,
    forms: Vec<Form>,
    /// Words against an undoing.
    refused: Option<(String, String)>,
    look: Look,
    is_past: bool,
}

/// Somebody of the household.
struct Person {
    id: PersonId,
    name: String,
    is_head: bool,
    /// Labels and what is said.
    lines: Vec<(String, String)>,
    has_numbers: bool,
    is_revealed: bool,
    correction: Option<Form>,
}

/// One review of the household.
pub(super) struct Assessment {
    pub(super) title: String,
    /// What was recorded.
    pub(super) outcome: Badge,
    /// Why, where it can be said.
    pub(super) verdict: Option<Verdict>,
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
    fn as_of(self) -> AsOf {
        const HOURS: i64 = 7;
        let end = |day: Day| i64::from(day.next().epoch_days()) * 86_400_000 - HOURS * 3_600_000 - 1;
        AsOf { day: self.day, known_at: self.known.map(|day| Instant::from_millis(end(day))) }
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
    let is_past = look.day != (visit.site.today)() || look.known.is_some();
    let villages = if is_past { None } else { villages_to_choose(signed_in, &file).await? };
    let names = villages.as_deref().unwrap_or_default();
    let head = file.people.iter().find(|member| member.is_head);
    let head = head.and_then(|member| member.details.text("name")).map(str::to_owned);
    let title = head.unwrap_or_else(|| visit.t("head-unknown"));
    let typed = besides.typed.as_ref();
    let correcting = villages.is_some();
    let people = file.people.iter().map(|member| {
        let correction = correcting.then(|| forms::correction(&file, member, typed, visit));
        person(signed_in, member, look, besides.revealed, correction)
    });
    let template = FilePage {
        id: file.id,
        number: file.number,
        is_active: file.is_active,
        place: place(&file, visit),
        zone: file.zone.as_ref().map(|(zone, source)| self::zone(zone, source, visit)),
        people: people.collect(),
        assessments: assessments(signed_in, &scope, &file).await?,
        time_line: time_line::events(&file, names, correcting, visit),
        forms: villages.as_ref().map(|v| forms::all(&file, v, typed, visit)).unwrap_or_default(),
        refused: besides.refused,
        page: visit.page(title).crumb("/households", visit.t("households-title")),
        look,
        is_past,
    };
    Ok(unstored(render_as(besides.status, &template)))
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

/// The reviews of the household, newest first, each explained by the standard that decided it.
async fn assessments(signed_in: &SignedIn, scope: &Scope, file: &File) -> Result<Vec<Assessment>, Refusal> {
    let recorded = signed_in.registry.assessments_of(scope, file.id).await;
    let recorded = recorded.map_err(|fault| Refusal::of_fault(&fault))?;
    let standing = recorded.iter().filter(|recorded| !recorded.is_superseded);
    Ok(standing.map(|recorded| assessment(recorded, &signed_in.visit)).collect())
}

/// What was recorded, explained by the judge that decided; without an explanation if its standard is not in the packs any
/// more or was changed, or the answers were erased by law.
fn assessment(recorded: &review::Assessment, visit: &Visit) -> Assessment {
    let standard = visit.site.library.standard(&recorded.terms.standard);
    let reopened = standard.and_then(|shelved| recorded.reopen(&shelved.standard).ok());
    let verdict = reopened.map(|(judge, answers)| {
        let verdict = Verdict::of(&judge, &answers, recorded.terms.result_day, visit);
        verdict.under(&format!("a{}-", recorded.id))
    });
    let outcome = words::badge(visit, &recorded.assessed.outcome, Some(recorded.year));
    Assessment { title: recorded.campaign_label.clone(), outcome, verdict }
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

fn person(
    signed_in: &SignedIn,
    member: &Member,
    look: Look,
    revealed: Option<PersonId>,
    correction: Option<Form>,
) -> Person {
    let (visit, details) = (&signed_in.visit, &member.details);
    let is_revealed = revealed == Some(member.id);
    let number = |key: &str| {
        details.text(key)?;
        let clear = signed_in.registry.clear(details, key);
        Some(clear.map_or_else(|| visit.t("number-unreadable"), |n| if is_revealed { n } else { masked(&n) }))
    };
    let lines = [
        ("person-relation", member.relation.as_deref().map(|code| words::relation(visit, code))),
        ("person-sex", details.text("sex").map(|code| words::sex(visit, code))),
        ("person-birth", words::birth(details, visit.language)),
        ("person-age", age(details, look.day)),
        ("person-ethnic-group", details.text("ethnic_group").map(|code| visit.site.lists.ethnic_group(code))),
        ("person-id-number", number("id_number")),
        ("person-phone", number("phone")),
    ];
    Person {
        id: member.id,
        name: details.text("name").unwrap_or_default().to_owned(),
        is_head: member.is_head,
        lines: lines.into_iter().filter_map(|(key, said)| Some((visit.t(key), said?))).collect(),
        has_numbers: details.text("id_number").or(details.text("phone")).is_some(),
        is_revealed,
        correction,
    }
}

/// Completed years on a day; of somebody of whom only the year is known, what that year reaches.
fn age(details: &registry::facts::Standing, day: Day) -> Option<String> {
    let date: Option<Day> = details.text("birth_date").and_then(|date| date.parse().ok());
    let year = details.value.get("birth_year").and_then(serde_json::Value::as_i64);
    let of_year = || Some(i64::from(day.year()) - year?).filter(|age| *age >= 0);
    date.and_then(|date| day.age_of(date)).map(i64::from).or_else(of_year).map(|age| age.to_string())
}

/// Only the last three signs of a number.
fn masked(number: &str) -> String {
    let signs = number.chars().count();
    let shown = if signs > 6 { 3 } else { 0 };
    number.chars().enumerate().map(|(at, sign)| if at + shown < signs { '•' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_masked_number_shows_its_last_three_signs_and_a_short_one_none() {
        assert_eq!(masked("068080001234"), "•••••••••234");
        assert_eq!(masked("12345"), "•••••");
    }
}
