//! The logic of a condition with its negations pushed inward (De Morgan), one level at a time.

use crate::rule::{Comparison, Condition, Number, NumberKind};

/// A condition, or (false) its opposite.
pub(super) type Claim<'c> = (&'c Condition, bool);

/// What a claim is at its top.
pub(super) enum Shape<'c> {
    /// Always or never.
    Constant(bool),
    /// All of them.
    All(Vec<Claim<'c>>),
    /// Any of them.
    Any(Vec<Claim<'c>>),
    /// Something without an inner and/or.
    Leaf(Claim<'c>),
}

/// The shape of a claim; a conditional with a constant side is an and/or.
pub(super) fn shape(claim: Claim<'_>) -> Shape<'_> {
    let (condition, yes) = claim;
    match condition {
        Condition::Constant(value) => Shape::Constant(*value == yes),
        Condition::Not(inner) => shape((inner, !yes)),
        Condition::And(parts) if yes => Shape::All(parts.iter().map(|part| (part, true)).collect()),
        Condition::And(parts) => Shape::Any(parts.iter().map(|part| (part, false)).collect()),
        Condition::Or(parts) if yes => Shape::Any(parts.iter().map(|part| (part, true)).collect()),
        Condition::Or(parts) => Shape::All(parts.iter().map(|part| (part, false)).collect()),
        Condition::If(parts) => {
            let (test, then, otherwise) = &**parts;
            match (then, otherwise) {
                (Condition::Constant(v), other) if *v == yes => Shape::Any(vec![(test, true), (other, yes)]),
                (Condition::Constant(_), other) => Shape::All(vec![(test, false), (other, yes)]),
                (other, Condition::Constant(v)) if *v == yes => Shape::Any(vec![(test, false), (other, yes)]),
                (other, Condition::Constant(_)) => Shape::All(vec![(test, true), (other, yes)]),
                _ => Shape::Leaf(claim),
            }
        }
        _ => Shape::Leaf(claim),
    }
}

/// The parts of an and (`all`) or an or, with inner ones of the same kind opened. `Err`: it is constant.
pub(super) fn parts(claims: Vec<Claim<'_>>, all: bool) -> Result<Vec<Claim<'_>>, bool> {
    let mut found = Vec::new();
    for claim in claims {
        match shape(claim) {
            Shape::Constant(value) if value == all => {}
            Shape::Constant(value) => return Err(value),
            Shape::All(inner) if all => found.extend(opened(parts(inner, all), all)?),
            Shape::Any(inner) if !all => found.extend(opened(parts(inner, all), all)?),
            Shape::Leaf(leaf) => found.push(leaf),
            Shape::All(_) | Shape::Any(_) => found.push(positive(claim)),
        }
    }
    if found.is_empty() { Err(all) } else { Ok(found) }
}

/// An inner and/or that is constant in the harmless way adds nothing.
fn opened(inner: Result<Vec<Claim<'_>>, bool>, all: bool) -> Result<Vec<Claim<'_>>, bool> {
    match inner {
        Err(value) if value == all => Ok(Vec::new()),
        other => other,
    }
}

/// The same claim without a written `!`.
fn positive(claim: Claim<'_>) -> Claim<'_> {
    match claim {
        (Condition::Not(inner), yes) => positive((inner, !yes)),
        other => other,
    }
}

/// A number without changes of its unit.
pub(super) fn plain(number: &Number) -> &Number {
    match &number.kind {
        NumberKind::Rescale(inner) => plain(inner),
        _ => number,
    }
}

/// `c ? 1 : 0` (or `0 : 1`) as the claim that it counts.
pub(super) fn one_if(number: &Number) -> Option<Claim<'_>> {
    let NumberKind::If(parts) = &plain(number).kind else {
        return None;
    };
    let (test, then, otherwise) = &**parts;
    match (&then.kind, &otherwise.kind) {
        (NumberKind::Constant(1), NumberKind::Constant(0)) if then.scale == 0 => Some((test, true)),
        (NumberKind::Constant(0), NumberKind::Constant(1)) if then.scale == 0 => Some((test, false)),
        _ => None,
    }
}

/// The claims of which a sum of two or more `c ? 1 : 0` counts how many hold.
pub(super) fn tally(number: &Number) -> Option<Vec<Claim<'_>>> {
    let terms = terms(number);
    if terms.len() < 2 {
        return None;
    }
    terms.into_iter().map(one_if).collect()
}

/// The terms of a sum, in order.
pub(super) fn terms(number: &Number) -> Vec<&Number> {
    let mut found = Vec::new();
    let mut open = vec![number];
    while let Some(next) = open.pop() {
        match &plain(next).kind {
            NumberKind::Add(a, b) => open.extend([&**b, &**a]),
            _ => found.push(plain(next)),
        }
    }
    found
}

/// A number that counts the members for whom a claim holds.
pub(super) fn member_count_of(number: &Number) -> Option<Claim<'_>> {
    match &plain(number).kind {
        NumberKind::CountIf(condition) => Some((condition, true)),
        NumberKind::Sum(None, of) => one_if(of),
        _ => None,
    }
}

/// `k * members.size()`: its factor.
pub(super) fn per_member(number: &Number) -> Option<&Number> {
    let is_size = |n: &Number| matches!(plain(n).kind, NumberKind::MemberCount);
    match &plain(number).kind {
        NumberKind::Multiply(a, b) if is_size(b) => Some(plain(a)),
        NumberKind::Multiply(a, b) if is_size(a) => Some(plain(b)),
        _ => None,
    }
}

/// A number that is made of literals and parameters alone.
pub(super) fn is_value(number: &Number) -> bool {
    match &plain(number).kind {
        NumberKind::Constant(_) | NumberKind::Param(_) => true,
        NumberKind::Add(a, b) | NumberKind::Subtract(a, b) | NumberKind::Multiply(a, b) => {
            is_value(a) && is_value(b)
        }
        _ => false,
    }
}

/// A comparison with what it is about on its left; the opposite one for a false claim.
pub(super) fn oriented<'c>(
    comparison: Comparison,
    left: &'c Number,
    right: &'c Number,
    yes: bool,
) -> (Comparison, &'c Number, &'c Number) {
    let rank = |number: &Number| match &plain(number).kind {
        _ if is_value(number) => 0,
        NumberKind::If(_) => 1,
        NumberKind::MemberCount => 2,
        _ if per_member(number).is_some() => 2,
        _ => 3,
    };
    let comparison = if yes { comparison } else { comparison.negated() };
    if rank(left) < rank(right) {
        (comparison.mirrored(), plain(right), plain(left))
    } else {
        (comparison, plain(left), plain(right))
    }
}
