//! The rows of a table: its places in the order of their codes, each with what it is made of.

use std::collections::BTreeMap;

use super::count::{Counts, PlaceCounts};
use super::plan::FigurePlan;

/// How far down the rows of a table go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Tỉnh.
    Province,
    /// Xã.
    Commune,
    /// Thôn.
    Village,
}

/// One place of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its codes, down to its own level; empty for the whole table.
    pub codes: Vec<Option<String>>,
    /// Positions of the lines that it adds up; none where it was counted.
    pub of: Vec<usize>,
    /// Its figures.
    pub counts: PlaceCounts,
}

impl Level {
    /// How many codes name a place of this level.
    pub fn codes(self) -> usize {
        self as usize + 1
    }
}

/// The lines of the tables: the whole first, then each place before those that it is made of. A level with a single place is
/// no line of its own, because it is the whole.
pub fn lines(plan: &FigurePlan, counts: &Counts, level: Level) -> Vec<Line> {
    let mut merged: BTreeMap<Vec<Option<String>>, PlaceCounts> = BTreeMap::new();
    for (place, counts) in &counts.places {
        let codes = place.iter().take(level.codes()).cloned().collect();
        merged.entry(codes).or_insert_with(|| PlaceCounts::nothing(plan)).merge(counts);
    }
    let places: Vec<(Vec<Option<String>>, PlaceCounts)> = merged.into_iter().collect();
    let mut first = 0;
    let all_share = |depth: usize| {
        let mut codes = places.iter().map(|(codes, _)| codes.get(depth));
        let one = codes.next();
        codes.all(|code| Some(code) == one)
    };
    while first + 1 < level.codes() && all_share(first) {
        first += 1;
    }
    let mut lines = Vec::new();
    add_lines(plan, &places, first, level.codes(), &[], &mut lines);
    lines
}

/// Adds the line of some places and the lines below it; returns its position.
fn add_lines(
    plan: &FigurePlan,
    places: &[(Vec<Option<String>>, PlaceCounts)],
    depth: usize,
    deepest: usize,
    codes: &[Option<String>],
    lines: &mut Vec<Line>,
) -> usize {
    let at = lines.len();
    let mut counts = PlaceCounts::nothing(plan);
    places.iter().for_each(|(_, of)| counts.merge(of));
    lines.push(Line { codes: codes.to_vec(), of: Vec::new(), counts });
    if depth < deepest {
        let same = |a: &(Vec<Option<String>>, PlaceCounts), b: &(Vec<Option<String>>, PlaceCounts)| {
            a.0.get(depth) == b.0.get(depth)
        };
        let mut of = Vec::new();
        for below in places.chunk_by(same) {
            let codes: Vec<Option<String>> = below
                .first()
                .map(|(codes, _)| codes.iter().take(depth + 1).cloned().collect())
                .unwrap_or_default();
            of.push(add_lines(plan, below, depth + 1, deepest, &codes, lines));
        }
        if let Some(line) = lines.get_mut(at) {
            line.of = of;
        }
    }
    at
}
