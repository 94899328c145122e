//! One batch of households with its members: matched, judged, classified, described. Each thread has one [`Desk`].

use arrow_array::{ArrayRef, BooleanArray, RecordBatch};
use arrow_select::filter::filter_record_batch;
use engine::classify::{Classified, Scratch, UNDETERMINED};
use engine::intake::Answers;
use standards::HouseholdAnswers;

use vocab::said;

use crate::checks::{household_of, mark};
use crate::failure::{Failure, Stop, defect};
use crate::ids::Id;
use crate::job::ExplainedHousehold;
use crate::members::MemberNumbers;
use crate::output::ResultRows;
use crate::problems::ProblemList;
use crate::segments::Members;
use crate::source::rows::Rows;
use crate::tally::Tally;
use crate::work::Setting;

/// The memory of one thread and what it found.
pub(crate) struct Desk<'a> {
    pub(crate) setting: &'a Setting<'a>,
    pub(crate) households: Answers,
    pub(crate) members: Answers,
    scratch: Scratch,
    pub(crate) classified: Classified,
    pub(crate) numbers: MemberNumbers,
    pub(crate) found: Vec<engine::intake::Problem>,
    pub(crate) problems: ProblemList,
    pub(crate) tally: Tally,
    pub(crate) explained: Option<ExplainedHousehold>,
}

/// What surrounds a batch of households in its file.
pub(crate) struct Neighbors {
    pub(crate) before: Option<Id>,
    pub(crate) after: Option<Id>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(setting: &'a Setting<'a>) -> Desk<'a> {
        Desk {
            setting,
            households: Answers::new(&setting.intakes[0], setting.bindings[0].clone()),
            members: Answers::new(&setting.intakes[1], setting.bindings[1].clone()),
            scratch: setting.plan.scratch(),
            classified: Classified::default(),
            numbers: MemberNumbers::default(),
            found: Vec::new(),
            problems: ProblemList::new(setting.job.language),
            tally: Tally::new(setting.job.standard),
            explained: None,
        }
    }

    /// Classifies a batch of households; `None` if nothing of it goes into the result.
    pub(crate) fn classify(
        &mut self,
        mut rows: Rows,
        near: &Neighbors,
        file: &mut Members<'_>,
    ) -> Result<Option<RecordBatch>, Stop> {
        let count = rows.len();
        self.problems.extend(std::mem::take(&mut rows.problems))?;
        let mut bad: Vec<bool> = vec![false; count];
        if rows.numbers.any_flawed() {
            bad.iter_mut().enumerate().for_each(|(row, bad)| *bad = rows.numbers.is_flawed(row));
        }
        let repeated = self.repeated(&rows, near, &mut bad)?;
        let mut sizes = vec![0_u32; count];
        let (origins, bad_members) = self.take_members(&rows, &mut sizes, file, &mut bad)?;
        let mut offsets = Vec::with_capacity(count + 1);
        offsets.push(0);
        offsets.extend(sizes.iter().scan(0_u32, |end, size| {
            *end += size;
            Some(*end)
        }));
        for member in bad_members {
            mark(&mut bad, household_of(&offsets, member));
        }
        self.judge_numbers(&origins, &offsets, &mut bad)?;
        self.without_members(&rows, &sizes, &repeated, &mut bad)?;
        let weights = self.judge_households(&rows, &mut bad)?;
        self.setting.plan.classify(
            &mut self.scratch,
            &self.households,
            &self.members,
            &offsets,
            &mut self.classified,
        );
        self.explain(&rows, &offsets, &bad);
        let any_bad = bad.contains(&true);
        self.tally.add(&rows.columns, &sizes, &self.classified, any_bad.then_some(bad.as_slice()));
        self.figure(&rows, &offsets, &sizes, &bad);
        let wanted = self.setting.job.skip_bad || self.problems.is_empty();
        let result = if wanted && count > 0 {
            Some(self.describe(&rows, &offsets, &sizes, weights, &bad)?)
        } else {
            None
        };
        self.households.clear();
        self.members.clear();
        self.numbers.clear();
        Ok(result)
    }

    pub(crate) fn answers(
        &self,
        household: usize,
        offsets: &[u32],
    ) -> (HouseholdAnswers, std::ops::Range<usize>) {
        let end = |at: usize| offsets.get(at).map_or(0, |offset| *offset as usize);
        let members = end(household)..end(household + 1);
        let answers = HouseholdAnswers {
            household: self.households.row(household),
            members: members.clone().map(|member| self.members.row(member)).collect(),
        };
        (answers, members)
    }

    fn explain(&mut self, rows: &Rows, offsets: &[u32], bad: &[bool]) {
        let Some(wanted) = self.setting.job.explain.as_deref().filter(|_| self.explained.is_none()) else {
            return;
        };
        let Some(row) = rows.ids.find(wanted) else { return };
        let (answers, members) = self.answers(row, offsets);
        let shown =
            |(at, member): (usize, usize)| self.numbers.shown(member).unwrap_or_else(|| (at + 1).to_string());
        self.explained = Some(ExplainedHousehold {
            household_id: wanted.to_owned(),
            answers,
            member_nos: members.enumerate().map(shown).collect(),
            has_problems: bad.get(row) == Some(&true),
        });
    }

    fn describe(
        &self,
        rows: &Rows,
        offsets: &[u32],
        sizes: &[u32],
        weights: ArrayRef,
        bad: &[bool],
    ) -> Result<RecordBatch, Failure> {
        let judge = &self.setting.judge;
        let undetermined =
            self.classified.outcome.iter().enumerate().filter(|(_, outcome)| **outcome == UNDETERMINED);
        let needs = undetermined.filter(|(row, _)| bad.get(*row) != Some(&true)).map(|(row, _)| {
            let (answers, members) = self.answers(row, offsets);
            let number =
                |at: usize| self.numbers.shown(members.start + at).unwrap_or_else(|| (at + 1).to_string());
            let needs = judge.judge(&answers).needs;
            (row, needs.iter().map(|need| judge.need_name(need, number)).collect::<Vec<_>>().join(";"))
        });
        let needs: Vec<(usize, String)> = needs.collect();
        let of = ResultRows { rows, sizes, weights, classified: &self.classified, needs: &needs };
        let cannot = |e| {
            Failure::could_not_run(
                said!("không ghép được kết quả: {e}", "could not put a result together: {e}"),
                defect(),
            )
        };
        let batch = self.setting.columns.batch(&of).map_err(cannot)?;
        if !bad.contains(&true) {
            return Ok(batch);
        }
        let good: BooleanArray = bad.iter().map(|bad| Some(!bad)).collect();
        filter_record_batch(&batch, &good).map_err(cannot)
    }
}
