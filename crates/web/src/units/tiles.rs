//! Bản đồ ô: one square a unit, neighbours beside each other. A picture of a place that needs no boundary.

use standards::PackFiles;
use vocab::Day;

/// A tile grid with the day whose units it shows.
#[derive(Debug)]
pub(crate) struct Grid {
    pub(crate) units_on: Day,
    pub(crate) tiles: Vec<Tile>,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

/// One square.
#[derive(Clone, Debug)]
pub(crate) struct Tile {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) column: usize,
    pub(crate) row: usize,
}

/// The tile grids of a pack: `units/tilegrid_*.csv`. A row that cannot be read is left out.
pub(crate) fn read(files: &PackFiles) -> Vec<Grid> {
    let names = files.list("units", ".csv").filter(|path| path.starts_with("units/tilegrid_"));
    names.filter_map(|path| grid(files.get(path)?)).collect()
}

fn grid(bytes: &[u8]) -> Option<Grid> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().ok()?.clone();
    let at = |name: &str| header.iter().position(|known| known == name);
    let (code, name, on, column, row) = (at("code")?, at("name")?, at("units_on")?, at("col")?, at("row")?);
    let mut units_on = None;
    let mut tiles = Vec::new();
    for record in reader.records().flatten() {
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let (Ok(column), Ok(row)) = (cell(column).parse(), cell(row).parse()) else { continue };
        units_on = units_on.or_else(|| cell(on).parse().ok());
        tiles.push(Tile { code: cell(code).to_owned(), name: cell(name).to_owned(), column, row });
    }
    let most = |of: fn(&Tile) -> usize| tiles.iter().map(of).max().map_or(0, |most| most + 1);
    Some(Grid { units_on: units_on?, columns: most(|t| t.column), rows: most(|t| t.row), tiles })
}

/// A name in at most two short lines for a square; the whole name stands in its title and in the list.
pub(crate) fn short(name: &str) -> (String, String) {
    let words: Vec<&str> = name.split(' ').skip(1).collect();
    // `Đặc khu Phú Quý` has a kind of two words.
    let words =
        if words.first() == Some(&"khu") { words.get(1..).unwrap_or_default() } else { words.as_slice() };
    let half = words.len().div_ceil(2).min(2);
    let line = |words: &[&str]| words.join(" ");
    (line(words.get(..half).unwrap_or_default()), line(words.get(half..).unwrap_or_default()))
}
