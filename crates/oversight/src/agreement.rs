//! Mức thống nhất giữa hai lần phỏng vấn: how often two interviews say the same, and how much more often than by chance.

use std::collections::BTreeMap;

/// How far two interviews agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// So often both said the same.
    pub same: u64,
    /// So often both said something.
    pub of: u64,
    /// Cohen's kappa in thousandths: 1000 is full agreement, 0 is what chance would give. `None` where both always said one
    /// and the same thing, or said nothing: chance would agree, too.
    pub kappa: Option<i64>,
}

impl Agreement {
    /// Of pairs of what was said the first and the second time.
    pub fn of<T: Ord + Clone>(pairs: impl IntoIterator<Item = (T, T)>) -> Agreement {
        let (mut same, mut of) = (0_u64, 0_u64);
        let mut said: BTreeMap<T, (u64, u64)> = BTreeMap::new();
        for (first, second) in pairs {
            of += 1;
            same += u64::from(first == second);
            said.entry(first).or_default().0 += 1;
            said.entry(second).or_default().1 += 1;
        }
        let chance: i128 =
            said.values().map(|(first, second)| i128::from(*first) * i128::from(*second)).sum();
        let (n, same_of_n) = (i128::from(of), i128::from(same) * i128::from(of));
        // (same/n − chance/n²) / (1 − chance/n²), in whole numbers.
        let beyond = n * n - chance;
        let kappa = (beyond > 0).then(|| rounded((same_of_n - chance) * 1000, beyond));
        Agreement { same, of, kappa }
    }

    /// Both counts of two, where kappa would mean nothing: of different questions together.
    pub fn together(all: impl IntoIterator<Item = Agreement>) -> Agreement {
        all.into_iter().fold(Agreement::default(), |sum, one| Agreement {
            same: sum.same + one.same,
            of: sum.of + one.of,
            kappa: None,
        })
    }

    /// The share of the same, in thousandths; `None` if there is nothing to compare.
    pub fn per_mille(&self) -> Option<u64> {
        (self.same * 1000 + self.of / 2).checked_div(self.of)
    }
}

/// Halves away from zero; the divisor is above zero.
fn rounded(number: i128, divisor: i128) -> i64 {
    let half = if number < 0 { -divisor } else { divisor };
    i64::try_from((2 * number + half) / (2 * divisor)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: [[usize; 2]; 2]) -> Agreement {
        let pairs = (0..2).flat_map(|first| {
            (0..2).flat_map(move |second| std::iter::repeat_n((first, second), cells[first][second]))
        });
        Agreement::of(pairs)
    }

    #[test]
    fn kappa_is_what_the_books_say() {
        // Worked by hand: observed 35/50, chance 0.5·0.6 + 0.5·0.4 = 0.5; kappa 0.4.
        assert_eq!(table([[20, 5], [10, 15]]), Agreement { same: 35, of: 50, kappa: Some(400) });
        // Same share of agreement, other margins: 60/100, chance 0.54; kappa 0.1304.
        assert_eq!(table([[45, 15], [25, 15]]).kappa, Some(130));
        assert_eq!(table([[25, 35], [5, 35]]).kappa, Some(259));
        assert_eq!(table([[0, 5], [5, 0]]).kappa, Some(-1000));
        assert_eq!(table([[7, 0], [0, 7]]).kappa, Some(1000));
    }

    #[test]
    fn where_everybody_always_says_one_thing_kappa_says_nothing() {
        assert_eq!(table([[9, 0], [0, 0]]), Agreement { same: 9, of: 9, kappa: None });
        assert_eq!(Agreement::of(Vec::<(u8, u8)>::new()), Agreement::default());
        assert_eq!(Agreement::default().per_mille(), None, "nothing is not zero");
    }
}
