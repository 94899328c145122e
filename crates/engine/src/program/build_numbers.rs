//! From checked numbers to nodes.

use standards::questionnaire::{AnswerKind, QuestionIndex, Subject};
use standards::rule::{Condition, Number, NumberKind, Range};
use vocab::pow10;

use super::build::Builder;
use super::{BitId, BitOp, NumberId, NumberNode, NumberOp};
use crate::intake::is_narrow;

impl Builder<'_> {
    fn make(&mut self, op: NumberOp, of: Subject, range: Range, operands_narrow: bool) -> NumberId {
        let narrow = operands_narrow && is_narrow((range.least, range.greatest));
        self.add_number(NumberNode { op, of, range, narrow })
    }

    fn constant_number(&mut self, value: i64) -> NumberId {
        self.make(NumberOp::Constant(value), Subject::Household, Range::exactly(value), true)
    }

    pub(super) fn value_of(&self, id: NumberId) -> Option<i64> {
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
    pub(super) fn aligned(
        &mut self,
        mut ids: [NumberId; 2],
        range: Option<Range>,
    ) -> ([NumberId; 2], Subject, bool) {
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
