//! One household, one rule: what is certain and what is possible.

use standards::questionnaire::{QuestionIndex, Questionnaire, Subject};
use standards::rule::{Condition, Number, NumberKind, Quantifier, Range};
use standards::standard::{ParamValues, PovertyStandard};
use standards::{Answer, HouseholdAnswers};

use crate::bounds::{self, Truth};

/// What rules may ask about the results of other rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Results {
    pub(crate) deprived: Vec<Truth>,
    /// Position of the income test that is used; `None` if no answer for one is there.
    pub(crate) income_test: Option<usize>,
    pub(crate) at_or_below_income_line: Option<Truth>,
}

/// Evaluates rules over the answers of one household.
#[derive(Clone, Copy)]
pub(crate) struct Interpreter<'a> {
    pub(crate) standard: &'a PovertyStandard,
    pub(crate) params: &'a ParamValues,
    /// The computed B1 total, if a table of points is given.
    pub(crate) total: Option<&'a (QuestionIndex, Number)>,
    pub(crate) answers: &'a HouseholdAnswers,
    pub(crate) results: &'a Results,
}

impl<'a> Interpreter<'a> {
    pub(crate) fn questionnaire(&self) -> &'a Questionnaire {
        &self.standard.questionnaire
    }

    fn answer(&self, question: QuestionIndex, member: Option<usize>) -> &'a Answer {
        match self.questionnaire().get(question).of {
            Subject::Household => self.answers.get(question, None),
            Subject::Member => self.answers.get(question, member),
        }
    }

    pub(crate) fn members(&self) -> std::ops::Range<usize> {
        0..self.answers.members.len()
    }

    /// Whether a condition holds, of the household or of one member.
    pub(crate) fn condition(&self, condition: &Condition, member: Option<usize>) -> Truth {
        match condition {
            Condition::Constant(value) => Truth::known(*value),
            Condition::Answer(q) => match self.answer(*q, member) {
                Answer::Flag(value) => Truth::known(*value),
                _ => Truth::Unknown,
            },
            Condition::Not(inner) => self.condition(inner, member).negated(),
            Condition::And(parts) => parts.iter().fold(Truth::Yes, |all, part| match all {
                Truth::No => Truth::No,
                all => all.and(self.condition(part, member)),
            }),
            Condition::Or(parts) => parts.iter().fold(Truth::No, |any, part| match any {
                Truth::Yes => Truth::Yes,
                any => any.or(self.condition(part, member)),
            }),
            Condition::Same(a, b) => self.condition(a, member).same(self.condition(b, member)),
            Condition::Compare(comparison, a, b) => {
                bounds::compare(*comparison, self.number(a, member), self.number(b, member))
            }
            Condition::OneOf(q, choices) => match self.answer(*q, member) {
                Answer::Choice(at) => Truth::known(choices.contains(at)),
                _ => Truth::Unknown,
            },
            Condition::Includes(q, choice) => match self.answer(*q, member) {
                Answer::Choices(bits) => Truth::known(bits >> choice & 1 == 1),
                _ => Truth::Unknown,
            },
            Condition::TextIs(q, texts) => match self.answer(*q, member) {
                Answer::Text(text) => Truth::known(texts.contains(text)),
                _ => Truth::Unknown,
            },
            Condition::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                self.condition(when, member)
                    .choose(self.condition(then, member), self.condition(otherwise, member))
            }
            Condition::Members(quantifier, inner) => self.quantified(*quantifier, inner),
            Condition::Deprived(at) => {
                self.results.deprived.get(usize::from(*at)).copied().unwrap_or(Truth::Unknown)
            }
            Condition::AtOrBelowIncomeLine => self.results.at_or_below_income_line.unwrap_or(Truth::Unknown),
        }
    }

    fn quantified(&self, quantifier: Quantifier, inner: &Condition) -> Truth {
        let of_members = self.members().map(|member| self.condition(inner, Some(member)));
        match quantifier {
            Quantifier::Exists => of_members.fold(Truth::No, Truth::or),
            Quantifier::All => of_members.fold(Truth::Yes, Truth::and),
            Quantifier::ExistsOne => {
                let (mut certain, mut possible) = (0, 0);
                for truth in of_members {
                    certain += i64::from(truth.is_certain());
                    possible += i64::from(truth.is_possible());
                }
                Truth::new(certain == 1 && possible == 1, certain <= 1 && possible >= 1)
            }
        }
    }

    /// The bounds of a number, of the household or of one member.
    pub(crate) fn number(&self, number: &Number, member: Option<usize>) -> Range {
        let pair = |a: &Number, b: &Number| (self.number(a, member), self.number(b, member));
        match &number.kind {
            NumberKind::Constant(value) => Range::exactly(*value),
            NumberKind::Answer(q) => self.answered(*q, number, member),
            NumberKind::Order(q) => match self.chosen(*q, member).and_then(|choice| choice.order) {
                Some(order) => Range::exactly(order),
                None => number.range,
            },
            NumberKind::Pick(q, values) => match self.answer(*q, member) {
                Answer::Choice(at) => {
                    values.get(usize::from(*at)).map_or(number.range, |v| Range::exactly(*v))
                }
                _ => number.range,
            },
            NumberKind::Param(param) => self.param(usize::from(param.0)).unwrap_or(number.range),
            NumberKind::MemberCount => Range::exactly(self.answers.members.len() as i64),
            NumberKind::DeprivationCount => {
                let count = |counts: fn(Truth) -> bool| {
                    self.results.deprived.iter().filter(|truth| counts(**truth)).count() as i64
                };
                Range { least: count(Truth::is_certain), greatest: count(Truth::is_possible) }
            }
            NumberKind::CountIf(condition) => {
                let mut range = Range::exactly(0);
                for member in self.members() {
                    let truth = self.condition(condition, Some(member));
                    range.least += i64::from(truth.is_certain());
                    range.greatest += i64::from(truth.is_possible());
                }
                range
            }
            NumberKind::Sum(keep, of) => {
                self.kept(keep.as_deref(), of).fold(Range::exactly(0), |sum, (kept, value)| {
                    let value = if kept.is_certain() { value } else { value.join(Range::exactly(0)) };
                    bounds::add(sum, value)
                })
            }
            NumberKind::Least(keep, of) => self.least(keep.as_deref(), of, number.range),
            NumberKind::Greatest(keep, of) => self.greatest(keep.as_deref(), of, number.range),
            NumberKind::Add(a, b) => {
                let (a, b) = pair(a, b);
                bounds::add(a, b)
            }
            NumberKind::Subtract(a, b) => {
                let (a, b) = pair(a, b);
                bounds::subtract(a, b)
            }
            NumberKind::Multiply(a, b) => {
                let (a, b) = pair(a, b);
                bounds::multiply(a, b)
            }
            NumberKind::Divide(a, b) => {
                let (a, b) = pair(a, b);
                bounds::divide(a, b)
            }
            NumberKind::Remainder(a, b) => {
                let (a, b) = pair(a, b);
                bounds::remainder(a, b)
            }
            NumberKind::Rescale(inner) => {
                let factor = vocab::pow10(number.scale.saturating_sub(inner.scale)).unwrap_or(1);
                bounds::multiply(self.number(inner, member), Range::exactly(factor))
            }
            NumberKind::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                match self.condition(when, member) {
                    Truth::Yes => self.number(then, member),
                    Truth::No => self.number(otherwise, member),
                    Truth::Unknown => self.number(then, member).join(self.number(otherwise, member)),
                }
            }
        }
    }

    fn answered(&self, question: QuestionIndex, number: &Number, member: Option<usize>) -> Range {
        match self.answer(question, member) {
            Answer::Number(value) => Range::exactly(*value),
            Answer::Between(least, greatest) => Range { least: *least, greatest: *greatest },
            _ => match self.total {
                // Without the total inside itself: where no region holds, the total stays missing.
                Some((total, computed)) if *total == question => {
                    Interpreter { total: None, ..*self }.number(computed, None)
                }
                _ => number.range,
            },
        }
    }

    fn chosen(
        &self,
        question: QuestionIndex,
        member: Option<usize>,
    ) -> Option<&'a standards::questionnaire::Choice> {
        match self.answer(question, member) {
            Answer::Choice(at) => self.questionnaire().get(question).kind.choices().get(usize::from(*at)),
            _ => None,
        }
    }

    /// A parameter in the household's zone; in both if the zone is missing.
    fn param(&self, at: usize) -> Option<Range> {
        let [rural, urban] = *self.params.0.get(at)?;
        Some(match self.answers.get(standards::questionnaire::ZONE, None) {
            Answer::Choice(0) => Range::exactly(rural),
            Answer::Choice(_) => Range::exactly(urban),
            _ => Range::exactly(rural).join(Range::exactly(urban)),
        })
    }

    /// Members that are possibly kept, with their numbers.
    fn kept<'b>(
        &'b self,
        keep: Option<&'b Condition>,
        of: &'b Number,
    ) -> impl Iterator<Item = (Truth, Range)> + 'b {
        self.members().filter_map(move |member| {
            let kept = keep.map_or(Truth::Yes, |keep| self.condition(keep, Some(member)));
            kept.is_possible().then(|| (kept, self.number(of, Some(member))))
        })
    }

    fn least(&self, keep: Option<&Condition>, of: &Number, whole: Range) -> Range {
        let (mut least, mut greatest, mut any) = (i64::MAX, i64::MAX, false);
        for (kept, value) in self.kept(keep, of) {
            least = least.min(value.least);
            if kept.is_certain() {
                greatest = greatest.min(value.greatest);
                any = true;
            }
        }
        if any { Range { least, greatest } } else { whole }
    }

    fn greatest(&self, keep: Option<&Condition>, of: &Number, whole: Range) -> Range {
        let (mut least, mut greatest, mut any) = (i64::MIN, i64::MIN, false);
        for (kept, value) in self.kept(keep, of) {
            greatest = greatest.max(value.greatest);
            if kept.is_certain() {
                least = least.max(value.least);
                any = true;
            }
        }
        if any { Range { least, greatest } } else { whole }
    }
}

/// Whether an answer is there.
pub(crate) fn is_known(answer: &Answer) -> bool {
    !matches!(answer, Answer::Missing)
}
