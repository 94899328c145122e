//! From computed conditions to the outcome, the income band and the income test of each household.

use super::{Classified, Results, UNDETERMINED};
use crate::bits::{TwoBits, words_for};
use crate::kernels::{TruthsRef, bytes_of};
use crate::program::{BitId, View};
use standards::questionnaire::Subject;

/// Words that are kept between batches.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// Positions, one byte a household, eight to a word; one more than the position, 0 is none.
    positions: Vec<u64>,
    open: Vec<u64>,
    other: Vec<u64>,
}

impl Results {
    /// Writes the results of the batch.
    pub(super) fn decide(&self, view: View<'_>, words: &mut Words, out: &mut Classified) {
        let rows = view.rows(Subject::Household);
        out.deprived.resize(self.deprived.len(), TwoBits::default());
        for (id, out) in self.deprived.iter().zip(&mut out.deprived) {
            write(view.bits(*id), rows, out);
        }
        write(view.bits(self.at_or_below_income_line), rows, &mut out.at_or_below_income_line);
        let count = view.numbers::<i32>(self.deprivation_count);
        narrow(count.least, &mut out.deprivation_count);
        narrow(count.upper(), &mut out.deprivation_count_max);

        words.first_certain(view, &self.outcomes, rows, &mut out.outcome);
        words.first_certain(view, &self.income_bands, rows, &mut out.income_band);
        let used: Vec<BitId> = self.tests.iter().map(|test| test.used).collect();
        words.first_certain(view, &used, rows, &mut out.income_test);
        self.disagreement(view, words, rows);
        out.disagree.assign(&words.open, rows);

        out.asked.resize(self.asked.len(), TwoBits::default());
        for (id, out) in self.asked.iter().zip(&mut out.asked) {
            write(view.bits(*id), rows, out);
        }
        out.counted.resize(self.counted.len(), Default::default());
        for (id, [least, most]) in self.counted.iter().zip(&mut out.counted) {
            let members = view.numbers::<i32>(*id);
            narrow(members.least, least);
            narrow(members.upper(), most);
        }
    }

    /// Leaves in `open` the households with an answered test that says yes and one that says no.
    fn disagreement(&self, view: View<'_>, words: &mut Words, rows: usize) {
        let Words { open, other, .. } = words;
        for words in [&mut *open, &mut *other] {
            words.clear();
            words.resize(words_for(rows), 0);
        }
        for test in &self.tests {
            let (answered, says) = (view.bits(test.answered), view.bits(test.says));
            let yes = answered.certain.iter().zip(says.certain);
            open.iter_mut().zip(yes).for_each(|(any, (answered, yes))| *any |= answered & yes);
            let no = answered.certain.iter().zip(says.upper());
            other.iter_mut().zip(no).for_each(|(any, (answered, possible))| *any |= answered & !possible);
        }
        open.iter_mut().zip(&*other).for_each(|(yes, no)| *yes &= no);
    }
}

impl Words {
    /// Position of the first condition that is certain while none before it is possible: the only possible one of a
    /// list of which the first true wins. [`UNDETERMINED`] if there is none.
    fn first_certain(&mut self, view: View<'_>, list: &[BitId], rows: usize, out: &mut Vec<u8>) {
        let words = words_for(rows);
        self.open.clear();
        self.open.resize(words, u64::MAX);
        self.positions.clear();
        self.positions.resize(words * 8, 0);
        for (at, id) in list.iter().enumerate().take(usize::from(UNDETERMINED)) {
            let condition = view.bits(*id);
            let conditions = condition.certain.iter().zip(condition.upper());
            let households = self.open.iter_mut().zip(self.positions.as_chunks_mut::<8>().0);
            for ((certain, possible), (open, positions)) in conditions.zip(households) {
                let found = *open & certain;
                *open &= !possible;
                if found != 0 {
                    let bytes = bytes_of(found);
                    positions.iter_mut().zip(bytes).for_each(|(all, bytes)| *all |= bytes * (at as u64 + 1));
                }
            }
        }
        out.clear();
        out.reserve(words * 64);
        for positions in &self.positions {
            out.extend(positions.to_le_bytes().map(|position| position.wrapping_sub(1)));
        }
        out.truncate(rows);
    }
}

fn write(from: TruthsRef<'_>, rows: usize, out: &mut TwoBits) {
    out.certain.assign(from.certain, rows);
    out.possible.assign(from.upper(), rows);
}

fn narrow(from: &[i32], out: &mut Vec<u16>) {
    out.clear();
    out.extend(from.iter().map(|count| *count as u16));
}
