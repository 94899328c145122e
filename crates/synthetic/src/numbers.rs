//! Personal and telephone numbers that cannot belong to anybody.
//!
//! A personal number (số định danh cá nhân, Decree 137/2015/NĐ-CP article 13) begins with the code of a province; the
//! codes used here were never given. Telephone prefixes used here are not assigned. Both lists stand in the pack.

use std::fmt::Write;

use crate::draw::mix;
use crate::reading::Reading;

/// The safe beginnings.
#[derive(Clone, Debug)]
pub(crate) struct SafeNumbers {
    id_codes: Vec<String>,
    phone_prefixes: Vec<String>,
}

/// Multipliers without a common factor with powers of ten: each maps numbers of so many digits onto themselves.
const SPREAD: u64 = 7_368_787;

impl SafeNumbers {
    pub(crate) fn read(reading: &Reading<'_>) -> SafeNumbers {
        let assumptions = reading.settings("synthetic/assumptions.toml");
        let safe = SafeNumbers {
            id_codes: assumptions.texts("safe_numbers.personal_id_province_codes"),
            phone_prefixes: assumptions.texts("safe_numbers.phone_prefixes"),
        };
        let digits = |texts: &[String]| {
            !texts.is_empty()
                && texts.iter().all(|text| text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit()))
        };
        if !digits(&safe.id_codes) || !digits(&safe.phone_prefixes) {
            reading.error(
                "synthetic/assumptions.toml",
                0,
                "[safe_numbers] lacks codes or prefixes of three digits",
                "add them",
            );
        }
        safe
    }

    /// Twelve digits: code, century and sex, year of birth, and six that differ within a population of up to 375,000
    /// households; in larger ones a few may coincide.
    pub(crate) fn personal_id(
        &self,
        seed: u64,
        household: u64,
        member: usize,
        female: bool,
        year: i32,
        out: &mut String,
    ) {
        const ALL: u64 = 1_000_000;
        let number = household.wrapping_mul(16).wrapping_add(member as u64);
        let code = pick(&self.id_codes, number, ALL);
        let century = (year - 1900).div_euclid(100) * 2 + i32::from(female);
        let _ = write!(
            out,
            "{code}{}{:02}{:06}",
            century.clamp(0, 9),
            year.rem_euclid(100),
            spread(seed, number, ALL)
        );
    }

    /// Ten digits with the zero, different for up to 40 million households.
    pub(crate) fn phone(&self, seed: u64, household: u64, out: &mut String) {
        const ALL: u64 = 10_000_000;
        let prefix = pick(&self.phone_prefixes, household, ALL);
        let _ = write!(out, "{prefix}{:07}", spread(seed, household, ALL));
    }
}

/// One of the beginnings; numbers that share their last digits get different ones as long as there are any.
fn pick(list: &[String], number: u64, all: u64) -> &str {
    let at = ((number / all + mix(number % all) % 64) % list.len().max(1) as u64) as usize;
    list.get(at).map_or("099", String::as_str)
}

fn spread(seed: u64, number: u64, all: u64) -> u64 {
    ((number % all) * SPREAD + mix(seed) % all) % all
}
