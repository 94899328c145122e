//! Merging sorted runs of rows into one sorted stream.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use arrow_select::interleave::interleave_record_batch;

use crate::ids::{Id, IdKind, Ids};
use crate::sort::Run;
use crate::source::rows::HOUSEHOLD_ID;

/// Sorted runs, in the order of the file that they come from.
pub(crate) struct Runs {
    runs: Vec<Run>,
    kind: IdKind,
}

/// The row of a run that comes next.
struct Front {
    batch: RecordBatch,
    ids: Ids,
    row: usize,
    /// Where the batch stands in `Merge::held`, once a row of it was taken.
    held: Option<usize>,
}

struct Merge {
    runs: Runs,
    fronts: Vec<Option<Front>>,
    heap: BinaryHeap<Reverse<(Id, usize)>>,
    batch_rows: usize,
    started: bool,
    failed: bool,
}

impl Runs {
    pub(crate) fn new(runs: Vec<Run>, kind: IdKind) -> Runs {
        Runs { runs, kind }
    }
}

/// One sorted stream; of equal ids the earlier run comes first.
pub(crate) fn merge(mut runs: Runs, batch_rows: usize) -> Run {
    if runs.runs.len() == 1
        && let Some(only) = runs.runs.pop()
    {
        return only;
    }
    let fronts = runs.runs.iter().map(|_| None).collect();
    let mut merge =
        Merge { runs, fronts, heap: BinaryHeap::new(), batch_rows, started: false, failed: false };
    Box::new(std::iter::from_fn(move || {
        if merge.failed {
            return None;
        }
        let next = merge.next_batch();
        merge.failed = next.is_err();
        next.transpose()
    }))
}

impl Merge {
    fn next_batch(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        if !self.started {
            self.started = true;
            for run in 0..self.runs.runs.len() {
                self.refill(run)?;
            }
        }
        let (mut held, mut places): (Vec<RecordBatch>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
        for front in self.fronts.iter_mut().flatten() {
            front.held = None;
        }
        while places.len() < self.batch_rows {
            let Some(Reverse((_, run))) = self.heap.pop() else { break };
            let Some(Some(front)) = self.fronts.get_mut(run) else { break };
            let at = *front.held.get_or_insert_with(|| {
                held.push(front.batch.clone());
                held.len() - 1
            });
            places.push((at, front.row));
            front.row += 1;
            match front.ids.get(front.row) {
                Some(id) => self.heap.push(Reverse((id, run))),
                None => self.refill(run)?,
            }
        }
        if places.is_empty() {
            return Ok(None);
        }
        interleave_record_batch(&held.iter().collect::<Vec<_>>(), &places).map(Some)
    }

    /// Fetches the next batch of a run that is used up.
    fn refill(&mut self, run: usize) -> Result<(), ArrowError> {
        let (Some(stream), Some(front)) = (self.runs.runs.get_mut(run), self.fronts.get_mut(run)) else {
            return Ok(());
        };
        *front = None;
        for batch in stream {
            let batch = batch?;
            let ids = batch.column_by_name(HOUSEHOLD_ID).and_then(|ids| Ids::of(ids, self.runs.kind));
            let ids = ids.ok_or_else(|| ArrowError::SchemaError("a run lost its ids".to_owned()))?;
            if let Some(id) = ids.first() {
                self.heap.push(Reverse((id, run)));
                *front = Some(Front { batch, ids, row: 0, held: None });
                break;
            }
        }
        Ok(())
    }
}
