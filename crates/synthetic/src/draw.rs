//! Chance that depends only on the seed and on what is drawn, never on what was drawn before elsewhere.
//!
//! Every household, and every answer of every member, has its own short sequence, found by mixing seed, household and
//! topic. So any block of households can be made alone, on any thread, and a question added to a questionnaire changes
//! no other answer. The sequence is SplitMix64 (Steele, Lea and Flood, 2014): one addition and one mix a number, full
//! period, and it passes the usual test batteries. It is not for secrets.

/// The golden ratio in 64 bits: steps by it visit every value.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// What is decided by chance about a household. Each topic has a sequence of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Topic {
    /// Ethnic group.
    Ethnicity = 1,
    /// Income and what is lacking.
    Fortune = 2,
    /// Who lives in it.
    Family = 3,
    /// Names of its members.
    Names = 4,
    /// Answers; mixed further by question and member.
    Answers = 5,
    /// What a place is like; the same for every seed.
    Place = 6,
    /// Who of the demo city becomes poor, and where its peoples live.
    Course = 7,
    /// Births, deaths, moves and splits in the demo city.
    Life = 8,
}

/// A sequence of random numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draw {
    state: u64,
}

/// Spreads every bit over all bits; a bijection.
pub(crate) const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// A number for a text, the same on every machine (FNV-1a, then mixed).
pub(crate) fn key_of(text: &str) -> u64 {
    mix(text
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)))
}

impl Draw {
    /// The sequence of a household's topic.
    pub(crate) const fn of(seed: u64, household: u64, topic: Topic) -> Draw {
        let place = household.wrapping_mul(STEP).wrapping_add((topic as u64) << 56);
        Draw { state: mix(seed.wrapping_add(STEP)) ^ mix(place) }
    }

    /// A sequence of its own for a part of the topic, such as one answer of one member.
    #[inline]
    pub(crate) const fn part(self, key: u64) -> Draw {
        Draw { state: mix(self.state ^ key) }
    }

    /// The next number.
    #[inline]
    pub(crate) const fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }

    /// A number below `bound`; 0 if there is none. The bias is below `bound` / 2^32.
    #[inline]
    pub(crate) const fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * bound as u64) >> 32) as u32
    }

    /// A number from `least` to `greatest`, both possible.
    #[inline]
    pub(crate) const fn between(&mut self, least: i32, greatest: i32) -> i32 {
        if greatest <= least {
            return least;
        }
        least + self.below((greatest - least) as u32 + 1) as i32
    }

    /// A number from `least` to `greatest`, both possible, for wide ranges.
    pub(crate) const fn between_wide(&mut self, least: i64, greatest: i64) -> i64 {
        if greatest <= least {
            return least;
        }
        let span = (greatest as i128 - least as i128 + 1) as u128;
        (least as i128 + ((self.next() as u128 * span) >> 64) as i128) as i64
    }

    /// True in so many of a hundred.
    #[inline]
    pub(crate) const fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// Nearly a standard normal number in units of 1/65536: the sum of twelve uniform ones, within ±6.
    ///
    /// Whole numbers only, so that no machine rounds differently.
    pub(crate) const fn normal(&mut self) -> i64 {
        let mut sum = 0;
        let mut words = 0;
        while words < 3 {
            let word = self.next();
            sum += (word & 0xFFFF) + (word >> 16 & 0xFFFF) + (word >> 32 & 0xFFFF) + (word >> 48);
            words += 1;
        }
        sum as i64 - 6 * 65_536
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_the_same_everywhere_and_different_for_each() {
        let first = |household, topic| Draw::of(1, household, topic).next();
        assert_eq!(first(1, Topic::Family), first(1, Topic::Family));
        assert_ne!(first(1, Topic::Family), first(2, Topic::Family));
        assert_ne!(first(1, Topic::Family), first(1, Topic::Names));
        assert_eq!(mix(1), 0x5692_161d_100b_05e5, "SplitMix64 as published");
    }

    #[test]
    fn numbers_stay_within_their_bounds_and_reach_both() {
        let mut draw = Draw::of(7, 7, Topic::Answers);
        let drawn: Vec<i32> = (0..1000).map(|_| draw.between(-2, 2)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-2), Some(&2)));
        assert!((0..1000).map(|_| draw.between_wide(i64::MIN, i64::MAX)).any(|number| number < 0));
    }

    #[test]
    fn normal_numbers_have_the_right_mean_and_spread() {
        let mut draw = Draw::of(3, 3, Topic::Fortune);
        let drawn: Vec<i64> = (0..100_000).map(|_| draw.normal()).collect();
        let mean = drawn.iter().sum::<i64>() / 100_000;
        let variance = drawn.iter().map(|x| x * x / 65_536).sum::<i64>() / 100_000;
        assert!(mean.abs() < 700, "{mean}");
        assert!((64_000..67_000).contains(&variance), "{variance}");
    }
}
