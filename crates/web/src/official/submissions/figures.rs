//! What a report would say: counted from sealed figures of one commune, or taken from the decisions that were signed.

use std::collections::BTreeMap;

use axum::response::Response;
use engine::figures::{Counts, Level, Place};
use registry::access::Right;
use registry::official::YearlyReview;
use registry::reporting::{Content, Decided, Period, ReportKind, Sealed};
use registry::snapshot::Snapshot;
use review::{Deed, DeedKind};
use vocab::Language;

use super::super::desk::Made;
use super::super::filled::Filled;
use super::super::order::What;
use super::super::source::Source;
use super::super::wait;
use super::{periods, shown};
use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;

/// What a report would say, or the page instead: still counting, or why there is nothing.
pub(super) type Ready = Result<Content, Box<Response>>;

/// The report of a commune of the caller.
pub(super) async fn of_commune(
    who: &SignedIn,
    reviews: &[YearlyReview],
    (period, commune): (Period, &str),
    page: impl Fn() -> Page,
) -> Result<Ready, Refusal> {
    match period.kind {
        ReportKind::Monthly => monthly(who, period, commune).await.map(Ok),
        ReportKind::Preliminary | ReportKind::Official => sealed(who, reviews, (period, commune), page).await,
    }
}

fn empty(who: &SignedIn, period: Period, commune: &str) -> Result<Content, Refusal> {
    let unit = periods::unit(&who.visit, commune).ok_or(Refusal::NoPage)?;
    let communes = unit.commune.iter().cloned().collect();
    Ok(Content {
        period,
        due: periods::due(&who.visit, period),
        unit,
        sealed: Vec::new(),
        packs: BTreeMap::new(),
        communes,
        has_before: false,
        undetermined_before: 0,
        counts: Counts::default(),
        decided: Vec::new(),
        differences: Vec::new(),
        remarks: Vec::new(),
        parts: Vec::new(),
        missing: Vec::new(),
    })
}

/// The official tables of a commune: of the whole commune, so that the province's are their sum.
async fn sealed(
    who: &SignedIn,
    reviews: &[YearlyReview],
    (period, commune): (Period, &str),
    page: impl Fn() -> Page,
) -> Result<Ready, Refusal> {
    let mut content = empty(who, period, commune)?;
    let visit = &who.visit;
    let review = reviews.iter().find(|review| review.campaign.year == period.year && review.sealed.is_some());
    let Some(review) = review else {
        return Ok(Err(Box::new(shown::told(page(), visit.t("sent-not-sealed")))));
    };
    let mut source = Source::of(who, &review.campaign.id.to_string(), Right::SeeFigures).await?;
    source.turn_to(commune).await?;
    // A household that moved inside the commune came from nowhere else, as in the tables of the province.
    source.level = Level::Commune;
    let made = match wait::ready(who, &page, source.get(What::Figures).await?) {
        Ok(made) => made,
        Err(response) => return Ok(Err(response)),
    };
    let Made::Figures(figures) = &*made else { return Err(Refusal::Broken) };
    for (place, counted) in &figures.figured.counts.places {
        let village = place[2].as_ref().and_then(|code| code.parse().ok());
        if !village.is_some_and(|village| source.inside.contains(&village)) {
            continue;
        }
        let of_commune: Place = [place[0].clone(), place[1].clone(), None];
        match content.counts.places.get_mut(&of_commune) {
            Some(known) => known.merge(counted),
            None => drop(content.counts.places.insert(of_commune, counted.clone())),
        }
    }
    let terms = &review.campaign.terms;
    let form = source.form()?;
    content.packs = BTreeMap::from([
        (format!("standard {}", terms.standard), terms.pack_digest.clone()),
        (format!("tables {}", form.set.id), form.set.digest.clone()),
    ]);
    let of = |one: &Snapshot| Sealed {
        id: one.id.to_string(),
        label: one.manifest.label().to_owned(),
        sha256: one.sha256.clone(),
    };
    content.sealed = source.review.sealed.iter().chain(&source.review.before).map(of).collect();
    content.has_before = figures.has_before;
    content.undetermined_before = figures.undetermined_before;
    // Remarks and differences are part of the report: official papers are Vietnamese.
    let filled = Filled::of(&source, figures, Language::Vi)?;
    content.remarks = filled.remarks;
    content.differences = shown::differences(&content, visit);
    Ok(Ok(content))
}

/// What the decisions of a month recognised.
async fn monthly(who: &SignedIn, period: Period, commune: &str) -> Result<Content, Refusal> {
    let mut content = empty(who, period, commune)?;
    let failed = |fault: registry::store::Fault| Refusal::of_fault(&fault);
    let scope = who.scope(Right::SeeHouseholds)?;
    let mut lines = who.registry.proceedings(&scope, None).await.map_err(failed)?;
    lines.retain(|line| {
        let of = &line.proceeding;
        line.is_signed && of.year == period.year && of.month == period.month && of.commune_code == commune
    });
    for line in lines {
        let Some(walk) = who.registry.proceeding(&scope, line.proceeding.id).await.map_err(failed)? else {
            continue;
        };
        let campaign = walk.campaign().map_err(|_| Refusal::Broken)?;
        let Some(decision) = campaign.decision() else { continue };
        // What that decision said, whatever another one corrected.
        let before = walk.events.iter().take_while(|one| one.event.deed.kind() != DeedKind::Sign);
        let proposed = before.filter_map(|one| match &one.event.deed {
            Deed::Propose(proposed) => Some(proposed.lists),
            _ => None,
        });
        let lists = proposed.last().unwrap_or_default();
        content.decided.push(Decided {
            commune: commune.to_owned(),
            number: decision.signed.number.clone(),
            signed_on: decision.signed.signed_on,
            households: [
                lists.poor_households,
                lists.near_poor_households,
                lists.escaped_poor_households,
                lists.escaped_near_poor_households,
                lists.other_recognized,
            ]
            .map(u64::from),
        });
    }
    content.decided.sort_by(|a, b| (a.signed_on, &a.number).cmp(&(b.signed_on, &b.number)));
    Ok(content)
}
