//! Exact numbers of rules: scales, units, fractions, and the proof that nothing leaves 64 bits.

use vocab::pow10;

use crate::questionnaire::{AnswerKind, QuestionIndex};
use crate::rule::expr::{Comparison, Condition, Number, NumberKind, Range};

/// The most members a household can have; larger ones are refused as input.
pub const MAX_MEMBERS: i64 = 1000;

/// The unit of a number while it is being checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A bare literal: takes the unit of the other side.
    Bare,
    /// A number without a unit.
    None,
    /// A unit that a question or parameter carries.
    Of(String),
    /// A calendar day; only days compare with it.
    Day,
}

/// A number with its unit; `below` is the denominator of an exact fraction, always positive.
#[derive(Clone, Debug)]
pub(crate) struct Quantity {
    pub(crate) number: Number,
    pub(crate) below: Option<Number>,
    pub(crate) unit: Unit,
    /// Came from a decimal: `/` is then exact.
    pub(crate) decimal: bool,
}

/// Why an arithmetic step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    Overflow,
    DivisorMayBeZero,
    FractionHere,
}

type Result<T> = std::result::Result<T, Refused>;

impl Quantity {
    pub(crate) fn whole(number: Number, unit: Unit) -> Quantity {
        Quantity { number, below: None, unit, decimal: false }
    }

    /// The number itself, where a fraction is not possible.
    pub(crate) fn plain(self) -> Result<Number> {
        if self.below.is_some() { Err(Refused::FractionHere) } else { Ok(self.number) }
    }
}

/// The number that a question's answer is.
pub(crate) fn answer(question: QuestionIndex, kind: &AnswerKind) -> Option<Number> {
    let (scale, range) = match kind {
        AnswerKind::Number { scale, min, max, .. } => (*scale, Range { least: *min, greatest: *max }),
        AnswerKind::Date => (0, Range { least: -719_162, greatest: 2_932_896 }),
        _ => return None,
    };
    Some(Number { kind: NumberKind::Answer(question), scale, range })
}

/// The order of a choice question's answer, if its choices have one.
pub(crate) fn order(question: QuestionIndex, kind: &AnswerKind) -> Option<Number> {
    let mut range: Option<Range> = None;
    for choice in kind.choices() {
        let this = Range::exactly(choice.order?);
        range = Some(range.map_or(this, |range| range.join(this)));
    }
    Some(Number { kind: NumberKind::Order(question), scale: 0, range: range? })
}

pub(crate) fn member_count() -> Number {
    Number { kind: NumberKind::MemberCount, scale: 0, range: Range { least: 1, greatest: MAX_MEMBERS } }
}

pub(crate) fn count_if(condition: Condition) -> Number {
    let range = Range { least: 0, greatest: MAX_MEMBERS };
    Number { kind: NumberKind::CountIf(Box::new(condition)), scale: 0, range }
}

/// The same number in units of 10^-scale.
pub(crate) fn rescale(number: Number, scale: u8) -> Result<Number> {
    if number.scale == scale {
        return Ok(number);
    }
    let factor = scale.checked_sub(number.scale).and_then(pow10).ok_or(Refused::Overflow)?;
    let range = product(number.range, Range::exactly(factor))?;
    if let NumberKind::Constant(value) = number.kind {
        return Ok(Number::constant(value.checked_mul(factor).ok_or(Refused::Overflow)?, scale));
    }
    Ok(Number { kind: NumberKind::Rescale(Box::new(number)), scale, range })
}

fn same_scale(a: Number, b: Number) -> Result<(Number, Number)> {
    let scale = a.scale.max(b.scale);
    Ok((rescale(a, scale)?, rescale(b, scale)?))
}

pub(crate) fn add(a: Number, b: Number) -> Result<Number> {
    let (a, b) = same_scale(a, b)?;
    let range = Range {
        least: a.range.least.checked_add(b.range.least).ok_or(Refused::Overflow)?,
        greatest: a.range.greatest.checked_add(b.range.greatest).ok_or(Refused::Overflow)?,
    };
    let scale = a.scale;
    Ok(Number { kind: NumberKind::Add(Box::new(a), Box::new(b)), scale, range })
}

pub(crate) fn subtract(a: Number, b: Number) -> Result<Number> {
    let (a, b) = same_scale(a, b)?;
    let range = Range {
        least: a.range.least.checked_sub(b.range.greatest).ok_or(Refused::Overflow)?,
        greatest: a.range.greatest.checked_sub(b.range.least).ok_or(Refused::Overflow)?,
    };
    let scale = a.scale;
    Ok(Number { kind: NumberKind::Subtract(Box::new(a), Box::new(b)), scale, range })
}

pub(crate) fn multiply(a: Number, b: Number) -> Result<Number> {
    let range = product(a.range, b.range)?;
    let scale = a.scale.checked_add(b.scale).ok_or(Refused::Overflow)?;
    Ok(Number { kind: NumberKind::Multiply(Box::new(a), Box::new(b)), scale, range })
}

fn product(a: Range, b: Range) -> Result<Range> {
    let mut corners = [0_i64; 4];
    let pairs = [(a.least, b.least), (a.least, b.greatest), (a.greatest, b.least), (a.greatest, b.greatest)];
    for (corner, (x, y)) in corners.iter_mut().zip(pairs) {
        *corner = x.checked_mul(y).ok_or(Refused::Overflow)?;
    }
    let least = corners.iter().min().copied().unwrap_or(0);
    let greatest = corners.iter().max().copied().unwrap_or(0);
    Ok(Range { least, greatest })
}

/// Whole-number division as in CEL: the remainder is dropped.
pub(crate) fn divide_whole(a: Number, b: Number) -> Result<Number> {
    check_divisor(b.range)?;
    let corners = [b.range.least, b.range.greatest]
        .into_iter()
        .chain([-1, 1].into_iter().filter(|d| b.range.least <= *d && *d <= b.range.greatest))
        .flat_map(|d| [a.range.least.checked_div(d), a.range.greatest.checked_div(d)])
        .collect::<Option<Vec<i64>>>()
        .ok_or(Refused::Overflow)?;
    let range = Range {
        least: corners.iter().min().copied().unwrap_or(0).min(if spans_zero(a.range) { 0 } else { i64::MAX }),
        greatest: corners.iter().max().copied().unwrap_or(0).max(if spans_zero(a.range) {
            0
        } else {
            i64::MIN
        }),
    };
    Ok(Number { kind: NumberKind::Divide(Box::new(a), Box::new(b)), scale: 0, range })
}

fn spans_zero(range: Range) -> bool {
    range.least <= 0 && range.greatest >= 0
}

/// Whole-number remainder as in CEL: it has the sign of the dividend.
pub(crate) fn remainder(a: Number, b: Number) -> Result<Number> {
    check_divisor(b.range)?;
    let most = b.range.least.unsigned_abs().max(b.range.greatest.unsigned_abs()) - 1;
    let most = i64::try_from(most).map_err(|_| Refused::Overflow)?;
    let range = Range {
        least: if a.range.least < 0 { (-most).max(a.range.least) } else { 0 },
        greatest: if a.range.greatest > 0 { most.min(a.range.greatest) } else { 0 },
    };
    Ok(Number { kind: NumberKind::Remainder(Box::new(a), Box::new(b)), scale: 0, range })
}

fn check_divisor(range: Range) -> Result<()> {
    if spans_zero(range) { Err(Refused::DivisorMayBeZero) } else { Ok(()) }
}

/// An exact fraction a / b.
pub(crate) fn fraction(a: Number, b: Number) -> Result<(Number, Number)> {
    check_divisor(b.range)?;
    if b.range.greatest < 0 {
        let negate = |n| subtract(Number::constant(0, 0), n);
        return Ok((negate(a)?, negate(b)?));
    }
    Ok((a, b))
}

/// `least`/`greatest` of a sum over up to [`MAX_MEMBERS`] members.
pub(crate) fn sum(keep: Option<Condition>, of: Number) -> Result<Number> {
    let many = product(of.range, Range::exactly(MAX_MEMBERS))?;
    let mut range = many.join(of.range);
    if keep.is_some() {
        range = range.join(Range::exactly(0));
    }
    let scale = of.scale;
    Ok(Number { kind: NumberKind::Sum(keep.map(Box::new), Box::new(of)), scale, range })
}

/// If the condition holds then a, else b.
pub(crate) fn either(condition: Condition, a: Number, b: Number) -> Result<Number> {
    let (a, b) = same_scale(a, b)?;
    let (scale, range) = (a.scale, a.range.join(b.range));
    Ok(Number { kind: NumberKind::If(Box::new((condition, a, b))), scale, range })
}

/// Two numbers or fractions compared exactly, by multiplying across.
pub(crate) fn compare(comparison: Comparison, a: Quantity, b: Quantity) -> Result<Condition> {
    let left = match b.below {
        Some(below) => multiply(a.number, below)?,
        None => a.number,
    };
    let right = match a.below {
        Some(below) => multiply(b.number, below)?,
        None => b.number,
    };
    let (left, right) = same_scale(left, right)?;
    Ok(Condition::Compare(comparison, Box::new(left), Box::new(right)))
}
