//! The page: cards, places, map, years, deprivations, streams.

use std::collections::BTreeMap;

use askama::Template;
use registry::VillageId;
use registry::figures::{Borders, Figures, FormerCommune, Overview, PlaceFigures, Tally};
use registry::households::OfYear;
use standards::standard::{PovertyStandard, Status};

use crate::format;
use crate::law::rules;
use crate::layout::Page;
use crate::overview::places::{self, Counted, Head, PlaceRow, percent, share};
use crate::overview::{Behind, Chosen, chart, map, one_of};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "overview/overview.html")]
pub(super) struct View {
    page: Page,
    chosen: Chosen,
    year: Option<i32>,
    years: Vec<i32>,
    standards: Vec<(String, String, bool)>,
    /// The commune whose villages are shown.
    commune: Option<String>,
    whole: String,
    cards: Vec<Card>,
    minority: Vec<Card>,
    heads: Vec<Head>,
    rows: Vec<PlaceRow>,
    map: Option<map::Map>,
    trend: Vec<(i32, Vec<Counted>)>,
    trend_chart: String,
    deprived: Vec<DeprivedRow>,
    from_year: Option<i32>,
    flow: Vec<FlowRow>,
    flow_heads: Vec<String>,
    flow_chart: String,
}

/// One number of the whole area.
#[derive(Debug)]
struct Card {
    label: String,
    grade: &'static str,
    households: String,
    persons: String,
    household_share: Option<String>,
    person_share: Option<String>,
    href: String,
}

/// Households deprived in one indicator.
#[derive(Debug)]
struct DeprivedRow {
    label: String,
    counts: Vec<Counted>,
    sum: i64,
    share: String,
    bar: i64,
}

/// From one outcome to all.
#[derive(Debug)]
struct FlowRow {
    label: String,
    counts: Vec<Counted>,
    sum: Counted,
}

impl View {
    /// The page of what was counted; `None` if its standard is gone.
    pub(super) fn of(
        visit: &Visit,
        chosen: &Chosen,
        seen: Overview,
        former: &BTreeMap<VillageId, FormerCommune>,
    ) -> Option<View> {
        let standard = &chosen.shelved(visit)?.standard;
        let heads = heads(standard, visit);
        let day = places::day_of(chosen, seen.year, visit);
        let commune = commune(chosen, &seen);
        let shown: Vec<PlaceFigures> = match &commune {
            None => seen.communes.clone(),
            Some(code) => inside(code, &seen).cloned().collect(),
        };
        let rows = places::rows(&shown, &heads, chosen, seen.year, former, visit);
        let map = if commune.is_none() { map::of(&rows, day, visit) } else { None };
        let (flow_heads, flow) = flow(&seen, &heads, chosen, visit);
        let page = visit.page(visit.t("overview-title"));
        Some(View {
            chosen: chosen.clone(),
            standards: standards(chosen, visit),
            whole: seen.total.all.map_or_else(String::new, |all| sentence(all, visit)),
            cards: cards(&seen.total, &heads, seen.year, false, chosen, visit),
            minority: cards(&seen.minority, &heads, seen.year, true, chosen, visit),
            commune: commune.map(|code| places::commune_name(&code, day, visit)),
            trend: trend(&seen, &heads, chosen, visit),
            trend_chart: chart::trend(&seen, &heads, visit),
            deprived: deprived(&seen, standard, &heads, chosen, visit),
            flow_chart: chart::flow(&seen, &heads, visit),
            year: seen.year,
            from_year: seen.from_year,
            years: seen.years,
            page,
            heads,
            rows,
            map,
            flow,
            flow_heads,
        })
    }

    fn helped(&self) -> Vec<&Head> {
        self.heads.iter().filter(|head| head.is_helped).collect()
    }

    fn is_shown(&self, year: &i32) -> bool {
        self.year == Some(*year)
    }

    fn is_then(&self) -> bool {
        self.chosen.borders == Borders::OfTheTime
    }

    fn back(&self) -> Option<String> {
        self.chosen.commune.as_ref().map(|_| self.chosen.within(None))
    }
}

/// The commune whose villages are shown: the chosen one, or the only one.
fn commune(chosen: &Chosen, seen: &Overview) -> Option<String> {
    let one = (seen.communes.len() == 1).then(|| seen.communes.first()?.commune.clone()).flatten();
    chosen.commune.clone().or(one)
}

fn inside<'a>(code: &'a str, seen: &'a Overview) -> impl Iterator<Item = &'a PlaceFigures> {
    seen.villages.iter().filter(move |place| place.commune.as_deref() == Some(code))
}

/// The villages that the page names within a commune of today; in the borders of the time each stands in its own.
pub(super) fn shown_villages(chosen: &Chosen, seen: &Overview) -> Vec<VillageId> {
    let code = commune(chosen, seen).filter(|_| chosen.borders == Borders::Today);
    let Some(code) = code else { return Vec::new() };
    inside(&code, seen).filter_map(|place| Some(place.village.as_ref()?.0)).collect()
}

fn heads(standard: &PovertyStandard, visit: &Visit) -> Vec<Head> {
    let last = standard.outcomes.len().saturating_sub(1);
    let head = |(at, outcome): (usize, &standards::standard::Outcome)| Head {
        id: outcome.id.clone(),
        label: outcome.label.get(visit.language).to_owned(),
        grade: rules::grade(standard, &outcome.id),
        is_helped: at < last,
    };
    let open = engine::cases::UNDETERMINED;
    let open = Head {
        id: open.to_owned(),
        label: rules::outcome_label(standard, open, visit.language),
        grade: "open",
        is_helped: false,
    };
    standard.outcomes.iter().enumerate().map(head).chain([open]).collect()
}

/// The standards to choose from: the code of the address, its name, whether it is the one shown.
fn standards(chosen: &Chosen, visit: &Visit) -> Vec<(String, String, bool)> {
    let real = visit.site.library.standards.iter().map(|shelved| &shelved.standard);
    real.filter(|standard| standard.status != Status::Example)
        .map(|standard| {
            let label = standard.label.get(visit.language).to_owned();
            (standard.id.clone(), label, standard.id == chosen.standard)
        })
        .collect()
}

fn sentence(all: Tally, visit: &Visit) -> String {
    let households = format::whole(all.households, visit.language);
    let persons = format::whole(all.persons, visit.language);
    let values = [("households", households.into()), ("persons", persons.into())];
    crate::language::say_with(visit.language, "overview-whole", &values)
}

/// The helped outcomes together, then each one, then what is open.
fn cards(
    figures: &Figures,
    heads: &[Head],
    year: Option<i32>,
    is_minority: bool,
    chosen: &Chosen,
    visit: &Visit,
) -> Vec<Card> {
    let of = |label: String, grade, outcomes: &[&str], tally: Tally, is_rate: bool| {
        let rate = |part: i64, whole: fn(Tally) -> i64| {
            let whole = figures.all.map(whole).filter(|_| is_rate)?;
            Some(percent(Some(share(part, whole)?), visit))
        };
        let behind = Behind { outcome: one_of(outcomes), is_minority, ..Behind::default() };
        Card {
            label,
            grade,
            households: format::whole(tally.households, visit.language),
            persons: format::whole(tally.persons, visit.language),
            household_share: rate(tally.households, |all| all.households),
            person_share: rate(tally.persons, |all| all.persons),
            href: behind.list(chosen, year.unwrap_or_default()),
        }
    };
    let helped = helped(heads);
    let sum = of(visit.t("overview-helped"), "all", &helped, places::helped(figures, heads), true);
    let each = heads
        .iter()
        .filter(|head| head.is_helped || head.id == engine::cases::UNDETERMINED)
        .map(|head| of(head.label.clone(), head.grade, &[&head.id], figures.of(&head.id), head.is_helped));
    std::iter::once(sum).chain(each).collect()
}

fn helped(heads: &[Head]) -> Vec<&str> {
    heads.iter().filter(|head| head.is_helped).map(|head| head.id.as_str()).collect()
}

fn trend(seen: &Overview, heads: &[Head], chosen: &Chosen, visit: &Visit) -> Vec<(i32, Vec<Counted>)> {
    let years = seen.trend.iter().map(|year| {
        let of = |head: &Head| {
            let count = year.by_outcome.get(&head.id).copied().unwrap_or_default().households;
            let behind = Behind { outcome: one_of(&[&head.id]), ..Behind::default() };
            places::counted(count, year.year, behind, chosen, visit)
        };
        (year.year, heads.iter().map(of).collect())
    });
    years.collect()
}

/// Of the households that the law helps, how many lack what; most first.
fn deprived(
    seen: &Overview,
    standard: &PovertyStandard,
    heads: &[Head],
    chosen: &Chosen,
    visit: &Visit,
) -> Vec<DeprivedRow> {
    let whole = places::helped(&seen.total, heads).households;
    let helped = helped(heads);
    let count = |indicator: &str, outcome: &str| {
        let found = seen.deprived.iter().find(|one| one.indicator == indicator && one.outcome == outcome);
        found.map_or(0, |one| one.households)
    };
    let row = |indicator: &standards::standard::Indicator| {
        let counted = |outcome: &&str| {
            let behind = Behind {
                outcome: one_of(&[outcome]),
                deprived: Some(indicator.id.clone()),
                ..Behind::default()
            };
            let count = count(&indicator.id, outcome);
            places::counted(count, seen.year.unwrap_or_default(), behind, chosen, visit)
        };
        let sum = helped.iter().map(|outcome| count(&indicator.id, outcome)).sum();
        let of_whole = share(sum, whole);
        DeprivedRow {
            label: indicator.label.get(visit.language).to_owned(),
            counts: helped.iter().map(counted).collect(),
            share: percent(of_whole, visit),
            bar: of_whole.unwrap_or(0) / 100,
            sum,
        }
    };
    let mut rows: Vec<DeprivedRow> = standard.indicators.iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.sum));
    rows
}

/// From each outcome of the earlier year to each of the later; not reviewed is the last of both.
fn flow(seen: &Overview, heads: &[Head], chosen: &Chosen, visit: &Visit) -> (Vec<String>, Vec<FlowRow>) {
    let outcomes: Vec<(Option<&str>, String)> = heads
        .iter()
        .map(|head| (Some(head.id.as_str()), head.label.clone()))
        .chain([(None, visit.t("overview-not-reviewed"))])
        .collect();
    let count = |from: Option<&str>, to: Option<&str>| {
        let found = seen.flow.iter().find(|flow| flow.from.as_deref() == from && flow.to.as_deref() == to);
        found.map_or(0, |flow| flow.households)
    };
    let of_year = |outcome: Option<&str>| match outcome {
        Some(id) => OfYear::OneOf(vec![id.to_owned()]),
        None => OfYear::Nothing,
    };
    let (from_year, year) = (seen.from_year.unwrap_or_default(), seen.year.unwrap_or_default());
    let rows = outcomes.iter().map(|(from, label)| {
        let counted = |count: i64, outcome: OfYear| {
            let from = Some((from_year, of_year(*from)));
            let behind = Behind { outcome: Some(outcome), from, ..Behind::default() };
            places::counted(count, year, behind, chosen, visit)
        };
        let counts: Vec<i64> = outcomes.iter().map(|(to, _)| count(*from, *to)).collect();
        // Whoever was not decided before was decided now.
        let now: Vec<String> = heads.iter().map(|head| head.id.clone()).collect();
        let anything = if from.is_some() { OfYear::Whatever } else { OfYear::OneOf(now) };
        FlowRow {
            label: label.clone(),
            sum: counted(counts.iter().sum(), anything),
            counts: outcomes
                .iter()
                .zip(counts)
                .map(|((to, _), count)| counted(count, of_year(*to)))
                .collect(),
        }
    });
    let rows = if seen.flow.is_empty() { Vec::new() } else { rows.collect() };
    (outcomes.iter().map(|(_, label)| label.clone()).collect(), rows)
}
