//! The columns of a result, described once for all formats.

pub(crate) mod csv;
pub(crate) mod encode;
pub(crate) mod pages;
pub(crate) mod parquet;
pub(crate) mod xlsx;

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Int32Array, RecordBatch, StringArray, UInt8Array, new_null_array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use engine::bits::TwoBits;
use engine::classify::{Classified, UNDETERMINED};
use standards::standard::PovertyStandard;

use vocab::said;

use crate::failure::Failure;
use crate::ids::IdKind;
use crate::source::rows::{HOUSEHOLD_ID, Rows};

/// Columns of the households file that every result repeats, before and after the computed ones.
pub(crate) const PLACE_COLUMNS: [&str; 4] = ["province_code", "commune_code", "village_code", "zone"];
pub(crate) const SAMPLE_COLUMNS: [&str; 2] = ["stratum", "psu"];
pub(crate) const WEIGHT: &str = "weight";
/// Columns that are empty for most households.
pub(crate) const NEEDS: &str = "needs";
pub(crate) const FINDINGS: &str = "findings";

/// What a result looks like, and where its columns come from.
#[derive(Clone, Debug)]
pub(crate) struct ResultColumns {
    pub(crate) schema: SchemaRef,
    places: Vec<Passed>,
    after_weight: Vec<Passed>,
    outcomes: Arc<StringArray>,
    bands: Arc<StringArray>,
}

/// A column that is handed through from the households file.
#[derive(Clone, Debug)]
struct Passed {
    at: Option<usize>,
    to: DataType,
}

/// Everything about a batch of households that the result tells.
pub(crate) struct ResultRows<'a> {
    pub(crate) rows: &'a Rows,
    pub(crate) sizes: &'a [u32],
    pub(crate) weights: ArrayRef,
    pub(crate) classified: &'a Classified,
    pub(crate) needs: &'a [(usize, String)],
}

fn code_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::UInt8), Box::new(DataType::Utf8))
}

impl ResultColumns {
    /// The columns of a result over a households file with this schema.
    pub(crate) fn new(
        standard: &PovertyStandard,
        households: &Schema,
        keep: &[String],
        kind: IdKind,
    ) -> Result<ResultColumns, Failure> {
        let id_type = match kind {
            IdKind::Integer => DataType::Int64,
            IdKind::Text => DataType::Utf8View,
        };
        let mut fields = vec![Field::new(HOUSEHOLD_ID, id_type, false)];
        let passed = |name: &str, fields: &mut Vec<Field>| {
            let at = households.index_of(name).ok();
            let to = at
                .and_then(|at| households.fields().get(at))
                .map_or(DataType::Utf8, |field| field.data_type().clone());
            fields.push(Field::new(name, to.clone(), true));
            Passed { at, to }
        };
        let places = PLACE_COLUMNS.iter().map(|name| passed(name, &mut fields)).collect();
        fields.push(Field::new("household_size", DataType::Int32, false));
        fields.push(Field::new(WEIGHT, DataType::Float64, true));
        let mut after_weight: Vec<Passed> =
            SAMPLE_COLUMNS.iter().map(|name| passed(name, &mut fields)).collect();
        let mut computed: Vec<Field> = standard
            .indicators
            .iter()
            .map(|indicator| Field::new(&indicator.id, DataType::Boolean, true))
            .collect();
        computed.push(Field::new("deprivation_count", DataType::Int32, false));
        computed.push(Field::new("deprivation_count_max", DataType::Int32, false));
        computed.push(Field::new("outcome", code_type(), false));
        computed.push(Field::new("income_band", code_type(), false));
        computed.push(Field::new(NEEDS, DataType::Utf8, true));
        computed.push(Field::new(FINDINGS, DataType::Utf8, true));
        for name in keep {
            if fields.iter().any(|field| field.name() == name) {
                continue;
            }
            if households.index_of(name).is_err() || computed.iter().any(|field| field.name() == name) {
                let why = if households.index_of(name).is_err() {
                    said!(
                        "không giữ được cột `{name}`: tệp hộ không có cột này",
                        "the column `{name}` cannot be kept: it is not in the households file"
                    )
                } else {
                    said!(
                        "không giữ được cột `{name}`: đây là tên của một cột kết quả",
                        "the column `{name}` cannot be kept: it is the name of a computed column"
                    )
                };
                let remedy = said!(
                    "ghi tên các cột của tệp hộ, hoặc đổi tên cột trong tệp đó",
                    "name columns of the households file, or rename the column there"
                );
                return Err(Failure::could_not_run(why, remedy));
            }
            after_weight.push(passed(name, &mut fields));
        }
        fields.extend(computed);
        let ids = |ids: &mut dyn Iterator<Item = &String>, last: &str| {
            let mut all: Vec<&str> = ids.map(String::as_str).collect();
            all.push(last);
            Arc::new(StringArray::from(all))
        };
        Ok(ResultColumns {
            schema: Arc::new(Schema::new(fields)),
            places,
            after_weight,
            outcomes: ids(&mut standard.outcomes.iter().map(|outcome| &outcome.id), "undetermined"),
            bands: ids(&mut standard.income_bands.iter().map(|band| &band.id), "unknown"),
        })
    }

    /// The result of a batch.
    pub(crate) fn batch(&self, of: &ResultRows<'_>) -> Result<RecordBatch, ArrowError> {
        let (rows, classified) = (of.rows.len(), of.classified);
        let pass = |passed: &Passed| {
            let column = passed.at.and_then(|at| of.rows.columns.columns().get(at));
            column.cloned().unwrap_or_else(|| new_null_array(&passed.to, rows))
        };
        let counts = |counts: &[u16]| -> ArrayRef {
            Arc::new(counts.iter().map(|count| i32::from(*count)).collect::<Int32Array>())
        };
        let mut columns: Vec<ArrayRef> = vec![of.rows.ids.to_column()];
        columns.extend(self.places.iter().map(pass));
        columns.push(Arc::new(of.sizes.iter().map(|size| *size as i32).collect::<Int32Array>()));
        columns.push(of.weights.clone());
        columns.extend(self.after_weight.iter().map(pass));
        columns.extend(classified.deprived.iter().map(|deprived| three_valued(deprived, rows)));
        columns.push(counts(&classified.deprivation_count));
        columns.push(counts(&classified.deprivation_count_max));
        columns.push(coded(&classified.outcome, &self.outcomes)?);
        columns.push(coded(&classified.income_band, &self.bands)?);
        columns.push(sparse_text(rows, of.needs.iter().map(|(row, needs)| (*row, needs.as_str()))));
        let disagree = (0..rows).filter(|row| classified.disagree.get(*row));
        columns.push(sparse_text(rows, disagree.map(|row| (row, "income_tests_disagree"))));
        RecordBatch::try_new(self.schema.clone(), columns)
    }
}

/// True and false where certain, null where unknown.
fn three_valued(bits: &TwoBits, rows: usize) -> ArrayRef {
    let (certain, possible) = (bits.certain.words(), bits.possible.words());
    let buffer = |words: Vec<u64>| BooleanBuffer::new(Buffer::from_vec(words), 0, rows);
    let known: Vec<u64> =
        certain.iter().zip(possible).map(|(certain, possible)| !(certain ^ possible)).collect();
    let nulls = if certain == possible { None } else { Some(NullBuffer::new(buffer(known))) };
    Arc::new(BooleanArray::new(buffer(certain.to_vec()), nulls))
}

/// Positions as words; the last word is for [`UNDETERMINED`].
fn coded(positions: &[u8], words: &Arc<StringArray>) -> Result<ArrayRef, ArrowError> {
    use arrow_array::Array;
    let last = (words.len() - 1) as u8;
    let keys: UInt8Array = positions.iter().map(|at| if *at == UNDETERMINED { last } else { *at }).collect();
    Ok(Arc::new(DictionaryArray::try_new(keys, words.clone())?))
}

/// A column of texts most of which are missing.
fn sparse_text<'a>(rows: usize, texts: impl Iterator<Item = (usize, &'a str)>) -> ArrayRef {
    let mut texts = texts.peekable();
    if texts.peek().is_none() {
        return new_null_array(&DataType::Utf8, rows);
    }
    let mut column = StringBuilder::new();
    let mut at = 0;
    for (row, text) in texts {
        column.append_nulls(row.saturating_sub(at));
        column.append_value(text);
        at = row + 1;
    }
    column.append_nulls(rows.saturating_sub(at));
    Arc::new(column.finish())
}
