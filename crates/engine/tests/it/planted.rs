//! Negative controls: evaluators that are wrong on purpose are caught by the checks that the other tests make.

use engine::bounds::Truth;
use engine::judge::Judge;
use standards::questionnaire::AnswerKind;
use standards::rule::{Comparison, Condition, Quantifier};
use standards::standard::{DeprivationRule, PovertyStandard};
use standards::{Answer, HouseholdAnswers};

use crate::agreement;
use crate::columnar;
use crate::dice::Dice;
use crate::households::{complete, with_gaps, without};
use crate::missing::contradictions;
use crate::oracle::Oracle;
use crate::world::{Shape, World};

/// A mistake that a programmer could make in an evaluator.
type Mistake = fn(&mut Condition) -> bool;

fn strictness(condition: &mut Condition) -> bool {
    let Condition::Compare(comparison, ..) = condition else { return false };
    *comparison = match comparison {
        Comparison::Less => Comparison::LessOrEqual,
        Comparison::LessOrEqual => Comparison::Less,
        Comparison::Greater => Comparison::GreaterOrEqual,
        Comparison::GreaterOrEqual => Comparison::Greater,
        _ => return false,
    };
    true
}

fn lost_negation(condition: &mut Condition) -> bool {
    let Condition::Not(inner) = condition else { return false };
    *condition = (**inner).clone();
    true
}

fn either_for_both(condition: &mut Condition) -> bool {
    let Condition::And(parts) = condition else { return false };
    *condition = Condition::Or(parts.clone());
    true
}

fn one_for_any(condition: &mut Condition) -> bool {
    let Condition::Members(quantifier @ Quantifier::Exists, _) = condition else { return false };
    *quantifier = Quantifier::ExistsOne;
    true
}

fn next_choice(condition: &mut Condition) -> bool {
    let Condition::OneOf(_, choices) = condition else { return false };
    choices.iter_mut().for_each(|choice| *choice += 1);
    true
}

/// Makes the mistake at the first node where it can be made.
fn plant(condition: &mut Condition, mistake: Mistake) -> bool {
    if mistake(condition) {
        return true;
    }
    match condition {
        Condition::Not(inner) | Condition::Members(_, inner) => plant(inner, mistake),
        Condition::And(parts) | Condition::Or(parts) => parts.iter_mut().any(|part| plant(part, mistake)),
        Condition::Same(a, b) => plant(a, mistake) || plant(b, mistake),
        Condition::If(parts) => {
            plant(&mut parts.0, mistake) || plant(&mut parts.1, mistake) || plant(&mut parts.2, mistake)
        }
        _ => false,
    }
}

/// The standard with the mistake in one indicator, if there is a place for it.
fn mistaken(standard: &PovertyStandard, mistake: Mistake) -> Option<PovertyStandard> {
    let mut standard = standard.clone();
    let planted = standard.indicators.iter_mut().any(|indicator| match &mut indicator.deprived {
        DeprivationRule::Rule(rule) => plant(&mut rule.condition, mistake),
        DeprivationRule::Unknown(_) => false,
    });
    planted.then_some(standard)
}

/// Of how many planted mistakes the comparisons with the oracle and between the engines report one.
fn caught(mistake: Mistake) -> (usize, usize, usize) {
    let dice = &mut Dice::new(5);
    let (mut planted, mut by_oracle, mut by_columns) = (0, 0, 0);
    for _ in 0..60 {
        let world = World::draw(dice, Shape { depth: 2, extremes: false });
        let Some(wrong) = mistaken(&world.standard, mistake) else { continue };
        planted += 1;
        let oracle = Oracle::new(&world);
        let all: Vec<HouseholdAnswers> = (0..40).map(|_| complete(&world.standard, dice)).collect();
        let judge = Judge::new(&wrong, world.params.clone(), world.asked, None);
        let batch = columnar::classified(&world.standard, &world.params, world.asked, &all);
        let seen = |differs: &dyn Fn(usize) -> bool| usize::from((0..all.len()).any(differs));
        by_oracle += seen(&|at| {
            !agreement::differences(&judge.judge(&all[at]), &oracle.judge(&world, &all[at])).is_empty()
        });
        by_columns += seen(&|at| !columnar::differences(&batch, at, &judge.judge(&all[at])).is_empty());
    }
    (planted, by_oracle, by_columns)
}

#[test]
fn a_wrong_evaluator_differs_from_the_oracle_and_from_the_columns() {
    let mistakes: [(&str, Mistake); 5] = [
        ("< for <=", strictness),
        ("a lost !", lost_negation),
        ("|| for &&", either_for_both),
        ("exists_one for exists", one_for_any),
        ("the next choice", next_choice),
    ];
    for (name, mistake) in mistakes {
        let (planted, by_oracle, by_columns) = caught(mistake);
        assert!(planted >= 5, "{name} was planted {planted} times");
        assert!(by_oracle * 10 >= planted, "{name}: the oracle caught {by_oracle} of {planted}");
        assert_eq!(by_columns, by_oracle, "{name}: oracle and columns caught different ones of {planted}");
    }
}

/// The household with zero, no and the first choice for everything that is missing.
fn as_if_zero(standard: &PovertyStandard, household: &HouseholdAnswers) -> HouseholdAnswers {
    let mut household = household.clone();
    for (question, member) in crate::households::cells(standard, household.members.len()) {
        if *household.get(question, member) == Answer::Missing {
            let zero = match &standard.questionnaire.get(question).kind {
                AnswerKind::Number { min, max, .. } => Answer::Number(0.clamp(*min, *max)),
                AnswerKind::Date => Answer::Number(0),
                AnswerKind::Boolean => Answer::Flag(false),
                AnswerKind::Text => Answer::Text(String::new()),
                AnswerKind::Choice(_) => Answer::Choice(0),
                AnswerKind::Choices(_) => Answer::Choices(0),
            };
            household.set(question, member, zero);
        }
    }
    household
}

#[test]
fn an_evaluator_that_takes_missing_for_zero_is_contradicted_by_completions() {
    let dice = &mut Dice::new(6);
    let (mut claims, mut contradicted) = (0, 0);
    for _ in 0..80 {
        let world = World::draw(dice, Shape { depth: 2, extremes: false });
        let judge = Judge::new(&world.standard, world.params.clone(), world.asked, None);
        let whole = complete(&world.standard, dice);
        let (_, gaps) = with_gaps(&world.standard, &whole, 30, dice);
        let household = without(&whole, &gaps);
        if judge.judge(&household).deprived.iter().all(|truth| *truth != Truth::Unknown) {
            continue;
        }
        claims += 1;
        let wrong = judge.judge(&as_if_zero(&world.standard, &household));
        contradicted += usize::from(!contradictions(&wrong, &judge.judge(&whole)).is_empty());
    }
    assert!(claims >= 20 && contradicted * 5 >= claims, "{contradicted} of {claims} were contradicted");
}

/// The answers of one member.
fn somebody(world: &World, dice: &mut Dice) -> Vec<Answer> {
    loop {
        if let Some(member) = complete(&world.standard, dice).members.pop() {
            return member;
        }
    }
}

#[test]
fn an_evaluator_that_forgets_a_need_is_caught() {
    let dice = &mut Dice::new(7);
    let (mut undetermined, mut caught) = (0, 0);
    for _ in 0..80 {
        let world = World::draw(dice, Shape { depth: 2, extremes: false });
        let judge = Judge::new(&world.standard, world.params.clone(), world.asked, None);
        let household = HouseholdAnswers::unanswered(&world.standard.questionnaire, 2);
        let needs = judge.judge(&household).needs;
        if needs.len() < 2 {
            continue;
        }
        undetermined += 1;
        let whole =
            HouseholdAnswers { members: vec![somebody(&world, dice); 2], ..complete(&world.standard, dice) };
        let mut answered = household.clone();
        for need in needs.iter().skip(1) {
            let (question, member) = match need {
                engine::Need::Household(question) => (*question, None),
                engine::Need::Member(member, question) => (*question, Some(*member)),
                engine::Need::Indicator(_) => continue,
            };
            answered.set(question, member, whole.get(question, member).clone());
        }
        caught += usize::from(judge.judge(&answered).outcome().is_none());
    }
    assert!(
        undetermined >= 20 && caught * 20 >= undetermined,
        "{caught} of {undetermined} stayed undetermined"
    );
}
