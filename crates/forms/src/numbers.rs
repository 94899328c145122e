//! Numbers of the rule language as XPath: the least and the greatest that a number can be, in units of 10^-scale.
//!
//! XPath has only binary floating point. Every number here is whole and below 2^53 ([`crate::limits`] refuses others),
//! where it is exact.

use standards::AgeQuestions;
use standards::questionnaire::{AnswerKind, QuestionIndex, Subject, ZONE};
use standards::rule::{Condition, Number, NumberKind, Range};
use vocab::{Zone, pow10};

use crate::asked::day_number;
use crate::layout::RESULT;
use crate::rules::Compiler;
use crate::xpath::{XPath, all, binary, either};

/// The bounds of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Between {
    pub(crate) least: XPath,
    pub(crate) greatest: XPath,
}

impl Between {
    pub(crate) fn exactly(value: XPath) -> Between {
        Between { least: value.clone(), greatest: value }
    }

    fn of(range: Range) -> Between {
        Between { least: XPath::Number(range.least), greatest: XPath::Number(range.greatest) }
    }

    fn map(self, change: impl Fn(XPath) -> XPath) -> Between {
        Between { least: change(self.least), greatest: change(self.greatest) }
    }
}

impl Compiler<'_> {
    /// A number of the household, or of one member.
    pub(crate) fn number(&mut self, number: &Number, of: Subject) -> Between {
        let Between { least, greatest } = self.bounds(number, of);
        Between { least: self.steps.short_number(of, least), greatest: self.steps.short_number(of, greatest) }
    }

    fn bounds(&mut self, number: &Number, of: Subject) -> Between {
        match &number.kind {
            NumberKind::Constant(value) => Between::exactly(XPath::Number(*value)),
            NumberKind::Answer(q) => self.answer(*q, number.range, of),
            NumberKind::Order(q) => {
                let choices = self.standard.questionnaire.get(*q).kind.choices();
                let orders =
                    choices.iter().map(|choice| choice.order.unwrap_or_default()).collect::<Vec<_>>();
                self.picked(*q, &orders, number.range)
            }
            NumberKind::Pick(q, values) => self.picked(*q, values, number.range),
            NumberKind::Param(param) => self.param(usize::from(param.0), number.range),
            NumberKind::MemberCount => Between::exactly(self.steps.members()),
            NumberKind::DeprivationCount => Between {
                least: XPath::amount(&format!("{RESULT}/deprivation_count")),
                greatest: XPath::amount(&format!("{RESULT}/deprivation_count_max")),
            },
            NumberKind::CountIf(condition) => {
                let holds = self.condition(condition, Subject::Member);
                Between {
                    least: self.steps.count(&holds.certain),
                    greatest: self.steps.count(&holds.possible),
                }
            }
            NumberKind::Sum(keep, of_member) => self.sum(keep.as_deref(), of_member),
            NumberKind::Least(keep, of_member) => {
                self.extreme("min", keep.as_deref(), of_member, number.range)
            }
            NumberKind::Greatest(keep, of_member) => {
                self.extreme("max", keep.as_deref(), of_member, number.range)
            }
            NumberKind::Add(a, b) => {
                let (a, b) = (self.number(a, of), self.number(b, of));
                Between { least: plus(a.least, b.least), greatest: plus(a.greatest, b.greatest) }
            }
            NumberKind::Subtract(a, b) => {
                let (a, b) = (self.number(a, of), self.number(b, of));
                Between { least: minus(a.least, b.greatest), greatest: minus(a.greatest, b.least) }
            }
            NumberKind::Multiply(a, b) => self.corners(a, b, of, times),
            NumberKind::Divide(a, b) => self.corners(a, b, of, quotient),
            NumberKind::Remainder(a, b) => self.remainder(a, b, of),
            NumberKind::Rescale(inner) => {
                let factor = pow10(number.scale.saturating_sub(inner.scale)).unwrap_or(1);
                self.number(inner, of).map(|value| times(value, XPath::Number(factor)))
            }
            NumberKind::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                let when = self.condition(when, of);
                let (then, otherwise) = (self.number(then, of), self.number(otherwise, of));
                let choose = |function, a: XPath, b: XPath| {
                    let unknown = extreme_of(function, vec![a.clone(), b.clone()]);
                    either(when.certain.clone(), a, either(when.possible.clone(), unknown, b))
                };
                Between {
                    least: choose("min", then.least, otherwise.least),
                    greatest: choose("max", then.greatest, otherwise.greatest),
                }
            }
        }
    }

    fn answer(&mut self, question: QuestionIndex, range: Range, of: Subject) -> Between {
        if AgeQuestions::of(&self.standard.questionnaire).is_some_and(|ages| ages.age == question) {
            return self.age();
        }
        let path = self.path(question);
        let value = match self.standard.questionnaire.get(question).kind {
            AnswerKind::Date => XPath::amount(&self.steps.node(of, &day_number(&path))),
            AnswerKind::Number { scale, .. } if scale > 0 => {
                let factor = XPath::Number(pow10(scale).unwrap_or(1));
                XPath::Call("round", vec![times(XPath::amount(&path), factor)])
            }
            _ => XPath::amount(&path),
        };
        let missing = match self.total {
            Some((total, computed)) if *total == question => {
                // Without the total inside itself: where no region holds, the total stays missing.
                let total = self.total.take();
                let computed = self.number(computed, Subject::Household);
                self.total = total;
                computed
            }
            _ => Between::of(range),
        };
        missing.map(|missing| either(XPath::is_empty(&path), missing, value.clone()))
    }

    /// A number that the answer of a choice question stands for.
    fn picked(&self, question: QuestionIndex, values: &[i64], range: Range) -> Between {
        let path = self.path(question);
        let choices = self.standard.questionnaire.get(question).kind.choices();
        let codes = choices.iter().map(|choice| choice.code.as_str()).zip(values.iter().copied());
        let is_its_code = |(code, value): (&str, i64)| code == value.to_string();
        Between::of(range).map(|missing| {
            if codes.clone().all(is_its_code) {
                return either(XPath::is_empty(&path), missing, XPath::amount(&path));
            }
            codes.clone().rev().fold(missing, |rest, (code, value)| {
                either(XPath::is(&path, code), XPath::Number(value), rest)
            })
        })
    }

    /// A value of the standard in the household's zone; in both if the zone is missing.
    pub(crate) fn param(&self, at: usize, range: Range) -> Between {
        let Some([rural, urban]) = self.params.0.get(at).copied() else { return Between::of(range) };
        let zone = self.path(ZONE);
        let both = Range::exactly(rural).join(Range::exactly(urban));
        Between::of(both).map(|missing| {
            let known = |in_zone: Zone, value: i64, rest: XPath| {
                either(XPath::is(&zone, in_zone.code()), XPath::Number(value), rest)
            };
            known(Zone::Rural, rural, known(Zone::Urban, urban, missing))
        })
    }

    fn sum(&mut self, keep: Option<&Condition>, of_member: &Number) -> Between {
        let value = self.number(of_member, Subject::Member);
        let kept = keep.map(|keep| self.condition(keep, Subject::Member));
        let mut total = |function, value: XPath| {
            let value = match &kept {
                None => value,
                Some(kept) => {
                    let perhaps = extreme_of(function, vec![value.clone(), XPath::Number(0)]);
                    let unless = either(kept.possible.clone(), perhaps, XPath::Number(0));
                    either(kept.certain.clone(), value, unless)
                }
            };
            self.steps.total("sum", &value)
        };
        Between { least: total("min", value.least), greatest: total("max", value.greatest) }
    }

    /// `min` or `max` over members. A member who is certainly kept bounds it from the near side; without one nothing is
    /// known. Members who are not kept stand out of reach.
    fn extreme(
        &mut self,
        function: &'static str,
        keep: Option<&Condition>,
        of_member: &Number,
        whole: Range,
    ) -> Between {
        let value = self.number(of_member, Subject::Member);
        let kept = match keep {
            Some(keep) => self.condition(keep, Subject::Member),
            None => crate::rules::Holds::known(true),
        };
        let is_least = function == "min";
        let far = if is_least { of_member.range.greatest + 1 } else { of_member.range.least - 1 };
        let mut over = |kept: &XPath, value: XPath| {
            let value = either(kept.clone(), value, XPath::Number(far));
            match function {
                "max" => negative(self.steps.total("min", &negative(value))),
                least => self.steps.total(least, &value),
            }
        };
        let (possible, certain) = (kept.possible, kept.certain);
        let (least, greatest) = if is_least {
            (over(&possible, value.least), over(&certain, value.greatest))
        } else {
            (over(&certain, value.least), over(&possible, value.greatest))
        };
        let near = if is_least { greatest.clone() } else { least.clone() };
        let any = binary(if is_least { "<" } else { ">" }, near, XPath::Number(far));
        Between {
            least: either(any.clone(), least, XPath::Number(whole.least)),
            greatest: either(any, greatest, XPath::Number(whole.greatest)),
        }
    }

    /// The bounds of a product or a quotient lie in the corners; where signs are known, in known ones.
    fn corners(
        &mut self,
        a: &Number,
        b: &Number,
        of: Subject,
        operate: fn(XPath, XPath) -> XPath,
    ) -> Between {
        let (x, y) = (self.number(a, of), self.number(b, of));
        let mut corners = Vec::new();
        for left in [&x.least, &x.greatest] {
            for right in [&y.least, &y.greatest] {
                let corner = self.steps.short_number(of, operate(left.clone(), right.clone()));
                if !corners.contains(&corner) {
                    corners.push(corner);
                }
            }
        }
        Between { least: extreme_of("min", corners.clone()), greatest: extreme_of("max", corners) }
    }

    fn remainder(&mut self, a: &Number, b: &Number, of: Subject) -> Between {
        let (x, y) = (self.number(a, of), self.number(b, of));
        let exact = all([
            binary("=", x.least.clone(), x.greatest.clone()),
            binary("=", y.least.clone(), y.greatest.clone()),
        ]);
        let known = binary("mod", x.least.clone(), y.least.clone());
        let size = |value: &XPath| XPath::Call("abs", vec![value.clone()]);
        let most = minus(extreme_of("max", vec![size(&y.least), size(&y.greatest)]), XPath::Number(1));
        let most = self.steps.short_number(of, most);
        let least = either(
            binary("<", x.least.clone(), XPath::Number(0)),
            extreme_of("max", vec![minus(XPath::Number(0), most.clone()), x.least]),
            XPath::Number(0),
        );
        let greatest = either(
            binary(">", x.greatest.clone(), XPath::Number(0)),
            extreme_of("min", vec![most, x.greatest]),
            XPath::Number(0),
        );
        Between {
            least: either(exact.clone(), known.clone(), least),
            greatest: either(exact, known, greatest),
        }
    }
}

pub(crate) fn plus(a: XPath, b: XPath) -> XPath {
    match (a, b) {
        (XPath::Number(a), XPath::Number(b)) => XPath::Number(a.saturating_add(b)),
        (a, b) => binary("+", a, b),
    }
}

pub(crate) fn minus(a: XPath, b: XPath) -> XPath {
    match (a, b) {
        (XPath::Number(a), XPath::Number(b)) => XPath::Number(a.saturating_sub(b)),
        (a, b) => binary("-", a, b),
    }
}

pub(crate) fn times(a: XPath, b: XPath) -> XPath {
    match (a, b) {
        (XPath::Number(a), XPath::Number(b)) => XPath::Number(a.saturating_mul(b)),
        (XPath::Number(1), other) | (other, XPath::Number(1)) => other,
        (a, b) => binary("*", a, b),
    }
}

/// The quotient without its remainder: `mod` is exact and has the sign of the dividend, `div` alone could round up.
pub(crate) fn quotient(a: XPath, b: XPath) -> XPath {
    match (a, b) {
        (XPath::Number(a), XPath::Number(b)) => XPath::Number(a.checked_div(b).unwrap_or(0)),
        (a, b) => {
            let remainder = binary("mod", a.clone(), b.clone());
            binary("div", minus(a, remainder), b)
        }
    }
}

/// The number with the other sign.
pub(crate) fn negative(of: XPath) -> XPath {
    minus(XPath::Number(0), of)
}

/// `min` or `max` of several numbers.
pub(crate) fn extreme_of(function: &'static str, mut of: Vec<XPath>) -> XPath {
    of.dedup();
    let literals: Option<Vec<i64>> =
        of.iter().map(|x| if let XPath::Number(value) = x { Some(*value) } else { None }).collect();
    if let Some(literals) = literals {
        let extreme = if function == "min" { literals.iter().min() } else { literals.iter().max() };
        return XPath::Number(extreme.copied().unwrap_or(0));
    }
    if of.len() == 1 {
        return of.remove(0);
    }
    // JavaRosa's `max` begins at the least positive number, so that what is zero or less comes out above zero.
    match function {
        "max" => negative(XPath::Call("min", of.into_iter().map(negative).collect())),
        least => XPath::Call(least, of),
    }
}
