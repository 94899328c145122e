//! The rules about households, and the result.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal64Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Int32Array, RecordBatch, StringArray, UInt8Array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::bits::{Flags, Truths, columns_of};
use crate::codes::Codes;
use crate::law;

/// Columns that are read: first those that the result repeats.
pub const COLUMNS: [&str; 15] = [
    "household_id",
    "province_code",
    "commune_code",
    "village_code",
    "zone",
    "b1_points",
    "income_per_capita",
    "dwelling_area",
    "wall_durable",
    "column_durable",
    "roof_durable",
    "main_water_source",
    "toilet_type",
    "uses_internet",
    "information_devices",
];
const REPEATED: usize = 5;

/// What the members of a household add up to; bits as in [`crate::members`].
#[derive(Clone, Copy, Default)]
pub struct Family {
    pub size: i32,
    pub certain: u8,
    pub possible: u8,
    pub least_dependents: i32,
    pub most_dependents: i32,
}

/// The columns of the result.
pub fn schema(households: &Schema) -> SchemaRef {
    let mut fields: Vec<Field> = COLUMNS[..REPEATED]
        .iter()
        .map(|name| households.field_with_name(name).expect("a column").clone())
        .collect();
    fields.push(Field::new("household_size", DataType::Int32, false));
    fields.extend(law::INDICATORS.map(|id| Field::new(id, DataType::Boolean, true)));
    fields.push(Field::new("deprivation_count", DataType::Int32, false));
    fields.push(Field::new("deprivation_count_max", DataType::Int32, false));
    let words = DataType::Dictionary(Box::new(DataType::UInt8), Box::new(DataType::Utf8));
    fields.push(Field::new("outcome", words.clone(), false));
    fields.push(Field::new("income_band", words, false));
    Arc::new(Schema::new(fields))
}

/// Indicators of sixty-four households by position; four more fill the second byte.
type Indicators = [Truths; 16];

/// Classifies households with their families.
pub fn classify(batch: &RecordBatch, families: &[Family], schema: &SchemaRef) -> RecordBatch {
    let rows = batch.num_rows();
    let words = rows.div_ceil(64);
    let column = |name: &str| &batch[name];
    let flags = |name: &str| {
        let mut flags = Flags::default();
        flags.load(column(name).as_boolean());
        flags
    };
    let durable = ["wall_durable", "column_durable", "roof_durable"].map(flags);
    let internet = flags("uses_internet");
    let mut coded = [vec![0; words * 64], vec![0; words * 64]];
    let lacks =
        |list: &'static [&'static str], bit: u8| move |code: &str| u8::from(!list.contains(&code)) << bit;
    Codes::new(column("main_water_source"), lacks(&law::CLEAN_WATER, 0), 1).add(&mut coded);
    Codes::new(column("toilet_type"), lacks(&law::CLEAN_TOILET, 1), 2).add(&mut coded);
    without_devices(column("information_devices"), &mut coded);
    let urban = |zone: &str| u8::from(zone == "urban") << 3;
    Codes::new(column("zone"), urban, 8).add(&mut coded);
    areas(column("dwelling_area"), families, &mut coded);
    let [certain, possible] = &coded;

    let mut truths: Vec<Indicators> = Vec::with_capacity(words);
    for (word, families) in families.chunks(64).enumerate() {
        let of = |bytes: &Vec<u8>| columns_of(&bytes.as_chunks::<64>().0[word]);
        let (certain, possible) = (of(certain), of(possible));
        let coded = |bit: usize| Truths { certain: certain[bit], possible: possible[bit] };
        let members = of_members(families);
        let [wall, column, roof] = durable.each_ref().map(|flags| flags.at(word).not());
        let quality = wall.and(column).or(wall.and(roof)).or(column.and(roof));
        let [employment, dependents, nutrition, insurance, adults, children] = members;
        let mut all = [Truths::default(); 16];
        all[..12].copy_from_slice(&[
            employment,
            dependents,
            nutrition,
            insurance,
            adults,
            children,
            quality,
            coded(4),
            coded(0),
            coded(1),
            internet.at(word).not(),
            coded(2),
        ]);
        truths.push(all);
    }

    let mut columns: Vec<ArrayRef> = COLUMNS[..REPEATED].iter().map(|name| column(name).clone()).collect();
    columns.push(Arc::new(families.iter().map(|family| family.size).collect::<Int32Array>()));
    for indicator in 0..law::INDICATORS.len() {
        let buffer = |word: fn(&Truths) -> u64| {
            let words: Vec<u64> = truths.iter().map(|all| word(&all[indicator])).collect();
            BooleanBuffer::new(Buffer::from_vec(words), 0, rows)
        };
        let known = buffer(|truths| !(truths.certain ^ truths.possible));
        columns
            .push(Arc::new(BooleanArray::new(buffer(|truths| truths.certain), Some(NullBuffer::new(known)))));
    }
    let counts = |word: fn(&Truths) -> u64| -> Vec<u8> {
        let mut counts = Vec::with_capacity(words * 64);
        for all in &truths {
            let half = |from: usize| crate::bits::rows_of(std::array::from_fn(|bit| word(&all[from + bit])));
            let (low, high) = (half(0), half(8));
            counts
                .extend(low.iter().zip(high).map(|(low, high)| (low.count_ones() + high.count_ones()) as u8));
        }
        counts.truncate(rows);
        counts
    };
    let (least, most) = (counts(|truths| truths.certain), counts(|truths| truths.possible));
    let column_of =
        |counts: &[u8]| Arc::new(counts.iter().map(|count| i32::from(*count)).collect::<Int32Array>());
    columns.push(column_of(&least));
    columns.push(column_of(&most));
    let zones = certain
        .iter()
        .zip(possible)
        .map(|(certain, possible)| Zone { rural: possible & 8 == 0, urban: certain & 8 != 0 });
    let (outcomes, bands) = decide(batch, zones, &least, &most);
    columns.push(coded_words(outcomes, &law::OUTCOMES));
    columns.push(coded_words(bands, &law::BANDS));
    RecordBatch::try_new(schema.clone(), columns).expect("the columns of the schema")
}

/// Indicators 1 to 6, which rest on members.
#[inline]
fn of_members(families: &[Family]) -> [Truths; 6] {
    let (mut certain, mut possible) = ([0; 64], [0; 64]);
    let (mut surely, mut maybe) = (0, 0);
    for (row, family) in families.iter().enumerate() {
        certain[row] = family.certain;
        possible[row] = family.possible;
        surely |= u64::from(family.least_dependents * 100 > 50 * family.size) << row;
        maybe |= u64::from(family.most_dependents * 100 > 50 * family.size) << row;
    }
    let (certain, possible) = (columns_of(&certain), columns_of(&possible));
    let bit = |bit: usize| Truths { certain: certain[bit], possible: possible[bit] };
    [bit(0), Truths { certain: surely, possible: maybe }, bit(1), bit(2), bit(3), bit(4)]
}

fn without_devices(column: &ArrayRef, [certain, possible]: &mut [Vec<u8>; 2]) {
    let lists = column.as_list::<i32>();
    let devices = Codes::new(lists.values(), |code| u8::from(law::DEVICES.contains(&code)), 0);
    for (row, ends) in lists.offsets().windows(2).enumerate() {
        let bit = if lists.is_null(row) {
            possible[row] |= 4;
            continue;
        } else {
            u8::from(!(ends[0]..ends[1]).any(|at| devices.at(at as usize) != 0)) << 2
        };
        certain[row] |= bit;
        possible[row] |= bit;
    }
}

fn areas(column: &ArrayRef, families: &[Family], [certain, possible]: &mut [Vec<u8>; 2]) {
    let areas = column.as_primitive::<Decimal64Type>();
    for (row, (area, family)) in areas.values().iter().zip(families).enumerate() {
        let needed = law::LEAST_AREA * i64::from(family.size);
        let (least, most) = if areas.is_null(row) { (0, law::GREATEST_AREA) } else { (*area, *area) };
        certain[row] |= u8::from(most < needed) << 4;
        possible[row] |= u8::from(least < needed) << 4;
    }
}

/// Neither is known where the zone is missing.
struct Zone {
    rural: bool,
    urban: bool,
}

/// Whether a value is at most a line that depends on the zone: certainly and possibly.
fn at_most(value: i64, [rural, urban]: [i64; 2], zone: &Zone) -> (bool, bool) {
    (value <= if zone.urban { urban } else { rural }, value <= if zone.rural { rural } else { urban })
}

fn decide(
    batch: &RecordBatch,
    zones: impl Iterator<Item = Zone>,
    least: &[u8],
    most: &[u8],
) -> (Vec<u8>, Vec<u8>) {
    let points = batch["b1_points"].as_primitive::<Int64Type>();
    let incomes = batch["income_per_capita"].as_primitive::<Int64Type>();
    let rows = least.iter().zip(most).zip(zones).enumerate();
    let decided = rows.map(|(row, ((least, most), zone))| {
        let (by_points, by_income) = (points.is_valid(row), incomes.is_valid(row));
        let income = incomes.value(row);
        let (below, perhaps) = match (by_points, by_income) {
            (true, _) => at_most(points.value(row), law::B1_LINE, &zone),
            (false, true) => at_most(income, law::INCOME_LINE, &zone),
            (false, false) => (false, true),
        };
        let outcome = match (below, perhaps) {
            (true, _) if u32::from(*least) >= law::POOR_DEPRIVATIONS => 0,
            (true, _) if u32::from(*most) < law::POOR_DEPRIVATIONS => 1,
            (_, false) => 2,
            _ => 3,
        };
        let band = match (below, perhaps) {
            (true, _) => 0,
            (_, false) if !by_points => match at_most(income, law::AVERAGE_LINE, &zone) {
                (true, _) => 1,
                (_, false) => 2,
                _ => 3,
            },
            _ => 3,
        };
        (outcome, band)
    });
    decided.unzip()
}

fn coded_words(positions: Vec<u8>, words: &[&str]) -> ArrayRef {
    let words = Arc::new(StringArray::from(words.to_vec()));
    Arc::new(
        DictionaryArray::try_new(UInt8Array::from(positions), words).expect("positions within the words"),
    )
}
