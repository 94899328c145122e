//! The third back end of the rule language: a condition as two XPath expressions, certainly and possibly true.
//!
//! Missing answers mean the same as in the interpreter: an unanswered question is everything that it could be. A
//! client that says *poor* says it whatever the missing answers are.

use standards::questionnaire::{QuestionIndex, Subject};
use standards::rule::{Comparison, Condition, Quantifier};
use standards::standard::{ParamValues, PovertyStandard};

use crate::computed::Steps;
use crate::layout::{RESULT, path_of};
use crate::numbers::Between;
use crate::xpath::{XPath, all, any, binary, not};

/// A condition: whether it certainly holds, and whether it possibly does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holds {
    pub(crate) certain: XPath,
    pub(crate) possible: XPath,
}

/// Turns the rules of a standard into XPath, collecting the steps that they need.
#[derive(Debug)]
pub(crate) struct Compiler<'a> {
    pub(crate) standard: &'a PovertyStandard,
    pub(crate) params: &'a ParamValues,
    pub(crate) age_day: vocab::Day,
    /// The total of a proxy score where it was not typed.
    pub(crate) total: Option<&'a (QuestionIndex, standards::rule::Number)>,
    pub(crate) steps: Steps,
}

impl Holds {
    pub(crate) fn known(value: bool) -> Holds {
        Holds { certain: XPath::Bool(value), possible: XPath::Bool(value) }
    }

    /// What a node says with `1`, `0` or nothing.
    fn of_node(path: &str) -> Holds {
        Holds { certain: XPath::is(path, "1"), possible: not(XPath::is(path, "0")) }
    }

    /// An answer to which the condition is known once it is there.
    fn of_answer(path: &str, certain: XPath) -> Holds {
        Holds { possible: any([XPath::is_empty(path), certain.clone()]), certain }
    }

    fn negated(self) -> Holds {
        Holds { certain: not(self.possible), possible: not(self.certain) }
    }

    fn impossible(&self) -> XPath {
        not(self.possible.clone())
    }
}

impl Compiler<'_> {
    /// The absolute path of an answer.
    pub(crate) fn path(&self, question: QuestionIndex) -> String {
        path_of(&self.standard.questionnaire, question)
    }

    /// A condition of the household, or of one member.
    pub(crate) fn condition(&mut self, condition: &Condition, of: Subject) -> Holds {
        let Holds { certain, possible } = self.parts(condition, of);
        Holds {
            certain: self.steps.short_condition(of, certain),
            possible: self.steps.short_condition(of, possible),
        }
    }

    fn parts(&mut self, condition: &Condition, of: Subject) -> Holds {
        match condition {
            Condition::Constant(value) => Holds::known(*value),
            Condition::Answer(q) => Holds::of_node(&self.path(*q)),
            Condition::Not(inner) => self.condition(inner, of).negated(),
            Condition::And(parts) => {
                let parts: Vec<Holds> = parts.iter().map(|part| self.condition(part, of)).collect();
                Holds {
                    certain: all(parts.iter().map(|part| part.certain.clone())),
                    possible: all(parts.into_iter().map(|part| part.possible)),
                }
            }
            Condition::Or(parts) => {
                let parts: Vec<Holds> = parts.iter().map(|part| self.condition(part, of)).collect();
                Holds {
                    certain: any(parts.iter().map(|part| part.certain.clone())),
                    possible: any(parts.into_iter().map(|part| part.possible)),
                }
            }
            Condition::Same(a, b) => {
                let (a, b) = (self.condition(a, of), self.condition(b, of));
                same(&a, &b)
            }
            Condition::Compare(comparison, a, b) => {
                let (a, b) = (self.number(a, of), self.number(b, of));
                compare(*comparison, &a, &b)
            }
            Condition::OneOf(q, choices) => {
                let path = self.path(*q);
                let codes = choices.iter().filter_map(|at| self.code(*q, *at));
                let chosen = any(codes.map(|code| XPath::is(&path, code)));
                Holds::of_answer(&path, chosen)
            }
            Condition::Includes(q, choice) => {
                let path = self.path(*q);
                let code = self.code(*q, *choice).unwrap_or_default();
                Holds::of_answer(&path, XPath::Call("selected", vec![XPath::node(&path), XPath::text(code)]))
            }
            Condition::TextIs(q, texts) => {
                let path = self.path(*q);
                Holds::of_answer(&path, any(texts.iter().map(|text| XPath::is(&path, text))))
            }
            Condition::If(parts) => {
                let (when, then, otherwise) = parts.as_ref();
                let when = self.condition(when, of);
                let (then, otherwise) = (self.condition(then, of), self.condition(otherwise, of));
                choose(&when, &then, &otherwise)
            }
            Condition::Members(quantifier, inner) => self.quantified(*quantifier, inner),
            Condition::Deprived(at) => match self.standard.indicators.get(usize::from(*at)) {
                Some(indicator) => Holds::of_node(&format!("{RESULT}/{}", indicator.id)),
                None => Holds { certain: XPath::Bool(false), possible: XPath::Bool(true) },
            },
            Condition::AtOrBelowIncomeLine => Holds::of_node(&format!("{RESULT}/at_or_below_income_line")),
        }
    }

    fn code(&self, question: QuestionIndex, choice: u16) -> Option<&str> {
        let choices = self.standard.questionnaire.get(question).kind.choices();
        choices.get(usize::from(choice)).map(|choice| choice.code.as_str())
    }

    fn quantified(&mut self, quantifier: Quantifier, inner: &Condition) -> Holds {
        let inner = self.condition(inner, Subject::Member);
        let (certain, possible) = (self.steps.count(&inner.certain), self.steps.count(&inner.possible));
        let number = XPath::Number;
        match quantifier {
            Quantifier::Exists => Holds {
                certain: ordered(">", certain, number(0)),
                possible: ordered(">", possible, number(0)),
            },
            Quantifier::All => {
                let members = self.steps.members();
                Holds {
                    certain: ordered("=", certain, members.clone()),
                    possible: ordered("=", possible, members),
                }
            }
            Quantifier::ExistsOne => Holds {
                certain: all([
                    ordered("=", certain.clone(), number(1)),
                    ordered("=", possible.clone(), number(1)),
                ]),
                possible: all([ordered("<=", certain, number(1)), ordered(">=", possible, number(1))]),
            },
        }
    }
}

fn same(a: &Holds, b: &Holds) -> Holds {
    let both = all([a.certain.clone(), b.certain.clone()]);
    let neither = all([a.impossible(), b.impossible()]);
    let one = [all([a.certain.clone(), b.impossible()]), all([a.impossible(), b.certain.clone()])];
    Holds { certain: any([both, neither]), possible: not(any(one)) }
}

fn choose(when: &Holds, then: &Holds, otherwise: &Holds) -> Holds {
    // Whichever way it goes: certain if the branch taken is, or if both are.
    let way = |a: XPath, b: XPath| {
        any([all([when.certain.clone(), a.clone()]), all([when.impossible(), b.clone()]), all([a, b])])
    };
    Holds {
        certain: way(then.certain.clone(), otherwise.certain.clone()),
        possible: not(way(then.impossible(), otherwise.impossible())),
    }
}

fn compare(comparison: Comparison, a: &Between, b: &Between) -> Holds {
    let ordered = |operator, a: &XPath, b: &XPath| ordered(operator, a.clone(), b.clone());
    match comparison {
        Comparison::Less => Holds {
            certain: ordered("<", &a.greatest, &b.least),
            possible: ordered("<", &a.least, &b.greatest),
        },
        Comparison::LessOrEqual => Holds {
            certain: ordered("<=", &a.greatest, &b.least),
            possible: ordered("<=", &a.least, &b.greatest),
        },
        Comparison::Equal => Holds {
            certain: all([
                ordered("=", &a.least, &a.greatest),
                ordered("=", &b.least, &b.greatest),
                ordered("=", &a.least, &b.least),
            ]),
            possible: all([ordered("<=", &a.least, &b.greatest), ordered("<=", &b.least, &a.greatest)]),
        },
        Comparison::NotEqual => compare(Comparison::Equal, a, b).negated(),
        Comparison::Greater => compare(Comparison::Less, b, a),
        Comparison::GreaterOrEqual => compare(Comparison::LessOrEqual, b, a),
    }
}

/// Two numbers compared; known at once where both are literals or the same.
fn ordered(operator: &'static str, a: XPath, b: XPath) -> XPath {
    if let (XPath::Number(a), XPath::Number(b)) = (&a, &b) {
        return XPath::Bool(match operator {
            "<" => a < b,
            "<=" => a <= b,
            ">" => a > b,
            ">=" => a >= b,
            _ => a == b,
        });
    }
    if operator == "=" && a == b {
        return XPath::Bool(true);
    }
    binary(operator, a, b)
}
