//! Comparison, membership, arithmetic and `?:` of rules, with their types and units.

use cel::common::ast::operators;
use cel::parser::Expression;
use vocab::Finding;

use crate::questionnaire::QuestionIndex;
use crate::reading::closest;
use crate::rule::expr::{Comparison, Condition, NumberKind};
use crate::rule::lower::{Lowering, Typed};
use crate::rule::numbers::{self, Quantity, Unit};

impl Lowering<'_> {
    pub(crate) fn comparison(
        &mut self,
        node: &Expression,
        comparison: Comparison,
        left: &Expression,
        right: &Expression,
    ) -> Option<Condition> {
        let (l, r) = (self.typed(left), self.typed(right));
        match (l?, r?) {
            (Typed::Choice(q), other) => self.choice_comparison(node, comparison, q, other),
            (other, Typed::Choice(q)) => self.choice_comparison(node, comparison.mirrored(), q, other),
            (Typed::Quantity(a), Typed::Quantity(b)) => self.compare(node, comparison, a, b),
            (Typed::Condition(a), Typed::Condition(b)) => match comparison {
                Comparison::Equal => Some(same(a, b)),
                Comparison::NotEqual => Some(same(a, b).negated()),
                _ => self.mismatch(node, "yes and no have no order", "use == or !="),
            },
            (Typed::TextAnswer(q), Typed::Literal(text)) | (Typed::Literal(text), Typed::TextAnswer(q)) => {
                let is = Condition::TextIs(q, vec![text]);
                match comparison {
                    Comparison::Equal => Some(is),
                    Comparison::NotEqual => Some(is.negated()),
                    _ => self.mismatch(node, "texts have no order", "use == or !="),
                }
            }
            (Typed::Quantity(day), Typed::Literal(_)) | (Typed::Literal(_), Typed::Quantity(day))
                if day.unit == Unit::Day =>
            {
                self.mismatch(node, "a day is compared with a text", "write date(\"2010-01-31\")")
            }
            (a, b) => {
                let message = format!("{} is compared with {}", a.name(), b.name());
                self.mismatch(node, &message, "compare values of the same type")
            }
        }
    }

    fn mismatch<T>(&mut self, node: &Expression, message: &str, hint: &str) -> Option<T> {
        self.error(node, message, hint);
        None
    }

    fn compare(
        &mut self,
        node: &Expression,
        comparison: Comparison,
        a: Quantity,
        b: Quantity,
    ) -> Option<Condition> {
        self.common_unit(node, &a.unit, &b.unit)?;
        let compared = numbers::compare(comparison, a, b);
        self.sound(node, compared)
    }

    /// The unit of a sum or comparison of two numbers.
    fn common_unit(&mut self, node: &Expression, a: &Unit, b: &Unit) -> Option<Unit> {
        match (a, b) {
            (Unit::Of(x), Unit::Of(y)) if x != y => {
                let message = format!("two different units meet: `{x}` and `{y}`");
                self.mismatch(node, &message, "compare numbers of the same unit")
            }
            (Unit::Day, Unit::Day) => Some(Unit::Day),
            (Unit::Day, _) | (_, Unit::Day) => {
                self.mismatch(node, "a day meets a number that is not a day", "write date(\"2010-01-31\")")
            }
            (Unit::Of(unit), _) | (_, Unit::Of(unit)) => Some(Unit::Of(unit.clone())),
            (Unit::None, _) | (_, Unit::None) => Some(Unit::None),
            (Unit::Bare, Unit::Bare) => Some(Unit::Bare),
        }
    }

    fn choice_comparison(
        &mut self,
        node: &Expression,
        comparison: Comparison,
        question: QuestionIndex,
        other: Typed,
    ) -> Option<Condition> {
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        if equality && let Some(code) = code_of(&other) {
            let choice = self.choice(node, question, &code)?;
            let is = self.one_of(question, vec![choice]);
            return Some(if comparison == Comparison::Equal { is } else { is.negated() });
        }
        let order = self.order(node, question)?;
        let other = match other {
            Typed::Quantity(quantity) => quantity,
            Typed::Literal(code) => {
                let choice = self.choice(node, question, &code)?;
                let kind = &self.names.questionnaire.get(question).kind;
                let of = kind.choices().get(usize::from(choice)).and_then(|choice| choice.order)?;
                Quantity::whole(crate::rule::Number::constant(of, 0), Unit::Bare)
            }
            other => {
                let message = format!("a choice is compared with {}", other.name());
                return self.mismatch(node, &message, "compare it with a code or a number");
            }
        };
        self.compare(node, comparison, order, other)
    }

    /// Position of the choice with this code.
    fn choice(&mut self, node: &Expression, question: QuestionIndex, code: &str) -> Option<u16> {
        let of = self.names.questionnaire.get(question);
        let choices = of.kind.choices();
        if let Some(at) = choices.iter().position(|choice| choice.code == code) {
            return Some(at as u16);
        }
        let hint = match closest(code, choices.iter().map(|choice| choice.code.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let codes = choices.iter().map(|choice| choice.code.as_str()).collect::<Vec<_>>();
                format!("its codes are: {}", codes.join(", "))
            }
        };
        let message = format!("`{}` never has the code `{code}`", of.id);
        self.error(node, message, hint);
        None
    }

    fn one_of(&self, question: QuestionIndex, mut choices: Vec<u16>) -> Condition {
        choices.sort_unstable();
        choices.dedup();
        let all = self.names.questionnaire.get(question).kind.choices().len();
        if choices.len() == all { Condition::Constant(true) } else { Condition::OneOf(question, choices) }
    }

    /// `item in list`.
    pub(crate) fn contained(
        &mut self,
        node: &Expression,
        item: &Expression,
        list: &Expression,
    ) -> Option<Condition> {
        let (item, list) = (self.typed(item), self.typed(list));
        match (item?, list?) {
            (Typed::Choice(q), Typed::List(items)) => {
                let mut choices = Vec::new();
                for item in &items {
                    let Some(code) = code_of(item) else {
                        return self.mismatch(node, "the list must hold codes", "x in [\"a\", \"b\"]");
                    };
                    choices.push(self.choice(node, q, &code));
                }
                Some(self.one_of(q, choices.into_iter().collect::<Option<_>>()?))
            }
            (Typed::TextAnswer(q), Typed::List(items)) => {
                let texts = items.into_iter().map(|item| match item {
                    Typed::Literal(text) => Some(text),
                    _ => None,
                });
                match texts.collect::<Option<Vec<_>>>() {
                    Some(texts) => Some(Condition::TextIs(q, texts)),
                    None => self.mismatch(node, "the list must hold texts", "x in [\"a\", \"b\"]"),
                }
            }
            (Typed::Quantity(quantity), Typed::List(items)) => {
                self.copy(node, None, &[Some(&quantity.number), quantity.below.as_ref()], items.len())?;
                let mut any = Vec::new();
                for item in items {
                    let Typed::Quantity(other) = item else {
                        return self.mismatch(node, "the list must hold numbers", "x in [1, 2]");
                    };
                    any.push(self.compare(node, Comparison::Equal, quantity.clone(), other)?);
                }
                Some(Condition::Or(any))
            }
            (item, Typed::Choices(q)) => {
                let Some(code) = code_of(&item) else {
                    return self.mismatch(node, "a code is looked for in choices", "\"a\" in some_choices");
                };
                Some(Condition::Includes(q, self.choice(node, q, &code)?))
            }
            (item, list) => {
                let message = format!("{} is looked for in {}", item.name(), list.name());
                self.mismatch(node, &message, "x in [\"a\", \"b\"], or \"a\" in a choices question")
            }
        }
    }

    pub(crate) fn conditional(
        &mut self,
        node: &Expression,
        condition: &Expression,
        then: &Expression,
        otherwise: &Expression,
    ) -> Option<Typed> {
        let (condition, then, otherwise) =
            (self.condition(condition), self.typed(then), self.typed(otherwise));
        match (condition?, then?, otherwise?) {
            (condition, Typed::Condition(a), Typed::Condition(b)) => {
                Some(Typed::Condition(Condition::If(Box::new((condition, a, b)))))
            }
            (condition, Typed::Quantity(a), Typed::Quantity(b)) => {
                let unit = self.common_unit(node, &a.unit, &b.unit)?;
                let decimal = a.decimal || b.decimal;
                let below = match (a.below, b.below) {
                    (None, None) => None,
                    (x, y) => {
                        self.copy(node, Some(&condition), &[], 1)?;
                        let one = || crate::rule::Number::constant(1, 0);
                        let below =
                            numbers::either(condition.clone(), x.unwrap_or_else(one), y.unwrap_or_else(one));
                        Some(self.sound(node, below)?)
                    }
                };
                let number = numbers::either(condition, a.number, b.number);
                let number = self.sound(node, number)?;
                Some(Typed::Quantity(Quantity { number, below, unit, decimal }))
            }
            (_, a, b) => {
                let message = format!("`?:` gives {} or {}", a.name(), b.name());
                self.mismatch(node, &message, "both sides must be numbers, or both yes or no")
            }
        }
    }

    pub(crate) fn arithmetic(
        &mut self,
        node: &Expression,
        operator: &str,
        a: Quantity,
        b: Quantity,
    ) -> Option<Typed> {
        let decimal = a.decimal || b.decimal || a.below.is_some() || b.below.is_some();
        let unit = match operator {
            operators::ADD => self.common_unit(node, &a.unit, &b.unit)?,
            operators::SUBSTRACT if a.unit == Unit::Day && b.unit == Unit::Day => Unit::None,
            operators::SUBSTRACT => self.common_unit(node, &a.unit, &b.unit)?,
            _ if a.unit == Unit::Bare && b.unit == Unit::Bare => Unit::Bare,
            _ => Unit::None,
        };
        let whole = !decimal;
        let made = match operator {
            operators::ADD | operators::SUBSTRACT => {
                self.copy(node, None, &[a.below.as_ref(), b.below.as_ref()], 1)?;
                sum_of(operator == operators::ADD, a, b)
            }
            operators::MULTIPLY => product_of(a, b),
            operators::DIVIDE if whole => {
                if !matches!(
                    (&a.number.kind, &b.number.kind),
                    (NumberKind::Constant(_), NumberKind::Constant(_))
                ) {
                    self.findings.push(Finding::warning(
                        self.parsed.place(node),
                        "`/` between whole numbers drops the remainder",
                        "to compare exactly, multiply the other side: a <= b * c",
                    ));
                }
                numbers::divide_whole(a.number, b.number).map(|n| (n, None))
            }
            operators::DIVIDE => quotient_of(a, b),
            operators::MODULO if whole => numbers::remainder(a.number, b.number).map(|n| (n, None)),
            _ => return self.unsupported(node, "`%` of decimals"),
        };
        let (number, below) = self.sound(node, made)?;
        Some(Typed::Quantity(Quantity { number, below, unit, decimal }))
    }
}

type Fraction = Result<(crate::rule::Number, Option<crate::rule::Number>), numbers::Refused>;

fn sum_of(plus: bool, a: Quantity, b: Quantity) -> Fraction {
    let combine = |x, y| if plus { numbers::add(x, y) } else { numbers::subtract(x, y) };
    Ok(match (a.below, b.below) {
        (None, None) => (combine(a.number, b.number)?, None),
        (Some(x), None) => (combine(a.number, numbers::multiply(b.number, x.clone())?)?, Some(x)),
        (None, Some(y)) => (combine(numbers::multiply(a.number, y.clone())?, b.number)?, Some(y)),
        (Some(x), Some(y)) => {
            let left = numbers::multiply(a.number, y.clone())?;
            let right = numbers::multiply(b.number, x.clone())?;
            (combine(left, right)?, Some(numbers::multiply(x, y)?))
        }
    })
}

fn product_of(a: Quantity, b: Quantity) -> Fraction {
    let below = match (a.below, b.below) {
        (Some(x), Some(y)) => Some(numbers::multiply(x, y)?),
        (x, y) => x.or(y),
    };
    Ok((numbers::multiply(a.number, b.number)?, below))
}

fn quotient_of(a: Quantity, b: Quantity) -> Fraction {
    let (mut above, mut below) = numbers::fraction(a.number, b.number)?;
    if let Some(x) = a.below {
        below = numbers::multiply(below, x)?;
    }
    if let Some(y) = b.below {
        above = numbers::multiply(above, y)?;
    }
    Ok((above, Some(below)))
}

fn same(a: Condition, b: Condition) -> Condition {
    match (a, b) {
        (Condition::Constant(value), other) | (other, Condition::Constant(value)) => {
            if value {
                other
            } else {
                other.negated()
            }
        }
        (a, b) => Condition::Same(Box::new(a), Box::new(b)),
    }
}

/// The code that a literal means: `"a"`, or `2`.
fn code_of(typed: &Typed) -> Option<String> {
    match typed {
        Typed::Literal(text) => Some(text.clone()),
        Typed::Quantity(Quantity { number, below: None, unit: Unit::Bare, .. }) => match number.kind {
            NumberKind::Constant(value) if number.scale == 0 => Some(value.to_string()),
            _ => None,
        },
        _ => None,
    }
}
