//! `/field/{campaign}/forms`: what phones sent, what the rules say of it, and recording it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use forms::paradata::is_short;
use registry::access::Right;
use registry::capture::{Attention, Interview, Line, Reading};
use registry::review::NewAssessment;
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{HouseholdId, Scope, Stopped};

use crate::admin::time;
use crate::error::Refusal;
use crate::field::reading::{self, Read};
use crate::field::{board, one};
use crate::format;
use crate::households::{Badge, badge};
use crate::language::say_with;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, no_store, render_as};

/// So many lines are shown, and so many forms recorded in one act.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "field/forms.html")]
struct Forms {
    page: Page,
    back: String,
    lines: Vec<Shown>,
    to_record: usize,
    /// How much that was kept apart waits for a person, if anything ever was.
    apart: Option<usize>,
    problem: Option<String>,
}

struct Shown {
    href: String,
    head: String,
    village: String,
    surveyor: String,
    at: String,
    state: String,
    outcome: Option<Badge>,
    why: Option<String>,
    questions: String,
    /// What the phone says of the interview.
    interview: Vec<String>,
    is_short: bool,
    clock: Vec<String>,
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let campaign = board::campaign(&who, &id).await?;
    shown(&who, campaign, None).await
}

async fn shown(who: &SignedIn, campaign: Sealable, problem: Option<String>) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let (visit, registry) = (&who.visit, &who.registry);
    let failed = |fault| Refusal::of_fault(&fault);
    reading::waiting(&visit.site, registry).await.map_err(failed)?;
    let units = &visit.site.gazetteer.units;
    let phones = registry.devices(&scope, units, campaign.id, Instant::now()).await.map_err(failed)?;
    let phones: Vec<_> = phones.into_iter().map(|phone| phone.id).collect();
    let lines = registry.submissions(&scope, campaign.id, &phones, MOST).await.map_err(failed)?;
    let to_record = registry.submissions_to_record(&scope, campaign.id, MOST).await.map_err(failed)?.len();
    let apart = registry.count_apart(&scope, units, campaign.id, Instant::now()).await.map_err(failed)?;
    let back = format!("/field/{}", campaign.id);
    let template = Forms {
        lines: lines.into_iter().map(|line| of_line(who, &campaign, line)).collect(),
        to_record,
        apart: (apart.all > 0).then_some(apart.waiting),
        page: visit
            .page(visit.t("forms-title"))
            .crumb("/field", visit.t("field-title"))
            .crumb(back.clone(), campaign.label.clone()),
        back,
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

fn of_line(who: &SignedIn, campaign: &Sealable, line: Line) -> Shown {
    let visit = &who.visit;
    let year = Some(i64::from(campaign.year) + 1);
    let why = line.attention.map(|why| visit.t(&one::attention_key(why)));
    let (head, village) = match line.household {
        Some((_, head, village)) => (head, village),
        None => (visit.t("forms-no-household"), String::new()),
    };
    Shown {
        href: format!("/field/{}/forms/{}", campaign.id, line.id),
        head,
        village,
        surveyor: line.surveyor,
        at: time::shown(line.received_at, visit.language),
        state: visit.t(&format!("submission-{}", line.state.code())),
        outcome: line.outcome.map(|outcome| badge(visit, &outcome, year)),
        why,
        questions: one::questions(campaign, &line.questions, who).join(", "),
        is_short: line.interview.seconds.is_some_and(is_short),
        clock: line
            .interview
            .clock
            .iter()
            .map(|code| visit.t(&format!("clock-{}", code.replace('_', "-"))))
            .collect(),
        interview: interview(visit, &line.interview),
    }
}

/// How long it took, how many answers were changed, how well the place was known; what was not told is not there.
fn interview(visit: &Visit, of: &Interview) -> Vec<String> {
    let n = |key: &str, n: i64| {
        let shown = format::whole(n, visit.language);
        say_with(visit.language, key, &[("n", n.into()), ("shown", shown.into())])
    };
    let lasted = of.seconds.map(|seconds| match seconds {
        0..60 => n("interview-seconds", seconds),
        _ => n("interview-minutes", seconds / 60),
    });
    let changed = of.changes.map(|changes| n("interview-changes", changes));
    let accuracy = of.accuracy.map(|meters| n("interview-accuracy", meters));
    [lasted, changed, accuracy].into_iter().flatten().collect()
}

/// Records everything that the rules have decided: one act.
pub(super) async fn record(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    match who.told(recorded(&who, &scope, &campaign).await)? {
        Ok(()) => Ok(Redirect::to(&format!("/field/{id}/forms")).into_response()),
        Err(words) => shown(&who, campaign, Some(words)).await,
    }
}

async fn recorded(who: &SignedIn, scope: &Scope, campaign: &Sealable) -> Result<(), Stopped> {
    let (site, registry) = (&who.visit.site, &who.registry);
    let mut decided: BTreeMap<HouseholdId, Vec<NewAssessment>> = BTreeMap::new();
    for received in registry.submissions_to_record(scope, campaign.id, MOST).await? {
        match reading::one(site, registry, &received).await? {
            Read::Decided(one) => {
                let one = one.into_record(received.id);
                decided.entry(one.household).or_default().push(one);
            }
            Read::Reinterview(household) => {
                let reading = registry::capture::Reading::Reinterview(household);
                registry.note_readings(&[(received.id, reading)]).await?;
            }
            Read::Attention(household, why, questions) => {
                let reading = Reading::Attention(household, why, questions);
                registry.note_readings(&[(received.id, reading)]).await?;
            }
        }
    }
    let mut new = Vec::new();
    for (household, mut forms) in decided {
        if let (Some(one), true) = (forms.pop(), forms.is_empty()) {
            new.push(one);
            continue;
        }
        // Of two forms of one household only a person can say which one counts.
        let both = registry.assessed_of(campaign.id, household).await?;
        let reading = || Reading::Attention(Some(household), Attention::TwoForms, Vec::new());
        let readings: Vec<_> = both.into_iter().map(|id| (id, reading())).collect();
        registry.note_readings(&readings).await?;
    }
    let version = site.version.as_str();
    registry.record_assessments(Some(scope), campaign.id, version, new, Instant::now()).await.map(|_| ())
}
