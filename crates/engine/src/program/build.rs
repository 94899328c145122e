//! From checked conditions to nodes: equal ones once, constants folded, household parts out of member loops.

use std::collections::HashMap;

use standards::questionnaire::{QuestionIndex, Questionnaire, Subject, ZONE};
use standards::rule::{Condition, Number, Quantifier};
use standards::standard::ParamValues;

use super::{BitId, BitNode, BitOp, ChoiceTest, NumberId, NumberNode, Program, Step};

/// Makes a program.
pub(crate) struct Builder<'a> {
    pub(super) questionnaire: &'a Questionnaire,
    pub(super) params: &'a ParamValues,
    /// The computed B1 total and its question.
    pub(super) total: Option<&'a (QuestionIndex, Number)>,
    /// What rules may ask about the results of other rules.
    pub(crate) deprived: Vec<BitId>,
    pub(crate) at_or_below_income_line: Option<BitId>,
    pub(super) program: Program,
    known_bits: HashMap<BitNode, BitId>,
    known_numbers: HashMap<NumberNode, NumberId>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(
        questionnaire: &'a Questionnaire,
        params: &'a ParamValues,
        total: Option<&'a (QuestionIndex, Number)>,
    ) -> Builder<'a> {
        Builder {
            questionnaire,
            params,
            total,
            deprived: Vec::new(),
            at_or_below_income_line: None,
            program: Program::default(),
            known_bits: HashMap::new(),
            known_numbers: HashMap::new(),
        }
    }

    pub(crate) fn finish(self) -> Program {
        self.program
    }

    pub(super) fn bit(&mut self, op: BitOp, of: Subject) -> BitId {
        let node = BitNode { op, of };
        if let Some(known) = self.known_bits.get(&node) {
            return *known;
        }
        let id = BitId(self.program.bits.len() as u32);
        self.program.bits.push(node.clone());
        self.program.steps.push(Step::Bit(id));
        self.known_bits.insert(node, id);
        id
    }

    pub(super) fn add_number(&mut self, node: NumberNode) -> NumberId {
        if let Some(known) = self.known_numbers.get(&node) {
            return *known;
        }
        let id = NumberId(self.program.numbers.len() as u32);
        self.program.numbers.push(node.clone());
        self.program.steps.push(Step::Number(id));
        self.known_numbers.insert(node, id);
        id
    }

    pub(super) fn node(&self, id: NumberId) -> &NumberNode {
        self.program.number(id)
    }

    pub(super) fn subject(&self, id: BitId) -> Subject {
        self.program.bit(id).of
    }

    /// Certain and possible, if it is the same for all.
    pub(super) fn constant_of(&self, id: BitId) -> Option<(bool, bool)> {
        match self.program.bit(id).op {
            BitOp::Constant(certain, possible) => Some((certain, possible)),
            _ => None,
        }
    }

    pub(crate) fn constant(&mut self, certain: bool, possible: bool) -> BitId {
        self.bit(BitOp::Constant(certain, possible), Subject::Household)
    }

    /// Of members, whatever it is of.
    pub(super) fn of_members(&mut self, id: BitId) -> BitId {
        match (self.subject(id), self.constant_of(id)) {
            (Subject::Member, _) => id,
            (_, Some((certain, possible))) => self.bit(BitOp::Constant(certain, possible), Subject::Member),
            _ => self.bit(BitOp::Spread(id), Subject::Member),
        }
    }

    /// All of the same subject.
    fn together(&mut self, parts: &mut [BitId]) -> Subject {
        if parts.iter().all(|part| self.subject(*part) == Subject::Household) {
            return Subject::Household;
        }
        for part in parts {
            *part = self.of_members(*part);
        }
        Subject::Member
    }

    pub(crate) fn not(&mut self, id: BitId) -> BitId {
        let node = self.program.bit(id);
        let of = node.of;
        match node.op {
            BitOp::Not(inner) => inner,
            BitOp::Constant(certain, possible) => self.bit(BitOp::Constant(!possible, !certain), of),
            _ => self.bit(BitOp::Not(id), of),
        }
    }

    pub(crate) fn and(&mut self, parts: impl IntoIterator<Item = BitId>) -> BitId {
        let parts: Vec<BitId> = parts.into_iter().collect();
        self.joined(parts, true)
    }

    /// `and`, or else `or`: flat, without neutral parts, the household's parts joined before they are spread.
    fn joined(&mut self, parts: Vec<BitId>, and: bool) -> BitId {
        let mut flat = Vec::new();
        for part in parts {
            match (&self.program.bit(part).op, and) {
                (BitOp::And(inner), true) | (BitOp::Or(inner), false) => flat.extend(inner.iter().copied()),
                (BitOp::Constant(certain, possible), _) if certain == possible => {
                    if *certain != and {
                        return self.constant(!and, !and);
                    }
                }
                _ => flat.push(part),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        let (household, mut members): (Vec<BitId>, Vec<BitId>) =
            flat.into_iter().partition(|part| self.subject(*part) == Subject::Household);
        if !household.is_empty() && !members.is_empty() {
            let household = self.joined(household, and);
            members.push(self.of_members(household));
            members.sort_unstable();
            return self.join_of(members, and, Subject::Member);
        }
        if members.is_empty() {
            self.join_of(household, and, Subject::Household)
        } else {
            self.join_of(members, and, Subject::Member)
        }
    }

    fn join_of(&mut self, parts: Vec<BitId>, and: bool, of: Subject) -> BitId {
        match parts.as_slice() {
            [] => self.constant(and, and),
            [only] => *only,
            _ => self.bit(if and { BitOp::And(parts) } else { BitOp::Or(parts) }, of),
        }
    }

    pub(crate) fn choose(&mut self, when: BitId, then: BitId, otherwise: BitId) -> BitId {
        match self.constant_of(when) {
            Some((true, true)) => return then,
            Some((false, false)) => return otherwise,
            _ if then == otherwise => return then,
            _ => {}
        }
        let mut parts = [when, then, otherwise];
        let of = self.together(&mut parts);
        let [when, then, otherwise] = parts;
        self.bit(BitOp::If(when, then, otherwise), of)
    }

    /// Whether any member satisfies it.
    fn exists(&mut self, inner: BitId) -> BitId {
        if self.subject(inner) == Subject::Household {
            let anyone = self.anyone();
            return self.and([inner, anyone]);
        }
        self.bit(BitOp::Exists(inner), Subject::Household)
    }

    fn anyone(&mut self) -> BitId {
        let count = self.member_count();
        let nobody = self.less_than(count, 1);
        self.not(nobody)
    }

    /// Whether an answer is there.
    pub(crate) fn known(&mut self, question: QuestionIndex) -> BitId {
        if self.total.is_some_and(|(total, _)| *total == question) {
            return self.constant(true, true);
        }
        self.bit(BitOp::Known(question), self.questionnaire.get(question).of)
    }

    pub(crate) fn condition(&mut self, condition: &Condition) -> BitId {
        match condition {
            Condition::Constant(value) => self.constant(*value, *value),
            Condition::Answer(q) => self.bit(BitOp::Flag(*q), self.questionnaire.get(*q).of),
            Condition::Not(inner) => {
                let inner = self.condition(inner);
                self.not(inner)
            }
            Condition::And(parts) | Condition::Or(parts) => {
                let ids = parts.iter().map(|part| self.condition(part)).collect();
                self.joined(ids, matches!(condition, Condition::And(_)))
            }
            Condition::Same(a, b) => {
                let mut parts = [self.condition(a), self.condition(b)];
                parts.sort_unstable();
                let of = self.together(&mut parts);
                let [a, b] = parts;
                self.bit(BitOp::Same(a, b), of)
            }
            Condition::Compare(comparison, a, b) => self.compare(*comparison, a, b),
            Condition::OneOf(q, choices) => {
                self.choice_test(*q, (false, true), |at| choices.contains(&(at as u16)))
            }
            Condition::Includes(q, choice) => {
                self.bit(BitOp::Includes(*q, *choice), self.questionnaire.get(*q).of)
            }
            Condition::TextIs(q, texts) => {
                self.bit(BitOp::TextIs(*q, texts.clone()), self.questionnaire.get(*q).of)
            }
            Condition::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                let (when, then) = (self.condition(when), self.condition(then));
                let otherwise = self.condition(otherwise);
                self.choose(when, then, otherwise)
            }
            Condition::Members(quantifier, inner) => self.members(*quantifier, inner),
            Condition::Deprived(at) => match self.deprived.get(usize::from(*at)) {
                Some(id) => *id,
                None => self.constant(false, true),
            },
            Condition::AtOrBelowIncomeLine => match self.at_or_below_income_line {
                Some(id) => id,
                None => self.constant(false, true),
            },
        }
    }

    fn members(&mut self, quantifier: Quantifier, inner: &Condition) -> BitId {
        let inner = self.condition(inner);
        match quantifier {
            Quantifier::Exists => self.exists(inner),
            Quantifier::All => {
                let exception = self.not(inner);
                let exception = self.exists(exception);
                self.not(exception)
            }
            // Exactly one certain and possible, or at most one certain and one possible: the count is equal to 1.
            Quantifier::ExistsOne => {
                let count = self.count_if(inner);
                self.equal_to(count, 1)
            }
        }
    }

    /// Tests which choices, by position, satisfy it.
    pub(super) fn choice_test(
        &mut self,
        question: QuestionIndex,
        missing: (bool, bool),
        satisfies: impl Fn(usize) -> bool,
    ) -> BitId {
        let asked = self.questionnaire.get(question);
        let mut ranges: Vec<(u16, u16)> = Vec::new();
        for at in (0..asked.kind.choices().len()).filter(|at| satisfies(*at)) {
            let at = at as u16;
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == at => *last = at,
                _ => ranges.push((at, at)),
            }
        }
        self.bit(BitOp::Choice(question, ChoiceTest { ranges, missing }), asked.of)
    }

    /// Whether the household lives in the urban zone.
    pub(super) fn is_urban(&mut self) -> BitId {
        self.choice_test(ZONE, (false, true), |at| at != 0)
    }
}
