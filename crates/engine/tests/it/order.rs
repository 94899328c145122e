//! The order of members, and the other households of a batch, mean nothing.

use engine::Need;
use engine::judge::{Judge, Judgement};
use proptest::prelude::*;
use standards::HouseholdAnswers;

use crate::agreement::context;
use crate::columnar;
use crate::dice::{Dice, cases};
use crate::households::{complete, with_gaps};
use crate::world::{Shape, World};

/// Positions in another order.
fn shuffled(count: usize, dice: &mut Dice) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for at in (1..count).rev() {
        order.swap(at, dice.below(at + 1));
    }
    order
}

/// What a judgement of the members in this order would have said of the members in their first order.
fn restored(judged: Judgement, order: &[usize]) -> Judgement {
    let mut needs: Vec<Need> = judged
        .needs
        .into_iter()
        .map(|need| match need {
            Need::Member(member, question) => Need::Member(order[member], question),
            other => other,
        })
        .collect();
    needs.sort();
    Judgement { needs, ..judged }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn members_in_another_order_are_judged_the_same(seed in any::<u64>(), depth in 1_usize..5) {
        let dice = &mut Dice::new(seed);
        let world = World::draw(dice, Shape { depth, extremes: true });
        let judge = Judge::new(&world.standard, world.params.clone(), world.asked, None);
        for _ in 0..10 {
            let percent = dice.one_of(&[0, 10, 40]);
            let household = with_gaps(&world.standard, &complete(&world.standard, dice), percent, dice).0;
            let order = shuffled(household.members.len(), dice);
            let members = order.iter().map(|member| household.members[*member].clone()).collect();
            let other = HouseholdAnswers { household: household.household.clone(), members };
            let (first, second) = (judge.judge(&household), restored(judge.judge(&other), &order));
            prop_assert_eq!(first, second, "{:?}\n{}", order, context(&world, &household));
        }
    }

    #[test]
    fn a_household_is_classified_alone_as_among_others(seed in any::<u64>(), depth in 1_usize..4) {
        let dice = &mut Dice::new(seed);
        let world = World::draw(dice, Shape { depth, extremes: true });
        let percent = dice.one_of(&[0, 10, 40]);
        let all: Vec<HouseholdAnswers> = (0..66)
            .map(|_| with_gaps(&world.standard, &complete(&world.standard, dice), percent, dice).0)
            .collect();
        let judge = Judge::new(&world.standard, world.params.clone(), world.asked, None);
        for at in [0, 31, 63, 64, 65] {
            let alone = columnar::classified(&world.standard, &world.params, world.asked, &all[at..=at]);
            let found = columnar::differences(&alone, 0, &judge.judge(&all[at]));
            prop_assert!(found.is_empty(), "{found:#?}\n{}", context(&world, &all[at]));
        }
    }
}
