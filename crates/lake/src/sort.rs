//! External merge sort of rows by household id, for files that are not sorted. Memory is bounded whatever their size.
//!
//! Runs are Arrow IPC in temporary files that have no name, so that nothing remains however the program ends. The sort
//! is stable: rows of one household keep their order.

use std::fs::File;
use std::io::{BufReader, BufWriter, Seek, SeekFrom};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{ArrayRef, RecordBatch, UInt32Array};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::concat::concat_batches;
use arrow_select::take::take_record_batch;

use vocab::{Language, LocalText, said};

use crate::failure::{Failure, Stop};
use crate::ids::{IdKind, Ids};
use crate::merge::{Runs, merge};
use crate::problems::ProblemList;
use crate::progress::Progress;
use crate::source::rows::{FileName, HOUSEHOLD_ID, RowNumbers, RowStream, Rows};

/// Rows of this size are sorted in memory at a time.
const RUN_BYTES: usize = 64 << 20;

/// Size of the batches in a run: while runs are merged, one batch of each is in memory.
const BATCH_BYTES: usize = 512 << 10;

/// More runs than this are merged in two steps.
const MOST_RUNS: usize = 128;

/// The column that carries row numbers through temporary files.
const ROW_NUMBER: &str = "\u{1}row";

/// A sorted file, as a stream, and what was wrong with its rows.
pub(crate) struct Sorted {
    pub(crate) rows: RowStream<'static>,
    pub(crate) problems: ProblemList,
}

/// Sorts a stream of rows.
pub(crate) fn sort(
    rows: RowStream<'_>,
    kind: IdKind,
    file: &FileName,
    batch_rows: usize,
    progress: &Progress,
    language: Language,
) -> Result<Sorted, Stop> {
    let mut problems = ProblemList::new(language);
    let (mut runs, mut waiting, mut bytes): (Vec<Run>, Vec<(RecordBatch, Ids)>, usize) =
        (Vec::new(), Vec::new(), 0);
    for part in rows {
        if progress.is_cancelled() {
            return Err(Failure::Cancelled.into());
        }
        let part = part?;
        progress.add(part.len() as u64);
        problems.extend(part.problems)?;
        let numbers: ArrayRef = Arc::new(part.numbers.to_column(part.columns.num_rows()));
        let columns = with_numbers(&part.columns, numbers).map_err(|e| could_not_sort(file, &e))?;
        bytes += columns.get_array_memory_size() + part.ids.len() * 24;
        waiting.push((columns, part.ids));
        if bytes >= RUN_BYTES {
            runs.push(spill(std::mem::take(&mut waiting), bytes).map_err(|e| could_not_sort(file, &e))?);
            bytes = 0;
            if runs.len() >= MOST_RUNS {
                let merged = merge(Runs::new(std::mem::take(&mut runs), kind), 4096);
                runs.push(spill_stream(merged).map_err(|e| could_not_sort(file, &e))?);
            }
        }
    }
    if !waiting.is_empty() {
        runs.push(in_memory(waiting, bytes).map_err(|e| could_not_sort(file, &e))?);
    }
    let name = file.clone();
    let sorted = merge(Runs::new(runs, kind), batch_rows).map(move |batch| {
        let batch = batch.map_err(|e| could_not_sort(&name, &e))?;
        rows_of(&batch, kind, &name)
    });
    Ok(Sorted { rows: Box::new(sorted), problems })
}

/// Sorted batches with row numbers.
pub(crate) type Run = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

fn with_numbers(columns: &RecordBatch, numbers: ArrayRef) -> Result<RecordBatch, ArrowError> {
    let fields = columns.schema();
    let fields = fields.fields().iter().map(|field| field.as_ref().clone());
    let schema =
        Schema::new(fields.chain([Field::new(ROW_NUMBER, DataType::UInt64, false)]).collect::<Vec<_>>());
    RecordBatch::try_new(Arc::new(schema), columns.columns().iter().cloned().chain([numbers]).collect())
}

fn rows_of(batch: &RecordBatch, kind: IdKind, file: &FileName) -> Result<Rows, Stop> {
    let last = batch.num_columns().saturating_sub(1);
    let numbers = batch.column(last).as_primitive::<UInt64Type>().values().to_vec();
    let columns = batch.project(&(0..last).collect::<Vec<_>>()).map_err(|e| could_not_sort(file, &e))?;
    Rows::new(columns, RowNumbers::Listed(numbers.into()), Vec::new(), kind, file)
}

/// The order of rows: which batch, which row in it.
fn order(parts: &[(RecordBatch, Ids)]) -> Vec<(u32, u32)> {
    let places = parts.iter().enumerate().flat_map(|(at, (_, ids))| (0..ids.len()).map(move |row| (at, row)));
    if parts.iter().all(|(_, ids)| matches!(ids, Ids::Integer(_))) {
        let keys = parts.iter().enumerate().flat_map(|(at, (_, ids))| match ids {
            Ids::Integer(ids) => {
                ids.iter().copied().zip(0_u32..).map(|(id, row)| (id, at as u32, row)).collect()
            }
            Ids::Text(_) => Vec::new(),
        });
        let mut keys: Vec<(i64, u32, u32)> = keys.collect();
        keys.sort_unstable();
        return keys.into_iter().map(|(_, at, row)| (at, row)).collect();
    }
    let text = |place: &(u32, u32)| match parts.get(place.0 as usize) {
        Some((_, Ids::Text(ids))) => ids.value(place.1 as usize),
        _ => "",
    };
    let mut places: Vec<(u32, u32)> = places.map(|(at, row)| (at as u32, row as u32)).collect();
    places.sort_by(|a, b| text(a).as_bytes().cmp(text(b).as_bytes()));
    places
}

/// Sorts batches. They are laid together first: taking rows from one batch is much faster than from hundreds.
fn in_memory(parts: Vec<(RecordBatch, Ids)>, bytes: usize) -> Result<Run, ArrowError> {
    let order = order(&parts);
    let rows_a_batch = (order.len() * BATCH_BYTES / bytes.max(1)).clamp(64, 4096);
    let mut starts = Vec::new();
    let mut rows = 0_u32;
    for (batch, _) in &parts {
        starts.push(rows);
        rows += batch.num_rows() as u32;
    }
    let Some(schema) = parts.first().map(|(batch, _)| batch.schema()) else {
        return Ok(Box::new(std::iter::empty()));
    };
    let whole = concat_batches(&schema, parts.iter().map(|(batch, _)| batch))?;
    drop(parts);
    let order: Vec<u32> = order
        .into_iter()
        .map(|(at, row)| starts.get(at as usize).copied().unwrap_or_default() + row)
        .collect();
    let mut at = 0;
    Ok(Box::new(std::iter::from_fn(move || {
        let places =
            order.get(at..(at + rows_a_batch).min(order.len())).filter(|places| !places.is_empty())?;
        at += places.len();
        Some(take_record_batch(&whole, &UInt32Array::from(places.to_vec())))
    })))
}

fn spill(parts: Vec<(RecordBatch, Ids)>, bytes: usize) -> Result<Run, ArrowError> {
    spill_stream(in_memory(parts, bytes)?)
}

fn spill_stream(run: Run) -> Result<Run, ArrowError> {
    let mut run = run.peekable();
    let schema: SchemaRef = match run.peek() {
        Some(Ok(first)) => first.schema(),
        _ => return Ok(Box::new(run)),
    };
    let mut writer =
        StreamWriter::try_new(BufWriter::with_capacity(1 << 20, tempfile::tempfile()?), &schema)?;
    for batch in run {
        writer.write(&batch?)?;
    }
    writer.finish()?;
    let mut file: File = writer.into_inner()?.into_inner().map_err(|e| ArrowError::from(e.into_error()))?;
    file.seek(SeekFrom::Start(0))?;
    Ok(Box::new(StreamReader::try_new(BufReader::with_capacity(256 << 10, file), None)?))
}

fn could_not_sort(file: &FileName, error: &ArrowError) -> Failure {
    let shown = &file.shown;
    let doing = said!(
        "không sắp xếp được {shown} theo {HOUSEHOLD_ID} trong tệp tạm",
        "could not sort {shown} by {HOUSEHOLD_ID} in temporary files"
    );
    match error {
        ArrowError::IoError(_, error) => Failure::io(doing, error),
        other => {
            let LocalText { vi, en } = doing;
            Failure::could_not_run(
                said!("{vi}: {other}", "{en}: {other}"),
                said!("sắp xếp tệp theo household_id trước", "sort the file by household_id first"),
            )
        }
    }
}
