//! An exact decimal number: whole units of a power of ten.

use std::fmt;
use std::str::FromStr;

/// `value` / 10^`scale`, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The number in units of 10^-scale.
    pub value: i64,
    /// Digits after the point.
    pub scale: u8,
}

/// A text that is not a plain decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseDecimalError {
    /// Not of the form `-12.50`.
    Malformed,
    /// More digits than 64 bits hold.
    TooLarge,
}

/// 10^n, if 64 bits hold it.
pub fn pow10(n: u8) -> Option<i64> {
    10_i64.checked_pow(u32::from(n))
}

impl Decimal {
    /// This number in units of 10^-scale, if that is exact and fits.
    pub fn at_scale(self, scale: u8) -> Option<i64> {
        if scale >= self.scale {
            self.value.checked_mul(pow10(scale - self.scale)?)
        } else {
            let factor = pow10(self.scale - scale)?;
            (self.value % factor == 0).then_some(self.value / factor)
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.value);
        }
        let digits = format!("{:0>width$}", self.value.unsigned_abs(), width = usize::from(self.scale) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(self.scale));
        let sign = if self.value < 0 { "-" } else { "" };
        write!(f, "{sign}{whole}.{fraction}")
    }
}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Decimal, ParseDecimalError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) | None if digits.ends_with('.') => return Err(ParseDecimalError::Malformed),
            Some(parts) => parts,
            None => (digits, ""),
        };
        let fraction = if fraction.is_empty() { fraction } else { fraction.trim_end_matches('0') };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(ParseDecimalError::Malformed);
        }
        let scale = u8::try_from(fraction.len()).map_err(|_| ParseDecimalError::TooLarge)?;
        let mut value: i64 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            value = value
                .checked_mul(10)
                .and_then(|v| v.checked_add(i64::from(digit - b'0')))
                .ok_or(ParseDecimalError::TooLarge)?;
        }
        Ok(Decimal { value: if negative { -value } else { value }, scale })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_print_as_written() {
        for (text, value, scale) in
            [("8", 8, 0), ("8.5", 85, 1), ("-0.05", -5, 2), ("12.50", 125, 1), ("0", 0, 0), ("3.00", 3, 0)]
        {
            assert_eq!(text.parse(), Ok(Decimal { value, scale }), "{text}");
        }
        assert_eq!(Decimal { value: -5, scale: 2 }.to_string(), "-0.05");
        assert_eq!(Decimal { value: 125, scale: 1 }.at_scale(3), Some(12_500));
        assert_eq!(Decimal { value: 125, scale: 1 }.at_scale(0), None);
    }

    #[test]
    fn other_number_forms_are_refused() {
        for text in ["", "-", ".5", "5.", "1e3", "1,5", "1.500.000", "NaN", "12a", "1_000"] {
            assert_eq!(text.parse::<Decimal>(), Err(ParseDecimalError::Malformed), "{text}");
        }
        assert_eq!("99999999999999999999".parse::<Decimal>(), Err(ParseDecimalError::TooLarge));
    }
}
