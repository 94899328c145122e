//! Steps of a calculation: hidden nodes for what rules say of each member, and for expressions that would grow too long.
//!
//! A rule over members becomes one node in every row and one sum outside. The sum is a node, too: named inside a row,
//! the rows themselves would mean that row alone.

use standards::questionnaire::Subject;

use crate::layout::{MEMBER, RESULT};
use crate::xpath::{XPath, binary, either};

/// Longer expressions become a node of their own: without that, a rule of rules doubles with every level.
const LONGEST: usize = 240;

/// A hidden calculated node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) path: String,
    pub(crate) calculate: String,
}

/// All steps of a form, in the order in which they were needed.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    pub(crate) household: Vec<Step>,
    pub(crate) member: Vec<Step>,
}

impl Steps {
    /// The path of a node with this value; the same value is calculated once.
    pub(crate) fn node(&mut self, of: Subject, value: &XPath) -> String {
        let (steps, group, letter) = match of {
            Subject::Household => (&mut self.household, RESULT, 'h'),
            Subject::Member => (&mut self.member, MEMBER, 'm'),
        };
        let calculate = value.at(&format!("{group}/_"));
        if let Some(known) = steps.iter().find(|step| step.calculate == calculate) {
            return known.path.clone();
        }
        let path = format!("{group}/step_{letter}{}", steps.len() + 1);
        steps.push(Step { path: path.clone(), calculate });
        path
    }

    /// A number with its own node if it is long.
    pub(crate) fn short_number(&mut self, of: Subject, value: XPath) -> XPath {
        if !is_long(&value) {
            return value;
        }
        XPath::amount(&self.node(of, &value))
    }

    /// A condition with its own node if it is long.
    pub(crate) fn short_condition(&mut self, of: Subject, value: XPath) -> XPath {
        if !is_long(&value) {
            return value;
        }
        binary("=", XPath::amount(&self.node(of, &flag(value))), XPath::Number(1))
    }

    /// Over how many members a condition holds.
    pub(crate) fn count(&mut self, condition: &XPath) -> XPath {
        match condition {
            XPath::Bool(false) => XPath::Number(0),
            condition => self.total("sum", &flag(condition.clone())),
        }
    }

    /// `sum` or `min` of a number over the members; `max` is not the same in every client.
    pub(crate) fn total(&mut self, function: &'static str, of_member: &XPath) -> XPath {
        let rows = self.node(Subject::Member, of_member);
        XPath::amount(&self.node(Subject::Household, &XPath::Call(function, vec![XPath::Node(rows)])))
    }

    /// How many members there are.
    pub(crate) fn members(&mut self) -> XPath {
        let rows = XPath::Call("count", vec![XPath::node(MEMBER)]);
        XPath::amount(&self.node(Subject::Household, &rows))
    }
}

/// 1 where the condition holds, else 0.
pub(crate) fn flag(condition: XPath) -> XPath {
    match condition {
        XPath::Bool(value) => XPath::Number(i64::from(value)),
        condition => either(condition, XPath::Number(1), XPath::Number(0)),
    }
}

fn is_long(value: &XPath) -> bool {
    value.at(RESULT).len() > LONGEST
}
