//! Counts by place with their shares: a row of a table, a square of the map.

use std::collections::BTreeMap;

use registry::VillageId;
use registry::figures::{Borders, Figures, FormerCommune, PlaceFigures, Tally};
use standards::units::Level;
use vocab::Day;

use crate::format;
use crate::overview::{Behind, Chosen, one_of};
use crate::visit::Visit;

/// A number with the households behind it.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) shown: String,
    pub(super) href: String,
    pub(super) none: bool,
}

/// One place.
#[derive(Debug)]
pub(super) struct PlaceRow {
    pub(super) code: String,
    pub(super) name: String,
    /// Its own overview; a village has none.
    pub(super) href: Option<String>,
    pub(super) all: String,
    /// By outcome, in the order of the heads.
    pub(super) outcomes: Vec<Counted>,
    /// Households of the outcomes that the law helps, in hundredths of a percent of all.
    pub(super) share: Option<i64>,
    pub(super) share_shown: String,
    /// Width of the bar, of 100.
    pub(super) bar: i64,
}

/// The outcomes of the standard in order, then what is not determined.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) grade: &'static str,
    /// Whether the law helps: all but the last outcome, which is everybody else.
    pub(super) is_helped: bool,
}

/// A count of households with the list behind it.
pub(super) fn counted(count: i64, year: i32, behind: Behind, chosen: &Chosen, visit: &Visit) -> Counted {
    Counted { shown: format::whole(count, visit.language), href: behind.list(chosen, year), none: count == 0 }
}

/// Households and people of the outcomes that the law helps.
pub(super) fn helped(figures: &Figures, heads: &[Head]) -> Tally {
    heads
        .iter()
        .filter(|head| head.is_helped)
        .fold(Tally::default(), |sum, head| sum.plus(figures.of(&head.id)))
}

/// A share in hundredths of a percent, rounded half up; none of none is no share.
pub(super) fn share(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part * 20_000 + whole) / (whole * 2))
}

/// `3,27 %`.
pub(super) fn percent(share: Option<i64>, visit: &Visit) -> String {
    match share {
        Some(share) => format!("{} %", format::decimal(share, 2, visit.language)),
        None => "–".to_owned(),
    }
}

/// The rows of communes, or of the villages of one commune.
pub(super) fn rows(
    places: &[PlaceFigures],
    heads: &[Head],
    chosen: &Chosen,
    year: Option<i32>,
    former: &BTreeMap<VillageId, FormerCommune>,
    visit: &Visit,
) -> Vec<PlaceRow> {
    let day = day_of(chosen, year, visit);
    let mut rows: Vec<PlaceRow> = places
        .iter()
        .map(|place| {
            let commune = place.commune.clone().unwrap_or_default();
            let village = place.village.as_ref().map(|(id, _)| *id);
            let share = place
                .figures
                .all
                .and_then(|all| share(helped(&place.figures, heads).households, all.households));
            let of = |head: &Head| {
                let outcome = one_of(&[head.id.as_str()]);
                let behind = Behind { commune: Some(commune.clone()), village, outcome, ..Behind::default() };
                let count = place.figures.of(&head.id).households;
                counted(count, year.unwrap_or_default(), behind, chosen, visit)
            };
            PlaceRow {
                name: match &place.village {
                    Some((id, name)) => crate::households::village(visit, name, former.get(id)),
                    None => commune_name(&commune, day, visit),
                },
                href: place.village.is_none().then(|| chosen.within(Some(&commune))),
                all: place
                    .figures
                    .all
                    .map_or_else(|| "–".to_owned(), |all| format::whole(all.households, visit.language)),
                outcomes: heads.iter().map(of).collect(),
                share,
                share_shown: percent(share, visit),
                bar: 0,
                code: commune,
            }
        })
        .collect();
    let most = rows.iter().filter_map(|row| row.share).max().unwrap_or(0).max(1);
    for row in &mut rows {
        row.bar = row.share.map_or(0, |share| share * 100 / most);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.share));
    rows
}

/// The day whose units are named.
pub(super) fn day_of(chosen: &Chosen, year: Option<i32>, visit: &Visit) -> Day {
    let today = (visit.site.today)();
    match (chosen.borders, year.and_then(|year| Day::from_civil(year, 12, 31))) {
        (Borders::OfTheTime, Some(day)) if day < today => day,
        _ => today,
    }
}

/// A commune by the name of the day; a code that means nothing then stands for itself.
pub(super) fn commune_name(code: &str, day: Day, visit: &Visit) -> String {
    let units = &visit.site.gazetteer.units;
    units.on(Level::Commune, code, day).map_or_else(|| code.to_owned(), |unit| unit.name.clone())
}
