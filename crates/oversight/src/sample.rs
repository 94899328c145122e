//! Mẫu chọn ngẫu nhiên có hạt giống: a sample that nobody can steer and everybody can draw again. The hash of the seed is
//! told before, the seed after; what is drawn follows from the seed and from nothing else.

use sha2::{Digest, Sha256};

use crate::tree::Hash;

/// A seed.
pub type Seed = [u8; 32];

/// What is told of a seed before anything is drawn.
pub fn commitment(seed: &Seed) -> Hash {
    Sha256::digest(seed).into()
}

/// Where something stands in the order of a seed.
pub fn rank(seed: &Seed, of: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(seed);
    hash.update(of);
    hash.finalize().into()
}

/// Draws a share, in thousandths and rounded up, but one at least, of those in a stratum: the first by the order of the seed.
pub fn drawn<T: AsRef<[u8]>>(seed: &Seed, per_mille: u32, stratum: Vec<T>) -> Vec<T> {
    let many = u64::try_from(stratum.len()).unwrap_or(u64::MAX);
    let wanted = (u128::from(many) * u128::from(per_mille)).div_ceil(1000).max(1);
    let mut ranked: Vec<(Hash, T)> = stratum.into_iter().map(|one| (rank(seed, one.as_ref()), one)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, one)| one).take(usize::try_from(wanted).unwrap_or(usize::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stratum(n: u32) -> Vec<Vec<u8>> {
        (0..n).map(|at| at.to_be_bytes().to_vec()).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_whatever_the_order_of_the_list() {
        let mut backwards = stratum(200);
        backwards.reverse();
        assert_eq!(drawn(&[7; 32], 50, stratum(200)), drawn(&[7; 32], 50, backwards));
        assert_ne!(drawn(&[7; 32], 50, stratum(200)), drawn(&[8; 32], 50, stratum(200)));
    }

    #[test]
    fn a_share_is_rounded_up_and_one_at_least_is_drawn() {
        let many = |n, share| drawn(&[1; 32], share, stratum(n)).len();
        assert_eq!([many(200, 50), many(21, 50), many(20, 50), many(1, 50), many(0, 50)], [10, 2, 1, 1, 0]);
        assert_eq!(many(30, 1000), 30);
    }

    #[test]
    fn everybody_is_drawn_as_often_as_everybody_else() {
        let mut hits = [0_u32; 20];
        for seed in 0..4000_u32 {
            let mut bytes = [0; 32];
            bytes[..4].copy_from_slice(&seed.to_be_bytes());
            for one in drawn(&bytes, 100, stratum(20)) {
                hits[usize::from(one[3])] += 1;
            }
        }
        // Two of twenty, 4,000 times: 400 each; six standard deviations are 114.
        assert!(hits.iter().all(|hits| (286..=514).contains(hits)), "{hits:?}");
    }
}
