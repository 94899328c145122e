//! From checked numbers and comparisons to nodes.
//!
//! Comparisons move into choices of constants: `x < (c ? 1 : 2)` becomes `c ? x < 1 : x < 2`, which needs no lanes and
//! says the same of bounds, because `<` of a joined range is certain where both are and possible where one is. That is
//! not so of `==`.

use standards::questionnaire::{AnswerKind, QuestionIndex, Subject};
use standards::rule::{Condition, Number, NumberKind, Range};
use vocab::pow10;

use super::build::Builder;
use super::{BitId, BitOp, NumberId, NumberNode, NumberOp};
use crate::intake::is_narrow;

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
    fn make(&mut self, op: NumberOp, of: Subject, range: Range, operands_narrow: bool) -> NumberId {
        let narrow = operands_narrow && is_narrow((range.least, range.greatest));
        self.add_number(NumberNode { op, of, range, narrow })
    }

    fn constant_number(&mut self, value: i64) -> NumberId {
        self.make(NumberOp::Constant(value), Subject::Household, Range::exactly(value), true)
    }

    fn value_of(&self, id: NumberId) -> Option<i64> {
        match self.node(id).op {
            NumberOp::Constant(value) => Some(value),
            _ => None,
        }
    }

    pub(super) fn member_count(&mut self) -> NumberId {
        // The checker's ranges begin at 1; a household without members must still be computed soundly.
        let range = Range { least: 0, greatest: standards::rule::MAX_MEMBERS };
        self.make(NumberOp::MemberCount, Subject::Household, range, true)
    }

    fn spread_number(&mut self, id: NumberId) -> NumberId {
        let node = self.node(id).clone();
        match (node.of, self.value_of(id)) {
            (Subject::Member, _) => id,
            (_, Some(value)) => {
                self.make(NumberOp::Constant(value), Subject::Member, node.range, node.narrow)
            }
            _ => self.make(NumberOp::Spread(id), Subject::Member, node.range, node.narrow),
        }
    }

    /// The operands in one subject and one lane width, for a result of this range.
    fn aligned(&mut self, mut ids: [NumberId; 2], range: Option<Range>) -> ([NumberId; 2], Subject, bool) {
        let of = if ids.iter().any(|id| self.node(*id).of == Subject::Member) {
            ids = ids.map(|id| self.spread_number(id));
            Subject::Member
        } else {
            Subject::Household
        };
        let fits = range.is_none_or(|range| is_narrow((range.least, range.greatest)));
        let narrow = fits && ids.iter().all(|id| self.node(*id).narrow);
        if !narrow {
            ids = ids.map(|id| self.widened(id));
        }
        (ids, of, narrow)
    }

    fn widened(&mut self, id: NumberId) -> NumberId {
        let node = self.node(id).clone();
        if !node.narrow {
            return id;
        }
        let op = if self.value_of(id).is_some() { node.op } else { NumberOp::Widen(id) };
        self.add_number(NumberNode { op, narrow: false, ..node })
    }

    pub(super) fn count_if(&mut self, keep: BitId) -> NumberId {
        let keep = self.of_members(keep);
        let range = Range { least: 0, greatest: standards::rule::MAX_MEMBERS };
        self.make(NumberOp::CountIf(keep), Subject::Household, range, true)
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

    fn answer(&mut self, question: QuestionIndex, number: &Number) -> NumberId {
        let asked = self.questionnaire.get(question);
        let range = match asked.kind {
            AnswerKind::Number { min, max, .. } => Range { least: min, greatest: max },
            _ => number.range,
        };
        let typed = self.make(NumberOp::Answer(question), asked.of, range, true);
        match self.total.take() {
            Some(total) if total.0 == question => {
                // The total is not looked up inside itself: where no region holds, it stays missing.
                let computed = self.number(&total.1);
                self.total = Some(total);
                let is_typed = self.bit(BitOp::Known(question), asked.of);
                self.choose_number(is_typed, typed, computed, range.join(self.node(computed).range))
            }
            other => {
                self.total = other;
                typed
            }
        }
    }

    fn choose_number(&mut self, when: BitId, then: NumberId, otherwise: NumberId, range: Range) -> NumberId {
        if then == otherwise {
            return then;
        }
        match self.constant_of(when) {
            Some((true, true)) => return then,
            Some((false, false)) => return otherwise,
            _ => {}
        }
        let (mut ids, mut of, narrow) = self.aligned([then, otherwise], Some(range));
        let mut when = when;
        if of == Subject::Member || self.subject(when) == Subject::Member {
            of = Subject::Member;
            when = self.of_members(when);
            ids = ids.map(|id| self.spread_number(id));
        }
        self.make(NumberOp::If(when, ids[0], ids[1]), of, range, narrow)
    }

    pub(crate) fn number(&mut self, number: &Number) -> NumberId {
        let range = number.range;
        match &number.kind {
            NumberKind::Constant(value) => self.constant_number(*value),
            NumberKind::Answer(question) => self.answer(*question, number),
            NumberKind::Order(question) | NumberKind::Pick(question, _) => {
                let values = self.pick_of(number).map(|(_, values)| values).unwrap_or_default();
                let of = self.questionnaire.get(*question).of;
                self.make(NumberOp::Pick(*question, values), of, range, true)
            }
            NumberKind::Param(param) => match self.params.0.get(usize::from(param.0)).copied() {
                Some([rural, urban]) => {
                    let when = self.is_urban();
                    let (then, otherwise) = (self.constant_number(urban), self.constant_number(rural));
                    self.choose_number(
                        when,
                        then,
                        otherwise,
                        Range::exactly(rural).join(Range::exactly(urban)),
                    )
                }
                None => self.constant_number(range.least),
            },
            NumberKind::MemberCount => self.member_count(),
            NumberKind::CountIf(keep) => {
                let keep = self.condition(keep);
                self.count_if(keep)
            }
            NumberKind::Sum(keep, of) | NumberKind::Least(keep, of) | NumberKind::Greatest(keep, of) => {
                self.over_members(&number.kind, keep.as_deref(), of, range)
            }
            NumberKind::DeprivationCount => self.deprivation_count(),
            NumberKind::Rescale(inner) => {
                let factor = number.scale.checked_sub(inner.scale).and_then(pow10).unwrap_or(1);
                let inner = self.number(inner);
                self.scaled(inner, factor, range)
            }
            NumberKind::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                let when = self.condition(when);
                let (then, otherwise) = (self.number(then), self.number(otherwise));
                self.choose_number(when, then, otherwise, range)
            }
            NumberKind::Add(a, b)
            | NumberKind::Subtract(a, b)
            | NumberKind::Multiply(a, b)
            | NumberKind::Divide(a, b)
            | NumberKind::Remainder(a, b) => {
                let ids = [self.number(a), self.number(b)];
                self.arithmetic(&number.kind, ids, range)
            }
        }
    }

    fn over_members(
        &mut self,
        kind: &NumberKind,
        keep: Option<&Condition>,
        of: &Number,
        range: Range,
    ) -> NumberId {
        let keep = keep.map(|keep| {
            let keep = self.condition(keep);
            self.of_members(keep)
        });
        let of = self.number(of);
        let of = self.spread_number(of);
        match kind {
            // Sums are kept in 64 bits, so that no household can be too large for them.
            NumberKind::Sum(..) => self.make(NumberOp::Sum(keep, of), Subject::Household, range, false),
            kind => {
                let fits = is_narrow((range.least, range.greatest)) && self.node(of).narrow;
                let of = if fits { of } else { self.widened(of) };
                let op = match kind {
                    NumberKind::Least(..) => NumberOp::Least(keep, of),
                    _ => NumberOp::Greatest(keep, of),
                };
                self.make(op, Subject::Household, range, fits)
            }
        }
    }

    /// Number of deprived indicators.
    pub(crate) fn deprivation_count(&mut self) -> NumberId {
        let parts = self.deprived.clone();
        let range = Range { least: 0, greatest: parts.len() as i64 };
        self.make(NumberOp::CountTrue(parts), Subject::Household, range, true)
    }

    fn scaled(&mut self, id: NumberId, factor: i64, range: Range) -> NumberId {
        if let Some(value) = self.value_of(id) {
            return self.constant_number(value * factor);
        }
        if factor == 1 {
            return id;
        }
        let narrow = is_narrow((range.least, range.greatest)) && i32::try_from(factor).is_ok();
        let id = if narrow && self.node(id).narrow { id } else { self.widened(id) };
        let (of, narrow) = (self.node(id).of, self.node(id).narrow);
        self.make(NumberOp::Scale(id, factor), of, range, narrow)
    }

    fn arithmetic(&mut self, kind: &NumberKind, ids: [NumberId; 2], range: Range) -> NumberId {
        if matches!(kind, NumberKind::Multiply(..)) {
            match ids.map(|id| self.value_of(id)) {
                [Some(factor), _] => return self.scaled(ids[1], factor, range),
                [_, Some(factor)] => return self.scaled(ids[0], factor, range),
                _ => {}
            }
        }
        let ([a, b], of, narrow) = self.aligned(ids, Some(range));
        let op = match kind {
            NumberKind::Add(..) => NumberOp::Add(a.min(b), a.max(b)),
            NumberKind::Multiply(..) => NumberOp::Multiply(a.min(b), a.max(b)),
            NumberKind::Subtract(..) => NumberOp::Subtract(a, b),
            NumberKind::Divide(..) => NumberOp::Divide(a, b),
            _ => NumberOp::Remainder(a, b),
        };
        self.make(op, of, range, narrow)
    }
}
