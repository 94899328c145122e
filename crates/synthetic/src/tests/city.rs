//! The demo city as it is told: its places, people and events, before anybody judges it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;
use standards::questionnaire::AnswerKind;
use vocab::Zone;

use super::{pack, standard};
use crate::city::{City, CityBirth, CityChange, CityHousehold, CityValue};

/// The whole city of seed 2026.
pub(super) fn whole() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| city(2026, None))
}

/// Its households.
pub(super) fn households() -> &'static [CityHousehold] {
    static HOUSEHOLDS: OnceLock<Vec<CityHousehold>> = OnceLock::new();
    HOUSEHOLDS.get_or_init(|| whole().households().collect())
}

fn city(seed: u64, households: Option<u64>) -> City {
    City::new(&standard("vn-2022"), &pack(), seed, households)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
}

#[test]
fn the_same_seed_gives_the_same_city_and_another_seed_another_one() {
    let of_seed = |seed| city(seed, Some(3_000)).households().collect::<Vec<_>>();
    let first = of_seed(1);
    assert_eq!(first, of_seed(1));
    let other = of_seed(2);
    let same = first.iter().zip(&other).filter(|(one, other)| one.members == other.members).count();
    assert!(same < 30, "{same} households have the same members");
}

#[test]
fn every_ward_has_the_households_and_villages_that_are_assumed_of_it() {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let villages = whole().villages();
    for village in villages {
        counts.entry(&village.ward_code).or_default().1 += 1;
    }
    let village_of = |id: u32| &villages[id as usize - 1];
    for household in households().iter().filter(|household| household.split_from.is_none()) {
        counts.entry(&village_of(household.first_village).ward_code).or_default().0 += 1;
    }
    let expected =
        [("24820", (13_043, 45)), ("24823", (15_093, 45)), ("24829", (14_120, 42)), ("24841", (14_519, 44))];
    assert_eq!(counts, expected.into_iter().collect());
}

#[test]
fn villages_are_those_of_twelve_former_units_with_their_zones() {
    let mut former: BTreeMap<&str, (&str, Zone, &str)> = BTreeMap::new();
    for (at, village) in whole().villages().iter().enumerate() {
        assert_eq!(village.id as usize, at + 1);
        let unit = (village.former_name.as_str(), village.zone, village.ward_code.as_str());
        assert_eq!(*former.entry(&village.former_code).or_insert(unit), unit);
        let kind = if village.zone == Zone::Urban { "Tổ dân phố " } else { "Thôn " };
        assert!(village.name.starts_with(kind), "{}", village.name);
    }
    assert_eq!(former.len(), 12);
    assert_eq!(former["25078"], ("Xã Lộc Tân", Zone::Rural, "24820"));
    assert_eq!(former["24823"], ("Phường 1", Zone::Urban, "24823"));
    let named: Vec<_> =
        whole().villages().iter().filter(|village| village.name.ends_with("Đạ Nghịch")).collect();
    assert_eq!(named.len(), 1);
    assert_eq!((named[0].ward_name.as_str(), named[0].former_code.as_str()), ("Phường 3 Bảo Lộc", "24841"));
    let there = households().iter().filter(|household| household.first_village == named[0].id);
    let (minority, others): (Vec<_>, Vec<_>) = there.partition(|household| household.ethnic_group == "28");
    assert!(minority.len() > 9 * others.len(), "{} Mạ households, {} others", minority.len(), others.len());
}

#[test]
fn an_address_names_the_unit_of_its_day() {
    let village = whole().villages().iter().find(|village| village.former_code == "24844").expect("Đại Lào");
    let on = |day: &str| whole().address(village.id, day.parse().expect("a day"));
    assert_eq!(on("2025-06-30"), "Thôn 1, Xã Đại Lào");
    assert_eq!(on("2025-07-01"), "Thôn 1, Phường 3 Bảo Lộc");
}

#[test]
fn nobody_in_the_city_has_a_number_that_could_be_real() {
    let files = pack();
    let given =
        String::from_utf8(files.get("lists/personal_id_province_codes.csv").expect("the list").to_vec())
            .expect("text");
    let given: BTreeSet<&str> = given.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let (mut ids, mut phones) = (BTreeMap::new(), BTreeSet::new());
    for household in households() {
        for member in &household.members {
            let Some(id) = &member.id_number else { continue };
            assert!(id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()), "{id}");
            assert!(!given.contains(&id[..3]), "{id} begins like a real number");
            assert_eq!(*ids.entry(id).or_insert(member.person), member.person, "two people have {id}");
        }
        if let Some(phone) = &household.phone {
            assert!(phone.len() == 10 && ["050", "053", "054", "057"].contains(&&phone[..3]), "{phone}");
            assert!(phones.insert(phone), "{phone} stands twice");
        }
        let answers = household.reviews.iter().flat_map(|review| &review.members);
        for (number, answers) in answers {
            let told = household.members.iter().find(|member| member.number == *number).expect("a member");
            let id = answers.iter().find(|(id, _)| &**id == "id_number").map(|(_, value)| value);
            let Some(CityValue::Text(id)) = id else { continue };
            assert!(!given.contains(&id[..3]), "{id} begins like a real number");
            assert!(
                told.id_number.as_ref().is_none_or(|known| known == id),
                "{id} is not {:?}",
                told.id_number
            );
        }
    }
    assert!(
        ids.len() > 190_000 && phones.len() > 50_000,
        "{} numbers, {} telephones",
        ids.len(),
        phones.len()
    );
}

#[test]
fn people_stay_the_same_and_what_happens_to_them_is_told_in_order() {
    let (mut kinds, mut splits) = ([0; 5], BTreeSet::new());
    for household in households() {
        assert!(household.events.is_sorted_by_key(|event| event.on), "{:#?}", household.events);
        for event in &household.events {
            let there =
                |number: u32, day| household.members_on(day).any(|(member, _)| member.number == number);
            let (at, fits) = match &event.what {
                CityChange::Born(number) => {
                    (0, there(*number, event.on) && !there(*number, event.on.previous()))
                }
                CityChange::Died(number) => {
                    (1, !there(*number, event.on) && there(*number, event.on.previous()))
                }
                CityChange::NewHead(number) => (
                    2,
                    household
                        .members_on(event.on)
                        .any(|(member, relation)| member.number == *number && relation == "head"),
                ),
                CityChange::Moved(to) => (3, (1..=whole().villages().len()).contains(&(*to as usize))),
                CityChange::SplitOff(left, number) => {
                    splits.insert((*number, household.number));
                    (4, left.iter().all(|left| !there(*left, event.on) && there(*left, event.on.previous())))
                }
            };
            kinds[at] += 1;
            assert!(fits, "{event:?} of {household:#?}");
        }
        for review in &household.reviews {
            let present: BTreeSet<u32> =
                household.members_on(review.age_day).map(|(member, _)| member.number).collect();
            let asked: BTreeSet<u32> = review.members.iter().map(|(number, _)| *number).collect();
            assert_eq!(present, asked, "{household:#?}");
            assert_eq!(household.village_on(review.age_day), review.village);
            assert_eq!(whole().villages()[review.village as usize - 1].zone, review.zone);
        }
        let day = household.events.last().map_or_else(|| whole().merged_on(), |event| event.on);
        let day = household.split_from.map_or(day, |(on, _)| on.max(day));
        let heads = household.members_on(day).filter(|(_, relation)| *relation == "head").count();
        assert_eq!(heads, 1, "{household:#?}");
    }
    println!("births, deaths, new heads, moves, splits: {kinds:?}");
    assert!(kinds.iter().all(|count| *count > 100), "{kinds:?}");
    let split: BTreeSet<_> = households().iter().filter_map(|h| Some((h.number, h.split_from?.1))).collect();
    assert_eq!(split, splits);
}

#[test]
fn what_is_answered_of_a_member_is_what_is_told_of_it() {
    let mut reviewed = 0;
    for household in households() {
        for review in &household.reviews {
            reviewed += 1;
            let relations: BTreeMap<u32, &str> = household
                .members_on(review.age_day)
                .map(|(member, relation)| (member.number, relation))
                .collect();
            for (number, answers) in &review.members {
                let told =
                    household.members.iter().find(|member| member.number == *number).expect("a member");
                let find =
                    |wanted: &str| answers.iter().find(|(id, _)| &**id == wanted).map(|(_, value)| value);
                assert_eq!(find("full_name"), Some(&CityValue::Text(told.name.clone())));
                assert_eq!(find("relationship"), Some(&CityValue::Code(relations[number].into())));
                match told.birth {
                    CityBirth::Day(day) => assert_eq!(find("birth_date"), Some(&CityValue::Day(day))),
                    CityBirth::Year(year) => {
                        assert_eq!(find("birth_date"), None, "{told:?}");
                        assert_eq!(find("birth_year"), Some(&CityValue::Whole(year.into())));
                    }
                }
            }
        }
    }
    assert!(reviewed > 13_000, "{reviewed} reviews");
}

#[test]
fn answers_become_json_of_the_types_of_their_questions() {
    let standard = standard("vn-2022");
    let review = households().iter().find_map(|household| household.reviews.last()).expect("a review");
    let members = review.members.iter().flat_map(|(_, answers)| answers);
    for (id, value) in review.household.iter().chain(members) {
        let question =
            standard.questionnaire.questions.iter().find(|question| question.id == **id).expect(id);
        let json = value.to_json();
        let fits = match &question.kind {
            AnswerKind::Boolean => json.is_boolean(),
            AnswerKind::Number { decimal: false, .. } => json.is_i64(),
            AnswerKind::Number { .. } => json.is_string(),
            AnswerKind::Choices(_) => json.is_array(),
            AnswerKind::Date | AnswerKind::Text | AnswerKind::Choice(_) => json.is_string(),
        };
        assert!(fits, "{id}: {json}");
    }
    let area = CityValue::Decimal("62.5".parse().expect("a decimal"));
    assert_eq!(area.to_json(), Value::from("62.5"));
}
