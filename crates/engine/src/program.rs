//! A compiled standard: every distinct condition and number once, children before parents.
//!
//! Invariants:
//! 1. A node's operands have smaller ids, so one pass in order of ids computes everything.
//! 2. Equal nodes are one node: the builder looks every node up before it makes it.
//! 3. A node belongs to households or to members; operands of another subject are spread or reduced first.
//! 4. A number is in 32-bit lanes only if its range fits and its operands are in 32-bit lanes.

mod build;
mod build_comparisons;
mod build_numbers;
mod run;
mod run_numbers;

use standards::questionnaire::{QuestionIndex, Subject};
use standards::rule::Range;

pub(crate) use self::build::Builder;
pub(crate) use self::run::{Batch, Memory, View};

/// Position of a condition in a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct BitId(u32);

/// Position of a number in a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NumberId(u32);

/// How a condition is computed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BitOp {
    /// The same for all: certain, possible.
    Constant(bool, bool),
    /// A boolean answer.
    Flag(QuestionIndex),
    /// A test of a choice.
    Choice(QuestionIndex, ChoiceTest),
    /// A set of choices has this one.
    Includes(QuestionIndex, u16),
    /// A text is one of these.
    TextIs(QuestionIndex, Vec<String>),
    /// The answer is there.
    Known(QuestionIndex),
    Not(BitId),
    And(Vec<BitId>),
    Or(Vec<BitId>),
    Same(BitId, BitId),
    If(BitId, BitId, BitId),
    /// A number is less than a constant within its range.
    LessThan(NumberId, i64),
    EqualTo(NumberId, i64),
    Less(NumberId, NumberId),
    Equal(NumberId, NumberId),
    /// Any member of the household.
    Exists(BitId),
    /// A household's condition for each of its members.
    Spread(BitId),
}

/// Which choices satisfy a test, as ranges of positions, and what a missing answer gives.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ChoiceTest {
    /// First and last position of each range.
    pub(crate) ranges: Vec<(u16, u16)>,
    /// Certain, possible.
    pub(crate) missing: (bool, bool),
}

/// How a number is computed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NumberOp {
    Constant(i64),
    /// A number or a day.
    Answer(QuestionIndex),
    /// A value by choice; a missing answer is the node's range.
    Pick(QuestionIndex, Vec<i64>),
    MemberCount,
    CountIf(BitId),
    Sum(Option<BitId>, NumberId),
    Least(Option<BitId>, NumberId),
    Greatest(Option<BitId>, NumberId),
    /// How many of these conditions hold.
    CountTrue(Vec<BitId>),
    Add(NumberId, NumberId),
    Subtract(NumberId, NumberId),
    Multiply(NumberId, NumberId),
    Divide(NumberId, NumberId),
    Remainder(NumberId, NumberId),
    /// Times a constant.
    Scale(NumberId, i64),
    If(BitId, NumberId, NumberId),
    /// The same in 64 bits.
    Widen(NumberId),
    /// A household's number for each of its members.
    Spread(NumberId),
}

/// A condition of a program.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct BitNode {
    pub(crate) op: BitOp,
    pub(crate) of: Subject,
}

/// A number of a program.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NumberNode {
    pub(crate) op: NumberOp,
    pub(crate) of: Subject,
    pub(crate) range: Range,
    pub(crate) narrow: bool,
}

/// What is computed next.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Bit(BitId),
    Number(NumberId),
}

/// Conditions and numbers in the order in which they are computed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    bits: Vec<BitNode>,
    numbers: Vec<NumberNode>,
    steps: Vec<Step>,
}

impl BitId {
    fn at(self) -> usize {
        self.0 as usize
    }
}

impl NumberId {
    fn at(self) -> usize {
        self.0 as usize
    }
}

#[allow(clippy::indexing_slicing)] // ids are only made by the builder of the same program
impl Program {
    pub(crate) fn bit(&self, id: BitId) -> &BitNode {
        &self.bits[id.at()]
    }

    pub(crate) fn number(&self, id: NumberId) -> &NumberNode {
        &self.numbers[id.at()]
    }

    /// Drops the steps on which none of these results rests.
    pub(crate) fn keep_only(&mut self, results: &[BitId], numbers: &[NumberId]) {
        let (mut bits_used, mut numbers_used) =
            (vec![false; self.bits.len()], vec![false; self.numbers.len()]);
        results.iter().for_each(|id| bits_used[id.at()] = true);
        numbers.iter().for_each(|id| numbers_used[id.at()] = true);
        for step in self.steps.iter().rev() {
            let (bits, numbers) = match step {
                Step::Bit(id) if bits_used[id.at()] => self.bit(*id).op.operands(),
                Step::Number(id) if numbers_used[id.at()] => self.number(*id).op.operands(),
                _ => continue,
            };
            bits.iter().for_each(|id| bits_used[id.at()] = true);
            numbers.iter().for_each(|id| numbers_used[id.at()] = true);
        }
        self.steps.retain(|step| match step {
            Step::Bit(id) => bits_used[id.at()],
            Step::Number(id) => numbers_used[id.at()],
        });
    }

    /// What is computed, in order.
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl BitOp {
    fn operands(&self) -> (Vec<BitId>, Vec<NumberId>) {
        match self {
            BitOp::Not(a) | BitOp::Exists(a) | BitOp::Spread(a) => (vec![*a], Vec::new()),
            BitOp::And(parts) | BitOp::Or(parts) => (parts.clone(), Vec::new()),
            BitOp::Same(a, b) => (vec![*a, *b], Vec::new()),
            BitOp::If(c, a, b) => (vec![*c, *a, *b], Vec::new()),
            BitOp::LessThan(a, _) | BitOp::EqualTo(a, _) => (Vec::new(), vec![*a]),
            BitOp::Less(a, b) | BitOp::Equal(a, b) => (Vec::new(), vec![*a, *b]),
            BitOp::Constant(..)
            | BitOp::Flag(_)
            | BitOp::Choice(..)
            | BitOp::Includes(..)
            | BitOp::TextIs(..)
            | BitOp::Known(_) => (Vec::new(), Vec::new()),
        }
    }
}

impl NumberOp {
    fn operands(&self) -> (Vec<BitId>, Vec<NumberId>) {
        match self {
            NumberOp::CountIf(keep) => (vec![*keep], Vec::new()),
            NumberOp::Sum(keep, of) | NumberOp::Least(keep, of) | NumberOp::Greatest(keep, of) => {
                (keep.iter().copied().collect(), vec![*of])
            }
            NumberOp::CountTrue(parts) => (parts.clone(), Vec::new()),
            NumberOp::Add(a, b)
            | NumberOp::Subtract(a, b)
            | NumberOp::Multiply(a, b)
            | NumberOp::Divide(a, b)
            | NumberOp::Remainder(a, b) => (Vec::new(), vec![*a, *b]),
            NumberOp::Scale(a, _) | NumberOp::Widen(a) | NumberOp::Spread(a) => (Vec::new(), vec![*a]),
            NumberOp::If(c, a, b) => (vec![*c], vec![*a, *b]),
            NumberOp::Constant(_) | NumberOp::Answer(_) | NumberOp::Pick(..) | NumberOp::MemberCount => {
                (Vec::new(), Vec::new())
            }
        }
    }
}
