//! `/imports/{id}`: household by household, what would be recorded, what is wrong in which cell, and what is to be decided.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use registry::Scope;
use registry::access::Right;
use registry::import::{Candidate, Decision, Draft, Fate, Planned, Preview};
use registry::snapshot::Sealable;
use roster::Severity;

use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::imports::words::{changes, reasons, result, unreadable_answer};
use crate::imports::{Problem, decide, problem, reading};
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, render_as};

const SHOWN: usize = 50;

/// Which households the table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Show {
    All,
    Problems,
    Decisions,
}

impl Show {
    const ALL: [Show; 3] = [Show::All, Show::Problems, Show::Decisions];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Show::All => "all",
            Show::Problems => "problems",
            Show::Decisions => "decisions",
        }
    }

    pub(crate) fn of_code(code: &str) -> Show {
        Show::ALL.into_iter().find(|show| show.code() == code).unwrap_or(Show::All)
    }

    const fn key(self) -> &'static str {
        match self {
            Show::All => "imports-all",
            Show::Problems => "imports-problems",
            Show::Decisions => "imports-decisions",
        }
    }

    fn has(self, household: &Planned) -> bool {
        match self {
            Show::All => true,
            Show::Problems => {
                matches!(household.fate, Fate::Refused(_) | Fate::Repeats(_))
                    || !household.wrong_answers.is_empty()
                    || !household.findings.is_empty()
            }
            Show::Decisions => household.fate == Fate::Undecided,
        }
    }
}

#[derive(Template)]
#[template(path = "imports/table.html")]
struct Table {
    page: Page,
    id: String,
    problem: Option<Problem>,
    earlier: Option<String>,
    /// How many households have each fate: the key of the words and the number.
    counts: Vec<(&'static str, usize)>,
    filters: Vec<(String, String, bool)>,
    show: &'static str,
    general: Vec<String>,
    asks_codes: bool,
    codes: Option<i64>,
    /// Whether the files hold answers, and the campaigns in which they could be recorded: id, name, whether chosen.
    has_answers: bool,
    campaigns: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    at: usize,
    pages: usize,
    earlier_page: Option<String>,
    later_page: Option<String>,
    open: usize,
    to_record: usize,
    fingerprint: String,
}

/// One household of the list.
#[derive(Debug)]
struct Row {
    at: usize,
    place: String,
    head: String,
    village: String,
    people: usize,
    fate: &'static str,
    problem: Option<Problem>,
    findings: Vec<(bool, String)>,
    changes: Vec<String>,
    choices: Vec<Choice>,
}

/// One of the things that can be decided.
#[derive(Debug)]
struct Choice {
    value: String,
    label: String,
    reasons: String,
    changes: Vec<String>,
    is_chosen: bool,
}

pub(crate) async fn page(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ChangeHouseholds)?;
    let draft = decide::draft(&signed_in, &scope, &id).await?;
    shown(&signed_in, &scope, &draft, None).await
}

/// A list that can no longer be read.
pub(crate) fn unreadable(signed_in: &SignedIn, problem: Problem) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    let template = Unreadable {
        page: visit.page(visit.t("imports-title")).crumb("/imports", visit.t("imports-title")),
        problem,
    };
    Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &template))
}

#[derive(Template)]
#[template(path = "imports/unreadable.html")]
struct Unreadable {
    page: Page,
    problem: Problem,
}

/// The table, with what was not done.
pub(crate) async fn shown(
    signed_in: &SignedIn,
    scope: &Scope,
    draft: &Draft,
    refused: Option<Problem>,
) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    let preview = match reading::preview(signed_in, scope, draft).await {
        Ok(preview) => preview,
        Err(stopped) => return unreadable(signed_in, problem(stopped, visit.language)?),
    };
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let campaigns = if preview.has_answers() {
        let known = signed_in.registry.campaigns().await;
        known.map_err(|fault| Refusal::of_fault(&fault))?
    } else {
        Vec::new()
    };
    let mut table = table(visit, draft, &preview, refused);
    let chosen = draft.wishes.campaign;
    // The newest first: it is the one that is meant most often.
    let option = |campaign: Sealable| (campaign.id.to_string(), campaign.label, Some(campaign.id) == chosen);
    table.campaigns = campaigns.into_iter().rev().map(option).collect();
    Ok(render_as(status, &table))
}

fn table(visit: &Visit, draft: &Draft, preview: &Preview, problem: Option<Problem>) -> Table {
    let language = visit.language;
    let show = Show::of_code(visit.asked("show").unwrap_or_default());
    let wanted: Vec<(usize, &Planned)> =
        preview.households.iter().enumerate().filter(|(_, household)| show.has(household)).collect();
    let pages = wanted.len().div_ceil(SHOWN).max(1);
    let at = visit.page_number().min(pages);
    let address = |show: Show, page: usize| format!("/imports/{}?show={}&page={page}", draft.id, show.code());
    let decided = &draft.wishes.decisions;
    let is_open =
        |(at, household): &(usize, &Planned)| household.fate == Fate::Undecided && !decided.contains_key(at);
    let open = preview.households.iter().enumerate().filter(is_open).count();
    let records = |(at, household): &(usize, &Planned)| match household.fate {
        Fate::NothingNew(id) => {
            household.answered.is_some()
                && !preview.is_recorded(household, id)
                && decided.get(at) != Some(&Decision::LeaveOut)
        }
        Fate::New | Fate::Changes(_) => decided.get(at) != Some(&Decision::LeaveOut),
        Fate::Undecided => decided.get(at).is_some_and(|decision| *decision != Decision::LeaveOut),
        _ => false,
    };
    let asks_codes = draft.wishes.ethnic_codes.is_some()
        || preview
            .households
            .iter()
            .flat_map(|household| &household.findings)
            .any(|finding| finding.problem == roster::Problem::EthnicAmbiguous);
    Table {
        page: visit.page(visit.t("imports-look")).crumb("/imports", visit.t("imports-title")),
        id: draft.id.to_string(),
        problem,
        earlier: preview.earlier.map(|earlier| format::day(time::day(earlier.at), language)),
        counts: counts(preview),
        filters: Show::ALL
            .into_iter()
            .map(|other| {
                let n = preview.households.iter().filter(|household| other.has(household)).count();
                (address(other, 1), format!("{} ({n})", visit.t(other.key())), other == show)
            })
            .collect(),
        show: show.code(),
        general: preview.general.iter().map(|finding| finding.on_screen(language)).collect(),
        asks_codes,
        codes: draft.wishes.ethnic_codes,
        has_answers: preview.has_answers(),
        campaigns: Vec::new(),
        rows: wanted
            .iter()
            .skip((at - 1) * SHOWN)
            .take(SHOWN)
            .map(|(at, household)| row(*at, household, decided.get(at).copied(), (preview, visit)))
            .collect(),
        earlier_page: (at > 1).then(|| address(show, at - 1)),
        later_page: (at < pages).then(|| address(show, at + 1)),
        at,
        pages,
        open,
        to_record: preview.households.iter().enumerate().filter(records).count(),
        fingerprint: preview.fingerprint.clone(),
    }
}

fn fate_key(fate: &Fate) -> &'static str {
    match fate {
        Fate::New => "imports-fate-new",
        Fate::Changes(_) => "imports-fate-changes",
        Fate::NothingNew(_) => "imports-fate-same",
        Fate::Undecided => "imports-fate-undecided",
        Fate::Repeats(_) => "imports-fate-repeats",
        Fate::Refused(_) => "imports-fate-refused",
    }
}

fn counts(preview: &Preview) -> Vec<(&'static str, usize)> {
    let order = [
        "imports-fate-new",
        "imports-fate-changes",
        "imports-fate-undecided",
        "imports-fate-same",
        "imports-fate-repeats",
        "imports-fate-refused",
    ];
    let count = |key| preview.households.iter().filter(|household| fate_key(&household.fate) == key).count();
    order.into_iter().map(|key| (key, count(key))).filter(|(_, n)| *n > 0).collect()
}

fn row(
    at: usize,
    household: &Planned,
    decision: Option<Decision>,
    (preview, visit): (&Preview, &Visit),
) -> Row {
    let language = visit.language;
    let choice = |decided: Decision, label: String, candidate: Option<&Candidate>| Choice {
        value: decided.code(),
        label,
        reasons: candidate.map(|candidate| reasons(candidate, visit)).unwrap_or_default(),
        changes: candidate.map(|candidate| changes(candidate, household, visit)).unwrap_or_default(),
        is_chosen: decision == Some(decided),
    };
    let mut choices = Vec::new();
    let mut said = Vec::new();
    match &household.fate {
        Fate::Undecided => {
            for candidate in household.choices() {
                let label = format!(
                    "{} {} · {} · {}",
                    visit.t("imports-is"),
                    candidate.number,
                    candidate.head_name.as_deref().unwrap_or("–"),
                    candidate.village.as_deref().unwrap_or("–")
                );
                choices.push(choice(Decision::Same(candidate.id), label, Some(candidate)));
            }
            if household.may_be_new {
                choices.push(choice(Decision::New, visit.t("imports-is-new"), None));
            }
            choices.push(choice(Decision::LeaveOut, visit.t("imports-leave-out"), None));
        }
        Fate::Changes(id) => {
            let candidate = household.candidates.iter().find(|candidate| candidate.id == *id);
            said = candidate.map(|candidate| changes(candidate, household, visit)).unwrap_or_default();
        }
        _ => {}
    }
    said.extend(result(household, preview, visit));
    Row {
        at,
        place: household.at.to_string(),
        head: household.head_name.clone(),
        village: household.village.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        people: household.people.len(),
        fate: fate_key(&household.fate),
        problem: match &household.fate {
            Fate::Refused(refused) => Some(Problem {
                why: refused.why.get(language).to_owned(),
                remedy: refused.remedy.get(language).to_owned(),
            }),
            Fate::Repeats(first) => {
                Some(Problem { why: first.to_string(), remedy: visit.t("imports-repeats-do") })
            }
            _ => None,
        },
        findings: household
            .findings
            .iter()
            .map(|finding| (finding.severity() == Severity::Error, finding.on_screen(language)))
            .chain(household.wrong_answers.iter().map(|wrong| (true, unreadable_answer(wrong, visit))))
            .collect(),
        changes: said,
        choices,
    }
}
