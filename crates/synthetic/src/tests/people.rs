//! Families whose ages fit their relationships, and numbers that nobody has.

use std::collections::BTreeSet;

use arrow_array::cast::AsArray;
use vocab::Day;

use super::{pack, population, standard};
use crate::draw::{Draw, Topic};
use crate::family::{Builder, LEAST_GENERATION, Relation, Wanted};
use crate::shape::Calendar;

#[test]
fn ages_fit_relationships() {
    let age_day: Day = "2025-12-31".parse().expect("a day");
    let calendar = Calendar::new(age_day);
    let mut people = Vec::new();
    for household in 0..60_000 {
        let flags = [1, 2, 4].map(|bit| household & bit != 0);
        let wanted = Wanted {
            size: 1 + (household % 9) as usize,
            elderly: flags[0],
            young: flags[1] && household % 9 > 1,
            early: flags[2],
        };
        Builder { calendar: &calendar, draw: Draw::of(5, household, Topic::Family), people: &mut people }
            .build(wanted);
        assert_eq!(people.len(), wanted.size, "{people:?}");
        let head = people[0];
        assert_eq!(head.relation, Relation::Head);
        assert!(head.age >= 18, "a head of {}", head.age);
        assert!(people.iter().filter(|person| person.relation == Relation::Spouse).count() <= 1);
        for person in &people {
            let birth = Day::from_epoch_days(person.birth);
            assert_eq!(age_day.age_of(birth), Some(person.age), "{person:?}");
            let generations = match person.relation {
                Relation::Child => head.age - person.age,
                Relation::Grandchild => (head.age - person.age) / 2,
                Relation::Parent => person.age - head.age,
                Relation::Spouse | Relation::ChildInLaw => {
                    assert!(person.age >= 15, "married at {}", person.age);
                    continue;
                }
                _ => continue,
            };
            assert!(generations >= LEAST_GENERATION - 2, "{generations} years: {person:?} {head:?}");
        }
    }
}

#[test]
fn couples_are_a_man_and_a_woman_and_children_have_the_fathers_surname() {
    let population = population(&standard("vn-2022"), 400, true);
    let (_, members) = population.block(0, 400);
    let texts = |name: &str| members.column_by_name(name).expect(name).as_string::<i32>().clone();
    let (names, relations, sexes, groups) =
        (texts("full_name"), texts("relationship"), texts("sex"), texts("ethnic_group"));
    let ids =
        members.column_by_name("household_id").expect("ids").as_primitive::<arrow_array::types::Int64Type>();
    let mut fathers = std::collections::BTreeMap::new();
    let (mut same, mut other) = (0, 0);
    for row in 0..members.num_rows() {
        if groups.iter().nth(row) != Some(Some("01")) {
            continue;
        }
        let surname = names.value(row).split(' ').next().unwrap_or("").to_owned();
        match relations.value(row) {
            "head" | "spouse" if sexes.value(row) == "male" => {
                fathers.insert(ids.value(row), surname);
            }
            "child" => match fathers.get(&ids.value(row)) {
                Some(father) if *father == surname => same += 1,
                Some(_) => other += 1,
                None => {}
            },
            _ => {}
        }
    }
    assert!(same > 100 && other * 50 < same, "{same} share the surname, {other} do not");
}

#[test]
fn numbers_cannot_belong_to_anybody() {
    let files = pack();
    let given =
        String::from_utf8(files.get("lists/personal_id_province_codes.csv").expect("the list").to_vec())
            .expect("text");
    let given: BTreeSet<&str> = given.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert!(given.contains("001") && given.contains("068"));
    let population = population(&standard("vn-2022"), 3_000, true);
    let (households, members) = population.block(0, 3_000);
    let ids = members.column_by_name("id_number").expect("numbers").as_string::<i32>();
    let mut seen = BTreeSet::new();
    for id in ids.iter().flatten() {
        assert!(id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()), "{id}");
        assert!(!given.contains(&id[..3]), "{id} begins like a real number");
        assert!(seen.insert(id), "{id} stands twice");
    }
    let phones = households.column_by_name("phone").expect("telephones").as_string::<i32>();
    let mut seen = BTreeSet::new();
    for phone in phones.iter().flatten() {
        assert!(
            phone.len() == 10 && ["050", "053", "054", "057"].contains(&&phone[..3]),
            "{phone} may be somebody's"
        );
        assert!(seen.insert(phone), "{phone} stands twice");
    }
    assert!(ids.iter().flatten().count() > 9_000 && seen.len() > 2_500);
}

#[test]
fn names_numbers_and_notes_stay_away_unless_asked_for() {
    let standard = standard("vn-2022");
    let (households, members) = population(&standard, 10, false).schemas();
    for question in standard.questionnaire.questions.iter().filter(|question| question.sensitive) {
        assert!(
            households.field_with_name(&question.id).is_err()
                && members.field_with_name(&question.id).is_err()
        );
    }
}
