//! The independent judge: the `cel` crate's own interpreter, over one household that answered everything.

use std::collections::HashMap;
use std::sync::Arc;

use cel::{Context, ExecutionError, Program, Value};
use standards::questionnaire::{AnswerKind, Question, Subject};
use standards::standard::PovertyStandard;
use standards::{Answer, HouseholdAnswers};
use vocab::{Day, Zone};

use crate::text::Condition;
use crate::world::World;

/// The rules of a world as programs.
pub(crate) struct Oracle {
    indicators: Vec<Program>,
    income_tests: Vec<Program>,
    outcomes: Vec<Program>,
}

/// What the oracle says; `None` where CEL gives an error (the least of nothing).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) deprived: Vec<Option<bool>>,
    pub(crate) at_or_below_income_line: Option<bool>,
    pub(crate) outcome: Option<usize>,
}

impl Oracle {
    pub(crate) fn new(world: &World) -> Oracle {
        let compile = |rules: &[Condition]| -> Vec<Program> {
            let one = |rule: &Condition| {
                Program::compile(&rule.oracle).unwrap_or_else(|e| panic!("{}\n{e}", rule.oracle))
            };
            rules.iter().map(one).collect()
        };
        Oracle {
            indicators: compile(&world.indicators),
            income_tests: compile(&world.income_tests),
            outcomes: compile(&world.outcomes),
        }
    }

    /// Judges a household without missing answers.
    pub(crate) fn judge(&self, world: &World, household: &HouseholdAnswers) -> Verdict {
        let mut context = context(&world.standard, household);
        let deprived: Vec<Option<bool>> = self.indicators.iter().map(|rule| holds(rule, &context)).collect();
        let test = &self.income_tests[world.asked.unwrap_or(0)];
        let at_or_below_income_line = holds(test, &context);
        let outcome = match (deprived.iter().copied().collect::<Option<Vec<bool>>>(), at_or_below_income_line)
        {
            (Some(deprived), Some(below)) => {
                let named = deprived.iter().enumerate().map(|(at, holds)| (format!("i{at}"), *holds));
                context.add_variable_from_value("deprived", named.collect::<HashMap<String, bool>>());
                let count = deprived.iter().filter(|holds| **holds).count() as i64;
                context.add_variable_from_value("deprivation_count", count);
                context.add_variable_from_value("at_or_below_income_line", below);
                self.outcome(&context)
            }
            _ => None,
        };
        Verdict { deprived, at_or_below_income_line, outcome }
    }

    /// The first rule that holds; the last is always true.
    fn outcome(&self, context: &Context<'_, '_>) -> Option<usize> {
        for (at, rule) in self.outcomes.iter().enumerate() {
            if holds(rule, context)? {
                return Some(at);
            }
        }
        Some(self.outcomes.len())
    }
}

/// Whether a rule holds; any other error than the least of nothing, or a division by no members, is a fault of the harness.
fn holds(rule: &Program, context: &Context<'_, '_>) -> Option<bool> {
    match rule.execute(context) {
        Ok(Value::Bool(holds)) => Some(holds),
        Err(ExecutionError::FunctionError { message, .. }) if message == NOTHING => None,
        Err(ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_)) => None,
        other => panic!("the oracle gave {other:?}"),
    }
}

const NOTHING: &str = "of no member";

fn context(standard: &PovertyStandard, household: &HouseholdAnswers) -> Context<'static, 'static> {
    let mut context = Context::default();
    add_functions(&mut context);
    let own = answers(standard, household, None);
    for (name, value) in &own {
        context.add_variable_from_value(name.clone(), value.clone());
    }
    let zone = match household.household[0] {
        Answer::Choice(at) => Zone::ALL[usize::from(at)],
        ref other => panic!("the zone is {other:?}"),
    };
    context.add_variable_from_value("household", own);
    let members: Vec<Value> = (0..household.members.len())
        .map(|member| Value::from(answers(standard, household, Some(member))))
        .collect();
    context.add_variable_from_value("members", members);
    let day = Day::from_civil(2025, 1, 1).expect("a day");
    let params = standard.params.iter().map(|param| {
        let value = param.values.iter().find(|v| v.valid.contains(day) && v.zone.is_none_or(|z| z == zone));
        (param.name.clone(), number(value.expect("a value").value, param.scale, param.scale > 0))
    });
    context.add_variable_from_value("param", params.collect::<HashMap<String, Value>>());
    context
}

fn number(value: i64, scale: u8, decimal: bool) -> Value {
    if decimal { Value::Float(value as f64 / 10_f64.powi(i32::from(scale))) } else { Value::Int(value) }
}

/// The answers of the household or of a member by name; choices by code, and as `NAME_order` by order.
fn answers(
    standard: &PovertyStandard,
    household: &HouseholdAnswers,
    member: Option<usize>,
) -> HashMap<String, Value> {
    let mut all = HashMap::new();
    let of = if member.is_some() { Subject::Member } else { Subject::Household };
    for (index, question) in standard.questionnaire.iter().filter(|(_, question)| question.of == of) {
        let answer = household.get(index, member);
        all.insert(question.id.clone(), value(question, answer));
        if let Answer::Choice(at) = answer
            && let Some(order) = question.kind.choices()[usize::from(*at)].order
        {
            all.insert(format!("{}_order", question.id), Value::Int(order));
        }
    }
    all
}

fn value(question: &Question, answer: &Answer) -> Value {
    let code = |at: usize| Value::from(question.kind.choices()[at].code.as_str());
    match (answer, &question.kind) {
        (Answer::Number(value), AnswerKind::Number { scale, decimal, .. }) => {
            number(*value, *scale, *decimal)
        }
        (Answer::Number(days), _) => Value::Int(*days),
        (Answer::Flag(flag), _) => Value::Bool(*flag),
        (Answer::Text(text), _) => Value::from(text.as_str()),
        (Answer::Choice(at), _) => code(usize::from(*at)),
        (Answer::Choices(bits), kind) => {
            let chosen = (0..kind.choices().len()).filter(|at| bits >> at & 1 == 1);
            Value::from(chosen.map(code).collect::<Vec<Value>>())
        }
        other => panic!("the oracle has no {other:?}"),
    }
}

/// Days, and sums and extremes, which CEL does not have.
fn add_functions(context: &mut Context<'_, '_>) {
    let day = |text: Arc<String>| text.parse::<Day>().map(|day| i64::from(day.epoch_days())).expect("a day");
    context.add_function("date", day).expect("new");
    let whole = |list: Arc<Vec<Value>>| -> Vec<i64> {
        list.iter()
            .map(|value| if let Value::Int(n) = value { *n } else { panic!("{value:?} is no int") })
            .collect()
    };
    let double = |list: Arc<Vec<Value>>| -> Vec<f64> {
        list.iter()
            .map(|value| if let Value::Float(n) = value { *n } else { panic!("{value:?} is no double") })
            .collect()
    };
    let none = |name: &str| ExecutionError::function_error(name, NOTHING);
    context
        .add_function("int_sum", move |list: Arc<Vec<Value>>| whole(list).iter().sum::<i64>())
        .expect("new");
    context
        .add_function("double_sum", move |list: Arc<Vec<Value>>| double(list).iter().sum::<f64>() + 0.0)
        .expect("new");
    for (name, least) in [("min", true), ("max", false)] {
        let of_ints = move |list: Arc<Vec<Value>>| {
            let all = whole(list).into_iter();
            if least { all.min() } else { all.max() }.ok_or_else(|| none(name))
        };
        context.add_function(&format!("int_{name}"), of_ints).expect("new");
        let of_doubles = move |list: Arc<Vec<Value>>| {
            double(list).into_iter().reduce(if least { f64::min } else { f64::max }).ok_or_else(|| none(name))
        };
        context.add_function(&format!("double_{name}"), of_doubles).expect("new");
    }
}
