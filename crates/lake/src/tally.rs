//! Counting results while they stream by.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use engine::bits::Bits;
use engine::classify::{Classified, UNDETERMINED};
use standards::standard::PovertyStandard;

use crate::figures::Figured;
use crate::job::{Counts, Summary, UnitCounts};

/// There are about 3,300 communes. A file with more codes than this has something else in the column.
const MOST_UNITS: usize = 50_000;

/// Province and commune.
type Unit = (Option<String>, Option<String>);

/// Counts of a part of the input; parts add up in any order.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) households: u64,
    pub(crate) members: u64,
    pub(crate) skipped: u64,
    pub(crate) disagree: u64,
    counts: Counts,
    /// Outcomes by unit, undetermined last.
    units: BTreeMap<Unit, Vec<u64>>,
    pub(crate) too_many_units: bool,
    pub(crate) figured: Figured,
}

impl Tally {
    pub(crate) fn new(standard: &PovertyStandard) -> Tally {
        let counts = Counts {
            outcomes: vec![0; standard.outcomes.len()],
            deprived: vec![0; standard.indicators.len()],
            income_bands: vec![0; standard.income_bands.len()],
            ..Counts::default()
        };
        Tally { counts, ..Tally::default() }
    }

    /// Adds a batch; `bad` households are left out.
    pub(crate) fn add(
        &mut self,
        columns: &RecordBatch,
        sizes: &[u32],
        classified: &Classified,
        bad: Option<&[bool]>,
    ) {
        let is_bad = |row: usize| bad.is_some_and(|bad| bad.get(row) == Some(&true));
        let skipped = bad.map_or(0, |bad| bad.iter().filter(|bad| **bad).count() as u64);
        self.skipped += skipped;
        self.households += sizes.len() as u64 - skipped;
        self.members += sizes
            .iter()
            .enumerate()
            .filter(|(row, _)| !is_bad(*row))
            .map(|(_, n)| u64::from(*n))
            .sum::<u64>();
        let counted = |bits: &Bits| match bad {
            None => bits.count_ones() as u64,
            Some(_) => (0..sizes.len()).filter(|row| bits.get(*row) && !is_bad(*row)).count() as u64,
        };
        for (count, deprived) in self.counts.deprived.iter_mut().zip(&classified.deprived) {
            *count += counted(&deprived.certain);
        }
        self.disagree += counted(&classified.disagree);
        let rows = |positions: &[u8], slots: usize| {
            let mut counts = vec![0_u64; slots + 1];
            for (_, at) in positions.iter().enumerate().filter(|(row, _)| !is_bad(*row)) {
                if let Some(count) = counts.get_mut(slot(*at, slots)) {
                    *count += 1;
                }
            }
            counts
        };
        let outcomes = rows(&classified.outcome, self.counts.outcomes.len());
        add_all(&mut self.counts.outcomes, &outcomes);
        self.counts.undetermined += outcomes.last().copied().unwrap_or_default();
        let bands = rows(&classified.income_band, self.counts.income_bands.len());
        add_all(&mut self.counts.income_bands, &bands);
        self.counts.income_band_unknown += bands.last().copied().unwrap_or_default();
        self.add_units(columns, &classified.outcome, is_bad);
    }

    /// Households of one commune usually stand together: runs of equal codes are looked up once.
    fn add_units(&mut self, columns: &RecordBatch, outcomes: &[u8], is_bad: impl Fn(usize) -> bool) {
        let slots = self.counts.outcomes.len();
        let codes = ["province_code", "commune_code"].map(|name| Codes::of(columns.column_by_name(name)));
        let [province, commune] = &codes;
        let mut start = 0;
        while start < outcomes.len() {
            let mut end = start + 1;
            while end < outcomes.len() && commune.same(start, end) && province.same(start, end) {
                end += 1;
            }
            let unit = (province.shown(start), commune.shown(start));
            if self.units.len() >= MOST_UNITS && !self.units.contains_key(&unit) {
                self.too_many_units = true;
                return;
            }
            let counts = self.units.entry(unit).or_insert_with(|| vec![0; slots + 1]);
            for (row, at) in outcomes.iter().enumerate().take(end).skip(start) {
                if let Some(count) = counts.get_mut(slot(*at, slots)).filter(|_| !is_bad(row)) {
                    *count += 1;
                }
            }
            start = end;
        }
    }

    /// Adds another part.
    pub(crate) fn merge(&mut self, other: Tally) {
        self.households += other.households;
        self.members += other.members;
        self.skipped += other.skipped;
        self.disagree += other.disagree;
        self.too_many_units |= other.too_many_units;
        add_all(&mut self.counts.outcomes, &other.counts.outcomes);
        add_all(&mut self.counts.deprived, &other.counts.deprived);
        add_all(&mut self.counts.income_bands, &other.counts.income_bands);
        self.counts.undetermined += other.counts.undetermined;
        self.counts.income_band_unknown += other.counts.income_band_unknown;
        self.figured.merge(other.figured);
        for (unit, counts) in other.units {
            match self.units.get_mut(&unit) {
                Some(known) => add_all(known, &counts),
                None => drop(self.units.insert(unit, counts)),
            }
        }
    }

    pub(crate) fn into_summary(self) -> Summary {
        let units = if self.too_many_units { BTreeMap::new() } else { self.units };
        let by_unit = units.into_iter().map(|((province_code, commune_code), mut outcomes)| {
            let undetermined = outcomes.pop().unwrap_or_default();
            UnitCounts { province_code, commune_code, outcomes, undetermined }
        });
        Summary {
            households: self.households,
            members: self.members,
            skipped_households: self.skipped,
            counts: self.counts,
            by_unit: by_unit.collect(),
            income_tests_disagree: self.disagree,
            figured: self.figured,
            ..Summary::default()
        }
    }
}

fn slot(at: u8, slots: usize) -> usize {
    if at == UNDETERMINED { slots } else { usize::from(at).min(slots) }
}

fn add_all(into: &mut [u64], from: &[u64]) {
    into.iter_mut().zip(from).for_each(|(into, from)| *into += from);
}

/// A column of codes, compared without making texts.
pub(crate) enum Codes {
    None,
    Keys(ArrayRef, ArrayRef),
    Integers(ArrayRef),
    Texts(ArrayRef),
}

impl Codes {
    pub(crate) fn of(column: Option<&ArrayRef>) -> Codes {
        let Some(column) = column else { return Codes::None };
        if let Some(coded) = column.as_any_dictionary_opt()
            && let Ok(keys) = arrow_cast::cast(coded.keys(), &DataType::Int32)
            && let Ok(words) = arrow_cast::cast(coded.values(), &DataType::Utf8)
        {
            return Codes::Keys(keys, words);
        }
        if column.data_type().is_integer()
            && let Ok(integers) = arrow_cast::cast(column, &DataType::Int64)
        {
            return Codes::Integers(integers);
        }
        arrow_cast::cast(column, &DataType::Utf8).map_or(Codes::None, Codes::Texts)
    }

    pub(crate) fn same(&self, a: usize, b: usize) -> bool {
        let nulls = |column: &ArrayRef| column.is_null(a) == column.is_null(b);
        match self {
            Codes::None => true,
            Codes::Keys(keys, _) => {
                let keys = keys.as_primitive::<Int32Type>();
                keys.values().get(a) == keys.values().get(b)
                    && (keys.null_count() == 0 || keys.is_null(a) == keys.is_null(b))
            }
            Codes::Integers(integers) => {
                let values = integers.as_primitive::<Int64Type>().values();
                values.get(a) == values.get(b) && nulls(integers)
            }
            Codes::Texts(texts) => {
                texts.as_string::<i32>().value(a) == texts.as_string::<i32>().value(b) && nulls(texts)
            }
        }
    }

    pub(crate) fn shown(&self, row: usize) -> Option<String> {
        match self {
            Codes::None => None,
            Codes::Keys(keys, words) => {
                let key = keys.is_valid(row).then(|| keys.as_primitive::<Int32Type>().value(row))?;
                Some(words.as_string::<i32>().value(usize::try_from(key).ok()?).to_owned())
            }
            Codes::Integers(integers) => {
                integers.is_valid(row).then(|| integers.as_primitive::<Int64Type>().value(row).to_string())
            }
            Codes::Texts(texts) => {
                texts.is_valid(row).then(|| texts.as_string::<i32>().value(row).to_owned())
            }
        }
    }
}
