//! Which members belong to which household: one linear walk over two sorted columns of ids, without hashing.

use arrow_array::Array;
use standards::questionnaire::Subject;

use crate::failure::Stop;
use crate::ids::{Id, Ids};
use crate::problems::Problem;
use crate::source::rows::{RowStream, Rows};

/// A household with more members is a mistake in the data.
pub(crate) const MOST_MEMBERS: u32 = 1000;

/// The members file, or the part of it that belongs to a span, read forward once.
pub(crate) struct Members<'a> {
    stream: RowStream<'a>,
    current: Option<Rows>,
    at: usize,
    last: Option<Id>,
    /// Rows up to this id belong to an earlier span.
    after: Option<Id>,
    /// Rows that were handed out, as members or as members of nobody.
    pub(crate) taken: u64,
    problems: Vec<Problem>,
}

/// What one batch of members holds for a run of households.
#[derive(Debug, Default)]
pub(crate) struct Matched {
    /// Members in order: first row and how many.
    pub(crate) runs: Vec<(usize, usize)>,
    /// Rows whose household is not there.
    pub(crate) orphans: Vec<usize>,
    /// Rows beyond [`MOST_MEMBERS`] of their household.
    pub(crate) excess: Vec<usize>,
}

/// Households being matched.
struct Walk<'a> {
    counts: &'a mut [u32],
    household: usize,
}

impl<'a> Members<'a> {
    pub(crate) fn new(stream: RowStream<'a>, after: Option<Id>) -> Members<'a> {
        Members { stream, current: None, at: 0, last: None, after, taken: 0, problems: Vec::new() }
    }

    /// Walks over the members of these households. `counts` has one entry a household and grows by their members;
    /// `each` gets every batch with what was found in it.
    pub(crate) fn of(
        &mut self,
        households: &Ids,
        counts: &mut [u32],
        mut each: impl FnMut(&Rows, &Matched) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut walk = Walk { counts, household: 0 };
        let mut matched = Matched::default();
        while self.ready()? {
            let Some(rows) = &self.current else { break };
            let from = self.at;
            matched.clear();
            match (households, &rows.ids) {
                (Ids::Integer(households), Ids::Integer(members)) => {
                    walk.over(
                        |h| households.get(h).copied(),
                        |m| members.get(m).copied(),
                        &mut self.at,
                        &mut matched,
                    );
                }
                (Ids::Text(households), Ids::Text(members)) => {
                    let household = |h: usize| (h < households.len()).then(|| households.value(h).as_bytes());
                    let member = |m: usize| (m < members.len()).then(|| members.value(m).as_bytes());
                    walk.over(household, member, &mut self.at, &mut matched);
                }
                _ => {}
            }
            self.taken += (self.at - from) as u64;
            if self.at > from {
                each(rows, &matched)?;
            }
            if self.at < rows.len() {
                break;
            }
        }
        Ok(())
    }

    /// Hands out all rows that are left: no household is left for them.
    pub(crate) fn rest(
        &mut self,
        mut each: impl FnMut(&Rows, &Matched) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        while self.ready()? {
            let Some(rows) = &self.current else { break };
            let matched = Matched { orphans: (self.at..rows.len()).collect(), ..Matched::default() };
            self.taken += matched.orphans.len() as u64;
            self.at = rows.len();
            each(rows, &matched)?;
        }
        Ok(())
    }

    /// Problems of the rows that were fetched so far, each once.
    pub(crate) fn take_problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.problems)
    }

    /// Whether there is a row; fetches the next batch if necessary and checks its order.
    fn ready(&mut self) -> Result<bool, Stop> {
        loop {
            if self.current.as_ref().is_some_and(|rows| self.at < rows.len()) {
                return Ok(true);
            }
            let fresh = self.stream.next().transpose()?;
            let Some(mut rows) = fresh else {
                self.current = None;
                return Ok(false);
            };
            if let (Some(first), Some(last)) = (rows.ids.first(), rows.ids.last()) {
                let after_last = self.last.as_ref().is_none_or(|last| *last <= first);
                if !after_last || !rows.ids.is_sorted() {
                    return Err(Stop::Unsorted(Subject::Member));
                }
                self.last = Some(last);
            }
            self.at = self.after.as_ref().map_or(0, |after| rows.ids.count_through(after));
            if self.at == 0 {
                self.after = None;
            }
            self.problems.append(&mut rows.problems);
            self.current = Some(rows);
        }
    }
}

impl Walk<'_> {
    fn over<K: Ord>(
        &mut self,
        household: impl Fn(usize) -> Option<K>,
        member: impl Fn(usize) -> Option<K>,
        at: &mut usize,
        matched: &mut Matched,
    ) {
        let mut run = *at;
        'members: while let Some(id) = member(*at) {
            let own = loop {
                match household(self.household) {
                    None => break 'members,
                    Some(found) if found < id => self.household += 1,
                    Some(found) => break found == id,
                }
            };
            let count = self.counts.get_mut(self.household).filter(|_| own);
            match count {
                Some(count) if *count < MOST_MEMBERS => *count += 1,
                other => {
                    let wrong = if other.is_some() { &mut matched.excess } else { &mut matched.orphans };
                    wrong.push(*at);
                    if *at > run {
                        matched.runs.push((run, *at - run));
                    }
                    run = *at + 1;
                }
            }
            *at += 1;
        }
        if *at > run {
            matched.runs.push((run, *at - run));
        }
    }
}

impl Matched {
    fn clear(&mut self) {
        self.runs.clear();
        self.orphans.clear();
        self.excess.clear();
    }
}
