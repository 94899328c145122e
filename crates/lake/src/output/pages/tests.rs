//! Every column that we write ourselves reads back as it was, by the general reader.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch,
    StringArray, UInt8Array,
};
use arrow_cast::cast;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use bytes::Bytes;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_writer::ArrowRowGroupWriterFactory;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::SerializedFileWriter;

use super::Column;
use crate::output::parquet::properties;

/// A generator of numbers that look arbitrary and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Values in runs and single ones, some of them missing; `missing` of 8 are, 8 is all of them.
fn values(rows: usize, sides: u64, missing: u64, seed: u64) -> Vec<Option<i64>> {
    let mut dice = Dice(seed);
    let mut all = Vec::with_capacity(rows);
    while all.len() < rows {
        let run = [1, 1, 1, 3, 8, 17, 64, 200][dice.roll(8) as usize];
        let value = (dice.roll(8) >= missing).then(|| dice.roll(sides) as i64);
        all.extend(std::iter::repeat_n(value, run.min(rows - all.len())));
    }
    all
}

fn schema() -> SchemaRef {
    let words = |key: DataType| DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8));
    Arc::new(Schema::new(vec![
        Field::new("household_id", DataType::Int64, false),
        Field::new("flag", DataType::Boolean, true),
        Field::new("sure", DataType::Boolean, false),
        Field::new("size", DataType::Int32, false),
        Field::new("code", words(DataType::Int32), true),
        Field::new("outcome", words(DataType::UInt8), false),
        Field::new("needs", DataType::Utf8, true),
        Field::new("weight", DataType::Float64, true),
    ]))
}

fn batch(rows: usize, missing: u64, seed: u64) -> RecordBatch {
    let some = |sides, at| values(rows, sides, missing, seed * 31 + at);
    let every = |sides, at| values(rows, sides, 0, seed * 37 + at).into_iter().flatten();
    let places: Vec<String> =
        some(300, 1).iter().map(|v| v.map_or(String::new(), |v| format!("xã {v}"))).collect();
    let code: DictionaryArray<Int32Type> =
        places.iter().map(|place| (!place.is_empty()).then_some(place.as_str())).collect();
    let words: ArrayRef = Arc::new(StringArray::from(vec!["poor", "near_poor", "not_poor"]));
    let keys: UInt8Array = every(3, 2).map(|key| key as u8).collect();
    let mut needs = StringBuilder::new();
    some(1000, 3).iter().for_each(|v| needs.append_option(v.map(|v| format!("{v}:tuổi"))));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(every(1 << 40, 4).map(|id| id - 77).collect::<Int64Array>()),
        Arc::new(some(2, 5).iter().map(|v| v.map(|v| v == 1)).collect::<BooleanArray>()),
        Arc::new(every(2, 6).map(|v| Some(v == 1)).collect::<BooleanArray>()),
        Arc::new(every(2_000, 7).map(|size| size as i32 - 5).collect::<Int32Array>()),
        Arc::new(code),
        Arc::new(DictionaryArray::new(keys, words)),
        Arc::new(needs.finish()),
        Arc::new(some(100, 8).iter().map(|v| v.map(|v| v as f64 / 4.0)).collect::<Float64Array>()),
    ];
    RecordBatch::try_new(schema(), columns).unwrap()
}

/// One row group of these batches, read back as plain columns.
fn read_back(batches: &[RecordBatch]) -> Vec<ArrayRef> {
    let schema = schema();
    let plain = ["needs", "weight"].into_iter();
    let properties = plain.fold(properties(), |p, name| p.set_column_dictionary_enabled(name.into(), false));
    let properties: WriterPropertiesPtr = properties.build().into();
    let leaves = ArrowSchemaConverter::new().convert(&schema).unwrap();
    let mut file =
        SerializedFileWriter::new(Vec::new(), leaves.root_schema_ptr(), properties.clone()).unwrap();
    let general = ArrowRowGroupWriterFactory::new(&file, schema.clone()).create_column_writers(0).unwrap();
    let mut group = file.next_row_group().unwrap();
    for (at, (writer, leaf)) in general.into_iter().zip(leaves.columns()).enumerate() {
        let field = schema.field(at);
        let mut column = Column::new(field, leaf, &properties, writer);
        assert!(at == 7 || !matches!(column, Column::Other(_)), "{} is not written by us", field.name());
        batches.iter().for_each(|batch| column.push(field, batch.column(at)).unwrap());
        column.finish(field, leaf).unwrap().append_to(&mut group).unwrap();
    }
    group.close().unwrap();
    let bytes = Bytes::from(file.into_inner().unwrap());
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(bytes).unwrap().with_batch_size(1 << 20).build().unwrap();
    let read: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    read.first().map(|batch| batch.columns().to_vec()).unwrap_or_default()
}

fn check(batches: &[RecordBatch]) {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    let read = read_back(batches);
    if rows == 0 {
        return;
    }
    for (at, column) in read.iter().enumerate() {
        assert_eq!(column.len(), rows);
        let parts: Vec<ArrayRef> =
            batches.iter().map(|batch| cast(batch.column(at), column.data_type()).unwrap()).collect();
        let parts: Vec<&dyn Array> = parts.iter().map(AsRef::as_ref).collect();
        let expected = arrow_select::concat::concat(&parts).unwrap();
        assert_eq!(&expected, column, "{} of {rows} rows", schema().field(at).name());
    }
}

#[test]
fn every_column_reads_back_as_it_was_at_any_length() {
    for rows in [1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 129, 1000, 5003] {
        for missing in [0, 1, 4, 7, 8] {
            check(&[batch(rows, missing, rows as u64 + missing)]);
        }
    }
}

#[test]
fn batches_of_any_length_join_with_dictionaries_of_their_own() {
    for seed in 0..40 {
        let mut dice = Dice(seed);
        let parts: Vec<RecordBatch> = (0..1 + dice.roll(5))
            .map(|part| batch(1 + dice.roll(700) as usize, dice.roll(9), seed * 100 + part))
            .collect();
        check(&parts);
    }
}

#[test]
fn a_column_without_values_may_wake_up_late() {
    check(&[batch(100, 8, 1), batch(100, 8, 2), batch(77, 0, 3), batch(5, 8, 4)]);
    check(&[batch(100, 8, 1), batch(3, 8, 2)]);
}

#[test]
fn the_missing_word_of_a_dictionary_is_a_missing_value() {
    let words = StringArray::from(vec![Some("a"), None, Some("b")]);
    let keys = Int32Array::from(vec![Some(0), Some(1), None, Some(2), Some(1)]);
    let mut with_gap = batch(5, 0, 9);
    let mut columns = with_gap.columns().to_vec();
    columns[4] = Arc::new(DictionaryArray::new(keys, Arc::new(words)));
    with_gap = RecordBatch::try_new(schema(), columns).unwrap();
    let read = read_back(&[with_gap]);
    let code = cast(&read[4], &DataType::Utf8).unwrap();
    let code: &StringArray = code.as_any().downcast_ref().unwrap();
    assert_eq!(code.iter().collect::<Vec<_>>(), [Some("a"), None, None, Some("b"), None]);
}
