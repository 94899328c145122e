//! Bản đồ ô of an area: one square a commune, its color the stronger the larger its share.

use standards::units::Level;
use vocab::Day;

use crate::overview::places::PlaceRow;
use crate::units::tiles::{Grid, short};
use crate::visit::Visit;

/// The map.
#[derive(Debug)]
pub(super) struct Map {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) squares: Vec<Square>,
}

/// One square with its place in the drawing.
#[derive(Debug)]
pub(super) struct Square {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) href: String,
    pub(super) name: String,
    pub(super) first: String,
    pub(super) second: String,
    pub(super) share: String,
    /// From 0 to 4.
    pub(super) level: i64,
}

/// Side of a square in the drawing, with the gap.
const SIDE: usize = 92;

/// The smallest grid of the packs on which all communes of the list stand, if there is one.
pub(super) fn of(rows: &[PlaceRow], day: Day, visit: &Visit) -> Option<Map> {
    let gazetteer = &visit.site.gazetteer;
    let shows = |grid: &&Grid| {
        rows.iter().all(|row| {
            let unit = gazetteer.units.on(Level::Commune, &row.code, day);
            unit.is_some_and(|unit| unit.valid.contains(grid.units_on))
                && grid.tiles.iter().any(|tile| tile.code == row.code)
        })
    };
    let grid = gazetteer.grids.iter().filter(shows).min_by_key(|grid| grid.tiles.len())?;
    if rows.len() < 2 {
        return None;
    }
    let squares = grid.tiles.iter().filter_map(|tile| {
        let row = rows.iter().find(|row| row.code == tile.code)?;
        let (first, second) = short(&tile.name);
        Some(Square {
            x: tile.column * SIDE,
            y: tile.row * SIDE,
            href: row.href.clone()?,
            name: row.name.clone(),
            first,
            second,
            share: row.share_shown.clone(),
            level: (row.bar / 20).min(4),
        })
    });
    Some(Map { width: grid.columns * SIDE, height: grid.rows * SIDE, squares: squares.collect() })
}
