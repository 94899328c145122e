//! What would have to be different: the smallest sets of answers that would give another outcome.
//!
//! Found by walking the rules that decided, then proved by judging the household again with those answers. Ages and
//! birth dates are never proposed: nobody can change them.

use standards::questionnaire::{AnswerKind, QuestionIndex, Subject};
use standards::rule::{Condition, Number, NumberKind, Quantifier};
use standards::standard::DeprivationRule;
use standards::{AgeQuestions, Answer, HouseholdAnswers};

use crate::bounds::Truth;
use crate::interpret::{Interpreter, Results};
use crate::judge::Judge;

/// One answer that would have to be different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The member by position, or the household.
    pub member: Option<usize>,
    /// The question.
    pub question: QuestionIndex,
    /// The answer that would be needed; for a number, the nearest one.
    pub to: Answer,
}

/// A set of changes and the outcome that it would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Position of the outcome.
    pub outcome: usize,
    /// All of these together.
    pub changes: Vec<Change>,
}

/// How many ways are followed at each step.
const WAYS: usize = 6;
/// A set of more changes than this explains nothing.
const MOST_CHANGES: usize = 8;
/// How many sets are shown for one outcome.
const SHOWN: usize = 3;

type Ways = Vec<Vec<Change>>;

impl Judge<'_> {
    /// For each other outcome, the smallest sets of changes that give it; proved, smallest first.
    pub fn alternatives(&self, answers: &HouseholdAnswers) -> Vec<Alternative> {
        let Some(now) = self.judge(answers).outcome() else { return Vec::new() };
        let results = self.results(answers);
        let search = Search { judge: self, run: self.interpreter(answers, &results), answers };
        let mut found = Vec::new();
        for target in (0..self.standard.outcomes.len()).filter(|target| *target != now) {
            let mut sets = search.ways_to(target);
            sets.retain(|changes| self.judge(&with(answers, changes)).outcome() == Some(target));
            let smallest = sets.iter().map(Vec::len).min().unwrap_or(0);
            sets.retain(|changes| changes.len() == smallest);
            sets.truncate(SHOWN);
            found.extend(sets.into_iter().map(|changes| Alternative { outcome: target, changes }));
        }
        found.sort_by_key(|alternative| alternative.changes.len());
        found
    }
}

/// The household with other answers.
pub fn with(answers: &HouseholdAnswers, changes: &[Change]) -> HouseholdAnswers {
    let mut changed = answers.clone();
    for change in changes {
        changed.set(change.question, change.member, change.to.clone());
    }
    changed
}

struct Search<'a, 'b> {
    judge: &'a Judge<'a>,
    run: Interpreter<'b>,
    answers: &'b HouseholdAnswers,
}

impl Search<'_, '_> {
    /// Ways to an outcome: its rule holds and no earlier one does.
    fn ways_to(&self, target: usize) -> Ways {
        let outcomes = self.judge.standard.outcomes.iter().enumerate().take(target + 1);
        let parts = outcomes.map(|(at, outcome)| self.ways(&outcome.when.condition, at == target, None));
        all_of(parts.collect())
    }

    /// Ways to make a condition hold, or not hold; the empty way if it is so already.
    fn ways(&self, condition: &Condition, wanted: bool, member: Option<usize>) -> Ways {
        let now = self.run.condition(condition, member);
        if now == Truth::known(wanted) {
            return vec![Vec::new()];
        }
        match condition {
            Condition::Constant(_) | Condition::Same(..) | Condition::TextIs(..) => Vec::new(),
            Condition::Answer(q) => self.set(*q, member, Answer::Flag(wanted)),
            Condition::Not(inner) => self.ways(inner, !wanted, member),
            Condition::And(parts) | Condition::Or(parts) => {
                let of_parts: Vec<Ways> = parts.iter().map(|part| self.ways(part, wanted, member)).collect();
                let all = matches!(condition, Condition::And(_)) == wanted;
                if all { all_of(of_parts) } else { any_of(of_parts) }
            }
            Condition::OneOf(q, choices) => {
                let all = self.judge.standard.questionnaire.get(*q).kind.choices().len() as u16;
                let others = (0..all).filter(|choice| choices.contains(choice) == wanted);
                any_of(others.map(|choice| self.set(*q, member, Answer::Choice(choice))).collect())
            }
            Condition::Includes(q, choice) => match self.answers.get(*q, self.of(*q, member)) {
                Answer::Choices(bits) => self.set(*q, member, Answer::Choices(bits ^ (1 << choice))),
                _ => Vec::new(),
            },
            Condition::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                match self.run.condition(when, member) {
                    Truth::Yes => self.ways(then, wanted, member),
                    Truth::No => self.ways(otherwise, wanted, member),
                    Truth::Unknown => Vec::new(),
                }
            }
            Condition::Members(quantifier, inner) => self.of_members(*quantifier, inner, wanted),
            Condition::Compare(_, a, b) => self.compared(condition, a, b, wanted, member),
            Condition::Deprived(at) => self.indicator(usize::from(*at), wanted),
            Condition::AtOrBelowIncomeLine => self.income(wanted),
        }
    }

    fn of(&self, question: QuestionIndex, member: Option<usize>) -> Option<usize> {
        match self.judge.standard.questionnaire.get(question).of {
            Subject::Household => None,
            Subject::Member => member,
        }
    }

    fn set(&self, question: QuestionIndex, member: Option<usize>, to: Answer) -> Ways {
        let ages = AgeQuestions::of(&self.judge.standard.questionnaire);
        if ages.is_some_and(|ages| ages.age == question) || question == standards::questionnaire::ZONE {
            return Vec::new();
        }
        vec![vec![Change { member: self.of(question, member), question, to }]]
    }

    fn of_members(&self, quantifier: Quantifier, inner: &Condition, wanted: bool) -> Ways {
        let members = 0..self.answers.members.len();
        let of_members = |wanted| -> Vec<Ways> {
            members.clone().map(|member| self.ways(inner, wanted, Some(member))).collect()
        };
        match (quantifier, wanted) {
            (Quantifier::Exists, true) => any_of(of_members(true)),
            (Quantifier::Exists, false) => all_of(of_members(false)),
            (Quantifier::All, true) => all_of(of_members(true)),
            (Quantifier::All, false) => any_of(of_members(false)),
            (Quantifier::ExistsOne, _) => Vec::new(),
        }
    }

    fn indicator(&self, at: usize, wanted: bool) -> Ways {
        match self.judge.standard.indicators.get(at).map(|indicator| &indicator.deprived) {
            Some(DeprivationRule::Rule(rule)) => self.ways(&rule.condition, wanted, None),
            _ => Vec::new(),
        }
    }

    fn income(&self, wanted: bool) -> Ways {
        let used = self.run.results.income_test;
        let test = used.and_then(|at| self.judge.standard.income_tests.get(at));
        test.map(|test| self.ways(&test.at_or_below_line.condition, wanted, None)).unwrap_or_default()
    }

    /// Ways to turn a comparison: one of the answers it reads, or enough of the things it counts.
    fn compared(
        &self,
        condition: &Condition,
        a: &Number,
        b: &Number,
        wanted: bool,
        member: Option<usize>,
    ) -> Ways {
        let mut ways = Ways::new();
        for number in [a, b] {
            match &number.kind {
                NumberKind::DeprivationCount => ways.extend(self.counted(condition, wanted)),
                NumberKind::CountIf(counted) => ways.extend(self.counted_members(condition, counted, wanted)),
                _ => {}
            }
        }
        for question in condition.questions() {
            let of = self.of(question, member);
            let inside_members = of.is_none() && self.is_of_member(question);
            let places: Vec<Option<usize>> =
                if inside_members { (0..self.answers.members.len()).map(Some).collect() } else { vec![of] };
            if self.set(question, of, Answer::Missing).is_empty() {
                continue; // an age or a zone: nobody can change it
            }
            for place in places {
                if let Some(to) = self.nearest(question, place, condition, wanted, member) {
                    ways.extend(self.set(question, place, to));
                }
            }
        }
        smallest(ways)
    }

    fn is_of_member(&self, question: QuestionIndex) -> bool {
        self.judge.standard.questionnaire.get(question).of == Subject::Member
    }

    /// The nearest other answer to one question that turns a condition.
    fn nearest(
        &self,
        question: QuestionIndex,
        place: Option<usize>,
        condition: &Condition,
        wanted: bool,
        member: Option<usize>,
    ) -> Option<Answer> {
        let mut changed = self.answers.clone();
        let mut turned = |to: Answer| {
            changed.set(question, place, to);
            Interpreter { answers: &changed, ..self.run }.condition(condition, member) == Truth::known(wanted)
        };
        match (self.answers.get(question, place), &self.judge.standard.questionnaire.get(question).kind) {
            (Answer::Number(now), AnswerKind::Number { min, max, .. }) => {
                let mut found: Option<i64> = None;
                for end in [*min, *max] {
                    if turned(Answer::Number(end)) {
                        let value = bisect(*now, end, |value| turned(Answer::Number(value)));
                        found = [found, Some(value)]
                            .into_iter()
                            .flatten()
                            .min_by_key(|value| value.abs_diff(*now));
                    }
                }
                found.map(Answer::Number)
            }
            (Answer::Choice(now), kind) => {
                let all = 0..kind.choices().len() as u16;
                let mut others: Vec<u16> = all.filter(|other| other != now).collect();
                others.sort_by_key(|other| other.abs_diff(*now));
                others.into_iter().map(Answer::Choice).find(|to| turned(to.clone()))
            }
            (Answer::Flag(now), _) => Some(Answer::Flag(!now)).filter(|to| turned(to.clone())),
            _ => None,
        }
    }

    /// Ways to turn a comparison of the number of deprivations, cheapest indicators first.
    fn counted(&self, condition: &Condition, wanted: bool) -> Ways {
        let mut results = self.run.results.clone();
        let mut ways = Ways::from([Vec::new()]);
        let fewer = self.is_turned_by(condition, wanted, Truth::No);
        let to = Truth::known(!fewer);
        let mut open: Vec<(usize, Ways)> = (0..results.deprived.len())
            .filter(|at| results.deprived.get(*at).is_some_and(|truth| *truth == to.negated()))
            .map(|at| (at, self.indicator(at, !fewer)))
            .filter(|(_, ways)| !ways.is_empty())
            .collect();
        open.sort_by_key(|(_, ways)| ways.iter().map(Vec::len).min());
        for (at, of_indicator) in open {
            if let Some(truth) = results.deprived.get_mut(at) {
                *truth = to;
            }
            ways = all_of(vec![ways, of_indicator]);
            let run = Interpreter { results: &results, ..self.run };
            if run.condition(condition, None) == Truth::known(wanted) {
                return ways;
            }
        }
        Vec::new()
    }

    /// Whether the comparison turns if every indicator were so.
    fn is_turned_by(&self, condition: &Condition, wanted: bool, all: Truth) -> bool {
        let deprived = self.run.results.deprived.iter().map(|_| all).collect();
        let results = Results { deprived, ..self.run.results.clone() };
        Interpreter { results: &results, ..self.run }.condition(condition, None) == Truth::known(wanted)
    }

    /// Ways to turn a comparison of a count of members: one member after the other.
    fn counted_members(&self, condition: &Condition, counted: &Condition, wanted: bool) -> Ways {
        for to in [false, true] {
            let mut changes: Vec<Change> = Vec::new();
            let mut of_members: Vec<Vec<Change>> = (0..self.answers.members.len())
                .filter(|member| self.run.condition(counted, Some(*member)) == Truth::known(!to))
                .filter_map(|member| self.ways(counted, to, Some(member)).into_iter().next())
                .collect();
            of_members.sort_by_key(Vec::len);
            for of_member in of_members {
                changes.extend(of_member);
                let changed = with(self.answers, &changes);
                let run = Interpreter { answers: &changed, ..self.run };
                if run.condition(condition, None) == Truth::known(wanted) {
                    return vec![changes];
                }
            }
        }
        Vec::new()
    }
}

/// The value nearest to `from` that turns, knowing that `to` does and `from` does not.
fn bisect(from: i64, to: i64, mut turned: impl FnMut(i64) -> bool) -> i64 {
    let (mut not_yet, mut turns) = (i128::from(from), i128::from(to));
    while (turns - not_yet).abs() > 1 {
        let middle = (turns + not_yet) / 2;
        if turned(middle as i64) { turns = middle } else { not_yet = middle }
    }
    turns as i64
}

fn smallest(mut ways: Ways) -> Ways {
    ways.retain(|way| way.len() <= MOST_CHANGES);
    ways.sort_by_key(Vec::len);
    ways.truncate(WAYS);
    ways
}

fn any_of(parts: Vec<Ways>) -> Ways {
    smallest(parts.into_iter().flatten().collect())
}

/// One way of every part together; ways that give one question two answers are dropped.
fn all_of(parts: Vec<Ways>) -> Ways {
    parts.into_iter().fold(vec![Vec::new()], |so_far, part| {
        let pairs = so_far.iter().flat_map(|left| part.iter().filter_map(|right| joined(left, right)));
        smallest(pairs.collect())
    })
}

fn joined(left: &[Change], right: &[Change]) -> Option<Vec<Change>> {
    let mut all = left.to_vec();
    for change in right {
        match all.iter().find(|known| known.question == change.question && known.member == change.member) {
            Some(known) if known.to != change.to => return None,
            Some(_) => {}
            None => all.push(change.clone()),
        }
    }
    Some(all)
}
