//! What depends on the case: the cases of `?:` chains, as ranges where their tests rise or fall.

use super::Speaker;
use super::bounds::Test;
use super::phrase::Phrase;
use super::shape::{Shape, plain, shape};
use crate::rule::{Condition, Number, NumberKind};

impl Speaker<'_> {
    /// `a ? b : c ? d : e` of conditions.
    pub(super) fn by_condition(&self, condition: &Condition, yes: bool) -> Phrase {
        let (mut tests, mut held) = (Vec::new(), Vec::new());
        let mut rest = (condition, yes);
        while let Shape::Leaf((Condition::If(parts), yes)) = shape(rest) {
            tests.push(&parts.0);
            held.push((&parts.1, yes));
            rest = (&parts.2, yes);
        }
        held.push(rest);
        let cases = self.cases(&tests).into_iter().zip(held);
        Phrase::Cases(cases.map(|(case, (condition, yes))| (case, self.phrase(condition, yes))).collect())
    }

    /// The cases that tests taken in order make, with the rest as the last; `None` is "otherwise".
    pub(super) fn cases(&self, tests: &[&Condition]) -> Vec<Option<String>> {
        if let Some(steps) = self.steps(tests) {
            return steps.into_iter().map(Some).collect();
        }
        if let [only] = tests
            && let Condition::Answer(_) | Condition::OneOf(..) | Condition::Includes(..) = only
        {
            return [true, false].map(|yes| Some(self.part(&self.phrase(only, yes)))).into();
        }
        let said = tests.iter().enumerate().map(|(at, test)| {
            let test = self.part(&self.phrase(test, true));
            Some(match at {
                0 => test,
                _ => say!(self, "không phải vậy mà {test}", "not so, but {test}"),
            })
        });
        said.chain([None]).collect()
    }

    /// Tests of one number that rise or fall: "dưới 6", "từ 6 đến dưới 12", "từ 12 trở lên".
    fn steps(&self, tests: &[&Condition]) -> Option<Vec<String>> {
        let tests = tests.iter().map(|test| self.test((test, true))).collect::<Option<Vec<_>>>()?;
        let first = *tests.first()?;
        if !tests.iter().all(|test| test.is_simple() && test.subject == first.subject) {
            return None;
        }
        let limits = tests.iter().map(|test| self.known(test.limit)).collect::<Option<Vec<_>>>()?;
        let scaled =
            limits.iter().map(|(value, scale)| vocab::Decimal { value: *value, scale: *scale }.at_scale(9));
        let limits = scaled.collect::<Option<Vec<_>>>()?;
        let rising = tests.iter().all(Test::is_upper) && limits.is_sorted_by(|a, b| a < b);
        let falling = tests.iter().all(Test::is_lower) && limits.is_sorted_by(|a, b| a > b);
        let last = tests.last()?.negated();
        let mut said = vec![self.tested(first)];
        for (before, test) in tests.iter().zip(tests.iter().skip(1)) {
            let before = before.negated();
            said.push(if rising { self.ranged(before, *test) } else { self.ranged(*test, before) });
        }
        said.push(self.tested(last));
        (rising || falling).then(|| said.iter().map(|phrase| self.line(phrase)).collect())
    }
}

/// The tests and values of `a ? x : b ? y : z`.
pub(super) fn number_cases(number: &Number) -> Option<(Vec<&Condition>, Vec<&Number>)> {
    let (mut tests, mut values) = (Vec::new(), Vec::new());
    let mut rest = plain(number);
    while let NumberKind::If(parts) = &rest.kind {
        tests.push(&parts.0);
        values.push(plain(&parts.1));
        rest = plain(&parts.2);
    }
    values.push(rest);
    (!tests.is_empty()).then_some((tests, values))
}
