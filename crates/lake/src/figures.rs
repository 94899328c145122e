//! Số liệu mẫu biểu: while households are classified, they are counted for the official tables, those of the detailed lists
//! are kept with their answers, and those behind one opened cell with their ids.

use std::collections::{BTreeMap, BTreeSet};

use engine::figures::{
    Before, Counts, FigurePlan, Level, ListedHousehold, Measure, Place, PlaceCounts, Rows,
};
use standards::layouts::Step;
use standards::questionnaire::QuestionIndex;

use crate::chunk::Desk;
use crate::ids::Id;
use crate::last_year::LastYear;
use crate::source::rows::Rows as FileRows;
use crate::tally::Codes;

/// What is counted for official tables.
#[derive(Clone, Copy, Debug)]
pub struct Figuring<'a> {
    /// The figures.
    pub plan: &'a FigurePlan,
    /// How far down the rows of the tables go: a household that moves within a row comes from nowhere.
    pub level: Level,
    /// How far down places are told apart, not less than the rows: whoever narrows them later needs villages.
    pub told_apart: Level,
    /// Last year's result, if it is there.
    pub last_year: Option<&'a LastYear>,
    /// Villages and communes that are counted elsewhere: by code, the province and the commune. A village goes first.
    pub borders: &'a BTreeMap<String, (String, String)>,
    /// Outcomes, by position, whose households are wanted with their answers.
    pub listed: &'a [u8],
    /// Only those in these provinces, communes or villages; none is everywhere.
    pub listed_in: &'a [String],
    /// The answers that are wanted of them.
    pub list_questions: &'a [QuestionIndex],
    /// The cell whose households are wanted.
    pub opened: Option<&'a Opened>,
    /// Whether these files are all of this year; otherwise whoever asks adds last year's households that are nowhere.
    pub is_whole: bool,
}

/// A cell that is opened into its households.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Codes of the provinces, communes or villages that it counts; none for the whole table.
    pub codes: Vec<String>,
    /// The figures that it adds up, by position in the plan.
    pub figures: Vec<usize>,
    /// Whether it counts people.
    pub of_people: bool,
}

/// What was counted.
#[derive(Clone, Debug, Default)]
pub struct Figured {
    /// By place.
    pub counts: Counts,
    /// Households of the detailed lists.
    pub listed: Vec<ListedHousehold>,
    /// Ids of the households behind the opened cell.
    pub opened: Vec<String>,
    /// Households of last year's classes in communes that this year's data do not have: in no table.
    pub outside: u64,
}

impl Figured {
    pub(crate) fn merge(&mut self, other: Figured) {
        self.counts.merge(other.counts);
        self.listed.extend(other.listed);
        self.opened.extend(other.opened);
    }
}

impl Opened {
    fn is_in(&self, place: &Place) -> bool {
        self.codes.is_empty() || place.iter().flatten().any(|code| self.codes.contains(code))
    }

    fn shows(&self, counts: &PlaceCounts) -> bool {
        let people = usize::from(self.of_people);
        self.figures
            .iter()
            .any(|at| counts.figures.get(*at).is_some_and(|figure| figure.known.get(people) > Some(&0)))
    }
}

impl Figuring<'_> {
    /// The place of a household, in the borders of the tables and as far down as they go.
    pub(crate) fn place(&self, place: Place) -> Place {
        placed(self.told_apart, self.borders, place)
    }

    /// Whether two places are in one row of the tables.
    fn are_one(&self, a: &Place, b: &Place) -> bool {
        a.iter().zip(b).take(self.level.codes()).all(|(a, b)| a == b)
    }

    /// Adds last year's households that are nowhere this year.
    pub(crate) fn add_gone(&self, figured: &mut Figured) {
        for gone in self.last_year.iter().flat_map(|last_year| last_year.gone()) {
            self.add_left(figured, gone.place, gone.outcome, gone.people, || gone.household_id.clone());
        }
        self.keep_covered(figured);
    }

    /// Takes out the communes that this year's data do not have at all: last year's file may cover a larger area, and its
    /// households are not gone because nobody asked about them.
    fn keep_covered(&self, figured: &mut Figured) {
        let commune = |[province, commune, _]: &Place| (province.clone(), commune.clone());
        let there = figured.counts.places.iter().filter(|(_, counts)| counts.all[0] > 0);
        let covered: BTreeSet<_> = there.map(|(place, _)| commune(place)).collect();
        let openings = self
            .plan
            .flows()
            .iter()
            .filter_map(|flow| self.plan.position(&Measure::Flow(*flow, Step::Opening)));
        let openings: Vec<usize> = openings.collect();
        let mut outside = 0;
        figured.counts.places.retain(|place, counts| {
            let is_covered = covered.contains(&commune(place));
            if !is_covered {
                outside += openings
                    .iter()
                    .filter_map(|at| counts.figures.get(*at))
                    .map(|of| of.known[0])
                    .sum::<u64>();
            }
            is_covered
        });
        figured.outside = outside;
    }

    fn add_left(
        &self,
        figured: &mut Figured,
        place: &Place,
        outcome: u8,
        people: u32,
        id: impl Fn() -> String,
    ) {
        figured.counts.add_left(self.plan, place, outcome, people);
        if let Some(opened) = self.opened.filter(|opened| opened.is_in(place)) {
            let mut one = Counts::default();
            one.add_left(self.plan, place, outcome, people);
            if one.places.values().any(|counts| opened.shows(counts)) {
                figured.opened.push(id());
            }
        }
    }
}

/// A place in the borders of the tables, as far down as they go.
pub(crate) fn placed(
    level: Level,
    borders: &BTreeMap<String, (String, String)>,
    [mut province, mut commune, village]: Place,
) -> Place {
    let known = village.as_ref().and_then(|code| borders.get(code));
    let known = known.or_else(|| commune.as_ref().and_then(|code| borders.get(code))).cloned();
    if let Some((new_province, new_commune)) = known {
        (province, commune) = (Some(new_province), Some(new_commune));
    }
    let to = |of: Level, code: Option<String>| code.filter(|_| level >= of);
    [province, to(Level::Commune, commune), to(Level::Village, village)]
}

/// The columns that name the place of a row.
pub(crate) const PLACE: [&str; 3] = ["province_code", "commune_code", "village_code"];

impl Desk<'_> {
    /// Counts a classified batch; `bad` households are left out.
    pub(crate) fn figure(&mut self, rows: &FileRows, offsets: &[u32], sizes: &[u32], bad: &[bool]) {
        let Some(figuring) = self.setting.job.figuring else { return };
        let codes = PLACE.map(|name| Codes::of(rows.columns.column_by_name(name)));
        // The village may say where a household is counted, also where villages are not told apart.
        let depth = if figuring.borders.is_empty() { figuring.told_apart.codes() } else { codes.len() };
        let same = |a: usize, b: usize| codes.iter().take(depth).all(|codes| codes.same(a, b));
        let mut start = 0;
        while start < sizes.len() {
            let mut end = start + 1;
            while end < sizes.len() && same(start, end) {
                end += 1;
            }
            let place = figuring.place(codes.each_ref().map(|codes| codes.shown(start)));
            let good: Vec<usize> = (start..end).filter(|row| bad.get(*row) != Some(&true)).collect();
            self.figure_place(&figuring, rows, (&place, &good), offsets, sizes);
            start = end;
        }
    }

    fn figure_place(
        &mut self,
        figuring: &Figuring<'_>,
        rows: &FileRows,
        (place, good): (&Place, &[usize]),
        offsets: &[u32],
        sizes: &[u32],
    ) {
        let before: Option<Vec<Before>> = figuring.last_year.map(|last_year| {
            let mut before = Vec::with_capacity(good.len());
            for row in good {
                let Some(id) = rows.ids.get(*row) else { continue };
                let Some(was) = last_year.see(&id) else {
                    before.push(Before::Absent);
                    continue;
                };
                let here = figuring.are_one(was.place, place);
                if !here {
                    let figured = &mut self.tally.figured;
                    figuring.add_left(figured, was.place, was.outcome, was.people, || shown(&id));
                }
                before.push(Before::Was { outcome: was.outcome, people: was.people, here });
            }
            before
        });
        let of = Rows { classified: &self.classified, sizes, rows: good, before: before.as_deref() };
        self.tally.figured.counts.add(figuring.plan, place, of);
        if let Some(opened) = figuring.opened.filter(|opened| opened.is_in(place)) {
            for (at, row) in good.iter().enumerate() {
                let before = before.as_deref().and_then(|before| before.get(at..=at));
                let one = Rows { rows: std::slice::from_ref(row), before, ..of };
                let mut counts = Counts::default();
                counts.add(figuring.plan, place, one);
                if counts.places.values().any(|counts| opened.shows(counts)) {
                    self.tally.figured.opened.extend(rows.ids.get(*row).map(|id| shown(&id)));
                }
            }
        }
        let is_listed = figuring.listed_in.is_empty()
            || place.iter().flatten().any(|code| figuring.listed_in.contains(code));
        for (at, row) in good.iter().enumerate().filter(|_| is_listed) {
            let Some(outcome) = self.classified.outcome.get(*row).filter(|at| figuring.listed.contains(at))
            else {
                continue;
            };
            let outcome = *outcome;
            let Some(id) = rows.ids.get(*row) else { continue };
            let (answers, _) = self.answers(*row, offsets);
            let before = before.as_ref().and_then(|before| before.get(at)).copied();
            let household_id = shown(&id);
            let place = place.clone();
            let listed = ListedHousehold { household_id, place, outcome, before, answers };
            self.tally.figured.listed.push(listed);
        }
    }
}

/// An id as its file writes it.
pub(crate) fn shown(id: &Id) -> String {
    match id {
        Id::Integer(number) => number.to_string(),
        Id::Text(text) => text.clone(),
    }
}
