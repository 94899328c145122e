//! The rules of vn-2022 written by hand: two sorted Parquet files in, one out. A yardstick for `chungtay classify`, not
//! a product: it trusts its input, refuses nothing and explains nothing.
//!
//! `hand HOUSEHOLDS MEMBERS OUT YYYY-MM-DD` – the day is the one on which ages are counted.

mod bits;
mod codes;
mod day;
mod files;
mod households;
mod law;
mod members;

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Int64Array, RecordBatch};
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;

use crate::files::Source;
use crate::households::Family;
use crate::members::{Ages, DEPENDENT, Members};

const THREADS: usize = 2;
const HOUSEHOLD_ROWS: usize = 8192;
const MEMBER_ROWS: usize = 8192;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [households, members, out, day] = arguments.as_slice() else {
        panic!("usage: hand HOUSEHOLDS MEMBERS OUT YYYY-MM-DD");
    };
    let date: Vec<i32> = day.split('-').map(|part| part.parse().expect("a day")).collect();
    let [year, month, day] = date[..] else { panic!("a day is YYYY-MM-DD") };
    let ages = Ages::new(year, month, day);
    let households = Source::open(Path::new(households), &households::COLUMNS);
    let members = Source::open(Path::new(members), &members::COLUMNS);
    let schema = households::schema(households.schema());
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_column_statistics_enabled("household_id".into(), EnabledStatistics::Chunk)
        .set_column_dictionary_enabled("household_id".into(), false)
        .set_offset_index_disabled(true)
        .build();
    let parquet = ArrowSchemaConverter::new().convert(&schema).expect("a schema");
    let file = File::create(out).expect("the result's file");
    let mut writer =
        SerializedFileWriter::new(file, parquet.root_schema_ptr(), properties.into()).expect("a writer");
    let factory = ArrowRowGroupWriterFactory::new(&writer, schema.clone());

    // Each thread takes the next row group of households; row groups are written in their order.
    let next = AtomicUsize::new(0);
    let (turn, moved) = (Mutex::new((0, &mut writer)), Condvar::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let group = next.fetch_add(1, Ordering::Relaxed);
                    if group >= households.bounds.len() {
                        break;
                    }
                    let chunks = row_group(&households, &members, group, &ages, &factory, &schema);
                    let mut turn = turn.lock().expect("no thread panics");
                    while turn.0 < group {
                        turn = moved.wait(turn).expect("no thread panics");
                    }
                    let mut written = turn.1.next_row_group().expect("a row group");
                    for chunk in chunks {
                        chunk.append_to_row_group(&mut written).expect("a column");
                    }
                    written.close().expect("a row group");
                    turn.0 += 1;
                    moved.notify_all();
                }
            });
        }
    });
    drop(turn);
    writer.close().expect("the result");
}

/// One row group of households with their members, classified and encoded.
fn row_group(
    households: &Source,
    members: &Source,
    group: usize,
    ages: &Ages,
    factory: &ArrowRowGroupWriterFactory,
    schema: &arrow_schema::SchemaRef,
) -> Vec<ArrowColumnChunk> {
    let after = group.checked_sub(1).map(|before| households.bounds[before].1);
    let through = households.bounds[group].1;
    let first = members.bounds.partition_point(|(_, greatest)| after.is_some_and(|after| *greatest <= after));
    let last = members.bounds.partition_point(|(least, _)| *least <= through);
    let skip = match after {
        Some(after) if first < last && members.bounds[first].0 <= after => members.rows_through(first, after),
        _ => 0,
    };
    let mut families = Families::new(members.read(first..last.max(first), skip, MEMBER_ROWS), ages);
    let mut columns = factory.create_column_writers(group).expect("writers");
    let mut found = Vec::with_capacity(HOUSEHOLD_ROWS);
    for batch in households.read(group..group + 1, 0, HOUSEHOLD_ROWS) {
        let batch = batch.expect("a batch of households");
        families.collect(batch["household_id"].as_primitive::<Int64Type>(), &mut found);
        let result: RecordBatch = households::classify(&batch, &found, schema);
        let mut writers = columns.iter_mut();
        for (field, column) in schema.fields().iter().zip(result.columns()) {
            for leaf in compute_leaves(field, column).expect("a leaf") {
                writers.next().expect("a writer").write(&leaf).expect("a column");
            }
        }
    }
    columns.into_iter().map(|column| column.close().expect("a column")).collect()
}

/// Members in the order of their households.
struct Families<'a> {
    reader: ParquetRecordBatchReader,
    ages: &'a Ages,
    members: Members,
    ids: Int64Array,
    at: usize,
}

impl<'a> Families<'a> {
    fn new(reader: ParquetRecordBatchReader, ages: &'a Ages) -> Families<'a> {
        Families { reader, ages, members: Members::default(), ids: Int64Array::new_null(0), at: 0 }
    }

    /// What the members of these households add up to.
    fn collect(&mut self, households: &Int64Array, found: &mut Vec<Family>) {
        found.clear();
        for household in households.values() {
            let mut family = Family::default();
            loop {
                let ids = self.ids.values();
                while self.at < ids.len() && ids[self.at] == *household {
                    let (certain, possible) = (self.members.certain[self.at], self.members.possible[self.at]);
                    family.size += 1;
                    family.certain |= certain;
                    family.possible |= possible;
                    family.least_dependents += i32::from(certain & DEPENDENT != 0);
                    family.most_dependents += i32::from(possible & DEPENDENT != 0);
                    self.at += 1;
                }
                if self.at < ids.len() || !self.refill() {
                    break;
                }
            }
            found.push(family);
        }
    }

    fn refill(&mut self) -> bool {
        let Some(batch) = self.reader.next() else { return false };
        let batch = batch.expect("a batch of members");
        self.members.apply(&batch, self.ages);
        self.ids = batch["household_id"].as_primitive::<Int64Type>().clone();
        self.at = 0;
        true
    }
}
