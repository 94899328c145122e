//! Two sides against their base: nothing is lost, nothing is decided by itself, and it does not matter who is called first.

use std::collections::BTreeMap;

use forms::merge::{Change, Merge, Pick, Place, Side, recognised};
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

/// Few questions and few answers, so that sides often agree.
fn answers_of_one() -> impl Strategy<Value = Map<String, Json>> {
    let answer = prop_oneof![Just(json!(true)), Just(json!("a")), (0..3_i64).prop_map(|n| json!(n))];
    proptest::collection::btree_map(prop_oneof!["q1", "q2", "q3"], answer, 0..4)
        .prop_map(|all| all.into_iter().collect())
}

/// Answers of a household with the numbers of its members.
fn side() -> impl Strategy<Value = (Json, Vec<Option<usize>>)> {
    let member = (answers_of_one(), proptest::option::of(1..5_usize));
    let zone = proptest::option::of(prop_oneof![Just("rural"), Just("urban")]);
    (answers_of_one(), proptest::collection::vec(member, 0..4), zone).prop_map(
        |(household, members, zone)| {
            let (members, known): (Vec<_>, Vec<_>) = members.into_iter().unzip();
            let mut all = json!({ "household": household, "members": members });
            if let Some(zone) = zone {
                all["zone"] = json!(zone);
            }
            (all, known)
        },
    )
}

fn of<'a>((answers, known): &'a (Json, Vec<Option<usize>>)) -> Side<'a> {
    Side { answers, known }
}

fn picks(merge: &Merge, pick: impl Fn(Change) -> Pick) -> BTreeMap<Place, Pick> {
    merge.fields.iter().map(|field| (field.place.clone(), pick(field.change))).collect()
}

/// Answers without the order of members, which says nothing.
fn as_set(answers: &Json) -> (Json, Json, Vec<String>) {
    let mut members: Vec<String> =
        answers["members"].as_array().unwrap().iter().map(ToString::to_string).collect();
    members.sort();
    (answers["zone"].clone(), answers["household"].clone(), members)
}

/// Whom a side numbers twice is nobody's wish; the numbers that count.
fn numbered_once(mut side: (Json, Vec<Option<usize>>)) -> (Json, Vec<Option<usize>>) {
    let mut seen = Vec::new();
    for known in &mut side.1 {
        match *known {
            Some(number) if seen.contains(&number) => *known = None,
            Some(number) => seen.push(number),
            None => {}
        }
    }
    side
}

proptest! {
    #[test]
    fn two_sides_that_say_the_same_need_no_picking_and_give_what_they_say(base in side(), a in side()) {
        let a = numbered_once(a);
        let merge = Merge::of(Some(&base.0), of(&a), of(&a));
        prop_assert_eq!(merge.conflicts(), 0);
        prop_assert!(merge.fields.iter().all(|field| field.change == Change::Alike));
        let merged = merge.resolved(&BTreeMap::new()).unwrap();
        prop_assert_eq!(as_set(&merged), as_set(&a.0));
    }

    #[test]
    fn a_side_that_changed_nothing_leaves_what_the_other_one_says(base in side(), a in side()) {
        let numbers: Vec<Option<usize>> =
            (1..=base.0["members"].as_array().unwrap().len()).map(Some).collect();
        let untouched = (base.0.clone(), numbers);
        let a = numbered_once(a);
        let merge = Merge::of(Some(&base.0), of(&a), of(&untouched));
        prop_assert_eq!(merge.conflicts(), 0);
        let merged = merge.resolved(&picks(&merge, |_| Pick::A)).unwrap();
        prop_assert_eq!(as_set(&merged), as_set(&a.0));
        let before = merge.resolved(&picks(&merge, |_| Pick::Base)).unwrap();
        prop_assert_eq!(as_set(&before), as_set(&base.0));
    }

    #[test]
    fn who_is_called_first_does_not_matter(base in side(), a in side(), b in side()) {
        let one = Merge::of(Some(&base.0), of(&a), of(&b));
        let other = Merge::of(Some(&base.0), of(&b), of(&a));
        prop_assert_eq!(one.conflicts(), other.conflicts());
        prop_assert_eq!(one.fields.len(), other.fields.len());
        let first = one.resolved(&picks(&one, |_| Pick::A)).unwrap();
        let mirrored = other.resolved(&picks(&other, |change| {
            if change == Change::Alike { Pick::A } else { Pick::B }
        })).unwrap();
        prop_assert_eq!(as_set(&first), as_set(&mirrored));
    }

    #[test]
    fn every_answer_of_a_side_is_kept_or_stands_before_the_person_who_picks(base in side(), a in side(), b in side()) {
        let merge = Merge::of(Some(&base.0), of(&a), of(&b));
        let all_of_b = merge.resolved(&picks(&merge, |_| Pick::B)).unwrap();
        for person in std::iter::once(None).chain((0..merge.people.len()).map(Some)) {
            for (question, answer) in merge.said(person, Pick::A).into_iter().flatten() {
                let asked = |question: &str| {
                    merge.fields.iter().find(|field| field.place.person == person && field.place.question == question)
                };
                let is_before_them = asked(&question).is_some_and(|field| field.a.as_ref() == Some(&answer))
                    || person.is_some() && asked("").is_some();
                let is_kept = all_of_b.to_string().contains(&format!("{}:{answer}", json!(question)));
                prop_assert!(is_before_them || is_kept, "{question} of {person:?}");
            }
        }
        // Everybody whom a side names is somebody.
        for (side, members) in [(Pick::A, &a.0["members"]), (Pick::B, &b.0["members"])] {
            let told: Vec<_> = (0..merge.people.len()).filter_map(|person| merge.said(Some(person), side)).collect();
            prop_assert_eq!(told.len(), members.as_array().unwrap().len());
        }
    }

    #[test]
    fn what_both_changed_differently_is_never_taken_without_a_pick(base in side(), a in side(), b in side()) {
        let merge = Merge::of(Some(&base.0), of(&a), of(&b));
        let without_conflicts: BTreeMap<Place, Pick> = merge
            .fields
            .iter()
            .filter_map(|field| field.proposed().map(|pick| (field.place.clone(), pick)))
            .collect();
        let is_resolved = merge.resolved(&without_conflicts).is_ok();
        let open = |field: &&forms::merge::Field| field.change == Change::Differs
            // Answers of somebody who is proposed to be gone are not asked for.
            && (field.place.question.is_empty() || field.place.person.is_none_or(|person| {
                !merge.fields.iter().any(|of| of.place.person == Some(person) && of.place.question.is_empty()
                    && of.proposed().is_some_and(|pick| of.of(pick).is_none()))
            }));
        prop_assert_eq!(is_resolved, merge.fields.iter().filter(open).count() == 0);
    }
}

#[test]
fn each_kind_of_change_is_told_and_a_person_who_left_on_one_side_is_asked_about() {
    let base = json!({ "zone": "rural", "household": { "toilet": "none", "water": "surface", "roof": true, "wall": true },
        "members": [{ "birth": "1950-01-01" }, { "birth": "1984-05-01", "works": false }, { "birth": "2010-01-01" }] });
    let a = json!({ "zone": "rural", "household": { "toilet": "septic", "water": "tap", "roof": false, "wall": true },
        "members": [{ "birth": "1950-01-01" }, { "birth": "1984-05-01", "works": true }, { "birth": "2026-03-03" }] });
    let b = json!({ "zone": "rural", "household": { "toilet": "none", "water": "tap", "wall": false, "roof": 3 },
        "members": [{ "birth": "1984-05-01", "works": false }, { "birth": "2010-01-01" }] });
    let merge = Merge::of(
        Some(&base),
        Side { answers: &a, known: &[Some(1), Some(2), None] },
        Side { answers: &b, known: &[Some(2), Some(3)] },
    );
    let change = |person: Option<usize>, question: &str| {
        let place = Place { person, question: question.to_owned() };
        merge.fields.iter().find(|field| field.place == place).map(|field| field.change)
    };
    assert_eq!(change(None, "toilet"), Some(Change::OnlyA));
    assert_eq!(change(None, "wall"), Some(Change::OnlyB));
    assert_eq!(change(None, "water"), Some(Change::Alike));
    assert_eq!(change(None, "roof"), Some(Change::Differs));
    assert_eq!(change(None, "zone"), None);
    assert_eq!(change(Some(0), ""), Some(Change::OnlyB), "only the second one says that she is gone");
    assert_eq!(change(Some(1), "works"), Some(Change::OnlyA));
    assert_eq!(change(Some(2), ""), Some(Change::OnlyA), "only the first one says that she is gone");
    assert_eq!(change(Some(3), ""), Some(Change::OnlyA), "somebody new");
    let mut picks: BTreeMap<Place, Pick> = merge
        .fields
        .iter()
        .filter_map(|field| field.proposed().map(|pick| (field.place.clone(), pick)))
        .collect();
    let roof = Place { person: None, question: "roof".to_owned() };
    assert_eq!(merge.resolved(&picks), Err(vec![roof.clone()]));
    picks.insert(roof, Pick::B);
    picks.insert(Place { person: Some(0), question: String::new() }, Pick::Base);
    let merged = merge.resolved(&picks).unwrap();
    assert_eq!(
        merged,
        json!({ "zone": "rural", "household": { "toilet": "septic", "water": "tap", "roof": 3, "wall": false },
            "members": [{ "birth": "1950-01-01" }, { "birth": "1984-05-01", "works": true }, { "birth": "2026-03-03" }] })
    );
}

#[test]
fn whoever_left_on_one_side_and_changed_on_the_other_is_a_conflict() {
    let base = json!({ "members": [{ "works": false }] });
    let (gone, changed) = (json!({ "members": [] }), json!({ "members": [{ "works": true }] }));
    let merge = Merge::of(
        Some(&base),
        Side { answers: &gone, known: &[] },
        Side { answers: &changed, known: &[Some(1)] },
    );
    assert_eq!(merge.fields[0].place, Place { person: Some(0), question: String::new() });
    assert_eq!(merge.fields[0].change, Change::Differs);
    let only = |pick| BTreeMap::from([(merge.fields[0].place.clone(), pick)]);
    assert_eq!(merge.resolved(&only(Pick::A)).unwrap(), json!({ "household": {}, "members": [] }));
    assert!(merge.resolved(&only(Pick::B)).is_err(), "her answer must be picked, too");
}

#[test]
fn people_without_numbers_are_recognised_by_what_only_they_answer() {
    let base = json!({ "members": [{ "birth": "1950" }, { "birth": "1984" }, { "birth": "2010" }, { "birth": "2010" }] });
    let side = json!({ "members": [{ "birth": "1984" }, { "birth": "2010" }, { "birth": "1999" }, {}] });
    assert_eq!(recognised(&base, &side, &["birth"]), [Some(2), None, None, None]);
}
