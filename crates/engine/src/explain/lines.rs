//! Cách ngưỡng bao xa: every line that decides the outcome, what the household has against it, and how far apart they are.

use std::cmp::Ordering;

use standards::rule::{Condition, Number, NumberKind};

use super::Teller;
use crate::judge::Judgement;

/// A number of the household against the line that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which rule: `outcome`, or `income_test:b1`.
    pub rule: String,
    /// What is measured, in words.
    pub of: String,
    /// What the household has, in words; two values where answers are missing.
    pub value: String,
    /// The line, in words.
    pub line: String,
    /// How far apart they are, in words; `None` where answers are missing.
    pub distance: Option<String>,
    /// Where the household lies against the line; `None` where answers are missing.
    pub side: Option<Ordering>,
    /// The least it has, in hundredths of the line, for drawing.
    pub percent: u32,
}

impl Teller<'_> {
    /// The lines of the income test that was used and of the outcomes, each once.
    pub(super) fn lines(&self, judgement: &Judgement) -> Vec<Line> {
        let standard = self.judge.standard;
        let mut lines = Vec::new();
        if let Some(test) = judgement.income_test.and_then(|at| standard.income_tests.get(at)) {
            let rule = format!("income_test:{}", test.id);
            self.lines_in(&rule, &test.at_or_below_line.condition, &mut lines);
        }
        for outcome in &standard.outcomes {
            self.lines_in("outcome", &outcome.when.condition, &mut lines);
        }
        lines
    }

    fn lines_in(&self, rule: &str, condition: &Condition, lines: &mut Vec<Line>) {
        match condition {
            Condition::Not(inner) => self.lines_in(rule, inner, lines),
            Condition::And(parts) | Condition::Or(parts) => {
                parts.iter().for_each(|part| self.lines_in(rule, part, lines));
            }
            Condition::Compare(_, a, b) => {
                let line = self.line(rule, a, b).or_else(|| self.line(rule, b, a));
                lines.extend(line.filter(|line| !lines.contains(line)));
            }
            _ => {}
        }
    }

    /// `number` against `line`, if that is one of the law's.
    fn line(&self, rule: &str, number: &Number, line: &Number) -> Option<Line> {
        let (has, at) = (self.run.number(number, None), self.run.number(line, None));
        let is_of_law = is_of_law(line) && !is_of_law(number);
        let is_known = has.is_exact() || matches!(number.kind, NumberKind::DeprivationCount);
        if !is_of_law || !at.is_exact() || !is_known {
            return None;
        }
        let unit = self.unit_of(number).or_else(|| self.unit_of(line));
        let amount = |value: i64| self.speaker.amount(value, number.scale, unit);
        let distance = has.is_exact().then(|| has.least.abs_diff(at.least));
        let side = has.is_exact().then(|| has.least.cmp(&at.least));
        let percent = i128::from(has.least) * 100 / i128::from(at.least).max(1);
        Some(Line {
            rule: rule.to_owned(),
            of: self.speaker.number(number),
            value: if has.is_exact() {
                amount(has.least)
            } else {
                let bare = self.speaker.amount(has.least, number.scale, None);
                format!("{bare}–{}", amount(has.greatest))
            },
            line: amount(at.least),
            distance: distance.map(|distance| amount(i64::try_from(distance).unwrap_or(i64::MAX))),
            side,
            percent: u32::try_from(percent.max(0)).unwrap_or(u32::MAX),
        })
    }
}

/// Whether values of the law alone make a number.
fn is_of_law(number: &Number) -> bool {
    match &number.kind {
        NumberKind::Constant(_) | NumberKind::Param(_) => true,
        NumberKind::Rescale(of) => is_of_law(of),
        NumberKind::Add(a, b) | NumberKind::Subtract(a, b) | NumberKind::Multiply(a, b) => {
            is_of_law(a) && is_of_law(b)
        }
        _ => false,
    }
}
