//! Diễn biến hộ nghèo: what became of one household between two years, as steps of an official flow table.
//!
//! Invariant: in every place, for households and for people, opening − exits + entries = closing, whatever the households
//! did. A household that stays, leaves or comes is counted with its people of this year; people whom it gained or lost are
//! an increase or decrease of their own. One that is gone is counted with its people of last year.

use standards::layouts::{Flow, Step};

use crate::bounds::Truth;
use crate::classify::UNDETERMINED;

/// What is known of a household last year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Last year's result does not have it.
    Absent,
    /// Last year's result.
    Was {
        /// Position of the outcome, or [`UNDETERMINED`].
        outcome: u8,
        /// Its people.
        people: u32,
        /// Whether it lived in the same place of the table.
        here: bool,
    },
}

/// What it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Position of the outcome, or [`UNDETERMINED`].
    pub outcome: u8,
    /// Its people.
    pub people: u32,
}

/// What a household adds to the steps of a table, at most three: step, households, people, and whether the step rests on
/// something that is not known.
pub type Moves = [Option<(Step, u64, u64, bool)>; 4];

/// What a household that is here now adds to the flow of this place.
pub fn moved(flow: Flow, before: Before, now: Now, relapsed: Truth) -> Moves {
    let people = u64::from(now.people);
    let closing = (now.outcome == flow.of).then_some((Step::Closing, 1, people, false));
    match before {
        Before::Was { outcome, people: had, here: true } if outcome == flow.of => {
            let had = u64::from(had);
            let opening = Some((Step::Opening, 1, had, false));
            if now.outcome == UNDETERMINED {
                return [opening, Some((Step::OtherDecrease, 1, had, true)), None, None];
            }
            let exit = match now.outcome {
                same if same == flow.of => None,
                beside if beside == flow.beside => Some((Step::ToBeside, 1, people, false)),
                _ => Some((Step::Out, 1, people, false)),
            };
            let changed = match people.cmp(&had) {
                std::cmp::Ordering::Less => Some((Step::OtherDecrease, 0, had - people, false)),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some((Step::OtherIncrease, 0, people - had, false)),
            };
            [opening, exit, changed, closing]
        }
        _ if now.outcome != flow.of => [None; 4],
        Before::Was { outcome, here: false, .. } if outcome == flow.of || outcome == flow.beside => {
            [Some((Step::OtherIncrease, 1, people, false)), closing, None, None]
        }
        Before::Was { outcome, .. } if outcome == flow.beside => {
            [Some((Step::FromBeside, 1, people, false)), closing, None, None]
        }
        Before::Was { outcome: UNDETERMINED, .. } => {
            [Some((Step::New, 1, people, true)), closing, None, None]
        }
        Before::Was { .. } | Before::Absent => {
            let entry = match relapsed {
                Truth::Yes => (Step::Relapsed, 1, people, false),
                Truth::No => (Step::New, 1, people, false),
                Truth::Unknown => (Step::New, 1, people, true),
            };
            [Some(entry), closing, None, None]
        }
    }
}

/// What a household that is no longer here adds to the flow of the place where it was.
pub fn left(flow: Flow, outcome: u8, people: u32) -> Moves {
    if outcome != flow.of {
        return [None; 4];
    }
    let people = u64::from(people);
    [Some((Step::Opening, 1, people, false)), Some((Step::OtherDecrease, 1, people, false)), None, None]
}
