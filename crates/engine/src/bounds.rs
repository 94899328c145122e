//! What is certain and what is possible: the values of conditions and numbers when answers are missing.

use standards::rule::{Comparison, Range};

/// Whether a condition holds: certainly, possibly, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// Does not hold, whatever the missing answers are.
    No,
    /// Depends on missing answers.
    Unknown,
    /// Holds, whatever the missing answers are.
    Yes,
}

impl Truth {
    /// From certainty and possibility.
    pub fn new(certain: bool, possible: bool) -> Truth {
        match (certain, possible) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::No,
        }
    }

    /// Of a known fact.
    pub fn known(holds: bool) -> Truth {
        if holds { Truth::Yes } else { Truth::No }
    }

    /// Certainly.
    pub fn is_certain(self) -> bool {
        self == Truth::Yes
    }

    /// Certainly or possibly.
    pub fn is_possible(self) -> bool {
        self != Truth::No
    }

    /// The opposite.
    pub fn negated(self) -> Truth {
        match self {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        }
    }

    /// Both.
    pub fn and(self, other: Truth) -> Truth {
        Truth::new(self.is_certain() && other.is_certain(), self.is_possible() && other.is_possible())
    }

    /// Either.
    pub fn or(self, other: Truth) -> Truth {
        self.negated().and(other.negated()).negated()
    }

    /// Both or neither.
    pub fn same(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
            (a, b) => Truth::known(a == b),
        }
    }

    /// `then` where this holds, else `otherwise`.
    pub fn choose(self, then: Truth, otherwise: Truth) -> Truth {
        match self {
            Truth::Yes => then,
            Truth::No => otherwise,
            Truth::Unknown if then == otherwise => then,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

/// Whether a comparison holds between two numbers within bounds.
pub fn compare(comparison: Comparison, a: Range, b: Range) -> Truth {
    match comparison {
        Comparison::Less => Truth::new(a.greatest < b.least, a.least < b.greatest),
        Comparison::LessOrEqual => Truth::new(a.greatest <= b.least, a.least <= b.greatest),
        Comparison::Equal => Truth::new(
            a.is_exact() && b.is_exact() && a.least == b.least,
            a.least <= b.greatest && b.least <= a.greatest,
        ),
        Comparison::NotEqual => compare(Comparison::Equal, a, b).negated(),
        Comparison::Greater => compare(Comparison::Less, b, a),
        Comparison::GreaterOrEqual => compare(Comparison::LessOrEqual, b, a),
    }
}

/// Bounds of a sum.
pub fn add(a: Range, b: Range) -> Range {
    Range { least: a.least.saturating_add(b.least), greatest: a.greatest.saturating_add(b.greatest) }
}

/// Bounds of a difference.
pub fn subtract(a: Range, b: Range) -> Range {
    Range { least: a.least.saturating_sub(b.greatest), greatest: a.greatest.saturating_sub(b.least) }
}

/// Bounds of a product.
pub fn multiply(a: Range, b: Range) -> Range {
    around([
        a.least.saturating_mul(b.least),
        a.least.saturating_mul(b.greatest),
        a.greatest.saturating_mul(b.least),
        a.greatest.saturating_mul(b.greatest),
    ])
}

/// Bounds of a whole-number quotient; the divisor is never zero.
pub fn divide(a: Range, b: Range) -> Range {
    let quotient = |x: i64, y: i64| x.checked_div(y).unwrap_or(0);
    around([
        quotient(a.least, b.least),
        quotient(a.least, b.greatest),
        quotient(a.greatest, b.least),
        quotient(a.greatest, b.greatest),
    ])
}

/// Bounds of a remainder, which has the sign of the dividend; the divisor is never zero.
pub fn remainder(a: Range, b: Range) -> Range {
    if a.is_exact() && b.is_exact() {
        return Range::exactly(a.least.checked_rem(b.least).unwrap_or(0));
    }
    let most = b.least.saturating_abs().max(b.greatest.saturating_abs()).saturating_sub(1);
    Range {
        least: if a.least < 0 { (-most).max(a.least) } else { 0 },
        greatest: if a.greatest > 0 { most.min(a.greatest) } else { 0 },
    }
}

fn around(corners: [i64; 4]) -> Range {
    let [first, rest @ ..] = corners;
    rest.into_iter().map(Range::exactly).fold(Range::exactly(first), Range::join)
}
