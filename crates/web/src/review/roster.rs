//! `/review/{id}/roster`: who is suggested, each with reasons; who is on the list; who leaves it, and the quick screening of those who
//! asked.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use registry::HouseholdId;
use registry::proceedings::{Suggestion, household_ref, village_ref};
use review::{Campaign, DeedKind, Enroll, Leave, Leaving, Screen, Why};
use roster::matching::Verdict;
use vocab::said;

use super::cases::{self, CaseLine};
use super::desk::{Desk, Told, status};
use super::words;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

/// What is done on this page.
const DONE_HERE: [DeedKind; 3] = [DeedKind::Enroll, DeedKind::Screen, DeedKind::Leave];

#[derive(Template)]
#[template(path = "review/roster.html")]
struct Roster {
    page: Page,
    base: String,
    seen: usize,
    told: Option<Told>,
    just: Option<String>,
    may_enroll: bool,
    may_screen: bool,
    may_leave: bool,
    groups: Vec<Group>,
    suggested: usize,
    requests: Vec<(String, String)>,
    typed: Typed,
    sought: Vec<Found>,
    is_sought: bool,
    to_screen: Vec<CaseLine>,
    /// The questions of form A, where they are known, and how sure we are of them.
    questions: Vec<(String, String)>,
    form_a: Option<Cite>,
    cases: Vec<(String, Vec<CaseLine>)>,
    on_roster: usize,
    gone: Vec<CaseLine>,
    leavings: Vec<(String, String)>,
}

impl Roster {
    /// Whether a household was chosen before the page came back.
    fn is_chosen(&self, id: &HouseholdId) -> bool {
        let id = id.to_string();
        self.typed.0.iter().any(|(name, value)| name == "household" && *value == id)
    }
}

/// Suggestions of one village.
struct Group {
    village: String,
    lines: Vec<Line>,
}

struct Line {
    id: HouseholdId,
    head: String,
    number: i64,
    reasons: String,
    is_managed: bool,
    twins: Vec<String>,
}

/// A household that was looked for.
struct Found {
    id: HouseholdId,
    head: String,
    number: i64,
    village: String,
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(Desk::open(who, &id).await?, &Typed::default(), None).await
}

async fn suggestions(desk: &Desk) -> Result<Vec<Suggestion>, Refusal> {
    let found = desk.who.registry.roster_suggestions(&desk.scope, &desk.seen.walk, desk.at).await;
    let mut found = found.map_err(|fault| Refusal::of_fault(&fault))?;
    found.retain(|one| desk.seen.village(one.village).is_some());
    Ok(found)
}

async fn shown(desk: Desk, typed: &Typed, told: Option<Told>) -> Result<Response, Refusal> {
    let campaign = desk.campaign()?;
    let visit = &desk.who.visit;
    let may = |kind| {
        desk.villages.iter().any(|(village, _)| desk.offers(&campaign, kind, Some(*village)))
            || desk.offers(&campaign, kind, None)
    };
    let may_enroll = may(DeedKind::Enroll);
    let suggestions = if may_enroll { suggestions(&desk).await? } else { Vec::new() };
    let sought = if may_enroll { sought(&desk, &campaign, typed.text("q")).await? } else { Vec::new() };
    let all = cases::lines(&desk, &campaign, None);
    let active: Vec<&CaseLine> = all.iter().filter(|line| line.is_active).collect();
    let of_village = |(id, name): &(registry::VillageId, String)| {
        let lines: Vec<CaseLine> =
            active.iter().filter(|line| line.village == *id).map(|line| (*line).clone()).collect();
        (!lines.is_empty()).then(|| (name.clone(), lines))
    };
    let must_screen = |line: &&CaseLine| {
        campaign.case(household_ref(line.id)).is_some_and(|case| campaign.must_screen(case))
    };
    let requests = campaign.procedure().requests.iter().map(|form| {
        let label = form.label.get(visit.language);
        let label =
            form.number.as_ref().map_or_else(|| label.to_owned(), |number| format!("{number}: {label}"));
        (form.id.clone(), label)
    });
    let label = |(code, why): &(&str, Leaving)| {
        ((*code).to_owned(), words::sentence(why.label().get(visit.language)))
    };
    let template = Roster {
        base: desk.base(),
        seen: desk.events(),
        just: desk.just_done(&DONE_HERE).filter(|_| told.is_none()),
        may_enroll,
        may_screen: may(DeedKind::Screen),
        may_leave: may(DeedKind::Leave),
        suggested: suggestions.len(),
        groups: groups(&desk, &suggestions),
        requests: requests.collect(),
        typed: typed.clone(),
        is_sought: !typed.text("q").is_empty(),
        sought,
        questions: questions(&desk, &campaign),
        form_a: campaign.procedure().screening.as_ref().map(|of| desk.cite(&of.source)),
        to_screen: active.iter().copied().filter(must_screen).cloned().collect(),
        cases: desk.villages.iter().filter_map(of_village).collect(),
        on_roster: active.len(),
        gone: all.iter().filter(|line| !line.is_active).cloned().collect(),
        leavings: Leaving::WORDS.iter().map(label).collect(),
        page: desk.page(visit.t("review-roster")),
        told,
    };
    Ok(no_store(render_as(status(template.told.as_ref()), &template)))
}

fn groups(desk: &Desk, suggestions: &[Suggestion]) -> Vec<Group> {
    let language = desk.who.visit.language;
    let line = |one: &Suggestion| Line {
        id: one.household,
        head: one.head.clone(),
        number: one.number,
        reasons: one
            .because
            .iter()
            .map(|because| because.words().get(language).to_owned())
            .collect::<Vec<_>>()
            .join("; "),
        is_managed: one.why() == Why::Managed,
        twins: one
            .twins
            .iter()
            .filter(|(_, _, verdict)| *verdict != Verdict::None)
            .map(|(_, number, _)| number.to_string())
            .collect(),
    };
    let of_village = |(id, name): &(registry::VillageId, String)| {
        let lines: Vec<Line> = suggestions.iter().filter(|one| one.village == *id).map(line).collect();
        (!lines.is_empty()).then(|| Group { village: name.clone(), lines })
    };
    desk.villages.iter().filter_map(of_village).collect()
}

/// The questions of form A in the reader's language.
fn questions(desk: &Desk, campaign: &Campaign<'_>) -> Vec<(String, String)> {
    let language = desk.who.visit.language;
    let of = campaign.procedure().screening.iter().flat_map(|of| &of.questions);
    of.map(|(id, label)| (id.clone(), label.get(language).to_owned())).collect()
}

/// What form A gives: by its questions where they are known, else as the officer read it off the paper.
fn screened(campaign: &Campaign<'_>, household: HouseholdId, typed: &Typed) -> Screen {
    let household = household_ref(household);
    let Some(screening) = &campaign.procedure().screening else {
        return Screen { household, goes_on: typed.text("goes_on") == "yes", ticked: Vec::new() };
    };
    let is_ticked = |id: &String| typed.0.iter().any(|(name, value)| name == "ticked" && value == id);
    let of = screening.questions.iter().map(|(id, _)| id.clone());
    let ticked: Vec<String> = of.filter(|id| is_ticked(id)).collect();
    Screen { household, goes_on: screening.goes_on.is(ticked.len()), ticked }
}

/// Households of the villages by name or number that are not on the roster.
async fn sought(desk: &Desk, campaign: &Campaign<'_>, text: &str) -> Result<Vec<Found>, Refusal> {
    let line = |line: registry::households::Line| {
        campaign.case(household_ref(line.id)).is_none().then(|| Found {
            id: line.id,
            head: line.head.unwrap_or_default(),
            number: line.number,
            village: line.village.unwrap_or_default(),
        })
    };
    Ok(desk.sought(text).await?.into_iter().filter_map(line).collect())
}

/// What was pressed on the page.
pub(super) async fn send(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let seen = typed.text("seen").parse().ok();
    let done = match typed.text("do") {
        // A name is not for an address: the page answers at once.
        "search" => return shown(desk, &typed, None).await,
        "enroll" => {
            let deeds = suggested(&desk, &typed).await?;
            if deeds.is_empty() {
                let told = desk.unreadable(
                    &said!("chưa chọn hộ nào", "no household was chosen"),
                    &said!("đánh dấu các hộ rồi bấm lại", "mark the households, then press again"),
                );
                return shown(desk, &typed, Some(told)).await;
            }
            desk.act(deeds, seen).await?
        }
        "ask" => match asked(&desk, &typed).await? {
            Ok(deed) => desk.act(vec![deed], seen).await?,
            Err(told) => return shown(desk, &typed, Some(told)).await,
        },
        "screen" => {
            let screened = screened(&desk.campaign()?, household(&typed)?, &typed);
            desk.act(vec![screened], seen).await?
        }
        "leave" => {
            let why = Leaving::WORDS.iter().find(|(code, _)| *code == typed.text("why")).map(|(_, why)| *why);
            let (household, reason) = (household_ref(household(&typed)?), typed.text("reason").to_owned());
            desk.act(vec![Leave { household, why: why.ok_or(Refusal::Unreadable)?, reason }], seen).await?
        }
        _ => return Err(Refusal::Unreadable),
    };
    match done {
        Ok(_) => Ok(Redirect::to(&format!("{}/roster", desk.base())).into_response()),
        Err(told) => shown(desk.again().await?, &typed, Some(told)).await,
    }
}

fn household(typed: &Typed) -> Result<HouseholdId, Refusal> {
    typed.text("household").parse().map_err(|_| Refusal::Unreadable)
}

/// The chosen suggestions as enrolments. Those that are managed need no reason of the officer; for the others what is written is
/// added to what the register says.
async fn suggested(desk: &Desk, typed: &Typed) -> Result<Vec<Enroll>, Refusal> {
    let chosen = |one: &Suggestion| {
        let id = one.household.to_string();
        typed.0.iter().any(|(name, value)| name == "household" && *value == id)
    };
    let reason = typed.text("reason");
    let enroll = |one: Suggestion| {
        let why = match one.why() {
            Why::Suggested { reason: known } => {
                // Without the officer's own words the rules refuse: nobody is added without a reason.
                let reason = if reason.is_empty() { String::new() } else { format!("{reason} ({known})") };
                Why::Suggested { reason }
            }
            why => why,
        };
        Enroll {
            household: household_ref(one.household),
            village: village_ref(one.village),
            why,
            formerly: one.formerly,
        }
    };
    Ok(suggestions(desk).await?.into_iter().filter(chosen).map(enroll).collect())
}

/// A household that asked, or that somebody names, found by its name.
async fn asked(desk: &Desk, typed: &Typed) -> Result<Result<Enroll, Told>, Refusal> {
    let id = household(typed)?;
    let village = desk.who.registry.village_of_household(&desk.scope, id).await;
    let village = village.map_err(|fault| Refusal::of_fault(&fault))?;
    let village = village.filter(|village| desk.seen.village(*village).is_some());
    let Some(village) = village else {
        return Ok(Err(desk.unreadable(
            &said!(
                "không có hộ này trong các thôn của đợt",
                "there is no such household in the villages of the review"
            ),
            &said!("tìm lại hộ", "look for the household again"),
        )));
    };
    let why = match typed.text("form") {
        "" => Why::Suggested { reason: typed.text("reason").to_owned() },
        form => Why::Asked { form: form.to_owned() },
    };
    let registry = &desk.who.registry;
    let formerly = registry.former_lists(&desk.scope, &desk.seen.walk, &[id]).await;
    let mut formerly = formerly.map_err(|fault| Refusal::of_fault(&fault))?;
    let household = household_ref(id);
    let formerly = formerly.remove(&household).unwrap_or_default();
    Ok(Ok(Enroll { household, village: village_ref(village), why, formerly }))
}
