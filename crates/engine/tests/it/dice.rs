//! Reproducible chance (SplitMix64), and how much of it.

use proptest::test_runner::{Config, RngSeed};

pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub(crate) fn between(&mut self, least: i64, greatest: i64) -> i64 {
        least + (self.next() % (greatest - least + 1) as u64) as i64
    }

    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

/// This many cases, drawn the same everywhere.
pub(crate) fn cases(cases: u32) -> Config {
    let effort = std::env::var("CHUNGTAY_TEST_EFFORT").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    Config {
        cases: cases * effort,
        rng_seed: RngSeed::Fixed(20_220_101),
        failure_persistence: None,
        ..Config::default()
    }
}
