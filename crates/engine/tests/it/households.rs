//! Random households, with and without missing answers.

use standards::questionnaire::{AnswerKind, Question, QuestionIndex, Subject};
use standards::standard::PovertyStandard;
use standards::{Answer, HouseholdAnswers};
use vocab::Day;

use crate::dice::Dice;
use crate::writer::TEXTS;

/// A place of an answer: the member by position, or the household.
pub(crate) type Cell = (QuestionIndex, Option<usize>);

/// Every place of a household.
pub(crate) fn cells(standard: &PovertyStandard, members: usize) -> Vec<Cell> {
    let of = |(index, question): (QuestionIndex, &Question)| match question.of {
        Subject::Household => vec![(index, None)],
        Subject::Member => (0..members).map(|member| (index, Some(member))).collect(),
    };
    standard.questionnaire.iter().flat_map(of).collect()
}

/// A household that answered everything.
pub(crate) fn complete(standard: &PovertyStandard, dice: &mut Dice) -> HouseholdAnswers {
    let members = match dice.below(100) {
        0..3 => 10,
        3..6 => 0,
        _ => 1 + dice.below(4),
    };
    let mut household = HouseholdAnswers::unanswered(&standard.questionnaire, members);
    for (question, member) in cells(standard, members) {
        household.set(question, member, answer(standard.questionnaire.get(question), dice));
    }
    household
}

/// The same household with some answers missing, and which.
pub(crate) fn with_gaps(
    standard: &PovertyStandard,
    household: &HouseholdAnswers,
    percent: usize,
    dice: &mut Dice,
) -> (HouseholdAnswers, Vec<Cell>) {
    let mut gaps = cells(standard, household.members.len());
    gaps.retain(|_| dice.percent(percent));
    (without(household, &gaps), gaps)
}

/// The same household without these answers.
pub(crate) fn without(household: &HouseholdAnswers, gaps: &[Cell]) -> HouseholdAnswers {
    let mut household = household.clone();
    gaps.iter().for_each(|(question, member)| household.set(*question, *member, Answer::Missing));
    household
}

/// The same household with this answer.
pub(crate) fn with(household: &HouseholdAnswers, cell: Cell, answer: Answer) -> HouseholdAnswers {
    let mut household = household.clone();
    household.set(cell.0, cell.1, answer);
    household
}

/// An answer that the oracle's doubles hold exactly.
pub(crate) fn answer(question: &Question, dice: &mut Dice) -> Answer {
    let days = |year| Day::from_civil(year, 1, 1).map_or(0, |day| i64::from(day.epoch_days()));
    match &question.kind {
        AnswerKind::Number { .. } if question.id == "share" => {
            Answer::Number(dice.one_of(&[25, 50, 100, 200, 400]))
        }
        AnswerKind::Number { scale: 1, min, max, .. } => Answer::Number(dice.between(min / 5, max / 5) * 5),
        AnswerKind::Number { min, max, .. } if *max > 1_000_000 => {
            let round = dice.between(0, 25) * 100_000_000 + dice.one_of(&[0, 0, 1, -1]);
            Answer::Number(dice.one_of(&[*min, *max, round, round, round]).clamp(*min, *max))
        }
        AnswerKind::Number { min, max, .. } if dice.percent(10) => Answer::Number(dice.one_of(&[*min, *max])),
        AnswerKind::Number { min, max, .. } => Answer::Number(dice.between(*min, (*max).min(min + 60))),
        AnswerKind::Boolean => Answer::Flag(dice.percent(50)),
        AnswerKind::Date => Answer::Number(dice.between(days(1950), days(2026))),
        AnswerKind::Text => Answer::Text(dice.one_of(&TEXTS).to_owned()),
        AnswerKind::Choice(choices) => Answer::Choice(dice.below(choices.len()) as u16),
        AnswerKind::Choices(choices) => Answer::Choices(dice.next() & ((1 << choices.len()) - 1)),
    }
}

/// A few answers that a missing one could be: all choices, or the ends of a range and some between.
pub(crate) fn candidates(question: &Question, dice: &mut Dice) -> Vec<Answer> {
    let mut all: Vec<Answer> = match &question.kind {
        AnswerKind::Boolean => vec![Answer::Flag(false), Answer::Flag(true)],
        AnswerKind::Choice(choices) => (0..choices.len() as u16).map(Answer::Choice).collect(),
        AnswerKind::Choices(choices) => (0..1 << choices.len()).map(Answer::Choices).collect(),
        AnswerKind::Number { min, max, .. } => vec![Answer::Number(*min), Answer::Number(*max)],
        AnswerKind::Date | AnswerKind::Text => Vec::new(),
    };
    if !matches!(question.kind, AnswerKind::Boolean | AnswerKind::Choice(_) | AnswerKind::Choices(_)) {
        all.extend((0..4).map(|_| answer(question, dice)));
    }
    all.dedup();
    all
}
