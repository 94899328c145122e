//! `/field/{campaign}/reinterviews`: a sample is announced, drawn, and asked a second time; both interviews are compared.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use engine::bounds::Truth;
use registry::access::Right;
use registry::agreement::Agreement;
use registry::capture::{Reinterview, Sample, USUAL_SHARE};
use registry::review::Terms;
use registry::snapshot::{Sealable, Which};
use registry::store::dates::Instant;
use registry::{Stopped, UserId};
use standards::standard::PovertyStandard;

use crate::admin::time;
use crate::error::Refusal;
use crate::field::interviews::{self, Compared, Told, Totals, told};
use crate::field::{board, reading};
use crate::format;
use crate::households::{Badge, badge};
use crate::language::say_with;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{Visit, no_store, render, render_as};

/// So many pairs are compared on one page; a commune has fewer.
const MOST: usize = 300;
/// So many questions are shown, those with the least agreement.
const MOST_QUESTIONS: usize = 15;

#[derive(Template)]
#[template(path = "field/reinterviews.html")]
struct Reinterviews {
    page: Page,
    here: String,
    usual: String,
    /// Households among which a draw would be.
    frame: usize,
    waits: Option<Announced>,
    drawn: Vec<Announced>,
    surveyors: Vec<(String, String)>,
    lines: Vec<Line>,
    totals: Option<ShownTotals>,
    problem: Option<String>,
}

struct Announced {
    id: String,
    share: String,
    hash: String,
    at: String,
    seed: Option<String>,
}

struct Line {
    href: Option<String>,
    head: String,
    village: String,
    first: String,
    second: String,
    state: String,
    /// The result of the first and the second interview.
    outcomes: Option<(Badge, Badge)>,
}

/// How far interviews agree, in words.
struct ShownTotals {
    outcomes: String,
    surveyors: Vec<(String, String)>,
    indicators: Vec<(String, String)>,
    questions: Vec<(String, String)>,
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(&who, board::campaign(&who, &id).await?, None).await
}

async fn shown(who: &SignedIn, campaign: Sealable, problem: Option<String>) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let (visit, registry, units) = (&who.visit, &who.registry, &who.visit.site.gazetteer.units);
    let failed = |fault| Refusal::of_fault(&fault);
    reading::waiting(&visit.site, registry).await.map_err(failed)?;
    let samples = registry.samples(&scope, campaign.id).await.map_err(failed)?;
    let frame = registry.reinterview_frame(&scope, campaign.id).await.map_err(failed)?;
    let all = registry.reinterviews(&scope, campaign.id).await.map_err(failed)?;
    let progress = registry.progress(&scope, units, campaign.id, Instant::now()).await.map_err(failed)?;
    let here = format!("/field/{}/reinterviews", campaign.id);
    let compared = compared(who, &campaign, &all).await?;
    let (drawn, waits): (Vec<Sample>, Vec<Sample>) =
        samples.into_iter().partition(|sample| sample.drawn.is_some());
    let template = Reinterviews {
        usual: share(USUAL_SHARE, visit),
        frame,
        waits: waits.into_iter().next().map(|sample| announced(sample, visit)),
        drawn: drawn.into_iter().map(|sample| announced(sample, visit)).collect(),
        surveyors: progress.into_iter().map(|one| (one.user.to_string(), one.name)).collect(),
        totals: totals(who, &campaign, &all, &compared),
        lines: all.iter().map(|one| line(who, &campaign, (one, &here), &compared)).collect(),
        page: visit
            .page(visit.t("reinterviews-title"))
            .crumb("/field", visit.t("field-title"))
            .crumb(format!("/field/{}", campaign.id), campaign.label.clone()),
        here,
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

fn announced(sample: Sample, visit: &Visit) -> Announced {
    Announced {
        id: sample.id.to_string(),
        share: share(sample.per_mille, visit),
        hash: sample.seed_hash,
        at: time::shown(sample.announced_at, visit.language),
        seed: sample.drawn.map(|(seed, _)| seed),
    }
}

/// Thousandths as hundredths: 50 is "5".
fn share(per_mille: i64, visit: &Visit) -> String {
    let whole = format::whole(per_mille / 10, visit.language);
    match per_mille % 10 {
        0 => whole,
        tenth => format!("{whole}{}{tenth}", if visit.language == vocab::Language::Vi { "," } else { "." }),
    }
}

/// What both interviews said, by the id of the reinterview.
async fn compared(
    who: &SignedIn,
    campaign: &Sealable,
    all: &[Reinterview],
) -> Result<BTreeMap<uuid::Uuid, Compared>, Refusal> {
    let mut compared = BTreeMap::new();
    let Some((standard, terms)) = standard(who, campaign).await? else { return Ok(compared) };
    for one in all.iter().filter(|one| one.is_done()).take(MOST) {
        if let Some((first, second)) = both(who, (standard, &terms), one).await? {
            compared.insert(one.id, Compared::of(standard, &first, &second, &who.visit));
        }
    }
    Ok(compared)
}

async fn standard<'a>(
    who: &'a SignedIn,
    campaign: &Sealable,
) -> Result<Option<(&'a PovertyStandard, Terms)>, Refusal> {
    let terms = match who.registry.campaign_to_seal(&Which::Campaign(campaign.id)).await {
        Ok(campaign) => campaign.terms,
        Err(Stopped::Failed(fault)) => return Err(Refusal::of_fault(&fault)),
        Err(Stopped::Refused(_)) => return Ok(None),
    };
    Ok(reading::standard_of(&who.visit.site, &terms).map(|standard| (standard, terms)))
}

async fn both(
    who: &SignedIn,
    (standard, terms): (&PovertyStandard, &Terms),
    one: &Reinterview,
) -> Result<Option<(Told, Told)>, Refusal> {
    let failed = |fault| Refusal::of_fault(&fault);
    let Some((second, _)) = one.second_form else { return Ok(None) };
    let zone = one.zone.as_deref();
    let first = told(&who.registry, standard, terms, (one.first_form, zone)).await.map_err(failed)?;
    let second = told(&who.registry, standard, terms, (second, zone)).await.map_err(failed)?;
    Ok(first.zip(second))
}

fn line(
    who: &SignedIn,
    campaign: &Sealable,
    (one, here): (&Reinterview, &str),
    compared: &BTreeMap<uuid::Uuid, Compared>,
) -> Line {
    let visit = &who.visit;
    let year = Some(i64::from(campaign.year) + 1);
    let pair = compared.get(&one.id);
    let outcomes =
        pair.map(|pair| (badge(visit, &pair.outcomes.0, year), badge(visit, &pair.outcomes.1, year)));
    let state = match one.second_form {
        None => visit.t("reinterview-to-come"),
        Some((_, state)) => visit.t(&format!("submission-{}", state.code())),
    };
    Line {
        href: pair.map(|_| format!("{here}/{}", one.id)),
        head: one.head.clone(),
        village: one.village.clone(),
        first: one.first.1.clone(),
        second: one.second.1.clone(),
        state,
        outcomes,
    }
}

fn totals(
    who: &SignedIn,
    campaign: &Sealable,
    all: &[Reinterview],
    compared: &BTreeMap<uuid::Uuid, Compared>,
) -> Option<ShownTotals> {
    let visit = &who.visit;
    let standard = reading::standard_of(&visit.site, &campaign.terms).filter(|_| !compared.is_empty())?;
    let mut by_surveyor: BTreeMap<UserId, (String, Vec<&Compared>)> = BTreeMap::new();
    for one in all {
        if let Some(pair) = compared.get(&one.id) {
            by_surveyor.entry(one.first.0).or_insert_with(|| (one.first.1.clone(), Vec::new())).1.push(pair);
        }
    }
    let surveyor = |(name, pairs): (String, Vec<&Compared>)| {
        let sum = |of: fn(&Compared) -> Agreement| Agreement::together(pairs.iter().map(|pair| of(pair)));
        let outcomes = Agreement::of(pairs.iter().map(|pair| (&pair.outcomes.0, &pair.outcomes.1)));
        let words = [
            ("agree-outcomes", Agreement { kappa: None, ..outcomes }),
            ("agree-indicators", sum(Compared::decided)),
            ("agree-answers", sum(Compared::answers)),
        ];
        let words = words.map(|(key, agreement)| {
            say_with(visit.language, key, &[("shown", in_words(agreement, visit).into())])
        });
        (name, words.join(" · "))
    };
    let pairs: Vec<&Compared> = compared.values().collect();
    let totals = Totals::of(standard, &pairs);
    let label = |at: standards::questionnaire::QuestionIndex| {
        standard.questionnaire.get(at).label.get(visit.language).to_owned()
    };
    let indicators = standard.indicators.iter().zip(totals.indicators);
    let differing = totals.questions.into_iter().filter(|(_, agreement)| agreement.same < agreement.of);
    Some(ShownTotals {
        outcomes: in_words(totals.outcomes, visit),
        surveyors: by_surveyor.into_values().map(surveyor).collect(),
        indicators: indicators
            .map(|(of, agreement)| (of.label.get(visit.language).to_owned(), in_words(agreement, visit)))
            .collect(),
        questions: differing
            .take(MOST_QUESTIONS)
            .map(|(at, agreement)| (label(at), in_words(agreement, visit)))
            .collect(),
    })
}

/// "18 / 20 (90 %), κ 0,78"; what chance would say as well has no kappa.
fn in_words(agreement: Agreement, visit: &Visit) -> String {
    let whole = |n: u64| format::whole(i64::try_from(n).unwrap_or(i64::MAX), visit.language);
    let mut words = format!("{} / {}", whole(agreement.same), whole(agreement.of));
    if let Some(per_mille) = agreement.per_mille() {
        words.push_str(&format!(" ({} %)", whole((per_mille + 5) / 10)));
    }
    if let Some(kappa) = agreement.kappa {
        let mark = if visit.language == vocab::Language::Vi { "," } else { "." };
        let sign = if kappa < 0 { "−" } else { "" };
        let hundredths = (kappa.abs() + 5) / 10;
        words.push_str(&format!(", κ {sign}{}{mark}{:02}", hundredths / 100, hundredths % 100));
    }
    words
}

/// Announces a sample: the hash of its seed stands in the audit log from now on.
pub(super) async fn announce(
    who: SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let per_mille = per_mille(typed.text("share")).unwrap_or(0);
    let done = who.registry.announce_reinterviews(&scope, campaign.id, per_mille, Instant::now()).await;
    done_or_told(&who, campaign, done.map(|_| ())).await
}

/// A share of a hundred, with a comma or a point, in thousandths.
fn per_mille(text: &str) -> Option<i64> {
    let text = text.trim_end_matches('%').trim().replace(',', ".");
    let (whole, tenth) = text.split_once('.').unwrap_or((text.as_str(), "0"));
    if tenth.len() != 1 {
        return None;
    }
    whole.parse::<i64>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)
}

/// Draws what was announced.
pub(super) async fn draw(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    reading::waiting(&who.visit.site, &who.registry).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let units = &who.visit.site.gazetteer.units;
    let plan = typed.text("plan").parse().unwrap_or_default();
    let chosen = typed.0.iter().filter(|(name, _)| name == "user");
    let users: Vec<UserId> = chosen.filter_map(|(_, value)| value.parse().ok()).collect();
    let done =
        who.registry.draw_reinterviews(&scope, units, (campaign.id, plan), &users, Instant::now()).await;
    done_or_told(&who, campaign, done.map(|_| ())).await
}

async fn done_or_told(
    who: &SignedIn,
    campaign: Sealable,
    done: Result<(), Stopped>,
) -> Result<Response, Refusal> {
    match who.told(done)? {
        Ok(()) => Ok(Redirect::to(&format!("/field/{}/reinterviews", campaign.id)).into_response()),
        Err(words) => shown(who, campaign, Some(words)).await,
    }
}

#[derive(Template)]
#[template(path = "field/reinterview.html")]
struct Pair {
    page: Page,
    first: String,
    second: String,
    outcomes: (Badge, Badge),
    indicators: Vec<(String, String, String, bool)>,
    /// Answers that differ, and those that do not.
    differing: Vec<Answered>,
    same: Vec<Answered>,
    alone: (usize, usize),
    file: String,
}

struct Answered {
    of: String,
    question: String,
    first: String,
    second: String,
}

/// Both interviews of one household.
pub(super) async fn pair(
    who: SignedIn,
    Path((id, reinterview)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    let all =
        who.registry.reinterviews(&scope, campaign.id).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let one = all.into_iter().find(|one| one.id.to_string() == reinterview && one.is_done());
    let one = one.ok_or(Refusal::NoPage)?;
    let (standard, terms) = standard(&who, &campaign).await?.ok_or(Refusal::NoPage)?;
    let (first, second) = both(&who, (standard, &terms), &one).await?.ok_or(Refusal::NoPage)?;
    let visit = &who.visit;
    let compared = Compared::of(standard, &first, &second, visit);
    let year = Some(i64::from(campaign.year) + 1);
    let truth = |truth: Truth| {
        visit.t(match truth {
            Truth::Yes => "reinterview-deprived",
            Truth::No => "reinterview-not-deprived",
            Truth::Unknown => "reinterview-unknown",
        })
    };
    let indicators = standard.indicators.iter().zip(&compared.indicators);
    let here = format!("/field/{}/reinterviews", campaign.id);
    let (alone, outcomes) = (compared.alone, compared.outcomes);
    let indicators = indicators.map(|(of, (first, second))| {
        (of.label.get(visit.language).to_owned(), truth(*first), truth(*second), first != second)
    });
    let indicators = indicators.collect();
    let (same, differing): (Vec<_>, Vec<_>) = compared.lines.into_iter().partition(|line| line.is_same());
    let answered = |line: interviews::Line| Answered {
        of: line.of.unwrap_or_default(),
        question: standard.questionnaire.get(line.question).label.get(visit.language).to_owned(),
        first: line.first,
        second: line.second,
    };
    let template = Pair {
        first: one.first.1,
        second: one.second.1,
        outcomes: (badge(visit, &outcomes.0, year), badge(visit, &outcomes.1, year)),
        indicators,
        differing: differing.into_iter().map(answered).collect(),
        same: same.into_iter().map(answered).collect(),
        alone,
        file: format!("/households/{}", one.household),
        page: visit
            .page(one.head)
            .crumb("/field", visit.t("field-title"))
            .crumb(format!("/field/{}", campaign.id), campaign.label)
            .crumb(here, visit.t("reinterviews-title")),
    };
    Ok(no_store(render(&template)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_written_with_a_comma_or_a_point() {
        let read = ["5", "5%", "2,5", "2.5 %", "100", "", "năm", "1.25", "-1"].map(per_mille);
        assert_eq!(read, [Some(50), Some(50), Some(25), Some(25), Some(1000), None, None, None, Some(-10)]);
    }
}
