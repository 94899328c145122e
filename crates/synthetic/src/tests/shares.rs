//! The invented people look like people: sizes, ages, places, and shares of the poor within wide bounds.

use standards::questionnaire::Subject;
use standards::standard::{DeprivationRule, PovertyStandard};

use super::{population, standard};
use crate::Population;
use crate::household::Household;

/// Percentages of households that are poor, near-poor, and undecided by missing answers.
fn outcomes(
    population: &Population,
    standard: &PovertyStandard,
    sample: impl Iterator<Item = u64>,
) -> [f64; 3] {
    let (mut poor, mut near, mut unknown, mut all) = (0, 0, 0, 0);
    let mut household =
        Household::new(population.places.village_of(0), "", standard.questionnaire.questions.len());
    for number in sample {
        population.make(number, std::slice::from_mut(&mut household));
        let holds = |rule: &standards::standard::Rule| population.rules.holds(&rule.condition, &household, 0);
        let low = standard.income_tests.iter().find_map(|test| holds(&test.at_or_below_line));
        let deprived = standard.indicators.iter().filter(|indicator| match &indicator.deprived {
            DeprivationRule::Rule(rule) => holds(rule) == Some(true),
            DeprivationRule::Unknown(_) => false,
        });
        all += 1;
        match (low, deprived.count()) {
            (Some(true), 3..) => poor += 1,
            (Some(true), _) => near += 1,
            (None, _) => unknown += 1,
            _ => {}
        }
    }
    [poor, near, unknown].map(|count| f64::from(count) * 100.0 / f64::from(all))
}

#[test]
fn all_outcomes_are_there_and_none_is_too_frequent() {
    let standard = standard("vn-2022");
    for (households, step) in [(50_000, 5), (300_000, 30), (2_000_000, 201)] {
        let population = population(&standard, households, false);
        let [poor, near, unknown] = outcomes(&population, &standard, (0..households).step_by(step));
        println!("{households}: poor {poor:.2} %, near-poor {near:.2} %, no income answer {unknown:.2} %");
        assert!((2.5..6.5).contains(&poor), "{poor} % poor of {households}");
        assert!((2.5..6.5).contains(&near), "{near} % near-poor of {households}");
        assert!(unknown < 1.0, "{unknown} % without an income");
    }
}

#[test]
fn sizes_and_ages_are_those_of_a_country() {
    let standard = standard("vn-2022");
    let population = population(&standard, 20_000, false);
    let mut household =
        Household::new(population.places.village_of(0), "", standard.questionnaire.questions.len());
    let (mut people, mut children, mut old, mut women) = (0, 0, 0, 0);
    for number in 0..20_000 {
        population.make(number, std::slice::from_mut(&mut household));
        people += household.members.len();
        children += household.members.iter().filter(|person| person.age < 16).count();
        old += household.members.iter().filter(|person| person.age >= 60).count();
        women += household.members.iter().filter(|person| person.female).count();
    }
    let percent = |count: usize| count * 100 / people;
    println!("{people} people, children {} %, old {} %", percent(children), percent(old));
    assert!((72_000..77_000).contains(&people), "{people} people in 20,000 households");
    assert!(
        (22..32).contains(&percent(children))
            && (8..17).contains(&percent(old))
            && (48..54).contains(&percent(women))
    );
}

#[test]
fn few_answers_are_missing_and_as_many_as_wanted() {
    let standard = standard("vn-2022");
    let population = population(&standard, 4_000, false);
    let (households, _) = population.block(0, 4_000);
    let share = |name: &str| households.column_by_name(name).expect(name).null_count() as f64 / 4_000.0;
    for question in ["wall_durable", "toilet_type", "dwelling_area", "uses_internet"] {
        assert!((0.0002..0.006).contains(&share(question)), "{question}: {}", share(question));
    }
    let asked = |id: &str| standard.questionnaire.find(Subject::Household, id).is_some();
    assert!(asked("b1_points") && (0.4..0.9).contains(&share("b1_points")));
    assert!(share("income_per_capita") < 0.2);
}

#[test]
fn more_households_live_in_more_places() {
    let standard = super::ten_minutes();
    let places = |households: u64| {
        let population = population(&standard, households, false);
        let mut provinces = std::collections::BTreeSet::new();
        let mut communes = std::collections::BTreeSet::new();
        let mut last = (String::new(), String::new(), 0);
        for number in (0..households).step_by((households / 20_000).max(1) as usize) {
            let village = population.places.village_of(number);
            let province = population.places.provinces[usize::from(village.commune.province)].clone();
            let here = (province.clone(), village.commune.code.clone(), village.number);
            assert!(last <= here, "{last:?} before {here:?}");
            provinces.insert(province);
            communes.insert(village.commune.code.clone());
            last = here;
        }
        (provinces.len(), communes.len())
    };
    assert_eq!(places(5_000), (1, 4));
    assert_eq!(places(100_000), (1, 124));
    let (provinces, communes) = places(10_000_000);
    assert!(provinces == 34 && communes > 3_000, "{provinces} provinces, {communes} communes");
}
