//! The same seed gives the same bytes, in whatever blocks they are made.

use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;

use super::{pack, population, standard, ten_minutes};
use crate::draw::mix;
use crate::household::Household;
use crate::{Options, Population};

fn hash(batch: &RecordBatch) -> u64 {
    let mut hash = batch.num_rows() as u64;
    for column in batch.columns() {
        let array = column.to_data();
        let nulls =
            array.nulls().map(|nulls| nulls.iter().map(u8::from).collect::<Vec<_>>()).unwrap_or_default();
        let buffers = array.buffers().iter().map(|buffer| buffer.as_slice());
        for byte in buffers.flatten().chain(&nulls) {
            hash = mix(hash ^ u64::from(*byte));
        }
    }
    hash
}

/// If this fails because an assumption in `packs/vn/synthetic` or `packs/vn/units` was changed on purpose, write the new
/// numbers here; if it fails on one machine only, something is not exact.
#[test]
fn the_same_seed_gives_the_same_bytes_on_every_machine() {
    let standard = ten_minutes();
    let population = population(&standard, 3_000, false);
    let (households, members) = population.block(0, 3_000);
    let mut household =
        Household::new(population.places.village_of(0), "", standard.questionnaire.questions.len());
    let incomes = (0..3_000).fold(0, |sum, number| {
        population.make(number, std::slice::from_mut(&mut household));
        mix(sum ^ household.fortune.income as u64 ^ household.fortune.lacks << 40)
    });
    assert_eq!(
        [hash(&households), hash(&members), incomes],
        [8_878_790_486_980_260_346, 3_103_629_859_801_865_518, 15_722_587_928_329_915_345]
    );
}

#[test]
fn another_seed_gives_another_population() {
    let standard = ten_minutes();
    let of_seed = |seed| {
        let options = Options { households: 200, seed, ..Options::default() };
        Population::new(&standard, &pack(), options).expect("a population").block(0, 200).1
    };
    assert_eq!(of_seed(1), of_seed(1));
    assert_ne!(of_seed(1), of_seed(2));
}

#[test]
fn blocks_are_the_same_whatever_their_size() {
    let population = population(&standard("vn-2022"), 700, true);
    let (households, members) = population.block(0, 700);
    let (mut household_at, mut member_at) = (0, 0);
    for (from, len) in [(0, 1), (1, 199), (200, 350), (550, 400)] {
        let (some_households, some_members) = population.block(from, len);
        assert_eq!(households.slice(household_at, some_households.num_rows()), some_households);
        assert_eq!(members.slice(member_at, some_members.num_rows()), some_members);
        household_at += some_households.num_rows();
        member_at += some_members.num_rows();
    }
    assert_eq!((household_at, member_at), (700, members.num_rows()));
    assert_eq!(population.block(700, 10).0.num_rows(), 0);
}

#[test]
fn columns_have_the_types_of_the_contract_and_say_that_they_are_invented() {
    let population = population(&standard("vn-2022"), 50, false);
    let (households, members) = population.schemas();
    let kind = |name: &str| {
        households.field_with_name(name).or(members.field_with_name(name)).expect(name).data_type().clone()
    };
    assert_eq!(kind("household_id"), DataType::Int64);
    assert_eq!(kind("zone"), DataType::Utf8);
    assert_eq!(kind("income_per_capita"), DataType::Int64);
    assert_eq!(kind("dwelling_area"), DataType::Decimal128(18, 1));
    assert_eq!(kind("birth_date"), DataType::Date32);
    assert_eq!(kind("has_health_insurance"), DataType::Boolean);
    assert_eq!(kind("school_level"), DataType::Int64);
    assert_eq!(kind("ethnic_group"), DataType::Utf8, "01 would lose its zero");
    assert!(matches!(kind("information_devices"), DataType::List(_)));
    assert!(households.metadata().get("chungtay.invented").is_some_and(|words| words.contains("bịa ra")));
    let (made, _) = population.block(0, 50);
    assert_eq!(made.schema(), households);
}
