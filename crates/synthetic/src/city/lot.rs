//! Drawing lots: so many of a list, some likelier than others, the same ones on every machine.

use crate::draw::Draw;
use crate::logarithm::{ONE, log2};

/// A lot; those with the lowest lots are taken. A doubled weight makes it half as high.
///
/// It is an exponential number: the lowest ones of a list are a draw without replacement by weight.
pub(super) fn lot(draw: &mut Draw, weight: u32) -> i64 {
    (64 * ONE - log2(draw.next().max(1))) * 1000 / i64::from(weight.max(1))
}

/// Positions by their lots.
pub(super) fn by_lot(count: usize, mut lot_of: impl FnMut(usize) -> i64) -> Vec<usize> {
    let mut lots: Vec<(i64, usize)> = (0..count).map(|at| (lot_of(at), at)).collect();
    lots.sort_unstable();
    lots.into_iter().map(|(_, at)| at).collect()
}
