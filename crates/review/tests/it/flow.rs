//! The flow table closes by construction, for households and persons, in every unit.

use proptest::prelude::*;
use review::Class::{NearPoor, Poor};
use review::flow::{Change, Coming, Movement, PovertyFlow, Tally};
use review::{Class, Leaving};

fn change(before: Option<Class>, after: Option<Class>) -> Change {
    Change {
        before,
        after,
        formerly: Vec::new(),
        came: None,
        left: None,
        persons_before: 4,
        persons_after: 4,
    }
}

#[test]
fn every_movement_has_its_column() {
    let left = |why| Change { left: Some(why), ..change(Some(Poor), None) };
    let came = |how| Change { came: Some(how), ..change(None, Some(Poor)) };
    for (of, change, expected) in [
        (Poor, change(Some(Poor), Some(Poor)), Some(Movement::Stays)),
        (Poor, change(Some(Poor), Some(NearPoor)), Some(Movement::ToOther)),
        (NearPoor, change(Some(Poor), Some(NearPoor)), Some(Movement::FromOther)),
        (Poor, change(Some(Poor), None), Some(Movement::Above)),
        (Poor, left(Leaving::Moved), Some(Movement::OtherDecrease(Leaving::Moved))),
        (Poor, left(Leaving::Merged), Some(Movement::OtherDecrease(Leaving::Merged))),
        (Poor, left(Leaving::Dissolved), Some(Movement::OtherDecrease(Leaving::Dissolved))),
        (Poor, change(None, Some(Poor)), Some(Movement::New)),
        (Poor, Change { formerly: vec![Poor], ..change(None, Some(Poor)) }, Some(Movement::Relapse)),
        (Poor, Change { formerly: vec![NearPoor], ..change(None, Some(Poor)) }, Some(Movement::New)),
        (Poor, came(Coming::MovedIn), Some(Movement::OtherIncrease(Coming::MovedIn))),
        (Poor, came(Coming::Split), Some(Movement::OtherIncrease(Coming::Split))),
        (Poor, change(Some(NearPoor), None), None),
    ] {
        assert_eq!(Movement::of(of, &change), expected, "{of:?} {change:?}");
    }
}

#[test]
fn a_household_that_stays_and_has_a_child_closes_the_persons_too() {
    let grew = Change { persons_after: 5, ..change(Some(Poor), Some(Poor)) };
    let flow = PovertyFlow::of(Poor, [grew]);
    assert_eq!(flow.closing(), Tally { households: 1, persons: 5 });
    assert!(flow.closes());
}

fn class() -> impl Strategy<Value = Option<Class>> {
    prop_oneof![Just(None), Just(Some(Poor)), Just(Some(NearPoor))]
}

fn any_change() -> impl Strategy<Value = Change> {
    let leaving = prop_oneof![
        Just(Leaving::Moved),
        Just(Leaving::Merged),
        Just(Leaving::Dissolved),
        Just(Leaving::Duplicate),
        Just(Leaving::Withdrew)
    ];
    let coming = prop_oneof![Just(Coming::MovedIn), Just(Coming::Split)];
    let formerly = proptest::collection::vec(prop_oneof![Just(Poor), Just(NearPoor)], 0..3);
    (
        class(),
        class(),
        formerly,
        proptest::option::of(leaving),
        proptest::option::of(coming),
        0_u32..12,
        0_u32..12,
    )
        .prop_map(|(before, after, formerly, left, came, persons_before, persons_after)| Change {
            before,
            // Who left the unit is on no list of it.
            after: after.filter(|_| left.is_none()),
            formerly,
            came: came.filter(|_| before.is_none()),
            left,
            persons_before,
            persons_after,
        })
}

proptest! {
    #[test]
    fn opening_minus_exits_plus_entries_is_what_is_on_the_new_list(changes in proptest::collection::vec(any_change(), 0..60)) {
        for class in [Poor, NearPoor] {
            let flow = PovertyFlow::of(class, changes.clone());
            prop_assert!(flow.closes(), "{:?}", flow);
            let on_list = changes.iter().filter(|change| change.after == Some(class));
            let persons: i64 = on_list.clone().map(|change| i64::from(change.persons_after)).sum();
            prop_assert_eq!(flow.closing(), Tally { households: on_list.count() as i64, persons });
        }
    }

    /// Who becomes near-poor leaves one table and enters the other.
    #[test]
    fn the_two_tables_agree_on_who_changed_lists(changes in proptest::collection::vec(any_change(), 0..60)) {
        let (poor, near) = (PovertyFlow::of(Poor, changes.clone()), PovertyFlow::of(NearPoor, changes));
        prop_assert_eq!(poor.to_other.households, near.from_other.households);
        prop_assert_eq!(near.to_other.households, poor.from_other.households);
    }

    /// However the units are drawn – old borders or new ones – the tables of the parts add up to that of the whole.
    #[test]
    fn units_add_up_to_the_whole(changes in proptest::collection::vec((any_change(), 0_u8..4), 0..60)) {
        let whole = PovertyFlow::of(Poor, changes.iter().map(|(change, _)| change.clone()));
        let of_unit = |unit: u8| PovertyFlow::of(Poor, changes.iter().filter(|(_, at)| *at == unit).map(|(change, _)| change.clone()));
        let sum = (0..4).map(of_unit).fold(PovertyFlow::default(), |a, b| a + b);
        prop_assert_eq!(sum, whole);
        prop_assert!(sum.closes());
    }
}
