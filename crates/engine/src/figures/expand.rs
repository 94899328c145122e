//! The columns of a table as they are printed: runs drawn out, the longest groups first, the rest added up.

use standards::layouts::{Column, ConditionAt, Each, Formula, Shows, TableLayout, TableSet, Unit};
use vocab::LocalText;

use super::count::PlaceCounts;
use super::plan::{FigurePlan, Measure, measure};

/// One printed column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its number.
    pub number: u16,
    /// Its heading.
    pub label: LocalText,
    /// Headings above it, from the top.
    pub under: Vec<LocalText>,
    /// The formula, as the official row of numbers says it.
    pub formula: Option<Formula>,
    /// Figures that are added up; none where the column is calculated.
    pub(super) figures: Vec<usize>,
    /// Figures of the true count that is compared with the formula.
    pub(super) truth: Vec<usize>,
    /// Whether people are shown: in a table with both kinds of rows, the row says it.
    pub(super) of_people: Option<bool>,
    /// Whether it needs last year's result.
    pub(super) needs_before: bool,
}

impl Heading {
    /// Positions in the plan of the figures that the column adds up; of a calculated one, of its true count.
    pub fn counts(&self) -> &[usize] {
        if self.formula.is_some() { &self.truth } else { &self.figures }
    }

    /// Whether the column counts people; `None` where the row says it.
    pub fn counts_people(&self) -> Option<bool> {
        self.of_people
    }
}

/// The printed columns of a table; the figures of the whole decide which groups are named.
pub fn headings(set: &TableSet, plan: &FigurePlan, table: &TableLayout, whole: &PlaceCounts) -> Vec<Heading> {
    let mut printed: Vec<Heading> = Vec::new();
    for column in &table.columns {
        let number = |printed: &[Heading]| match printed.last() {
            _ if column.number > 0 => column.number,
            Some(last) => last.number + 1,
            None => 1,
        };
        let Some(each) = &column.each else {
            let at = number(&printed);
            printed.push(heading(plan, column, at, None));
            continue;
        };
        let mut items = items(set, plan, table, each, whole);
        let rest = each.most.as_ref().map(|(most, name)| {
            let rest = items.split_off((*most).min(items.len()));
            items.retain(|at| households(plan, table, *at, whole) > 0);
            (rest, name)
        });
        let first = number(&printed);
        for (by, at) in (0_u16..).zip(&items) {
            let mut one = heading(plan, column, first + by, Some((*at, by)));
            if let Some(item) = set.item(*at) {
                one.under.push(column.label.clone());
                one.label = item.label.clone();
            }
            printed.push(one);
        }
        if let Some((rest, name)) = rest {
            let mut others = heading(plan, column, first + items.len() as u16, None);
            others.figures = rest.iter().filter_map(|at| figure(plan, &column.shows, Some(*at))).collect();
            others.under.push(column.label.clone());
            others.label = name.clone();
            printed.push(others);
        }
    }
    printed
}

/// The items of a run: in the order of the pack, or those with most households in the table first.
fn items(
    set: &TableSet,
    plan: &FigurePlan,
    table: &TableLayout,
    each: &Each,
    whole: &PlaceCounts,
) -> Vec<ConditionAt> {
    let all = set.families.get(usize::from(each.family)).map_or(0, |family| family.items.len());
    let wanted = (0..all as u16).filter(|item| !each.except.contains(item));
    let mut items: Vec<ConditionAt> = wanted.map(|item| ConditionAt { family: each.family, item }).collect();
    if each.most.is_some() {
        items.sort_by_key(|at| std::cmp::Reverse(households(plan, table, *at, whole)));
    }
    items
}

/// Households of a group in all runs of the table, so that all name the same groups.
fn households(plan: &FigurePlan, table: &TableLayout, at: ConditionAt, whole: &PlaceCounts) -> u64 {
    let runs = table
        .columns
        .iter()
        .filter(|column| column.each.as_ref().is_some_and(|each| each.family == at.family));
    let figures = runs.filter_map(|column| figure(plan, &column.shows, Some(at)));
    figures.filter_map(|at| whole.figures.get(at)).map(|figure| figure.known[0]).sum()
}

fn heading(plan: &FigurePlan, column: &Column, number: u16, each: Option<(ConditionAt, u16)>) -> Heading {
    let at = each.map(|(at, _)| at);
    let formula = match &column.shows {
        Shows::Formula(formula, _) => Some(formula.shifted(each.map_or(0, |(_, by)| by))),
        _ => None,
    };
    let truth = match &column.shows {
        Shows::Formula(_, Some(truth)) => figure(plan, truth, at).into_iter().collect(),
        _ => Vec::new(),
    };
    let of_people = match &column.shows {
        Shows::Count(unit, _) => unit.map(|unit| unit != Unit::Households),
        _ => None,
    };
    Heading {
        number,
        label: column.label.clone(),
        under: column.under.clone(),
        formula,
        figures: figure(plan, &column.shows, at).into_iter().collect(),
        truth,
        of_people,
        needs_before: match &column.shows {
            Shows::Flow(_, step) => *step != standards::layouts::Step::Closing,
            _ => false,
        },
    }
}

/// The figure that a column counts.
fn figure(plan: &FigurePlan, shows: &Shows, each: Option<ConditionAt>) -> Option<usize> {
    match shows {
        Shows::Count(unit, selection) => plan.position(&measure(*unit, selection, each)),
        Shows::Flow(flow, step) => plan.position(&Measure::Flow(*flow, *step)),
        Shows::Formula(..) => None,
    }
}
