//! Typed totals of a proxy score (điểm B1) that mostly agree with the income, and sometimes do not.

use standards::questionnaire::QuestionIndex;
use standards::rule::{Comparison, Condition, Number, NumberKind};
use standards::standard::{ParamValues, PovertyStandard};
use vocab::Zone;

use crate::draw::Draw;
use crate::household::Household;
use crate::logarithm::{ONE, log2};
use crate::reading::Reading;

/// The lines of a standard's income tests, `[rural, urban]`.
#[derive(Clone, Debug)]
pub(crate) struct Scores {
    /// Of tests that rest on a score.
    lines: Vec<(QuestionIndex, [i64; 2])>,
    /// Of the first test that rests on money.
    money: Option<[i64; 2]>,
    per_doubling: i64,
    error: i64,
    free_percent: u32,
}

impl Scores {
    pub(crate) fn read(reading: &Reading<'_>, standard: &PovertyStandard, params: &ParamValues) -> Scores {
        let settings = reading.settings("synthetic/generator.toml");
        let mut scores = Scores {
            lines: Vec::new(),
            money: None,
            per_doubling: settings.whole("income.score_per_doubling"),
            error: settings.whole("income.score_error"),
            free_percent: settings.whole("income.score_free_percent") as u32,
        };
        for test in &standard.income_tests {
            let Some(line) = line_of(&test.at_or_below_line.condition, test.question, params) else {
                continue;
            };
            let unit = standard.questionnaire.get(test.question).unit.as_deref();
            if unit.is_some_and(|unit| unit.starts_with("vnd")) {
                scores.money.get_or_insert(line);
            } else {
                scores.lines.push((test.question, line));
            }
        }
        scores
    }

    /// The line of money in a zone, if a test rests on money.
    pub(crate) fn line(&self, zone: Zone) -> Option<i64> {
        self.money.map(|[rural, urban]| if zone == Zone::Urban { urban } else { rural })
    }

    /// A total for a household; `None` if the question has no line.
    pub(crate) fn draw(
        &self,
        question: QuestionIndex,
        household: &Household<'_>,
        draw: &mut Draw,
    ) -> Option<i64> {
        let of_zone =
            |values: &[i64; 2]| if household.village.zone == Zone::Urban { values[1] } else { values[0] };
        let line = self.lines.iter().find(|(known, _)| *known == question).map(|(_, line)| of_zone(line))?;
        let money = of_zone(self.money.as_ref()?);
        let doublings = household.fortune.log_income - log2(money.max(1) as u64);
        let score = line + (doublings * self.per_doubling + draw.normal() * self.error) / ONE;
        let low = household.fortune.income <= money;
        Some(if draw.percent(self.free_percent) {
            score
        } else if low {
            score.min(line)
        } else {
            score.max(line + 1)
        })
    }
}

/// The line of a test written `question <= param.NAME`.
fn line_of(condition: &Condition, question: QuestionIndex, params: &ParamValues) -> Option<[i64; 2]> {
    let Condition::Compare(how, left, right) = condition else { return None };
    let is_question = |number: &Number| matches!(number.kind, NumberKind::Answer(q) if q == question);
    let line = match how {
        Comparison::LessOrEqual if is_question(left) => right,
        Comparison::GreaterOrEqual if is_question(right) => left,
        _ => return None,
    };
    match line.kind {
        NumberKind::Param(param) => params.0.get(usize::from(param.0)).copied(),
        NumberKind::Constant(value) => Some([value; 2]),
        _ => None,
    }
}
