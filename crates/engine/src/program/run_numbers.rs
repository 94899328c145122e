//! Computes numbers and their comparisons, in 32-bit or 64-bit lanes.

use super::run::{Stored, View};
use super::{BitOp, NumberId, NumberOp};
use crate::columns::{Column, Lane, Numbers};
use crate::kernels::{self, Arithmetic, Truths};

/// Computes a comparison: `<` and `==` on bounds; the others are their opposites.
pub(super) fn compare<T: Stored>(view: View<'_>, op: &BitOp, out: &mut Truths) {
    match op {
        BitOp::LessThan(a, bound) => {
            let (a, bound) = (view.numbers::<T>(*a), T::truncated(*bound));
            kernels::test_each(a.upper(), &mut out.certain, move |a| a < bound);
            out.exact = a.is_exact();
            if !out.exact {
                kernels::test_each(a.least, &mut out.possible, move |a| a < bound);
            }
        }
        BitOp::EqualTo(a, value) => {
            let (a, value) = (view.numbers::<T>(*a), T::truncated(*value));
            out.exact = a.is_exact();
            match a.greatest {
                None => kernels::test_each(a.least, &mut out.certain, move |a| a == value),
                Some(greatest) => {
                    kernels::test_pairs(a.least, greatest, &mut out.certain, move |a, b| {
                        (a == value) & (b == value)
                    });
                    kernels::test_pairs(a.least, greatest, &mut out.possible, move |a, b| {
                        (a <= value) & (value <= b)
                    });
                }
            }
        }
        BitOp::Less(a, b) => {
            let (a, b) = (view.numbers::<T>(*a), view.numbers::<T>(*b));
            kernels::test_pairs(a.upper(), b.least, &mut out.certain, move |a, b| a < b);
            out.exact = a.is_exact() && b.is_exact();
            if !out.exact {
                kernels::test_pairs(a.least, b.upper(), &mut out.possible, move |a, b| a < b);
            }
        }
        BitOp::Equal(a, b) => {
            let (a, b) = (view.numbers::<T>(*a), view.numbers::<T>(*b));
            out.exact = a.is_exact() && b.is_exact();
            if out.exact {
                kernels::test_pairs(a.least, b.least, &mut out.certain, move |a, b| a == b);
                return;
            }
            // All four bounds equal; ranges overlap.
            kernels::test_pairs(a.upper(), b.least, &mut out.possible, move |a, b| a <= b);
            kernels::test_pairs(a.least, b.upper(), &mut out.certain, move |a, b| a >= b);
            out.certain.iter_mut().zip(&out.possible).for_each(|(certain, possible)| *certain &= possible);
            let mut overlap = Vec::new();
            kernels::test_pairs(a.least, b.upper(), &mut out.possible, move |a, b| a <= b);
            kernels::test_pairs(b.least, a.upper(), &mut overlap, move |b, a| b <= a);
            out.possible.iter_mut().zip(&overlap).for_each(|(possible, overlap)| *possible &= overlap);
        }
        _ => {}
    }
}

/// Whether numbers are there.
pub(super) fn known<T: Lane>(numbers: &Numbers<T>, rows: usize, out: &mut Truths) {
    let numbers = numbers.first(rows);
    match numbers.greatest {
        None => out.fill(true, true, rows),
        Some(greatest) => kernels::test_pairs(numbers.least, greatest, &mut out.certain, move |a, b| a == b),
    }
}

/// Computes a number.
pub(super) fn compute<T: Stored>(view: View<'_>, id: NumberId, out: &mut Numbers<T>) {
    let node = view.program.number(id);
    let rows = view.rows(node.of);
    let range = (T::truncated(node.range.least), T::truncated(node.range.greatest));
    let numbers = |id: NumberId| view.numbers::<T>(id);
    let segments = &view.memory.segments;
    match &node.op {
        // Filled once; later batches read as much of it as they have rows.
        NumberOp::Constant(value) => {
            let rows = rows.saturating_sub(out.len());
            out.push_repeated(T::truncated(*value), T::truncated(*value), rows);
        }
        NumberOp::Answer(question) => {
            if view.column(*question, node.of).is_none() {
                out.clear();
                out.push_repeated(range.0, range.1, rows);
            }
        }
        NumberOp::Pick(question, values) => {
            let values: Vec<T> = values.iter().map(|value| T::truncated(*value)).collect();
            match view.column(*question, node.of) {
                Some(Column::Codes(codes)) => {
                    kernels::pick(&codes.codes, &values, range, codes.missing > 0, out);
                }
                _ => {
                    out.clear();
                    out.push_repeated(range.0, range.1, rows);
                }
            }
        }
        NumberOp::Add(a, b) => kernels::arithmetic(Arithmetic::Add, numbers(*a), numbers(*b), out),
        NumberOp::Subtract(a, b) => kernels::arithmetic(Arithmetic::Subtract, numbers(*a), numbers(*b), out),
        NumberOp::Multiply(a, b) => kernels::arithmetic(Arithmetic::Multiply, numbers(*a), numbers(*b), out),
        NumberOp::Divide(a, b) => kernels::arithmetic(Arithmetic::Divide, numbers(*a), numbers(*b), out),
        NumberOp::Remainder(a, b) => {
            kernels::arithmetic(Arithmetic::Remainder, numbers(*a), numbers(*b), out)
        }
        NumberOp::Scale(a, factor) => kernels::scale(numbers(*a), T::truncated(*factor), out),
        NumberOp::If(when, a, b) => kernels::choose_numbers(view.bits(*when), numbers(*a), numbers(*b), out),
        NumberOp::Spread(a) => kernels::spread_numbers(segments, numbers(*a), out),
        NumberOp::Least(keep, of) | NumberOp::Greatest(keep, of) => {
            let keep = keep.map(|keep| view.bits(keep));
            let is_least = matches!(node.op, NumberOp::Least(..));
            kernels::extreme(segments, keep, numbers(*of), range, is_least, out);
        }
        NumberOp::MemberCount
        | NumberOp::CountIf(_)
        | NumberOp::CountTrue(_)
        | NumberOp::Sum(..)
        | NumberOp::Widen(_) => T::special(view, id, out),
    }
}

/// Numbers that exist in one lane width only.
pub(crate) trait Special: Lane {
    fn special(view: View<'_>, id: NumberId, out: &mut Numbers<Self>);
}

impl Special for i32 {
    fn special(view: View<'_>, id: NumberId, out: &mut Numbers<i32>) {
        let node = view.program.number(id);
        let segments = &view.memory.segments;
        match &node.op {
            NumberOp::MemberCount => segments.sizes(out.restart(true).0),
            NumberOp::CountIf(keep) => {
                let keep = view.bits(*keep);
                let (least, greatest) = out.restart(keep.possible.is_none());
                segments.count(keep.certain, least);
                if let Some(possible) = keep.possible {
                    segments.count(possible, greatest);
                }
            }
            NumberOp::CountTrue(parts) => {
                kernels::count_true(parts.iter().map(|part| view.bits(*part)), view.rows(node.of), out);
            }
            _ => debug_assert!(false, "sums and widened numbers have 64 bits"),
        }
    }
}

impl Special for i64 {
    fn special(view: View<'_>, id: NumberId, out: &mut Numbers<i64>) {
        let segments = &view.memory.segments;
        match &view.program.number(id).op {
            NumberOp::Widen(a) => kernels::widen(view.numbers::<i32>(*a), out),
            NumberOp::Sum(keep, of) => {
                let keep = keep.map(|keep| view.bits(keep));
                if view.program.number(*of).narrow {
                    kernels::sum(segments, keep, view.numbers::<i32>(*of), out);
                } else {
                    kernels::sum(segments, keep, view.numbers::<i64>(*of), out);
                }
            }
            _ => debug_assert!(false, "counts have 32 bits"),
        }
    }
}
