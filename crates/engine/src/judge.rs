//! Phân loại hộ: one household judged by one standard, with everything that decided it.

use std::collections::BTreeSet;

use standards::HouseholdAnswers;
use standards::points::PointTable;
use standards::questionnaire::{AnswerKind, QuestionIndex};
use standards::rule::{Number, NumberKind, Range};
use standards::standard::{DeprivationRule, ParamValues, PovertyStandard};

use crate::bounds::Truth;
use crate::interpret::{Interpreter, Results, is_known};
use crate::needs::Need;
use crate::score::computed_total;

/// Judges households by a standard on a result day.
#[derive(Clone, Debug)]
pub struct Judge<'a> {
    pub(crate) standard: &'a PovertyStandard,
    pub(crate) params: ParamValues,
    /// Position of the income test that was asked for.
    pub(crate) income_test: Option<usize>,
    pub(crate) total: Option<(QuestionIndex, Number)>,
}

/// What a standard says of one household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it is deprived, by indicator.
    pub deprived: Vec<Truth>,
    /// Position of the income test that was used; `None` if no answer for one is there.
    pub income_test: Option<usize>,
    /// Whether it is at or below the income line, if the standard has an income test.
    pub at_or_below_income_line: Option<Truth>,
    /// Positions of the outcomes that are possible, in order; one means determined.
    pub possible_outcomes: Vec<usize>,
    /// Position of the income band, if it is known.
    pub income_band: Option<usize>,
    /// Two income tests with known answers fall on different sides.
    pub income_tests_disagree: bool,
    /// Answers that could decide, if undetermined.
    pub needs: Vec<Need>,
}

impl Judgement {
    /// Position of the outcome; `None` is undetermined.
    pub fn outcome(&self) -> Option<usize> {
        match self.possible_outcomes.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Known deprivations.
    pub fn deprivation_count(&self) -> usize {
        self.deprived.iter().filter(|truth| truth.is_certain()).count()
    }

    /// Deprivations with all unknown ones.
    pub fn deprivation_count_max(&self) -> usize {
        self.deprived.iter().filter(|truth| truth.is_possible()).count()
    }
}

impl<'a> Judge<'a> {
    /// A judge for the values of one result day.
    pub fn new(
        standard: &'a PovertyStandard,
        params: ParamValues,
        income_test: Option<usize>,
        points: Option<&PointTable>,
    ) -> Judge<'a> {
        let total = standard.points.as_ref().zip(points).map(|(structure, table)| {
            let range = match standard.questionnaire.get(structure.question).kind {
                AnswerKind::Number { min, max, .. } => Range { least: min, greatest: max },
                _ => Range::exactly(0),
            };
            let typed = Number { kind: NumberKind::Answer(structure.question), scale: 0, range };
            (structure.question, computed_total(structure, table, typed))
        });
        Judge { standard, params, income_test, total }
    }

    /// The standard that judges.
    pub fn standard(&self) -> &'a PovertyStandard {
        self.standard
    }

    /// The total of a proxy score where it is not typed, if a table of points is given.
    pub fn total(&self) -> Option<&(QuestionIndex, Number)> {
        self.total.as_ref()
    }

    /// Judges one household.
    pub fn judge(&self, answers: &HouseholdAnswers) -> Judgement {
        let results = self.results(answers);
        self.decide(answers, &results)
    }

    pub(crate) fn interpreter<'b>(
        &'b self,
        answers: &'b HouseholdAnswers,
        results: &'b Results,
    ) -> Interpreter<'b> {
        Interpreter {
            standard: self.standard,
            params: &self.params,
            total: self.total.as_ref(),
            answers,
            results,
        }
    }

    /// Indicators and income test, on which outcomes rest.
    pub(crate) fn results(&self, answers: &HouseholdAnswers) -> Results {
        let none = Results::default();
        let interpreter = self.interpreter(answers, &none);
        let deprived = self.standard.indicators.iter().map(|indicator| match &indicator.deprived {
            DeprivationRule::Rule(rule) => interpreter.condition(&rule.condition, None),
            DeprivationRule::Unknown(_) => Truth::Unknown,
        });
        let deprived = deprived.collect();
        let (income_test, at_or_below_income_line) = self.income(answers, &interpreter);
        Results { deprived, income_test, at_or_below_income_line }
    }

    /// The income test that is used, and what it says.
    fn income(
        &self,
        answers: &HouseholdAnswers,
        interpreter: &Interpreter<'_>,
    ) -> (Option<usize>, Option<Truth>) {
        let tests = &self.standard.income_tests;
        let says = |at: usize| {
            tests.get(at).map(|test| interpreter.condition(&test.at_or_below_line.condition, None))
        };
        if tests.is_empty() {
            return (None, None);
        }
        if let Some(asked) = self.income_test {
            return (Some(asked), says(asked));
        }
        match (0..tests.len()).find(|at| self.is_answered(answers, *at)) {
            Some(used) => (Some(used), says(used)),
            None => {
                let all = (0..tests.len()).filter_map(says);
                let (certain, possible) = all.fold((true, false), |(certain, possible), truth| {
                    (certain && truth.is_certain(), possible || truth.is_possible())
                });
                (None, Some(Truth::new(certain, possible)))
            }
        }
    }

    /// Whether the answer of an income test is there, or computed from points.
    fn is_answered(&self, answers: &HouseholdAnswers, test: usize) -> bool {
        self.standard.income_tests.get(test).is_some_and(|test| {
            is_known(answers.get(test.question, None))
                || self.total.as_ref().is_some_and(|(question, _)| *question == test.question)
        })
    }

    fn decide(&self, answers: &HouseholdAnswers, results: &Results) -> Judgement {
        let interpreter = self.interpreter(answers, results);
        let Results { income_test, at_or_below_income_line, .. } = *results;
        let possible_outcomes = self.possible(&interpreter);
        let income_band = self.band(&interpreter, income_test);
        let income_tests_disagree = self.disagree(answers, &interpreter);
        let needs = if possible_outcomes.len() == 1 { Vec::new() } else { self.needs(&interpreter) };
        Judgement {
            deprived: results.deprived.clone(),
            income_test,
            at_or_below_income_line,
            possible_outcomes,
            income_band,
            income_tests_disagree,
            needs,
        }
    }

    /// Outcomes in order: possible ones up to the first certain one.
    pub(crate) fn possible(&self, interpreter: &Interpreter<'_>) -> Vec<usize> {
        let mut possible = Vec::new();
        for (at, outcome) in self.standard.outcomes.iter().enumerate() {
            let truth = interpreter.condition(&outcome.when.condition, None);
            if truth.is_possible() {
                possible.push(at);
            }
            if truth.is_certain() {
                break;
            }
        }
        possible
    }

    fn band(&self, interpreter: &Interpreter<'_>, used: Option<usize>) -> Option<usize> {
        for (at, band) in self.standard.income_bands.iter().enumerate() {
            if band.income_test.is_some() && band.income_test != used {
                continue;
            }
            match interpreter.condition(&band.when.condition, None) {
                Truth::Yes => return Some(at),
                Truth::Unknown => return None,
                Truth::No => {}
            }
        }
        None
    }

    fn disagree(&self, answers: &HouseholdAnswers, interpreter: &Interpreter<'_>) -> bool {
        let tests = self.standard.income_tests.iter().enumerate();
        let says: Vec<Truth> = tests
            .filter(|(at, _)| self.is_answered(answers, *at))
            .map(|(_, test)| interpreter.condition(&test.at_or_below_line.condition, None))
            .collect();
        says.contains(&Truth::Yes) && says.contains(&Truth::No)
    }

    fn needs(&self, interpreter: &Interpreter<'_>) -> Vec<Need> {
        let mut needs = BTreeSet::new();
        for outcome in &self.standard.outcomes {
            let truth = interpreter.condition(&outcome.when.condition, None);
            interpreter.needs(&outcome.when.condition, None, &mut needs);
            if truth.is_certain() {
                break;
            }
        }
        needs.into_iter().collect()
    }

    /// How `needs` of the result names an answer: `question`, or `member_no:question`.
    pub fn need_name(&self, need: &Need, member_no: impl Fn(usize) -> String) -> String {
        let id = |question: QuestionIndex| self.standard.questionnaire.get(question).id.clone();
        match need {
            Need::Household(question) => id(*question),
            Need::Member(member, question) => format!("{}:{}", member_no(*member), id(*question)),
            Need::Indicator(at) => {
                let known = self.standard.indicators.get(usize::from(*at));
                format!("indicator:{}", known.map(|indicator| indicator.id.as_str()).unwrap_or_default())
            }
        }
    }
}
