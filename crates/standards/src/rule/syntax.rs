//! What CEL's parser made of the member macros: it expands them into loops of fixed shapes, recognised here.

use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue, operators};
use cel::parser::Expression;

/// A macro over a list.
pub(crate) enum Macro<'a> {
    Exists(&'a Expression),
    All(&'a Expression),
    ExistsOne(&'a Expression),
    Filter(&'a Expression),
    /// Keep (if written) and value.
    Map(Option<&'a Expression>, &'a Expression),
}

/// The macro that a loop was written as.
pub(crate) fn macro_of(comprehension: &ComprehensionExpr) -> Option<Macro<'_>> {
    let accumulator = comprehension.accu_var.as_str();
    let step = call(&comprehension.loop_step)?;
    let starts_with = |value: bool| matches!(&comprehension.accu_init.expr, Expr::Literal(LiteralValue::Boolean(b)) if *b.inner() == value);
    match (step.func_name.as_str(), step.args.as_slice()) {
        (operators::LOGICAL_OR, [acc, body]) if is_name(acc, accumulator) && starts_with(false) => {
            Some(Macro::Exists(body))
        }
        (operators::LOGICAL_AND, [acc, body]) if is_name(acc, accumulator) && starts_with(true) => {
            Some(Macro::All(body))
        }
        (operators::CONDITIONAL, [keep, then, otherwise]) if is_name(otherwise, accumulator) => {
            let added = appended(then, accumulator)?;
            match &added.expr {
                Expr::Literal(LiteralValue::Int(_)) => Some(Macro::ExistsOne(keep)),
                Expr::List(list) => match list.elements.as_slice() {
                    [element] if is_name(element, &comprehension.iter_var) => Some(Macro::Filter(keep)),
                    [element] => Some(Macro::Map(Some(keep), element)),
                    _ => None,
                },
                _ => None,
            }
        }
        (operators::ADD, _) => match &appended(&comprehension.loop_step, accumulator)?.expr {
            Expr::List(list) => match list.elements.as_slice() {
                [element] => Some(Macro::Map(None, element)),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// `x` of `accumulator + x`.
fn appended<'a>(node: &'a Expression, accumulator: &str) -> Option<&'a Expression> {
    let add = call(node)?;
    match (add.func_name.as_str(), add.args.as_slice()) {
        (operators::ADD, [acc, added]) if is_name(acc, accumulator) => Some(added),
        _ => None,
    }
}

fn call(node: &Expression) -> Option<&CallExpr> {
    match &node.expr {
        Expr::Call(call) => Some(call),
        _ => None,
    }
}

fn is_name(node: &Expression, name: &str) -> bool {
    matches!(&node.expr, Expr::Ident(ident) if ident == name)
}
