//! Which distinct figures a set of tables needs, and what has to be asked of households for them.

use std::collections::BTreeMap;

use standards::layouts::{Asked, Column, ConditionAt, Flow, Selection, Shows, Step, TableSet, Unit};
use standards::questionnaire::Subject;

use crate::classify::AlsoAsked;

/// A figure that is counted once, however many cells show it. Each holds households and people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Households that are selected, and their people.
    Selected(Selection),
    /// Selected households with members that satisfy a condition, and those members.
    Members(Selection, ConditionAt),
    /// Selected households with a deprivation, and their deprivations added up.
    Deprivations(Selection),
    /// A step of the flow.
    Flow(Flow, Step),
}

/// Where the answer to a condition is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AskedAt {
    /// A condition of households.
    Condition(usize),
    /// An indicator.
    Indicator(usize),
    /// A count of members.
    Count(usize),
}

/// All that is counted for a set of tables.
#[derive(Clone, Debug, Default)]
pub struct FigurePlan {
    measures: Vec<Measure>,
    at: BTreeMap<Measure, usize>,
    also: AlsoAsked,
    asked: BTreeMap<ConditionAt, AskedAt>,
    flows: Vec<Flow>,
    /// Selections by the outcome that they want; most households are in none but `None`.
    wanted: BTreeMap<Option<u8>, Vec<Wanted>>,
}

/// A selection with the places of its answers.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// Its figure.
    pub(super) figure: usize,
    pub(super) band: Option<u8>,
    pub(super) conditions: Vec<(AskedAt, bool)>,
    pub(super) of: Of,
}

/// What is counted of selected households.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of {
    All,
    Members(usize),
    Deprivations,
}

impl FigurePlan {
    /// Everything that the tables of a set show.
    pub fn new(set: &TableSet) -> FigurePlan {
        let mut plan = FigurePlan::default();
        for table in &set.tables {
            for column in &table.columns {
                plan.add_column(set, column);
            }
        }
        for flow in set.lists.iter().filter_map(|list| list.flow) {
            plan.add(set, Measure::Flow(flow, Step::Closing));
        }
        plan
    }

    /// What is asked of every household.
    pub fn also_asked(&self) -> &AlsoAsked {
        &self.also
    }

    /// The figures, in the order of their counts.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The flows that are followed.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// The position of a figure.
    pub fn position(&self, measure: &Measure) -> Option<usize> {
        self.at.get(measure).copied()
    }

    /// The selections that want this outcome, or any.
    pub(super) fn wanted(&self, outcome: u8) -> impl Iterator<Item = &Wanted> {
        [None, Some(outcome)].into_iter().filter_map(|wanted| self.wanted.get(&wanted)).flatten()
    }

    pub(super) fn asked(&self, at: ConditionAt) -> Option<AskedAt> {
        self.asked.get(&at).copied()
    }

    fn add_column(&mut self, set: &TableSet, column: &Column) {
        let Some(each) = &column.each else { return self.add_shown(set, &column.shows, None) };
        let items = set.families.get(usize::from(each.family)).map_or(0, |family| family.items.len());
        for item in (0..items as u16).filter(|item| !each.except.contains(item)) {
            self.add_shown(set, &column.shows, Some(ConditionAt { family: each.family, item }));
        }
    }

    fn add_shown(&mut self, set: &TableSet, shows: &Shows, each: Option<ConditionAt>) {
        match shows {
            Shows::Count(unit, selection) => self.add(set, measure(*unit, selection, each)),
            Shows::Flow(flow, step) => self.add(set, Measure::Flow(*flow, *step)),
            Shows::Formula(_, truth) => {
                if let Some(truth) = truth {
                    self.add_shown(set, truth, each);
                }
            }
        }
    }

    fn add(&mut self, set: &TableSet, measure: Measure) {
        if self.at.contains_key(&measure) {
            return;
        }
        match &measure {
            Measure::Selected(selection) | Measure::Deprivations(selection) => self.ask_all(set, selection),
            Measure::Members(selection, of) => {
                self.ask_all(set, selection);
                self.ask(set, *of);
            }
            Measure::Flow(flow, _) => {
                self.ask(set, flow.relapsed);
                if !self.flows.contains(flow) {
                    self.flows.push(*flow);
                }
            }
        }
        let (selection, of) = match &measure {
            Measure::Selected(selection) => (Some(selection), Of::All),
            Measure::Deprivations(selection) => (Some(selection), Of::Deprivations),
            Measure::Members(selection, of) => match self.asked(*of) {
                Some(AskedAt::Count(at)) => (Some(selection), Of::Members(at)),
                _ => (None, Of::All),
            },
            Measure::Flow(..) => (None, Of::All),
        };
        if let Some(selection) = selection {
            let asked = |(at, wanted): &(ConditionAt, bool)| Some((self.asked(*at)?, *wanted));
            let wanted = Wanted {
                figure: self.measures.len(),
                band: selection.band,
                conditions: selection.conditions.iter().filter_map(asked).collect(),
                of,
            };
            self.wanted.entry(selection.outcome).or_default().push(wanted);
        }
        self.at.insert(measure.clone(), self.measures.len());
        self.measures.push(measure);
    }

    fn ask_all(&mut self, set: &TableSet, selection: &Selection) {
        selection.conditions.iter().for_each(|(at, _)| self.ask(set, *at));
    }

    fn ask(&mut self, set: &TableSet, at: ConditionAt) {
        if self.asked.contains_key(&at) {
            return;
        }
        let Some(item) = set.item(at) else { return };
        let of = set.families.get(usize::from(at.family)).map(|family| family.of);
        let found = match (&item.asks, of) {
            (Asked::Indicator(indicator), _) => AskedAt::Indicator(usize::from(*indicator)),
            (Asked::Rule(rule), Some(Subject::Member)) => {
                self.also.counts.push(rule.clone());
                AskedAt::Count(self.also.counts.len() - 1)
            }
            (Asked::Rule(rule), _) => {
                self.also.conditions.push(rule.clone());
                AskedAt::Condition(self.also.conditions.len() - 1)
            }
        };
        self.asked.insert(at, found);
    }
}

/// The figure that a count shows; the condition of a run of columns joins its own.
pub(super) fn measure(unit: Option<Unit>, selection: &Selection, each: Option<ConditionAt>) -> Measure {
    let mut selection = selection.clone();
    selection.conditions.extend(each.map(|at| (at, true)));
    match unit {
        None | Some(Unit::Households | Unit::People) => Measure::Selected(selection),
        Some(Unit::Members(of)) => Measure::Members(selection, of),
        Some(Unit::Deprivations) => Measure::Deprivations(selection),
    }
}
