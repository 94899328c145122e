//! Điểm B1 computed from an imported table: the total as a number of the rule language.

use standards::points::{PointItem, PointStructure, PointTable};
use standards::rule::{Condition, Number, NumberKind, Range};

/// The total of the items in the household's region.
///
/// Where no region holds, the total stays the answer itself, which is missing: nothing is invented.
pub fn computed_total(structure: &PointStructure, table: &PointTable, typed: Number) -> Number {
    let mut total = typed;
    for (region, points) in structure.regions.iter().zip(&table.points).rev() {
        let items = structure.items.iter().zip(points);
        let sum = items.map(|(item, points)| item_points(item, points)).fold(whole(0), plus);
        total = either(region.when.condition.clone(), sum, total);
    }
    total
}

/// The points of the first option that applies; none is 0.
fn item_points(item: &PointItem, points: &[i64]) -> Number {
    let options = item.options.iter().zip(points).rev();
    options
        .fold(whole(0), |rest, (option, points)| either(option.when.condition.clone(), whole(*points), rest))
}

fn whole(value: i64) -> Number {
    Number::constant(value, 0)
}

fn plus(a: Number, b: Number) -> Number {
    let range = Range {
        least: a.range.least.saturating_add(b.range.least),
        greatest: a.range.greatest.saturating_add(b.range.greatest),
    };
    Number { kind: NumberKind::Add(Box::new(a), Box::new(b)), scale: 0, range }
}

fn either(condition: Condition, a: Number, b: Number) -> Number {
    let range = a.range.join(b.range);
    Number { kind: NumberKind::If(Box::new((condition, a, b))), scale: 0, range }
}
