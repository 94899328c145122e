//! Random conditions and numbers, with the ranges that the checker would prove.

use engine::bounds;
use standards::questionnaire::{AnswerKind, QuestionIndex, Subject};
use standards::rule::{
    Comparison, Condition, MAX_MEMBERS, Number, NumberKind, ParamIndex, Quantifier, Range,
};
use standards::standard::PovertyStandard;

use super::Dice;

/// Numbers stay below this, so that sums and products fit.
const LARGEST: i64 = 1_000_000_000_000_000;

pub(crate) struct Writer<'a> {
    pub(crate) standard: &'a PovertyStandard,
    pub(crate) dice: &'a mut Dice,
    pub(crate) member: bool,
    /// How many indicators the rule may name; 0: none, nor the income line.
    pub(crate) indicators: usize,
}

impl Writer<'_> {
    fn question(&mut self, fits: impl Fn(&AnswerKind) -> bool) -> Option<QuestionIndex> {
        let member = self.member && self.dice.percent(75);
        let of = if member { Subject::Member } else { Subject::Household };
        let all = self.standard.questionnaire.iter();
        let found: Vec<QuestionIndex> =
            all.filter(|(_, q)| q.of == of && fits(&q.kind)).map(|(i, _)| i).collect();
        (!found.is_empty()).then(|| found[self.dice.below(found.len())])
    }

    /// A test that reads this question.
    pub(crate) fn test_of(&mut self, question: QuestionIndex) -> Condition {
        let answer = self.answer(question).expect("a number");
        let comparison = self.comparison();
        let limit = Number::constant(self.dice.between(0, 60), 0);
        Condition::Compare(comparison, Box::new(answer), Box::new(limit))
    }

    fn comparison(&mut self) -> Comparison {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        [Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual][self.dice.below(6)]
    }

    pub(crate) fn condition(&mut self, depth: usize) -> Condition {
        if depth == 0 {
            return self.plain();
        }
        let next = depth - 1;
        match self.dice.below(if self.member { 10 } else { 13 }) {
            0 => self.condition(next).negated(),
            1 | 2 => Condition::And((0..1 + self.dice.below(3)).map(|_| self.condition(next)).collect()),
            3 => Condition::Or((0..1 + self.dice.below(3)).map(|_| self.condition(next)).collect()),
            4 => Condition::Same(Box::new(self.condition(next)), Box::new(self.condition(next))),
            5 => Condition::If(Box::new((self.condition(next), self.condition(next), self.condition(next)))),
            6..=8 => {
                let scale = self.dice.below(2) as u8;
                let comparison = self.comparison();
                let (a, b) = (self.number(next, scale), self.number(next, scale));
                Condition::Compare(comparison, Box::new(a), Box::new(b))
            }
            9 => self.plain(),
            _ => {
                let quantifier =
                    [Quantifier::Exists, Quantifier::All, Quantifier::ExistsOne][self.dice.below(3)];
                Condition::Members(quantifier, Box::new(self.of_members(|writer| writer.condition(next))))
            }
        }
    }

    fn of_members<T>(&mut self, write: impl FnOnce(&mut Writer<'_>) -> T) -> T {
        let mut writer = Writer { standard: self.standard, dice: self.dice, member: true, indicators: 0 };
        write(&mut writer)
    }

    fn plain(&mut self) -> Condition {
        let found = match self.dice.below(7) {
            0 => Some(Condition::Constant(self.dice.percent(50))),
            1 => self.question(|kind| matches!(kind, AnswerKind::Boolean)).map(Condition::Answer),
            2 | 3 => self.question(|kind| matches!(kind, AnswerKind::Choice(_))).map(|q| {
                let choices = self.standard.questionnaire.get(q).kind.choices().len() as u16;
                Condition::OneOf(q, (0..choices).filter(|_| self.dice.percent(40)).collect())
            }),
            4 => self
                .question(|kind| matches!(kind, AnswerKind::Choices(_)))
                .map(|q| Condition::Includes(q, self.dice.below(3) as u16)),
            5 => self
                .question(|kind| matches!(kind, AnswerKind::Text))
                .map(|q| Condition::TextIs(q, vec!["đồng".into(), "a".into()])),
            _ if self.indicators > 0 => Some(match self.dice.below(2) {
                0 => Condition::AtOrBelowIncomeLine,
                _ => Condition::Deprived(self.dice.below(self.indicators) as u16),
            }),
            _ => None,
        };
        found.unwrap_or_else(|| {
            let (answer, limit) = (self.plain_number(0), Number::constant(self.dice.between(-1, 7), 0));
            Condition::Compare(self.comparison(), Box::new(answer), Box::new(limit))
        })
    }

    fn answer(&mut self, question: QuestionIndex) -> Option<Number> {
        let asked = self.standard.questionnaire.get(question);
        let (scale, range) = match asked.kind {
            AnswerKind::Number { scale, min, max, .. } => (scale, Range { least: min, greatest: max }),
            AnswerKind::Date => (0, Range { least: -719_162, greatest: 2_932_896 }),
            _ => return None,
        };
        Some(Number { kind: NumberKind::Answer(question), scale, range })
    }

    fn plain_number(&mut self, scale: u8) -> Number {
        let constant = Number::constant(self.dice.between(-3, 40), scale);
        let number = |kind, range| Number { kind, scale, range };
        let found = match self.dice.below(8) {
            0..=2 => {
                let fits = |kind: &AnswerKind| match kind {
                    AnswerKind::Number { scale: found, .. } => *found == scale,
                    AnswerKind::Date => scale == 0,
                    _ => false,
                };
                self.question(fits).and_then(|q| self.answer(q))
            }
            3 if scale == 0 => {
                self.question(|kind| kind.choices().iter().any(|c| c.order.is_some())).map(|q| {
                    let orders =
                        self.standard.questionnaire.get(q).kind.choices().iter().filter_map(|c| c.order);
                    let range = orders.map(Range::exactly).reduce(Range::join).expect("some");
                    number(NumberKind::Order(q), range)
                })
            }
            4 => self.question(|kind| matches!(kind, AnswerKind::Choice(_))).map(|q| {
                let choices = self.standard.questionnaire.get(q).kind.choices().len();
                let values: Vec<i64> = (0..choices).map(|_| self.dice.between(-4, 9)).collect();
                let range = values.iter().copied().map(Range::exactly).reduce(Range::join).expect("some");
                number(NumberKind::Pick(q, values), range)
            }),
            5 => {
                let at = if scale == 0 { self.dice.below(2) } else { 2 };
                let values = self.standard.params[at].values.iter().map(|v| Range::exactly(v.value));
                Some(number(
                    NumberKind::Param(ParamIndex(at as u16)),
                    values.reduce(Range::join).expect("two"),
                ))
            }
            6 if scale == 0 && !self.member => {
                Some(number(NumberKind::MemberCount, Range { least: 1, greatest: MAX_MEMBERS }))
            }
            7 if scale == 0 && self.indicators > 0 => {
                let range = Range { least: 0, greatest: self.indicators as i64 };
                Some(number(NumberKind::DeprivationCount, range))
            }
            _ => None,
        };
        found.unwrap_or(constant)
    }

    fn number(&mut self, depth: usize, scale: u8) -> Number {
        if depth == 0 {
            return self.plain_number(scale);
        }
        let made = self.compound(depth - 1, scale);
        let fits = |range: Range| range.least >= -LARGEST && range.greatest <= LARGEST;
        made.filter(|number| fits(number.range)).unwrap_or_else(|| self.plain_number(scale))
    }

    fn compound(&mut self, next: usize, scale: u8) -> Option<Number> {
        let pair = |writer: &mut Self| (writer.number(next, scale), writer.number(next, scale));
        let boxed = |(a, b): (Number, Number)| (Box::new(a), Box::new(b));
        let (kind, range) = match self.dice.below(if self.member { 7 } else { 10 }) {
            0 => {
                let (a, b) = boxed(pair(self));
                let range = bounds::add(a.range, b.range);
                (NumberKind::Add(a, b), range)
            }
            1 => {
                let (a, b) = boxed(pair(self));
                let range = bounds::subtract(a.range, b.range);
                (NumberKind::Subtract(a, b), range)
            }
            2 => {
                let (a, b) = boxed((self.number(next, scale), self.number(next, 0)));
                let range = bounds::multiply(a.range, b.range);
                (NumberKind::Multiply(a, b), range)
            }
            3 if scale == 0 => {
                let (a, b) = boxed(pair(self));
                if b.range.least <= 0 && b.range.greatest >= 0 {
                    return None;
                }
                if self.dice.percent(50) {
                    let range = bounds::divide(a.range, b.range).join(Range::exactly(0));
                    (NumberKind::Divide(a, b), range)
                } else {
                    let range = bounds::remainder(a.range, b.range).join(Range::exactly(0));
                    (NumberKind::Remainder(a, b), range)
                }
            }
            4 if scale == 1 => {
                let inner = self.number(next, 0);
                let range = bounds::multiply(inner.range, Range::exactly(10));
                (NumberKind::Rescale(Box::new(inner)), range)
            }
            5 => {
                let (a, b) = pair(self);
                let range = a.range.join(b.range);
                (NumberKind::If(Box::new((self.condition(next), a, b))), range)
            }
            7 if scale == 0 => {
                let keep = self.of_members(|writer| writer.condition(next));
                (NumberKind::CountIf(Box::new(keep)), Range { least: 0, greatest: MAX_MEMBERS })
            }
            8 | 9 => return Some(self.over_members(next, scale)),
            _ => return None,
        };
        Some(Number { kind, scale, range })
    }

    fn over_members(&mut self, next: usize, scale: u8) -> Number {
        let keep = self.dice.percent(60).then(|| Box::new(self.of_members(|writer| writer.condition(next))));
        let of = Box::new(self.of_members(|writer| writer.number(next, scale)));
        let range = of.range;
        let many = bounds::multiply(range, Range::exactly(MAX_MEMBERS)).join(range).join(Range::exactly(0));
        let (kind, range) = match self.dice.below(3) {
            0 => (NumberKind::Sum(keep, of), many),
            1 => (NumberKind::Least(keep, of), range),
            _ => (NumberKind::Greatest(keep, of), range),
        };
        Number { kind, scale, range }
    }
}
