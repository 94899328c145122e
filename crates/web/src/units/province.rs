//! `/units/provinces/{code}`: a province on a day, its communes, their tile map, what it came from and became.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use standards::units::{Level, Unit};
use vocab::{Day, search_key};

use crate::cite::both;
use crate::error::Refusal;
use crate::format;
use crate::layout::{Link, Page};
use crate::units::tiles::{Grid, short};
use crate::units::{Named, named};
use crate::visit::{Visit, render};

#[derive(Template)]
#[template(path = "units/province.html")]
struct Province {
    page: Page,
    day: Day,
    code: String,
    unit: Named,
    communes: Vec<Named>,
    count: usize,
    search: String,
    map: Option<Map>,
    before: Vec<Link>,
    after: Vec<Link>,
}

/// The tile map.
#[derive(Debug)]
struct Map {
    width: usize,
    height: usize,
    tiles: Vec<Square>,
}

/// One square with its place in the drawing.
#[derive(Debug)]
struct Square {
    x: usize,
    y: usize,
    href: String,
    name: String,
    first: String,
    second: String,
    ward: bool,
}

/// Side of a square in the drawing, with the gap.
const SIDE: usize = 78;

pub(crate) async fn page(visit: Visit, Path(code): Path<String>) -> Result<Response, Refusal> {
    let units = &visit.site.gazetteer.units;
    let day = visit.day();
    let province = units.on(Level::Province, &code, day).ok_or_else(|| elsewhen(&visit, &code))?;
    let search = visit.asked("q").unwrap_or_default().to_owned();
    let key = search_key(&search);
    let all: Vec<&Unit> =
        units.all_on(Level::Commune, day).filter(|unit| unit.province_code == code).collect();
    let mut communes: Vec<&Unit> = all
        .iter()
        .copied()
        .filter(|unit| search_key(&unit.name).contains(&key) || unit.code == search)
        .collect();
    communes.sort_by_key(|unit| (unit.kind.clone(), search_key(&unit.name)));
    let grid = visit.site.gazetteer.grids.iter().find(|grid| fits(grid, &all));
    let here = |unit: &Unit| Named {
        href: format!("/units/communes/{}?day={day}", unit.code),
        ..named(unit, &visit)
    };
    let template = Province {
        count: all.len(),
        communes: communes.into_iter().map(here).collect(),
        map: grid.map(|grid| map(grid, &all, day)),
        before: before(province, &visit),
        after: after(province, day, &visit),
        unit: named(province, &visit),
        page: visit.page(province.name.clone()).crumb("/units", visit.t("units-title")),
        day,
        code,
        search,
    };
    Ok(render(&template))
}

/// The code meant something on other days, or nothing at all.
fn elsewhen(visit: &Visit, code: &str) -> Refusal {
    let mut next: Vec<_> = visit
        .site
        .gazetteer
        .units
        .periods(Level::Province, code)
        .iter()
        .filter_map(|unit| {
            let day = unit.valid.until.map(Day::previous).or(unit.valid.from)?;
            let text = |language| format!("{} ({})", unit.name, format::span(unit.valid, language));
            let text = vocab::LocalText { vi: text(vocab::Language::Vi), en: text(vocab::Language::En) };
            Some((format!("/units/provinces/{code}?day={day}"), text))
        })
        .collect();
    next.push(("/units".to_owned(), both("units-title")));
    Refusal::NoPart(both("province-word"), next)
}

/// A grid is of this province if its squares are exactly its communes.
fn fits(grid: &Grid, communes: &[&Unit]) -> bool {
    communes.iter().all(|unit| unit.valid.contains(grid.units_on))
        && grid.tiles.len() == communes.len()
        && grid
            .tiles
            .iter()
            .all(|tile| communes.iter().any(|unit| unit.code == tile.code && unit.name == tile.name))
}

fn map(grid: &Grid, communes: &[&Unit], day: Day) -> Map {
    let square = |tile: &crate::units::tiles::Tile| {
        let (first, second) = short(&tile.name);
        let kind = communes.iter().find(|unit| unit.code == tile.code).map(|unit| unit.kind.as_str());
        Square {
            x: tile.column * SIDE,
            y: tile.row * SIDE,
            href: format!("/units/communes/{}?day={day}", tile.code),
            name: tile.name.clone(),
            first,
            second,
            ward: kind == Some("phuong"),
        }
    };
    Map {
        width: grid.columns * SIDE,
        height: grid.rows * SIDE,
        tiles: grid.tiles.iter().map(square).collect(),
    }
}

fn before(province: &Unit, visit: &Visit) -> Vec<Link> {
    let units = &visit.site.gazetteer.units;
    let Some(from) = province.valid.from else { return Vec::new() };
    let old = units.predecessors(Level::Province, &province.code, from);
    let link = |code: &str| {
        let unit = units.on(Level::Province, code, from.previous())?;
        Some(Link::new(format!("/units/provinces/{code}?day={}", from.previous()), unit.name.clone()))
    };
    old.into_iter().filter_map(|succession| link(&succession.old_code)).collect()
}

fn after(province: &Unit, day: Day, visit: &Visit) -> Vec<Link> {
    let units = &visit.site.gazetteer.units;
    let new = units.successors(Level::Province, &province.code, day);
    let link = |code: &str, on: Day| {
        let unit = units.on(Level::Province, code, on)?;
        Some(Link::new(format!("/units/provinces/{code}?day={on}"), unit.name.clone()))
    };
    new.into_iter().filter_map(|succession| link(&succession.new_code, succession.on)).collect()
}
