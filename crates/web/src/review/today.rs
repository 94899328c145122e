//! `/review/today`: what is mine to do now, until when, and what of it is late.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use registry::VillageId;
use registry::access::Right;
use registry::proceedings::Lane;
use registry::store::dates::Instant;
use review::procedure::Procedure;

use super::{watched, words};
use crate::error::Refusal;
use crate::format;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, no_store, render};

#[derive(Template)]
#[template(path = "review/today.html")]
struct Today {
    page: Page,
    reviews: Vec<Review>,
    day: String,
    /// How many households are watched, and how many of them wait for somebody.
    watched: Option<(usize, usize)>,
}

/// One review in which something is mine.
struct Review {
    href: String,
    title: String,
    late: Vec<String>,
    /// What has its last day within a week.
    soon: Vec<String>,
    works: Vec<Work>,
}

struct Work {
    href: String,
    /// The village, or the commune.
    place: String,
    step: String,
    /// What is missing, each in a sentence.
    to_do: Vec<String>,
    hangs_until: Option<String>,
    /// A village that only has to go on to the next step.
    is_ready: bool,
}

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    let scope = who.scope(Right::SeeHouseholds)?;
    let (visit, now) = (&who.visit, Instant::now());
    let units = &visit.site.gazetteer.units;
    let failed = |fault| Refusal::of_fault(&fault);
    let tasks = who.registry.my_work(&who.actor, units, now).await.map_err(failed)?;
    let villages = who.registry.villages(&scope).await.map_err(failed)?;
    let names = crate::households::village_names(&who.registry, visit, &villages).await?;
    let names: BTreeMap<VillageId, String> = names.into_iter().collect();
    let mut known: BTreeMap<String, Procedure> = BTreeMap::new();
    let mut reviews = Vec::new();
    for task in tasks {
        let of = &task.line.proceeding;
        if !known.contains_key(&of.pack) {
            known.insert(of.pack.clone(), who.registry.procedure_of(of).await.map_err(failed)?);
        }
        let Some(procedure) = known.get(&of.pack) else { continue };
        let base = format!("/review/{}", of.id);
        let told = |clock: &registry::proceedings::Clock, key: &str| {
            let what = words::sentence(clock.what.get(visit.language));
            let village = clock.village.and_then(|village| names.get(&village));
            let what = village.map_or_else(|| what.clone(), |village| format!("{what} – {village}"));
            let day = format::day(clock.last_day, visit.language);
            crate::language::say_with(visit.language, key, &[("what", what.into()), ("day", day.into())])
        };
        let late = task.late.iter().map(|clock| told(clock, "review-late-since"));
        let soon = task.soon.iter().map(|clock| told(clock, "review-due-until"));
        let mut works: Vec<Work> = task
            .lanes
            .iter()
            .filter(|lane| lane.village.is_none_or(|village| names.contains_key(&village)))
            .map(|lane| work(visit, &base, lane, procedure, &names))
            .collect();
        // Many villages that only have to go on are one line.
        let ready = |work: &Work| work.is_ready;
        let n = works.iter().filter(|work| ready(work)).count();
        if n > 3 {
            works.retain(|work| !ready(work));
            let page = visit.page(String::new());
            works.push(Work {
                href: format!("{base}#villages"),
                place: page.count("review-villages-n", n),
                step: String::new(),
                to_do: vec![visit.t("review-step-done")],
                hangs_until: None,
                is_ready: true,
            });
        }
        works.sort_by_cached_key(|work| {
            let place = names.values().position(|name| *name == work.place);
            (work.is_ready, place.is_some(), work.place.chars().count(), work.place.clone())
        });
        reviews.push(Review {
            title: words::proceeding(visit, of, procedure),
            late: late.collect(),
            soon: soon.collect(),
            works,
            href: base,
        });
    }
    let watched = watched::reminder(&who).await?;
    let template = Today {
        watched,
        reviews,
        day: format::day((visit.site.today)(), visit.language),
        page: visit.page(visit.t("review-today")).crumb("/review", visit.t("review-title")),
    };
    Ok(no_store(render(&template)))
}

fn work(
    visit: &Visit,
    base: &str,
    lane: &Lane,
    procedure: &Procedure,
    names: &BTreeMap<VillageId, String>,
) -> Work {
    let page = visit.page(String::new());
    let first = lane.unmet.keys().find_map(|code| words::place_of_duty(base, code, lane.village));
    let step = procedure.steps.iter().find(|step| step.id == lane.step);
    let mut to_do: Vec<String> = lane
        .unmet
        .iter()
        .map(|(code, n)| {
            let words = visit.t(&words::duty_key(code));
            if *n > 0 { format!("{words} ({})", page.count("review-households-n", n)) } else { words }
        })
        .collect();
    if to_do.is_empty() {
        to_do.push(visit.t("review-step-done"));
    }
    let of_village = |village| format!("{base}/villages/{village}");
    Work {
        href: first.unwrap_or_else(|| lane.village.map_or_else(|| base.to_owned(), of_village)),
        place: match lane.village {
            Some(village) => names.get(&village).cloned().unwrap_or_default(),
            None => visit.t("review-whole-commune"),
        },
        step: step.map(|step| words::sentence(step.label.get(visit.language))).unwrap_or_default(),
        to_do,
        is_ready: lane.village.is_some() && lane.unmet.is_empty(),
        hangs_until: lane
            .hangs_until
            .filter(|day| *day >= (visit.site.today)())
            .map(|day| format::day(day, visit.language)),
    }
}
