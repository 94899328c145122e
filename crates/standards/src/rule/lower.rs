//! From CEL's syntax tree to checked conditions and numbers. Every mistake is reported; none stops the search.

mod macros;
mod names;

use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};
use cel::parser::Expression;
use vocab::{Day, Decimal, Finding};

use crate::questionnaire::QuestionIndex;
use crate::rule::check::Names;
use crate::rule::expr::{Condition, Number, NumberKind, Visitor};
use crate::rule::numbers::{self, Quantity, Refused, Unit};
use crate::rule::parse::{MAX_DEPTH, Parsed, too_deep};
use crate::rule::syntax::macro_of;

/// What an expression is, once checked.
pub(crate) enum Typed {
    Condition(Condition),
    Quantity(Quantity),
    Choice(QuestionIndex),
    Choices(QuestionIndex),
    TextAnswer(QuestionIndex),
    Literal(String),
    List(Vec<Typed>),
    /// The members, or those that satisfy a condition.
    Members(Option<Condition>),
    /// A number of each (kept) member.
    Mapped(Option<Condition>, Quantity),
}

pub(crate) struct Lowering<'a> {
    pub(crate) names: &'a Names<'a>,
    pub(crate) parsed: &'a Parsed,
    pub(crate) findings: &'a mut Vec<Finding>,
    /// The variable that stands for a member here.
    pub(crate) member: Option<String>,
    depth: usize,
    /// Nodes that stand once in the text and more often in the checked rule.
    copied: usize,
    /// Member macros around this place.
    macros: usize,
}

/// A rule may hold this many such nodes: parts that are copied into copies would double at every level.
const MOST_COPIED: usize = 100_000;

impl<'a> Lowering<'a> {
    pub(crate) fn new(
        names: &'a Names<'a>,
        parsed: &'a Parsed,
        findings: &'a mut Vec<Finding>,
        member: Option<String>,
    ) -> Lowering<'a> {
        Lowering { names, parsed, findings, member, depth: 0, copied: 0, macros: 0 }
    }

    pub(crate) fn error(&mut self, node: &Expression, message: impl Into<String>, hint: impl Into<String>) {
        self.findings.push(Finding::error(self.parsed.place(node), message, hint));
    }

    /// Allows these parts to be copied this many times, or reports that the rule would grow too large.
    pub(crate) fn copy(
        &mut self,
        node: &Expression,
        condition: Option<&Condition>,
        numbers: &[Option<&Number>],
        times: usize,
    ) -> Option<()> {
        let mut counted = Nodes(0);
        condition.into_iter().for_each(|part| part.visit(&mut counted));
        numbers.iter().flatten().for_each(|part| part.visit(&mut counted));
        self.copied = self.copied.saturating_add(counted.0.saturating_mul(times));
        if self.copied > MOST_COPIED {
            self.error(
                node,
                "the rule grows too large when it is multiplied out",
                "split it into several indicators",
            );
            return None;
        }
        Some(())
    }

    /// The expression as a condition.
    pub(crate) fn condition(&mut self, node: &Expression) -> Option<Condition> {
        match self.typed(node)? {
            Typed::Condition(condition) => Some(condition),
            other => {
                self.error(
                    node,
                    format!("{} stands where yes or no is needed", other.name()),
                    "compare it with something",
                );
                None
            }
        }
    }

    pub(crate) fn quantity(&mut self, node: &Expression) -> Option<Quantity> {
        match self.typed(node)? {
            Typed::Quantity(quantity) => Some(quantity),
            Typed::Choice(q) => self.order(node, q),
            other => {
                self.error(node, format!("{} stands where a number is needed", other.name()), "use a number");
                None
            }
        }
    }

    pub(crate) fn order(&mut self, node: &Expression, question: QuestionIndex) -> Option<Quantity> {
        let of = self.names.questionnaire.get(question);
        let Some(number) = numbers::order(question, &of.kind) else {
            let message = format!("the choices of `{}` have no order", of.id);
            self.error(node, message, "give every choice an `order`, or compare codes with == and in");
            return None;
        };
        Some(Quantity::whole(number, Unit::None))
    }

    /// Checks one expression.
    pub(crate) fn typed(&mut self, node: &Expression) -> Option<Typed> {
        if self.depth > MAX_DEPTH {
            self.findings.push(too_deep(self.parsed.place(node)));
            return None;
        }
        self.depth += 1;
        let typed = match &node.expr {
            Expr::Literal(literal) => self.literal(node, literal),
            Expr::Ident(name) => self.name(node, name),
            Expr::Select(select) => self.select(node, select),
            Expr::Call(call) => self.call(node, call),
            Expr::List(list) => {
                let items: Vec<Option<Typed>> = list.elements.iter().map(|item| self.typed(item)).collect();
                items.into_iter().collect::<Option<Vec<_>>>().map(Typed::List)
            }
            Expr::Comprehension(comprehension) => match macro_of(comprehension) {
                Some(found) => self.member_macro(&comprehension.iter_range, &comprehension.iter_var, found),
                None => self.unsupported(node, "this loop"),
            },
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => self.unsupported(node, "this expression"),
        };
        self.depth -= 1;
        typed
    }

    pub(crate) fn unsupported<T>(&mut self, node: &Expression, what: &str) -> Option<T> {
        self.error(
            node,
            format!("{what} is not part of the rule language"),
            "packs/README.md lists what a rule may hold",
        );
        None
    }

    fn literal(&mut self, node: &Expression, literal: &LiteralValue) -> Option<Typed> {
        match literal {
            LiteralValue::Boolean(value) => Some(Typed::Condition(Condition::Constant(*value.inner()))),
            LiteralValue::String(text) => Some(Typed::Literal(text.inner().to_owned())),
            LiteralValue::Int(value) => {
                Some(Typed::Quantity(Quantity::whole(Number::constant(*value.inner(), 0), Unit::Bare)))
            }
            LiteralValue::Double(value) => match value.inner().to_string().parse::<Decimal>() {
                // Beyond 15 digits, the parser's double is no longer what was written.
                Ok(decimal) if decimal.value.unsigned_abs() < 1_000_000_000_000_000 => {
                    Some(Typed::Quantity(Quantity {
                        number: Number::constant(decimal.value, decimal.scale),
                        below: None,
                        unit: Unit::Bare,
                        decimal: true,
                    }))
                }
                _ => {
                    self.error(node, "this number cannot be kept exactly", "use a plain decimal such as 8.5");
                    None
                }
            },
            LiteralValue::UInt(_) | LiteralValue::Null | LiteralValue::Bytes(_) => {
                self.unsupported(node, "this literal")
            }
        }
    }

    fn call(&mut self, node: &Expression, call: &CallExpr) -> Option<Typed> {
        match (&call.target, call.func_name.as_str(), call.args.as_slice()) {
            (Some(target), "size", []) => self.size(target),
            (None, "size", [target]) => self.size(target),
            (Some(target), name @ ("sum" | "min" | "max"), []) => self.aggregate(target, name),
            (None, "date", [day]) => self.date(day),
            (None, operators::LOGICAL_NOT, [inner]) => {
                Some(Typed::Condition(self.condition(inner)?.negated()))
            }
            (None, operators::LOGICAL_AND, _) => self.logic(node, true).map(Typed::Condition),
            (None, operators::LOGICAL_OR, _) => self.logic(node, false).map(Typed::Condition),
            (None, operators::CONDITIONAL, [condition, then, otherwise]) => {
                self.conditional(node, condition, then, otherwise)
            }
            (None, operators::NEGATE, [inner]) => {
                let zero = Quantity::whole(Number::constant(0, 0), Unit::Bare);
                let inner = self.quantity(inner)?;
                self.arithmetic(node, operators::SUBSTRACT, zero, inner)
            }
            (None, operators::IN, [item, list]) => self.contained(node, item, list).map(Typed::Condition),
            (None, operator, [left, right]) if operator.starts_with('_') => match comparison(operator) {
                Some(found) => self.comparison(node, found, left, right).map(Typed::Condition),
                None if operator == operators::INDEX => self.unsupported(node, "`[…]` after a value"),
                None => {
                    let (left, right) = (self.quantity(left), self.quantity(right));
                    self.arithmetic(node, operator, left?, right?)
                }
            },
            (_, name, _) => self.unsupported(node, &format!("`{name}`")),
        }
    }

    /// A chain of `&&` or `||` as one node; parts are checked even when an earlier one is wrong.
    fn logic(&mut self, node: &Expression, all: bool) -> Option<Condition> {
        let operator = if all { operators::LOGICAL_AND } else { operators::LOGICAL_OR };
        let mut parts = Vec::new();
        let mut sound = true;
        let mut open = vec![node];
        while let Some(next) = open.pop() {
            match &next.expr {
                Expr::Call(call) if call.func_name == operator && call.target.is_none() => {
                    open.extend(call.args.iter().rev());
                }
                _ => match self.condition(next) {
                    Some(part) => parts.push(part),
                    None => sound = false,
                },
            }
        }
        let joined = if all { Condition::And(parts) } else { Condition::Or(parts) };
        sound.then_some(joined)
    }

    fn size(&mut self, target: &Expression) -> Option<Typed> {
        match self.typed(target)? {
            Typed::Members(None) => {
                Some(Typed::Quantity(Quantity::whole(numbers::member_count(), Unit::None)))
            }
            Typed::Members(Some(kept)) => {
                Some(Typed::Quantity(Quantity::whole(numbers::count_if(kept), Unit::None)))
            }
            _ => {
                self.error(target, "only members can be counted", "members.filter(m, …).size()");
                None
            }
        }
    }

    fn aggregate(&mut self, target: &Expression, name: &str) -> Option<Typed> {
        let Typed::Mapped(kept, of) = self.typed(target)? else {
            let hint = format!("members.map(m, m.some_number).{name}()");
            self.error(target, format!("`{name}()` needs a number of each member"), hint);
            return None;
        };
        let (unit, decimal) = (of.unit.clone(), of.decimal);
        let number = of.plain().and_then(|of| match name {
            "sum" => numbers::sum(kept, of),
            _ => {
                let (scale, range) = (of.scale, of.range);
                let (kept, of) = (kept.map(Box::new), Box::new(of));
                let kind =
                    if name == "min" { NumberKind::Least(kept, of) } else { NumberKind::Greatest(kept, of) };
                Ok(Number { kind, scale, range })
            }
        });
        let number = self.sound(target, number)?;
        Some(Typed::Quantity(Quantity { number, below: None, unit, decimal }))
    }

    fn date(&mut self, node: &Expression) -> Option<Typed> {
        let Typed::Literal(text) = self.typed(node)? else {
            return self.unsupported(node, "date() of something else than a text");
        };
        match text.parse::<Day>() {
            Ok(day) => {
                let number = Number::constant(i64::from(day.epoch_days()), 0);
                Some(Typed::Quantity(Quantity::whole(number, Unit::Day)))
            }
            Err(error) => {
                self.error(node, error.to_string(), "for example date(\"2010-01-31\")");
                None
            }
        }
    }

    /// The result of an arithmetic step, or a finding that says why it is refused.
    pub(crate) fn sound<T>(&mut self, node: &Expression, result: Result<T, Refused>) -> Option<T> {
        let (message, hint) = match result {
            Ok(value) => return Some(value),
            Err(Refused::Overflow) => (
                "the result could be too large to be kept exactly",
                "give the questions it reads a smaller range (min, max)",
            ),
            Err(Refused::DivisorMayBeZero) => (
                "the divisor may be zero",
                "multiply the other side instead (a < b * c), or give the question a min above 0",
            ),
            Err(Refused::FractionHere) => {
                ("a fraction cannot be used here", "compare it, or multiply the other side instead")
            }
        };
        self.error(node, message, hint);
        None
    }
}

struct Nodes(usize);

impl Visitor for Nodes {
    fn condition(&mut self, _: &Condition) {
        self.0 += 1;
    }
    fn number(&mut self, _: &Number) {
        self.0 += 1;
    }
}

fn comparison(operator: &str) -> Option<crate::rule::Comparison> {
    use crate::rule::Comparison;
    Some(match operator {
        operators::EQUALS => Comparison::Equal,
        operators::NOT_EQUALS => Comparison::NotEqual,
        operators::LESS => Comparison::Less,
        operators::LESS_EQUALS => Comparison::LessOrEqual,
        operators::GREATER => Comparison::Greater,
        operators::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

impl Typed {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Typed::Condition(_) => "yes or no",
            Typed::Quantity(_) => "a number",
            Typed::Choice(_) => "a choice",
            Typed::Choices(_) => "a set of choices",
            Typed::TextAnswer(_) | Typed::Literal(_) => "a text",
            Typed::List(_) => "a list",
            Typed::Members(_) => "the members",
            Typed::Mapped(..) => "a number of each member",
        }
    }
}
