//! The checked form of a rule: conditions and numbers over the answers of one household.
//!
//! Every back end must give these nodes the same meaning. A value is known only within bounds: a condition is
//! *certainly* and *possibly* true, a number lies between *least* and *greatest*. A missing answer is its whole range.
//! Numbers are integers in units of 10^-scale; the checker has proved that none of them can leave 64 bits.

use crate::questionnaire::QuestionIndex;

/// Position of a named value in the standard's list of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParamIndex(pub u16);

/// A rule that is true or false of a household, or of a member inside a [`Condition::Members`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// Always so.
    Constant(bool),
    /// The answer of a boolean question.
    Answer(QuestionIndex),
    /// Not.
    Not(Box<Condition>),
    /// All of them (none: true).
    And(Vec<Condition>),
    /// Any of them (none: false).
    Or(Vec<Condition>),
    /// Both true or both false.
    Same(Box<Condition>, Box<Condition>),
    /// Two numbers of the same scale compared.
    Compare(Comparison, Box<Number>, Box<Number>),
    /// The answer of a choice question is one of these choices (positions, ascending).
    OneOf(QuestionIndex, Vec<u16>),
    /// The answers of a choices question include this choice.
    Includes(QuestionIndex, u16),
    /// The answer of a text question is one of these.
    TextIs(QuestionIndex, Vec<String>),
    /// If the first holds then the second, else the third.
    If(Box<(Condition, Condition, Condition)>),
    /// Over the members of the household.
    Members(Quantifier, Box<Condition>),
    /// Whether an indicator, by position, is deprived.
    Deprived(u16),
    /// Whether the household is at or below the income line by the test used for it.
    AtOrBelowIncomeLine,
}

/// How many members must satisfy a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// At least one.
    Exists,
    /// Every one.
    All,
    /// Exactly one.
    ExistsOne,
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// The bounds of a number, in units of 10^-scale, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// Least possible value.
    pub least: i64,
    /// Greatest possible value.
    pub greatest: i64,
}

/// A number with its scale and the bounds that the checker proved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    /// What it is.
    pub kind: NumberKind,
    /// Digits after the point.
    pub scale: u8,
    /// Bounds over all possible households.
    pub range: Range,
}

/// What a number is. Operands of sums and choices have the scale of the result.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// A literal.
    Constant(i64),
    /// The answer of a number or date question (a date is days since 1970-01-01).
    Answer(QuestionIndex),
    /// The order of the answer of a choice question.
    Order(QuestionIndex),
    /// By choice of the question, one of these values (as many as choices).
    Pick(QuestionIndex, Vec<i64>),
    /// A value of the standard, in the household's zone on the result day.
    Param(ParamIndex),
    /// `members.size()`.
    MemberCount,
    /// How many members satisfy the condition.
    CountIf(Box<Condition>),
    /// Sum over the members that satisfy the condition, if there is one.
    Sum(Option<Box<Condition>>, Box<Number>),
    /// Least over those members; missing if there is none.
    Least(Option<Box<Condition>>, Box<Number>),
    /// Greatest over those members; missing if there is none.
    Greatest(Option<Box<Condition>>, Box<Number>),
    /// Number of deprived indicators.
    DeprivationCount,
    /// a + b
    Add(Box<Number>, Box<Number>),
    /// a - b
    Subtract(Box<Number>, Box<Number>),
    /// a * b; scales add.
    Multiply(Box<Number>, Box<Number>),
    /// a / b of whole numbers, remainder dropped as in CEL; b is never zero.
    Divide(Box<Number>, Box<Number>),
    /// a % b of whole numbers, sign of a; b is never zero.
    Remainder(Box<Number>, Box<Number>),
    /// a * 10^(scale - a.scale), a finer unit of the same number.
    Rescale(Box<Number>),
    /// If the condition holds then the first, else the second.
    If(Box<(Condition, Number, Number)>),
}

impl Range {
    /// A single value.
    pub const fn exactly(value: i64) -> Range {
        Range { least: value, greatest: value }
    }

    /// Whether both bounds are the same.
    pub const fn is_exact(self) -> bool {
        self.least == self.greatest
    }

    /// The smallest range around both.
    pub fn join(self, other: Range) -> Range {
        Range { least: self.least.min(other.least), greatest: self.greatest.max(other.greatest) }
    }
}

impl Comparison {
    /// Whether it holds between two known numbers.
    pub fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Comparison::Equal => left == right,
            Comparison::NotEqual => left != right,
            Comparison::Less => left < right,
            Comparison::LessOrEqual => left <= right,
            Comparison::Greater => left > right,
            Comparison::GreaterOrEqual => left >= right,
        }
    }

    /// The comparison with its sides exchanged: `a < b` is `b > a`.
    pub fn mirrored(self) -> Comparison {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::LessOrEqual => Comparison::GreaterOrEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterOrEqual => Comparison::LessOrEqual,
            same => same,
        }
    }

    /// The comparison that holds exactly when this does not.
    pub fn negated(self) -> Comparison {
        match self {
            Comparison::Equal => Comparison::NotEqual,
            Comparison::NotEqual => Comparison::Equal,
            Comparison::Less => Comparison::GreaterOrEqual,
            Comparison::LessOrEqual => Comparison::Greater,
            Comparison::Greater => Comparison::LessOrEqual,
            Comparison::GreaterOrEqual => Comparison::Less,
        }
    }
}

/// Sees every node of a rule, parents first.
pub trait Visitor {
    /// A condition is met; its parts follow.
    fn condition(&mut self, _condition: &Condition) {}
    /// A number is met; its parts follow.
    fn number(&mut self, _number: &Number) {}
}

impl Condition {
    /// The opposite, without a double negation.
    pub fn negated(self) -> Condition {
        match self {
            Condition::Constant(value) => Condition::Constant(!value),
            Condition::Not(inner) => *inner,
            other => Condition::Not(Box::new(other)),
        }
    }

    /// Shows every node to the visitor.
    pub fn visit(&self, visitor: &mut dyn Visitor) {
        visitor.condition(self);
        match self {
            Condition::Not(inner) | Condition::Members(_, inner) => inner.visit(visitor),
            Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| part.visit(visitor)),
            Condition::Same(a, b) => {
                a.visit(visitor);
                b.visit(visitor);
            }
            Condition::Compare(_, a, b) => {
                a.visit(visitor);
                b.visit(visitor);
            }
            Condition::If(parts) => {
                parts.0.visit(visitor);
                parts.1.visit(visitor);
                parts.2.visit(visitor);
            }
            Condition::Constant(_)
            | Condition::Answer(_)
            | Condition::OneOf(..)
            | Condition::Includes(..)
            | Condition::TextIs(..)
            | Condition::Deprived(_)
            | Condition::AtOrBelowIncomeLine => {}
        }
    }

    /// Every question whose answer the rule reads, once, in order.
    pub fn questions(&self) -> Vec<QuestionIndex> {
        struct Reads(Vec<QuestionIndex>);
        impl Visitor for Reads {
            fn condition(&mut self, condition: &Condition) {
                if let Condition::Answer(q)
                | Condition::OneOf(q, _)
                | Condition::Includes(q, _)
                | Condition::TextIs(q, _) = condition
                {
                    self.0.push(*q);
                }
            }
            fn number(&mut self, number: &Number) {
                if let NumberKind::Answer(q) | NumberKind::Order(q) | NumberKind::Pick(q, _) = &number.kind {
                    self.0.push(*q);
                }
            }
        }
        let mut reads = Reads(Vec::new());
        self.visit(&mut reads);
        reads.0.sort_unstable();
        reads.0.dedup();
        reads.0
    }
}

impl Number {
    /// A literal.
    pub fn constant(value: i64, scale: u8) -> Number {
        Number { kind: NumberKind::Constant(value), scale, range: Range::exactly(value) }
    }

    /// Shows every node to the visitor.
    pub fn visit(&self, visitor: &mut dyn Visitor) {
        visitor.number(self);
        match &self.kind {
            NumberKind::CountIf(condition) => condition.visit(visitor),
            NumberKind::Sum(keep, of) | NumberKind::Least(keep, of) | NumberKind::Greatest(keep, of) => {
                if let Some(keep) = keep {
                    keep.visit(visitor);
                }
                of.visit(visitor);
            }
            NumberKind::Add(a, b)
            | NumberKind::Subtract(a, b)
            | NumberKind::Multiply(a, b)
            | NumberKind::Divide(a, b)
            | NumberKind::Remainder(a, b) => {
                a.visit(visitor);
                b.visit(visitor);
            }
            NumberKind::Rescale(inner) => inner.visit(visitor),
            NumberKind::If(parts) => {
                parts.0.visit(visitor);
                parts.1.visit(visitor);
                parts.2.visit(visitor);
            }
            NumberKind::Constant(_)
            | NumberKind::Answer(_)
            | NumberKind::Order(_)
            | NumberKind::Pick(..)
            | NumberKind::Param(_)
            | NumberKind::MemberCount
            | NumberKind::DeprivationCount => {}
        }
    }
}
