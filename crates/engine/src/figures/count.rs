//! Counting a batch of classified households into the figures of their places.

use std::collections::BTreeMap;

use standards::layouts::{Flow, Step};

use super::flow::{Before, Moves, Now, left, moved};
use super::plan::{AskedAt, FigurePlan, Measure, Of, Wanted};
use crate::bits::TwoBits;
use crate::bounds::Truth;
use crate::classify::{Classified, UNDETERMINED};

/// A place of the tables: codes of province, commune and village, as far down as the tables go.
pub type Place = [Option<String>; 3];

/// Households and people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Certainly so many.
    pub known: [u64; 2],
    /// So many more could be, if missing answers said so; in a flow, so many stand here for want of a better place.
    pub unclear: [u64; 2],
    /// Households of which it is known whether they count.
    pub decided: u64,
}

/// The figures of one place, in the order of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceCounts {
    /// By figure of the plan.
    pub figures: Vec<Figure>,
    /// All households and their people.
    pub all: [u64; 2],
    /// Households without a determined outcome, and their people: they are in no class.
    pub undetermined: [u64; 2],
}

/// The figures of all places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By place.
    pub places: BTreeMap<Place, PlaceCounts>,
}

/// A run of rows of one place in a classified batch.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// The results of the batch.
    pub classified: &'a Classified,
    /// Members by household.
    pub sizes: &'a [u32],
    /// Positions of the households of the place.
    pub rows: &'a [usize],
    /// What was last year, one a position; `None` where last year is not known at all.
    pub before: Option<&'a [Before]>,
}

impl Figure {
    fn add(&mut self, truth: Truth, households: u64, people: u64) {
        match truth {
            Truth::Yes => add(&mut self.known, households, people),
            Truth::Unknown => return add(&mut self.unclear, households, people),
            Truth::No => {}
        }
        self.decided += 1;
    }

    /// Adds another one.
    pub fn merge(&mut self, other: &Figure) {
        add(&mut self.known, other.known[0], other.known[1]);
        add(&mut self.unclear, other.unclear[0], other.unclear[1]);
        self.decided += other.decided;
    }

    /// Whether nothing is known: missing answers leave all of it open.
    pub fn is_missing(&self) -> bool {
        self.decided == 0 && self.known == [0, 0] && self.unclear != [0, 0]
    }
}

fn add(into: &mut [u64; 2], households: u64, people: u64) {
    into[0] += households;
    into[1] += people;
}

impl PlaceCounts {
    /// Nothing counted so far.
    pub fn nothing(plan: &FigurePlan) -> PlaceCounts {
        PlaceCounts {
            figures: vec![Figure::default(); plan.measures().len()],
            all: [0; 2],
            undetermined: [0; 2],
        }
    }

    /// Adds the counts of another place, or of another part of this one.
    pub fn merge(&mut self, other: &PlaceCounts) {
        self.figures.iter_mut().zip(&other.figures).for_each(|(into, from)| into.merge(from));
        add(&mut self.all, other.all[0], other.all[1]);
        add(&mut self.undetermined, other.undetermined[0], other.undetermined[1]);
    }

    fn add_moves(&mut self, plan: &FigurePlan, flow: Flow, moves: Moves) {
        for (step, households, people, is_unclear) in moves.into_iter().flatten() {
            let at = plan.position(&Measure::Flow(flow, step));
            let Some(figure) = at.and_then(|at| self.figures.get_mut(at)) else { continue };
            add(&mut figure.known, households, people);
            if is_unclear {
                add(&mut figure.unclear, households, people);
            }
            figure.decided += 1;
        }
    }
}

impl Counts {
    /// The counts of a place.
    pub fn place(&mut self, plan: &FigurePlan, place: &Place) -> &mut PlaceCounts {
        if !self.places.contains_key(place) {
            self.places.insert(place.clone(), PlaceCounts::nothing(plan));
        }
        self.places.entry(place.clone()).or_insert_with(|| PlaceCounts::nothing(plan))
    }

    /// Adds households of one place.
    pub fn add(&mut self, plan: &FigurePlan, place: &Place, of: Rows<'_>) {
        let counts = self.place(plan, place);
        for (at, row) in of.rows.iter().enumerate() {
            let (Some(people), Some(outcome)) = (of.sizes.get(*row), of.classified.outcome.get(*row)) else {
                continue;
            };
            let now = Now { outcome: *outcome, people: *people };
            let people = u64::from(*people);
            add(&mut counts.all, 1, people);
            if now.outcome == UNDETERMINED {
                add(&mut counts.undetermined, 1, people);
            }
            for wanted in plan.wanted(now.outcome) {
                let truth = selected(wanted, of.classified, *row);
                let Some(figure) = counts.figures.get_mut(wanted.figure) else { continue };
                let get = |numbers: Option<&Vec<u16>>| {
                    numbers.and_then(|numbers| numbers.get(*row)).copied().unwrap_or_default()
                };
                let [least, most] = match wanted.of {
                    Of::All => {
                        figure.add(truth, 1, people);
                        continue;
                    }
                    Of::Members(at) => {
                        let counted = of.classified.counted.get(at);
                        [get(counted.map(|of| &of[0])), get(counted.map(|of| &of[1]))]
                    }
                    Of::Deprivations => [
                        get(Some(&of.classified.deprivation_count)),
                        get(Some(&of.classified.deprivation_count_max)),
                    ],
                };
                add_range(figure, truth, (least, most.max(least)));
            }
            if let Some(before) = of.before.and_then(|before| before.get(at)) {
                for flow in plan.flows() {
                    let relapsed = condition(plan.asked(flow.relapsed), of.classified, *row);
                    counts.add_moves(plan, *flow, moved(*flow, *before, now, relapsed));
                }
            } else {
                for flow in plan.flows().iter().filter(|flow| flow.of == now.outcome) {
                    let closing = (Step::Closing, 1, people, false);
                    counts.add_moves(plan, *flow, [Some(closing), None, None, None]);
                }
            }
        }
    }

    /// Adds a household of last year that is no longer in its place.
    pub fn add_left(&mut self, plan: &FigurePlan, place: &Place, outcome: u8, people: u32) {
        if plan.flows().iter().all(|flow| flow.of != outcome) {
            return;
        }
        let counts = self.place(plan, place);
        plan.flows().iter().for_each(|flow| counts.add_moves(plan, *flow, left(*flow, outcome, people)));
    }

    /// Adds what another part of the input gave.
    pub fn merge(&mut self, other: Counts) {
        for (place, counts) in other.places {
            match self.places.get_mut(&place) {
                Some(known) => known.merge(&counts),
                None => drop(self.places.insert(place, counts)),
            }
        }
    }
}

/// Adds a number of each household that is known within bounds.
fn add_range(figure: &mut Figure, truth: Truth, (least, most): (u16, u16)) {
    let has = |n: u16| u64::from(n > 0);
    let (known, possible) = match truth {
        Truth::Yes => (least, most),
        Truth::Unknown => (0, most),
        Truth::No => (0, 0),
    };
    add(&mut figure.known, has(known), u64::from(known));
    add(&mut figure.unclear, has(possible) - has(known), u64::from(possible - known));
    figure.decided += u64::from(known == possible);
}

fn selected(wanted: &Wanted, classified: &Classified, row: usize) -> Truth {
    let mut truth = match wanted.band {
        None => Truth::Yes,
        Some(wanted) => match classified.income_band.get(row) {
            Some(&band) if band != UNDETERMINED => Truth::known(band == wanted),
            _ => Truth::Unknown,
        },
    };
    for (at, wanted) in &wanted.conditions {
        if truth == Truth::No {
            break;
        }
        let holds = condition(Some(*at), classified, row);
        truth = truth.and(if *wanted { holds } else { holds.negated() });
    }
    truth
}

fn condition(at: Option<AskedAt>, classified: &Classified, row: usize) -> Truth {
    let bits = match at {
        Some(AskedAt::Condition(at)) => classified.asked.get(at),
        Some(AskedAt::Indicator(at)) => classified.deprived.get(at),
        _ => None,
    };
    let truth = |bits: &TwoBits| Truth::new(bits.certain.get(row), bits.possible.get(row));
    bits.map_or(Truth::Unknown, truth)
}
