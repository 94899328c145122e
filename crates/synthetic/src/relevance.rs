//! Whether a question is asked: a small evaluator of rules over the answers given so far.
//!
//! The generator may not depend on `engine`, which decides about real households. Missing answers make a rule unknown;
//! a form does not ask then, so neither is it answered here.

use standards::AgeQuestions;
use standards::questionnaire::{QuestionIndex, Questionnaire, Subject};
use standards::rule::{Comparison, Condition, Number, NumberKind, Quantifier};
use standards::standard::ParamValues;
use vocab::Zone;

use crate::columns::MISSING;
use crate::household::Household;

/// What rules need to know beside the answers.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    of_member: Vec<bool>,
    /// Orders of the choices, by question.
    orders: Vec<Vec<i64>>,
    params: ParamValues,
    age: Option<AgeQuestions>,
}

/// When a question is asked: an age, if the rule has one, and what else must hold.
#[derive(Clone, Debug)]
pub(crate) struct Relevance {
    /// Least and greatest age, `[rural, urban]`, if age matters.
    ages: Option<[(i64, i64); 2]>,
    rest: Vec<Condition>,
}

impl Rules {
    /// Takes the limits of age out of a rule, because most rules for members have them.
    pub(crate) fn relevance(&self, relevant: &Condition) -> Relevance {
        let parts = match relevant {
            Condition::And(parts) => parts.clone(),
            other => vec![other.clone()],
        };
        let mut relevance = Relevance { ages: None, rest: Vec::new() };
        for part in parts {
            match self.age_limits(&part) {
                Some(limits) => {
                    let ages = relevance.ages.get_or_insert([(i64::MIN, i64::MAX); 2]);
                    for (age, limit) in ages.iter_mut().zip(limits) {
                        *age = (age.0.max(limit.0), age.1.min(limit.1));
                    }
                }
                None => relevance.rest.push(part),
            }
        }
        relevance
    }

    /// The ages for which `m.age < …` and the like hold.
    fn age_limits(&self, condition: &Condition) -> Option<[(i64, i64); 2]> {
        let Condition::Compare(how, left, right) = condition else { return None };
        let age = self.age.as_ref()?.age;
        if !matches!(left.kind, NumberKind::Answer(q) if q == age) {
            return None;
        }
        let values = match right.kind {
            NumberKind::Constant(value) => [value; 2],
            NumberKind::Param(param) => *self.params.0.get(usize::from(param.0))?,
            _ => return None,
        };
        let limit = |value: i64| match how {
            Comparison::Less => Some((i64::MIN, value - 1)),
            Comparison::LessOrEqual => Some((i64::MIN, value)),
            Comparison::Greater => Some((value + 1, i64::MAX)),
            Comparison::GreaterOrEqual => Some((value, i64::MAX)),
            Comparison::Equal => Some((value, value)),
            Comparison::NotEqual => None,
        };
        Some([limit(values[0])?, limit(values[1])?])
    }

    /// Whether a question is asked of the household (row 0) or a member.
    #[inline]
    pub(crate) fn is_asked(&self, relevance: &Relevance, household: &Household<'_>, row: usize) -> bool {
        if let (Some(limits), Some(age)) = (&relevance.ages, &self.age) {
            let (least, greatest) = if household.village.zone == Zone::Urban { limits[1] } else { limits[0] };
            let fits = |age: i64| (least..=greatest).contains(&age);
            if !self.age(age, household, row).is_some_and(fits) {
                return false;
            }
        }
        relevance.rest.iter().all(|part| self.holds(part, household, row) == Some(true))
    }

    pub(crate) fn new(questionnaire: &Questionnaire, params: ParamValues) -> Rules {
        let orders = questionnaire.questions.iter().map(|question| {
            question.kind.choices().iter().map(|choice| choice.order.unwrap_or(MISSING)).collect()
        });
        Rules {
            of_member: questionnaire
                .questions
                .iter()
                .map(|question| question.of == Subject::Member)
                .collect(),
            orders: orders.collect(),
            params,
            age: AgeQuestions::of(questionnaire),
        }
    }

    #[inline]
    fn answer(&self, question: QuestionIndex, household: &Household<'_>, row: usize) -> Option<i64> {
        let of_member = self.of_member.get(usize::from(question.0)).copied().unwrap_or(false);
        if of_member
            && let Some(age) = &self.age
            && age.age == question
        {
            return self.age(age, household, row);
        }
        Some(household.cell(if of_member { row } else { 0 }, question)).filter(|cell| *cell != MISSING)
    }

    /// Age counts as known when any of the age questions was answered.
    #[inline]
    fn age(&self, age: &AgeQuestions, household: &Household<'_>, row: usize) -> Option<i64> {
        let answered = |question: QuestionIndex| household.cell(row, question) != MISSING;
        let known =
            age.birth_date.is_some_and(answered) || answered(age.age) || age.birth_year.is_some_and(answered);
        let member = household.member(row).filter(|_| row > 0 && known)?;
        Some(i64::from(member.age))
    }

    /// Whether a rule holds of the household (row 0) or a member; `None` is unknown.
    pub(crate) fn holds(&self, condition: &Condition, household: &Household<'_>, row: usize) -> Option<bool> {
        match condition {
            Condition::Constant(value) => Some(*value),
            Condition::Answer(q) => self.answer(*q, household, row).map(|cell| cell == 1),
            Condition::Not(inner) => self.holds(inner, household, row).map(|value| !value),
            Condition::And(parts) => all(parts.iter().map(|part| self.holds(part, household, row))),
            Condition::Or(parts) => any(parts.iter().map(|part| self.holds(part, household, row))),
            Condition::Same(a, b) => Some(self.holds(a, household, row)? == self.holds(b, household, row)?),
            Condition::Compare(how, a, b) => {
                Some(how.holds(self.number(a, household, row)?, self.number(b, household, row)?))
            }
            Condition::OneOf(q, choices) => {
                self.answer(*q, household, row).map(|cell| choices.iter().any(|at| i64::from(*at) == cell))
            }
            Condition::Includes(q, choice) => {
                self.answer(*q, household, row).map(|bits| bits >> choice & 1 == 1)
            }
            // Texts are invented and stand for nothing.
            Condition::TextIs(q, _) => self.answer(*q, household, row).map(|_| false),
            Condition::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                self.holds(if self.holds(when, household, row)? { then } else { otherwise }, household, row)
            }
            Condition::Members(quantifier, inner) => {
                let mut of_members =
                    (1..=household.members.len()).map(|row| self.holds(inner, household, row));
                match quantifier {
                    Quantifier::Exists => any(of_members),
                    Quantifier::All => all(of_members),
                    Quantifier::ExistsOne => of_members
                        .try_fold(0, |count, holds| Some(count + i32::from(holds?)))
                        .map(|count| count == 1),
                }
            }
            // `relevant` cannot speak of results; outcomes can.
            Condition::AtOrBelowIncomeLine => {
                household.results.map(|results| results.at_or_below_income_line)
            }
            Condition::Deprived(_) => None,
        }
    }

    fn number(&self, number: &Number, household: &Household<'_>, row: usize) -> Option<i64> {
        let pair =
            |a: &Number, b: &Number| Some((self.number(a, household, row)?, self.number(b, household, row)?));
        match &number.kind {
            NumberKind::Constant(value) => Some(*value),
            NumberKind::Answer(q) => self.answer(*q, household, row),
            NumberKind::Order(q) => {
                let at = usize::try_from(self.answer(*q, household, row)?).ok()?;
                self.orders.get(usize::from(q.0))?.get(at).copied()
            }
            NumberKind::Pick(q, values) => {
                values.get(usize::try_from(self.answer(*q, household, row)?).ok()?).copied()
            }
            NumberKind::Param(param) => {
                let values = self.params.0.get(usize::from(param.0))?;
                Some(if household.village.zone == Zone::Urban { values[1] } else { values[0] })
            }
            NumberKind::MemberCount => Some(household.members.len() as i64),
            NumberKind::CountIf(condition) => {
                let mut of_members =
                    (1..=household.members.len()).map(|row| self.holds(condition, household, row));
                of_members.try_fold(0, |count, holds| Some(count + i64::from(holds?)))
            }
            NumberKind::Sum(keep, of) => Some(self.kept(keep.as_deref(), of, household)?.iter().sum()),
            NumberKind::Least(keep, of) => self.kept(keep.as_deref(), of, household)?.into_iter().min(),
            NumberKind::Greatest(keep, of) => self.kept(keep.as_deref(), of, household)?.into_iter().max(),
            NumberKind::DeprivationCount => household.results.map(|results| results.deprivation_count),
            NumberKind::Add(a, b) => pair(a, b).and_then(|(a, b)| a.checked_add(b)),
            NumberKind::Subtract(a, b) => pair(a, b).and_then(|(a, b)| a.checked_sub(b)),
            NumberKind::Multiply(a, b) => pair(a, b).and_then(|(a, b)| a.checked_mul(b)),
            NumberKind::Divide(a, b) => pair(a, b).and_then(|(a, b)| a.checked_div(b)),
            NumberKind::Remainder(a, b) => pair(a, b).and_then(|(a, b)| a.checked_rem(b)),
            NumberKind::Rescale(inner) => {
                let factor = vocab::pow10(number.scale.checked_sub(inner.scale)?)?;
                self.number(inner, household, row)?.checked_mul(factor)
            }
            NumberKind::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                self.number(if self.holds(when, household, row)? { then } else { otherwise }, household, row)
            }
        }
    }

    fn kept(&self, keep: Option<&Condition>, of: &Number, household: &Household<'_>) -> Option<Vec<i64>> {
        let mut values = Vec::new();
        for row in 1..=household.members.len() {
            if keep.is_none_or(|keep| self.holds(keep, household, row) == Some(true)) {
                values.push(self.number(of, household, row)?);
            }
        }
        Some(values)
    }
}

fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => result = None,
            Some(true) => {}
        }
    }
    result
}

fn any(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    all(parts.map(|part| part.map(|value| !value))).map(|value| !value)
}
