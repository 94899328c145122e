//! From checked comparisons to nodes.
//!
//! Comparisons move into choices of constants: `x < (c ? 1 : 2)` becomes `c ? x < 1 : x < 2`, which needs no lanes and
//! says the same of bounds, because `<` of a joined range is certain where both are and possible where one is. That is
//! not so of `==`.

use standards::questionnaire::QuestionIndex;
use standards::rule::{Comparison, Number, NumberKind, Range};
use vocab::pow10;

use super::build::Builder;
use super::{BitId, BitOp, NumberId};

/// Comparisons are not moved into larger choices of constants.
const MOST_CONSTANTS: usize = 16;

/// How many constants a choice of constants has; `None` if it holds anything else.
fn constants(number: &Number) -> Option<usize> {
    match &number.kind {
        NumberKind::Constant(_) => Some(1),
        NumberKind::Param(_) => Some(2),
        NumberKind::If(parts) => Some(constants(&parts.1)? + constants(&parts.2)?),
        NumberKind::Rescale(inner) => constants(inner),
        _ => None,
    }
}

impl Builder<'_> {
    pub(super) fn compare(&mut self, comparison: Comparison, a: &Number, b: &Number) -> BitId {
        match comparison {
            Comparison::Less => self.less(a, b),
            Comparison::Greater => self.less(b, a),
            Comparison::LessOrEqual => {
                let more = self.less(b, a);
                self.not(more)
            }
            Comparison::GreaterOrEqual => {
                let less = self.less(a, b);
                self.not(less)
            }
            Comparison::Equal => self.equal(a, b),
            Comparison::NotEqual => {
                let equal = self.equal(a, b);
                self.not(equal)
            }
        }
    }

    /// The question of a number by choice, and its values.
    pub(super) fn pick_of(&self, number: &Number) -> Option<(QuestionIndex, Vec<i64>)> {
        match &number.kind {
            NumberKind::Pick(q, values) => Some((*q, values.clone())),
            NumberKind::Order(q) => {
                let orders = self.questionnaire.get(*q).kind.choices().iter().map(|choice| choice.order);
                Some((*q, orders.map(|order| order.unwrap_or(number.range.least)).collect()))
            }
            _ => None,
        }
    }

    pub(super) fn less_than(&mut self, id: NumberId, bound: i64) -> BitId {
        let node = self.node(id);
        let (range, of) = (node.range, node.of);
        if range.greatest < bound {
            return self.constant(true, true);
        }
        if range.least >= bound {
            return self.constant(false, false);
        }
        self.bit(BitOp::LessThan(id, bound), of)
    }

    pub(super) fn equal_to(&mut self, id: NumberId, value: i64) -> BitId {
        let node = self.node(id);
        let (range, of) = (node.range, node.of);
        if value < range.least || value > range.greatest {
            return self.constant(false, false);
        }
        self.bit(BitOp::EqualTo(id, value), of)
    }

    /// a < b
    pub(super) fn less(&mut self, a: &Number, b: &Number) -> BitId {
        match (constants(a), constants(b)) {
            (Some(n), _) if (2..=MOST_CONSTANTS).contains(&n) => {
                return self.moved(a, &mut |builder, leaf| builder.less(leaf, b));
            }
            (_, Some(n)) if (2..=MOST_CONSTANTS).contains(&n) => {
                return self.moved(b, &mut |builder, leaf| builder.less(a, leaf));
            }
            _ => {}
        }
        match (&a.kind, &b.kind) {
            (NumberKind::Constant(x), NumberKind::Constant(y)) => self.constant(x < y, x < y),
            (_, NumberKind::Constant(bound)) => self.less_than_constant(a, *bound),
            // bound < b: not b < bound + 1
            (NumberKind::Constant(bound), _) => match bound.checked_add(1) {
                Some(next) => {
                    let up_to = self.less_than_constant(b, next);
                    self.not(up_to)
                }
                None => self.constant(false, false),
            },
            _ => {
                let ids = [self.number(a), self.number(b)];
                let ([a, b], of, _) = self.aligned(ids, None);
                match (self.value_of(a), self.value_of(b)) {
                    (_, Some(bound)) => self.less_than(a, bound),
                    (Some(bound), _) if bound < i64::MAX => {
                        let up_to = self.less_than(b, bound + 1);
                        self.not(up_to)
                    }
                    _ => self.bit(BitOp::Less(a, b), of),
                }
            }
        }
    }

    fn less_than_constant(&mut self, a: &Number, bound: i64) -> BitId {
        if let Some((question, values)) = self.pick_of(a) {
            let missing = (a.range.greatest < bound, a.range.least < bound);
            return self
                .choice_test(question, missing, |at| values.get(at).is_some_and(|value| *value < bound));
        }
        if let NumberKind::Rescale(inner) = &a.kind
            && let Some(factor) = a.scale.checked_sub(inner.scale).and_then(pow10)
        {
            // inner * factor < bound, that is inner < bound / factor rounded up
            let up = bound.div_euclid(factor) + i64::from(bound.rem_euclid(factor) != 0);
            return self.less_than_constant(inner, up);
        }
        let id = self.number(a);
        self.less_than(id, bound)
    }

    /// A comparison moved into a choice of constants.
    fn moved(&mut self, choice: &Number, compare: &mut dyn FnMut(&mut Self, &Number) -> BitId) -> BitId {
        match &choice.kind {
            NumberKind::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                let when = self.condition(when);
                let (then, otherwise) = (self.moved(then, compare), self.moved(otherwise, compare));
                self.choose(when, then, otherwise)
            }
            NumberKind::Param(param) => match self.params.0.get(usize::from(param.0)).copied() {
                Some([rural, urban]) if rural != urban => {
                    let when = self.is_urban();
                    let then = compare(self, &Number::constant(urban, choice.scale));
                    let otherwise = compare(self, &Number::constant(rural, choice.scale));
                    self.choose(when, then, otherwise)
                }
                Some([value, _]) => compare(self, &Number::constant(value, choice.scale)),
                None => self.constant(false, true),
            },
            NumberKind::Rescale(inner) => {
                let scale = choice.scale;
                let factor = scale.checked_sub(inner.scale).and_then(pow10).unwrap_or(1);
                self.moved(inner, &mut |builder, leaf| match leaf.kind {
                    NumberKind::Constant(value) => compare(builder, &Number::constant(value * factor, scale)),
                    _ => compare(builder, leaf),
                })
            }
            _ => compare(self, choice),
        }
    }

    /// a == b
    pub(super) fn equal(&mut self, a: &Number, b: &Number) -> BitId {
        let (pick, other) = if self.pick_of(a).is_some() { (a, b) } else { (b, a) };
        if let (Some((question, values)), NumberKind::Constant(value)) = (self.pick_of(pick), &other.kind) {
            let Range { least, greatest } = pick.range;
            let missing = (least == greatest && least == *value, least <= *value && *value <= greatest);
            return self.choice_test(question, missing, |at| values.get(at) == Some(value));
        }
        let ids = [self.number(a), self.number(b)];
        let ([a, b], of, _) = self.aligned(ids, None);
        match (self.value_of(a), self.value_of(b)) {
            (Some(x), Some(y)) => self.constant(x == y, x == y),
            (_, Some(value)) => self.equal_to(a, value),
            (Some(value), _) => self.equal_to(b, value),
            _ => self.bit(BitOp::Equal(a.min(b), a.max(b)), of),
        }
    }
}
