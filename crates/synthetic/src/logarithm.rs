//! Powers of two and their logarithms in whole numbers, so that every machine invents the same incomes.
//!
//! Rejected: `f64::ln` and `f64::exp`, whose last bit differs between systems.

/// 1 in the 16-bit fixed point of logarithms.
pub(crate) const ONE: i64 = 1 << 16;

/// log2(e) in the same units.
pub(crate) const LOG2_E: i64 = 94_548;

/// The logarithm of a whole number above zero, in units of 1/65536.
pub(crate) fn log2(value: u64) -> i64 {
    let value = value.max(1);
    let whole = value.ilog2();
    // The fraction lies in [1, 2) with 31 bits after the point; squaring it brings out one bit of the logarithm.
    let mut fraction = if whole > 31 { value >> (whole - 31) } else { value << (31 - whole) };
    let mut bits = 0;
    for _ in 0..16 {
        fraction = (fraction * fraction) >> 31;
        let carry = fraction >> 32;
        bits = bits << 1 | carry;
        fraction >>= carry;
    }
    i64::from(whole) * ONE + bits as i64
}

/// 2 to the power of a fixed-point number, for powers from 0 to below 62.
#[derive(Clone, Debug)]
pub(crate) struct Powers {
    /// 2^(1/2), 2^(1/4), … in 32-bit fixed point.
    roots: [u64; 16],
}

impl Powers {
    pub(crate) fn new() -> Powers {
        let mut last: u64 = 2 << 32;
        Powers {
            roots: [(); 16].map(|()| {
                last = (u128::from(last) << 32).isqrt() as u64;
                last
            }),
        }
    }

    /// 2^power, rounded down.
    pub(crate) fn exp2(&self, power: i64) -> i64 {
        let power = power.clamp(0, 62 * ONE - 1);
        let mut product: u64 = 1 << 32;
        for (at, root) in self.roots.iter().enumerate() {
            if power >> (15 - at) & 1 == 1 {
                product = ((u128::from(product) * u128::from(*root)) >> 32) as u64;
            }
        }
        ((u128::from(product) << (power >> 16)) >> 32) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_undo_logarithms_to_four_digits() {
        let powers = Powers::new();
        for value in [1, 2, 3, 140, 1_499_999, 5_300_000, 123_456_789, 9_876_543_210] {
            let back = powers.exp2(log2(value)) as u64;
            assert!(back.abs_diff(value) <= 1 + value / 20_000, "{value} came back as {back}");
        }
    }

    #[test]
    fn the_income_of_the_middle_is_below_the_mean() {
        let powers = Powers::new();
        assert_eq!(powers.exp2(0), 1);
        assert_eq!(powers.exp2(10 * ONE), 1024);
        assert_eq!(log2(1 << 20), 20 * ONE);
    }
}
