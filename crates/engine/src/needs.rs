//! Which missing answers could decide a condition that is not known.

use std::collections::BTreeSet;

use standards::AgeQuestions;
use standards::questionnaire::{QuestionIndex, Subject};
use standards::rule::{Condition, Number, NumberKind};

use crate::bounds::Truth;
use crate::interpret::Interpreter;

/// An answer that could decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// An answer of the household.
    Household(QuestionIndex),
    /// An answer of the member at this position.
    Member(usize, QuestionIndex),
    /// An indicator, by position, whose cut-off is not known: no answer helps.
    Indicator(u16),
}

impl Interpreter<'_> {
    /// Adds every missing answer on which an unknown condition depends.
    pub(crate) fn needs(&self, condition: &Condition, member: Option<usize>, needs: &mut BTreeSet<Need>) {
        if self.condition(condition, member) != Truth::Unknown {
            return;
        }
        match condition {
            Condition::Constant(_) => {}
            Condition::Answer(q)
            | Condition::OneOf(q, _)
            | Condition::Includes(q, _)
            | Condition::TextIs(q, _) => {
                self.need(*q, member, needs);
            }
            Condition::Not(inner) => self.needs(inner, member, needs),
            Condition::And(parts) | Condition::Or(parts) => {
                parts.iter().for_each(|part| self.needs(part, member, needs));
            }
            Condition::Same(a, b) => {
                self.needs(a, member, needs);
                self.needs(b, member, needs);
            }
            Condition::Compare(_, a, b) => {
                self.needs_of_number(a, member, needs);
                self.needs_of_number(b, member, needs);
            }
            Condition::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                let chosen = self.condition(when, member);
                self.needs(when, member, needs);
                if chosen.is_possible() {
                    self.needs(then, member, needs);
                }
                if !chosen.is_certain() {
                    self.needs(otherwise, member, needs);
                }
            }
            Condition::Members(_, inner) => {
                self.members().for_each(|member| self.needs(inner, Some(member), needs));
            }
            Condition::Deprived(at) => self.needs_of_indicator(*at, needs),
            Condition::AtOrBelowIncomeLine => self.needs_of_income(needs),
        }
    }

    fn need(&self, question: QuestionIndex, member: Option<usize>, needs: &mut BTreeSet<Need>) {
        let asked = match AgeQuestions::of(self.questionnaire()) {
            Some(ages) if ages.age == question => ages.to_ask(),
            _ => question,
        };
        needs.insert(match (self.questionnaire().get(question).of, member) {
            (Subject::Member, Some(member)) => Need::Member(member, asked),
            _ => Need::Household(asked),
        });
    }

    fn needs_of_indicator(&self, at: u16, needs: &mut BTreeSet<Need>) {
        let Some(indicator) = self.standard.indicators.get(usize::from(at)) else { return };
        match &indicator.deprived {
            standards::standard::DeprivationRule::Rule(rule) => self.needs(&rule.condition, None, needs),
            standards::standard::DeprivationRule::Unknown(_) => {
                needs.insert(Need::Indicator(at));
            }
        }
    }

    fn needs_of_income(&self, needs: &mut BTreeSet<Need>) {
        for (at, test) in self.standard.income_tests.iter().enumerate() {
            if self.results.income_test.is_none_or(|used| used == at) {
                self.needs(&test.at_or_below_line.condition, None, needs);
            }
        }
    }

    fn needs_of_number(&self, number: &Number, member: Option<usize>, needs: &mut BTreeSet<Need>) {
        if self.number(number, member).is_exact() {
            return;
        }
        match &number.kind {
            NumberKind::Answer(q) => match self.total {
                Some((total, computed)) if total == q => {
                    Interpreter { total: None, ..*self }.needs_of_number(computed, None, needs);
                }
                _ => self.need(*q, member, needs),
            },
            NumberKind::Order(q) | NumberKind::Pick(q, _) => self.need(*q, member, needs),
            NumberKind::Param(_) => self.need(standards::questionnaire::ZONE, None, needs),
            NumberKind::DeprivationCount => {
                (0..self.standard.indicators.len() as u16).for_each(|at| {
                    if self.results.deprived.get(usize::from(at)) == Some(&Truth::Unknown) {
                        self.needs_of_indicator(at, needs);
                    }
                });
            }
            NumberKind::CountIf(condition) => {
                self.members().for_each(|member| self.needs(condition, Some(member), needs));
            }
            NumberKind::Sum(keep, of) | NumberKind::Least(keep, of) | NumberKind::Greatest(keep, of) => {
                for member in self.members() {
                    let kept = keep.as_ref().map_or(Truth::Yes, |keep| self.condition(keep, Some(member)));
                    if let Some(keep) = keep {
                        self.needs(keep, Some(member), needs);
                    }
                    if kept.is_possible() {
                        self.needs_of_number(of, Some(member), needs);
                    }
                }
            }
            NumberKind::Add(a, b)
            | NumberKind::Subtract(a, b)
            | NumberKind::Multiply(a, b)
            | NumberKind::Divide(a, b)
            | NumberKind::Remainder(a, b) => {
                self.needs_of_number(a, member, needs);
                self.needs_of_number(b, member, needs);
            }
            NumberKind::Rescale(inner) => self.needs_of_number(inner, member, needs),
            NumberKind::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                let chosen = self.condition(when, member);
                self.needs(when, member, needs);
                if chosen.is_possible() {
                    self.needs_of_number(then, member, needs);
                }
                if !chosen.is_certain() {
                    self.needs_of_number(otherwise, member, needs);
                }
            }
            NumberKind::Constant(_) | NumberKind::MemberCount => {}
        }
    }
}
