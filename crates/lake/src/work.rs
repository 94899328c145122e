//! The walk over both files, alone or on several threads, with results in the order of the input.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Condvar, Mutex, PoisonError};

use engine::classify::Plan;
use engine::intake::{Binding, Intake};
use engine::judge::Judge;
use standards::questionnaire::Subject;

use vocab::said;

use crate::chunk::{Desk, Neighbors};
use crate::failure::{Failure, Stop, defect};
use crate::ids::Id;
use crate::job::{ClassifyJob, ExplainedHousehold};
use crate::output::ResultColumns;
use crate::output::encode::{Encoded, Encoding, Output};
use crate::problems::ProblemList;
use crate::progress::Progress;
use crate::segments::Members;
use crate::source::rows::{FileName, RowStream, Rows};
use crate::tally::Tally;

/// Households of a part of the result (a row group, in Parquet).
const PART_ROWS: usize = 131_072;

/// Spans beyond the one being written that may be under way, for each thread.
const AHEAD: usize = 2;

/// What all threads share and none changes.
pub(crate) struct Setting<'a> {
    pub(crate) job: &'a ClassifyJob<'a>,
    pub(crate) progress: &'a Progress,
    pub(crate) plan: Plan,
    pub(crate) judge: Judge<'a>,
    /// Of households, of members.
    pub(crate) intakes: [Intake; 2],
    pub(crate) bindings: [Binding; 2],
    pub(crate) names: [FileName; 2],
    pub(crate) columns: ResultColumns,
}

/// What a walk found.
pub(crate) struct Found {
    pub(crate) problems: ProblemList,
    pub(crate) tally: Tally,
    pub(crate) explained: Option<ExplainedHousehold>,
    /// Member rows that were used.
    pub(crate) members: u64,
}

impl Found {
    pub(crate) fn nothing(setting: &Setting<'_>) -> Found {
        Found {
            problems: ProblemList::new(setting.job.language),
            tally: Tally::new(setting.job.standard),
            explained: None,
            members: 0,
        }
    }

    /// Adds what was found later in the input.
    pub(crate) fn append(&mut self, later: Found) -> Result<(), Failure> {
        self.problems.append(later.problems)?;
        self.tally.merge(later.tally);
        self.explained = self.explained.take().or(later.explained);
        self.members += later.members;
        Ok(())
    }
}

/// A part of the input with its own members.
pub(crate) struct Stretch<'a> {
    pub(crate) households: RowStream<'a>,
    pub(crate) members: RowStream<'a>,
    pub(crate) after: Option<Id>,
    pub(crate) is_last: bool,
}

/// Walks over one stretch on this thread.
pub(crate) fn walk(
    setting: &Setting<'_>,
    stretch: Stretch<'_>,
    encoding: &Encoding,
    stop: &AtomicBool,
    mut emit: impl FnMut(Encoded) -> Result<(), Stop>,
) -> Result<Found, Stop> {
    let mut desk = Desk::new(setting);
    let mut members = Members::new(stretch.members, stretch.after.clone());
    let mut households = stretch.households;
    let mut near = Neighbors { before: stretch.after, after: None };
    let (mut part, mut part_rows) = (None, 0);
    let mut next = filled(&mut households, &mut desk)?;
    while let Some(rows) = next {
        if setting.progress.is_cancelled() || stop.load(Ordering::Relaxed) {
            return Err(Failure::Cancelled.into());
        }
        let last = rows.ids.last();
        if near.before > rows.ids.first() || !rows.ids.is_sorted() {
            return Err(Stop::Unsorted(Subject::Household));
        }
        next = filled(&mut households, &mut desk)?;
        near.after = next.as_ref().and_then(|next| next.ids.first());
        let (count, before) = (rows.len(), members.taken);
        if let Some(batch) = desk.classify(rows, &near, &mut members)? {
            part_rows += batch.num_rows();
            let part = match &mut part {
                Some(part) => part,
                None => part.insert(encoding.start()?),
            };
            part.push(batch)?;
        }
        if part_rows >= PART_ROWS
            && let Some(part) = part.take()
        {
            emit(part.finish()?)?;
            part_rows = 0;
        }
        near.before = last;
        setting.progress.add(count as u64 + members.taken - before);
    }
    if stretch.is_last {
        desk.orphans(&mut members)?;
    }
    if let Some(part) = part.filter(|_| part_rows > 0) {
        emit(part.finish()?)?;
    }
    Ok(Found {
        problems: desk.problems,
        tally: desk.tally,
        explained: desk.explained,
        members: members.taken,
    })
}

/// The next batch with a household in it.
fn filled(stream: &mut RowStream<'_>, desk: &mut Desk<'_>) -> Result<Option<Rows>, Stop> {
    for rows in stream {
        let rows = rows?;
        if rows.len() > 0 {
            return Ok(Some(rows));
        }
        desk.problems.extend(rows.problems)?;
    }
    Ok(None)
}

enum Message {
    Part(usize, Encoded),
    Done(usize, Box<Result<Found, Stop>>),
}

/// Which stretch a thread takes next. Threads do not run far ahead of what was written.
#[derive(Default)]
struct Queue {
    state: Mutex<(usize, usize)>,
    moved: Condvar,
}

/// Walks over many stretches on several threads.
pub(crate) fn walk_all<'a>(
    setting: &Setting<'_>,
    stretches: usize,
    open: impl Fn(usize) -> Result<Stretch<'a>, Stop> + Sync,
    encoding: &Encoding,
    output: &mut Output,
) -> Result<Found, Stop> {
    let threads = setting.job.threads.clamp(1, stretches.max(1));
    let (queue, stop) = (Queue::default(), AtomicBool::new(false));
    let mut found = Found::nothing(setting);
    let result = std::thread::scope(|scope| {
        let (sender, receiver) = channel();
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                let (sender, open, queue, stop) = (sender.clone(), &open, &queue, &stop);
                scope.spawn(move || {
                    while let Some(at) = queue.take(stretches, threads * AHEAD, stop) {
                        let result = open(at).and_then(|stretch| {
                            walk(setting, stretch, encoding, stop, |part| {
                                send(&sender, Message::Part(at, part))
                            })
                        });
                        let failed = result.is_err();
                        if sender.send(Message::Done(at, Box::new(result))).is_err() || failed {
                            break;
                        }
                    }
                })
            })
            .collect();
        drop(sender);
        let mut waiting: BTreeMap<usize, Vec<Message>> = BTreeMap::new();
        let mut written = 0;
        let in_order = || -> Result<(), Stop> {
            for message in receiver {
                let at = match &message {
                    Message::Part(at, _) | Message::Done(at, _) => *at,
                };
                if matches!(&message, Message::Done(_, result) if result.is_err()) || at == written {
                    let mut now = vec![message];
                    while let Some(message) = now.pop() {
                        match message {
                            Message::Part(_, part) => output.append(part)?,
                            Message::Done(_, result) => {
                                found.append((*result)?)?;
                                written += 1;
                                queue.written(written);
                                now.extend(waiting.remove(&written).unwrap_or_default().into_iter().rev());
                            }
                        }
                    }
                } else {
                    waiting.entry(at).or_default().push(message);
                }
            }
            Ok(())
        };
        let result = in_order();
        stop.store(true, Ordering::Relaxed);
        queue.written(usize::MAX / 2);
        let fell = workers.into_iter().map(|worker| worker.join()).filter(Result::is_err).count();
        match result {
            Ok(()) if fell > 0 || written < stretches => Err(Failure::could_not_run(
                said!(
                    "một luồng của chương trình dừng bất ngờ",
                    "a thread of the program stopped unexpectedly"
                ),
                defect(),
            )
            .into()),
            other => other,
        }
    });
    result.map(|()| found)
}

fn send(sender: &Sender<Message>, message: Message) -> Result<(), Stop> {
    sender.send(message).map_err(|_| Failure::Cancelled.into())
}

impl Queue {
    /// The next stretch, once it is close enough to the one being written.
    fn take(&self, all: usize, ahead: usize, stop: &AtomicBool) -> Option<usize> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let (next, written) = *state;
            if next >= all || stop.load(Ordering::Relaxed) {
                return None;
            }
            if next < written.saturating_add(ahead) {
                state.0 += 1;
                return Some(next);
            }
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn written(&self, count: usize) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = count;
        self.moved.notify_all();
    }
}
