//! Answers to questions that no assumption knows: within their range, mostly ordinary, some extreme.

use standards::questionnaire::{AnswerKind, Question};

use crate::draw::Draw;
use crate::household::Household;
use crate::roles::Role;

/// Ranges as wide as this were not given in the pack.
const UNBOUNDED: i64 = 1_000_000_000_000;

/// How an unknown question is answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Generic {
    /// Yes in three of four cases.
    Flag,
    /// Mostly near the lower end.
    Number { least: i64, greatest: i64 },
    /// Đồng per person and month, times a factor.
    Money { members: bool, months: i64 },
    /// A day in the last `years`.
    PastDay,
    /// The first choices most often.
    Choice(u32),
    /// Each choice in one of three cases.
    Choices(u32),
    /// Some invented words.
    Text,
}

impl Generic {
    /// By the kind, range and unit of the question.
    pub(crate) fn of(question: &Question) -> Generic {
        match &question.kind {
            AnswerKind::Boolean => Generic::Flag,
            AnswerKind::Date => Generic::PastDay,
            AnswerKind::Text => Generic::Text,
            AnswerKind::Choice(choices) => Generic::Choice(choices.len() as u32),
            AnswerKind::Choices(choices) => Generic::Choices(choices.len() as u32),
            AnswerKind::Number { scale, min, max, .. } => {
                let unit = question.unit.as_deref().unwrap_or("");
                if *scale == 0 && unit.starts_with("vnd") {
                    let months = if unit.contains("year") { 12 } else { 1 };
                    return Generic::Money { members: !unit.contains("person"), months };
                }
                let one = vocab::pow10(*scale).unwrap_or(1);
                let widest = UNBOUNDED.saturating_mul(one.min(1_000_000));
                let least = if *min == -widest { 0.min(*max) } else { *min };
                let greatest =
                    if *max == widest { least.saturating_add(one.saturating_mul(100)) } else { *max };
                Generic::Number { least, greatest }
            }
        }
    }

    /// Draws an answer.
    pub(crate) fn draw(self, household: &Household<'_>, age_day: i32, draw: &mut Draw) -> i64 {
        match self {
            Generic::Flag => i64::from(draw.percent(75)),
            Generic::Number { least, greatest } => {
                // The third power of an even chance: half of all answers in the lowest eighth of the range.
                let part = u128::from(draw.next() >> 48);
                let span = (i128::from(greatest) - i128::from(least) + 1).max(1) as u128;
                (i128::from(least) + ((span * (part * part * part)) >> 48) as i128) as i64
            }
            Generic::Money { members, months } => {
                let people = if members { household.members.len() as i64 } else { 1 };
                household.fortune.income.saturating_mul(months * people)
            }
            Generic::PastDay => i64::from(age_day) - i64::from(draw.below(10 * 365)),
            Generic::Choice(count) => {
                let (a, b) = (draw.below(count), draw.below(count));
                i64::from(a.min(b))
            }
            Generic::Choices(count) => {
                let both = draw.next() & draw.next() | draw.next() & draw.next() & draw.next();
                (both & (u64::MAX >> (64 - count.clamp(1, 63)))) as i64
            }
            Generic::Text => Role::Note.text_cell().unwrap_or(0),
        }
    }
}
