//! The official flow of households closes in every place, whatever they did: opening − exits + entries = closing.

use std::collections::BTreeMap;

use engine::bounds::Truth;
use engine::classify::UNDETERMINED;
use engine::figures::{Before, Moves, Now, left, moved};
use proptest::prelude::*;
use standards::layouts::{ConditionAt, Flow, Step};

use crate::dice::{Dice, cases};

const AT: ConditionAt = ConditionAt { family: 0, item: 0 };
/// Poor, near-poor: each beside the other; 2 is not poor.
const FLOWS: [Flow; 2] = [Flow { of: 0, beside: 1, relapsed: AT }, Flow { of: 1, beside: 0, relapsed: AT }];

/// Households and people by flow, place and step.
type Book = BTreeMap<(u8, usize, Step), (i64, i64)>;

fn enter(book: &mut Book, flow: Flow, place: usize, moves: Moves) {
    for (step, households, people, _) in moves.into_iter().flatten() {
        let entry = book.entry((flow.of, place, step)).or_default();
        *entry = (entry.0 + households as i64, entry.1 + people as i64);
    }
}

/// A year of a few places: who was there, who is there, and what the books say.
fn year(seed: u64, households: usize) -> Book {
    let mut dice = Dice::new(seed);
    let mut book = Book::new();
    for _ in 0..households {
        let outcome = |dice: &mut Dice| dice.one_of(&[0, 0, 1, 1, 2, UNDETERMINED]);
        let was = dice.percent(80).then(|| (outcome(&mut dice), dice.below(4), 1 + dice.below(9) as u32));
        let is = dice.percent(85).then(|| (outcome(&mut dice), dice.below(4), 1 + dice.below(9) as u32));
        let relapsed = dice.one_of(&[Truth::Yes, Truth::No, Truth::Unknown]);
        for flow in FLOWS {
            let Some((now, place, people)) = is else {
                if let Some((before, place, people)) = was {
                    enter(&mut book, flow, place, left(flow, before, people));
                }
                continue;
            };
            let before = match was {
                None => Before::Absent,
                Some((outcome, there, had)) => {
                    if there != place {
                        enter(&mut book, flow, there, left(flow, outcome, had));
                    }
                    Before::Was { outcome, people: had, here: there == place }
                }
            };
            enter(&mut book, flow, place, moved(flow, before, Now { outcome: now, people }, relapsed));
        }
    }
    book
}

/// Opening less exits and entries, and what is there at the end.
fn closes(book: &Book, of: u8, place: usize) -> [(i64, i64); 2] {
    let get = |step: Step| book.get(&(of, place, step)).copied().unwrap_or_default();
    let mut sum = (0, 0);
    for (step, sign) in [
        (Step::Opening, 1),
        (Step::ToBeside, -1),
        (Step::Out, -1),
        (Step::OtherDecrease, -1),
        (Step::FromBeside, 1),
        (Step::Relapsed, 1),
        (Step::New, 1),
        (Step::OtherIncrease, 1),
    ] {
        let (households, people) = get(step);
        sum = (sum.0 + sign * households, sum.1 + sign * people);
    }
    [sum, get(Step::Closing)]
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn opening_less_exits_and_entries_is_the_closing_in_every_place(seed: u64, households in 0_usize..40) {
        let book = year(seed, households);
        for flow in FLOWS {
            for place in 0..4 {
                let [sum, closing] = closes(&book, flow.of, place);
                prop_assert_eq!(sum, closing, "class {} in place {}", flow.of, place);
            }
        }
    }

    /// Who leaves one class for the other enters the other: both books say the same of it.
    #[test]
    fn what_one_class_gives_the_other_receives(seed: u64, households in 0_usize..40) {
        let book = year(seed, households);
        let get = |of: u8, place: usize, step: Step| book.get(&(of, place, step)).copied().unwrap_or_default();
        for place in 0..4 {
            prop_assert_eq!(get(0, place, Step::ToBeside), get(1, place, Step::FromBeside));
            prop_assert_eq!(get(1, place, Step::ToBeside), get(0, place, Step::FromBeside));
        }
    }
}

#[test]
fn books_that_forget_a_household_do_not_close() {
    let mut book = year(7, 30);
    let some = book.keys().find(|(_, _, step)| *step == Step::New).copied().expect("somebody is new");
    book.remove(&some);
    let (of, place, _) = some;
    let [sum, closing] = closes(&book, of, place);
    assert_ne!(sum, closing);
}
