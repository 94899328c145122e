//! The columns count as the interpreter would, household by household: every figure of every table, over invented people
//! of whom one answer in twenty is missing.

use std::collections::BTreeMap;

use engine::bounds::Truth;
use engine::classify::UNDETERMINED;
use engine::figures::{FigurePlan, Level, ListedHousehold, Measure, Place};
use engine::judge::Judge;
use lake::{ClassifyJob, Figuring, Format, Progress};
use standards::layouts::{self, Asked, ConditionAt, Selection, TableSet};
use standards::standard::PovertyStandard;
use vocab::{Day, Language};

use crate::Bench;
use crate::pack::pack;

/// Certain and open, households and people.
type Sums = [[u64; 2]; 2];

struct Desk<'a> {
    set: &'a TableSet,
    judge: &'a Judge<'a>,
}

impl Desk<'_> {
    fn holds(&self, at: ConditionAt, member: Option<usize>, of: &ListedHousehold) -> Truth {
        match &self.set.item(at).unwrap().asks {
            Asked::Rule(rule) => self.judge.holds(rule, member, &of.answers),
            Asked::Indicator(at) => self.judge.judge(&of.answers).deprived[usize::from(*at)],
        }
    }

    fn selected(&self, selection: &Selection, of: &ListedHousehold) -> Truth {
        if selection.outcome.is_some_and(|outcome| outcome != of.outcome) {
            return Truth::No;
        }
        let band = match selection.band {
            None => Truth::Yes,
            Some(wanted) => match self.judge.judge(&of.answers).income_band {
                Some(band) => Truth::known(band == usize::from(wanted)),
                None => Truth::Unknown,
            },
        };
        selection.conditions.iter().fold(band, |truth, (at, wanted)| {
            let holds = self.holds(*at, None, of);
            truth.and(if *wanted { holds } else { holds.negated() })
        })
    }

    fn add(&self, measure: &Measure, of: &ListedHousehold, sums: &mut Sums) {
        let mut add = |row: usize, households: u64, people: u64| {
            sums[row][0] += households;
            sums[row][1] += people;
        };
        let ranged = |truth: Truth, least: u64, most: u64| match truth {
            Truth::Yes => (least, most),
            Truth::Unknown => (0, most),
            Truth::No => (0, 0),
        };
        let (least, most) = match measure {
            Measure::Selected(selection) => {
                let people = of.answers.members.len() as u64;
                match self.selected(selection, of) {
                    Truth::Yes => add(0, 1, people),
                    Truth::Unknown => add(1, 1, people),
                    Truth::No => {}
                }
                return;
            }
            Measure::Members(selection, condition) => {
                let truths: Vec<Truth> = (0..of.answers.members.len())
                    .map(|member| self.holds(*condition, Some(member), of))
                    .collect();
                let least = truths.iter().filter(|truth| truth.is_certain()).count() as u64;
                let most = truths.iter().filter(|truth| truth.is_possible()).count() as u64;
                ranged(self.selected(selection, of), least, most)
            }
            Measure::Deprivations(selection) => {
                let judged = self.judge.judge(&of.answers);
                let (least, most) =
                    (judged.deprivation_count() as u64, judged.deprivation_count_max() as u64);
                ranged(self.selected(selection, of), least, most)
            }
            Measure::Flow(..) => return,
        };
        add(0, u64::from(least > 0), least);
        add(1, u64::from(most > 0) - u64::from(least > 0), most - least);
    }
}

fn standard() -> (PovertyStandard, TableSet) {
    let files = pack();
    let standard = standards::load(&files, "standards/vn-2022").standard.expect("vn-2022");
    let set = layouts::read(&files, "yearly", &standard).set.expect("the tables");
    (standard, set)
}

#[test]
fn columns_count_what_the_interpreter_counts_household_by_household() {
    let bench = Bench::new();
    let said =
        bench.run(&["generate", "--households", "4000", "--seed", "5", "--missing", "5", "--out", "du-lieu"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let (standard, set) = standard();
    let day: Day = "2026-12-31".parse().unwrap();
    let params = standard.on(day).unwrap();
    let plan = FigurePlan::new(&set);
    let every: Vec<_> = standard.questionnaire.iter().map(|(at, _)| at).collect();
    let outcomes: Vec<u8> = (0..standard.outcomes.len() as u8).chain([UNDETERMINED]).collect();
    let borders = BTreeMap::new();
    let figuring = Figuring {
        plan: &plan,
        level: Level::Commune,
        told_apart: Level::Commune,
        last_year: None,
        borders: &borders,
        listed: &outcomes,
        listed_in: &[],
        list_questions: &every,
        opened: None,
        is_whole: true,
    };
    let job = ClassifyJob {
        standard: &standard,
        params: &params,
        result_day: day,
        age_day: day,
        income_test: None,
        points: None,
        households: bench.path("du-lieu/households.parquet"),
        members: bench.path("du-lieu/members.parquet"),
        out: bench.path("result.parquet"),
        format: Format::Parquet,
        keep: Vec::new(),
        explain: None,
        every_question: true,
        language: Language::En,
        skip_bad: false,
        problems: None,
        threads: 2,
        metadata: Vec::new(),
        figuring: Some(figuring),
    };
    let figured = lake::classify(&job, &Progress::new()).expect("classified").figured;
    let judge = Judge::new(&standard, params.clone(), None, None);
    let desk = Desk { set: &set, judge: &judge };
    let mut expected: BTreeMap<Place, Vec<Sums>> = BTreeMap::new();
    for household in &figured.listed {
        let sums = expected
            .entry(household.place.clone())
            .or_insert_with(|| vec![Sums::default(); plan.measures().len()]);
        for (measure, sums) in plan.measures().iter().zip(sums) {
            desk.add(measure, household, sums);
        }
    }
    let (mut compared, mut open) = (0, 0);
    for (place, counts) in &figured.counts.places {
        let expected = &expected[place];
        for ((measure, figure), sums) in plan.measures().iter().zip(&counts.figures).zip(expected) {
            if matches!(measure, Measure::Flow(..)) {
                continue;
            }
            assert_eq!([figure.known, figure.unclear], *sums, "{measure:?} in {place:?}");
            compared += usize::from(figure.known[0] > 0);
            open += usize::from(figure.unclear[0] > 0);
        }
    }
    assert!(compared > 250 && open > 250, "{compared} figures with households, {open} with open ones");
}
