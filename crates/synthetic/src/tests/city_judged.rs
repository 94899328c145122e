//! What the engine says of the demo city's answers: the assumed rates, the assumed risks, plausible ways in and out.

use std::collections::BTreeMap;

use engine::classify::UNDETERMINED;
use standards::standard::PovertyStandard;

use super::city::{households, whole};
use super::city_tables::judged;
use super::{pack, standard};
use crate::city::{CityAnswers, CityHousehold, CityReview};

/// Outcome ids and deprivations by household and year.
type Judged = BTreeMap<i32, BTreeMap<u64, (String, Vec<String>)>>;

fn judge(standard: &PovertyStandard) -> Judged {
    let mut all = Judged::new();
    for year in whole().years() {
        let reviews: Vec<(u64, &CityReview)> = households()
            .iter()
            .flat_map(|household| household.reviews.iter().map(|review| (household.number, review)))
            .filter(|(_, review)| review.year == year)
            .collect();
        let only: Vec<&CityReview> = reviews.iter().map(|(_, review)| *review).collect();
        let (out, problems) = judged(standard, &only);
        assert!(problems.is_empty(), "{year}: {} problems, first {:#?}", problems.len(), problems.first());
        let of_year = reviews.iter().enumerate().map(|(at, (number, _))| {
            let outcome = match out.outcome[at] {
                UNDETERMINED => "undetermined".to_owned(),
                outcome => standard.outcomes[usize::from(outcome)].id.clone(),
            };
            let deprived = standard.indicators.iter().zip(&out.deprived);
            let deprived =
                deprived.filter(|(_, bits)| bits.certain.get(at)).map(|(indicator, _)| indicator.id.clone());
            (*number, (outcome, deprived.collect()))
        });
        all.insert(year, of_year.collect());
    }
    all
}

fn rates() -> BTreeMap<i32, [f64; 2]> {
    let text = String::from_utf8(pack().get("synthetic/baoloc_poverty.csv").expect("the rates").to_vec())
        .expect("text");
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let number = |text: &str| text.parse().expect("a number");
    rows.map(|row| (row[0].parse().expect("a year"), [number(row[1]), number(row[2])])).collect()
}

/// Nine tenths to eleven tenths of the assumed rates, which is the band of the demo.
#[test]
fn the_engine_finds_about_as_many_poor_as_is_assumed() {
    let judged = judge(&standard("vn-2022"));
    let all = whole().first_households() as f64;
    for (year, assumed) in rates() {
        let count = |wanted: &str| judged[&year].values().filter(|(outcome, _)| outcome == wanted).count();
        let [poor, near] = ["poor", "near_poor"].map(|outcome| count(outcome) as f64 * 100.0 / all);
        println!(
            "{year}: {} reviewed, poor {poor:.3} %, near-poor {near:.3} %, undetermined {}",
            judged[&year].len(),
            count("undetermined")
        );
        for (found, assumed) in [poor, near].into_iter().zip(assumed) {
            assert!(
                (assumed * 0.9..assumed * 1.1).contains(&found),
                "{year}: {found} % instead of {assumed} %"
            );
        }
        assert!((8..60).contains(&count("undetermined")), "{} undetermined", count("undetermined"));
        assert!((2_700..3_300).contains(&judged[&year].len()), "{} reviewed", judged[&year].len());
    }
}

#[test]
fn minority_households_are_several_times_as_likely_to_be_poor() {
    let judged = judge(&standard("vn-2022"));
    let groups: BTreeMap<u64, bool> =
        households().iter().map(|household| (household.number, household.ethnic_group != "01")).collect();
    let minority = groups.values().filter(|minority| **minority).count() as f64;
    let others = groups.len() as f64 - minority;
    let of_all = minority * 100.0 / groups.len() as f64;
    assert!((5.0..8.0).contains(&of_all), "{of_all} % minority households");
    for (year, households) in judged {
        let poor = households.iter().filter(|(_, (outcome, _))| outcome == "poor");
        let (of_minority, of_others): (Vec<u64>, Vec<u64>) =
            poor.map(|(number, _)| *number).partition(|number| groups[number]);
        let risk = (of_minority.len() as f64 / minority) / (of_others.len() as f64 / others);
        println!("{year}: minority {} others {}, risk {risk:.1}", of_minority.len(), of_others.len());
        assert!((5.5..8.5).contains(&risk), "{year}: {risk} times as likely");
    }
}

#[test]
fn the_poor_lack_what_is_typical_and_in_every_way() {
    let judged = judge(&standard("vn-2022"));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut poor, mut sum) = (0, 0);
    for (outcome, deprived) in judged.values().flat_map(BTreeMap::values) {
        if outcome == "poor" {
            poor += 1;
            sum += deprived.len();
            deprived.iter().for_each(|indicator| *counts.entry(indicator).or_default() += 1);
        }
    }
    let mean = sum as f64 / f64::from(poor);
    println!("{poor} times poor, {mean:.2} deprivations: {counts:?}");
    assert!((3.5..4.5).contains(&mean), "{mean} deprivations on average");
    assert_eq!(counts.len(), 12, "{counts:?}");
}

#[test]
fn households_come_and_go_in_every_way_but_most_stay() {
    let judged = judge(&standard("vn-2022"));
    let years: Vec<i32> = judged.keys().copied().collect();
    for pair in years.windows(2) {
        let at = |year: i32, number: &u64| {
            judged[&year].get(number).map_or("none", |(outcome, _)| outcome.as_str())
        };
        let mut ways: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for number in
            judged[&pair[0]].keys().chain(judged[&pair[1]].keys()).collect::<std::collections::BTreeSet<_>>()
        {
            *ways.entry((at(pair[0], number), at(pair[1], number))).or_default() += 1;
        }
        println!("{} to {}: {ways:?}", pair[0], pair[1]);
        for way in [
            ("poor", "poor"),
            ("poor", "near_poor"),
            ("poor", "not_poor"),
            ("near_poor", "poor"),
            ("near_poor", "near_poor"),
            ("near_poor", "not_poor"),
            ("none", "poor"),
            ("none", "near_poor"),
        ] {
            assert!(ways.get(&way).is_some_and(|count| *count > 0), "nobody went from {way:?}");
        }
        assert!(!ways.contains_key(&("poor", "none")), "every poor household is reviewed again");
        assert!(!ways.contains_key(&("near_poor", "none")), "every near-poor household is reviewed again");
    }
}

fn changed(before: &CityAnswers, after: &CityAnswers) -> usize {
    let ids: std::collections::BTreeSet<_> = before.iter().chain(after).map(|(id, _)| id.clone()).collect();
    let find = |answers: &CityAnswers, id: &str| answers.iter().find(|(known, _)| &**known == id).cloned();
    ids.iter().filter(|id| find(before, id) != find(after, id)).count()
}

#[test]
fn few_answers_change_from_one_year_to_the_next() {
    let (mut asked, mut different) = (0, 0);
    for household in households().iter().filter(|household| household.reviews.len() > 1) {
        let CityHousehold { reviews, .. } = household;
        for pair in reviews.windows(2) {
            asked += pair[1].household.len();
            different += changed(&pair[0].household, &pair[1].household);
            for (number, answers) in &pair[1].members {
                if let Some((_, before)) = pair[0].members.iter().find(|(known, _)| known == number) {
                    asked += answers.len();
                    different += changed(before, answers);
                }
            }
        }
    }
    let percent = different * 100 / asked;
    println!("{different} of {asked} answers changed, {percent} %");
    assert!(percent < 20, "{percent} % of the answers changed");
}
