//! Expressions in two spellings: as a pack writes them, and as the oracle reads them.
//!
//! They differ only where CEL has no automatic conversion from whole numbers to doubles, where a choice is meant by its
//! order, and in the names of sums and extremes, which are functions of ours.

/// A condition.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) pack: String,
    pub(crate) oracle: String,
}

/// A number.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    pub(crate) pack: String,
    pub(crate) oracle: String,
    pub(crate) decimal: bool,
    /// An exact quotient, which can only be compared.
    pub(crate) fraction: bool,
    /// Bound of its size.
    pub(crate) size: f64,
    /// Binary digits after the point.
    pub(crate) bits: i32,
}

impl Condition {
    /// The same text for both.
    pub(crate) fn same(text: impl Into<String>) -> Condition {
        let pack = text.into();
        Condition { oracle: pack.clone(), pack }
    }

    pub(crate) fn new(pack: impl Into<String>, oracle: impl Into<String>) -> Condition {
        Condition { pack: pack.into(), oracle: oracle.into() }
    }

    /// Both spellings put into a text with `{}`.
    pub(crate) fn within(parts: &[&Condition], write: impl Fn(&[&str]) -> String) -> Condition {
        let of = |spelling: fn(&Condition) -> &str| {
            let texts: Vec<&str> = parts.iter().map(|part| spelling(part)).collect();
            write(&texts)
        };
        Condition { pack: of(|part| &part.pack), oracle: of(|part| &part.oracle) }
    }

    pub(crate) fn or_compared(self, comparison: &str) -> Condition {
        Condition::within(&[&self], |parts| format!("({}) && false || {comparison}", parts[0]))
    }

    pub(crate) fn and_compared(self, comparison: &str) -> Condition {
        Condition::within(&[&self], |parts| format!("(({}) || true) && {comparison}", parts[0]))
    }
}

impl Number {
    /// A whole number of this size.
    pub(crate) fn whole(pack: impl Into<String>, oracle: impl Into<String>, size: f64) -> Number {
        Number { pack: pack.into(), oracle: oracle.into(), decimal: false, fraction: false, size, bits: 0 }
    }

    /// A decimal with so many binary digits.
    pub(crate) fn decimal(text: impl Into<String>, size: f64, bits: i32) -> Number {
        let pack = text.into();
        Number { oracle: pack.clone(), pack, decimal: true, fraction: false, size, bits }
    }

    /// How the oracle writes it beside a decimal.
    pub(crate) fn as_double(&self) -> String {
        if self.decimal { self.oracle.clone() } else { format!("double({})", self.oracle) }
    }

    /// Both in the spelling of the oracle, as the same type.
    pub(crate) fn aligned(a: &Number, b: &Number) -> (String, String) {
        if a.decimal || b.decimal {
            (a.as_double(), b.as_double())
        } else {
            (a.oracle.clone(), b.oracle.clone())
        }
    }

    /// Whether a double and 64 bits hold it exactly.
    pub(crate) fn is_exact(&self) -> bool {
        if self.decimal { self.size * f64::from(self.bits).exp2() < 2_f64.powi(50) } else { self.size < 4e18 }
    }
}
