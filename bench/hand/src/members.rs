//! The rules about members: one byte of what is certain and one of what is possible for each.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{Array, Int64Array, RecordBatch};

use crate::bits::{Flags, Truths, columns_of, rows_of};
use crate::codes::Codes;
use crate::day::{civil, days};
use crate::law;

/// Columns that are read, in this order of use.
pub const COLUMNS: [&str; 17] = [
    "household_id",
    "birth_date",
    "birth_year",
    "age",
    "social_allowance",
    "has_health_insurance",
    "low_height_for_age",
    "low_weight_for_age",
    "attending",
    "school_level",
    "general_diploma",
    "training_diploma",
    "trained_on_the_job",
    "able_to_work",
    "work_status",
    "steady_work",
    "labor_contract",
];
/// The bit of a member's bytes that says whether it is a dependent. Before it come employment, nutrition, insurance,
/// adult education and child schooling.
pub const DEPENDENT: u8 = 1 << 5;

/// Which ages of [`law::AGES`] are reached, by days and by years since birth.
pub struct Ages {
    day: i32,
    year: i32,
    by_days: Vec<u8>,
    by_years: [u8; law::OLDEST as usize + 1],
    /// Whether somebody born on the last day of a year has had this year's birthday.
    year_is_over: bool,
}

impl Ages {
    pub fn new(year: i32, month: i32, day: i32) -> Ages {
        let today = days(year, month, day);
        let by_years = std::array::from_fn(|age| {
            let reached = law::AGES.iter().enumerate().filter(|(_, from)| age as i32 >= **from);
            reached.fold(0, |all, (bit, _)| all | 1 << bit)
        });
        let ages = (0..).map(|since| {
            let (y, m, d) = civil(today - since);
            year - y - i32::from((m, d) > (month, day))
        });
        let by_days = ages.take_while(|age| *age <= law::OLDEST).map(|age| by_years[age as usize]).collect();
        Ages { day: today, year, by_days, by_years, year_is_over: (month, day) == (12, 31) }
    }

    fn of_years(&self, age: i64) -> u8 {
        self.by_years[age.clamp(0, i64::from(law::OLDEST)) as usize]
    }

    /// What is certain and what is possible of somebody without a birth date.
    fn of_others(&self, birth_year: Option<i64>, age: Option<i64>) -> (u8, u8) {
        match (birth_year, age) {
            (Some(birth), _) => {
                let most = i64::from(self.year) - birth;
                (self.of_years(most - i64::from(!self.year_is_over)), self.of_years(most))
            }
            (None, Some(age)) => (self.of_years(age), self.of_years(age)),
            (None, None) => (0, u8::MAX),
        }
    }
}

/// Members with their part of the indicators.
#[derive(Default)]
pub struct Members {
    pub certain: Vec<u8>,
    pub possible: Vec<u8>,
    flags: [Flags; 9],
    aged: [Vec<u8>; 2],
    /// Bits by row: see `KNOWN` and below.
    schooled: [Vec<u8>; 2],
    working: [Vec<u8>; 2],
}

const LEVEL_2: usize = 0;
const LEVEL_3: usize = 1;
const BELOW_2: usize = 2;
const BELOW_3: usize = 3;
const UNTRAINED: usize = 4;
const SEEKING: usize = 0;
const WAGE: usize = 1;
const ALLOWANCE: usize = 2;

impl Members {
    /// Applies the rules to a batch; its columns are those of [`COLUMNS`].
    pub fn apply(&mut self, batch: &RecordBatch, ages: &Ages) {
        let column = |name: &str| batch.column_by_name(name).unwrap_or_else(|| panic!("no column {name}"));
        let rows = batch.num_rows();
        let padded = rows.next_multiple_of(64);
        for bytes in self.aged.iter_mut().chain(&mut self.schooled).chain(&mut self.working) {
            bytes.clear();
            bytes.resize(padded, 0);
        }
        self.ages(batch, ages);
        let [certain, possible] = &mut self.schooled;
        each(column("school_level").as_primitive::<Int64Type>(), |row, level| {
            let bits = |level: i64| u8::from(level >= 2) << LEVEL_2 | u8::from(level >= 3) << LEVEL_3;
            certain[row] |= level.map_or(0, bits);
            possible[row] |= level.map_or(1 << LEVEL_2 | 1 << LEVEL_3, bits);
        });
        each(column("general_diploma").as_primitive::<Int64Type>(), |row, level| {
            let bits = |level: i64| u8::from(level < 2) << BELOW_2 | u8::from(level < 3) << BELOW_3;
            certain[row] |= level.map_or(0, bits);
            possible[row] |= level.map_or(1 << BELOW_2 | 1 << BELOW_3, bits);
        });
        each(column("training_diploma").as_primitive::<Int64Type>(), |row, level| {
            let bits = |level: i64| u8::from(level < 1) << UNTRAINED;
            certain[row] |= level.map_or(0, bits);
            possible[row] |= level.map_or(1 << UNTRAINED, bits);
        });
        let status =
            |code: &str| u8::from(code == law::SEEKING) << SEEKING | u8::from(code == law::WAGE) << WAGE;
        Codes::new(column("work_status"), status, 1 << SEEKING | 1 << WAGE).add(&mut self.working);
        let allowance = |code: &str| u8::from(law::ALLOWANCES.contains(&code)) << ALLOWANCE;
        Codes::new(column("social_allowance"), allowance, 1 << ALLOWANCE).add(&mut self.working);
        let names = [
            "able_to_work",
            "steady_work",
            "labor_contract",
            "low_height_for_age",
            "low_weight_for_age",
            "has_health_insurance",
            "attending",
            "trained_on_the_job",
        ];
        for (flags, name) in self.flags.iter_mut().zip(names) {
            flags.load(column(name).as_boolean());
        }
        self.certain.clear();
        self.possible.clear();
        for word in 0..padded / 64 {
            let rules = self.rules(word);
            let of = |part: fn(Truths) -> u64| {
                let mut columns = [0; 8];
                columns.iter_mut().zip(rules).for_each(|(column, truths)| *column = part(truths));
                rows_of(columns)
            };
            self.certain.extend(of(|truths| truths.certain));
            self.possible.extend(of(|truths| truths.possible));
        }
    }

    fn ages(&mut self, batch: &RecordBatch, ages: &Ages) {
        let [certain, possible] = &mut self.aged;
        let births = batch["birth_date"].as_primitive::<Date32Type>();
        for (row, birth) in births.values().iter().enumerate() {
            let since = ages.day.wrapping_sub(*birth);
            let reached = ages.by_days.get(since as usize).copied().unwrap_or(0);
            (certain[row], possible[row]) = (reached, reached);
        }
        let Some(known) = births.nulls() else { return };
        let years = batch["birth_year"].as_primitive::<Int64Type>();
        let given = batch["age"].as_primitive::<Int64Type>();
        for row in (0..births.len()).filter(|row| known.is_null(*row)) {
            let of = |column: &Int64Array| column.is_valid(row).then(|| column.value(row));
            (certain[row], possible[row]) = ages.of_others(of(years), of(given));
        }
    }

    /// The indicators of sixty-four members, in the order of the bits.
    #[inline]
    fn rules(&self, word: usize) -> [Truths; 6] {
        let bits = |bytes: &[Vec<u8>; 2]| -> [Truths; 8] {
            let of = |bytes: &Vec<u8>| columns_of(&bytes.as_chunks::<64>().0[word]);
            let (certain, possible) = (of(&bytes[0]), of(&bytes[1]));
            std::array::from_fn(|bit| Truths { certain: certain[bit], possible: possible[bit] })
        };
        let [from3, from6, from12, from15, from16, from18, from31, _] = bits(&self.aged);
        let (schooled, working) = (bits(&self.schooled), bits(&self.working));
        let flag = |at: usize| self.flags[at].at(word);
        let [able, steady, contract, low_height, low_weight, insured, attending, trained] =
            std::array::from_fn(flag);

        let without_contract = working[WAGE].and(steady).and(contract.not());
        let employment = from15.and(able).and(working[SEEKING].or(without_contract));
        let child = from16.not();
        let nutrition = child.and(low_height.or(low_weight));
        let uninsured = from6.and(insured.not());
        let below18 = schooled[BELOW_2];
        let from18_on = schooled[BELOW_3].and(schooled[UNTRAINED]).and(trained.not());
        // The last term: where the age is not known but both say the same.
        let unqualified = from18.not().and(below18).or(from18.and(from18_on)).or(below18.and(from18_on));
        let adult = from16.and(from31.not()).and(attending.not()).and(unqualified);
        let fitting = from6.not().or(schooled[LEVEL_2]).and(from12.not().or(schooled[LEVEL_3]));
        let schooling = from3.and(child).and(attending.and(fitting).not());
        let dependent = child.or(working[ALLOWANCE]);
        [employment, nutrition, uninsured, adult, schooling, dependent]
    }
}

/// Shows each value to `take`, without asking for nulls where there are none.
#[inline]
fn each(column: &Int64Array, mut take: impl FnMut(usize, Option<i64>)) {
    match column.nulls().filter(|nulls| nulls.null_count() > 0) {
        None => column.values().iter().enumerate().for_each(|(row, value)| take(row, Some(*value))),
        Some(nulls) => {
            let both = column.values().iter().zip(nulls.inner());
            both.enumerate().for_each(|(row, (value, known))| take(row, known.then_some(*value)));
        }
    }
}
