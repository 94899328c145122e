//! What a name in a rule stands for: an answer, a value of the law, an indicator, a count.

use cel::common::ast::{Expr, SelectExpr};
use cel::parser::Expression;

use super::{Lowering, Typed};
use crate::questionnaire::{AnswerKind, Subject};
use crate::reading::closest;
use crate::rule::expr::{Condition, Number, NumberKind, Range};
use crate::rule::numbers::{self, Quantity, Unit};

impl Lowering<'_> {
    pub(super) fn name(&mut self, node: &Expression, name: &str) -> Option<Typed> {
        if name == "members" {
            return Some(Typed::Members(None));
        }
        if name == "deprivation_count" && self.names.indicators.is_some() {
            let most = self.names.indicators.map_or(0, <[String]>::len) as i64;
            let range = Range { least: 0, greatest: most };
            let number = Number { kind: NumberKind::DeprivationCount, scale: 0, range };
            return Some(Typed::Quantity(Quantity::whole(number, Unit::None)));
        }
        if name == "at_or_below_income_line" && self.names.has_income_test {
            return Some(Typed::Condition(Condition::AtOrBelowIncomeLine));
        }
        if self.member.as_deref() == Some(name) {
            let hint = format!("name the answer, for example `{name}.age`");
            self.error(node, format!("`{name}` is a whole member"), hint);
            return None;
        }
        self.answer(node, Subject::Household, name)
    }

    pub(super) fn select(&mut self, node: &Expression, select: &SelectExpr) -> Option<Typed> {
        if select.test {
            return self.unsupported(node, "has()");
        }
        let Expr::Ident(base) = &select.operand.expr else {
            return self.unsupported(node, "this selection");
        };
        let field = select.field.as_str();
        match base.as_str() {
            member if self.member.as_deref() == Some(member) => self.answer(node, Subject::Member, field),
            "household" => self.answer(node, Subject::Household, field),
            "param" => self.param(node, field),
            "deprived" if self.names.indicators.is_some() => {
                let indicators = self.names.indicators.unwrap_or_default();
                match indicators.iter().position(|id| id == field) {
                    Some(at) => Some(Typed::Condition(Condition::Deprived(at as u16))),
                    None => self.unknown(node, field, "indicator", indicators.iter().map(String::as_str)),
                }
            }
            other => {
                let hint = match &self.member {
                    Some(member) => format!("inside this macro a member is called `{member}`"),
                    None => "a member's answer needs a macro: members.exists(m, m.age >= 16)".to_owned(),
                };
                self.error(node, format!("unknown name `{other}`"), hint);
                None
            }
        }
    }

    fn param(&mut self, node: &Expression, name: &str) -> Option<Typed> {
        let Some((at, param)) = self.names.params.iter().enumerate().find(|(_, p)| p.name == name) else {
            let names = self.names.params.iter().map(|p| p.name.as_str());
            return self.unknown(node, name, "parameter", names);
        };
        let mut values = param.values.iter().map(|v| Range::exactly(v.value));
        let first = values.next()?;
        let range = values.fold(first, Range::join);
        let kind = NumberKind::Param(crate::rule::ParamIndex(at as u16));
        Some(Typed::Quantity(Quantity {
            number: Number { kind, scale: param.scale, range },
            below: None,
            unit: param.unit.clone().map_or(Unit::None, Unit::Of),
            decimal: param.scale > 0,
        }))
    }

    fn answer(&mut self, node: &Expression, of: Subject, id: &str) -> Option<Typed> {
        let questionnaire = self.names.questionnaire;
        let Some(at) = questionnaire.find(of, id) else {
            let other = if of == Subject::Household { Subject::Member } else { Subject::Household };
            if questionnaire.find(other, id).is_some() {
                let hint = match of {
                    Subject::Household => format!("it is a member's answer: members.exists(m, m.{id} …)"),
                    Subject::Member => format!("it is the household's answer: write `{id}` alone"),
                };
                self.error(node, format!("`{id}` is not an answer of this kind"), hint);
                return None;
            }
            let names = questionnaire.questions.iter().filter(|q| q.of == of).map(|q| q.id.as_str());
            return self.unknown(node, id, "question", names);
        };
        let question = questionnaire.get(at);
        Some(match &question.kind {
            AnswerKind::Boolean => Typed::Condition(Condition::Answer(at)),
            AnswerKind::Choice(_) => Typed::Choice(at),
            AnswerKind::Choices(_) => Typed::Choices(at),
            AnswerKind::Text => Typed::TextAnswer(at),
            kind @ (AnswerKind::Number { .. } | AnswerKind::Date) => Typed::Quantity(Quantity {
                number: numbers::answer(at, kind)?,
                below: None,
                unit: match kind {
                    AnswerKind::Date => Unit::Day,
                    _ => question.unit.clone().map_or(Unit::None, Unit::Of),
                },
                decimal: matches!(kind, AnswerKind::Number { decimal: true, .. }),
            }),
        })
    }

    fn unknown<'n, T>(
        &mut self,
        node: &Expression,
        name: &str,
        what: &str,
        names: impl Iterator<Item = &'n str>,
    ) -> Option<T> {
        let hint = match closest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare this {what} first"),
        };
        self.error(node, format!("unknown {what} `{name}`"), hint);
        None
    }
}
